"""The walk through the questions: one at a time, back, and on again at the same place; pure but for the asker."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from reporter.interview.asking import ask_question
from reporter.interview.attempts import FREE, PICKED, renumber
from reporter.interview.plan import Context, plan
from reporter.interview.question import BACK, LATER, Asker, Back, Later, Question

BEFORE, AFTER = 1, 1
"""Places that are not questions of the plan: the evidence at the beginning, the review at the end."""


@dataclass
class Walk:
    """What was answered on the way (`given`), what ever was (`remembered`, as defaults), what is to be asked again."""

    given: dict[str, Any] = field(default_factory=dict)
    remembered: dict[str, Any] = field(default_factory=dict)
    editing: list[str] = field(default_factory=list)

    def store(self, question: str, answer: Any) -> None:
        """Keep an answer; answers about single attempts follow their attempt."""
        before = dict(self.given)
        self.given[question] = answer
        self.remembered[question] = answer
        if question in (PICKED, FREE):
            renumber({**self.remembered, **before}, self.remembered)
            renumber(before, self.given)

    def dump(self) -> dict[str, Any]:
        """Return the walk as plain JSON data."""
        return {"given": self.given, "remembered": self.remembered, "editing": self.editing}

    @classmethod
    def load(cls, data: dict[str, Any]) -> Walk:
        """Return the walk that a draft holds."""
        return cls(dict(data.get("given") or {}), dict(data.get("remembered") or {}), list(data.get("editing") or []))


def walk_questions(
    context: Context, walk: Walk, asker: Asker, save: Callable[[], None], *, renew: Callable[[], Context] | None = None
) -> Back | Later | None:
    """Ask every question that applies and has no answer yet; `save` is called after each answer, before the next shows.

    Args:
        renew: gives the context anew after each answer, where answers change what is known (steps, matches).

    Returns:
        BACK when the user goes back from the first question, LATER when the known steps are to be tried first,
        None when nothing is left to ask.
    """
    while True:
        questions = plan(context, walk.given, wanted=walk.editing)
        question = next_question(questions, walk)
        if question is None:
            return None
        answer = ask_question(
            question,
            context,
            asker,
            given=walk.given,
            remembered=walk.remembered,
            place=place_of(question, questions, walk),
        )
        if answer is LATER:
            return Later.LATER
        if answer is BACK:
            if walk.editing:
                walk.editing = []
            elif not step_back(questions, question, walk):
                return Back.BACK
        else:
            walk.store(question.id, answer)
            walk.editing = [one for one in walk.editing if one != question.id]
        save()
        if renew:
            context = renew()


def next_question(questions: Iterable[Question], walk: Walk) -> Question | None:
    """Return the question to ask now: what the user picked to change first, then the first without an answer."""
    questions = list(questions)
    for wanted in walk.editing:
        found = next((question for question in questions if question.id == wanted), None)
        if found:
            return found
    walk.editing = []
    return next((question for question in questions if question.id not in walk.given), None)


def step_back(questions: Iterable[Question], current: Question, walk: Walk) -> bool:
    """Take back the answer before the current question; it stays remembered. False if there is none."""
    before = []
    for question in questions:
        if question.id == current.id:
            break
        before.append(question.id)
    given = [question for question in before if question in walk.given]
    if not given:
        return False
    del walk.given[given[-1]]
    return True


def place_of(question: Question, questions: list[Question], walk: Walk) -> str:
    """Return the place in the whole, such as "4 of 11"; when single answers are changed, the place among those."""
    if walk.editing:
        return f"{len(walk.editing)} left" if len(walk.editing) > 1 else "change"
    number = next(index for index, one in enumerate(questions, 1) if one.id == question.id)
    return f"{number + BEFORE} of {len(questions) + BEFORE + AFTER}"
