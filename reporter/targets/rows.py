"""Label and value: the sections of a report whose parts are single values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reporter.labels import label_of
from reporter.report import Report
from reporter.targets.budget import Budget
from reporter.targets.document import RenderContext
from reporter.targets.glance import NOT_GIVEN
from reporter.targets.times import show_both, show_duration

_ALWAYS = {
    "solution": ("source_version", "target_version"),
    "environment": ("type", "region", "license"),
}
"""What every report must say, or say that it is missing."""


@dataclass(frozen=True)
class Row:
    """A label and its value; `given` is False where the value says that there is none."""

    label: str
    value: str
    given: bool = True


def list_section(report: Report, section: str, budget: Budget) -> tuple[Row, ...]:
    """Return the given values of a section in the model's order, and the always wanted ones as not given."""
    data = getattr(report, section)
    rows = []
    for key in type(data).model_fields:
        value, label = getattr(data, key), label_of(f"{section}.{key}")
        if value is not None:
            rows.append(Row(label, budget.line(_word(value), label)))
        elif key in _ALWAYS.get(section, ()):
            rows.append(Row(label, NOT_GIVEN, given=False))
    return tuple(rows)


def list_operation(report: Report, context: RenderContext, budget: Budget) -> tuple[Row, ...]:
    """Return how the import was done, times in UTC and the user's zone."""
    special = {
        "started": show_both(report.operation.started, context.zone) if report.operation.started else None,
        "duration_seconds": show_duration(report.operation.duration_seconds)
        if report.operation.duration_seconds is not None
        else None,
    }
    rows = []
    for key in type(report.operation).model_fields:
        value = special[key] if key in special else getattr(report.operation, key)
        label = label_of(f"operation.{key}")
        if value is not None:
            rows.append(Row(label, budget.line(_word(value), label)))
    return tuple(rows)


def list_ids(report: Report, budget: Budget) -> tuple[Row, ...]:
    """Return the kinds of ids that are known, each with its values."""
    return tuple(
        Row(label, budget.line(", ".join(values), label))
        for key in type(report.ids).model_fields
        if (values := getattr(report.ids, key)) and (label := label_of(f"ids.{key}"))
    )


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def list_machine(report: Report, budget: Budget) -> tuple[Row, ...]:
    """Return the facts about the machine that the import ran from."""
    table = budget.rows(report.machine, "Machine", lambda fact: f"{fact.name}: {fact.value}")
    rows = tuple(Row(budget.line(fact.name, "Machine"), budget.line(fact.value, fact.name)) for fact in table.rows)
    return (*rows, Row("More", table.more)) if table.more else rows
