"""Zip files as evidence: solutions, the outer download, workbooks, logs; bombs and damaged ones end in a sentence."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator

from reporter.evidence.facts import FileFact, Finding
from reporter.evidence.piece import Piece
from reporter.evidence.solution_package import read_manifest_text
from reporter.evidence.source import Source

MEMBER_LIMIT = 8 * 2**20
"""Bytes of one member that are unpacked."""
TOTAL_LIMIT = 64 * 2**20
MEMBERS = 50
"""Members of an ordinary zip that are read as evidence."""
RATIO = 1000
"""Compression above this is a bomb: deflate cannot do more than about 1,032 : 1."""
INNER = re.compile(r"(?P<name>[^/]+)_(?:un)?managed\.zip$", re.I)
NOT_EVIDENCE = re.compile(r"\.(?:exe|dll|msi|pbi[tx]|zip|cab|nupkg|msapp|7z|rar|gz|docx|pptx|mp4|mov)$", re.I)


class ArchiveProblemError(Exception):
    """Why an archive or one member cannot be read; the text goes into a note."""


def is_archive(piece: Piece) -> bool:
    """Whether this begins as a zip."""
    return piece.head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"))


def read_archive(piece: Piece) -> Iterator[Finding | Source]:
    """Yield the findings of a solution zip, or the members of an ordinary zip as further sources."""
    try:
        with piece.source.open() as file, zipfile.ZipFile(file) as archive:
            yield from _read(archive, piece.name)
    except (
        zipfile.BadZipFile,
        ArchiveProblemError,
        NotImplementedError,
        EOFError,
        zlib.error,
        ValueError,
        RuntimeError,
    ) as error:
        told = str(error) if isinstance(error, ArchiveProblemError) else f"This zip is damaged ({error})"
        yield FileFact(piece.name, "unknown", f"{told}. Download it again; it cannot have been imported as it is.")


def _read(archive: zipfile.ZipFile, file: str) -> Iterator[Finding | Source]:
    members = archive.infolist()
    names = {member.filename.casefold(): member for member in members}
    manifest = names.get("solution.xml")
    if manifest is not None:
        data = read_member(archive, manifest)
        from reporter.evidence.decode import decode_text

        for finding in read_manifest_text(decode_text(data), file):
            if isinstance(finding, FileFact):
                missing = [one for one in ("customizations.xml", "[content_types].xml") if one not in names]
                lack = f" It lacks {' and '.join(missing)} at its root, so it cannot be imported." if missing else ""
                yield FileFact(file, "solution-zip", (finding.note or "") + lack)
            else:
                yield finding
        return
    if "xl/workbook.xml" in names:
        from reporter.evidence.workbook import read_workbook

        yield from read_workbook(archive, file)
        return
    inner = [match["name"] for member in members if (match := INNER.search(member.filename))]
    if inner:
        yield FileFact(file, "solution-zip", _outer_note(inner))
        return
    nested = next((one for one in names if one.endswith("/solution.xml")), None)
    if nested:
        yield FileFact(
            file,
            "solution-zip",
            f"solution.xml lies in the folder {nested.rsplit('/', 1)[0]}, not at the root: the import refuses such "
            "a zip. Zip the contents of that folder, not the folder.",
        )
        return
    yield from _members(archive, members, file)


def _outer_note(inner: list[str]) -> str:
    shown = ", ".join(sorted(inner)[:12])
    return (
        f"Not a solution: a download that holds {len(inner)} solutions ({shown}). "
        "Unpack it first and import the inner zip that is meant."
    )


def _members(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], file: str) -> Iterator[Finding | Source]:
    wanted = [one for one in members if not one.is_dir() and not NOT_EVIDENCE.search(one.filename)]
    left, problems, read = TOTAL_LIMIT, [], 0
    for member in wanted[:MEMBERS]:
        if left <= 0:
            problems.append("The rest was left out: it unpacks to too much.")
            break
        try:
            data = read_member(archive, member)
        except (
            ArchiveProblemError,
            RuntimeError,
            zipfile.BadZipFile,
            NotImplementedError,
            EOFError,
            zlib.error,
            ValueError,
        ) as error:
            problems.append(f"{member.filename}: {error}.")
            continue
        left -= len(data)
        read += 1
        yield Source(name=f"{file}: {member.filename}", data=data)
    told = [f"A zip with {len(members)} members; {read} were read."]
    if len(wanted) > MEMBERS:
        told.append(f"Only the first {MEMBERS} were looked at.")
    yield FileFact(file, "unknown", " ".join(told + problems[:5]))


def read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Return the bytes of a member, at most `MEMBER_LIMIT`.

    Raises:
        ArchiveProblemError: it is encrypted, a bomb, or too big.
    """
    if member.flag_bits & 1:
        raise ArchiveProblemError("This zip is encrypted and cannot be read without its password")
    if member.file_size > 2**20 and member.file_size > RATIO * max(member.compress_size, 1):
        raise ArchiveProblemError("This zip is a bomb (it unpacks to far more than a file of its size can hold)")
    if member.file_size > MEMBER_LIMIT:
        raise ArchiveProblemError(
            f"{member.filename} unpacks to {member.file_size // 2**20} MB, more than is read out of a zip"
        )
    with archive.open(member) as stream:
        data = stream.read(MEMBER_LIMIT + 1)
    if len(data) > MEMBER_LIMIT:
        raise ArchiveProblemError("This zip is a bomb (a member is bigger than it says)")
    return data
