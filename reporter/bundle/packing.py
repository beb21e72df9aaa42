"""Packing: one thread reads, several compress, one hashes and one encrypts and writes, in order and in flat memory."""

from __future__ import annotations

import contextlib
import os
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reporter.bundle.aes import OVERHEAD
from reporter.bundle.archive import DEFLATED, STORED, Entry, WriteArchive, make_entry
from reporter.bundle.deflate import BLOCK, WINDOW, Deflater, samples_of
from reporter.bundle.jobs import Chunks, Digest, Source, make_row, pack_small, rest_of
from reporter.bundle.member import ManifestRow, Member
from reporter.bundle.sources import FileSource, small_size

SMALL = 1 << 18
"""Content up to this many bytes is one job: read, hashed, compressed and encrypted by one thread."""
BATCH_FILES, BATCH_BYTES = 32, 1 << 19
LARGE = 1 << 30
"""From this size in bytes on, and for streams, an entry keeps room for sizes above 4 GiB."""
Progress = Callable[[int, int], None]


def count_workers() -> int:
    """Return how many threads compress: the processors this program may use, at most eight."""
    try:
        processors = len(os.sched_getaffinity(0))
    except AttributeError:  # Windows, macOS
        processors = os.cpu_count() or 1
    return max(1, min(8, processors))


@dataclass(frozen=True)
class _Step:
    """Something for the writing thread to do, and the buffer that is free again afterwards."""

    run: Callable[[], None]
    buffer: bytearray | None = None


