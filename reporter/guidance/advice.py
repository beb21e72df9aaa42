"""Advice in the interview: what this looks like, the steps to tick off, when to come back, how it went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from reporter.guidance.match import TEXT_ONLY, steps_for
from reporter.guidance.model import Match, Step
from reporter.report import Attempt, Outcome

EVENING = time(20, 0)
"""Off-peak begins at eight in the evening, local time; Saturday and Sunday are off-peak as a whole."""
SATURDAY = 5
MOST_LINES = 3


@dataclass(frozen=True)
class ComeBack:
    """When a step can be judged: a time with zone (None: it needs no waiting), and why in words."""

    at: datetime | None
    why: str


@dataclass(frozen=True)
class Advice:
    """All that the interview shows right after the evidence."""

    lines: tuple[str, ...]
    steps: tuple[Step, ...]


def advise(matches: Sequence[Match]) -> Advice:
    """Return the lines and the steps to tick off for what was recognised; both empty where nothing was."""
    return Advice(lines=introduce(matches), steps=steps_for(sure_matches(matches)))


def sure_matches(matches: Sequence[Match]) -> tuple[Match, ...]:
    """Return the matches whose steps are worth offering: those recognised by their text, else the one by its code."""
    specific = tuple(match for match in matches if not match.known.generic)
    return tuple(match for match in specific if match.rank >= TEXT_ONLY) or specific[:1]


def introduce(matches: Sequence[Match]) -> tuple[str, ...]:
    """Return "This looks like ..." and what follows, at most three known errors, in whole sentences."""
    sure = sure_matches(matches)
    if not sure:
        return tuple(
            f"Nothing is known about this text. The code is {match.known.title}: {match.known.cause}"
            for match in matches[:1]
        )
    lines = []
    for number, match in enumerate(sure[:MOST_LINES]):
        start = "This looks like" if number == 0 else "It also looks like"
        lines.append(f"{start} “{match.known.title}” ({', '.join(match.why)}).")
        lines.append(match.known.cause)
        if match.known.hides_another:
            lines.append("It often hides another error: look for that one in Solution history first.")
    return tuple(lines)


def come_back(step: Step, now: datetime) -> ComeBack:
    """Return when and why to come back after a step; `now` with the zone of the user, on which "evening" depends."""
    if step.off_peak:
        return ComeBack(next_off_peak(now), f"{step.title}: {step.wait or 'in the evening or at the weekend'}.")
    if step.wait_minutes:
        at = now + timedelta(minutes=step.wait_minutes)
        return ComeBack(at, f"{step.title}: {step.wait or f'{step.wait_minutes} minutes'}.")
    return ComeBack(None, f"{step.title}: it needs no waiting; come back when it is done.")


def next_off_peak(now: datetime) -> datetime:
    """Return the next off-peak time: now at the weekend or in the evening, else today at eight in the evening."""
    if now.weekday() >= SATURDAY or now.time() >= EVENING:
        return now
    return now.replace(hour=EVENING.hour, minute=EVENING.minute, second=0, microsecond=0)


def make_attempt(
    step: Step, *, outcome: Outcome | None, at: datetime | None = None, note: str | None = None
) -> Attempt:
    """Return the attempt of the report that a step becomes once it is done."""
    return Attempt(what=step.title, at=at, outcome=outcome, note=note, step=step.id)


def ask_how_it_went(step: Step) -> str:
    """Return the question that is asked on the way back."""
    return f"You wanted to try “{step.title}” first. How did it go?"
