"""Long logs: read in bounded memory; the rules see the beginning, the end and what stands around hits."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from reporter.evidence.decode import decode_text
from reporter.evidence.facts import FileFact, Finding, Found
from reporter.evidence.piece import Piece
from reporter.evidence.sections import Section
from reporter.evidence.text import read_errors, read_text

SHORT = 128 * 1024
"""Bytes up to which a text goes through the rules as a whole."""
CHUNK = 4 * 2**20
EDGE = 64 * 1024
"""Bytes of beginning and end that are always read."""
BEFORE, BEHIND = 400, 2000
"""Bytes around a hit that the rules see."""
KEPT = 12
"""First and last hits of each sign that are kept."""
CROWD = 20_000
"""Hits of one sign in one chunk above which they are counted without a second look."""
HELD = 64
"""Characters at the end of a chunk that are searched together with the next one."""
STEP = 64 * 1024
ZEROS = bytes(CHUNK)
_CODE = re.compile(rb"(?<![0-9a-z_.#/-])(?:0x)?800[3-9a-f][0-9a-f]{4}(?![0-9a-z_-])")
_SIGNED = re.compile(rb"(?<![0-9a-z.])-214[67]\d{6}(?!\d)")
SIGNS: tuple[tuple[bytes, int, re.Pattern[bytes] | None], ...] = (
    (b"8004", 2, _CODE),
    (b"8005", 2, _CODE),
    (b"8006", 2, _CODE),
    (b"8007", 2, _CODE),
    (b"8009", 2, _CODE),
    (b"-214", 0, _SIGNED),
    (b"import: failure", 0, None),
    (b"failed to import", 0, None),
    (b"exception message", 0, None),
    (b"servicefault", 0, None),
    (b"aadsts", 0, None),
    (b"statuscode of failed", 0, None),
)
"""Sure signs in small letters, searched at the speed of memory; how far before it a pattern may begin; the pattern."""
IDS = 50
"""Ids of one kind that are kept."""


class _Lines:
    """Knows the line of any place by the line ends that were counted in each `STEP` bytes."""

    def __init__(self) -> None:
        self.before = [0]

    def add(self, chunk: bytes, *, empty: bool = False) -> None:
        """Count the line ends of the next chunk (whose length is a multiple of `STEP`, but for the last)."""
        for start in range(0, len(chunk), STEP):
            self.before.append(self.before[-1] + (0 if empty else chunk.count(b"\n", start, start + STEP)))

    def at(self, file: BinaryIO, place: int) -> int:
        """Return the line (1-based) of a place of the file."""
        step = place // STEP
        file.seek(step * STEP)
        return self.before[step] + file.read(place - step * STEP).count(b"\n") + 1


@dataclass(frozen=True)
class _Stretch:
    """Where the searched bytes begin in the file, how wide a character is, which characters are searched."""

    begin: int
    width: int
    first: int
    last: int


@dataclass
class _Hits:
    """Places of one word: the first few, the last few, and how many."""

    first: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    count: int = 0

    def add(self, places: list[int], count: int) -> None:
        self.count += count
        room = KEPT - len(self.first)
        if room > 0:
            self.first += places[:room]
        self.last = (self.last + places)[-KEPT:]


def is_long(piece: Piece) -> bool:
    """Whether this is text that is too long to be read as a whole."""
    return piece.size > SHORT and not piece.binary


def read_log(piece: Piece, progress: Callable[[int], None] | None = None) -> Iterator[Finding | Section]:
    """Yield the findings around hits, and a line with the counts; memory is bounded by `CHUNK`, not by the file.

    Beginning and end go through all rules. Between them only errors and ids are read: what a log of other work says
    about versions and environments is not about this import.
    """
    hits = {word: _Hits() for word, _, _ in SIGNS}
    width = 2 if piece.encoding.startswith("utf-16") else 4 if piece.encoding.startswith("utf-32") else 1
    lines = _Lines()
    end = _scan(piece, hits, lines, width, progress)
    places = sorted({place for one in hits.values() for place in one.first + one.last})
    seen: Counter[str] = Counter()
    with piece.source.open() as file:
        for start, stop in _windows(places, end, width):
            line = lines.at(file, start)
            file.seek(start)
            text = decode_text(file.read(stop - start), piece.encoding)
            edge = start == 0 or stop == end
            for finding in read_text(text, piece.name, line) if edge else read_errors(text, piece.name, line):
                if isinstance(finding, Found):
                    seen[finding.path] += 1
                    if seen[finding.path] > IDS:
                        continue
                yield finding
    shape = (
        ""
        if piece.small or not piece.start.startswith(("{", "[{", "<"))
        else " It is too big for its structure to be read."
    )
    yield FileFact(piece.name, "text", _note(end, hits) + shape)


def _note(end: int, hits: dict[bytes, _Hits]) -> str:
    codes = sum(one.count for word, one in hits.items() if word[:1] in b"8-")
    others = ", ".join(
        f'"{word.decode()}" {one.count}' for word, one in hits.items() if one.count and word[:1] not in b"8-"
    )
    told = f"A long text ({end / 2**20:.0f} MB): beginning, end, and the first and last places with errors were read."
    if codes:
        told += f" Error codes stand in it {codes} times."
    return told + (f" How often else: {others}." if others else "")


def _scan(
    piece: Piece, hits: dict[bytes, _Hits], lines: _Lines, width: int, progress: Callable[[int], None] | None
) -> int:
    """Search all signs in all chunks; return the size that was read.

    The last characters of each chunk are held back and searched with the next one, so that none is cut or found twice.
    """
    place, kept, before = 0, b"", 0
    with piece.source.open() as file:
        chunk = file.read(CHUNK)
        while chunk:
            hole = _skip_hole(file, place + len(chunk)) if chunk == ZEROS else 0
            for _ in range(hole // CHUNK):
                lines.add(ZEROS, empty=True)
            place += hole
            following = file.read(CHUNK)
            lines.add(chunk, empty=chunk == ZEROS)
            if chunk == ZEROS:
                kept, before = b"", 0
            else:
                data = kept + chunk
                low = _plain(data, width, piece.encoding).lower()
                last = len(low) - (HELD if following else 0)
                stretch = _Stretch(place - len(kept), width, before, last)
                for word, back, pattern in SIGNS:
                    _search(low, word, back, pattern, hits[word], stretch)
                kept = data[-(2 * HELD * width) :]
                before = len(kept) // width - HELD
            place += len(chunk)
            chunk = following
            if progress:
                progress(place)
    return place


def _skip_hole(file: BinaryIO, place: int) -> int:
    """Move past a hole of a sparse file; return its length in bytes, a multiple of `CHUNK`; 0 where there is none."""
    if not hasattr(os, "SEEK_DATA"):
        return 0
    try:
        number = file.fileno()
        size = os.fstat(number).st_size
        try:
            data = os.lseek(number, place, os.SEEK_DATA)
        except OSError:  # no data until the end
            data = size
        hole = max(0, (min(data, size) - place) // CHUNK * CHUNK)
        file.seek(place + hole)
    except (OSError, ValueError):
        return 0
    return hole


def _plain(data: bytes, width: int, encoding: str) -> bytes:
    """Return wide characters as one byte each (what is not ASCII does not matter for the search)."""
    if width == 1:
        return data
    return data[0::width] if encoding.endswith("le") else data[width - 1 :: width]


def _search(low: bytes, word: bytes, back: int, pattern: re.Pattern[bytes] | None, hits: _Hits, at: _Stretch) -> None:
    """Add the places of a sign between the first and the last character of the stretch."""
    place = low.find(word, at.first)
    places: list[int] = []
    while 0 <= place < at.last:
        if pattern is None or pattern.match(low, place) or (back and pattern.match(low, max(0, place - back))):
            places.append(at.begin + place * at.width)
        place = low.find(word, place + len(word))
        if len(places) > CROWD:
            break
    rest = low.count(word, place, at.last) if 0 <= place < at.last else 0
    hits.add(places, len(places) + rest)


def _windows(places: list[int], end: int, width: int) -> list[tuple[int, int]]:
    """Return the stretches to read: both edges and around each place, overlapping ones joined."""
    wanted = [(0, EDGE), (max(0, end - EDGE), end)]
    wanted += [(max(0, place - BEFORE * width), min(end, place + BEHIND * width)) for place in places]
    joined: list[tuple[int, int]] = []
    for start, stop in sorted(wanted):
        start -= start % width
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
        else:
            joined.append((start, stop))
    return joined
