"""Two processes for many or large files: each has the key, so both give the same names without a common counter."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from reporter.redaction.policy import Policy
from reporter.redaction.pseudonyms import Entry, Pseudonyms

WORTH_IT = 48 << 20
"""Bytes below which starting a second process takes longer than it saves."""
PROCESSES = 2


@dataclass(frozen=True)
class Work:
    """Files of one worker: (source, name of the copy, where to write it), with what a redactor needs."""

    policy: Policy
    key: bytes
    decisions: dict[str, Any]
    known: tuple[Entry, ...]
    files: tuple[tuple[Path, str, Path], ...]


@dataclass(frozen=True)
class Done:
    """What a worker found out: (kind, note, left out) per file, the map's rows, the counts."""

    files: tuple[tuple[str, str | None, str | None], ...]
    entries: tuple[Entry, ...]
    counts: dict[tuple[str, str], int]


def redact_files(work: Work) -> Done:
    """Write the copies of a worker's files by rules alone; a second pass for known values follows."""
    from reporter.redaction.redactor import Redactor

    pseudonyms = Pseudonyms(work.key)
    pseudonyms.decisions = work.decisions
    pseudonyms.merge(work.known)
    redactor = Redactor(work.policy, pseudonyms)
    told: list[tuple[str, str | None, str | None]] = []
    with redactor.rules_only():
        for source, name, target in work.files:
            redacted = redactor.file(source, name=name)
            told.append((redacted.kind, redacted.note, redacted.left_out))
            if redacted.left_out is None:
                with target.open("wb") as file:
                    for chunk in redacted.stream():
                        file.write(chunk)
    return Done(tuple(told), tuple(pseudonyms.entries()), dict(redactor.counts))


def worth_two(sizes: Sequence[int]) -> bool:
    """Whether two processes are faster: enough bytes in more than one file, and processors for both."""
    return (
        len(sizes) > 1
        and sum(sizes) - max(sizes) >= WORTH_IT // 4
        and sum(sizes) >= WORTH_IT
        and (os.cpu_count() or 1) > 1
    )


def share_out(sizes: Sequence[int]) -> list[list[int]]:
    """Return the indexes of the files of each process, largest first to whoever has least."""
    shares: list[list[int]] = [[] for _ in range(PROCESSES)]
    loads = [0] * PROCESSES
    for index in sorted(range(len(sizes)), key=lambda one: -sizes[one]):
        least = loads.index(min(loads))
        shares[least].append(index)
        loads[least] += sizes[index] + 1
    return [share for share in shares if share]


def run_all(works: Sequence[Work]) -> list[Done]:
    """Run the work in fresh processes; errors of a worker are raised here."""
    with ProcessPoolExecutor(max_workers=len(works), mp_context=get_context("spawn")) as pool:
        return list(pool.map(redact_files, works))
