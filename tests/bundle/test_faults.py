"""What no mishap may do: leave half a bundle under its name, lose what was there, or leave rubbish for good."""

from __future__ import annotations

import contextlib
import os
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reporter.bundle.member import Member
from reporter.bundle.reader import verify_bundle
from reporter.bundle.temporary import move_into_place, open_temporary, sweep_stale
from reporter.bundle.writer import write_bundle
from reporter.errors import ReporterError

posix = pytest.mark.skipif(os.name == "nt", reason="signals and limits of POSIX")
KILLS = int(os.environ.get("REPORTER_TEST_KILLS", "3"))
"""How often the writer is killed; 200 for a long run."""

CHILD = """
import signal, sys
from pathlib import Path
from reporter.bundle.member import Member
from reporter.bundle.writer import write_bundle
def stop(number, frame):
    raise KeyboardInterrupt
signal.signal(signal.SIGTERM, stop)
folder = Path(sys.argv[1])
log = b"".join(b"2025-11-18 request %d finished\\n" % (n * 7919) for n in range(150000))
members = [Member("a.log", lambda: (log for _ in range(3))), Member("b.log", log)]
members += [Member(f"{n}.txt", b"small %d" % n) for n in range(300)]
passphrase = b"secret" if len(sys.argv) > 2 else None
print("start", flush=True)
while True:
    write_bundle(folder / "report.zip", members, force=True, passphrase=passphrase, layout="inner")
    print("done", flush=True)
"""


def start(folder: Path, *options: str) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(folder), *options], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"start\n"
    return process


def stop(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    process.send_signal(number)
    process.wait(20)
    assert process.stdout is not None
    process.stdout.close()


@posix
@pytest.mark.parametrize("options", [(), ("encrypted",)], ids=["plain", "encrypted"])
def test_killed_at_any_moment_there_is_a_whole_bundle_or_none(tmp_path: Path, options: tuple[str, ...]) -> None:
    chance = random.Random(len(options))
    for _ in range(KILLS):
        process = start(tmp_path, *options)
        time.sleep(chance.uniform(0, 0.6))
        stop(process, signal.SIGKILL)
        if (tmp_path / "report.zip").exists():
            assert verify_bundle(tmp_path / "report.zip", b"secret").problems == ()
        sweep_stale(tmp_path)  # what the next start does first
        assert {path.name for path in tmp_path.iterdir()} <= {"report.zip"}


@posix
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_stopped_politely_it_leaves_nothing_behind(tmp_path: Path, number: signal.Signals) -> None:
    chance = random.Random(number)
    for _ in range(max(2, KILLS // 4)):
        process = start(tmp_path)
        time.sleep(chance.uniform(0, 0.5))
        stop(process, number)
        assert {path.name for path in tmp_path.iterdir()} <= {"report.zip"}


@posix
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_full_disk_leaves_nothing_and_says_why(tmp_path: Path, share: float) -> None:
    """A limit on the size of files stands for the full disk: both fail in the middle of a write."""
    noise = random.Random(1).randbytes(3_000_000)
    size = write_bundle(tmp_path / "whole.zip", [Member("noise.bin", noise)]).size
    (tmp_path / "whole.zip").unlink()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(size * share), before[1]))
    try:
        with pytest.raises(ReporterError, match=r"report\.zip cannot be written \(.*\), and nothing was"):
            write_bundle(tmp_path / "report.zip", [Member("noise.bin", noise)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert list(tmp_path.iterdir()) == []


@posix
def test_a_really_full_disk_leaves_nothing(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("mounting is not permitted here")
    try:
        with pytest.raises(ReporterError, match="No space left"):
            write_bundle(disk / "report.zip", [Member("noise.bin", os.urandom(3_000_000))])
        assert list(disk.iterdir()) == []
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@posix
@pytest.mark.skipif(os.name != "nt" and os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_is_read_only_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(ReporterError, match="Permission denied"):
            write_bundle(tmp_path / "report.zip", [Member("a", b"x")])
    finally:
        tmp_path.chmod(0o700)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ReporterError, match="cannot be written"):
        write_bundle(tmp_path / "file" / "report.zip", [Member("a", b"x")])


def test_the_temporary_file_of_a_running_writer_is_not_swept(tmp_path: Path) -> None:
    file, path = open_temporary(tmp_path / "report.zip")
    with file:
        assert sweep_stale(tmp_path) == 0
        assert path.exists()


@posix
def test_only_our_own_stale_files_are_swept(tmp_path: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    stale = tmp_path / f".report.zip.{process.pid}-0123abcd.part"
    stale.write_bytes(b"half")
    folder = tmp_path / f".report.{process.pid}-0123abce.part"
    folder.mkdir()
    (folder / "x").write_bytes(b"")
    others = ["movie.part", ".download.part", f".x.{process.pid}-xyz.part", "report.zip"]
    for name in others:
        (tmp_path / name).write_bytes(b"")
    assert sweep_stale(tmp_path) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(others)


def test_moving_into_place_works_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "link", refuse)
    (tmp_path / "t").write_bytes(b"new")
    move_into_place(tmp_path / "t", tmp_path / "a.zip", force=False)
    assert (tmp_path / "a.zip").read_bytes() == b"new"
    (tmp_path / "t").write_bytes(b"newer")
    with pytest.raises(ReporterError, match="exists already"):
        move_into_place(tmp_path / "t", tmp_path / "a.zip", force=False)
    assert (tmp_path / "a.zip").read_bytes() == b"new"


def test_a_disk_that_reads_back_something_else_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sync = os.fsync

    def damage(handle: int) -> None:
        sync(handle)
        with contextlib.suppress(OSError):
            os.pwrite(handle, b"\xff", 2000)

    monkeypatch.setattr(os, "fsync", damage)
    with pytest.raises(ReporterError, match="read back wrong"):
        write_bundle(tmp_path / "report.zip", [Member("noise.bin", os.urandom(500_000))])
    assert list(tmp_path.iterdir()) == []
