from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from reporter.bundle.member import Member
from reporter.bundle.progress import describe, show_progress
from reporter.bundle.show import guard, show_page
from reporter.bundle.writer import write_bundle
from reporter.cli import run
from reporter.console import Surroundings
from reporter.errors import ReporterError


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    members = [
        Member("attachments/01-import.log", b"line\n" * 500),
        Member("report.html", b"<!DOCTYPE html>\n<html><body>hello</body></html>"),
        Member("report.json", json.dumps({"title": "Upgrade failed \u001b[2J"}).encode()),
    ]
    return write_bundle(tmp_path / "report.zip", members).path


def lock(path: Path) -> Path:
    return write_bundle(path.with_name("locked.zip"), [Member("a.txt", b"text")], passphrase=b"secret").path


def test_verify_says_that_all_is_well(bundle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["verify", str(bundle)]) == 0
    captured = capsys.readouterr()
    assert captured.out.startswith(f"{bundle}: whole, 5 members, identity ")
    assert captured.err == ""


def test_verify_names_what_is_wrong(bundle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = bytearray(bundle.read_bytes())
    data[70] ^= 0xFF
    bundle.write_bytes(bytes(data))
    assert run(["verify", str(bundle)]) == 1
    captured = capsys.readouterr()
    assert captured.out.startswith("attachments/01-import.log is damaged: ")
    assert captured.err.startswith(f"{bundle} is not whole: attachments/01-import.log is damaged: ")


def test_verify_as_json(bundle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["verify", str(bundle), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["ok"], data["encrypted"], data["problems"]) == (True, False, [])
    assert data["members"][0]["name"] == "attachments/01-import.log"


def test_inspect_lists_members_and_makes_foreign_text_harmless(
    bundle: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["inspect", str(bundle)]) == 0
    captured = capsys.readouterr()
    lines = captured.out.splitlines()
    assert lines[0] == "Upgrade failed \ufffd[2J"
    assert lines[1] == "         2,500  attachments/01-import.log"
    assert captured.err.startswith("5 members, ")
    assert run(["inspect", str(bundle), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert [member["name"] for member in data["members"]][-1] == "SHA256SUMS"
    assert data["problems"] == []


def test_unpack_writes_the_members(bundle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["unpack", str(bundle), str(tmp_path / "out")]) == 0
    assert capsys.readouterr().out == f"{tmp_path / 'out'}\n"
    assert (tmp_path / "out" / "attachments" / "01-import.log").read_bytes() == b"line\n" * 500
    assert run(["unpack", str(bundle), str(tmp_path / "out")]) == 1
    assert "exists already" in capsys.readouterr().err
    assert run(["unpack", str(bundle), str(tmp_path / "out"), "--force"]) == 0


@pytest.mark.parametrize("arguments", [["verify"], ["inspect"], ["unpack", "OUT"], ["open"]])
def test_a_missing_file_is_wrong_usage(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rest = [str(tmp_path / "out") if word == "OUT" else word for word in arguments[1:]]
    assert run([arguments[0], str(tmp_path / "gone.zip"), *rest]) == 2
    assert capsys.readouterr().err == f"There is no file {tmp_path / 'gone.zip'}. Check the name.\n"


def test_an_encrypted_bundle_takes_the_variable(
    bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    locked = lock(bundle)
    assert run(["verify", str(locked)]) == 1
    assert "Set REPORTER_PASSPHRASE, or run in a terminal" in capsys.readouterr().err
    monkeypatch.setenv("REPORTER_PASSPHRASE", "wrong")
    assert run(["verify", str(locked)]) == 1
    assert "does not open this bundle" in capsys.readouterr().err
    monkeypatch.setenv("REPORTER_PASSPHRASE", "secret")
    assert run(["verify", str(locked)]) == 0
    assert run(["unpack", str(locked), str(tmp_path / "out")]) == 0
    assert (tmp_path / "out" / "a.txt").read_bytes() == b"text"


def test_the_page_is_shown_with_scripts_and_network_shut_off(bundle: Path) -> None:
    shown: list[str] = []

    def browse(url: str) -> bool:
        shown.append(url)
        return True

    surroundings = Surroundings()
    page = show_page(surroundings, bundle, None, browse=browse)
    assert shown == [page.as_uri()]
    assert page.is_relative_to(surroundings.places.cache)
    assert page.read_bytes().startswith(b'<!DOCTYPE html><meta http-equiv="Content-Security-Policy"')
    with pytest.raises(ReporterError, match="No browser could be opened"):
        show_page(surroundings, bundle, None, browse=lambda _url: False)


@pytest.mark.parametrize("page", [b"<script>evil()</script>", b"  <!doctype HTML><p>", b""])
def test_the_policy_comes_before_anything_that_could_run(page: bytes) -> None:
    guarded = guard(page)
    assert b"default-src 'none'" in guarded
    assert guarded.index(b"<meta") <= (guarded.index(b"<script") if b"<script" in guarded else len(guarded))


def test_a_bundle_without_a_page_is_told(tmp_path: Path) -> None:
    path = write_bundle(tmp_path / "a.zip", [Member("a.txt", b"x")]).path
    with pytest.raises(ReporterError, match=r"has no report\.html"):
        show_page(Surroundings(), path, None, browse=lambda _url: True)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_says_nothing_in_the_first_second() -> None:
    stderr = Terminal()
    times = iter([0.0, 0.5, 0.9])
    with show_progress(replace(Surroundings(), stderr=stderr), "Packing", clock=lambda: next(times)) as tell:
        tell(1, 2)
        tell(2, 2)
    assert stderr.getvalue() == ""


def test_progress_shows_a_bar_after_a_second() -> None:
    stderr = Terminal()
    times = iter([0.0, 1.5, 2.0])
    surroundings = replace(Surroundings(), stderr=stderr, environ={})
    with show_progress(surroundings, "Packing", clock=lambda: next(times)) as tell:
        tell(1_000_000, 2_000_000)
        tell(2_000_000, 2_000_000)
    assert "Packing" in stderr.getvalue()


def test_progress_is_plain_lines_where_nothing_may_be_repainted() -> None:
    stderr = Terminal()
    times = iter([0.0, 2.0, 3.0, 12.5])
    surroundings = replace(Surroundings(), stderr=stderr, environ={"ACCESSIBLE": "1"})
    with show_progress(surroundings, "Packing", clock=lambda: next(times)) as tell:
        for done in (100, 200, 500):
            tell(done * 1_000_000, 600_000_000)
    assert (
        stderr.getvalue() == "Packing: 100 of 600 MB, 50 MB/s, 10 s left\nPacking: 500 of 600 MB, 40 MB/s, 2 s left\n"
    )


def test_progress_without_a_total_has_no_time_left() -> None:
    assert describe("Packing", 5_000_000, 0, 2) == "Packing: 5 MB, 2 MB/s"
