"""What is wrong with the structure of a zip, found before a byte of its content is read: it may be hostile."""

from __future__ import annotations

import re
import stat
import struct
import unicodedata
from collections.abc import Iterator, Sequence
from typing import IO, Any

from reporter.bundle.names import collision_key

MOST_ENTRIES = 100_000
MOST_DIRECTORY = 64 << 20
"""Bytes of the central directory."""
DEFLATE_RATIO = 1040
"""Deflate cannot shrink more than 1029 to 1: a higher ratio is a lie."""
BOMB_RATIO, BOMB_SIZE = 200, 4 << 30
"""A whole that unpacks to more than 4 GiB and 200 times its own size is taken for a bomb."""

_LOCAL = struct.Struct("<4s5H3I2H")
_DRIVE = re.compile(r"[A-Za-z]:")


def find_problems(entries: Sequence[Any], file: IO[bytes], *, directory: int, declared: int, size: int) -> list[str]:
    """Return one sentence for each thing that is wrong; an empty list means that the content may be read.

    `directory` is the offset of the central directory, `declared` the count of entries in the end record, `size` that
    of the file, in bytes.
    """
    problems = []
    if declared != len(entries):
        problems.append(f"its end record declares {declared} members, its directory holds {len(entries)}")
    for entry in entries:
        problems += [f"{entry.filename}: {text}" for text in _entry_problems(entry)]
    problems += _name_clashes(entries)
    problems += _bombs(entries, size)
    problems += _layout_problems(entries, file, directory)
    if len({bool(entry.is_encrypted) for entry in entries}) == 2:
        plain = [entry.filename for entry in entries if not entry.is_encrypted]
        problems += [f"{name}: not encrypted, while others are" for name in plain]
    return problems


def is_folder(entry: Any) -> bool:
    """Whether the entry only names a folder."""
    return bool(entry.filename.endswith("/"))


def name_problem(name: str) -> str | None:
    """Return why a name must not be unpacked, None if it stays inside the folder and shows as what it is."""
    if not name or name == "/":
        return "an empty name"
    if name.startswith("/") or _DRIVE.match(name):
        return "an absolute path"
    if "\\" in name:
        return "a backslash in the name, which is a folder on Windows"
    if ".." in name.split("/"):
        return "a path that leads out of the folder"
    if any(part in ("", ".") for part in name.removesuffix("/").split("/")):
        return "an empty part in the path"
    if any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") for char in name):
        return "control or direction-changing characters in the name"
    return None


def _entry_problems(entry: Any) -> Iterator[str]:
    wrong = name_problem(entry.filename)
    if wrong:
        yield wrong
    if entry.orig_filename != entry.filename:
        yield "a NUL byte in the name"
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind == stat.S_IFLNK:
        yield "a symbolic link"
    elif kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        yield "a device, pipe or socket"
    if entry.compress_type not in (0, 8):
        yield f"compression method {entry.compress_type}, which is not read"
    if entry.flag_bits & 0x2060:
        yield "patched data, strong encryption or a masked header, which are not read"
    if is_folder(entry) and entry.file_size:
        yield "a folder with content"
    yield from _size_problems(entry)


def _size_problems(entry: Any) -> Iterator[str]:
    overhead = 0
    if entry.is_encrypted:
        if entry.wz_aes_version is None:
            yield "the old zip encryption, which protects nothing and is not read"
        elif entry.wz_aes_version not in (1, 2) or entry.wz_aes_strength not in (1, 2, 3):
            yield "an unknown kind of encryption"
        else:
            overhead = 4 + 4 * entry.wz_aes_strength + 12
    elif entry.wz_aes_version is not None:
        yield "marked as both encrypted and not"
    packed = entry.compress_size - overhead
    if packed < 0 or (entry.compress_type == 0 and packed != entry.file_size):
        yield f"{entry.compress_size} bytes in the zip cannot be {entry.file_size} bytes of content"
    elif entry.compress_type == 8 and entry.file_size > packed * DEFLATE_RATIO:
        yield f"{packed} bytes in the zip cannot unpack to {entry.file_size}"


def _name_clashes(entries: Sequence[Any]) -> Iterator[str]:
    seen: dict[str, str] = {}
    folders: dict[str, str] = {}
    for entry in entries:
        name = entry.filename.removesuffix("/")
        key = collision_key(name)
        if key in seen:
            same = seen[key] == name
            yield f"{name}: there twice" if same else f"{name}: the same file as {seen[key]} on some systems"
        elif not is_folder(entry):
            seen[key] = name
        parent = name.rpartition("/")[0]
        while parent and collision_key(parent) not in folders:
            folders[collision_key(parent)] = parent
            parent = parent.rpartition("/")[0]
    for key, name in seen.items():
        if key in folders:
            yield f"{name}: a file, and a folder of other members"


def _bombs(entries: Sequence[Any], size: int) -> Iterator[str]:
    total = sum(entry.file_size for entry in entries)
    if total > BOMB_SIZE and total > size * BOMB_RATIO:
        yield f"it would unpack to {total} bytes, {total // max(size, 1)} times its own size"


def _layout_problems(entries: Sequence[Any], file: IO[bytes], directory: int) -> Iterator[str]:
    end, before, descriptor = 0, None, False
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        start = entry.header_offset
        if start < end:
            yield f"{entry.filename}: overlaps {before}"
        elif start - end > (24 if descriptor else 0):
            yield f"{entry.filename}: {start - end} bytes before it belong to no member"
        file.seek(start)
        head = file.read(_LOCAL.size) if start >= 0 else b""
        if len(head) < _LOCAL.size or not head.startswith(b"PK\x03\x04"):
            yield f"{entry.filename}: no header where the directory says"
            return
        fields = _LOCAL.unpack(head)
        descriptor = bool(fields[2] & 8)
        yield from _header_problems(entry, fields, file.read(fields[9]))
        end = start + _LOCAL.size + fields[9] + fields[10] + entry.compress_size
        before = entry.filename
    if end > directory:
        yield f"{before}: reaches into the directory"
    elif directory - end > (24 if descriptor else 0):
        yield f"{directory - end} bytes before the directory belong to no member"


def _header_problems(entry: Any, fields: tuple[Any, ...], raw_name: bytes) -> Iterator[str]:
    _, _, flags, method, _, _, crc, packed, size, _, _ = fields
    coding = "utf-8" if flags & 0x800 else "cp437"
    if raw_name.decode(coding, "replace") != entry.orig_filename:
        yield f"{entry.filename}: another name in its own header"
    expected = 99 if entry.wz_aes_version is not None else entry.compress_type
    if method != expected or (flags ^ entry.flag_bits) & 1:
        yield f"{entry.filename}: its own header and the directory differ in method or encryption"
    if not flags & 8:
        mine = (crc, packed, size)
        theirs = (entry.CRC, entry.compress_size, entry.file_size)
        if any(a not in (b, 0xFFFFFFFF) for a, b in zip(mine[1:], theirs[1:], strict=True)) or mine[0] != theirs[0]:
            yield f"{entry.filename}: its own header and the directory differ in size or CRC"
