"""Files outside a draft, remembered by path, size and SHA-256, so that it is said which have changed or are gone."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class KeptFile:
    """A file outside the draft, remembered so that a change is noticed: size in bytes, SHA-256 in hex, mtime in ns.

    The SHA-256 of a file over 1 GiB is empty.
    """

    path: str
    size: int
    sha256: str
    modified: int


MOST_HASHED = 2**30
"""Bytes. Reading a larger file would hold up the next question: its size and time of change have to do."""


def keep_file(path: Path) -> KeptFile:
    """Return the file's absolute path, size, SHA-256 and time of change.

    Raises:
        OSError: it cannot be read.
    """
    path = path.absolute()
    status = path.stat()
    if status.st_size > MOST_HASHED:
        return KeptFile(str(path), status.st_size, "", status.st_mtime_ns)
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return KeptFile(str(path), status.st_size, digest.hexdigest(), status.st_mtime_ns)


def changes_of(kept: Sequence[KeptFile]) -> list[str]:
    """Return one sentence for each file that is gone or is no longer what it was."""
    sentences = []
    for file in kept:
        try:
            status = Path(file.path).stat()
            if (status.st_size, status.st_mtime_ns) == (file.size, file.modified):
                continue
            if not file.sha256 or keep_file(Path(file.path)).sha256 != file.sha256:
                sentences.append(
                    f"{file.path} has changed since it was named ({file.size} then, {status.st_size} bytes now)."
                )
        except OSError as error:
            sentences.append(f"{file.path} is gone or cannot be read any more ({error.strerror}).")
    return sentences
