"""What the interview knows around its questions: the known errors that fit, their steps, where the report should go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reporter.guidance.catalog import Catalog
from reporter.guidance.match import match_report, steps_for
from reporter.guidance.model import Match, Step
from reporter.guidance.route import recommend
from reporter.interview.attempts import list_attempts
from reporter.report import Report, Routing

MOST_STEPS = 12


@dataclass(frozen=True)
class Advice:
    """Known errors that fit a report, in words, with their steps."""

    matches: tuple[Match, ...]
    steps: tuple[Step, ...]
    looks_like: tuple[str, ...]


def advise(catalog: Catalog, report: Report) -> Advice:
    """Return what is known about the errors of a report."""
    matches = match_report(catalog, report)
    known = tuple(match for match in matches if not match.known.generic)
    return Advice(matches, steps_for(known)[:MOST_STEPS], _looks_like(known))


def route(report: Report, matches: Sequence[Match]) -> Routing:
    """Return where the report should go, with reasons."""
    return recommend(report, matches)


def untried(steps: Sequence[Step], given: dict[str, object]) -> tuple[Step, ...]:
    """Return the steps that nobody has tried yet."""
    tried = {row.get("step") for row in list_attempts(given)}
    return tuple(step for step in steps if step.id not in tried)


def when_to_come_back(steps: Sequence[Step]) -> str:
    """Return in words when the steps are likely to have had their effect."""
    waits = [step.wait for step in steps if step.wait]
    if any(step.off_peak for step in steps):
        return "after trying it off-peak, in the evening or at the weekend"
    return f"in {waits[0]}" if waits else "when it is done"


def describe_step(step: Step) -> list[str]:
    """Return the step with its sub-steps, commands and its caution, as lines."""
    lines = [step.title, *(f"  - {part}" for part in step.substeps), *(f"  $ {command}" for command in step.commands)]
    return lines + ([f"  Careful: {step.caution}"] if step.caution else [])


def _looks_like(known: Sequence[Match]) -> tuple[str, ...]:
    lines: list[str] = []
    for match in known[:2]:
        words = "This looks like" if not lines else "And like"
        lines += [f"{words}: {match.known.title}", f"  {match.known.cause}"]
    codes = [code for match in known[:1] for code in match.known.codes[:1]]
    lines += [f"  `reporter explain {code.removeprefix('0x')}` shows the steps in full." for code in codes]
    return tuple(lines)
