"""The timeline as lines of text: a time, then what happened; put in order, with what cannot be said aloud."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Any

from reporter.interview.times import NotATimeError, show_time, split_time, write_time
from reporter.report import Report

Row = Mapping[str, Any]
ENDS = re.compile(r"\b(fail|failed|ended|finished|completed|stopped|error)\b", re.IGNORECASE)
STARTS = re.compile(r"\b(start|started|begin|began|begun|launched)\b", re.IGNORECASE)
SLACK = timedelta(minutes=5)
"""Clocks differ: a time this little ahead of ours is not called future."""


def read_timeline(text: str, *, now: datetime, zone: tzinfo) -> list[dict[str, str]]:
    """Return the entries of a text with one entry a line, in the order of their times; times as ISO 8601 with zone.

    Raises:
        ValueError: a line has no time or no event; the sentence names the line.
    """
    rows = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            moment, what = split_time(line, now=now, zone=zone)
        except NotATimeError as error:
            raise ValueError(f"Line {number}: {error}") from None
        if moment is None:
            raise ValueError(
                f"Line {number} does not begin with a time. Write it like: 18.11.2025 9:14 {line.strip()[:30]}"
            )
        if not what:
            raise ValueError(f"Line {number} says when, but not what happened.")
        rows.append((moment, what))
    return [{"at": moment.isoformat(), "what": what} for moment, what in sorted(rows, key=lambda row: row[0])]


def write_timeline(rows: Sequence[Row]) -> str:
    """Return the entries as text that can be edited and read again."""
    return "\n".join(f"{write_time(_moment(row))} {row['what']}" for row in rows)


def show_timeline(rows: Sequence[Row], zone: tzinfo) -> list[str]:
    """Return one line per entry, in UTC and local time, in order."""
    return [f"{show_time(_moment(row), zone)}  {row['what']}".rstrip() for row in sorted(rows, key=_moment)]


def find_impossible(report: Report, *, now: datetime) -> tuple[str, ...]:
    """Return a sentence for each time that cannot be: in the future, an end before its start, a step too early."""
    sentences = [f"“{event.what}” lies in the future." for event in report.timeline if event.at > now + SLACK]
    sentences += [
        f"“{attempt.what}” lies in the future."
        for attempt in report.attempts
        if attempt.at and attempt.at > now + SLACK
    ]
    started = [event for event in report.timeline if STARTS.search(event.what)]
    ended = [event for event in report.timeline if ENDS.search(event.what) and not STARTS.search(event.what)]
    if started and ended and max(event.at for event in ended) < min(event.at for event in started):
        sentences.append(f"“{ended[-1].what}” comes before anything was started.")
    first = min((event.at for event in report.timeline), default=report.operation.started)
    if first:
        sentences += [
            f"The step “{attempt.what}” comes before everything else in the timeline."
            for attempt in report.attempts
            if attempt.at and attempt.at < first
        ]
    return tuple(sentences)


def _moment(row: Row) -> datetime:
    at = row["at"]
    return at if isinstance(at, datetime) else datetime.fromisoformat(str(at).replace("Z", "+00:00"))
