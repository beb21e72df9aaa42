"""Sources: the named pieces of evidence that a command was given, files, folders or standard input."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, BinaryIO

from reporter.errors import InputError
from reporter.paths import typed_path

STDIN_LIMIT = 64 * 2**20
"""Bytes of standard input that are kept; a bigger log is better named as a file, which is read piece by piece."""
FOLDER_LIMIT = 1000
"""Files of one folder that are looked at."""


@dataclass(frozen=True)
class Source:
    """One piece of evidence: a file on this machine, or bytes that were pasted or taken out of an archive."""

    name: str
    path: Path | None = None
    data: bytes | None = None
    note: str | None = None
    """What the user should know before anything is read, such as "only the first 64 MB"."""

    @classmethod
    def from_path(cls, path: Path) -> Source:
        """Return the source for a file; nothing is opened yet."""
        return cls(name=path.name, path=path)

    @classmethod
    def from_text(cls, text: str, name: str = "pasted text") -> Source:
        """Return the source for text that a person pasted."""
        return cls(name=name, data=text.encode("utf-8", "replace"))

    def open(self) -> BinaryIO:
        """Open the bytes for reading. Raises OSError when the file cannot be read (any more)."""
        if self.path is None:
            return io.BytesIO(self.data or b"")
        if not stat.S_ISREG(self.path.stat().st_mode):
            raise OSError("it is not a regular file")
        return self.path.open("rb")

    def exists(self) -> bool:
        """Whether the source can still be found."""
        return self.path is None or self.path.exists()

    def size(self) -> int:
        """Return the size in bytes. Raises OSError when the file is gone."""
        return len(self.data or b"") if self.path is None else self.path.stat().st_size


def open_sources(arguments: Sequence[str], stdin: IO[str] | IO[bytes]) -> list[Source]:
    """Return the sources for command-line arguments: files, folders (walked, hidden ones left out), `-` for `stdin`.

    Raises:
        InputError: a named file is missing, cannot be read, or is a device or pipe.
    """
    sources: list[Source] = []
    for argument in arguments:
        if argument == "-":
            sources.append(_read_stdin(stdin))
            continue
        path = typed_path(argument)
        mode = _check_readable(path, argument)
        sources += walk_folder(path) if stat.S_ISDIR(mode) else [Source.from_path(path)]
    return sources


def walk_folder(folder: Path) -> list[Source]:
    """Return the files of a folder in their order; of an unpacked solution only its `Solution.xml`."""
    sources: list[Source] = []
    for path in _files(folder):
        if len(sources) == FOLDER_LIMIT:
            name = f"{folder.name}/"
            sources.append(
                Source(name, data=b"", note=f"Only the first {FOLDER_LIMIT} files of this folder were read.")
            )
            break
        sources.append(Source(name=path.relative_to(folder).as_posix(), path=path))
    return sources


def _files(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        here = Path(parent)
        manifest = next((here / name for name in names if name.casefold() == "solution.xml"), None)
        other = next((here / name for name in folders if name.casefold() == "other"), None)
        if manifest is None and other is not None:
            manifest = next((path for path in sorted(other.iterdir()) if path.name.casefold() == "solution.xml"), None)
        if manifest is not None:  # an unpacked solution: thousands of files that are no evidence
            folders.clear()
            yield manifest
            continue
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = here / name
            if not name.startswith(".") and path.is_file():
                yield path


def _check_readable(path: Path, argument: str) -> int:
    if not argument:
        raise InputError("An empty name was given as evidence. Name a file or a folder, or - for standard input.")
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        raise InputError(
            f"{argument} cannot be read ({_reason(error)}). Check the name, or paste the text and use - instead."
        ) from error
    folder = stat.S_ISDIR(mode)
    if not folder and not stat.S_ISREG(mode):
        raise InputError(f"{argument} is a device or a pipe, not a file. To read a stream, use - and redirect it.")
    try:
        with os.scandir(path) if folder else path.open("rb"):
            return mode
    except OSError as error:
        raise InputError(
            f"{argument} cannot be read ({_reason(error)}). Check its permissions, or close the program that uses it."
        ) from error


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _read_stdin(stdin: Any) -> Source:
    stream = getattr(stdin, "buffer", stdin)  # the bytes as they came: the reader finds the encoding
    data = stream.read(STDIN_LIMIT + 1)
    if isinstance(data, str):
        data = data.encode("utf-8", "replace")
    note = None
    if len(data) > STDIN_LIMIT:
        note = f"Only the first {STDIN_LIMIT // 2**20} MB of standard input were read; name the file to read all of it."
    return Source("standard input", data=data[:STDIN_LIMIT], note=note)
