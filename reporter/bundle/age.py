"""Encrypting a finished bundle for a recipient's key with age, where the extra `age` is installed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reporter.bundle.temporary import cannot_write, exists_already, move_into_place, open_temporary
from reporter.errors import InputError


def seal_for(path: Path, recipients: Sequence[str], *, force: bool = False) -> Path:
    """Write `NAME.zip.age` beside the bundle for age or SSH public keys, and return its path; the zip stays.

    Raises:
        InputError: pyrage is not installed, or a key is none. ReporterError: the file exists or cannot be written.
    """
    try:
        import pyrage
    except ImportError as error:
        raise InputError("A recipient's key needs the extra `age`: install `reporter[age]`.") from error
    target = path.with_name(f"{path.name}.age")
    if not force and target.exists():
        raise exists_already(target)
    keys = [_read_key(pyrage, text) for text in recipients]
    if not keys:
        raise InputError("Name at least one recipient's key (age1... or ssh-ed25519 ...).")
    file, temporary = open_temporary(target)
    try:
        with file, path.open("rb") as source:
            pyrage.encrypt_io(source, file, keys)
            file.flush()
        move_into_place(temporary, target, force=force)
    except BaseException as error:
        temporary.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise cannot_write(target, error) from error
        raise
    return target


def _read_key(pyrage: Any, text: str) -> Any:
    kind = pyrage.ssh if text.startswith("ssh-") else pyrage.x25519
    try:
        return kind.Recipient.from_str(text.strip())
    except Exception as error:  # pyrage's own kinds
        raise InputError(f"{text[:20]}... is no public key of age or SSH ({error}).") from error
