"""The review: states, what a triager would ask, and where each choice leads."""

from __future__ import annotations

from typing import Any

import pytest

from reporter.evidence.facts import DependencyFact, ErrorFact, Facts, Found, Where
from reporter.guidance.model import Ask, Completeness
from reporter.interview.plan import Context, assemble, start_context
from reporter.interview.question import BACK
from reporter.interview.review import Action, ask_review, find_questions, list_sections
from tests.interview.script import Script

LOG = Where("import.xml", 12)
FACTS = Facts(
    errors=(ErrorFact(code="0x80097376", where=LOG, message="Flow server error", http_status="BadGateway"),),
    found=(Found("solution.name", "Core", LOG), Found("solution.target_version", "4.49.2", LOG)),
)
ASKS = (
    Ask("environment.region", "Which region?", "rollouts", required=True),
    Ask("errors.component", "Which flow?", "it names the part", required=False),
    Ask("attachments.picture", "A screenshot?", "it shows more", required=False),
)


@pytest.fixture
def context() -> Context:
    return start_context(FACTS)


def review(context: Context, answers: list[Any], given: dict[str, Any] | None = None) -> tuple[Action, Script]:
    given = given or {"facts": [], "target": "github"}
    script = Script(answers)
    action = ask_review(
        script,
        context,
        given,
        assemble(context, given),
        target="github",
        completeness=Completeness(64, ASKS),
        warnings=("the log has changed",),
        place="9 of 9",
    )
    return action, script


def test_each_section_has_a_state_and_a_line(context: Context) -> None:
    given = {"facts": [], "target": "github"}
    rows = {row.name: (row.state, row.shown) for row in list_sections(context, given, assemble(context, given), ASKS)}
    assert rows["Errors"] == ("complete", "80097376 BadGateway")
    assert rows["Solution"] == ("complete", "Core, 4.49.2")
    assert rows["Environment"] == ("needed", "")
    assert rows["Timeline"] == ("open", "")


def test_a_code_alone_is_shown_as_it_is() -> None:
    context = start_context(Facts(errors=(ErrorFact(code="0x80040216", where=LOG),)))
    rows = {row.name: row.shown for row in list_sections(context, {}, assemble(context, {}), ())}
    assert rows["Errors"] == "80040216"


def test_numbers_in_a_section_say_what_they_are(context: Context) -> None:
    operation = {
        "operation.kind": "upgrade",
        "operation.started": "2025-11-18T09:14:00Z",
        "operation.duration_seconds": 967,
        "operation.tries": 2,
        "operation.same_error_each_time": "no",
        "checks.works_in_test": "yes",
        "environment.language": "1033",
    }
    rows = {row.name: row.shown for row in list_sections(context, operation, assemble(context, operation), ())}
    assert rows["Import"] == "upgrade, 2025-11-18 09:14 UTC, 16 min 7 s, 2 tries, not the same error each time"
    assert rows["Checks"] == "Works in a test environment: yes"
    assert rows["Environment"] == "Base language: 1033"


def test_missing_dependencies_have_a_section_only_where_they_matter(context: Context) -> None:
    missing = Facts(dependencies=(DependencyFact("contoso_rating", LOG), DependencyFact("contoso_score", LOG)))
    rows = [
        {row.name: row.shown for row in list_sections(one, {}, assemble(one, {}), ())}
        for one in (context, start_context(missing))
    ]
    assert "Dependencies" not in rows[0]
    assert rows[1]["Dependencies"] == "2 missing: contoso_rating, contoso_score"


def test_the_screen_says_how_complete_it_is_and_what_would_be_asked(context: Context) -> None:
    _, script = review(context, ["build"])
    screen = script.asked[0]
    assert screen.ask == "Review for GitHub: 64 % complete. What next?"
    assert screen.notes[1:] == (
        "A triager would still ask (! = required):",
        "  ! Which region?",
        "  - Which flow?",
        "  - A screenshot?",
        "! the log has changed",
    )


def test_what_a_triager_asks_leads_to_the_questions_that_answer_it(context: Context) -> None:
    given = {"facts": [], "target": "github"}
    sections = list_sections(context, given, assemble(context, given), ASKS)
    assert find_questions(ASKS, sections) == ("environment.region", "errors", "attachments")


@pytest.mark.parametrize(
    ("answers", "action"),
    [
        (["build"], Action("build")),
        (["asks"], Action("ask", ("environment.region", "errors", "attachments"))),
        (["target"], Action("ask", ("target",))),
        (["evidence"], Action("evidence")),
        (["redaction"], Action("redaction")),
        (["leave"], Action("leave")),
        (["section 0"], Action("ask", ("errors",))),
        (["section 2", "solution.target_version"], Action("ask", ("solution.target_version",))),
        (["section 2", BACK, "build"], Action("build")),
        ([BACK], Action("ask", ("target",))),
    ],
)
def test_every_choice_leads_somewhere(context: Context, answers: list[Any], action: Action) -> None:
    assert review(context, answers)[0] == action
