"""`reporter resume --comment`: only what is new since the report was handed in, redacted as the report was."""

from __future__ import annotations

import json
import zipfile
from datetime import datetime, timezone
from pathlib import Path

import pytest

from reporter.answers import check_answers
from reporter.commands.follow_up import follow_up
from reporter.console import Surroundings
from reporter.drafts import Draft, create_draft
from reporter.errors import InputError, ReporterError
from reporter.handoff.record import remember_issue
from reporter.places import find_places

NOW = datetime(2025, 11, 19, 9, 0, tzinfo=timezone.utc)
FIRST = {
    "title": "Upgrade fails",
    "summary": "It failed for adele.vance@contoso.com.",
    "errors": [{"code": "80097376", "message": "no answer"}],
    "attempts": [{"what": "waited", "outcome": "same error"}],
}
URL = "https://github.com/microsoft/coe-starter-kit/issues/1"


@pytest.fixture
def draft(tmp_path: Path) -> Draft:
    made = create_draft(find_places(), NOW)
    made.report = check_answers(FIRST, name="a")
    made.target = "github"
    made.output = str(tmp_path)
    made.save(NOW)
    return made


def test_a_report_that_was_not_handed_in_has_no_follow_up(draft: Draft) -> None:
    with pytest.raises(InputError, match="was not handed in yet"):
        follow_up(Surroundings(), draft, output=None, force=False)


def test_nothing_new_is_said(draft: Draft) -> None:
    remember_issue(draft, URL, NOW)
    with pytest.raises(ReporterError, match="Nothing is new"):
        follow_up(Surroundings(), draft, output=None, force=False)


def test_only_what_is_new_goes_into_the_comment_and_its_bundle(
    draft: Draft, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    remember_issue(draft, URL, NOW)
    (tmp_path / "second.log").write_text("again, seen by adele.vance@contoso.com", encoding="utf-8")
    news = {
        "attempts": [*FIRST["attempts"], {"what": "imported again for adele.vance@contoso.com", "outcome": "fixed"}],
        "attachments": [{"path": str(tmp_path / "second.log")}],
    }
    draft.report = check_answers({**FIRST, **news}, name="a")
    assert follow_up(Surroundings(), draft, output=None, force=False) == 0
    comment, bundle = map(Path, capsys.readouterr().out.splitlines())
    assert bundle.stem.endswith("-github-follow-up-1")
    text = comment.read_text(encoding="utf-8")
    assert "imported again for user-" in text
    assert "waited" not in text
    assert "contoso" not in text
    with zipfile.ZipFile(bundle) as archive:
        report = json.loads(archive.read("report.json"))
        assert [attempt["outcome"] for attempt in report["attempts"]] == ["fixed"]
        assert "errors" not in report
        assert b"contoso" not in b"".join(archive.read(name) for name in archive.namelist())
    with pytest.raises(ReporterError, match="Nothing is new"):
        follow_up(Surroundings(), draft, output=None, force=False)
