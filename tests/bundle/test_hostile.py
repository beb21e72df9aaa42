"""Zips that mean harm: none may write outside, hang, fill memory, drive the terminal or end in a traceback."""

from __future__ import annotations

import hashlib
import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reporter.bundle.aes import seal_whole
from reporter.bundle.archive import STORED, WriteArchive, make_entry
from reporter.bundle.member import Member
from reporter.bundle.reader import open_bundle, verify_bundle
from reporter.bundle.unpack import unpack_bundle
from reporter.bundle.writer import write_bundle
from reporter.cli import run
from reporter.errors import ReporterError

Make = Callable[[Path], None]


def entry(name: str, mode: int = 0o100644, method: int = zipfile.ZIP_STORED) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    info.compress_type = method
    info.create_system = 3
    return info


def packed(*members: tuple[Any, bytes], comment: bytes = b"", sums: bool = True) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # names that are there twice
        for name, data in members:
            archive.writestr(name if isinstance(name, zipfile.ZipInfo) else entry(name), data)
        if sums:
            lines = (
                f"{hashlib.sha256(data).hexdigest()}  {name.filename if isinstance(name, zipfile.ZipInfo) else name}\n"
                for name, data in members
            )
            archive.writestr(entry("SHA256SUMS"), "".join(lines))
        archive.comment = comment
    return file.getvalue()


def named(*names: str) -> Make:
    return lambda path: void(path.write_bytes(packed(*((name, b"evil") for name in names))))


def void(_result: object) -> None:
    return None


def good() -> bytes:
    return packed(("a.txt", b"first member"), ("b.txt", b"second member"))


def edited(edit: Callable[[bytearray], object]) -> Make:
    def make(path: Path) -> None:
        data = bytearray(good())
        changed = edit(data)
        path.write_bytes(bytes(changed) if isinstance(changed, (bytes, bytearray)) else bytes(data))

    return make


def central(data: bytearray, number: int) -> int:
    place = -1
    for _ in range(number + 1):
        place = data.index(b"PK\x01\x02", place + 1)
    return place


def end(data: bytearray) -> int:
    return data.rindex(b"PK\x05\x06")


def put(place: int, form: str, *values: int) -> Callable[[bytearray], None]:
    return lambda data: struct.pack_into(form, data, place, *values)


def set_central(number: int, offset: int, form: str, value: int) -> Make:
    return edited(lambda data: struct.pack_into(form, data, central(data, number) + offset, value))


def set_end(offset: int, form: str, value: int) -> Make:
    return edited(lambda data: struct.pack_into(form, data, end(data) + offset, value))


def overlapping(path: Path) -> None:
    """Two directory entries for one piece of data, as the better zip bomb has them."""
    data = bytearray(good())
    struct.pack_into("<L", data, central(data, 1) + 42, 0)
    path.write_bytes(bytes(data))


def bomb(path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("zeros", "w") as opened:
        for _ in range(64):
            opened.write(bytes(1 << 20))
    data = bytearray(file.getvalue())
    place = central(data, 0)
    struct.pack_into("<L", data, place + 24, 0xF0000000)
    struct.pack_into("<L", data, 22, 0xF0000000)
    path.write_bytes(bytes(data))


def many_bombs(path: Path) -> None:
    """Honest headers, but 12 GiB out of 12 MB: every entry is just below deflate's own limit."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
    payload = compressor.compress(bytes(1 << 26)) + compressor.flush()
    file = io.BytesIO()
    archive = WriteArchive(file, None)
    for number in range(192):
        one = make_entry(f"zeros-{number}", zipfile.ZIP_DEFLATED)
        one.compress_size, one.file_size = len(payload), 1 << 26
        archive.write_entry(one, payload)
    archive.close()
    path.write_bytes(file.getvalue())


def lying_small(path: Path) -> None:
    """Declares ten bytes and unpacks to a million."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
    payload = compressor.compress(bytes(1 << 20)) + compressor.flush()
    file = io.BytesIO()
    archive = WriteArchive(file, None)
    one = make_entry("liar", zipfile.ZIP_DEFLATED)
    one.compress_size, one.file_size = len(payload), 10
    archive.write_entry(one, payload)
    archive.close()
    path.write_bytes(file.getvalue())


def too_many(path: Path) -> None:
    head = make_entry("x", STORED)
    head.compress_size = head.file_size = 0
    head.header_offset = 0
    directory = b"".join(head.central_directory()) * 100_001
    local = head.plain_header()
    path.write_bytes(
        local + directory + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 65535, 65535, len(directory), len(local), 0)
    )


