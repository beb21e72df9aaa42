"""The timeline as one ordered list of what is known with a time, and the geometry of its picture."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from itertools import pairwise
from typing import Literal

from reporter.report import Report
from reporter.targets.times import show_both, show_duration, show_local, show_utc

Kind = Literal["event", "error", "attempt"]
KINDS: dict[Kind, str] = {"event": "event", "error": "failure", "attempt": "step tried"}

_FAILURE = re.compile(r"\b(0x)?8[0-9a-f]{7}\b|\b(fail|failed|fails|failure|error|bad ?gateway|time[d -]?out)\b", re.I)

_AXIS = 40
_LANE = 28
"""Pixels from the top to the axis, and from one lane to the next under it."""
_BELOW = 36
"""Pixels under the lowest lane, for the dates."""
_CLOSE = 6.0
"""Percent of the width below which two marks would touch on a narrow screen."""
_GAP_LABEL = 12.0
"""Percent of the width that a gap must have to carry its duration; twice as much for both of its units."""
MOST_MARKS = 24
"""More marks than this cannot be told apart: then the list alone is shown."""


@dataclass(frozen=True)
class Entry:
    """One line of the timeline, its time in UTC and in the user's zone."""

    at: datetime
    what: str
    kind: Kind
    utc: str
    local: str
    both: str
    since: str
    """Time since the entry before it; empty for the first."""


@dataclass(frozen=True)
class Mark:
    """One entry in the picture: number, place (percent of the width, pixels from the top) and kind."""

    number: int
    x: str
    y: int
    kind: Kind


@dataclass(frozen=True)
class GapLabel:
    """The duration between two marks, written where there is room for it."""

    x: str
    text: str
    wide: bool
    """Whether there is room for it on a narrow screen too."""


@dataclass(frozen=True)
class Picture:
    """What the page draws; widths in percent, so that it fits every screen while its letters keep their size."""

    marks: tuple[Mark, ...]
    gaps: tuple[GapLabel, ...]
    first: str
    last: str
    height: int
    kinds: tuple[tuple[Kind, str], ...]
    """The kinds that occur, with their names, for the legend."""
    axis: int = _AXIS


def list_entries(report: Report, zone: tzinfo) -> tuple[Entry, ...]:
    """Return all that has a time, oldest first: events, and the start and the attempts where no event tells them."""
    rows: list[tuple[datetime, str, Kind]] = [
        (event.at, event.what, "error" if tells_failure(event.what) else "event") for event in report.timeline
    ]
    started, seconds = report.operation.started, report.operation.duration_seconds
    if started and not _near(rows, started):
        rows.append((started, "The import was started", "event"))
        if seconds and not _near(rows, started + timedelta(seconds=seconds)):
            rows.append((started + timedelta(seconds=seconds), f"It ended after {show_duration(seconds)}", "event"))
    known = tuple(rows)
    for attempt in report.attempts:
        if attempt.at and not _near(known, attempt.at):
            outcome = f" ({attempt.outcome})" if attempt.outcome else ""
            rows.append((attempt.at, f"Tried: {attempt.what}{outcome}", "attempt"))
    rows.sort(key=lambda row: row[0])
    return tuple(
        Entry(
            at=at,
            what=what,
            kind=kind,
            utc=show_utc(at),
            local=show_local(at, zone),
            both=show_both(at, zone),
            since=show_duration((at - rows[number - 1][0]).total_seconds()) if number else "",
        )
        for number, (at, what, kind) in enumerate(rows)
    )


def tells_failure(what: str) -> bool:
    """Whether the words of an event tell of an error."""
    return _FAILURE.search(what[:1000]) is not None


def draw(entries: tuple[Entry, ...]) -> Picture | None:
    """Return the picture of the entries, or None where it would say nothing (fewer than 2) or too much (over 24).

    Half of the width is shared evenly, half by the logarithm of the time between: minutes stay apart beside days, and
    days look longer. Marks that would touch stand under each other.
    """
    if not 2 <= len(entries) <= MOST_MARKS:
        return None
    gaps = [(after.at - before.at).total_seconds() for before, after in pairwise(entries)]
    weights = [math.log10(1 + gap / 60) for gap in gaps]
    even, total = 46.0 / len(gaps), sum(weights)
    places = [4.0]
    for weight in weights:
        places.append(places[-1] + even + (46.0 * weight / total if total else even))
    marks: list[Mark] = []
    ends: list[float] = []
    for number, (entry, place) in enumerate(zip(entries, places, strict=True), start=1):
        lane = next((lane for lane, end in enumerate(ends) if place - end >= _CLOSE), len(ends))
        ends[lane : lane + 1] = [place]
        marks.append(Mark(number, f"{place:.1f}%", _AXIS + lane * _LANE, entry.kind))
    labels = []
    for before, after, gap in zip(places, places[1:], gaps, strict=False):
        units = 4 if after - before >= 2 * _GAP_LABEL else 2
        if after - before >= _GAP_LABEL:
            text = " ".join(show_duration(gap).split()[:units])
            labels.append(GapLabel(f"{(before + after) / 2:.1f}%", text, after - before >= 1.5 * _GAP_LABEL))
    used = {entry.kind for entry in entries}
    kinds = tuple((kind, name) for kind, name in KINDS.items() if kind in used)
    height = max(mark.y for mark in marks) + _BELOW
    return Picture(tuple(marks), tuple(labels), entries[0].utc, entries[-1].utc, height, kinds)


def _near(rows: Sequence[tuple[datetime, str, Kind]], time: datetime) -> bool:
    """Whether something is told of the same minute already: then it is the same thing."""
    return any(abs((at - time).total_seconds()) < 60 for at, _, _ in rows)
