"""The only version that was found, where nothing says which it is: one question, and where its answer goes."""

from __future__ import annotations

from typing import Any

from reporter.interview.prefill import VERSION, Prefilled
from reporter.interview.question import Choice, Question

BEFORE, IMPORTED, NEITHER = "before", "imported", "neither"
PARTS = {BEFORE: "solution.source_version", IMPORTED: "solution.target_version"}
"""What the version turns out to be, and the path that it answers then."""


def ask_version(prefilled: Prefilled) -> tuple[Question, ...]:
    """Return the question which of the two versions it is; nothing where there is no such version."""
    found = prefilled.version
    if found is None:
        return ()
    return (
        Question(
            VERSION,
            "Solution",
            f"Is {found.value} the version before, or the one you imported?",
            f"It stands in {found.where}, and nothing says which of the two it is.",
            "choice",
            (Choice(BEFORE, "the version before"), Choice(IMPORTED, "the one I imported"), Choice(NEITHER, "neither")),
            required=True,
            always=True,
            default=NEITHER,
        ),
    )


def place_version(prefilled: Prefilled, answer: Any) -> dict[str, str]:
    """Return the path that the version answers by an answer to the question, with its value; empty for "neither"."""
    path = PARTS.get(str(answer))
    return {path: str(prefilled.version.value)} if prefilled.version and path else {}
