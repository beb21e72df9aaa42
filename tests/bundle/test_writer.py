from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from pathlib import Path

import pytest

from reporter.bundle.deflate import load_deflater
from reporter.bundle.member import Member
from reporter.bundle.reader import INNER, PassphraseError, open_bundle, verify_bundle
from reporter.bundle.unpack import unpack_bundle
from reporter.bundle.writer import Layout, write_bundle
from reporter.errors import ReporterError

SECRET = b"correct-horse"
WAYS = pytest.mark.parametrize(("passphrase", "layout"), [(None, "entries"), (SECRET, "entries"), (SECRET, "inner")])
LOG = b"".join(b"2025-11-18T09:14:%02dZ request %d finished\n" % (n % 60, n * 7919) for n in range(60_000))


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "report.zip"


def some_members(folder: Path) -> Iterator[Member]:
    (folder / "large.log").write_bytes(LOG)
    (folder / "picture.png").write_bytes(os.urandom(400_000))
    (folder / "empty").write_bytes(b"")
    yield Member("attachments/01-large.log", folder / "large.log")
    yield Member("attachments/02-picture.png", folder / "picture.png")
    yield Member("attachments/03-streamed.log", lambda: (LOG[start : start + 777] for start in range(0, len(LOG), 777)))
    yield Member("attachments/04-empty", folder / "empty")
    yield Member("attachments/05-größe.txt", b"text", original="größe.txt", note="one line")
    yield Member("report.html", lambda: [b"<html>", b"</html>"])


def appear(path: Path) -> None:
    path.write_bytes(b"theirs")


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@WAYS
def test_what_is_written_is_what_is_read(
    target: Path, tmp_path: Path, passphrase: bytes | None, layout: Layout
) -> None:
    written = write_bundle(target, some_members(tmp_path), passphrase=passphrase, layout=layout)
    verified = verify_bundle(target, passphrase)
    assert verified.problems == ()
    assert verified.identity == written.identity
    assert verified.encrypted == written.encrypted == (passphrase is not None)
    assert [row.name for row in written.rows][-2:] == ["manifest.json", "SHA256SUMS"]
    assert [(row.name, row.size, row.sha256) for row in verified.rows] == [
        (row.name, row.size, row.sha256) for row in written.rows
    ]
    assert written.rows[0].sha256 == written.rows[2].sha256 == hashlib.sha256(LOG).hexdigest()
    assert written.size == target.stat().st_size
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


@WAYS
@pytest.mark.parametrize("tool", ["7z", "bsdtar", "unzip", "python"])
def test_other_programs_read_it(
    target: Path, tmp_path: Path, passphrase: bytes | None, layout: Layout, tool: str
) -> None:
    commands = {
        "7z": ["7z", "t", f"-p{SECRET.decode()}", str(target)],
        "bsdtar": ["bsdtar", "--passphrase", SECRET.decode(), "-xOf", str(target)],
        "unzip": ["unzip", "-tq", str(target)],
        "python": [sys.executable, "-m", "zipfile", "-t", str(target)],
    }
    if tool != "python" and shutil.which(tool) is None:
        pytest.skip(f"{tool} is not installed")
    if passphrase and tool in ("unzip", "python"):
        pytest.skip("does not read AES")
    write_bundle(target, some_members(tmp_path), passphrase=passphrase, layout=layout)
    result = subprocess.run(commands[tool], capture_output=True, check=False)
    assert result.returncode == 0, result.stderr


