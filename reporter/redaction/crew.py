"""Two processes for one large text: each takes segments of it, and what they give is what one process would give.

A segment is judged from its own start. That is right wherever no value reaches over the cut; a worker tells where one
may, and the two segments are then redacted as one.
"""

from __future__ import annotations

import os
import signal
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reporter.redaction.policy import Policy
from reporter.redaction.pseudonyms import Entry, Pseudonyms
from reporter.redaction.rule import REACH
from reporter.redaction.scanner import Progress
from reporter.redaction.stream import MARGIN, longest_first

if TYPE_CHECKING:
    from reporter.redaction.redactor import Redactor

LARGE = 24 << 20
"""Bytes of a text below which starting a second process takes longer than it saves."""
SEGMENT = 2 << 20
MOST_JOINED = 32 << 20
"""Bytes of segments that are redacted as one before one process takes over."""
PROCESSES = 2
AHEAD = 2 * PROCESSES
_BEFORE = 4 * REACH


@dataclass(frozen=True)
class Segment:
    """What became of a segment; `alone` is false where its start or its end may have cut a value."""

    data: bytes
    counts: Counter[str]
    entries: tuple[Entry, ...]
    starts_clean: bool
    ends_clean: bool


class Crew:
    """Worker processes with the key and the known values of a redactor. If they fail, one process does the work."""

    def __init__(self, redactor: Redactor) -> None:
        names = redactor.pseudonyms
        self.known = len(names.learned())
        self._pool = ProcessPoolExecutor(
            PROCESSES,
            mp_context=get_context("spawn"),
            initializer=_begin,
            initargs=(redactor.policy, names.key, redactor.kept(), tuple(names.entries())),
        )

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    def learn(self, path: Path, size: int) -> Iterator[tuple[Entry, ...]]:
        """Yield the rows of the map that the rules find in a file of UTF-8."""
        step = max(SEGMENT * 4, 1)
        yield from _in_order(
            self._pool.submit(_learn, path, start, min(start + step, size)) for start in range(0, size, step)
        )

    def redact(self, path: Path, size: int, *, known: bool = True) -> Iterator[Segment]:
        """Yield the segments of a file of UTF-8, redacted, in their order; without `known` by rules alone.

        Raises:
            BrokenProcessPool: a value reaches over too many segments, or a worker ended.
        """
        starts = iter(range(0, size, SEGMENT))
        waiting: deque[tuple[int, int, Future[Segment]]] = deque()

        def submit(start: int, end: int) -> tuple[int, int, Future[Segment]]:
            return start, end, self._pool.submit(_redact, path, start, end, size, known)

        waiting.extend(submit(start, min(start + SEGMENT, size)) for start in islice(starts, AHEAD))
        while waiting:
            start, end, future = waiting.popleft()
            done = future.result()
            while waiting and not (done.ends_clean and waiting[0][2].result().starts_clean):
                end = waiting.popleft()[1]
                if end - start > MOST_JOINED:
                    raise BrokenProcessPool("a value is too long for segments")
                waiting.extend(submit(one, min(one + SEGMENT, size)) for one in islice(starts, 1))
                done = submit(start, end)[2].result()
            waiting.extend(submit(one, min(one + SEGMENT, size)) for one in islice(starts, 1))
            yield done

    def check(self, chunks: Iterable[bytes]) -> bool:
        """Whether the gate would find anything in a text."""
        tasks = (self._pool.submit(_check, *cut) for cut in _cuts(chunks))
        return any(_in_order(tasks))


def worth_it(size: int) -> bool:
    """Whether two processes are faster for a text of that many bytes."""
    return size >= LARGE and (os.cpu_count() or 1) > 1


def _in_order(tasks: Iterator[Future[Any]]) -> Iterator[Any]:
    waiting = deque(islice(tasks, AHEAD))
    while waiting:
        done = waiting.popleft().result()
        waiting.extend(islice(tasks, 1))
        yield done


