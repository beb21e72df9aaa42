"""`reporter drafts`: what the list shows, and what it never shows."""

from __future__ import annotations

import io
import json
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from reporter.commands.drafts import delete, list_all
from reporter.console import Surroundings
from reporter.drafts import create_draft, draft_for_answers, list_drafts
from reporter.errors import InputError
from reporter.report import Report

NOW = datetime(2025, 11, 18, 17, tzinfo=timezone.utc)


@pytest.fixture
def surroundings() -> Surroundings:
    return Surroundings(
        stdout=io.StringIO(), stderr=io.StringIO(), environ={}, zone=timezone(timedelta(hours=1)), fixed_now=NOW
    )


def said(stream: object) -> str:
    assert isinstance(stream, io.StringIO)
    return stream.getvalue()


def test_drafts_are_listed_newest_first_with_their_state(surroundings: Surroundings, tmp_path: Path) -> None:
    old, new = create_draft(surroundings.places, NOW), create_draft(surroundings.places, NOW)
    old.report = Report(title="Upgrade fails: 80097376")
    old.bundles = ["report.zip"]
    old.save(NOW)
    new.save(NOW + timedelta(minutes=5))
    kept = draft_for_answers(surroundings.places, tmp_path / "answers.yml", now=NOW - timedelta(days=1))
    assert list_all(surroundings, as_json=False) == 0
    assert said(surroundings.stdout) == (
        f"{new.id}  2025-11-18 18:05  open      nothing read yet\n"
        f"{old.id}  2025-11-18 18:00  built     Upgrade fails: 80097376\n"
        f"{kept.id}  2025-11-17 18:00  answers   pseudonyms of {tmp_path / 'answers.yml'}\n"
    )


def test_a_title_is_listed_without_what_must_not_leave(surroundings: Surroundings) -> None:
    draft = create_draft(surroundings.places, NOW)
    draft.report = Report(title="Import by ada.lovelace@fabrikam.com fails")
    draft.save(NOW)
    list_all(surroundings, as_json=False)
    list_all(surroundings, as_json=True)
    assert "fabrikam" not in said(surroundings.stdout)
    assert "lovelace" not in said(surroundings.stdout)


def test_the_list_as_json(surroundings: Surroundings) -> None:
    draft = create_draft(surroundings.places, NOW)
    draft.target = "internal"
    draft.save(NOW)
    list_all(surroundings, as_json=True)
    assert json.loads(said(surroundings.stdout)) == [
        {
            "id": draft.id,
            "changed": "2025-11-18T17:00:00+00:00",
            "state": "open",
            "about": "nothing read yet",
            "target": "internal",
            "bundles": [],
        }
    ]


def test_no_drafts_is_said(surroundings: Surroundings) -> None:
    assert list_all(surroundings, as_json=False) == 0
    assert said(surroundings.stdout) == ""
    assert said(surroundings.stderr) == "There are no drafts. `reporter new` starts a report.\n"


def test_one_or_all_are_deleted(surroundings: Surroundings) -> None:
    drafts = [create_draft(surroundings.places, NOW) for _ in range(3)]
    for draft in drafts:
        draft.save(NOW)
    assert delete(surroundings, drafts[0].id) == 0
    assert len(list_drafts(surroundings.places)) == 2
    assert delete(surroundings, "all") == 0
    assert list_drafts(surroundings.places) == []
    with pytest.raises(InputError, match="no draft named"):
        delete(surroundings, drafts[0].id)
