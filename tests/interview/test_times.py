"""Times as people type them."""

from __future__ import annotations

import contextlib
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.interview.times import NotATimeError, parse_time, show_time, split_time, write_time

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2025, 11, 19, 8, 0, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("yesterday 14:30", "2025-11-18T14:30:00+01:00"),
        ("Yesterday at 2:30 pm", "2025-11-18T14:30:00+01:00"),
        ("yesterday", "2025-11-18T00:00:00+01:00"),
        ("gestern um 14:30 Uhr", "2025-11-18T14:30:00+01:00"),
        ("today 7:05", "2025-11-19T07:05:00+01:00"),
        ("7:05", "2025-11-19T07:05:00+01:00"),
        ("7:05 UTC", "2025-11-19T07:05:00+00:00"),
        ("12:05 am", "2025-11-19T00:05:00+01:00"),
        ("now", "2025-11-19T08:00:00+01:00"),
        ("2 hours ago", "2025-11-19T06:00:00+01:00"),
        ("30 min ago", "2025-11-19T07:30:00+01:00"),
        ("an hour ago", "2025-11-19T07:00:00+01:00"),
        ("18.11.2025 9:14", "2025-11-18T09:14:00+01:00"),
        ("3.4.2025 9:14", "2025-04-03T09:14:00+02:00"),
        ("18.11.25, 09:14:05", "2025-11-18T09:14:05+01:00"),
        ("18.11.2025", "2025-11-18T00:00:00+01:00"),
        ("2025-11-18T09:14Z", "2025-11-18T09:14:00+00:00"),
        ("2025-11-18T09:14:30.123Z", "2025-11-18T09:14:30+00:00"),
        ("2025-11-18 09:14 UTC", "2025-11-18T09:14:00+00:00"),
        ("2025-11-18 09:14 +05:30", "2025-11-18T09:14:00+05:30"),
        ("2025-11-18 09:14-0800", "2025-11-18T09:14:00-08:00"),
        ("2025-11-18 09:14 UTC+2", "2025-11-18T09:14:00+02:00"),
        ("2025-11-18 09:14 PST", "2025-11-18T09:14:00-08:00"),
        ("2025-11-18", "2025-11-18T00:00:00+01:00"),
        ("11/18/2025 9:14 AM", "2025-11-18T09:14:00+01:00"),
        ("18/11/2025 9:14", "2025-11-18T09:14:00+01:00"),
        ("18 Nov 2025 9:14", "2025-11-18T09:14:00+01:00"),
        ("Nov 18, 2025 9:14 PM", "2025-11-18T21:14:00+01:00"),
        ("Tuesday 9:14", "2025-11-18T09:14:00+01:00"),
        ("18. November 2025 9:14", "2025-11-18T09:14:00+01:00"),
    ],
)
def test_a_typed_time_is_understood_with_its_zone(typed: str, iso: str) -> None:
    assert parse_time(typed, now=NOW, zone=BERLIN).isoformat() == iso


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("soon", "`soon` is not a time. Write it like"),
        ("", "is not a time"),
        ("31.02.2025 9:14", "not a day of the calendar"),
        ("18.11.2025 25:14", "not a time of day"),
        ("2025-11-18 13:00 pm", "not a time of day"),
        ("03/04/2025 9:14", "can be read day first or month first. Write 2025-MM-DD, or DD.MM.2025"),
        ("30.3.2025 2:30", "the clocks were put forward"),
        ("4.49.2", "not a time"),
        ("80097376", "not a time"),
    ],
)
def test_what_is_no_time_gets_a_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(NotATimeError, match=sentence):
        parse_time(typed, now=NOW, zone=BERLIN)


@pytest.mark.parametrize(
    ("line", "iso", "rest"),
    [
        ("18.11.2025 9:14 import started", "2025-11-18T09:14:00+01:00", "import started"),
        ("- 2025-11-18T09:14Z: first failure", "2025-11-18T09:14:00+00:00", "first failure"),
        ("yesterday 14:30 - retried, 80072031", "2025-11-18T14:30:00+01:00", "retried, 80072031"),
        ("18 Nov 2025 9:14 import started", "2025-11-18T09:14:00+01:00", "import started"),
        ("now looked at service health", "2025-11-19T08:00:00+01:00", "looked at service health"),
    ],
)
def test_a_line_begins_with_its_time(line: str, iso: str, rest: str) -> None:
    moment, text = split_time(line, now=NOW, zone=BERLIN)
    assert moment is not None
    assert (moment.isoformat(), text) == (iso, rest)


@pytest.mark.parametrize(
    "line", ["twice, same code", "4.49.2 was imported", "version 4.49.2 failed", "same error 3 times"]
)
def test_a_line_without_a_time_stays_whole(line: str) -> None:
    assert split_time(line, now=NOW, zone=BERLIN) == (None, line)


def test_a_time_is_shown_in_utc_and_local() -> None:
    moment = datetime(2025, 11, 18, 9, 14, tzinfo=timezone.utc)
    assert show_time(moment, BERLIN) == "2025-11-18 09:14 UTC (10:14 CET)"
    assert show_time(moment, timezone.utc) == "2025-11-18 09:14 UTC"
    there = timezone(timedelta(hours=-10))
    assert show_time(moment, there) == "2025-11-18 09:14 UTC (2025-11-17 23:14 UTC-10:00)"


@settings(deadline=None, max_examples=60)
@given(
    st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2030, 1, 1)),
    st.sampled_from([timezone.utc, timezone(timedelta(hours=5, minutes=30)), timezone(timedelta(hours=-8)), BERLIN]),
)
def test_a_written_time_is_read_back(moment: datetime, zone: ZoneInfo | timezone) -> None:
    moment = moment.replace(microsecond=0, tzinfo=timezone.utc).astimezone(zone)
    assert parse_time(write_time(moment), now=NOW, zone=BERLIN) == moment


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="0123456789.:/- TZapmyesterdaynow+", max_size=25))
def test_no_text_breaks_it(text: str) -> None:
    with contextlib.suppress(NotATimeError):
        assert parse_time(text, now=NOW, zone=BERLIN).tzinfo is not None