def mixed_encryption(path: Path) -> None:
    file = io.BytesIO()
    archive = WriteArchive(file, b"secret")
    for name, encrypted in (("a.txt", True), ("added.txt", False)):
        one = make_entry(name, STORED, encrypted=encrypted)
        payload = seal_whole(b"text", b"secret") if encrypted else b"text"
        one.CRC = 0 if encrypted else zlib.crc32(b"text")
        one.compress_size, one.file_size = len(payload), 4
        archive.write_entry(one, payload)
    archive.close()
    path.write_bytes(file.getvalue())


def inner_lie(path: Path) -> None:
    """One encrypted entry named like our own inner zip, of noise."""
    file = io.BytesIO()
    archive = WriteArchive(file, b"secret")
    one = make_entry("contents.zip", STORED, encrypted=True)
    payload = seal_whole(b"no zip at all", b"secret")
    one.compress_size, one.file_size = len(payload), 13
    archive.write_entry(one, payload)
    archive.close()
    path.write_bytes(file.getvalue())


def swapped(path: Path) -> None:
    """The contents of two members exchanged, everything else consistent."""
    members = (("a.txt", b"1111"), ("b.txt", b"2222"))
    lines = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in members)
    path.write_bytes(packed(("a.txt", b"2222"), ("b.txt", b"1111"), ("SHA256SUMS", lines.encode()), sums=False))


