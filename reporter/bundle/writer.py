"""Writing a bundle: whole or not at all, read back before it gets its name."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sized
from pathlib import Path
from typing import IO, Any, Literal

from reporter import __version__
from reporter.bundle.archive import STORED, BlockFile, WriteArchive, make_entry
from reporter.bundle.deflate import Deflater, load_deflater
from reporter.bundle.interrupts import HeldSignals
from reporter.bundle.manifest import DETAILS, SUMS, identify, render_details, render_sums
from reporter.bundle.member import ManifestRow, Member, Written
from reporter.bundle.names import collision_key, safe_name
from reporter.bundle.packing import Packing, Progress
from reporter.bundle.reader import INNER, verify_file
from reporter.bundle.temporary import cannot_write, exists_already, move_into_place, open_temporary, sweep_stale
from reporter.errors import ReporterError

Layout = Literal["entries", "inner"]
MANY = 200
"""Members from which on an encrypted bundle is one entry with a zip in it."""


def write_bundle(
    target: Path,
    members: Iterable[Member],
    *,
    passphrase: bytes | None = None,
    force: bool = False,
    check: Callable[[Path], None] | None = None,
    progress: Progress | None = None,
    total: int = 0,
    layout: Layout | None = None,
    deflater: Deflater | None = None,
    verify: bool = True,
) -> Written:
    """Write the members, `manifest.json` and, last, `SHA256SUMS` into one zip, and return what was written.

    The zip is made beside the target, synced, read back (sizes, CRC or HMAC, SHA-256, the passphrase), handed to
    `check`, and only then moved into place. Whatever fails or raises, no file with the final name appears.
    `progress` is called with bytes done and `total`. `layout="inner"` (with a passphrase) makes one encrypted entry,
    a zip, of everything: names and sizes are hidden too, and thousands of files cost one key derivation instead of
    a millisecond each; it is the default from `MANY` members on, where their number can be told before.
    `verify=False` is for a `check` that reads and compares everything itself.

    Raises:
        ReporterError: the target exists (and no `force`), cannot be written, cannot be read back, or a member said no.
    """
    if target.is_dir():
        raise ReporterError(f"{target} is a folder. Name a file that ends in .zip.")
    if not force and os.path.lexists(target):
        raise exists_already(target)
    chosen = layout or choose_layout(len(members) if isinstance(members, Sized) else 0)
    made = _make_folder(target)
    sweep_stale(target.parent)
    temporary: Path | None = None
    try:
        file, temporary = open_temporary(target)
        with file:
            with HeldSignals() as held:
                options = {"progress": progress, "total": total, "interrupted": held.check}
                rows = _write(file, members, passphrase, chosen, deflater or load_deflater(), options)
                file.flush()
                os.fsync(file.fileno())
                size = file.seek(0, os.SEEK_END)
                if verify:
                    verify_file(file, rows, passphrase, target, interrupted=held.check)
            if check is not None:
                check(temporary)
        move_into_place(temporary, target, force=force)
    except BaseException as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        for folder in reversed(made):
            _remove_empty(folder)
        if isinstance(error, OSError):
            raise cannot_write(target, error) from error
        raise
    return Written(target, size, tuple(rows), identify(rows), passphrase is not None)


def choose_layout(count: int) -> Layout:
    """Return the layout of an encrypted bundle with that many members."""
    return "inner" if count >= MANY else "entries"


def _write(
    file: IO[bytes],
    members: Iterable[Member],
    passphrase: bytes | None,
    layout: Layout,
    deflater: Deflater,
    options: dict[str, Any],
) -> list[ManifestRow]:
    archive = WriteArchive(file, passphrase)
    try:
        if passphrase is not None and layout == "inner":
            with_inner = archive.start_entry(make_entry(INNER, STORED), large=True)
            sink = _Sink(with_inner)
            inner = WriteArchive(sink, None)  # type: ignore[arg-type]  # only `write` and `flush` of a file are used
            try:
                packing = Packing(inner, deflater, streaming=True, **options)
                rows = _pack(packing, members, deflater)
                inner.close()
            except BaseException:
                inner.abandon()
                raise
            sink.end()
        else:
            packing = Packing(archive, deflater, passphrase=passphrase, **options)
            rows = _pack(packing, members, deflater)
        archive.close()
    except BaseException:
        archive.abandon()
        raise
    return rows


def _pack(packing: Packing, members: Iterable[Member], deflater: Deflater) -> list[ManifestRow]:
    names: set[str] = {collision_key(SUMS), collision_key(DETAILS)}
    with packing:
        for member in members:
            _claim(member.name, names)
            packing.add(member)
        packing.flush()
        packing.add(Member(DETAILS, render_details(packing.rows, deflater.engine, __version__)))
        packing.flush()
        packing.add(Member(SUMS, render_sums(packing.rows)))
        packing.flush()
    return packing.rows


def _claim(name: str, names: set[str]) -> None:
    """Refuse names that some system cannot hold: `names.distinct_names` makes such that can."""
    key = collision_key(name)
    if safe_name(name) != name or key in names:
        raise ReporterError(f"The bundle cannot hold {name!a}: the name is unsafe or taken. Rename the file.")
    names.add(key)


class _Sink:
    """What the inner zip is written into: gathers small writes and hands blocks to the one outer entry."""

    def __init__(self, outer: BlockFile) -> None:
        self._outer, self._gathered, self._size = outer, bytearray(), 0

    def write(self, data: bytes) -> int:
        self._gathered += data
        self._size += len(data)
        if len(self._gathered) >= 1 << 18:
            self._pass_on()
        return len(data)

    def flush(self) -> None:
        """Nothing: blocks are passed on when they are large enough, and at the end."""

    def _pass_on(self) -> None:
        self._outer.write_block(self._gathered)
        self._gathered = bytearray()

    def end(self) -> None:
        self._pass_on()
        self._outer.finish(0, self._size)


def _make_folder(target: Path) -> list[Path]:
    """Create the target's folder; return the folders that were missing, outermost first."""
    missing = [folder for folder in (target.parent, *target.parent.parents) if not folder.exists()]
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(target, error) from error
    return missing[::-1]


def _remove_empty(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError:
        return
