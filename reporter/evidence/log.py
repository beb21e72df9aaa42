"""Long logs: read in bounded memory; the rules see the beginning, the end and what stands around hits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from reporter.evidence.decode import decode_text
from reporter.evidence.facts import FileFact, Finding
from reporter.evidence.piece import Piece
from reporter.evidence.sections import Section
from reporter.evidence.text import read_text

SHORT = 2**20
"""Bytes up to which a text goes through the rules as a whole."""
CHUNK = 4 * 2**20
EDGE = 64 * 1024
"""Bytes of beginning and end that are always read."""
BEFORE, BEHIND = 1500, 3000
"""Bytes around a hit that the rules see."""
KEPT = 20
"""First and last hits of each word that are kept."""
STEP = 64 * 1024
ZEROS = bytes(CHUNK)
WORDS = (
    b"0x80",
    b"80040",
    b"80048",
    b"8004f",
    b"8006",
    b"8007",
    b"80097",
    b"-2147",
    b"import: failure",
    b"exception message",
    b"activity id",
    b"activityid",
    b"tracking id",
    b"correlation id",
    b"organizationservicefault",
    b"failed to import",
    b"modernflow name",
    b"statuscode of failed",
    b"aadsts",
)
"""Sure signs, in small letters; each is searched at the speed of memory, no rule runs before a hit."""


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
    """Yield the findings around hits, and a line with the counts; memory is bounded by `CHUNK`, not by the file."""
    hits = {word: _Hits() for word in WORDS}
    width = 2 if piece.encoding.startswith("utf-16") else 4 if piece.encoding.startswith("utf-32") else 1
    lines = _Lines()
    end = _scan(piece, hits, lines, width, progress)
    places = sorted({place for one in hits.values() for place in one.first + one.last})
    with piece.source.open() as file:
        for start, stop in _windows(places, end, width):
            line = lines.at(file, start)
            file.seek(start)
            text = decode_text(file.read(stop - start), piece.encoding)
            yield from read_text(text, piece.name, line)
    seen = ", ".join(f"{word.decode()} {one.count}" for word, one in hits.items() if one.count)
    told = f"A long text ({end // 2**20} MB): beginning, end and the places around errors were read."
    yield FileFact(piece.name, "text", told + (f" How often signs of errors stand in it: {seen}." if seen else ""))


def _scan(
    piece: Piece, hits: dict[bytes, _Hits], lines: _Lines, width: int, progress: Callable[[int], None] | None
) -> int:
    """Search all words in all chunks; return the size that was read."""
    place, tail = 0, b""
    with piece.source.open() as file:
        while chunk := file.read(CHUNK):
            if chunk == ZEROS:
                lines.add(chunk, empty=True)
                place, tail = place + len(chunk), b""
                continue
            low = _plain(tail + chunk, width, piece.encoding).lower()
            begin = place - len(tail)
            for word, one in hits.items():
                _search(low, word, one, begin, width, len(tail) // width)
            lines.add(chunk)
            place += len(chunk)
            tail = chunk[-64:]
            if progress:
                progress(place)
    return place


def _plain(data: bytes, width: int, encoding: str) -> bytes:
    """Return wide characters as one byte each (what is not ASCII does not matter for the search)."""
    if width == 1:
        return data
    return data[0::width] if encoding.endswith("le") else data[width - 1 :: width]


def _search(low: bytes, word: bytes, hits: _Hits, begin: int, width: int, overlap: int) -> None:
    first = low.find(word)
    if first < 0:
        return
    count = low.count(word, max(0, overlap - len(word) + 1))
    places: list[int] = []
    place = first
    while place >= 0 and len(places) < KEPT:
        places.append(begin + place * width)
        place = low.find(word, place + len(word))
    if place >= 0:
        behind: list[int] = []
        place = low.rfind(word)
        while place >= 0 and len(behind) < KEPT and begin + place * width > places[-1]:
            behind.append(begin + place * width)
            place = low.rfind(word, 0, place)
        places += behind[::-1]
    hits.add(places, count)


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
