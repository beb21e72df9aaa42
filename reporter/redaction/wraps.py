"""Hard wraps: where a line end may have cut a value in two, the lines are joined again and searched."""

from __future__ import annotations

import re
from bisect import bisect_right

from reporter.redaction.known import Known, stands_alone
from reporter.redaction.scanner import Progress, Span

LONG_ENOUGH = 12
"""Values of so many bytes are looked for across line ends."""
NARROWEST, WIDEST = 20, 1000
"""Bytes of a line that somebody or something wrapped."""
AROUND = 256
"""Bytes of a line that are looked at before and behind a wrap, where the wraps do not follow one another."""
_NO_VALUE = frozenset(b" \t\r\n{}[]()<>\"',;|")
_SOFT_END = re.compile(rb"=\r?\n")


def find_wrapped(text: bytes, known: Known) -> list[Span]:
    """Return where known values stand that a line end cuts in two."""
    pieces = find_wraps(text)
    spans = _across(text, pieces, known) if pieces else []
    if text.count(b"=\n") + text.count(b"=\r\n") > 3:  # quoted-printable text (RFC 2045, 6.7)
        ends = [0, *(place for match in _SOFT_END.finditer(text) for place in match.span()), len(text)]
        spans += _across(text, list(zip(ends[::2], ends[1::2], strict=True)), known)
    return spans


def find_wraps(text: bytes) -> list[tuple[int, int]]:
    """Return the pieces (start, end) that belong together, in order; an empty one parts those that no wrap connects.

    A line is wrapped only if the next one is no longer, and if what they end and begin with can be part of a value.
    """
    pieces: list[tuple[int, int]] = []
    start, goes_on = 0, False
    lines = text.split(b"\n")
    following = iter(lines)
    next(following)
    for line, after in zip(lines, following, strict=False):
        length = len(line)
        if NARROWEST <= length <= WIDEST and len(after) <= length and after and after[0] not in _NO_VALUE:
            end = start + length - (line[-1] == 13)
            wrapped = text[end - 1] not in _NO_VALUE
        else:
            wrapped = False
            end = start + length
        if wrapped:
            pieces.append((start if goes_on else max(start, end - AROUND), end))
        elif goes_on:
            pieces.append((start, min(end, start + AROUND)))
            pieces.append((end, end))
        goes_on = wrapped
        start += length + 1
    if goes_on:
        pieces.append((start, min(len(text), start + AROUND)))
    return pieces


def _across(text: bytes, pieces: list[tuple[int, int]], known: Known) -> list[Span]:
    parts: list[bytes] = []
    places: list[int] = []
    at = 0
    for start, end in pieces:
        part = text[start:end] if end > start else b"\n"
        parts.append(part)
        places.append(at)
        at += len(part)
    joined = b"".join(parts)

    def place(wanted: int) -> int:
        piece = bisect_right(places, wanted) - 1
        return pieces[piece][0] + wanted - places[piece]

    spans: list[Span] = []
    for first, behind, kind in known.scan(joined, 0, len(joined), Progress(), whole_words=False):
        if behind - first < LONG_ENOUGH:
            continue
        start, end = place(first), place(behind - 1) + 1
        if end - start > behind - first and stands_alone(text, start, end):
            spans.append((start, end, kind))
    return spans
