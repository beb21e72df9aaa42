from __future__ import annotations

from typing import Any

from reporter.answers import check_answers
from reporter.handoff.followup import new_since, render_comment
from reporter.report import Report, dump_report
from reporter.targets.markdown import MARK

OLD: dict[str, Any] = {
    "title": "Upgrade fails",
    "summary": "It fails.",
    "solution": {"name": "Core", "target_version": "4.49.2"},
    "errors": [{"code": "0x80097376"}],
    "attempts": [{"what": "Import again", "at": "2026-01-01T10:00:00Z", "outcome": "not tried"}],
    "timeline": [{"at": "2026-01-01T09:00:00Z", "what": "Import started"}],
    "attachments": [{"path": "a.log"}],
    "ids": {"activity": ["1"]},
    "contact": {"name": "Ada"},
}


def report(data: dict[str, Any]) -> Report:
    return check_answers(data, name="test")


def test_nothing_new_is_nothing() -> None:
    assert new_since(report(OLD), report(OLD)) is None


def test_only_what_is_new_is_left() -> None:
    new = report(
        {
            **OLD,
            "errors": [{"code": "0x80097376"}, {"code": "0x80072031", "message": "No status."}],
            "attempts": [
                {"what": "Import again", "at": "2026-01-01T10:00:00Z", "outcome": "same error"},
                {"what": "Clear the cache, @me", "outcome": "fixed", "note": "at last"},
            ],
            "timeline": [*OLD["timeline"], {"at": "2026-01-02T09:00:00Z", "what": "Second import"}],
            "attachments": [{"path": "a.log"}, {"path": "b.log", "caption": "second try"}],
            "ids": {"activity": ["1", "2"], "case": ["3"]},
        }
    )
    news = new_since(report(OLD), new)
    assert news is not None
    assert dump_report(news) == {
        "title": "Upgrade fails",
        "errors": [{"code": "0x80072031", "message": "No status."}],
        "solution": {"name": "Core", "target_version": "4.49.2"},
        "ids": {"activity": ["2"], "case": ["3"]},
        "attempts": [
            {"what": "Import again", "at": "2026-01-01T10:00:00Z", "outcome": "same error"},
            {"what": "Clear the cache, @me", "outcome": "fixed", "note": "at last"},
        ],
        "timeline": [{"at": "2026-01-02T09:00:00Z", "what": "Second import"}],
        "attachments": [{"path": "b.log", "caption": "second try"}],
        "schema": 1,
    }
    assert render_comment(news, bundle_name="report.zip").text == (
        "New since the report:\n\n"
        "**0x80072031**\n\n```text\nNo status.\n```\n\n"
        "**Steps tried**\n\n"
        "- 2026-01-01 10:00 UTC: Import again → same error\n"
        f"- Clear the cache, @{MARK}me → fixed. at last\n\n"
        "**Timeline**\n\n- 2026-01-02 09:00 UTC: Second import\n\n"
        "**Ids**\n\n- activity: 2\n- case: 3\n\n"
        "**Files** (in `report.zip`)\n\n- b.log: second try\n"
    )


def test_a_file_is_known_by_its_content_where_that_was_recorded() -> None:
    old = report({**OLD, "attachments": [{"path": "a.log", "sha256": "1"}]})
    moved = report({**OLD, "attachments": [{"path": "c.log", "sha256": "1"}]})
    changed = report({**OLD, "attachments": [{"path": "a.log", "sha256": "2"}]})
    assert new_since(old, moved) is None
    news = new_since(old, changed)
    assert news is not None
    assert [one.path for one in news.attachments] == ["a.log"]