LINK = entry("link", 0o120777)
HOSTILE: dict[str, tuple[Make, str]] = {
    "parent folder": (named("../evil"), "leads out"),
    "parent folder deep": (named("a/../../evil"), "leads out"),
    "parent folder at the end": (named("a/.."), "leads out"),
    "absolute": (named("/tmp/evil"), "absolute"),
    "drive": (named("C:/evil"), "absolute"),
    "drive relative": (named("C:evil"), "absolute"),
    "backslashes": (named("..\\evil"), "backslash"),
    "backslash inside": (named("a\\b"), "backslash"),
    "network path": (named("//server/share/evil"), "absolute"),
    "sibling prefix": (named("../out-evil/x"), "leads out"),
    "empty part": (named("a//b"), "empty part"),
    "dot part": (named("a/./b"), "empty part"),
    "empty name": (named(""), "empty name"),
    "only a slash": (named("/"), "empty name"),
    "escape code in the name": (named("\x1b]0;evil\x07.txt"), "control"),
    "right-to-left name": (named("gpj.\u202eexe"), "control"),
    "line break in the name": (named("a\nb"), "control"),
    "zero width name": (named("a\u200bb"), "control"),
    "symbolic link": (lambda path: void(path.write_bytes(packed((LINK, b"/etc/passwd")))), "symbolic link"),
    "link and a file through it": (
        lambda path: void(path.write_bytes(packed((LINK, b"/tmp"), ("link/evil", b"x")))),
        "symbolic link",
    ),
    "device": (lambda path: void(path.write_bytes(packed((entry("dev", 0o020666), b"")))), "device"),
    "pipe": (lambda path: void(path.write_bytes(packed((entry("pipe", 0o010666), b"")))), "device, pipe"),
    "the same name twice": (named("a.txt", "a.txt"), "there twice"),
    "names that differ in case": (named("a.txt", "A.TXT"), "same file"),
    "names that differ in composition": (named("é.txt", "e\u0301.txt"), "same file"),
    "a file that is a folder too": (named("a", "a/b"), "folder of other members"),
    "a folder with content": (named("folder/"), "folder with content"),
    "overlapping entries": (overlapping, "overlaps"),
    "entries one into another": (set_central(0, 20, "<L", 60), "cannot be"),
    "bomb by ratio": (bomb, "cannot unpack"),
    "bomb by size": (many_bombs, "times its own size"),
    "more than declared": (lying_small, "more than it declares"),
    "bomb by count": (too_many, "too many"),
    "other size in the directory": (set_central(0, 24, "<L", 5), "cannot be"),
    "other CRC in the directory": (set_central(0, 16, "<L", 5), "differ in size or CRC"),
    "other method in the directory": (set_central(0, 10, "<H", 8), "differ in method"),
    "unknown method": (set_central(0, 10, "<H", 14), "compression method 14"),
    "other name in the directory": (edited(lambda data: put(central(data, 0) + 46, "<B", 0x7A)(data)), "another name"),
    "offset into nowhere": (set_central(0, 42, "<L", 20), "no header"),
    "offset behind the end": (set_central(0, 42, "<L", 0x7FFFFFFF), "no header"),
    "marked as strongly encrypted": (set_central(0, 8, "<H", 0x41), "strong encryption"),
    "old encryption": (set_central(0, 8, "<H", 1), "old zip encryption"),
    "one member more in the end record": (set_end(10, "<H", 9), "declares"),
    "directory size too small": (set_end(12, "<L", 10), "no zip"),
    "directory offset too large": (set_end(16, "<L", 0x00FFFFFF), "no zip"),
    "data before the first member": (edited(lambda data: b"#!/bin/sh\nevil\n" + bytes(data)), "belong to no member"),
    "data between members": (
        edited(lambda data: data[:54] + b"x" * 64 + data[54:]),
        "no zip|belong|no header|overlaps",
    ),
    "cut in the middle": (edited(lambda data: data[: len(data) // 2]), "no zip"),
    "cut by one byte": (edited(lambda data: data[:-1]), "no zip"),
    "only an end record": (edited(lambda data: data[end(data) :]), "no zip|declares"),
    "empty file": (edited(lambda data: b""), "no zip"),
    "no zip at all": (edited(lambda data: b"MZ" * 5000), "no zip"),
    "changed content": (edited(lambda data: put(36, "<B", 0x21)(data)), "CRC is wrong"),
    "contents exchanged": (swapped, "was changed"),
    "an unlisted member": (
        lambda path: void(path.write_bytes(packed(("SHA256SUMS", b""), ("evil.exe", b"MZ"), sums=False))),
        "was added",
    ),
    "a missing member": (
        lambda path: void(path.write_bytes(packed(("SHA256SUMS", b"0" * 64 + b"  gone.txt\n"), sums=False))),
        "is missing",
    ),
    "sums that are none": (
        lambda path: void(path.write_bytes(packed(("SHA256SUMS", b"\xff\xfe\x00hello\n"), sums=False))),
        "is not `<sha256>",
    ),
    "a plain member among encrypted ones": (mixed_encryption, "not encrypted, while others are"),
    "an inner zip that is none": (inner_lie, "no zip"),
    "extra field cut short": (
        edited(lambda data: put(central(data, 0) + 30, "<H", 3)(data)),
        "no zip|no header|declares|clash|differ|another",
    ),
}
COMMENT = packed(("a.txt", b"fine"), comment=b"\x1b[2J\x1b]0;owned\x07 hello")


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_zip_is_refused_with_a_reason_and_nothing_written(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    make, reason = HOSTILE[case]
    monkeypatch.setenv("REPORTER_PASSPHRASE", "secret")
    folder = tmp_path / "inside"
    folder.mkdir()
    path = folder / "evil.zip"
    make(path)

    for arguments in (["verify"], ["verify", "--json"], ["unpack"]):
        into = [str(folder / "out")] if arguments == ["unpack"] else []
        code = run([arguments[0], str(path), *arguments[1:], *into])
        captured = capfd.readouterr()
        assert code in (1, 2), captured
        assert "Traceback" not in captured.err
        assert not set(captured.out + captured.err) & {"\x1b", "\x07", "\u202e"}
        assert _search(reason, captured.out + captured.err), captured
    assert run(["inspect", str(path)]) in (0, 1, 2)
    captured = capfd.readouterr()
    assert not set(captured.out + captured.err) & {"\x1b", "\x07", "\u202e"}
    assert [found.name for found in tmp_path.iterdir()] == ["inside"]
    assert [found.name for found in folder.iterdir()] == ["evil.zip"]


def _search(reason: str, text: str) -> bool:
    return any(part in text for part in reason.split("|"))


def test_the_set_is_large_enough() -> None:
    assert len(HOSTILE) >= 40


def test_a_comment_does_not_drive_the_terminal(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(COMMENT)
    assert run(["inspect", str(path)]) == 0
    captured = capfd.readouterr()
    assert "\x1b" not in captured.out + captured.err
    assert "hello" in captured.err


def test_nothing_is_unpacked_through_a_link_that_is_already_there(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(packed(("folder/evil", b"x")))
    (tmp_path / "outside").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "folder").symlink_to(tmp_path / "outside")
    with pytest.raises(ReporterError, match="is a link"):
        unpack_bundle(path, tmp_path / "out", force=True)
    assert list((tmp_path / "outside").iterdir()) == []


def test_any_single_changed_byte_of_a_bundle_is_noticed_or_harmless(tmp_path: Path) -> None:
    """Wherever a byte is changed, the check says so, or the content is what it was."""
    path = tmp_path / "a.zip"
    write_bundle(path, [Member("a.txt", b"some text " * 20), Member("b.bin", bytes(range(256)))])
    whole = path.read_bytes()
    accepted = []
    for place in range(0, len(whole), 3):
        changed = bytearray(whole)
        changed[place] ^= 0x55
        path.write_bytes(bytes(changed))
        try:
            verified = verify_bundle(path)
        except ReporterError:
            continue
        if not verified.ok:
            continue
        accepted.append(place)
        with open_bundle(path) as bundle:
            assert b"".join(bundle.contents("a.txt")) == b"some text " * 20
            assert b"".join(bundle.contents("b.bin")) == bytes(range(256))
    assert len(accepted) < len(whole) // 6  # times, permissions and other fields that nothing depends on


def test_a_zip_that_someone_packed_again_is_checked_by_its_sums(tmp_path: Path) -> None:
    bundle = tmp_path / "a.zip"
    write_bundle(bundle, [Member("x/a.txt", b"text")])
    unpack_bundle(bundle, tmp_path / "case")
    again = tmp_path / "again.zip"
    with zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as archive:
        for found in sorted((tmp_path / "case").rglob("*")):
            archive.write(found, found.relative_to(tmp_path))
    assert verify_bundle(again).problems == ()


def test_zips_by_other_programs_with_sums_are_checked(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(good())
    assert verify_bundle(tmp_path / "a.zip").problems == ()
    (tmp_path / "b.zip").write_bytes(packed(("a.txt", b"x"), sums=False))
    assert verify_bundle(tmp_path / "b.zip").problems == (
        "there is no SHA256SUMS, so only damage by accident would have been noticed",
    )


def test_names_that_some_system_cannot_hold_are_changed_and_told(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(packed(("CON.txt", b"x"), ("what?.txt", b"y"), ("trailing. ", b"z")))
    unpacked = unpack_bundle(path, tmp_path / "out")
    assert unpacked.notes == (
        "CON.txt is unpacked as _CON.txt",
        "what?.txt is unpacked as what_.txt",
        "trailing.  is unpacked as trailing",
    )
    assert sorted(found.name for found in (tmp_path / "out").iterdir()) == [
        "SHA256SUMS",
        "_CON.txt",
        "trailing",
        "what_.txt",
    ]


def test_threads_read_the_same_bundle_side_by_side(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    write_bundle(path, [Member(f"{number}.txt", b"%d " % number * 1000) for number in range(600)])
    for _ in range(5):
        assert verify_bundle(path).problems == ()
