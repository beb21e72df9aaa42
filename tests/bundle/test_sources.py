from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from reporter.bundle.member import Member
from reporter.bundle.reader import verify_bundle
from reporter.bundle.sources import FileSource, find_files, read_small
from reporter.bundle.writer import write_bundle
from reporter.errors import ReporterError

posix = pytest.mark.skipif(os.name == "nt", reason="links and pipes of POSIX")


@posix
def test_folders_are_walked_in_order_and_links_followed_only_inside(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_bytes(b"outside")
    folder = tmp_path / "logs"
    (folder / "sub").mkdir(parents=True)
    (folder / "b.log").write_bytes(b"b")
    (folder / "a.log").write_bytes(b"a")
    (folder / "sub" / "c.log").write_bytes(b"c")
    (folder / "inside").symlink_to("a.log")
    (folder / "out").symlink_to(tmp_path / "secret.txt")
    (folder / "sibling").symlink_to("../logs-evil")
    (folder / "loop").symlink_to(".")
    (folder / "nowhere").symlink_to("gone")
    os.mkfifo(folder / "pipe")
    found = find_files([folder])
    assert [one.name for one in found.files] == ["logs/a.log", "logs/b.log", "logs/inside", "logs/sub/c.log"]
    assert found.size == 4
    assert [(path.name, reason) for path, reason in found.refused] == [
        ("loop", "a link to a folder, whose files are packed where they are"),
        ("nowhere", "a link that leads nowhere"),
        ("out", "a link that leads out of the folder"),
        ("pipe", "is no regular file but a named pipe"),
        ("sibling", "a link that leads nowhere"),
    ]


@posix
def test_devices_and_sockets_are_refused_and_a_missing_file_is_told(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "s"))
        found = find_files([Path("/dev/zero"), tmp_path / "s", tmp_path / "gone.txt"])
    assert found.files == ()
    assert [reason for _, reason in found.refused] == [
        "is no regular file but a device",
        "cannot be read (No such device or address)",
        "cannot be read (No such file or directory)",
    ]


@posix
def test_a_named_pipe_does_not_hang_the_writer(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ReporterError, match="named pipe"):
        write_bundle(tmp_path / "a.zip", [Member("pipe", tmp_path / "pipe")])
    assert not (tmp_path / "a.zip").exists()


@posix
def test_a_sparse_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "dump"
    with path.open("wb") as file:
        file.truncate(1 << 24)
    if path.stat().st_blocks * 512 > 1 << 23:
        pytest.skip("this file system has no sparse files")
    assert find_files([path]).files[0].note == "sparse: about 0 of 16777216 bytes are data"


@pytest.mark.parametrize("size", [1000, 3 << 20])
@pytest.mark.parametrize(
    ("change", "note"),
    [
        ("grow", "grew while it was read: the first {size} bytes are here"),
        ("shrink", "became shorter while it was read: {read} of {size} bytes are here"),
        ("touch", "changed while it was read"),
        ("remove", None),
    ],
)
def test_what_was_read_is_what_is_hashed(tmp_path: Path, size: int, change: str, note: str | None) -> None:
    path = tmp_path / "log"
    path.write_bytes(b"x" * size)
    with FileSource(path) as source:
        view = memoryview(bytearray(size))
        half = source.fill(view[: size // 2])
        if change == "grow":
            with path.open("ab") as file:
                file.write(b"y" * 100)
        elif change == "shrink":
            os.truncate(path, size // 2)
        elif change == "touch":
            os.utime(path, ns=(1, 1))
        else:
            path.unlink()
        read = half + source.fill(view[half:])
        assert source.note() == (note.format(size=size, read=read) if note else None)
        assert bytes(view[:read]) == b"x" * read


def test_a_log_that_grows_and_is_cut_gives_a_whole_bundle(tmp_path: Path) -> None:
    growing, cut = tmp_path / "growing.log", tmp_path / "cut.log"
    growing.write_bytes(b"a line of a log\n" * 300_000)
    cut.write_bytes(b"a line of a log\n" * 300_000)

    def meddle(done: int, _total: int) -> None:
        with growing.open("ab") as file:
            file.write(b"more\n" * 1000)
        os.truncate(cut, 1_500_000)

    written = write_bundle(
        tmp_path / "a.zip", [Member("growing.log", growing), Member("cut.log", cut)], progress=meddle
    )
    assert verify_bundle(tmp_path / "a.zip").ok
    assert written.rows[0].note == "grew while it was read: the first 4800000 bytes are here"
    assert written.rows[0].size == 4_800_000
    assert written.rows[1].size == 1_500_000


def test_a_file_that_vanishes_stops_with_a_reason(tmp_path: Path) -> None:
    path = tmp_path / "small.txt"

    def members() -> Iterator[Member]:
        path.write_bytes(b"x")
        yield Member("small.txt", path)
        path.unlink()

    with pytest.raises(ReporterError, match=r"small\.txt cannot be read .* Leave it out"):
        write_bundle(tmp_path / "a.zip", members())
    assert list(tmp_path.iterdir()) == []


def test_a_small_file_is_read_at_once(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    (tmp_path / "empty").write_bytes(b"")
    assert read_small(tmp_path / "a") == (b"abc", None)
    assert read_small(tmp_path / "empty") == (b"", None)
