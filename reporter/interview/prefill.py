"""Facts become the report's first answers: what was read, with where it was read, and what the sources dispute."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from reporter.evidence.facts import ErrorFact, Facts, Found, Where
from reporter.interview.title import propose_title
from reporter.report import Report

LISTS = ("references", "known")
"""Paths of lists outside `ids`: every value found is kept."""

VERSION = "solution.version"
"""Path of a version whose part is not said; the report has no such path."""

SAYS_NOTHING = ("", "_No response_", "None", "N/A")

BOX = re.compile(r"[-*] \[([ xX])\] (.+)")
"""A line of a checkboxes section, as GitHub writes it."""

FREE_TEXT = {
    "summary": ("describe the issue", "describe the bug", "bug description", "what happened", "description"),
    "expected": ("expected behavior", "expected behaviour"),
    "steps_to_reproduce": ("steps to reproduce", "steps to reproduce the issue", "reproduction steps"),
}
"""Headings of a pasted issue body whose text answers one of the report's own long questions."""


@dataclass(frozen=True)
class Prefilled:
    """A report from evidence alone. `sources` and `disputes` have report paths as keys (`errors`, `solution.name`)."""

    report: Report
    sources: Mapping[str, Where] = field(default_factory=dict)
    disputes: Mapping[str, tuple[Found, ...]] = field(default_factory=dict)
    suggestions: Mapping[str, Found] = field(default_factory=dict)
    """Values read from pictures: offered as a default, never taken without a person's word."""
    version: Found | None = None
    """The only version that was found, where nothing says whether it is the one before or the one to import."""


def prefill_report(facts: Facts) -> Prefilled:
    """Return what the evidence answers by itself; a value that the report cannot hold is left out, nothing is guessed.

    Where sources disagree, the best one stands in the report and all stand in `disputes`.
    """
    data: dict[str, Any] = {}
    sources: dict[str, Where] = {}
    suggestions: dict[str, Found] = {}
    for found in facts.found:
        if found.source == "ocr":
            suggestions.setdefault(found.path, found)
        else:
            _put(data, found)
            sources.setdefault(found.path, found.where)
    read = [error for error in facts.errors if error.source != "ocr"]
    for key, rows, where in (
        ("errors", [_error(error) for error in read], read[0].where if read else None),
        (
            "installed",
            [
                {"unique_name": row.unique_name, "version": row.version, "managed": row.managed, "name": row.name}
                for row in facts.installed
            ],
            facts.installed[0].where if facts.installed else None,
        ),
        (
            "missing_dependencies",
            [
                {"required": row.required, "dependent": row.dependent, "kind": row.kind, "solution": row.solution}
                for row in facts.dependencies
            ],
            facts.dependencies[0].where if facts.dependencies else None,
        ),
        (
            "timeline",
            [{"at": event.at, "what": event.what} for event in sorted(facts.events, key=lambda one: one.at)],
            facts.events[0].where if facts.events else None,
        ),
        (
            "attachments",
            [{"path": file.path} for file in facts.files if file.path and file.kind != "solution-zip"],
            None,
        ),
    ):
        if rows:
            data[key] = rows
        if where:
            sources[key] = where
    _take_labelled(data, facts)
    report = _keep_valid(data)
    report = report.model_copy(update={"title": report.title or propose_title(report)})
    return Prefilled(
        report=report,
        sources={path: where for path, where in sources.items() if path.startswith("ids.") or _has(report, path)},
        disputes={path: values for path, values in facts.disagreements().items() if path != VERSION},
        suggestions={path: found for path, found in suggestions.items() if not _has(report, path)},
        version=_lone_version(facts),
    )


def _lone_version(facts: Facts) -> Found | None:
    versions = facts.values(VERSION)
    told = any(found.path in ("solution.source_version", "solution.target_version") for found in facts.found)
    return versions[0] if len(versions) == 1 and not told else None


def read_value(report: Report, path: str) -> Any:
    """Return the value at a dotted path such as `solution.target_version`, or None."""
    value: Any = report
    for part in path.split("."):
        value = value.get(part) if isinstance(value, dict) else getattr(value, part, None)
        if value is None:
            return None
    return value


def _has(report: Report, path: str) -> bool:
    return read_value(report, path) not in (None, (), {}, "")


def _put(data: dict[str, Any], found: Found) -> None:
    """Set a single value once (the first is the best), or add to a list."""
    *parents, last = found.path.split(".")
    for parent in parents:
        data = data.setdefault(parent, {})
    if parents[:1] == ["ids"] or found.path in LISTS:
        values = data.setdefault(last, [])
        if str(found.value) not in values:
            values.append(str(found.value))
    else:
        data.setdefault(last, found.value)


def _error(error: ErrorFact) -> dict[str, Any]:
    component = error.component
    return {
        "code": error.code,
        "message": error.message,
        "http_status": error.http_status,
        "component": {"kind": component.kind, "name": component.name, "id": component.id} if component else None,
    }


def _take_labelled(data: dict[str, Any], facts: Facts) -> None:
    """Keep the sections of a pasted issue body: long ones as the report's own, the others as answers to the form."""
    for label, text in facts.labelled:
        if text.strip() in SAYS_NOTHING:
            continue
        heading = label.strip().rstrip(":?").casefold()
        path = next((path for path, headings in FREE_TEXT.items() if heading in headings), None)
        if path:
            data.setdefault(path, text.strip())
        else:
            data.setdefault("form", {})[label] = _read_boxes(text) or text.strip()


def _read_boxes(text: str) -> list[str]:
    """Return the labels of the ticked boxes of a section that consists of boxes."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    boxes = [BOX.fullmatch(line) for line in lines]
    return [box[2].strip() for box in boxes if box and box[1] != " "] if all(boxes) else []


def _keep_valid(data: dict[str, Any]) -> Report:
    """Return the report of the data without the values that the model refuses."""
    report = _validate(data)
    while not isinstance(report, Report):
        if not any(_drop(data, place) for place in report):
            return Report()
        report = _validate(data)
    return report


def _validate(data: dict[str, Any]) -> Report | list[tuple[int | str, ...]]:
    try:
        return Report.model_validate(data)
    except ValidationError as error:
        return [one["loc"] for one in error.errors(include_url=False)]


def _drop(data: Any, place: tuple[int | str, ...]) -> bool:
    """Remove the value at a place; a list loses its whole row. Return whether something was removed."""
    for number, part in enumerate(place):
        rest = place[number + 1 :]
        if isinstance(data, list) and isinstance(part, int) and part < len(data):
            return data.pop(part) is not None
        if not isinstance(data, dict) or part not in data:
            return False
        if not rest or not isinstance(data[part], dict | list):
            del data[part]
            return True
        data = data[part]
    return False
