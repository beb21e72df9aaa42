"""The review of what is taken out, and what the user decides there."""

from __future__ import annotations

import io
from datetime import datetime, timezone
from pathlib import Path

import pytest

from reporter.commands.redaction_screen import find_changes, show_redaction, try_redaction
from reporter.console import Surroundings
from reporter.drafts import Draft, create_draft
from reporter.report import Report
from tests.interview.script import ACCEPT, Script

NOW = datetime(2025, 11, 18, 17, tzinfo=timezone.utc)


@pytest.fixture
def surroundings() -> Surroundings:
    return Surroundings(stderr=io.StringIO(), environ={}, zone=timezone.utc, fixed_now=NOW)


@pytest.fixture
def draft(surroundings: Surroundings) -> Draft:
    return create_draft(surroundings.places, NOW)


def report(*files: Path) -> Report:
    return Report.model_validate(
        {
            "summary": "Ask ada.lovelace@fabrikam.com about Project Nightingale, please, before noon.",
            "attachments": [{"path": str(path)} for path in files],
        }
    )


def test_it_shows_before_and_after_and_counts_per_place(
    surroundings: Surroundings, draft: Draft, tmp_path: Path
) -> None:
    log = tmp_path / "log.txt"
    log.write_text("user ada.lovelace@fabrikam.com failed\nuser bob@fabrikam.com too\n")
    script = Script([ACCEPT])
    show_redaction(surroundings, script, draft, report(log), "github")
    text = "\n".join(script.told)
    assert "What happened: Ask ada.lovelace@fabrikam.com about" in text
    assert "becomes Ask user-" in text
    assert any(note.startswith("log.txt: email, 2") for note in script.asked[0].notes)


def test_one_value_is_kept_and_another_text_taken_out_and_both_are_remembered(
    surroundings: Surroundings, draft: Draft
) -> None:
    script = Script(["walk", "keep", "add", "Project Nightingale", ACCEPT])
    show_redaction(surroundings, script, draft, report(), "github")
    changes = try_redaction(surroundings, draft, report(), "github").changes
    assert len(changes) == 1
    assert "Nightingale" in changes[0][1]
    assert "Nightingale" not in changes[0][2]
    assert "lace@fabrikam.com about" in changes[0][2]


def test_decisions_can_be_taken_back(surroundings: Surroundings, draft: Draft) -> None:
    script = Script(["add", "Project Nightingale", "undo", ACCEPT])
    show_redaction(surroundings, script, draft, report(), "internal")
    assert try_redaction(surroundings, draft, report(), "internal").changes == ()


def test_only_the_changed_stretch_is_shown_with_some_context() -> None:
    before = {"a": ["x" * 50 + " secret " + "y" * 50, "same"]}
    after = {"a": ["x" * 50 + " hidden " + "y" * 50, "same"]}
    assert list(find_changes(before, after)) == [
        ("a[0]", f"…{'x' * 23} secret {'y' * 23}…", f"…{'x' * 23} hidden {'y' * 23}…")
    ]
