"""Unpacking a bundle: checked first, inside the given folder only, and all of it or nothing."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from reporter.bundle.names import distinct_names
from reporter.bundle.reader import Bundle, open_bundle, verify_bundle
from reporter.errors import InputError, ReporterError


@dataclass(frozen=True)
class Unpacked:
    """The files that were written, and what is to be said about them."""

    files: tuple[Path, ...]
    notes: tuple[str, ...]


def unpack_bundle(path: Path, folder: Path, *, passphrase: bytes | None = None, force: bool = False) -> Unpacked:
    """Check the bundle, then write its members into the folder, which is created; existing files need `force`.

    Names that some system cannot hold are changed and the change noted; links, devices and paths that lead out of the
    folder make the bundle refused as a whole. Files get mode 0644 less the umask and the current time.

    Raises:
        ReporterError: the bundle is broken or hostile, a file exists, or the disk is full; nothing is left then.
    """
    verified = verify_bundle(path, passphrase)
    notes = [problem for problem in verified.problems if problem.startswith("there is no ")]
    broken = [problem for problem in verified.problems if problem not in notes]
    if broken:
        listed = "; ".join(broken[:3]) + (f"; and {len(broken) - 3} more" if len(broken) > 3 else "")
        raise ReporterError(f"{path} was not unpacked: {listed}. Ask the sender for it again.")
    with open_bundle(path, passphrase) as bundle:
        if bundle.problems:
            raise ReporterError(f"{path} was not unpacked: it changed while it was checked.")
        names = distinct_names(bundle.names)
        notes += [f"{old} is unpacked as {new}" for old, new in zip(bundle.names, names, strict=True) if old != new]
        made: list[Path] = []
        try:
            files = _write_all(bundle, names, folder, made, force=force)
        except BaseException as error:
            _remove(made)
            if isinstance(error, OSError):
                raise ReporterError(
                    f"{path} was not unpacked: {folder} cannot be written to ({error.strerror or error})."
                ) from error
            raise
    return Unpacked(tuple(files), tuple(notes))


def _write_all(bundle: Bundle, names: Sequence[str], folder: Path, made: list[Path], *, force: bool) -> list[Path]:
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder} is no folder. Name one that does not exist yet.")
    made += _missing(folder)
    folder.mkdir(parents=True, exist_ok=True)
    root = folder.resolve()
    total = sum(entry.file_size for entry in bundle.entries)
    free = shutil.disk_usage(root).free
    if total > free:
        raise ReporterError(f"Unpacking needs {total} bytes, and {folder} has only {free} left. Free some space.")
    if not force:
        taken = [name for name in names if os.path.lexists(root / name)]
        if taken:
            raise ReporterError(f"{folder / taken[0]} exists already. Unpack into a new folder, or use --force.")
    written = []
    for entry, name in zip(bundle.entries, names, strict=True):
        target = root / name
        for parent in _parents_inside(root, target):
            if not os.path.lexists(parent):
                parent.mkdir()
                made.append(parent)
            elif parent.is_symlink() or not parent.is_dir():
                raise ReporterError(f"{parent} is a link or a file, so nothing is unpacked through it.")
        if force and os.path.lexists(target):
            target.unlink()
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        handle = os.open(target, flags, 0o644)
        made.append(target)
        with os.fdopen(handle, "wb") as file:
            for piece in bundle.contents(entry):
                file.write(piece)
        written.append(folder / name)
    return written


def _missing(folder: Path) -> list[Path]:
    return [path for path in (folder, *folder.parents) if not path.exists()][::-1]


def _parents_inside(root: Path, target: Path) -> Iterator[Path]:
    relative = target.relative_to(root)
    for count in range(1, len(relative.parts)):
        yield root.joinpath(*relative.parts[:count])


def _remove(made: Sequence[Path]) -> None:
    for path in reversed(made):
        with contextlib.suppress(OSError):
            if path.is_dir() and not path.is_symlink():
                path.rmdir()
            else:
                path.unlink(missing_ok=True)
