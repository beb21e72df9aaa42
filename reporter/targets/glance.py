"""The tiles on top of the page: what an engineer must see in the first twenty seconds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from reporter.report import Report
from reporter.targets.timeline import tells_failure
from reporter.targets.times import show_duration, show_local, show_utc

NOT_GIVEN = "not given"


@dataclass(frozen=True)
class Tile:
    """One fact: its label, the value in large, a note in small."""

    label: str
    value: str
    note: str = ""
    given: bool = True


@dataclass(frozen=True)
class Glance:
    """The errors' codes, and the tiles beside them."""

    errors: tuple[Tile, ...]
    tiles: tuple[Tile, ...]


def take_glance(report: Report, zone: tzinfo) -> Glance:
    """Return what is shown first, each tile there even where its fact is missing."""
    return Glance(_errors(report), (_solution(report), _environment(report), _start(report, zone), _state(report)))


def _errors(report: Report) -> tuple[Tile, ...]:
    """Return the first three distinct errors by code; the label says their status and component."""
    tiles: dict[str, Tile] = {}
    for error in report.errors:
        name = error.code or _cut(error.message or error.http_status or "without code")
        words = [error.http_status if error.code else None, error.component.name if error.component else None]
        tiles.setdefault(name, Tile(_cut(", ".join(word for word in words if word)), name))
    return tuple(tiles.values())[:3]


def _solution(report: Report) -> Tile:
    solution = report.solution
    before, after = solution.source_version, solution.target_version
    name = _cut(solution.name or solution.unique_name or "")
    versions = " → ".join(version for version in (before, after) if version)
    if not before and after and report.operation.kind != "install":
        versions = f"{after} (version before not given)"
    kind = report.operation.kind or ""
    value = versions or name or NOT_GIVEN
    note = ", ".join(word for word in (name if versions else "", kind) if word)
    return Tile("Solution", value, note, given=value != NOT_GIVEN)


def _environment(report: Report) -> Tile:
    environment = report.environment
    value = ", ".join(word for word in (environment.type, environment.region) if word)
    note = ", ".join(word for word in (environment.license, environment.cloud) if word)
    return Tile("Environment", _cut(value) or NOT_GIVEN, _cut(note), given=bool(value))


def find_start(report: Report) -> datetime | None:
    """Return when the problem began: the start of the import, else the first failure, else the first event."""
    events = sorted(report.timeline, key=lambda event: event.at)
    failures = [event.at for event in events if tells_failure(event.what)]
    return next(iter((*filter(None, [report.operation.started]), *failures, *(event.at for event in events))), None)


def _start(report: Report, zone: tzinfo) -> Tile:
    start = find_start(report)
    if start is None:
        return Tile("Began", NOT_GIVEN, given=False)
    local = show_local(start, zone).split(" ", 1)[-1]
    seconds = report.operation.duration_seconds
    words = [local, f"lasted {show_duration(seconds)}" if seconds else ""]
    return Tile("Began", show_utc(start), ", ".join(word for word in words if word))


def _state(report: Report) -> Tile:
    """Return whether anything helped so far."""
    outcomes = [attempt.outcome for attempt in report.attempts if attempt.outcome != "not tried"]
    if not outcomes:
        return Tile("Steps tried", NOT_GIVEN, given=False)
    count = f"{len(outcomes)} step{'s' if len(outcomes) > 1 else ''} tried"
    if "fixed" in outcomes:
        return Tile("State", "Solved", count)
    if "partly" in outcomes:
        return Tile("State", "Partly solved", count)
    tries = f"{report.operation.tries} tries of the import" if report.operation.tries else ""
    return Tile("State", "Not solved", ", ".join(word for word in (count, tries) if word))


def _cut(text: str, length: int = 90) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"
