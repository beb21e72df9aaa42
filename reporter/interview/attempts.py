"""Steps that were tried, as an interview keeps them: which ones, and for each the outcome, the time and a note."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from reporter.interview.question import Choice, Question

PICKED, FREE = "attempts", "attempts.free"
OUTCOMES = (
    Choice("same error", "the same error again"),
    Choice("another error", "another error"),
    Choice("partly", "it helped in part"),
    Choice("fixed", "it fixed the error"),
    Choice("not tried", "not tried after all"),
)
WHY = "What was tried, when and with which outcome decides what comes next."
Given = Mapping[str, Any]


def list_attempts(given: Given) -> list[dict[str, Any]]:
    """Return what was tried as rows with `what` and, for a known step, `step`; ids of questions count them from 0."""
    rows = [dict(row) for row in given.get(PICKED) or () if row.get("what")]
    return rows + [{"what": text} for text in given.get(FREE) or ()]


def wants_free(given: Given) -> bool:
    """Whether something that no known step covers is to be typed."""
    return any(not row.get("what") for row in given.get(PICKED) or ())


def attempt_questions(given: Given) -> Iterator[Question]:
    """Yield the questions about each attempt that was named; their ids are the report's own paths."""
    if wants_free(given):
        yield Question(
            FREE, "Steps tried", "What else have you tried? One line each.", WHY, "lines", always=True, required=True
        )
    for number, row in enumerate(list_attempts(given)):
        if "service-health" in str(row.get("step")):
            continue  # has its own question: what did it show
        yield Question(
            f"attempts[{number}].outcome",
            "Steps tried",
            f"“{row['what']}”: how did it end?",
            WHY,
            "choice",
            OUTCOMES,
            always=True,
            default="same error",
        )
        yield Question(
            f"attempts[{number}].at",
            "Steps tried",
            f"“{row['what']}”: when, and anything to note?",
            WHY,
            "when-and-note",
            always=True,
            hint="Such as: yesterday 14:30 the same code after 16 minutes",
        )


def join_attempts(given: Given) -> list[dict[str, Any]]:
    """Return the attempts as rows of a report."""
    rows = []
    for number, row in enumerate(list_attempts(given)):
        when = given.get(f"attempts[{number}].at") or {}
        outcome = given.get(f"attempts[{number}].outcome")
        rows.append({**row, "outcome": outcome, "at": when.get("at"), "note": when.get("note")})
        if "service-health" in str(row.get("step")) and given.get("checks.service_health"):
            rows[-1]["note"] = given["checks.service_health"]
    return rows


def renumber(before: Given, after: dict[str, Any]) -> None:
    """Let the answers about each attempt follow it to its new number, and drop those of attempts that are gone."""
    old = {number: row["what"] for number, row in enumerate(list_attempts(before))}
    new = {row["what"]: number for number, row in enumerate(list_attempts(after))}
    kept = {}
    for key in [key for key in after if key.startswith("attempts[")]:
        number, last = key.removeprefix("attempts[").split("]", 1)
        value = after.pop(key)
        what = old.get(int(number))
        if what in new:
            kept[f"attempts[{new[what]}]{last}"] = value
    after.update(kept)
