"""Streaming: bytes of any length go through in blocks, with flat memory and the same result wherever they are cut."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from reporter.redaction.known import Known
from reporter.redaction.rule import LIMIT, REACH
from reporter.redaction.scanner import Progress, Scanner, Span

BLOCK = 1 << 20
MARGIN = 4 * LIMIT
Replace = Callable[[str, bytes], bytes | None]
"""(kind, value as it is spelled) to what stands in its place; None keeps it."""
Searches = Callable[[], Iterable[Known]]


def replace_stream(
    chunks: Iterable[bytes],
    scanner: Scanner,
    replace: Replace,
    *,
    known: Searches = tuple,
    learn: Callable[[str, bytes], None] | None = None,
    block_size: int = BLOCK,
) -> Iterator[bytes]:
    """Yield the bytes with every value replaced.

    `learn` is told the values of a block before `known` is asked for the sets to search in it, so what is learnt in
    one block is found from its beginning on.
    """
    progress = Progress()
    seen: dict[int, Progress] = {}  # per set of known values; sets live as long as the redactor
    buffer = b""
    offset = 0  # of the buffer in the text
    written = 0
    pending: list[Span] = []
    for block, final in _blocks(chunks, block_size):
        buffer += block
        end = offset + len(buffer)
        stop = end if final else end - MARGIN
        if stop <= progress.next and not final:
            continue
        spans = scanner.scan(buffer, offset, stop, progress)
        if learn is not None:
            for start, behind, kind in spans:
                if kind:
                    learn(kind, buffer[start - offset : behind - offset])
        for search in known():
            mine = seen.setdefault(id(search), Progress(next=written))
            spans += search.scan(buffer, offset, stop, mine)
        pending = sorted([*pending, *spans], key=longest_first)
        until = stop if final else stop - 2 * REACH
        out, written, pending = _write(buffer, offset, written, until, pending, replace)
        if out:
            yield out
        cut = min(written, stop - 4 * REACH) - offset
        if cut > 0 and not final:
            buffer = buffer[cut:]
            offset += cut


def longest_first(span: Span) -> tuple[int, int]:
    """Order spans so that, of those that begin together, the longest counts: an address before the name in it."""
    return span[0], -span[1]


def _write(
    buffer: bytes, offset: int, written: int, until: int, pending: list[Span], replace: Replace
) -> tuple[bytes, int, list[Span]]:
    parts: list[bytes] = []
    for index, (start, end, kind) in enumerate(pending):
        if start >= until:
            rest = pending[index:]
            break
        if start < written:
            continue
        raw = buffer[start - offset : end - offset]
        name = replace(kind, raw) if kind else b""
        if name is None:
            continue
        parts.append(buffer[written - offset : start - offset])
        parts.append(name)
        written = end
    else:
        rest = []
    if until > written:
        parts.append(buffer[written - offset : until - offset])
        written = until
    return b"".join(parts), written, rest


def _blocks(chunks: Iterable[bytes], size: int) -> Iterator[tuple[bytes, bool]]:
    """Cut chunks of any size into blocks of one size, the last marked, so that the reader's chunks do not matter."""
    waiting = bytearray()
    for chunk in chunks:
        waiting += chunk
        while len(waiting) > size:
            yield bytes(waiting[:size]), False
            del waiting[:size]
    yield bytes(waiting), True
