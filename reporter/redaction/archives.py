"""Archives inside: unpacked within bounds, redacted member by member, and packed again."""

from __future__ import annotations

import gzip
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from reporter.redaction.redactor import Redactor

DEEPEST = 3
"""Archives in archives are followed so far."""
MOST_MEMBERS = 20_000
MOST_BYTES = 2 << 30
"""Unpacked bytes of one archive; more is a bomb or nothing for a report."""
CHUNK = 1 << 20
_OFFICE = ("word/", "xl/", "ppt/", "visio/")
RedactMember = Callable[[IO[bytes], str, int], "Iterator[bytes] | None"]
"""(open member, redacted name, depth) to its redacted bytes, or None if it must stay out."""


def judge_zip(file: IO[bytes]) -> str | None:
    """Return why a zip cannot be redacted, or None."""
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            if any(member.filename.startswith(_OFFICE) or member.filename == "mimetype" for member in members):
                return "an Office document cannot be checked for secrets"
            if any(member.flag_bits & 1 for member in members):
                return "an encrypted archive cannot be checked for secrets"
            if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_BYTES:
                return "an archive of this size is not unpacked for checking"
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return "a damaged archive cannot be checked for secrets"
    return None


def repack_zip(file: IO[bytes], redactor: Redactor, redact: RedactMember, *, depth: int) -> Iterator[bytes]:
    """Yield a zip with every member redacted; members that must stay out are named in `LEFT-OUT.txt` inside."""
    left_out: list[str] = []
    with tempfile.TemporaryFile() as made:
        with zipfile.ZipFile(file) as archive, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as copy:
            for member in archive.infolist():
                name = redactor.name(member.filename)
                info = zipfile.ZipInfo(name, member.date_time)
                info.compress_type = zipfile.ZIP_DEFLATED
                if member.is_dir():
                    copy.writestr(info, b"")
                    continue
                with archive.open(member) as source:
                    content = redact(source, name, depth)
                    if content is None:
                        left_out.append(name)
                        continue
                    with copy.open(info, "w", force_zip64=member.file_size > CHUNK) as target:
                        for chunk in content:
                            target.write(chunk)
            if left_out:
                copy.writestr(
                    "LEFT-OUT.txt",
                    "Left out, because nothing can check them for secrets:\n"
                    + "".join(f"{name}\n" for name in left_out),
                )
        made.seek(0)
        while chunk := made.read(CHUNK):
            yield chunk


def unpack_gzip(file: IO[bytes]) -> Iterator[bytes]:
    """Yield the bytes inside a gzip file, within bounds.

    Raises:
        ValueError: it is damaged or unpacks to too much.
    """
    done = 0
    try:
        with gzip.open(file) as source:
            while chunk := source.read(CHUNK):
                done += len(chunk)
                if done > MOST_BYTES:
                    raise ValueError("it unpacks to more than is read for checking")
                yield chunk
    except (OSError, EOFError) as error:
        raise ValueError("it is damaged") from error


def pack_gzip(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield a gzip file without name and time."""
    import zlib

    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    for chunk in chunks:
        packed = packer.compress(chunk)
        if packed:
            yield packed
    yield packer.flush()
