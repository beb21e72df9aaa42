"""Whatever keys are pressed in whatever order, the walk holds together and the report stays valid."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timezone
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.guidance.model import Completeness, Step
from reporter.interview.loop import Walk, walk_questions
from reporter.interview.plan import Context, assemble, plan, start_context
from reporter.interview.question import BACK, Back, Check, Choice, Question, Screen
from reporter.interview.review import Action, ask_review
from reporter.report import Report, dump_report
from tests.interview.test_loop import FACTS, STEPS

NOW = datetime(2025, 11, 19, 8, tzinfo=timezone.utc)
TYPED = ("", "x", "4.49", "3", "16 min", "ada@example.com", "yesterday 14:30 again", "18.11.2025 9:14 a\nnow b", "-")


class TooLongError(Exception):
    """The monkey is tired."""


class Monkey:
    """Answers at random, goes back now and then."""

    def __init__(self, seed: int, patience: int) -> None:
        self.random, self.patience = Random(seed), patience

    def _tire(self) -> bool:
        self.patience -= 1
        if self.patience < 0:
            raise TooLongError
        return self.random.random() < 0.2

    def choose(self, screen: Screen, choices: Sequence[Choice], default: str | None) -> str | Back:
        return BACK if self._tire() else self.random.choice(choices).value

    def choose_many(self, screen: Screen, choices: Sequence[Choice], default: Sequence[str]) -> list[str] | Back:
        return BACK if self._tire() else [one.value for one in choices if self.random.random() < 0.3]

    def type_line(self, screen: Screen, default: str, *, check: Check, suggestions: Sequence[str] = ()) -> str | Back:
        if self._tire():
            return BACK
        fitting = [text for text in (default, *TYPED) if check(text) is None]
        return self.random.choice(fitting) if fitting else BACK

    def type_text(self, screen: Screen, default: str, *, check: Check, paths: bool = False) -> str | Back:
        return self.type_line(screen, default, check=check)

    def confirm(self, screen: Screen, default: bool) -> bool | Back:
        return BACK if self._tire() else self.random.random() < 0.5

    def tell(self, lines: Sequence[str]) -> None:
        assert all(isinstance(line, str) for line in lines)


def form(report: Report) -> tuple[Question, ...]:
    return (
        Question("form.Which version.", "Form", "Which?", "", default=report.solution.target_version, source="x"),
        Question("form.sure", "Form", "Sure?", "", "yes-no", (Choice("Sure", "Sure"),), targets=("github",)),
        Question("form.kinds", "Form", "Kinds?", "", "choices", (Choice("a", "a"), Choice("b", "b")), optional=True),
    )


@settings(deadline=None, max_examples=25)
@given(st.integers(min_value=0, max_value=10_000), st.booleans())
def test_nothing_breaks_the_walk(seed: int, known: bool) -> None:
    steps = (*STEPS, Step("third", "A third step"))
    context: Context = start_context(FACTS, steps=steps, form=form, now=NOW, zone=timezone.utc)
    walk, monkey = Walk(), Monkey(seed, 60)

    def save() -> None:
        json.dumps(walk.dump())
        report = assemble(context, walk.given)
        assert Report.model_validate(dump_report(report)) == report
        ids = [question.id for question in plan(context, walk.given)]
        assert len(ids) == len(set(ids))

    try:
        for _ in range(8):
            walk_questions(context, walk, monkey, save)
            walk = Walk.load(json.loads(json.dumps(walk.dump())))
            report = assemble(context, walk.given)
            completeness = Completeness(50, ())
            action: Action = ask_review(monkey, context, walk.given, report, target="github", completeness=completeness)
            walk.editing = list(action.questions)
    except TooLongError:
        save()
