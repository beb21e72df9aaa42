"""Known values: what was found once is found everywhere, in every spelling, also where no rule would see it."""

from __future__ import annotations

from collections.abc import Iterable

from reporter.redaction.engines import EngineName, make_finder
from reporter.redaction.scanner import Progress, Span
from reporter.redaction.spellings import CASELESS, spell

_WORD = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
_BASE64 = _WORD | frozenset(b"+/-")
_REACH = 128


class Known:
    """A set of values to find, made once and searched many times."""

    def __init__(
        self, values: Iterable[tuple[bytes, str]], *, encoded: bool = True, engine: EngineName | None = None
    ) -> None:
        """Take (normalised value, kind) pairs; `encoded`: also as a part of base64 text."""
        index: dict[bytes, list[tuple[bytes, str, bool]]] = {}
        for value, kind in values:
            plain = spell(kind, value, encoded=False)
            for spelling in plain:
                entries = index.setdefault(spelling.lower(), [])
                entries.append((spelling, kind, False) if kind not in CASELESS else (b"", kind, False))
            if encoded:
                for spelling in spell(kind, value) - plain:
                    index.setdefault(spelling.lower(), []).append((spelling, kind, True))
        self._entries = list(index.values())
        self._lengths = [len(literal) for literal in index]
        self._longest = max(self._lengths, default=0)
        self._find = make_finder(list(index), engine)
        self.empty = not index

    def scan(self, block: bytes, offset: int, stop: int, progress: Progress) -> list[Span]:
        """Return the spans whose values begin before `stop`; positions as in `Scanner.scan`."""
        spans: list[Span] = []
        start_at = max(progress.next - offset, 0)
        limit = stop - offset
        last = start_at
        for literal, start, end in self._find(block[start_at : limit + self._longest].lower()):
            start += start_at
            if start >= limit:
                break
            last = end + start_at
            for exact, kind, coded in self._entries[literal]:
                if exact and block[start:last] != exact:
                    continue
                if coded:
                    first, behind = _whole_token(block, start, last)
                    spans.append((first + offset, behind + offset, kind))
                    break
                if _stands_alone(block, start, last):
                    spans.append((start + offset, last + offset, kind))
                    break
        progress.next = max(stop, last + offset)
        return spans


def _stands_alone(block: bytes, start: int, end: int) -> bool:
    """Whether the value is no part of a longer word; an escape such as `\\n` or `%2F` before it is none of its letters."""
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
