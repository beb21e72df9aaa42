"""Reading the zip format, from pyzipper through its class hooks: bounded, drained before it is believed, by threads.

Beside `archive` the only file that knows pyzipper's insides; no module of pyzipper is patched.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Any

from pyzipper import AESZipFile
from pyzipper import BadZipFile as BadZipFile
from pyzipper.zipfile import _ECD_ENTRIES_TOTAL, _ECD_LOCATION, _ECD_OFFSET, _ECD_SIZE, _EndRecData
from pyzipper.zipfile_aes import WZ_AES_V2, AESZipExtFile

from reporter.bundle.aes import CHECK_BYTES, MAC_BYTES, OVERHEAD, Opening, derive_keys
from reporter.bundle.archive import DEFLATED, STORED
from reporter.bundle.deflate import load_deflater

READ = 1 << 18
"""Compressed bytes read at once."""
GIVE = 1 << 20
"""Most bytes of content given at once."""


class ReadFile(AESZipExtFile):  # type: ignore[misc]  # pyzipper has no types
    """An entry being read, in large pieces, never more than it declares, and drained before it is believed."""

    def setup_aeszipdecrypter(self) -> Any:
        """Read the salt and keep pyzipper from deriving the keys with its own, slower, functions."""
        if not self._pwd:
            raise RuntimeError("a passphrase is needed")
        strength = self._zinfo.wz_aes_strength
        if strength not in (1, 2, 3) or self._orig_compress_left < OVERHEAD - 16 + 4 + 4 * strength:
            raise BadZipFile("the encryption header is damaged")
        head = self._fileobj.read(4 + 4 * strength + CHECK_BYTES)
        key, mac_key, check = derive_keys(self._pwd, head[:-CHECK_BYTES], key_bytes=8 + 8 * strength)
        if check != head[-CHECK_BYTES:]:
            raise RuntimeError("wrong passphrase")
        self._orig_compress_left -= len(head) + MAC_BYTES
        self.encryption_header = head
        return lambda _zinfo, **_rest: Opening(key, mac_key)

    def get_decompressor(self, compress_type: int) -> Any:
        """Return a decompressor of the fastest engine; no other methods than stored and deflated are read."""
        if compress_type == STORED:
            return None
        if compress_type == DEFLATED:
            return load_deflater().inflater()
        raise NotImplementedError(f"compression method {compress_type}")

    def contents(self) -> Iterator[bytes | bytearray]:
        """Yield the content; a complete iteration means that size, CRC and HMAC are right.

        Raises:
            BadZipFile: they are not; with encryption the pieces already given may be anybody's.
            zlib.error, EOFError: the data is damaged or cut.
        """
        crc32, crc, size = load_deflater().crc32, 0, 0
        check_crc = self._zinfo.wz_aes_version != WZ_AES_V2
        for piece in self._pieces():
            size += len(piece)
            if size > self._zinfo.file_size:
                raise BadZipFile("it holds more than it declares")
            if check_crc:
                crc = crc32(piece, crc)
            yield piece
        if size != self._zinfo.file_size:
            raise BadZipFile("it holds less than it declares")
        if isinstance(self._decrypter, Opening) and not self._decrypter.ok(self._fileobj.read(MAC_BYTES)):
            raise BadZipFile("its authentication code is wrong")
        if check_crc and crc != self._zinfo.CRC:
            raise BadZipFile("its CRC is wrong")

    def _pieces(self) -> Iterator[bytes | bytearray]:
        inflater = self._decompressor
        while self._compress_left > 0:
            data = self._fileobj.read(min(READ, self._compress_left))
            if not data:
                raise EOFError("the file ends inside it")
            self._compress_left -= len(data)
            if self._decrypter is not None:
                data = self._decrypter.open(data) if isinstance(self._decrypter, Opening) else self._old(data)
            if inflater is None:
                yield data
                continue
            if inflater.eof:
                raise BadZipFile("there is data after its end")
            while data and not inflater.eof:
                piece = inflater.decompress(data, GIVE)
                data = inflater.unconsumed_tail
                if piece:
                    yield piece
            if inflater.unused_data:
                raise BadZipFile("there is data after its end")
        if inflater is not None and not inflater.eof:
            piece = inflater.flush()
            if piece:
                yield piece
            if not inflater.eof:
                raise EOFError("its compressed data is cut")

    def _old(self, data: bytes) -> bytes:
        raise NotImplementedError("the old zip encryption is not read")


class _Window:
    """The bytes of one entry, read at their place: threads share the file without a position, and so without a lock.

    pyzipper's own shared file asks the position of the common file outside its lock, which disturbs Python's buffered
    files while another thread reads them.
    """

    def __init__(self, read_at: Callable[[int, int], bytes], position: int, ahead: int) -> None:
        self._read_at, self._position = read_at, position
        self._buffer, self._used = read_at(position, ahead), 0

    def seekable(self) -> bool:
        return False

    def tell(self) -> int:
        return self._position

    def read(self, count: int) -> bytes:
        left = len(self._buffer) - self._used
        if left >= count:
            data = self._buffer[self._used : self._used + count]
            self._used += count
        else:
            data = self._buffer[self._used :] + self._read_at(self._position + left, count - left)
            self._buffer, self._used = b"", 0
        self._position += len(data)
        return data

    def close(self) -> None:
        self._buffer = b""


class ReadArchive(AESZipFile):  # type: ignore[misc]  # pyzipper has no types
    """A zip being read from an open file."""

    zipextfile_cls = ReadFile

    def __init__(self, file: IO[bytes], passphrase: bytes | None = None) -> None:
        super().__init__(file, "r")
        self.setpassword(passphrase)
        self._common = file
        try:
            self._handle: int | None = file.fileno() if hasattr(os, "pread") else None
        except OSError:  # not a file of the system
            self._handle = None

    def _open_to_read(self, mode: str, zinfo: Any, pwd: bytes | None) -> ReadFile:
        ahead = min(READ, zinfo.compress_size) + 1024  # one read fetches the header and the whole of a small entry
        window = _Window(self._read_at, zinfo.header_offset, ahead)
        return ReadFile(window, mode, zinfo, True, pwd)

    def _read_at(self, position: int, count: int) -> bytes:
        if self._handle is not None:
            return os.pread(self._handle, count, position)
        with self._lock:
            self._common.seek(position)
            return self._common.read(count)

    def entries(self) -> list[Any]:
        """Return the entries of the central directory, in its order."""
        found: list[Any] = self.infolist()
        return found


@dataclass(frozen=True)
class End:
    """What the end record of a zip declares, before anything is built from it."""

    declared: int
    directory_size: int
    count: int
    """How many entries the directory can hold, by its signatures."""


def read_end(file: IO[bytes]) -> End:
    """Return what the end record declares; the directory's size in bytes.

    Raises:
        BadZipFile: there is none.
    """
    record = _EndRecData(file)
    if not record:
        raise BadZipFile("no end record")
    size, offset = record[_ECD_SIZE], record[_ECD_OFFSET]
    zip64 = 76 if record[0] == b"PK\x06\x06" else 0
    start = record[_ECD_LOCATION] - size - zip64
    if start < 0 or offset > start:
        raise BadZipFile("its directory is not where the end record says")
    count = 0
    if size <= 64 << 20:
        file.seek(start)
        count = file.read(size).count(b"PK\x01\x02")
    return End(record[_ECD_ENTRIES_TOTAL], size, count)
