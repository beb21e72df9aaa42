"""Paths as people type them: no name, however odd, is an error before somebody looks for the file."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from reporter.errors import InputError


def typed_path(text: str | Path) -> Path:
    """Return the path with `~` replaced by the home folder; `~name` of nobody on this machine stays as it is."""
    try:
        return Path(text).expanduser()
    except RuntimeError:
        return Path(text)


def is_there(path: Path) -> bool:
    """Whether something has this name. Names that the system cannot hold, and folders that are closed, have nothing."""
    return os.path.exists(path)  # noqa: PTH110 - Path.exists raises for a name that is too long


def is_folder(path: Path) -> bool:
    """Whether it is a folder, or a link to one."""
    return os.path.isdir(path)  # noqa: PTH112 - as above


def need_file(path: Path, what: str) -> None:
    """Refuse what is no ordinary file: reading a pipe or a device may never end.

    Args:
        path: The path.
        what: What is wanted, such as "an answers file".

    Raises:
        InputError: it is not there, a folder, or a device or pipe.
    """
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise InputError(f"{path} cannot be read ({reason}). Check the name and the permissions.") from error
    if stat.S_ISDIR(mode):
        raise InputError(f"{path} is a folder, not {what}. Name a file in it.")
    if not stat.S_ISREG(mode):
        raise InputError(f"{path} is a device or a pipe, not {what}. Name a file.")
