"""The issue's body through the repository's own form: any form gets everything, nothing is told twice or dropped."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reporter.errors import ReporterError
from reporter.places import Places
from reporter.report import Report
from reporter.targets.documents import render_documents
from tests.targets.cases import TYPICAL, make_context

FORM = """name: Bug
description: A bug
title: "[Bug]: "
body:
%s
"""
ONLY_INPUTS = (
    FORM
    % """  - type: input
    id: one
    attributes: {label: A name}
"""
)
NO_DESCRIPTION = (
    FORM
    % """  - type: textarea
    attributes: {label: Logs, render: shell}
  - type: textarea
    id: notes
    attributes: {label: Anything else}
"""
)
DESCRIPTION = (
    FORM
    % """  - type: textarea
    id: what
    attributes: {label: Describe the bug}
  - type: dropdown
    id: kind
    attributes: {label: Kind, options: [Fast, Slow]}
  - type: textarea
    attributes: {label: Expected behavior}
"""
)


def make_issue(tmp_path: Path, form_text: str, /, **changes: object) -> dict[str, str]:
    path = tmp_path / "bug.yml"
    path.write_text(form_text, encoding="utf-8")
    report = Report.model_validate({**TYPICAL.model_dump(by_alias=True), **changes})
    places = Places(config=tmp_path / "config", state=tmp_path / "state", cache=tmp_path / "cache")
    context = replace(make_context(report, "github", full=True), form_file=str(path), places=places)
    return {document.name: document.text for document in render_documents(context)}


def sections(body: str) -> dict[str, str]:
    parts = ("\n" + body).split("\n### ")[1:]
    return {part.split("\n", 1)[0]: part.split("\n", 1)[1].strip() for part in parts}


def test_the_field_that_asks_what_happened_gets_everything(tmp_path: Path) -> None:
    found = sections(make_issue(tmp_path, DESCRIPTION)["issue.md"])
    assert list(found) == ["Describe the bug", "Kind", "Expected behavior"]
    assert "**Error 1: 0x80097376 BadGateway**" in found["Describe the bug"]
    assert found["Expected behavior"] == "The upgrade completes."
    assert "The upgrade completes." not in found["Describe the bug"]
    assert "**Steps to reproduce**" in found["Describe the bug"]


def test_without_such_a_field_the_first_free_text_takes_it(tmp_path: Path) -> None:
    found = sections(make_issue(tmp_path, NO_DESCRIPTION)["issue.md"])
    assert list(found) == ["Logs", "Anything else"]
    assert found["Logs"].startswith("```shell\n0x80097376 BadGateway")
    assert "**Timeline**" in found["Anything else"]


def test_a_form_of_single_lines_gets_a_section_behind_it(tmp_path: Path) -> None:
    found = sections(make_issue(tmp_path, ONLY_INPUTS)["issue.md"])
    assert list(found) == ["A name", "Report"]
    assert "**Steps tried**" in found["Report"]


def test_the_user_s_own_description_is_told_once_with_the_facts_behind_it(tmp_path: Path) -> None:
    text = f"It broke on Tuesday.\n\n{TYPICAL.summary}"
    found = sections(make_issue(tmp_path, DESCRIPTION, form={"Describe the bug": text})["issue.md"])
    assert found["Describe the bug"].count("It broke on Tuesday.") == 1
    assert found["Describe the bug"].count("The old version still works.") == 1
    assert "**Error 2: 0x80072031**" in found["Describe the bug"]


def test_another_description_of_the_user_stands_before_the_summary(tmp_path: Path) -> None:
    found = sections(make_issue(tmp_path, DESCRIPTION, form={"what": "Mine."}, summary="Ours.")["issue.md"])
    assert "Mine.\n\nOurs." in found["Describe the bug"]


def test_answers_that_the_form_cannot_take_are_kept_in_the_description(tmp_path: Path) -> None:
    made = make_issue(tmp_path, DESCRIPTION, form={"kind": "Medium", "Gone field": "still true"})
    found = sections(made["issue.md"])
    assert found["Kind"] == "None"
    assert "**Kind**\n\nMedium\n" in found["Describe the bug"]
    assert "**Gone field**\n\nstill true\n" in found["Describe the bug"]


def test_answers_that_the_form_takes_stand_in_their_field(tmp_path: Path) -> None:
    found = sections(make_issue(tmp_path, DESCRIPTION, form={"kind": "slow"})["issue.md"])
    assert found["Kind"] == "Slow"
    assert "**Kind**" not in found["Describe the bug"]


def test_the_title_has_the_form_s_mark(tmp_path: Path) -> None:
    assert make_issue(tmp_path, DESCRIPTION, title="It fails")["title.txt"] == "[Bug]: It fails\n"


def test_the_copy_sheet_has_the_same_texts(tmp_path: Path) -> None:
    made = make_issue(tmp_path, DESCRIPTION)
    assert sections(made["issue.md"])["Describe the bug"].splitlines()[0] in made["copy.txt"]
    assert "[Bug]: Upgrade of Center of Excellence - Core Components" in made["copy.txt"]


def test_a_form_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReporterError, match=r"bug\.yml"):
        make_issue(tmp_path, "just: text\n")


@pytest.mark.parametrize("code", ["0xZZZZZZZZ", "E1234", "0x1", "80097376"])
def test_any_code_is_shown_as_it_is(tmp_path: Path, code: str) -> None:
    body = make_issue(tmp_path, DESCRIPTION, errors=[{"code": code, "message": "It stopped."}])["issue.md"]
    assert f"**Error: {code.replace('80097376', '0x80097376')}**" in body


def test_links_carry_no_address_but_http(tmp_path: Path) -> None:
    body = make_issue(tmp_path, DESCRIPTION)["issue.md"]
    assert "[issues with this code](https://github.com/search?q=80097376&type=issues)" in body
