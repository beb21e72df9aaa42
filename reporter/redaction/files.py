"""How each kind of file may leave: text is redacted, images are stripped, what nothing can check is left out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from reporter.redaction.encodings import detect_encoding

if TYPE_CHECKING:
    from reporter.redaction.redactor import RedactedFile, Redactor

CHUNK = 1 << 20


def read_chunks(path: Path) -> Iterator[bytes]:
    """Yield the bytes of a file, a megabyte at a time."""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def redact_file(redactor: Redactor, path: Path, *, name: str, consent: bool) -> RedactedFile:
    """Return how the file may leave (see `Redactor.file`)."""
    from reporter.redaction.redactor import RedactedFile

    with path.open("rb") as file:
        head = file.read(1 << 16)
    if detect_encoding(head) is not None:
        return RedactedFile("text", None, lambda: redactor.stream(read_chunks(path), name=name))
    return RedactedFile(
        "binary",
        "not checked for secrets",
        lambda: read_chunks(path),
        None if consent else "cannot be checked for secrets",
    )
