"""Checking a bundle: everything is read and compared with `SHA256SUMS`, or with what was just written."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from reporter.bundle.content import INNER as INNER
from reporter.bundle.content import Bundle as Bundle
from reporter.bundle.content import PassphraseError as PassphraseError
from reporter.bundle.content import open_bundle as open_bundle
from reporter.bundle.content import read_bundle as read_bundle
from reporter.bundle.interrupts import HeldSignals
from reporter.bundle.manifest import SUMS, identify, parse_sums
from reporter.bundle.member import ManifestRow
from reporter.bundle.packing import count_workers
from reporter.errors import ReporterError

MOST_SUMS = 64 << 20
"""Bytes of a `SHA256SUMS` that is read."""


@dataclass(frozen=True)
class Verified:
    """What a check of a bundle found."""

    path: Path
    rows: tuple[ManifestRow, ...]
    problems: tuple[str, ...]
    encrypted: bool
    identity: str

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def verify_bundle(path: Path, passphrase: bytes | None = None) -> Verified:
    """Read the whole bundle and compare it with its `SHA256SUMS`; works on any zip that holds one.

    Raises:
        InputError: it is no zip. PassphraseError: see `open_bundle`. All else is in `problems`.
    """
    with open_bundle(path, passphrase) as bundle:
        if bundle.problems:
            return Verified(path, (), bundle.problems, bundle.encrypted, identify(()))
        with HeldSignals() as held:
            rows, problems = _hash_all(bundle, held.check)
        problems += _compare_sums(bundle, rows)
        return Verified(path, tuple(rows), tuple(problems), bundle.encrypted, identify(rows))


def verify_file(
    file: IO[bytes],
    rows: Sequence[ManifestRow],
    passphrase: bytes | None,
    target: Path,
    *,
    interrupted: Callable[[], None] = lambda: None,
) -> None:
    """Read a zip that was just written and compare it with what was put in.

    Raises:
        ReporterError: it is not what was written; disk or memory are not to be trusted.
    """
    try:
        bundle = read_bundle(file, passphrase)
        found, problems = _hash_all(bundle, interrupted) if not bundle.problems else ([], list(bundle.problems))
    except ReporterError as error:
        found, problems = [], [str(error)]
    expected = [(row.name, row.size, row.sha256) for row in rows]
    if problems or [(row.name, row.size, row.sha256) for row in found] != expected:
        detail = problems[0] if problems else "the content differs"
        raise ReporterError(
            f"{target.name} was written but read back wrong ({detail}), so it was discarded. "
            "Try another disk; if it happens again, have disk and memory of this machine checked."
        )


def _hash_all(bundle: Bundle, interrupted: Callable[[], None]) -> tuple[list[ManifestRow], list[str]]:
    """Return a row for each member that is whole and a sentence for each that is not; the largest are read first."""
    found: dict[str, ManifestRow] = {}
    problems: dict[str, str] = {}
    stop = threading.Event()

    def check(*batch: Any) -> None:
        for entry in batch:
            result = _try_hash(bundle, entry, hashing, stop)
            if isinstance(result, str):
                problems[entry.filename] = result
            else:
                found[entry.filename] = result

    workers = count_workers()
    with ThreadPoolExecutor(workers) as reading, ThreadPoolExecutor(workers) as hashing:
        large = [entry for entry in bundle.entries if entry.file_size > 1 << 18]
        large.sort(key=lambda entry: -entry.file_size)
        small = [entry for entry in bundle.entries if entry.file_size <= 1 << 18]  # in their order in the file
        batches = [small[start : start + 32] for start in range(0, len(small), 32)]
        jobs: list[Future[Any]] = [reading.submit(check, entry) for entry in large]
        jobs += [reading.submit(check, *batch) for batch in batches]
        try:
            while (not_done := wait(jobs, 0.2, FIRST_EXCEPTION).not_done) and not any(
                job.done() and job.exception() for job in jobs
            ):
                interrupted()
            for job in set(jobs) - not_done:
                job.result()
        except BaseException:
            stop.set()  # Ctrl-C does not wait for gigabytes
            for job in jobs:
                job.cancel()
            raise
    rows = [found[name] for name in bundle.names if name in found]
    return rows, [problems[name] for name in bundle.names if name in problems]


def _try_hash(bundle: Bundle, entry: Any, hashing: ThreadPoolExecutor, stop: threading.Event) -> ManifestRow | str:
    try:
        return _hash_one(bundle, entry, hashing, stop)
    except PassphraseError:
        raise
    except ReporterError as error:
        return str(error).rstrip(".")


def _hash_one(bundle: Bundle, entry: Any, hashing: ThreadPoolExecutor, stop: threading.Event) -> ManifestRow:
    digest, size = hashlib.sha256(), 0
    hashed: Future[None] | None = None
    for piece in bundle.contents(entry):
        size += len(piece)
        if stop.is_set():
            raise ReporterError("stopped")
        if entry.file_size < 1 << 22:
            digest.update(piece)
            continue
        if hashed is not None:
            hashed.result()
        hashed = hashing.submit(digest.update, piece)
    if hashed is not None:
        hashed.result()
    return ManifestRow(entry.filename, size, digest.hexdigest())


def _compare_sums(bundle: Bundle, rows: Sequence[ManifestRow]) -> list[str]:
    """Compare with `SHA256SUMS`, at the top or, where someone packed a folder again, in that folder."""
    names = bundle.names
    lists = [name for name in names if name.rpartition("/")[2] == SUMS]
    top = min(lists, key=lambda name: name.count("/"), default=None)
    if top is None:
        return [f"there is no {SUMS}, so only damage by accident would have been noticed"]
    size = next(entry.file_size for entry in bundle.entries if entry.filename == top)
    if size > MOST_SUMS:
        return [f"{top} is too large to be read"]
    try:
        text = b"".join(bundle.contents(top)).decode("utf-8", "replace")
    except ReporterError as error:
        return [str(error).rstrip(".")]
    listed, problems = parse_sums(text)
    folder, present = top.removesuffix(SUMS), set(names)
    actual = {row.name: row.sha256 for row in rows}
    for name, sha256 in listed.items():
        if folder + name not in present:
            problems.append(f"{name} is missing")
        elif actual.get(folder + name, sha256) != sha256:
            problems.append(f"{name} was changed: its SHA-256 is not the one in {SUMS}")
    unlisted = [name for name in names if name != top and name.removeprefix(folder) not in listed]
    return problems + [f"{name} was added: {SUMS} does not list it" for name in unlisted]
