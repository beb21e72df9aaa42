"""Existing issues in the interview: one's own is commented on, not filed twice."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from datetime import datetime, timezone

import pytest

from reporter.commands.duplicates_screen import ask_duplicates
from reporter.console import Surroundings
from reporter.drafts import create_draft
from reporter.processes import CommandResult
from reporter.report import Report
from tests.interview.script import ACCEPT, Script

NOW = datetime(2025, 11, 18, 17, tzinfo=timezone.utc)
REPORT = Report.model_validate(
    {"errors": [{"code": "80097376", "message": "gateway of ada.lovelace@fabrikam.com failed"}]}
)
URL = "https://github.com/contoso/kit/issues/17"


@pytest.fixture
def surroundings() -> Surroundings:
    return Surroundings(stderr=io.StringIO(), environ={}, zone=timezone.utc, fixed_now=NOW)


class Gh:
    """Answers as gh would, and keeps what it was asked."""

    def __init__(self, *, signed_in: bool) -> None:
        self.signed_in = signed_in
        self.asked: list[Sequence[str]] = []

    def __call__(self, args: Sequence[str], **_options: object) -> CommandResult:
        self.asked.append(args)
        if "auth" in args:
            return CommandResult(0 if self.signed_in else 1)
        return CommandResult(0, json.dumps([{"number": 17, "title": "Same", "state": "OPEN", "url": URL}]))


def test_the_users_own_issue_is_remembered_and_said_to_be_commented_on(surroundings: Surroundings) -> None:
    gh, script = Gh(signed_in=True), Script([URL])
    draft = create_draft(surroundings.places, NOW)
    assert ask_duplicates(surroundings, script, draft, REPORT, run=gh) == URL
    assert any(URL in line for line in script.told)
    assert "fabrikam" not in str(gh.asked)


def test_another_failure_stays_a_new_issue(surroundings: Surroundings) -> None:
    draft = create_draft(surroundings.places, NOW)
    assert ask_duplicates(surroundings, Script([ACCEPT]), draft, REPORT, run=Gh(signed_in=True)) is None


def test_without_gh_there_are_links(surroundings: Surroundings) -> None:
    script = Script()
    draft = create_draft(surroundings.places, NOW)
    assert ask_duplicates(surroundings, script, draft, REPORT, run=Gh(signed_in=False)) is None
    assert any("https://github.com/" in line for line in script.told)
