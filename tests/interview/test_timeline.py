"""The timeline: typed in any order, kept in order, and nothing impossible goes unsaid."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.interview.timeline import find_impossible, read_timeline, show_timeline, write_timeline
from reporter.report import Report

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2025, 11, 19, 8, tzinfo=BERLIN)


def test_entries_are_put_in_order_with_their_own_zones() -> None:
    text = "- yesterday 14:30 second try\n\n2025-11-18T09:14Z: import started\n18.11.2025 9:00 EST coffee\n"
    rows = read_timeline(text, now=NOW, zone=BERLIN)
    assert rows == [
        {"at": "2025-11-18T09:14:00+00:00", "what": "import started"},
        {"at": "2025-11-18T14:30:00+01:00", "what": "second try"},
        {"at": "2025-11-18T09:00:00-05:00", "what": "coffee"},
    ]
    assert show_timeline(rows, BERLIN) == [
        "2025-11-18 09:14 UTC (10:14 CET)  import started",
        "2025-11-18 13:30 UTC (14:30 CET)  second try",
        "2025-11-18 14:00 UTC (15:00 CET)  coffee",
    ]


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.tuples(
            st.datetimes(min_value=datetime(2024, 1, 1), max_value=datetime(2026, 1, 1)),
            st.from_regex(r"[a-z]{1,10}( [a-z]{1,10}){0,3}", fullmatch=True),
        ),
        max_size=5,
    )
)
def test_what_is_written_is_read_back(entries: list[tuple[datetime, str]]) -> None:
    rows: list[dict[str, Any]] = [
        {"at": at.replace(microsecond=0, tzinfo=timezone.utc).isoformat(), "what": what} for at, what in entries
    ]
    rows.sort(key=lambda row: row["at"])
    assert read_timeline(write_timeline(rows), now=NOW, zone=BERLIN) == rows


@pytest.mark.parametrize(
    ("data", "sentences"),
    [
        (
            {"timeline": [{"at": "2025-11-18T09:00Z", "what": "import started"}]},
            (),
        ),
        (
            {"timeline": [{"at": "2025-11-20T09:00Z", "what": "import started"}]},
            ("“import started” lies in the future.",),
        ),
        (
            {
                "timeline": [
                    {"at": "2025-11-18T09:00Z", "what": "it failed"},
                    {"at": "2025-11-18T10:00Z", "what": "import started"},
                ]
            },
            ("“it failed” comes before anything was started.",),
        ),
        (
            {
                "timeline": [{"at": "2025-11-18T09:00Z", "what": "import started"}],
                "attempts": [{"what": "retry", "at": "2025-11-17T09:00Z"}, {"what": "wait", "at": "2025-12-17T09:00Z"}],
            },
            (
                "“wait” lies in the future.",
                "The step “retry” comes before everything else in the timeline.",
            ),
        ),
    ],
)
def test_impossible_orders_are_said(data: dict[str, Any], sentences: tuple[str, ...]) -> None:
    assert find_impossible(Report.model_validate(data), now=NOW) == sentences
