"""Known values: what was found once is found everywhere, in every spelling, also where no rule would see it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from reporter.redaction.engines import EngineName, make_finder
from reporter.redaction.kinds import GUID_KINDS, SECRETS
from reporter.redaction.scanner import Progress, Span
from reporter.redaction.spellings import CASELESS, spell, write_guid

_WORD = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
_BASE64 = _WORD | frozenset(b"+/-")
_REACH = 128
_BEGINNING = 6
_LONGEST_CODED = 128
_MOST_CODED = 1500
"""Values of one kind that are looked for in base64 text as well; a log with more than these is no place for base64."""
_HEX = bytes(48 if byte in b"0123456789abcdefABCDEF" else byte for byte in range(256))
_DASHED = re.compile(b"-0000-0000-0000-")
_PLAIN = re.compile(b"0" * 30 + b"0*")
"""What the two other forms of a GUID have in common, in the folded text: 32 digits, or 30, a dot, and 2."""
_GUID = 36
_JOINED = 128
_RARE = re.compile(rb"[g-z][0-9](?=.{4})", re.DOTALL)
_RARE_WITHIN = 70
"""So many bytes of a secret are searched for something that ordinary text does not hold: engines are fast in that."""
Entry = tuple[bytes, str, bool, bool, int]
"""(spelling, kind, whether case does not matter, whether it is a part of base64 text, where in it its literal is)"""


class Known:
    """A set of values to find, made once and searched many times.

    The engine looks for the beginnings of the values only, so that thousands of long ones cost little memory.
    """

    def __init__(
        self, values: Iterable[tuple[bytes, str]], *, encoded: bool = True, engine: EngineName | None = None
    ) -> None:
        """Take (normalised value, kind) pairs; `encoded`: also as a part of base64 text."""
        index: dict[bytes, list[Entry]] = {}
        coded: Counter[str] = Counter()
        self._guids: dict[bytes, str] = {}
        for value, kind in values:
            caseless = kind in CASELESS
            if kind in GUID_KINDS and len(value) == 32 and not value.strip(b"0123456789abcdef"):
                plain = write_guid(value)
                self._guids.update(dict.fromkeys(plain, kind))
            else:
                plain = spell(kind, value, encoded=False)
                for spelling in plain:
                    lowered = spelling.lower()
                    at = _rare_place(lowered) if kind in SECRETS else 0
                    index.setdefault(lowered[at : at + _BEGINNING], []).append(
                        (lowered if caseless else spelling, kind, caseless, False, at)
                    )
            coded[kind] += 1
            if encoded and len(value) <= _LONGEST_CODED and coded[kind] <= _MOST_CODED:
                for spelling in spell(kind, value) - plain:
                    lowered = spelling.lower()
                    at = _rare_place(lowered)
                    index.setdefault(lowered[at : at + _BEGINNING], []).append((spelling, kind, False, True, at))
        self._entries = [_with_shorter(literal, index) for literal in index]
        self._index = dict(zip(index, self._entries, strict=True))
        self._lengths = sorted({len(literal) for literal in index}, reverse=True)
        self._longest = max((len(entry[0]) for entries in self._entries for entry in entries), default=0)
        self._find = make_finder(list(index), engine)
        self.empty = not index and not self._guids

    def scan(self, block: bytes, offset: int, stop: int, progress: Progress, *, whole_words: bool = True) -> list[Span]:
        """Return the spans whose values begin before `stop`; positions as in `Scanner.scan`.

        A value whose literal stands in its middle may begin a little (`_RARE_WITHIN`) before `progress.next`.
        Without `whole_words` also those inside longer words: for texts whose lines were joined.
        """
        spans: list[Span] = []
        start_at = max(progress.next - offset, 0)
        limit = stop - offset
        last = done = start_at
        lowered = block[start_at : limit + _BEGINNING].lower()
        for entries, start, end in self._each(lowered):
            start += start_at
            if start >= limit:
                break
            last = end + start_at
            if start < done:
                continue
            for wanted, kind, caseless, coded, at in entries:
                first = start - at
                behind = first + len(wanted)
                raw = block[first:behind] if first >= 0 else b""
                if (raw.lower() if caseless else raw) != wanted:
                    continue
                if coded:
                    first, behind = _whole_token(block, first, behind)
                    spans.append((first + offset, behind + offset, kind))
                elif not whole_words or stands_alone(block, first, behind):
                    spans.append((first + offset, behind + offset, kind))
                else:
                    continue
                done = behind
                break
        progress.next = max(stop, last + offset)
        if self._guids:
            begin = max(progress.bare - offset, 0)
            found = self._find_guids(block, begin, limit, whole_words)
            spans += [(start + offset, behind + offset, kind) for start, behind, kind in found]
            progress.bare = stop
        return spans

    def _find_guids(self, block: bytes, begin: int, end: int, whole_words: bool) -> Iterator[Span]:
        """Find GUIDs by their shape and look each up: thousands of them cost no more than one."""
        lowered = block[begin : end + _GUID].lower()
        shape = lowered.translate(_HEX)
        guids = self._guids
        for match in _DASHED.finditer(shape, 8):
            at = match.start() - 8
            kind = guids.get(lowered[at : at + _GUID])
            if kind is None:
                continue
            start = begin + at
            if start < end and not (whole_words and not stands_alone(block, start, start + _GUID)):
                yield start, start + _GUID, kind
        for match in _PLAIN.finditer(shape):
            for at, tail in _places(match.start(), match.end(), whole_words):
                kind = guids.get(lowered[at : at + tail]) if at >= 0 else None
                if kind is None:
                    continue
                start = begin + at
                if start < end and not (whole_words and not stands_alone(block, start, start + tail)):
                    yield start, start + tail, kind
                    break

    def _each(self, lowered: bytes) -> Iterator[tuple[list[Entry], int, int]]:
        """Yield (values to try, start, end) wherever one may begin, also inside a beginning that the engine found."""
        index, lengths = self._index, self._lengths
        for literal, start, end in self._find(lowered):
            yield self._entries[literal], start, end
            for inner in range(start + 1, end):
                for length in lengths:
                    entries = index.get(lowered[inner : inner + length])
                    if entries is not None:
                        yield entries, inner, inner + length
                        break


def _places(first: int, behind: int, whole_words: bool) -> Iterator[tuple[int, int]]:
    """Yield (start, length) of what may be a GUID in a run of hex digits: its end, or anywhere if lines were joined."""
    yield behind - 32, 32
    yield behind - 30, 33
    if not whole_words:
        for start in range(first, min(behind - 31, first + _JOINED)):
            yield start, 32


def _rare_place(lowered: bytes) -> int:
    """Return where in a secret the literal that the engine looks for begins: where ordinary text is left at once."""
    match = _RARE.search(lowered, 0, _RARE_WITHIN) if len(lowered) >= 2 * _BEGINNING else None
    return match.start() if match else 0


def _with_shorter(literal: bytes, index: dict[bytes, list[Entry]]) -> list[Entry]:
    """Return the values that begin with a literal, longest first, with those whose whole text is shorter than it."""
    entries = list(index[literal])
    for length in range(1, len(literal)):
        entries += index.get(literal[:length], ())
    return sorted(entries, key=lambda entry: -len(entry[0]))


def stands_alone(block: bytes, start: int, end: int) -> bool:
    """Whether the value is no part of a longer word; the letters of an escape (`\\n`, `%2F`) before it do not count."""
    if block[start] in _WORD and start and block[start - 1] in _WORD and not _escaped(block, start):
        return False
    return not (block[end - 1] in _WORD and end < len(block) and block[end] in _WORD)


def _escaped(block: bytes, start: int) -> bool:
    before = block[max(start - 6, 0) : start]
    if before[-2:-1] == b"\\" and before[-1:] in b"nrtbf":
        return True
    if before[-3:-2] == b"%" and before[-2:].strip(b"0123456789abcdefABCDEF") == b"":
        return True
    return before[-6:-4] == b"\\u"


def _whole_token(block: bytes, start: int, end: int) -> tuple[int, int]:
    """Widen a hit inside base64 text to the whole token, at most `_REACH` bytes to each side."""
    first = start
    while first > 0 and start - first < _REACH and block[first - 1] in _BASE64:
        first -= 1
    behind = end
    while behind < len(block) and behind - end < _REACH and block[behind] in _BASE64:
        behind += 1
    return first, behind
