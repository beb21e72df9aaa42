"""One ordered list of all that has a time, and its picture."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.report import Report
from reporter.targets.timeline import Entry, draw, list_entries
from reporter.targets.times import show_both, show_duration, show_local, show_utc, show_zone
from tests.targets.cases import TYPICAL

NOON = datetime(2025, 11, 18, 12, 0, tzinfo=timezone.utc)
EAST = timezone(timedelta(hours=13))


def entries(**report: Any) -> list[tuple[str, str, str]]:
    made = list_entries(Report.model_validate(report), timezone.utc)
    return [(entry.utc[11:16], entry.kind, entry.what) for entry in made]


def test_events_attempts_and_the_start_are_one_list_in_order() -> None:
    assert entries(
        operation={"started": "2025-11-18T09:00:00Z", "duration_seconds": 600},
        timeline=[
            {"at": "2025-11-18T11:00:00+01:00", "what": "Looked at it"},
            {"at": "2025-11-18T09:10:20Z", "what": "It failed with 80097376"},
        ],
        attempts=[
            {"what": "Wait", "at": "2025-11-18T09:20:00Z", "outcome": "same error"},
            {"what": "Told already", "at": "2025-11-18T10:00:30Z"},
            {"what": "No time"},
        ],
    ) == [
        ("09:00", "event", "The import was started"),
        ("09:10", "error", "It failed with 80097376"),
        ("09:20", "attempt", "Tried: Wait (same error)"),
        ("10:00", "event", "Looked at it"),
    ]


def test_the_end_is_told_where_no_event_tells_it() -> None:
    assert entries(operation={"started": "2025-11-18T09:00:00Z", "duration_seconds": 967}) == [
        ("09:00", "event", "The import was started"),
        ("09:16", "event", "It ended after 16 min 7 s"),
    ]


@pytest.mark.parametrize(
    ("what", "kind"),
    [
        ("Import ended with 0x80072031", "error"),
        ("The flow service answered Bad Gateway", "error"),
        ("Timeout in the portal", "error"),
        ("Upgrade started", "event"),
        ("Case 2511180030001234 opened", "event"),
    ],
)
def test_failures_are_told_from_other_events(what: str, kind: str) -> None:
    assert entries(timeline=[{"at": NOON.isoformat(), "what": what}])[0][1] == kind


def test_a_picture_needs_two_entries_and_takes_no_more_than_it_can_show() -> None:
    def numbered(count: int) -> tuple[Entry, ...]:
        report = Report.model_validate(
            {"timeline": [{"at": NOON + timedelta(minutes=n), "what": f"step {n}"} for n in range(count)]}
        )
        return list_entries(report, timezone.utc)

    assert [draw(numbered(count)) is None for count in (0, 1, 2, 24, 25)] == [True, True, False, False, True]


def test_the_picture_of_the_typical_case() -> None:
    picture = draw(list_entries(TYPICAL, timezone.utc))
    assert picture is not None
    assert [(mark.number, mark.kind, mark.y) for mark in picture.marks] == [
        (1, "event", 40),
        (2, "error", 40),
        (3, "event", 40),
        (4, "error", 40),
        (5, "attempt", 40),
        (6, "event", 40),
    ]
    assert [gap.text for gap in picture.gaps] == ["16 min", "31 min", "19 min", "19 min", "20 h 50 min"]
    assert (picture.first, picture.last) == ("2025-11-18 09:14 UTC", "2025-11-19 07:30 UTC")


@settings(deadline=None, max_examples=100)
@given(st.lists(st.integers(0, 10**8), min_size=2, max_size=24))
def test_marks_stay_in_the_picture_in_order_and_never_cover_each_other(seconds: list[int]) -> None:
    report = Report.model_validate(
        {"timeline": [{"at": NOON + timedelta(seconds=second), "what": "x"} for second in seconds]}
    )
    picture = draw(list_entries(report, timezone.utc))
    assert picture is not None
    places = [float(mark.x.rstrip("%")) for mark in picture.marks]
    assert places == sorted(places)
    assert places[0] >= 4
    assert places[-1] <= 96.1
    for lane in {mark.y for mark in picture.marks}:
        row = [float(mark.x.rstrip("%")) for mark in picture.marks if mark.y == lane]
        assert all(after - before >= 5.9 for before, after in pairwise(row))


@pytest.mark.parametrize(
    ("time", "utc", "local", "both"),
    [
        (NOON, "2025-11-18 12:00 UTC", "2025-11-19 01:00 +13:00", "2025-11-18 12:00 UTC (2025-11-19 01:00 +13:00)"),
        (
            NOON.replace(hour=3, second=9),
            "2025-11-18 03:00:09 UTC",
            "2025-11-18 16:00:09 +13:00",
            "2025-11-18 03:00:09 UTC (16:00:09 +13:00)",
        ),
    ],
)
def test_times_are_shown_in_utc_and_in_the_zone(time: datetime, utc: str, local: str, both: str) -> None:
    assert (show_utc(time), show_local(time, EAST), show_both(time, EAST)) == (utc, local, both)
    assert show_both(time, timezone.utc) == utc


def test_a_zone_is_shown_by_its_name_or_its_offset() -> None:
    from zoneinfo import ZoneInfo

    assert show_zone(ZoneInfo("Europe/Zurich"), NOON) == "Europe/Zurich"
    assert show_zone(EAST, NOON) == "UTC+13:00"
    assert show_zone(timezone.utc, NOON) == "UTC"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (45, "45 s"),
        (967, "16 min 7 s"),
        (3600, "1 h"),
        (3605, "1 h"),
        (93_600, "1 d 2 h"),
        (90_061, "1 d 1 h"),
    ],
)
def test_a_duration_has_at_most_two_units(seconds: int, text: str) -> None:
    assert show_duration(seconds) == text


def test_the_ends_of_the_calendar_are_no_reason_to_stop() -> None:
    first = datetime.min.replace(tzinfo=EAST)
    assert show_both(first, timezone(timedelta(hours=-5))).endswith(" 00:00 UTC")
    assert show_both(datetime.max.replace(tzinfo=timezone(timedelta(hours=-5))), EAST).startswith("9999-12-31")
