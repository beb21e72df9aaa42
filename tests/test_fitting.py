"""A bundle that would be too large is said before work starts, and what was chosen is done."""

from __future__ import annotations

import json
import random
import zipfile
from pathlib import Path

import pytest

from reporter.answers import load_answers
from reporter.cli import run
from reporter.commands.oversize import ask_oversize
from reporter.commands.unreadable import ask_unreadable
from reporter.errors import ReporterError
from reporter.interview.plain import PlainAsker
from reporter.interview.question import Back, Screen


@pytest.fixture
def case(tmp_path: Path, own_home: Path) -> Path:
    """A limit of 600 KB, a log of 2 MB that packs to more than that, and a small one."""
    config = own_home / "reporter" / "config"
    config.mkdir(parents=True)
    (config / "settings.toml").write_text("[limits]\ngithub = 600_000\n", encoding="utf-8")
    chance = random.Random(5)
    lines = [f"{number:06d} step {chance.getrandbits(200):x}" for number in range(30_000)]
    lines[15_000] = "015000 ERROR the import failed"
    (tmp_path / "big.log").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "small.log").write_text("a small one\n", encoding="utf-8")
    (tmp_path / "answers.yml").write_text(
        "title: t\nattachments: [{path: big.log}, {path: small.log}]\n", encoding="utf-8"
    )
    return tmp_path


def build(case: Path, *more: str) -> int:
    return run(["build", str(case / "answers.yml"), "--for", "github", "-o", str(case / "a.zip"), *more])


def test_without_a_choice_it_is_said_and_made_all_the_same(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build(case) == 0
    assert "takes 0.6 MB. The largest file is big.log" in capsys.readouterr().err
    assert (case / "a.zip").stat().st_size > 600_000


def test_the_largest_is_left_out_and_recorded(case: Path) -> None:
    assert build(case, "--oversize", "leave-out") == 0
    assert (case / "a.zip").stat().st_size < 600_000
    with zipfile.ZipFile(case / "a.zip") as archive:
        names = [name for name in archive.namelist() if name.startswith("attachments/")]
        assert names == ["attachments/02-small.log"]
        (row,) = json.loads(archive.read("redaction.json"))["left_out"]
        assert row == {"file": "attachments/01-big.log", "why": "left out: too large for this place"}
        assert "too large for this place" in archive.read("issue.md").decode()


def test_the_lines_around_errors_are_kept(case: Path) -> None:
    assert build(case, "--oversize", "windows") == 0
    assert (case / "a.zip").stat().st_size < 600_000
    with zipfile.ZipFile(case / "a.zip") as archive:
        text = archive.read("attachments/01-big.log").decode()
        assert "ERROR the import failed" in text
        assert text.startswith("000000 step ")
        assert "002000 step" not in text
        assert "lines around errors, for its size" in archive.read("issue.md").decode()


def test_parts_open_each_alone_and_are_printed(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build(case, "--oversize", "parts") == 0
    paths = [Path(line) for line in capsys.readouterr().out.splitlines()]
    assert len(paths) > 1
    for path in paths:
        assert path.stat().st_size <= 600_000
        assert run(["verify", str(path)]) == 0


def test_an_unknown_choice_is_wrong_usage(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build(case, "--oversize", "shrink") == 2
    assert "leave-out, windows, parts, one-zip" in capsys.readouterr().err


class Scripted(PlainAsker):
    """Takes the default and keeps the screen."""

    def __init__(self) -> None:
        self.screens: list[Screen] = []
        self.answers: list[str] = []

    def choose(self, screen: Screen, choices: object, default: str | None) -> str | Back:
        self.screens.append(screen)
        assert default is not None
        return self.answers.pop() if self.answers else default


def test_the_interview_asks_only_where_it_will_not_fit(case: Path) -> None:
    report = load_answers(case / "answers.yml")
    absolute = report.model_copy(
        update={
            "attachments": tuple(one.model_copy(update={"path": str(case / one.path)}) for one in report.attachments)
        }
    )
    asker = Scripted()
    assert ask_oversize(asker, absolute, target="github", own={"github": 600_000}) == "windows"
    assert "big.log" in asker.screens[0].notes[0]
    assert ask_oversize(asker, absolute, target="github", own={}) is None
    assert len(asker.screens) == 1


def test_unreadable_attachments_are_asked_about(case: Path) -> None:
    report = load_answers(case / "answers.yml")
    there = report.attachments[0].model_copy(update={"path": str(case / "big.log")})
    gone = report.attachments[0].model_copy(update={"path": str(case / "gone.log")})
    asker = Scripted()
    assert ask_unreadable(asker, report.model_copy(update={"attachments": (there,)})).attachments == (there,)
    assert asker.screens == []
    both = report.model_copy(update={"attachments": (there, gone)})
    with pytest.raises(ReporterError, match="Stopped"):
        ask_unreadable(asker, both)
    assert "gone.log: is not there" in asker.screens[0].notes[0]
    asker.answers.append("leave out")
    assert ask_unreadable(asker, both).attachments == (there,)
