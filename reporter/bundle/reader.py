"""Reading a bundle that may come from a stranger: streaming, bounded, and believing nothing unchecked."""

from __future__ import annotations

import hashlib
import hmac
import io
import os
import struct
import threading
import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from reporter.bundle.aes import CHECK_BYTES, MAC_BYTES, SALT_BYTES, Keystream, derive_keys
from reporter.bundle.archive import STORED, BadZipFile, ReadArchive, read_end
from reporter.bundle.manifest import SUMS, identify, parse_sums
from reporter.bundle.member import ManifestRow
from reporter.bundle.packing import count_workers
from reporter.bundle.structure import MOST_DIRECTORY, MOST_ENTRIES, find_problems, is_folder
from reporter.errors import InputError, ReporterError
from reporter.paths import need_file

INNER = "contents.zip"
"""The one member of a bundle whose names are hidden."""
MOST_SUMS = 64 << 20
DAMAGE = (BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError, struct.error, OSError)
"""What broken zips make pyzipper, the engines and Python raise; isal has an error of its own, see `_is_damage`."""


class PassphraseError(ReporterError):
    """The bundle is encrypted, and the passphrase is missing or wrong."""


@dataclass(frozen=True)
class Verified:
    """What a check of a bundle found."""

    path: Path
    rows: tuple[ManifestRow, ...]
    problems: tuple[str, ...]
    encrypted: bool
    identity: str

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


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
    return io.BufferedReader(_Unsealed(file, start + len(head), entry.file_size, key), 1 << 16)


class _Unsealed(io.RawIOBase):
    """The plain bytes of a stored, encrypted entry, at any place."""

    def __init__(self, file: IO[bytes], start: int, size: int, key: bytes) -> None:
        self._file, self._start, self._size, self._key, self._at = file, start, size, key, 0
        self._stream: tuple[int, Keystream] = (0, Keystream(key))

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        self._at = max(0, offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence])
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Any, /) -> int:
        view = memoryview(buffer)
        count = min(len(view), max(0, self._size - self._at))
        skip = self._at % 16
        self._file.seek(self._start + self._at)
        data = self._file.read(count)
        position, stream = self._stream
        if position != self._at:
            stream = Keystream(self._key, offset=self._at - skip)
            stream.apply(bytes(skip))
        view[: len(data)] = stream.apply(data)
        self._at += len(data)
        self._stream = (self._at, stream)
        return len(data)


def verify_bundle(path: Path, passphrase: bytes | None = None) -> Verified:
    """Read the whole bundle and compare it with its `SHA256SUMS`; works on any zip that holds one.

    Raises:
        InputError: it is no zip. PassphraseError: see `open_bundle`. All else is in `problems`.
    """
    with open_bundle(path, passphrase) as bundle:
        if bundle.problems:
            return Verified(path, (), bundle.problems, bundle.encrypted, identify(()))
        rows, problems = _hash_all(bundle)
        problems += _compare_sums(bundle, rows)
        return Verified(path, tuple(rows), tuple(problems), bundle.encrypted, identify(rows))


def verify_file(file: IO[bytes], rows: Sequence[ManifestRow], passphrase: bytes | None, target: Path) -> None:
    """Read a zip that was just written and compare it with what was put in.

    Raises:
        ReporterError: it is not what was written; disk or memory are not to be trusted.
    """
    try:
        bundle = read_bundle(file, passphrase)
        found, problems = _hash_all(bundle) if not bundle.problems else ([], list(bundle.problems))
    except ReporterError as error:
        found, problems = [], [str(error)]
    expected = [(row.name, row.size, row.sha256) for row in rows]
    if problems or [(row.name, row.size, row.sha256) for row in found] != expected:
        detail = problems[0] if problems else "the content differs"
        raise ReporterError(
            f"{target.name} was written but read back wrong ({detail}), so it was discarded. "
            "Try another disk; if it happens again, have disk and memory of this machine checked."
        )


def _hash_all(bundle: Bundle) -> tuple[list[ManifestRow], list[str]]:
    """Return a row for each member that is whole and a sentence for each that is not; the largest are read first."""
    found: dict[str, ManifestRow] = {}
    problems: dict[str, str] = {}
    stop = threading.Event()

    def check(*batch: Any) -> None:
        for entry in batch:
            result = _try_hash(bundle, entry, hashing, stop)
            if isinstance(result, str):
                problems[entry.filename] = result
            else:
                found[entry.filename] = result

    workers = count_workers()
    with ThreadPoolExecutor(workers) as reading, ThreadPoolExecutor(workers) as hashing:
        large = [entry for entry in bundle.entries if entry.file_size > 1 << 18]
        large.sort(key=lambda entry: -entry.file_size)
        small = [entry for entry in bundle.entries if entry.file_size <= 1 << 18]  # in their order in the file
        batches = [small[start : start + 32] for start in range(0, len(small), 32)]
        jobs: list[Future[Any]] = [reading.submit(check, entry) for entry in large]
        jobs += [reading.submit(check, *batch) for batch in batches]
        try:
            for job in jobs:
                job.result()
        except BaseException:
            stop.set()  # Ctrl-C does not wait for gigabytes
            for job in jobs:
                job.cancel()
            raise
    rows = [found[name] for name in bundle.names if name in found]
    return rows, [problems[name] for name in bundle.names if name in problems]


def _try_hash(bundle: Bundle, entry: Any, hashing: ThreadPoolExecutor, stop: threading.Event) -> ManifestRow | str:
    try:
        return _hash_one(bundle, entry, hashing, stop)
    except PassphraseError:
        raise
    except ReporterError as error:
        return str(error).rstrip(".")


def _hash_one(bundle: Bundle, entry: Any, hashing: ThreadPoolExecutor, stop: threading.Event) -> ManifestRow:
    digest, size = hashlib.sha256(), 0
    hashed: Future[None] | None = None
    for piece in bundle.contents(entry):
        size += len(piece)
        if stop.is_set():
            raise ReporterError("stopped")
        if entry.file_size < 1 << 22:
            digest.update(piece)
            continue
        if hashed is not None:
            hashed.result()
        hashed = hashing.submit(digest.update, piece)
    if hashed is not None:
        hashed.result()
    return ManifestRow(entry.filename, size, digest.hexdigest())


def _compare_sums(bundle: Bundle, rows: Sequence[ManifestRow]) -> list[str]:
    """Compare with `SHA256SUMS`, at the top or, where someone packed a folder again, in that folder."""
    names = bundle.names
    lists = [name for name in names if name.rpartition("/")[2] == SUMS]
    top = min(lists, key=lambda name: name.count("/"), default=None)
    if top is None:
        return [f"there is no {SUMS}, so only damage by accident would have been noticed"]
    size = next(entry.file_size for entry in bundle.entries if entry.filename == top)
    if size > MOST_SUMS:
        return [f"{top} is too large to be read"]
    try:
        text = b"".join(bundle.contents(top)).decode("utf-8", "replace")
    except ReporterError as error:
        return [str(error).rstrip(".")]
    listed, problems = parse_sums(text)
    folder, present = top.removesuffix(SUMS), set(names)
    actual = {row.name: row.sha256 for row in rows}
    for name, sha256 in listed.items():
        if folder + name not in present:
            problems.append(f"{name} is missing")
        elif actual.get(folder + name, sha256) != sha256:
            problems.append(f"{name} was changed: its SHA-256 is not the one in {SUMS}")
    unlisted = [name for name in names if name != top and name.removeprefix(folder) not in listed]
    return problems + [f"{name} was added: {SUMS} does not list it" for name in unlisted]