def test_the_sums_are_checked_by_sha256sum(target: Path, tmp_path: Path) -> None:
    if shutil.which("sha256sum") is None:
        pytest.skip("sha256sum is not installed")
    write_bundle(target, some_members(tmp_path))
    unpack_bundle(target, tmp_path / "out")
    result = subprocess.run(
        ["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path / "out", capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert len(result.stdout.splitlines()) == 7


def test_the_manifest_tells_names_times_notes_and_the_engine(target: Path) -> None:
    moment = datetime(2025, 11, 18, 9, 14, tzinfo=timezone.utc)
    notes = iter(["told after it was read"])
    members = [Member("a.txt", b"abc", moment, "A?.txt", lambda: next(notes)), Member("b.txt", b"")]
    written = write_bundle(target, members)
    with zipfile.ZipFile(target) as archive:
        data = json.loads(archive.read("manifest.json"))
        times = {info.date_time for info in archive.infolist()}
    assert times == {(1980, 1, 1, 0, 0, 0)}
    engine = load_deflater().engine
    assert data["written_by"]["deflate"] == engine.name
    assert data["identity"] == written.identity
    assert data["files"] == [
        {
            "name": "a.txt",
            "size": 3,
            "sha256": hashlib.sha256(b"abc").hexdigest(),
            "original": "A?.txt",
            "modified": "2025-11-18T09:14:00Z",
            "note": "told after it was read",
        },
        {"name": "b.txt", "size": 0, "sha256": hashlib.sha256(b"").hexdigest()},
    ]


def test_the_identity_depends_on_names_and_content_only(tmp_path: Path) -> None:
    one = write_bundle(tmp_path / "1.zip", [Member("a", b"x"), Member("b", b"y")], deflater=load_deflater("zlib"))
    other = write_bundle(tmp_path / "2.zip", [Member("b", b"y"), Member("a", b"x", note="n")], passphrase=SECRET)
    third = write_bundle(tmp_path / "3.zip", [Member("a", b"y"), Member("b", b"x")])
    assert one.identity == other.identity != third.identity


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    members = list(some_members(tmp_path))
    first = write_bundle(tmp_path / "1.zip", members)
    second = write_bundle(tmp_path / "2.zip", members)
    assert first.path.read_bytes() == second.path.read_bytes()


def test_already_compressed_data_is_stored(target: Path, tmp_path: Path) -> None:
    write_bundle(target, some_members(tmp_path))
    with zipfile.ZipFile(target) as archive:
        methods = {info.filename: info.compress_type for info in archive.infolist()}
    assert methods["attachments/02-picture.png"] == zipfile.ZIP_STORED
    assert methods["attachments/01-large.log"] == zipfile.ZIP_DEFLATED


def test_hidden_names_are_hidden(target: Path, tmp_path: Path) -> None:
    write_bundle(target, some_members(tmp_path), passphrase=SECRET, layout="inner")
    assert zipfile.ZipFile(target).namelist() == [INNER]
    assert b"large.log" not in target.read_bytes()
    with pytest.raises(PassphraseError, match="encrypted"), open_bundle(target):
        pass
    with pytest.raises(PassphraseError, match="does not open"), open_bundle(target, b"wrong"):
        pass


def test_contents_are_read_in_order_so_that_later_ones_can_tell_of_earlier_ones(target: Path) -> None:
    seen: list[str] = []

    def content(name: str) -> Callable[[], Iterator[bytes]]:
        def stream() -> Iterator[bytes]:
            yield ",".join(seen).encode()
            seen.append(name)

        return stream

    write_bundle(target, (Member(name, content(name)) for name in ("a", "b", "c")))
    with zipfile.ZipFile(target) as archive:
        assert [archive.read(name) for name in ("a", "b", "c")] == [b"", b"a", b"a,b"]


def test_an_existing_file_is_never_replaced_without_force(target: Path) -> None:
    target.write_bytes(b"mine")
    with pytest.raises(ReporterError, match=r"exists already.*--force"):
        write_bundle(target, [Member("a", b"x")])
    assert target.read_bytes() == b"mine"
    write_bundle(target, [Member("a", b"x")], force=True)
    assert zipfile.is_zipfile(target)


def test_a_file_that_appears_meanwhile_is_not_replaced(target: Path, tmp_path: Path) -> None:
    with pytest.raises(ReporterError, match="exists already"):
        write_bundle(target, [Member("a", b"x")], check=lambda _path: appear(target))
    assert target.read_bytes() == b"theirs"
    assert left_in(tmp_path) == ["report.zip"]


def test_the_check_sees_the_finished_zip_and_can_refuse_it(target: Path, tmp_path: Path) -> None:
    def refuse(path: Path) -> None:
        assert zipfile.ZipFile(path).read("a") == b"x"
        assert path.parent == target.parent
        raise ReporterError("a leak")

    with pytest.raises(ReporterError, match="a leak"):
        write_bundle(target, [Member("a", b"x")], check=refuse)
    assert left_in(tmp_path) == []


@pytest.mark.parametrize("error", [ReporterError("no"), KeyboardInterrupt(), MemoryError(), ValueError("bug")])
@pytest.mark.parametrize("place", [0, 100, 3_000_000])
def test_a_content_that_fails_leaves_nothing(tmp_path: Path, error: BaseException, place: int) -> None:
    def content() -> Iterator[bytes]:
        yield LOG[:1] * place
        raise error

    target = tmp_path / "new" / "deep" / "report.zip"
    with pytest.raises(type(error)):
        write_bundle(target, [Member("ok.log", lambda: [LOG]), Member("bad.log", content), Member("never", b"")])
    assert left_in(tmp_path) == []


@pytest.mark.parametrize("name", ["../x", "/x", "a\\b", "CON", "a:b", "SHA256SUMS", "sha256sums", "manifest.json", ""])
def test_unsafe_and_reserved_names_are_refused(target: Path, name: str) -> None:
    with pytest.raises(ReporterError, match="cannot hold"):
        write_bundle(target, [Member(name, b"")])


def test_names_that_clash_on_some_system_are_refused(target: Path) -> None:
    with pytest.raises(ReporterError, match="cannot hold"):
        write_bundle(target, [Member("a.log", b""), Member("A.LOG", b"")])


def test_a_folder_as_target_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReporterError, match="is a folder"):
        write_bundle(tmp_path, [])


def test_progress_counts_every_byte(target: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    members = list(some_members(tmp_path))
    write_bundle(target, members, progress=lambda done, total: told.append((done, total)), total=5)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1][0] > 2 * len(LOG) + 400_000
    assert told[-1][1] == 5


def test_several_thousand_small_files_are_packed_by_threads(target: Path, tmp_path: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    for number in range(1500):
        (files / f"{number:04}.txt").write_bytes(b"small %d\n" % number * (number % 40))
    written = write_bundle(target, [Member(path.name, path) for path in sorted(files.iterdir())])
    assert [row.name for row in written.rows[:3]] == ["0000.txt", "0001.txt", "0002.txt"]
    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None
        assert archive.read("1499.txt") == b"small 1499\n" * 19
