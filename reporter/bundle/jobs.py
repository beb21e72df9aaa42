"""What packing does with one member: a small one in one go, a large one block by block."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from reporter.bundle.aes import seal_whole
from reporter.bundle.archive import DEFLATED, STORED, Entry, make_entry
from reporter.bundle.deflate import WORTH, Deflater
from reporter.bundle.member import ManifestRow, Member
from reporter.bundle.sources import FileSource, read_small


@dataclass
class Digest:
    """SHA-256 and CRC of one entry; updated by the hashing thread only."""

    crc32: Callable[[Any, int], int] | None
    sha256: Any = field(default_factory=hashlib.sha256)
    crc: int = 0
    size: int = 0

    def update(self, view: memoryview) -> None:
        """Take the next bytes."""
        self.sha256.update(view)
        if self.crc32 is not None:
            self.crc = self.crc32(view, self.crc)
        self.size += len(view)


class Source(Protocol):
    """Content that fills blocks."""

    def fill(self, view: memoryview) -> int:
        """Read until the view is full or nothing is left; return the number of bytes."""


def pack_small(member: Member, deflater: Deflater, passphrase: bytes | None) -> tuple[Entry, Any, ManifestRow]:
    """Return a small member's header, payload and row: read, hashed, compressed and encrypted in one go.

    Raises:
        ReporterError: its file cannot be read.
    """
    note = None
    if isinstance(member.content, Path):
        data, note = read_small(member.content)
    else:
        assert isinstance(member.content, bytes)
        data = member.content
    row = ManifestRow(
        member.name,
        len(data),
        hashlib.sha256(data).hexdigest(),
        join_notes(note, member.note() if callable(member.note) else member.note),
        member.original,
        member.modified,
    )
    payload = deflater.block(data, None, last=True) if data else b""
    method = DEFLATED if len(payload) < len(data) * WORTH else STORED
    payload = payload if method == DEFLATED else data
    entry = make_entry(member.name, method, encrypted=passphrase is not None)
    if passphrase is not None:
        payload = seal_whole(payload, passphrase)
    else:
        entry.CRC = deflater.crc32(data, 0)
    entry.compress_size, entry.file_size = len(payload), len(data)
    return entry, payload, row


class Chunks:
    """A stream of pieces of any length as a source that fills blocks."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks: Iterator[bytes] = iter(chunks)
        self._rest: memoryview = memoryview(b"")

    def fill(self, view: memoryview) -> int:
        """Fill the view as far as the stream goes; return the number of bytes."""
        done = 0
        while done < len(view):
            if not self._rest:
                piece = next(self._chunks, None)
                if piece is None:
                    break
                self._rest = memoryview(piece)
                continue
            step = min(len(view) - done, len(self._rest))
            view[done : done + step] = self._rest[:step]
            self._rest = self._rest[step:]
            done += step
        return done


def join_notes(*notes: str | None) -> str | None:
    """Return the notes as one, None if there are none."""
    return "; ".join(note for note in notes if note) or None


def settle_note(member: Member, source: Source | None) -> str | None:
    """Return the note of a member whose content was read."""
    own = member.note() if callable(member.note) else member.note
    return join_notes(source.note() if isinstance(source, FileSource) else None, own)


def rest_of(member: Member, source: Source | None = None) -> tuple[Any, ...]:
    """Return the fields after the content; the note is settled once the content was read."""
    return member.modified, member.original, member.note if source is None else settle_note(member, source)


def make_row(member: Member, source: Source) -> Callable[[int, str], ManifestRow]:
    """Return what makes the row of a member from its size in bytes and SHA-256."""
    note = settle_note(member, source)
    return lambda size, sha256: ManifestRow(member.name, size, sha256, note, member.original, member.modified)
