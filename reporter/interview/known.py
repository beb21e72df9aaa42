"""What is known already: a question's default with its source, and what the evidence answered, to be confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from reporter.evidence.facts import Where
from reporter.interview.plan import UNKNOWN, Context, assemble, known_values
from reporter.interview.prefill import read_value
from reporter.interview.question import Question
from reporter.interview.questions import QUESTIONS
from reporter.interview.times import write_time
from reporter.interview.typed import write_duration
from reporter.labels import label_of
from reporter.report import dump_report

SHOWN_ELSEWHERE = ("attachments", "timeline", "attempts")
"""These have questions of their own in any case."""


def find_default(question: Question, context: Context, remembered: Mapping[str, Any]) -> tuple[Any, str]:
    """Return the answer to offer and where it comes from: the user's own, the evidence's, a picture's, a proposal."""
    if question.id in remembered:
        return remembered[question.id], "your answer"
    prefilled = context.prefilled
    if question.id == "title":
        return prefilled.report.title, "proposed from what is known"
    value: Any = dump_report(prefilled.report)
    for part in question.id.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    if value not in UNKNOWN:
        return value, from_where(prefilled.sources.get(question.id))
    if question.id in prefilled.suggestions:
        found = prefilled.suggestions[question.id]
        return found.value, f"{from_where(found.where)}, read from a picture: check it"
    if question.id in context.proposed:
        return context.proposed[question.id], "proposed from what is known"
    return question.default, question.source


def from_where(where: Where | None) -> str:
    """Return "from import.xml, line 12"."""
    return f"from {where}" if where else ""


def list_known(context: Context, given: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return what the evidence answered as path, value and source, for the user to confirm; disputed values are not."""
    report = assemble(context, given)
    rows = []
    known = known_values(context)
    for path in (question.id for question in QUESTIONS if question.id in known):
        value = read_value(report, path)
        if value in UNKNOWN or path in SHOWN_ELSEWHERE:
            continue
        proposed = "proposed" if path in (*context.proposed, "title") else ""
        rows.append((path, show_value(path, value), from_where(context.prefilled.sources.get(path)) or proposed))
    return rows


def show_value(path: str, value: Any) -> str:
    """Return an answer in one short line."""
    if path == "errors":
        return "; ".join(_show_error(error) for error in value[:3]) + (
            f" and {len(value) - 3} more" if value[3:] else ""
        )
    if path == "installed":
        return f"{len(value)} solutions"
    if path == "missing_dependencies":
        names = [row["required"] if isinstance(row, dict) else row.required for row in value]
        return f"{len(names)} missing: {', '.join(names)}"
    if isinstance(value, (tuple, list)):
        return ", ".join(str(one) for one in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if path == "operation.duration_seconds":
        return write_duration(value)
    if isinstance(value, datetime):
        return write_time(value)
    return " ".join(str(value).split())


def tell_value(path: str, value: Any) -> str:
    """Return an answer so that it says by itself what it is about: "2 tries", not "2"."""
    if path == "operation.tries":
        return "1 try" if value == 1 else f"{value} tries"
    if path == "operation.same_error_each_time" and value in ("yes", "no"):
        return "the same error each time" if value == "yes" else "not the same error each time"
    shown = show_value(path, value)
    bare = shown in ("yes", "no", "not known", "none") or (shown.isdigit() and shown == str(value))
    return f"{label_of(path)}: {shown}" if bare else shown


def _show_error(error: Any) -> str:
    parts = [(error.code or "").removeprefix("0x"), error.http_status or ""]
    if error.component and error.component.name:
        parts.append(f"({error.component.name})")
    return " ".join(part for part in parts if part) or " ".join((error.message or "").split())[:60]


def shorten(text: str, most: int) -> str:
    """Return the text with at most so many characters, the last an ellipsis where something is left out."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
