"""Shortening a log to the lines around its errors, as a stream."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator

AROUND = 50
"""Lines kept before and after each line that tells of an error."""
LONGEST = 1 << 16
"""Bytes after which a line without an end is cut."""
_TROUBLE = re.compile(
    rb"\b(?:error|exception|fail(?:ed|ure)?|fatal|critical|denied|timed? ?out)\b|0x8[0-9a-f]{7}|\b[45]\d\d\b", re.I
)


def keep_windows(chunks: Iterable[bytes], *, around: int = AROUND) -> Iterator[bytes]:
    """Yield the first and last lines of a log and those around errors; what is left out is counted where it was.

    Lines are counted, not bytes; the whole needs memory for `around` lines only.
    """
    before: deque[bytes] = deque(maxlen=around)
    skipped, after = 0, around  # the head of a log says what wrote it
    for line in split_lines(chunks):
        if _TROUBLE.search(line):
            skipped -= len(before)
            if skipped:
                yield _gap(skipped)
            yield from before
            before.clear()
            skipped, after = 0, around
            yield line
        elif after:
            after -= 1
            yield line
        else:
            before.append(line)
            skipped += 1
    skipped -= len(before)
    if skipped:
        yield _gap(skipped)
    yield from before


def split_lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the lines of a stream with their ends; endless ones are cut into pieces of 64 KiB."""
    rest = b""
    for chunk in chunks:
        lines = (rest + chunk).splitlines(keepends=True)
        rest = lines.pop() if lines and not lines[-1].endswith(b"\n") else b""
        yield from lines
        while len(rest) > LONGEST:
            yield rest[:LONGEST]
            rest = rest[LONGEST:]
    if rest:
        yield rest


def _gap(count: int) -> bytes:
    return f"[... {count:,} lines without errors left out ...]\n".encode()
