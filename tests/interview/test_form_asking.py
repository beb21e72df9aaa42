"""A repository's form in the interview."""

from __future__ import annotations

import io
from datetime import datetime, timezone
from pathlib import Path

import pytest

from reporter.commands import new as commands
from reporter.commands.form_asking import form_asker, list_choices
from reporter.console import Surroundings
from reporter.drafts import load_draft
from reporter.interview.question import Screen
from reporter.report import Report
from tests.interview.script import ACCEPT, Script

FORM = """\
name: Something broke
description: For faults
body:
  - type: markdown
    attributes:
      value: Please be **exact**.
  - type: input
    id: version
    attributes: {label: Version}
    validations: {required: true}
  - type: dropdown
    id: kind
    attributes: {label: Kind, options: [small, large]}
    validations: {required: true}
  - type: checkboxes
    id: sure
    attributes:
      label: Sure?
      options:
        - {label: I looked first, required: true}
  - type: textarea
    attributes: {label: Anything else}
"""
OTHER = FORM.replace("Something broke", "A wish").replace("For faults", "For wishes")
CONFIG = "contact_links:\n  - {name: Forum, url: https://example.com/forum, about: Ask there}\n"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def surroundings() -> Surroundings:
    return Surroundings(
        stdin=Terminal(),
        stdout=io.StringIO(),
        stderr=Terminal(),
        environ={},
        zone=timezone.utc,
        fixed_now=datetime(2025, 11, 18, 17, tzinfo=timezone.utc),
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    templates = tmp_path / "templates"
    templates.mkdir()
    for name, text in (("1-bug.yml", FORM), ("2-wish.yml", OTHER), ("config.yml", CONFIG)):
        (templates / name).write_text(text)
    return templates


def test_every_element_becomes_a_question_of_its_kind_in_its_order(surroundings: Surroundings, folder: Path) -> None:
    ask = form_asker(surroundings, str(folder / "1-bug.yml"), Script(), searches=lambda _report: ["Look first: there"])
    rows = ask(Report.model_validate({"solution": {"target_version": "4.49.2"}}))
    assert [(row.id, row.kind, row.optional, row.default, row.source) for row in rows] == [
        ("form.version", "line", False, "4.49.2", "from “Version to import”"),
        ("form.kind", "choice", False, None, ""),
        ("form.sure", "yes-no", False, None, ""),
        ("form.Anything else", "text", True, None, ""),
    ]
    assert rows[0].help == "Please be **exact**."
    assert [choice.value for choice in rows[1].choices] == ["small", "large"]
    assert rows[2].help == "Look first: there"


def test_several_forms_and_other_places_are_offered(surroundings: Surroundings, folder: Path) -> None:
    forms, links = list_choices(surroundings, str(folder))
    assert [(form.label, form.note) for form in forms] == [("Something broke", "For faults"), ("A wish", "For wishes")]
    assert links == "Not for an issue:\nForum: https://example.com/forum  Ask there"


def test_a_form_that_cannot_be_had_is_said_once_and_the_interview_goes_on(
    surroundings: Surroundings, tmp_path: Path
) -> None:
    script = Script()
    ask = form_asker(surroundings, str(tmp_path / "gone.yml"), script, searches=lambda _report: [])
    assert ask(Report()) == ()
    assert ask(Report()) == ()
    assert script.told.count("The questions go on without the form.") == 1


def test_the_chosen_form_is_asked_filled_and_kept(surroundings: Surroundings, folder: Path, tmp_path: Path) -> None:
    def answer(screen: Screen) -> object:
        choices = {"Which of the repository's forms?": str(folder / "2-wish.yml"), "Kind": "large"}
        return True if screen.ask == "I looked first" else choices.get(screen.ask, ACCEPT)

    script = Script(["Error code 80097376 from 4.47.1 to 4.49.2"], usual=answer)
    code = commands.new(
        surroundings,
        [],
        target="github",
        form=str(folder),
        output=tmp_path,
        accessible=False,
        force=False,
        encrypt=False,
        asker=script,
    )
    assert code == 0
    report = load_draft(surroundings.places).report
    assert report.form == {"kind": "large", "sure": ["I looked first"]}
    assert report.form_file == str(folder / "2-wish.yml")
    (chooser,) = [screen for screen in script.asked if screen.label == "Issue form"]
    assert chooser.notes == ("Not for an issue:", "Forum: https://example.com/forum  Ask there")
