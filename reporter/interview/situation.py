"""What the interview knows around its questions: what the error looks like, its steps, and when to come back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reporter.guidance.advice import advise as advise_on
from reporter.guidance.advice import come_back
from reporter.guidance.catalog import Catalog
from reporter.guidance.match import match_report
from reporter.guidance.model import Match, Step
from reporter.interview.attempts import list_attempts
from reporter.interview.times import show_time
from reporter.report import Report

MOST_STEPS = 12
"""A list of steps longer than half a screen is not read."""


@dataclass(frozen=True)
class Situation:
    """Known errors that fit a report, in words, with their steps."""

    matches: tuple[Match, ...]
    steps: tuple[Step, ...]
    looks_like: tuple[str, ...]


def describe_situation(catalog: Catalog, report: Report) -> Situation:
    """Return what is known about the errors of a report."""
    matches = match_report(catalog, report)
    advice = advise_on(matches)
    codes = [error.code.removeprefix("0x") for error in report.errors if error.code][:1]
    more = [f"`reporter explain {code}` shows the steps in full." for code in codes if advice.steps]
    return Situation(matches, advice.steps[:MOST_STEPS], (*advice.lines, *more))


def untried(steps: Sequence[Step], given: Mapping[str, Any]) -> tuple[Step, ...]:
    """Return the steps that nobody has tried yet."""
    tried = {row.get("step") for row in list_attempts(given)}
    return tuple(step for step in steps if step.id not in tried)


def when_to_come_back(steps: Sequence[Step], now: datetime) -> list[str]:
    """Return the lines that say when the steps can be judged; `now` with the zone of the user."""
    returns = [come_back(step, now) for step in steps]
    times = [one.at for one in returns if one.at]
    zone = now.tzinfo
    lines = [one.why for one in returns]
    return [*lines, f"Come back after {show_time(max(times), zone)}."] if times and zone else lines


def describe_step(step: Step) -> list[str]:
    """Return the step with its sub-steps, commands and its caution, as lines."""
    lines = [step.title, *(f"  - {part}" for part in step.substeps), *(f"  $ {command}" for command in step.commands)]
    return lines + ([f"  Careful: {step.caution}"] if step.caution else [])
