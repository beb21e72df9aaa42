"""Files as they are read into a bundle: regular ones only, and what was read is what is hashed."""

from __future__ import annotations

import errno
import io
import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from reporter.errors import ReporterError


class FileSource:
    """A regular file, opened without waiting for a writer and without following a last-moment link.

    At most as many bytes as it had when it was opened are read, so that a growing log ends.

    Raises:
        ReporterError: it is missing, unreadable, or no regular file.
    """

    def __init__(self, path: Path) -> None:
        handle, before = _open(path)
        self.path = path
        self._file = io.FileIO(handle, "rb")
        self._before = before
        self.size = before.st_size
        self._left = before.st_size
        self._trouble: str | None = None

    def __enter__(self) -> FileSource:
        return self

    def __exit__(self, *_error: object) -> None:
        self._file.close()

    def fill(self, view: memoryview) -> int:
        """Read until the view is full or the file's end; return the number of bytes."""
        done = 0
        while done < len(view) and self._left:
            try:
                count = self._file.readinto(view[done : done + self._left])
            except OSError as error:
                raise unreadable(self.path, error) from error
            if not count:
                break
            done += count
            self._left -= count
        return done

    def note(self) -> str | None:
        """Return what happened to the file while it was read, None if nothing."""
        try:
            after = os.fstat(self._file.fileno())
        except (OSError, ValueError):
            return None
        return change_note(self._before, after, read=self.size - self._left)


def _open(path: Path) -> tuple[int, os.stat_result]:
    """Open a regular file without waiting for a pipe's writer; a path that is a link is resolved once."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
    flags |= getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        try:
            handle = os.open(path, flags)
        except OSError as error:
            if error.errno != errno.ELOOP:
                raise
            handle = os.open(path.resolve(strict=True), flags)
    except (OSError, RuntimeError, ValueError) as error:
        raise unreadable(path, error) from error
    found = os.fstat(handle)
    if stat.S_ISREG(found.st_mode):
        return handle, found
    os.close(handle)
    raise ReporterError(f"{path} is no regular file but {_kind(found.st_mode)}. Leave it out, and try again.")


def small_size(path: Path, most: int) -> int | None:
    """Return the size in bytes of a regular file of at most `most` bytes, None for anything else."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size if stat.S_ISREG(found.st_mode) and found.st_size <= most else None


def read_small(path: Path) -> tuple[bytes, str | None]:
    """Return the content of a small file as it is now, and a note if it changed meanwhile.

    Raises:
        ReporterError: it cannot be read.
    """
    handle, before = _open(path)
    try:
        data = os.read(handle, before.st_size) if before.st_size else b""
        return data, change_note(before, os.fstat(handle), read=len(data))
    except OSError as error:
        raise unreadable(path, error) from error
    finally:
        os.close(handle)


def change_note(before: os.stat_result, after: os.stat_result, *, read: int) -> str | None:
    """Return a sentence about a file that changed while it was read; sizes in bytes."""
    if after.st_size > before.st_size:
        return f"grew while it was read: the first {read} bytes are here"
    if read < before.st_size or after.st_size < before.st_size:
        return f"became shorter while it was read: {read} of {before.st_size} bytes are here"
    if after.st_mtime_ns != before.st_mtime_ns:
        return "changed while it was read"
    return None


def unreadable(path: Path, error: Exception) -> ReporterError:
    """Return the error for a file that cannot be read."""
    reason = getattr(error, "strerror", None) or str(error)
    return ReporterError(f"{path} cannot be read ({reason}). Leave it out or make it readable, and try again.")


def _kind(mode: int) -> str:
    for test, kind in (
        (stat.S_ISDIR, "a folder"),
        (stat.S_ISFIFO, "a named pipe"),
        (stat.S_ISSOCK, "a socket"),
        (stat.S_ISCHR, "a device"),
        (stat.S_ISBLK, "a device"),
    ):
        if test(mode):
            return kind
    return "something else"


@dataclass(frozen=True)
class Found:
    """A file to pack: where it is, its name in the bundle before it is made safe, and a note."""

    path: Path
    name: str
    note: str | None = None


@dataclass(frozen=True)
class Sources:
    """The files behind what the user named, and what cannot be packed with the reason: leave it out, or stop."""

    files: tuple[Found, ...]
    refused: tuple[tuple[Path, str], ...]

    @property
    def size(self) -> int:
        """Bytes of all files together, as they are now."""
        return sum(found.path.stat().st_size for found in self.files)


def find_files(named: Iterable[Path]) -> Sources:
    """Return the regular files that are named or lie in the named folders, in a fixed order.

    Links in a folder are followed only if they lead to a file inside it; pipes, sockets and devices are refused.
    """
    files: list[Found] = []
    refused: list[tuple[Path, str]] = []
    for path in named:
        if path.is_dir():
            root = path.resolve()
            _walk(root, root, path.name or root.name, files, refused)
        else:
            _take(path, path.name, files, refused)
    return Sources(tuple(files), tuple(refused))


def _walk(folder: Path, root: Path, name: str, files: list[Found], refused: list[tuple[Path, str]]) -> None:
    try:
        with os.scandir(folder) as scanned:
            entries = sorted(scanned, key=lambda entry: entry.name)
    except OSError as error:
        refused.append((folder, f"the folder cannot be read ({error.strerror})"))
        return
    for entry in entries:
        path, inside = folder / entry.name, f"{name}/{entry.name}"
        if entry.is_symlink():
            reason = _link_problem(path, root)
            if reason:
                refused.append((path, reason))
            else:
                _take(path, inside, files, refused)
        elif entry.is_dir(follow_symlinks=False):
            _walk(path, root, inside, files, refused)
        else:
            _take(path, inside, files, refused)


def _link_problem(path: Path, root: Path) -> str | None:
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return "a link that leads nowhere"
    if not target.is_relative_to(root):
        return "a link that leads out of the folder"
    return "a link to a folder, whose files are packed where they are" if target.is_dir() else None


def _take(path: Path, name: str, files: list[Found], refused: list[tuple[Path, str]]) -> None:
    try:
        handle, found = _open(path)
    except ReporterError as error:
        refused.append((path, str(error).removeprefix(f"{path} ").split(". Leave")[0]))
        return
    os.close(handle)
    held = getattr(found, "st_blocks", found.st_size) * 512
    sparse = found.st_size > 1 << 20 and held < found.st_size // 2
    files.append(Found(path, name, f"sparse: about {held} of {found.st_size} bytes are data" if sparse else None))
