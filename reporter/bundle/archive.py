"""The zip format, from pyzipper through its class hooks: the only file that knows pyzipper's insides.

Writing takes data that threads have already compressed (and, for small entries, encrypted); reading drains each entry
before it trusts it. No module of pyzipper is patched.
"""

from __future__ import annotations

import os
import stat
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Any

from pyzipper import WZ_AES, AESZipFile
from pyzipper import BadZipFile as BadZipFile
from pyzipper.zipfile import (
    _ECD_ENTRIES_TOTAL,
    _ECD_LOCATION,
    _ECD_OFFSET,
    _ECD_SIZE,
    _EndRecData,
    _ZipWriteFile,
)
from pyzipper.zipfile_aes import (
    WZ_AES_V2,
    WZ_AES_VENDOR_ID,
    AESZipExtFile,
    AESZipInfo,
    BaseZipEncrypter,
)

from reporter.bundle.aes import CHECK_BYTES, MAC_BYTES, OVERHEAD, Opening, Sealing, derive_keys
from reporter.bundle.deflate import Buffer, load_deflater

STORED, DEFLATED = 0, 8
ZIP64_LIMIT = (1 << 31) - 1
READ = 1 << 18
"""Compressed bytes read at once."""
GIVE = 1 << 20
"""Most bytes of content given at once."""
_PADDING = struct.pack("<HH16x", 0xD935, 16)
"""An extra field that readers skip (Android's alignment), as long as zip64's, which takes its place when needed."""


class Entry(AESZipInfo):  # type: ignore[misc]  # pyzipper has no types
    """One entry's header with everything fixed that would differ between machines and runs."""

    def __init__(self, filename: str = "NoName", date_time: tuple[int, ...] = (1980, 1, 1, 0, 0, 0)) -> None:
        super().__init__(filename, date_time)
        self.create_system = 3
        self.external_attr = (stat.S_IFREG | 0o644) << 16
        self.file_size = 0
        self.CRC = 0

    def zip64_local_header(self, zip64: bool | None, file_size: int, compress_size: int) -> Any:
        """Keep the room of the zip64 field in an entry of unknown size, so that a small one is a plain one.

        pyzipper writes the field with sizes that it leaves in the header as well (CPython's gh-103861).
        """
        if zip64 and not self.use_datadescripter and max(file_size, compress_size) <= ZIP64_LIMIT:
            return _PADDING, file_size, compress_size, 0
        if zip64:
            self.extract_version = self.create_version = 51 if self.is_encrypted else 45
            extra = struct.pack("<HHQQ", 1, 16, file_size, compress_size)
            return extra, 0xFFFFFFFF, 0xFFFFFFFF, 45
        return super().zip64_local_header(zip64, file_size, compress_size)

    def plain_header(self) -> bytes:
        """Return the local header of an entry whose sizes are known and below 2 GiB, in one step."""
        name = self.filename.encode()
        if not self.filename.isascii():
            self.flag_bits |= 0x800
        extra, crc, method = self.encode_extra(self.CRC, self.compress_type)
        header = struct.pack(
            "<4s5H3I2H",
            b"PK\x03\x04",
            self.extract_version,
            self.flag_bits,
            method,
            0,
            33,  # 1980-01-01
            crc,
            self.compress_size,
            self.file_size,
            len(name),
            len(extra),
        )
        return b"".join((header, name, extra))


def make_entry(name: str, method: int, *, encrypted: bool = False) -> Entry:
    """Return the header of one entry."""
    entry = Entry(name)
    entry.compress_type = method
    if encrypted:
        _mark_encrypted(entry)
    return entry


def _mark_encrypted(entry: Entry) -> None:
    entry.flag_bits |= 1
    entry.wz_aes_vendor_id = WZ_AES_VENDOR_ID
    entry.wz_aes_strength = 3
    entry.wz_aes_version = WZ_AES_V2  # version 1 would show the CRC of the content
    entry.extract_version = entry.create_version = 51


class _Encrypter(BaseZipEncrypter):  # type: ignore[misc]  # pyzipper has no types
    def __init__(self, passphrase: bytes) -> None:
        self._sealing = Sealing(passphrase)

    def update_zipinfo(self, zipinfo: Entry) -> None:
        _mark_encrypted(zipinfo)

    def finalize_zipinfo(self, zipinfo: Entry) -> None:
        zipinfo.CRC = 0

    def encryption_header(self) -> bytes:
        return self._sealing.head

    def encrypt(self, data: Buffer) -> bytearray:
        return self._sealing.seal(data)

    def flush(self) -> bytes:
        return self._sealing.mac()


class BlockFile(_ZipWriteFile):  # type: ignore[misc]  # pyzipper has no types
    """An entry being written from compressed blocks; what is known only at the end goes to `finish`."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._compressor = None

    def write_block(self, data: Buffer) -> None:
        """Encrypt the block if need be and write it."""
        if self._encrypter:
            data = self._encrypter.encrypt(data)
        self._compress_size += len(data)
        self._fileobj.write(data)

    def finish(self, crc: int, size: int) -> None:
        """Write the size in bytes and the CRC of the content into the header."""
        self._crc, self._file_size = crc, size
        self.close()


class WriteArchive(AESZipFile):  # type: ignore[misc]  # pyzipper has no types
    """A zip being written to an open file; `abandon` makes sure that nothing is written after a failure."""

    zipinfo_cls = Entry
    zipwritefile_cls = BlockFile

    def __init__(self, file: IO[bytes], passphrase: bytes | None) -> None:
        super().__init__(file, "w", encryption=WZ_AES if passphrase else None)
        self.setpassword(passphrase)

    def get_encrypter(self) -> _Encrypter:
        """Return the encrypter of one entry."""
        return _Encrypter(self.pwd)

    def start_entry(self, entry: Entry, *, large: bool) -> BlockFile:
        """Open an entry for its blocks; `large` when its size may be over 2 GiB or is unknown."""
        opened: BlockFile = self.open(entry, "w", force_zip64=large)
        return opened

    def write_entry(self, entry: Entry, payload: Buffer) -> None:
        """Write an entry at once: its CRC and sizes are known and its payload is compressed (and encrypted)."""
        header = entry.plain_header()
        entry.header_offset = self.start_dir
        file: Any = self.fp
        file.write(header)
        file.write(payload)
        self.start_dir += len(header) + len(payload)
        self.filelist.append(entry)
        self.NameToInfo[entry.filename] = entry

    def abandon(self) -> None:
        """Leave the file as it is: pyzipper would otherwise complete the zip, with a cut entry, when collected."""
        self.fp = None
        self._writing = False


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
