"""Writing the zip format, from pyzipper through its class hooks: what threads have compressed is put in its place.

Beside `unarchive` the only file that knows pyzipper's insides; no module of pyzipper is patched.
"""

from __future__ import annotations

import io
import stat
import struct
from typing import IO, Any

from pyzipper import WZ_AES, AESZipFile
from pyzipper.zipfile import _ZipWriteFile
from pyzipper.zipfile_aes import WZ_AES_V2, WZ_AES_VENDOR_ID, AESZipInfo, BaseZipEncrypter

from reporter.bundle.aes import Sealing
from reporter.bundle.deflate import Buffer

STORED, DEFLATED = 0, 8
ZIP64_LIMIT = (1 << 31) - 1
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

    def close(self) -> None:
        """Write the end of the entry; nothing once the archive was abandoned (Python 3.13 would tell about it)."""
        if self._fileobj is None:
            io.BufferedIOBase.close(self)
        else:
            super().close()

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
