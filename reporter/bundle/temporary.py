"""The temporary file beside a bundle: private, locked while in use, moved into place as a whole, swept when stale."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import IO

from reporter.errors import ReporterError
from reporter.places import sync_folder

fcntl: ModuleType | None
try:
    import fcntl
except ImportError:  # Windows: an open file cannot be deleted there, which serves as the lock
    fcntl = None

_NAME = re.compile(r"\..+\.(\d+)-[0-9a-f]{8}\.part")
_YOUNG = 60.0
"""Seconds in which a file of a living process is left alone even if it is not locked (yet)."""


def open_temporary(target: Path) -> tuple[IO[bytes], Path]:
    """Create `.NAME.PID-RANDOM.part` beside the target, mode 0600, locked, and return it open for writing and reading.

    Raises:
        ReporterError: the folder cannot be written to.
    """
    path = target.with_name(f".{target.name[:150]}.{os.getpid()}-{secrets.token_hex(4)}.part")
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        handle = os.open(path, flags, 0o600)
    except OSError as error:
        raise cannot_write(target, error) from error
    _lock(handle)
    return os.fdopen(handle, "w+b", buffering=1 << 18), path


def _lock(handle: int) -> bool:
    if fcntl is None:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def sweep_stale(folder: Path) -> int:
    """Delete temporary files (and folders) that killed runs left; return how many. Those in use are left alone."""
    swept = 0
    with contextlib.suppress(OSError):
        for path in list(folder.iterdir()):
            match = _NAME.fullmatch(path.name)
            if match and _is_stale(path, int(match[1])):
                with contextlib.suppress(OSError):
                    shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
                    swept += 1
    return swept


def _is_stale(path: Path, process: int) -> bool:
    if fcntl is None:
        return process != os.getpid()
    if path.is_dir():
        return not _is_alive(process)
    try:
        handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return False
    try:
        young = time.time() - os.fstat(handle).st_mtime < _YOUNG
        return _lock(handle) and not (young and _is_alive(process))
    finally:
        os.close(handle)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def move_into_place(temporary: Path, target: Path, *, force: bool) -> None:
    """Give the finished file its name, and make that durable; an existing file is only replaced with `force`.

    Raises:
        ReporterError: it exists, or the system refuses.
    """
    try:
        if force:
            _retry(lambda: temporary.replace(target))
        elif os.name == "nt":
            _retry(lambda: os.rename(temporary, target))  # noqa: PTH104 - refuses to replace, there
        else:
            _link(temporary, target)
        sync_folder(target.parent)
    except FileExistsError as error:
        raise exists_already(target) from error
    except OSError as error:
        raise cannot_write(target, error) from error


def _link(temporary: Path, target: Path) -> None:
    try:
        os.link(temporary, target, follow_symlinks=False)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if os.path.lexists(target):
            raise FileExistsError from None
        os.rename(temporary, target)  # noqa: PTH104 - the same words as above
    else:
        temporary.unlink()


def _retry(move: Callable[[], object]) -> None:
    """Virus scanners on Windows hold new files open for a moment."""
    for _attempt in range(10):
        with contextlib.suppress(PermissionError):
            move()
            return
        time.sleep(0.1 if os.name == "nt" else 0)
    move()


def exists_already(target: Path) -> ReporterError:
    """Return the error for a file that is in the way."""
    return ReporterError(f"{target} exists already. Choose another name, or use --force to replace it.")


def cannot_write(target: Path, error: OSError) -> ReporterError:
    """Return the error for a bundle that cannot be written."""
    reason = error.strerror or str(error)
    return ReporterError(
        f"{target} cannot be written ({reason}), and nothing was. Free some space or choose another folder, "
        "then run the command again."
    )
