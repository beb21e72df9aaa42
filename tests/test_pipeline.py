"""The whole way: a report and its evidence become one whole, checked zip for each target, or a sentence and no zip."""

from __future__ import annotations

import io
import json
import os
import zipfile
from pathlib import Path

import pytest

from reporter.answers import check_answers
from reporter.cli import run
from reporter.report import TARGETS, Target

LOG = """\
10:01 import started by adele.vance@contoso.com
10:02 using C:\\Users\\adele.vance\\Downloads\\kit.zip
10:03 Authorization: Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlF
10:04 connection string: Server=sql1;Password=Tr0ub4dor&3x
10:05 failed with 80097376 for adele.vance@contoso.com
"""
PRIVATE = ("adele.vance", "eyJhbGciOiJIUzI1NiIs", "Tr0ub4dor")
ANSWERS = """\
title: Import fails for adele.vance@contoso.com
summary: adele.vance@contoso.com could not import, see the log. password=Tr0ub4dor&3x
errors: [{code: 80097376, message: "no answer for adele.vance@contoso.com", http_status: BadGateway}]
solution: {name: Core, source_version: 4.47.1, target_version: 4.49.2}
attachments: [{path: logs/adele.vance@contoso.com.log, caption: the log of adele.vance@contoso.com}]
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    (folder / "logs").mkdir(parents=True)
    (folder / "logs" / "adele.vance@contoso.com.log").write_text(LOG, encoding="utf-8")
    (folder / "answers.yml").write_text(ANSWERS, encoding="utf-8")
    return folder


def build(case: Path, target: str, *more: str, out: Path | None = None) -> Path:
    before = {path.name for path in case.parent.glob("*.zip")}
    assert run(["build", str(case / "answers.yml"), "--for", target, "-o", str(out or case.parent), *more]) == 0
    (path,) = (path for path in case.parent.glob("*.zip") if path.name not in before)
    return path


def contents(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {info.filename: archive.read(info) for info in archive.infolist()}


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_gets_a_whole_zip_that_checks_itself(case: Path, target: Target) -> None:
    members = contents(build(case, target))
    text = {"github": "issue.md", "microsoft": "ticket.md", "internal": "ticket.md"}[target]
    assert {"README.txt", text, "report.html", "report.json", "redaction.json", "SHA256SUMS"} <= set(members)
    assert [name for name in members if name.startswith("attachments/01-")]
    listed = {line.split("  ", 1)[1] for line in members["SHA256SUMS"].decode().splitlines()}
    assert listed == set(members) - {"SHA256SUMS"}
    assert b"80097376" in members[text]


def test_nothing_private_is_in_a_public_bundle_nor_in_its_name(case: Path) -> None:
    path = build(case, "github")
    for name, data in contents(path).items():
        for value in PRIVATE:
            assert value not in path.name
            assert value not in name
            assert value.encode() not in data, f"{value} in {name}"


def test_secrets_leave_for_no_target(case: Path) -> None:
    for target in ("microsoft", "internal"):
        for name, data in contents(build(case, target)).items():
            assert b"Tr0ub4dor" not in data, f"{target}: {name}"
            assert b"eyJhbGciOiJIUzI1NiIs" not in data, f"{target}: {name}"


def test_a_value_has_the_same_pseudonym_in_text_file_and_file_name(case: Path) -> None:
    members = contents(build(case, "github"))
    (attachment,) = (name for name in members if name.startswith("attachments/"))
    pseudonym = next(word for word in attachment.split("-", 1)[1].split("/") if "user-" in word).removesuffix(".log")
    assert pseudonym.encode() in members["issue.md"]
    assert pseudonym.encode() in members[attachment]


def test_the_report_of_a_bundle_builds_the_same_report(case: Path, tmp_path: Path) -> None:
    first = build(case, "github")
    unpacked = tmp_path / "unpacked"
    assert run(["unpack", str(first), str(unpacked)]) == 0
    again = tmp_path / "again"
    again.mkdir()
    assert run(["build", str(unpacked / "report.json"), "--for", "github", "-o", str(again)]) == 0
    (second,) = again.glob("*.zip")
    one, two = contents(first), contents(second)
    assert json.loads(one["report.json"]) == json.loads(two["report.json"])
    assert one["issue.md"].replace(first.name.encode(), b"") == two["issue.md"].replace(second.name.encode(), b"")


def test_the_same_report_gives_the_same_bytes(case: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "one.zip", tmp_path / "two.zip"
    for path in (first, second):
        assert run(["build", str(case / "answers.yml"), "--for", "internal", "-o", str(path)]) == 0
    one, two = contents(first), contents(second)
    for name in ("report.json", "redaction.json", "attachments/01-adele.vance@contoso.com.log"):
        assert one[name] == two[name]


def test_an_existing_bundle_is_kept_without_force(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = build(case, "internal")
    before = path.read_bytes()
    arguments = ["build", str(case / "answers.yml"), "--for", "internal", "-o", str(path)]
    assert run(arguments) == 2
    assert "--force" in capsys.readouterr().err
    assert path.read_bytes() == before
    assert run([*arguments, "--force"]) == 0


def test_missing_attachments_are_all_told_and_nothing_is_written(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (case / "answers.yml").write_text("attachments: [{path: a.log}, {path: logs}, {path: b.log}]", encoding="utf-8")
    assert run(["build", str(case / "answers.yml"), "--for", "github", "-o", str(case.parent)]) == 2
    told = capsys.readouterr().err
    assert "a.log: is not there." in told
    assert "logs: is a folder." in told
    assert "b.log: is not there." in told
    assert not list(case.parent.glob("*.zip"))
    assert not list(case.parent.glob(".*"))


def test_strict_refuses_while_something_required_is_missing(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", str(case / "answers.yml"), "--for", "microsoft", "--strict", "-o", str(case.parent)]) == 1
    assert not list(case.parent.glob("*.zip"))
    assert "--strict" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions do not bind this user")
def test_a_read_only_folder_is_told(case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    assert run(["build", str(case / "answers.yml"), "--for", "github", "-o", str(closed)]) == 1
    assert "Traceback" not in capsys.readouterr().err


def test_encryption_without_terminal_or_variable_is_exit_2_and_no_zip(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["build", str(case / "answers.yml"), "--for", "internal", "--encrypt", "-o", str(case.parent)]) == 2
    assert "REPORTER_PASSPHRASE" in capsys.readouterr().err
    assert not list(case.parent.glob("*.zip"))


def test_an_encrypted_bundle_opens_only_with_the_passphrase(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORTER_PASSPHRASE", "correct horse battery staple 42 lamp")
    path = build(case, "internal", "--encrypt")
    assert path.stem.endswith("-encrypted")
    assert b"could not import" not in path.read_bytes()
    assert run(["verify", str(path)]) == 0
    monkeypatch.setenv("REPORTER_PASSPHRASE", "wrong")
    assert run(["verify", str(path)]) == 1


def test_check_lists_what_is_missing_and_exits_1(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(case / "answers.yml"), "--for", "microsoft", "--json"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert 0 < data["percent"] < 100
    assert data["missing"][0]["required"] is True
    assert {"path", "question", "why", "required"} == set(data["missing"][0])
    assert run(["check", str(case / "answers.yml"), "--for", "microsoft"]) == 1
    assert "Needed:" in capsys.readouterr().out


def test_the_demo_is_complete_for_every_target(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["demo", "-o", str(tmp_path / "out")]) == 0
    paths = [Path(line) for line in capsys.readouterr().out.splitlines()]
    assert [path.stem.rsplit("-", 1)[1] for path in paths] == list(TARGETS)
    for path in paths:
        members = contents(path)
        assert run(["verify", str(path)]) == 0
        for name in ("issue.md", "ticket.md"):
            if name in members:
                text = members[name].decode()
                for wanted in (
                    "80097376",
                    "Flow server error returned with status code",
                    "80072031",
                    "4.47.1",
                    "4.49.2",
                    "Europe",
                    "Production",
                    "Power Apps Premium",
                    "Waited 10 minutes",
                    "error-panel.png",
                    "2025-11-18 09:30",
                ):
                    assert wanted in text, f"{wanted} is not in {name} of {path.name}"
        assert [name for name in members if name.endswith("error-panel.png")]
    assert run(["demo", "-o", str(tmp_path / "out")]) == 2


def test_the_demo_is_the_same_on_every_run(tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert run(["demo", "-o", str(tmp_path / name)]) == 0
    ones, twos = sorted((tmp_path / "one").iterdir()), sorted((tmp_path / "two").iterdir())
    assert [path.name for path in ones] == [path.name for path in twos]
    assert [path.read_bytes() for path in ones] == [path.read_bytes() for path in twos]


def test_evidence_fills_what_the_answers_leave_open_and_is_attached(tmp_path: Path) -> None:
    (tmp_path / "answers.yml").write_text("summary: it failed\n", encoding="utf-8")
    (tmp_path / "error.txt").write_text("Error code 80072031. upgraded from 4.47.1 to 4.49.2", encoding="utf-8")
    arguments = ["build", str(tmp_path / "answers.yml"), str(tmp_path / "error.txt"), "--for", "github"]
    assert run([*arguments, "-o", str(tmp_path / "a.zip")]) == 0
    members = contents(tmp_path / "a.zip")
    report = check_answers(json.loads(members["report.json"]), name="report.json")
    assert report.summary == "it failed"
    assert [error.code for error in report.errors] == ["0x80072031"]
    assert (report.solution.source_version, report.solution.target_version) == ("4.47.1", "4.49.2")
    assert [attachment.path for attachment in report.attachments] == ["attachments/01-error.txt"]


def test_report_json_holds_no_path_of_this_machine(case: Path, tmp_path: Path) -> None:
    members = contents(build(case, "internal"))
    assert str(tmp_path).encode() not in b"".join(members.values())


def test_a_screenshot_goes_in_without_its_metadata_and_with_a_preview(case: Path) -> None:
    from PIL import Image, PngImagePlugin

    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "adele.vance@contoso.com")
    buffer = io.BytesIO()
    Image.new("RGB", (800, 600), "white").save(buffer, "PNG", pnginfo=notes)
    (case / "shot.png").write_bytes(buffer.getvalue() + b"adele.vance@contoso.com")
    (case / "answers.yml").write_text("title: t\nattachments: [{path: shot.png}]", encoding="utf-8")
    members = contents(build(case, "github"))
    image = members["attachments/01-shot.png"]
    assert b"adele" not in image
    with Image.open(io.BytesIO(image)) as opened:
        assert opened.size == (800, 600)
    assert b"data:image/png;base64," in members["report.html"]
    arguments = ["build", str(case / "answers.yml"), "--for", "github", "-o", str(case / "b.zip")]
    assert run([*arguments, "--blank", "shot.png:0,0,400,600"]) == 0
    with Image.open(io.BytesIO(contents(case / "b.zip")["attachments/01-shot.png"])) as opened:
        assert opened.convert("RGB").getpixel((100, 100)) == (0, 0, 0)
        assert opened.convert("RGB").getpixel((500, 100)) == (255, 255, 255)
    assert b"not scanned" in members["report.html"] or b"not checked" in members["report.html"]


def test_a_binary_stays_out_unless_the_user_takes_it_on_their_word_which_is_recorded(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (case / "trace.evtx").write_bytes(b"ElfFile\0" + bytes(range(256)) * 40 + b"adele.vance@contoso.com")
    (case / "answers.yml").write_text("contact: {email: adele.vance@contoso.com}\nattachments: [{path: trace.evtx}]")
    members = contents(build(case, "github"))
    assert "Not in the zip: attachments/01-trace.evtx: left out" in capsys.readouterr().err
    assert not [name for name in members if "trace" in name]
    assert [row["file"] for row in json.loads(members["redaction.json"])["left_out"]] == ["attachments/01-trace.evtx"]

    (case / "answers.yml").write_text(
        "contact: {email: adele.vance@contoso.com}\nattachments: [{path: trace.evtx, consent: yes}]"
    )
    assert run(["build", str(case / "answers.yml"), "--for", "github", "-o", str(case / "b.zip")]) == 0
    members = contents(case / "b.zip")
    assert b"adele" in members["attachments/01-trace.evtx"]
    (row,) = json.loads(members["redaction.json"])["not_scanned"]
    assert (row["file"], row["accepted_by"]) == ("attachments/01-trace.evtx", "the user")


def test_a_built_bundle_is_remembered_with_its_answers_file(case: Path, own_home: Path) -> None:
    from reporter.handoff.record import find_draft
    from reporter.places import find_places

    path = build(case, "github")
    draft = find_draft(find_places(), path)
    assert draft is not None
    assert draft.answers == str(case / "answers.yml")


@pytest.mark.parametrize("target", TARGETS)
def test_the_demo_built_again_from_its_report_is_the_same_report(target: Target, tmp_path: Path) -> None:
    assert run(["demo", "-o", str(tmp_path / "one")]) == 0
    (first,) = (tmp_path / "one").glob(f"*-{target}.zip")
    assert run(["unpack", str(first), str(tmp_path / "unpacked")]) == 0
    again = tmp_path / "again.zip"
    assert run(["build", str(tmp_path / "unpacked" / "report.json"), "--for", target, "-o", str(again)]) == 0
    assert json.loads(contents(first)["report.json"]) == json.loads(contents(again)["report.json"])
