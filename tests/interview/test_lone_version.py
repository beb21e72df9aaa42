"""A single version whose part nobody says: asked once, never guessed."""

from __future__ import annotations

import io
from typing import Any

import pytest

from reporter.commands.build import add_evidence
from reporter.console import Surroundings
from reporter.evidence.facts import Facts, Found, Where
from reporter.interview.loop import Walk, walk_questions
from reporter.interview.plan import Context, assemble, plan, start_context
from reporter.report import Report, dump_report
from tests.interview.script import ACCEPT, Script

PASTE = Where("error.txt", 3)
LONE = Found("solution.version", "4.50.2", PASTE)
TARGET = Found("solution.target_version", "4.50.2", PASTE)


def ids(context: Context, given: dict[str, Any] | None = None) -> list[str]:
    return [question.id for question in plan(context, given or {}) if question.id.startswith("solution.")]


def test_it_is_asked_only_where_neither_part_is_known() -> None:
    assert ids(start_context(Facts(found=(LONE,))))[1:] == [
        "solution.version",
        "solution.source_version",
        "solution.target_version",
    ]
    for found in ((LONE, TARGET), (LONE, Found("solution.version", "4.49", PASTE)), ()):
        assert "solution.version" not in ids(start_context(Facts(found=found)))


@pytest.mark.parametrize(
    ("answer", "solution", "left"),
    [
        ("before", {"source_version": "4.50.2"}, ["solution.target_version"]),
        ("imported", {"target_version": "4.50.2"}, ["solution.source_version"]),
        ("neither", None, ["solution.source_version", "solution.target_version"]),
    ],
)
def test_the_answer_goes_to_its_part(answer: str, solution: dict[str, str] | None, left: list[str]) -> None:
    context = start_context(Facts(found=(LONE,)))
    given = {"solution.version": answer}
    assert dump_report(assemble(context, given)).get("solution") == solution
    assert ids(context, given)[2:] == left


def test_the_value_and_its_place_are_said_and_accepting_guesses_nothing() -> None:
    walk, script = Walk(), Script(usual=lambda _screen: ACCEPT)
    context = start_context(Facts(found=(LONE,)))
    walk_questions(context, walk, script, lambda: None)
    (screen,) = (one for one in script.asked if one.label == "Version")
    assert screen.ask == "Is 4.50.2 the version before, or the one you imported?"
    assert "error.txt, line 3" in screen.why
    assert "solution" not in dump_report(assemble(context, walk.given))


def test_build_says_it_and_does_not_guess() -> None:
    talk = io.StringIO()
    text = "Import failed with error code 80040216.\n\nSolution version: 4.50.2\n"
    surroundings = Surroundings(stdin=io.StringIO(text), stdout=io.StringIO(), stderr=talk, environ={})
    report = add_evidence(surroundings, Report(), ["-"])
    assert "solution" not in dump_report(report)
    assert "the version 4.50.2 (standard input, line 3) and does not say whether" in talk.getvalue()
