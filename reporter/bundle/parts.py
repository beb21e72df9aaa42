"""Numbered zips that each open alone, made from one finished bundle that is larger than its target takes."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reporter.bundle.manifest import DETAILS, SUMS
from reporter.bundle.member import Member
from reporter.bundle.reader import Bundle, open_bundle
from reporter.bundle.temporary import exists_already, move_into_place, sweep_stale
from reporter.bundle.writer import write_bundle
from reporter.errors import ReporterError

INDEX = "PARTS.json"
"""In every part: all members of all parts, with sizes, SHA-256 and the part that holds them."""
ALL_SUMS = "ALL-SHA256SUMS"
"""In the first part: the sums of the one large bundle, for when everything is together again."""
RESERVE = 1 << 16
"""Bytes of each part kept free for the index, the sums and the directory."""
OVERHEAD = 300
"""Bytes of headers for each member, with a usual name."""


@dataclass(frozen=True)
class Piece:
    """A member of the large bundle, or a range of its bytes."""

    name: str
    source: str
    start: int
    end: int
    packed: int


def split_bundle(path: Path, limit: int, *, passphrase: bytes | None = None, force: bool = False) -> tuple[Path, ...]:
    """Make `NAME.part-1-of-N.zip` ... of at most `limit` bytes each from a finished bundle, all of them or none.

    A member that is too large for one part is cut (`NAME.001-of-003`), texts at the end of a line; the first part holds
    everything but the attachments. The large bundle stays where it is.

    Raises:
        ReporterError: the limit is too small, a part exists already, or one cannot be written.
    """
    if limit < 4 * RESERVE:
        raise ReporterError(f"Parts of {limit} bytes are too small. Allow at least {4 * RESERVE}.")
    sweep_stale(path.parent)
    folder = path.with_name(f".{path.stem[:140]}.{os.getpid()}-{secrets.token_hex(4)}.part")
    share = 0.92
    try:
        with open_bundle(path, passphrase) as bundle:
            for _ in range(4):
                groups = _plan(bundle, int((limit - RESERVE) * share))
                targets = [_part_path(path, number, len(groups)) for number in range(1, len(groups) + 1)]
                taken = next((target for target in targets if os.path.lexists(target)), None)
                if taken and not force:
                    raise exists_already(taken)
                folder.mkdir(mode=0o700)
                made = _write_parts(bundle, groups, targets, folder, passphrase)
                if max(part.stat().st_size for part in made) <= limit:
                    break
                shutil.rmtree(folder)
                share *= 0.8
            else:
                raise ReporterError(f"{path.name} could not be cut into parts of {limit} bytes. Allow larger ones.")
        for part, target in zip(made, targets, strict=True):
            move_into_place(part, target, force=force)
    finally:
        with contextlib.suppress(OSError):
            shutil.rmtree(folder)
    return tuple(targets)


def _part_path(path: Path, number: int, count: int) -> Path:
    return path.with_name(f"{path.stem}.part-{number}-of-{count}.zip")


def _plan(bundle: Bundle, room: int) -> list[list[Piece]]:
    """Return the pieces of each part: first what is no attachment, then the attachments in their order."""
    groups: list[list[Piece]] = [[]]
    left = room
    members = [entry for entry in bundle.entries if entry.filename not in (SUMS, DETAILS)]
    for entry in sorted(members, key=lambda entry: "/" in entry.filename):  # stable: keeps the order otherwise
        for piece in _pieces(entry, room):
            cost = piece.packed + OVERHEAD + 2 * len(piece.name)
            if cost > left and groups[-1]:
                groups.append([])
                left = room
            groups[-1].append(piece)
            left -= cost
    return groups


def _pieces(entry: Any, room: int) -> list[Piece]:
    size, packed = entry.file_size, entry.compress_size
    count = -(-packed // max(1, room - OVERHEAD - 2 * len(entry.filename)))
    if count <= 1:
        return [Piece(entry.filename, entry.filename, 0, size, packed)]
    step = -(-size // count)
    digits = max(3, len(str(count)))
    return [
        Piece(
            f"{entry.filename}.{number + 1:0{digits}}-of-{count:0{digits}}",
            entry.filename,
            number * step,
            min(size, (number + 1) * step),
            -(-packed // count),
        )
        for number in range(count)
    ]


def _write_parts(
    bundle: Bundle, groups: Sequence[Sequence[Piece]], targets: Sequence[Path], folder: Path, passphrase: bytes | None
) -> list[Path]:
    index = _index(groups, targets)
    sums = b"".join(bundle.contents(SUMS)) if SUMS in bundle.names else b""
    made = []
    for number, (group, target) in enumerate(zip(groups, targets, strict=True)):
        members = [Member(piece.name, _reader(bundle, piece)) for piece in group]
        members.append(Member(INDEX, index))
        if number == 0 and sums:
            members.append(Member(ALL_SUMS, sums))
        write_bundle(folder / target.name, members, passphrase=passphrase)
        made.append(folder / target.name)
    return made


def _index(groups: Sequence[Sequence[Piece]], targets: Sequence[Path]) -> bytes:
    rows = [
        {"name": piece.name, "part": target.name}
        | ({"of": piece.source} if piece.name != piece.source else {"size": piece.end})
        for group, target in zip(groups, targets, strict=True)
        for piece in group
    ]
    data = {
        "schema": 1,
        "parts": [target.name for target in targets],
        "join": "cat NAME.001-of-* > NAME (Windows: copy /b NAME.001-of-003+NAME.002-of-003+... NAME)",
        "members": rows,
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _reader(bundle: Bundle, piece: Piece) -> Any:
    def read() -> Iterator[bytes]:
        return cut_range(bundle.contents(piece.source), piece.start, piece.end)

    return read


def cut_range(chunks: Iterator[bytes | bytearray], start: int, end: int) -> Iterator[bytes]:
    """Yield the bytes from `start` to `end` of a stream, both moved to just after the next line end within 64 KiB.

    Neighbouring ranges fit together without a gap, whether or not there are line ends.
    """
    place = 0
    inside = start == 0
    ending = False
    budget = 1 << 16
    for chunk in chunks:
        data = memoryview(bytes(chunk))
        if not inside:
            if place + len(data) <= start:
                place += len(data)
                continue
            cut, found, budget = _line_end(data, max(0, start - place), budget)
            place, data = place + cut, data[cut:]
            if not found:
                continue
            inside, budget = True, 1 << 16
        if place + len(data) > end or ending:
            cut, found, budget = _line_end(data, max(0, end - place), budget)
            yield bytes(data[:cut])
            place += cut
            ending = True
            if found:
                return
            continue
        yield bytes(data)
        place += len(data)


def _line_end(data: memoryview, start: int, budget: int) -> tuple[int, bool, int]:
    """Return the place after the next line end from `start` on, whether it is settled, and the bytes left to search."""
    window = bytes(data[start : start + budget])
    found = window.find(b"\n")
    if found >= 0:
        return start + found + 1, True, budget
    if len(window) >= budget:
        return start + budget, True, 0
    return len(data), False, budget - len(window)


def hash_parts(parts: Sequence[Path]) -> dict[str, str]:
    """Return the SHA-256 (hex) of each part's file, to be told along with them."""
    sums = {}
    for part in parts:
        digest = hashlib.sha256()
        with part.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
        sums[part.name] = digest.hexdigest()
    return sums