def _cuts(chunks: Iterable[bytes]) -> Iterator[tuple[bytes, int, int]]:
    """Yield (bytes, start, stop): segments with what stands before and behind them."""
    buffer, start = bytearray(), 0
    for chunk in chunks:
        buffer += chunk
        while len(buffer) >= start + SEGMENT + MARGIN:
            yield bytes(buffer[: start + SEGMENT + MARGIN]), start, start + SEGMENT
            gone = max(start + SEGMENT - MARGIN, 0)
            start = start + SEGMENT - gone
            del buffer[:gone]
    if len(buffer) > start or start == 0:
        yield bytes(buffer), start, len(buffer)


# --- in the workers

_redactor: Redactor
_gate: Callable[[bytes, int, int], bool]


def _begin(policy: Policy, key: bytes, kept: tuple[str, ...], entries: tuple[Entry, ...]) -> None:
    global _redactor, _gate  # a worker process has one redactor
    from reporter.redaction.redactor import Redactor

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process ends its workers
    names = Pseudonyms(key)
    names.merge(entries)
    _redactor = Redactor(policy, names)
    for value in kept:
        _redactor.keep_value(value)
    _gate = _make_gate()


def _make_gate() -> Callable[[bytes, int, int], bool]:
    gates: list[Any] = []

    def check(block: bytes, start: int, stop: int) -> bool:
        from reporter.redaction.gate import Checking

        if not gates:
            gates.append(Checking(_redactor))
        return bool(gates[0].suspects(block, start, stop))

    return check


def _check(block: bytes, start: int, stop: int) -> bool:
    return _gate(block, start, stop)


def _read(path: Path, start: int, end: int) -> bytes:
    with path.open("rb") as file:
        file.seek(start)
        return file.read(end - start)


def _fresh(before: int) -> tuple[Entry, ...]:
    return tuple(_redactor.pseudonyms.entries()[before:]) if len(_redactor.pseudonyms) > before else ()


def _learn(path: Path, start: int, end: int) -> tuple[Entry, ...]:
    """Learn by rules alone; what comes before the segment is read too, so that a value over the cut is seen whole."""
    before = len(_redactor.pseudonyms)
    begin = max(start - MARGIN, 0)
    buffer = _read(path, begin, end + MARGIN)
    progress = Progress(next=begin, bare=begin)
    for first, behind, kind in _redactor.scanner.scan(buffer, begin, end, progress):
        if kind and first >= start:
            _redactor.remember(kind, buffer[first - begin : behind - begin])
    return _fresh(before)


def _redact(path: Path, start: int, end: int, size: int, known: bool) -> Segment:
    before = len(_redactor.pseudonyms)
    begin = max(start - _BEFORE, 0)
    buffer = _read(path, begin, min(end + MARGIN, size))
    progress = Progress(next=start, bare=start)
    spans = _redactor.scanner.scan(buffer, begin, end, progress)
    for first, behind, kind in spans if known else ():
        if kind:
            _redactor.remember(kind, buffer[first - begin : behind - begin])
    for search in _redactor.known() if known else ():
        spans += search.scan(buffer, begin, end, Progress(next=start, bare=start))
    spans.sort(key=longest_first)
    _redactor.counts.clear()
    replace = _redactor.replacing("")
    parts: list[bytes] = []
    written = start
    for first, behind, kind in spans:
        if first < written:
            continue
        name = replace(kind, buffer[first - begin : behind - begin]) if kind else b""
        if name is None:
            continue
        parts += (buffer[written - begin : first - begin], name)
        written = behind
    parts.append(buffer[written - begin : end - begin])
    reaches = max((behind for _, behind, _ in spans), default=0)
    return Segment(
        b"".join(parts),
        Counter({kind: number for (_, kind), number in _redactor.counts.items()}),
        _fresh(before),
        not spans or spans[0][0] >= start,
        end >= size or (progress.running is None and progress.next <= end and progress.done <= end and reaches <= end),
    )
