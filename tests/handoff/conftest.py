"""A bundle to hand over, hands that only note what they did, and a stand-in for `gh`."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path

import pytest

from reporter.answers import check_answers
from reporter.commands.send import send
from reporter.console import Surroundings
from reporter.errors import ReporterError
from reporter.handoff.delivery import Hands
from reporter.places import Places
from reporter.targets.copy_sheet import render_copy_sheet
from reporter.targets.form_fill import fill_form
from reporter.targets.issue_form import load_form
from tests.handoff.standin import StandIn, make_standin

TITLE = "[CoE Starter Kit - BUG] Upgrade fails: 80097376"
BODY = "### Describe the issue\n\nIt fails.\n"
REPORT = {
    "title": "Upgrade fails: 80097376",
    "summary": "It fails.",
    "errors": [{"code": "0x80097376", "component": {"kind": "flow", "name": "Sync Policy"}}],
    "solution": {"name": "Center of Excellence - Core Components", "target_version": "4.49.2"},
    "form_file": "microsoft/coe-starter-kit/1-coe-starter-kit-bug.yml",
    "schema": 1,
}


class Terminal(io.StringIO):
    """Text that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@dataclass
class Desk:
    """One user's machine: what was done on it, and what was said."""

    folder: Path
    environ: dict[str, str]
    opened: list[str] = field(default_factory=list)
    copied: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    works: bool = True
    out: str = ""
    said: str = ""

    @property
    def places(self) -> Places:
        return Places(self.folder / "config", self.folder / "state", self.folder / "cache")

    @property
    def hands(self) -> Hands:
        def note(notes: list[str]) -> object:
            def act(what: object) -> bool:
                notes.append(str(what))
                return self.works

            return act

        return Hands(open=note(self.opened), copy=note(self.copied), show=note(self.shown))  # type: ignore[arg-type]  # one function for three signatures

    def send(self, bundle: Path, via: str, *, typed: str | None = None, **options: object) -> int | str:
        """Run `send`; return its exit code, or the sentence of its error. `typed` is what a person types."""
        streams = (Terminal(typed or ""), io.StringIO(), Terminal() if typed is not None else io.StringIO())
        surroundings = Surroundings(
            stdin=streams[0] if typed is not None else io.StringIO(),
            stdout=streams[1],
            stderr=streams[2],
            environ=self.environ,
            places=self.places,
            zone=timezone.utc,
            fixed_now=datetime(2026, 1, 2, 3, 4, tzinfo=timezone.utc),
        )
        try:
            return send(surroundings, bundle, via=via, hands=self.hands, **options)  # type: ignore[arg-type]  # named in each test
        except ReporterError as error:
            return str(error)
        finally:
            self.out, self.said = streams[1].getvalue(), streams[2].getvalue()

    @property
    def text_file(self) -> Path:
        """Where the text of the bundle `report-github.zip` is kept."""
        return self.places.state / "handoff" / "report-github" / "issue.md"


@pytest.fixture
def gh(tmp_path: Path) -> StandIn:
    return make_standin(tmp_path / "bin")


@pytest.fixture
def desk(tmp_path: Path, gh: StandIn) -> Desk:
    return Desk(tmp_path / "home", gh.environ)


@pytest.fixture
def bundle(tmp_path: Path, desk: Desk) -> Path:
    form = load_form("microsoft/coe-starter-kit", places=desk.places, environ={})
    report = check_answers(REPORT, name="report.json")
    sheet = render_copy_sheet(form, fill_form(form, report), TITLE)
    texts = {"issue.md": BODY, "title.txt": TITLE + "\n", **{one.name: one.text for one in sheet}}
    return write_zip(tmp_path / "report-github.zip", texts)


def write_zip(path: Path, texts: dict[str, str]) -> Path:
    """Write a small bundle; `report.json` is added."""
    with zipfile.ZipFile(path, "w") as file:
        for name, text in {**texts, "report.json": json.dumps(REPORT)}.items():
            file.writestr(name, text)
    return path
