"""An open bundle that may come from a stranger: streaming, bounded, and believing nothing unchecked."""

from __future__ import annotations

import hmac
import io
import os
import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from reporter.bundle.aes import CHECK_BYTES, MAC_BYTES, SALT_BYTES, derive_keys
from reporter.bundle.archive import STORED
from reporter.bundle.structure import MOST_DIRECTORY, MOST_ENTRIES, find_problems, is_folder
from reporter.bundle.unarchive import BadZipFile, ReadArchive, read_end
from reporter.bundle.unsealed import Unsealed
from reporter.errors import InputError, ReporterError
from reporter.paths import need_file

INNER = "contents.zip"
"""The one member of a bundle whose names are hidden."""
DAMAGE = (BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError, struct.error, OSError)
"""What broken zips make pyzipper, the engines and Python raise; isal has an error of its own, see `_is_damage`."""


class PassphraseError(ReporterError):
    """The bundle is encrypted, and the passphrase is missing or wrong."""


class Bundle:
    """An open bundle: its members' names and sizes, and their contents as streams. Threads may read side by side."""

    def __init__(self, archive: ReadArchive, entries: Sequence[Any], problems: Sequence[str], *, sealed: bool) -> None:
        self._archive = archive
        self.entries = [entry for entry in entries if not is_folder(entry)]
        self.problems = tuple(problems)
        """What is wrong with the structure; with any, `contents` refuses."""
        self.encrypted = sealed or any(entry.is_encrypted for entry in entries)
        self.comment: bytes = archive.comment

    @property
    def names(self) -> list[str]:
        """The members' names in their order."""
        return [entry.filename for entry in self.entries]

    def members(self) -> Iterator[tuple[str, Iterator[bytes | bytearray]]]:
        """Yield each member's name and its content; every content is to be read before the next member."""
        for entry in self.entries:
            yield entry.filename, self.contents(entry)

    def contents(self, entry: Any) -> Iterator[bytes | bytearray]:
        """Yield the content of one entry (or of the member with that name) in pieces of at most 1 MiB.

        Raises:
            PassphraseError: it is encrypted and the passphrase is missing or wrong.
            ReporterError: it is damaged; raised at the latest after the last piece.
        """
        if self.problems:
            raise ReporterError(f"The zip is not read, because of its structure: {self.problems[0]}.")
        if isinstance(entry, str):
            entry = next((found for found in self.entries if found.filename == entry), None) or _no_member(entry)
        try:
            with self._archive.open(entry) as opened:
                yield from opened.contents()
        except GeneratorExit:
            raise
        except Exception as error:
            if isinstance(error, RuntimeError) and "passphrase" in str(error):
                raise _passphrase_error(str(error)) from error
            if isinstance(error, ReporterError) or not _is_damage(error):
                raise
            raise ReporterError(f"{entry.filename} is damaged: {_reason(error)}.") from error


def _no_member(name: str) -> Any:
    raise ReporterError(f"The bundle has no member {name}.")


def _passphrase_error(text: str) -> PassphraseError:
    if "wrong" in text:
        return PassphraseError("The passphrase does not open this bundle. Check it (case, spaces), and try again.")
    return PassphraseError("The bundle is encrypted. Set REPORTER_PASSPHRASE or run in a terminal to be asked for it.")


def _is_damage(error: Exception) -> bool:
    return isinstance(error, DAMAGE) or type(error).__name__ in ("error", "IsalError")


def _reason(error: Exception) -> str:
    text = str(error) or type(error).__name__
    return "its compressed data is broken" if "rror -" in text or "rror " in text[:6] else text


@contextmanager
def open_bundle(path: Path, passphrase: bytes | None = None) -> Iterator[Bundle]:
    """Open a bundle for reading; the structure is checked (`Bundle.problems`), the content not yet.

    Raises:
        InputError: there is no such file, or it is no zip.
        PassphraseError: names are hidden, and the passphrase is missing or wrong.
    """
    need_file(path, "a bundle")
    try:
        file = path.open("rb")
    except OSError as error:
        raise InputError(f"{path} cannot be opened ({error.strerror}). Check the name.") from error
    with file:
        yield read_bundle(file, passphrase, name=str(path))


def read_bundle(file: IO[bytes], passphrase: bytes | None = None, *, name: str = "The file") -> Bundle:
    """Return the bundle in an open, seekable file; as `open_bundle`."""
    archive, entries, problems = _read_archive(file, passphrase, name)
    if not problems and _is_inner(entries):
        if passphrase is None:
            raise _passphrase_error("missing")
        view = _open_inner(file, entries[0], passphrase)
        archive, entries, problems = _read_archive(view, None, f"{name}, {INNER},")
        return Bundle(archive, entries, problems, sealed=True)
    return Bundle(archive, entries, problems, sealed=False)


def _read_archive(file: IO[bytes], passphrase: bytes | None, name: str) -> tuple[ReadArchive, list[Any], list[str]]:
    try:
        size = file.seek(0, os.SEEK_END)
        end = read_end(file)
        if end.directory_size > MOST_DIRECTORY or end.count > MOST_ENTRIES:
            raise InputError(f"{name} declares {end.count} members, which is too many to be read safely.")
        archive = ReadArchive(file, passphrase)
        entries = archive.entries()
        problems = find_problems(entries, file, directory=archive.start_dir, declared=end.declared, size=size)
    except ReporterError:
        raise
    except Exception as error:
        if not _is_damage(error) and not isinstance(error, (IndexError, KeyError, OverflowError, AttributeError)):
            raise
        raise InputError(f"{name} is no zip that can be read ({error}).") from error
    return archive, entries, problems


def _is_inner(entries: Sequence[Any]) -> bool:
    only = entries[0] if len(entries) == 1 else None
    return (
        only is not None
        and only.filename == INNER
        and only.compress_type == STORED
        and only.wz_aes_version is not None
        and only.wz_aes_strength == 3
    )


def _open_inner(file: IO[bytes], entry: Any, passphrase: bytes) -> IO[bytes]:
    """Return the inner zip as a seekable file, decrypted as it is read: counter mode can start anywhere."""
    file.seek(entry.header_offset + 26)
    name_length, extra_length = struct.unpack("<HH", file.read(4))
    start = entry.header_offset + 30 + name_length + extra_length
    file.seek(start)
    head = file.read(SALT_BYTES + CHECK_BYTES)
    key, mac_key, check = derive_keys(passphrase, head[:SALT_BYTES])
    if check != head[SALT_BYTES:]:
        raise _passphrase_error("wrong")
    mac, left = hmac.new(mac_key, digestmod="sha1"), entry.file_size
    while left:
        data = file.read(min(1 << 20, left))
        if not data:
            raise InputError("The bundle is cut.")
        mac.update(data)
        left -= len(data)
    if not hmac.compare_digest(mac.digest()[:MAC_BYTES], file.read(MAC_BYTES)):
        raise ReporterError(f"{INNER} is damaged: its authentication code is wrong.")
    return io.BufferedReader(Unsealed(file, start + len(head), entry.file_size, key), 1 << 16)