class Packing:
    """Writes members into an open archive. Use as a context; leaving it with an error stops all threads at once."""

    def __init__(
        self,
        archive: WriteArchive,
        deflater: Deflater,
        *,
        passphrase: bytes | None = None,
        progress: Progress | None = None,
        total: int = 0,
        streaming: bool = False,
        interrupted: Callable[[], None] | None = None,
    ) -> None:
        self.rows: list[ManifestRow] = []
        self._archive, self._deflater, self._passphrase = archive, deflater, passphrase
        self._progress, self._total, self._done = progress, total, 0
        self._interrupted = interrupted  # raises when the user or the system wants to stop
        self._streaming = streaming  # into something that cannot seek: large entries are deflated, always
        workers = count_workers()
        self._compress = ThreadPoolExecutor(workers, "compress")
        self._hash = ThreadPoolExecutor(1, "hash")
        # Small files are mostly Python's own work, in which threads only get into each other's way; keys are not.
        self._small = self._compress if passphrase else ThreadPoolExecutor(1, "small")
        self._steps: queue.SimpleQueue[_Step | None] = queue.SimpleQueue()
        self._room: queue.SimpleQueue[None] = queue.SimpleQueue()
        for _ in range(4 * workers + 8):
            self._room.put(None)
        self._buffers: queue.SimpleQueue[bytearray] = queue.SimpleQueue()
        self._spare = 2 * workers + 4
        self._batch: list[Member] = []
        self._batch_bytes = 0
        self._failure: BaseException | None = None
        self._writing = threading.Thread(target=self._write, name="write", daemon=True)

    def __enter__(self) -> Packing:
        self._writing.start()
        return self

    def __exit__(self, kind: object, error: BaseException | None, _trace: object) -> None:
        if error is not None:
            self._failure = self._failure or error
        self._compress.shutdown(wait=error is None, cancel_futures=error is not None)
        self._small.shutdown(wait=error is None, cancel_futures=error is not None)
        self._steps.put(None)
        self._writing.join()
        self._hash.shutdown(cancel_futures=True)
        if error is None and self._failure is not None:
            raise self._failure

    # ---- the reading side: the caller's thread

    def add(self, member: Member) -> None:
        """Take one member: its content is read now, or in a job for a small file; it is written in this order.

        Raises:
            ReporterError, OSError: the content cannot be read, or an earlier member could not be written.
        """
        content = member.content
        if isinstance(content, bytes):
            if len(content) <= SMALL:
                self._add_small(member, len(content))
                return
            self._add_large(member, Chunks([content]), len(content))
        elif isinstance(content, Path):
            size = small_size(content, SMALL)
            if size is not None:
                self._add_small(member, size)
                return
            with FileSource(content) as source:
                self._add_large(member, source, source.size)
        else:
            self._add_large(member, Chunks(content()), None)

    def flush(self) -> None:
        """Wait until everything that was added is written; `rows` is complete then."""
        self._send_batch()
        reached: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._put(_Step(lambda: reached.put(None)))
        while True:
            self._check()
            with contextlib.suppress(queue.Empty):
                reached.get(timeout=0.1)
                break
        self._check()

    def _add_small(self, member: Member, size: int) -> None:
        self._batch.append(member)
        self._batch_bytes += size
        if len(self._batch) >= BATCH_FILES or self._batch_bytes >= BATCH_BYTES:
            self._send_batch()
        self._tell(size)

    def _send_batch(self) -> None:
        if self._batch:
            batch, self._batch, self._batch_bytes = self._batch, [], 0
            job = self._small.submit(self._pack_small, batch)
            self._put(_Step(lambda: self._write_small(job)))

    def _add_large(self, member: Member, source: Source, size: int | None) -> None:
        current = self._buffer()
        length = source.fill(memoryview(current))
        if length <= SMALL:
            data = bytes(memoryview(current)[:length])
            self._buffers.put(current)
            self._add_small(Member(member.name, data, *rest_of(member, source)), length)
            return
        self._send_batch()
        samples = samples_of(memoryview(current)[:length])
        packed = self._deflater.worth(samples) or (size is None and length == BLOCK) or self._streaming
        entry = make_entry(member.name, DEFLATED if packed else STORED)
        opened: list[Any] = []
        self._put(_Step(lambda: opened.append(self._start(entry, size))))
        digest = Digest(None if self._passphrase else self._deflater.crc32)
        dictionary: bytes | None = None
        last = False
        while not last:
            following = self._buffer() if length == BLOCK else None
            ahead = source.fill(memoryview(following)) if following is not None else 0
            last = ahead == 0
            view = memoryview(current)[:length]
            hashed = self._hash.submit(digest.update, view)
            job = self._compress.submit(self._deflater.block, view, dictionary, last=last) if packed else None
            dictionary = bytes(view[-WINDOW:])
            self._put(_Step(self._block_writer(opened, job, hashed, view), current))
            self._tell(length)
            if last and following is not None:
                self._buffers.put(following)
            elif following is not None:
                current, length = following, ahead
        row = make_row(member, source)
        self._put(_Step(lambda: self._finish(opened[0], digest, row)))

    def _buffer(self) -> bytearray:
        if self._spare:
            self._spare -= 1
            return bytearray(BLOCK)
        while True:
            self._check()
            with contextlib.suppress(queue.Empty):
                return self._buffers.get(timeout=0.2)

    def _put(self, step: _Step) -> None:
        while True:
            self._check()
            with contextlib.suppress(queue.Empty):
                self._room.get(timeout=0.2)
                self._steps.put(step)
                return

    def _check(self) -> None:
        if self._failure is not None:
            raise self._failure
        if self._interrupted is not None:
            self._interrupted()

    def _tell(self, size: int) -> None:
        self._done += size
        if self._progress is not None:
            self._progress(self._done, self._total)

    # ---- jobs of the compressing threads

    def _pack_small(self, batch: list[Member]) -> list[tuple[Entry, Any, ManifestRow]]:
        return [pack_small(member, self._deflater, self._passphrase) for member in batch]

    # ---- the writing thread

    def _write(self) -> None:
        while (step := self._steps.get()) is not None:
            try:
                if self._failure is None:
                    step.run()
            except BaseException as error:
                self._failure = error
            if step.buffer is not None:
                self._buffers.put(step.buffer)
            self._room.put(None)

    def _write_small(self, job: Future[list[tuple[Entry, Any, ManifestRow]]]) -> None:
        for entry, payload, row in job.result():
            self._archive.write_entry(entry, payload)
            self.rows.append(row)

    def _start(self, entry: Entry, size: int | None) -> Any:
        large = size is None or size + OVERHEAD > LARGE
        return self._archive.start_entry(entry, large=large)

    def _block_writer(
        self, opened: list[Any], job: Future[bytes] | None, hashed: Future[None], view: memoryview
    ) -> Callable[[], None]:
        def write() -> None:
            opened[0].write_block(view if job is None else job.result())
            hashed.result()

        return write

    def _finish(self, opened: Any, digest: Digest, row: Callable[[int, str], ManifestRow]) -> None:
        opened.finish(digest.crc, digest.size)
        self.rows.append(row(digest.size, digest.sha256.hexdigest()))
