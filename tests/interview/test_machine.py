"""Facts about this machine: nothing is read without a yes, everything is seen, single ones can be left out."""

from __future__ import annotations

from typing import Any

import pytest

from reporter.evidence.facts import Facts
from reporter.interview.asking import ask_question
from reporter.interview.plan import Context, assemble, start_context
from reporter.interview.question import BACK
from reporter.interview.questions import QUESTIONS
from reporter.report import dump_report
from tests.interview.script import ACCEPT, Script

CONSENT = next(question for question in QUESTIONS if question.id == "consent.machine_facts")
ROWS = [{"name": "language", "value": "de_DE"}, {"name": "pac", "value": "2.11.2"}]


def ask(answers: list[Any], before: Any = None) -> tuple[Any, Script, int]:
    reads: list[int] = []

    def look() -> list[dict[str, str]]:
        reads.append(1)
        return ROWS

    script = Script(answers)
    context = start_context(Facts(), look=look)
    remembered = {} if before is None else {CONSENT.id: before}
    answer = ask_question(CONSENT, context, script, given={}, remembered=remembered, place="change")
    return answer, script, len(reads)


@pytest.mark.parametrize(("answers", "stored"), [(["no"], []), ([ACCEPT], []), ([BACK], BACK)])
def test_without_a_yes_nothing_is_read(answers: list[Any], stored: Any) -> None:
    answer, _script, reads = ask(answers)
    assert (answer, reads) == (stored, 0)


def test_each_fact_is_shown_before_it_is_used() -> None:
    answer, script, _reads = ask(["look", ACCEPT])
    assert answer == ROWS
    assert [screen.label for screen in script.asked] == ["Consent to facts about this machine", "This machine"]


def test_single_facts_can_be_left_out_and_stay_out_when_asked_again() -> None:
    assert ask(["look", ["pac"]])[0] == ROWS[1:]
    assert ask([ACCEPT, ACCEPT], before=ROWS[1:])[0] == ROWS[1:]
    assert ask(["look", []])[0] == []


def test_back_from_the_list_is_the_question_again() -> None:
    assert ask(["look", BACK, "no"])[0] == []


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (ROWS[:1], {"consent": {"machine_facts": "yes"}, "machine": ROWS[:1]}),
        ([], {"consent": {"machine_facts": "no"}}),
    ],
)
def test_the_report_holds_the_consent_and_what_was_let_go_along(answer: Any, expected: dict[str, Any]) -> None:
    report = dump_report(assemble(Context(start_context(Facts()).prefilled), {CONSENT.id: answer}))
    assert {key: report[key] for key in ("consent", "machine") if key in report} == expected
