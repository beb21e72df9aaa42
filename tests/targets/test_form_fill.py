from __future__ import annotations

from typing import Any

import pytest

from reporter.answers import check_answers
from reporter.places import Places
from reporter.report import Report
from reporter.targets.form_fill import RULES, fill_form, shorten_solution, sources_of
from reporter.targets.form_model import FormField, FormOption, IssueForm
from reporter.targets.form_questions import FormQuestion, questions_of
from reporter.targets.form_reading import read_form
from reporter.targets.issue_form import load_form
from reporter.targets.markdown import Rendered
from tests.targets.test_form_body import FULL

DATA: dict[str, Any] = {
    "title": "Upgrade fails",
    "summary": "The upgrade stops.",
    "expected": "It goes through.",
    "errors": [
        {
            "code": "0x80097376",
            "http_status": "BadGateway",
            "message": "No answer.",
            "component": {"name": "Sync Policy"},
        }
    ],
    "solution": {
        "name": "Center of Excellence - Core Components",
        "source_version": "4.47.1",
        "target_version": "4.49.2",
    },
    "operation": {"kind": "upgrade", "method": "maker portal"},
    "environment": {"type": "Production", "region": "Europe"},
    "attempts": [{"what": "Import again", "outcome": "same error"}],
    "impact": {"workaround": "None found"},
}
REPORT: Report = check_answers(DATA, name="test")


def fill(*fields: FormField, report: Report = REPORT, described: str | None = None) -> list[tuple[object, object]]:
    return [(row.answer, row.source) for row in fill_form(IssueForm("f", fields), report, described=described)]


def test_the_coe_form_is_filled_with_a_source_for_each_field(tmp_path: Any) -> None:
    form = load_form("microsoft/coe-starter-kit", places=Places(tmp_path, tmp_path, tmp_path), environ={})
    filled = fill_form(form, REPORT)
    assert [(row.field.key, row.answer, row.source) for row in filled] == [
        ("Does this bug already exist in our backlog?", None, None),
        (
            "Describe the issue",
            "The upgrade stops.\n\n```text\n0x80097376 BadGateway\nNo answer.\n```",
            "summary",
        ),
        ("Expected Behavior", "It goes through.", "expected"),
        ("component", "Core", "solution.name"),
        ("version", "4.49.2", "solution.target_version"),
        ("app", "Sync Policy", "errors.component.name"),
        ("inventory", None, None),
        (
            "Steps To Reproduce",
            "1. Upgrade Center of Excellence - Core Components from 4.47.1 to 4.49.2 by maker portal.\n"
            "2. See the error.",
            "steps_to_reproduce",
        ),
        ("Anything else?", None, None),
    ]
    assert "expected" in sources_of(filled)


@pytest.mark.parametrize(
    ("kind", "label", "answer", "source"),
    [
        ("input", "Version", "4.49.2", "solution.target_version"),
        ("input", "Solution version", "4.49.2", "solution.target_version"),
        ("input", "Previous version", "4.47.1", "solution.source_version"),
        ("input", "Python version", None, None),
        ("input", "Last version that worked", None, None),
        ("input", "Error code", "0x80097376", "errors.code"),
        ("textarea", "Steps to reproduce", "1. Upgrade Center of Excellence", "steps_to_reproduce"),
        ("textarea", "Reproduction steps", "1. Upgrade Center of Excellence", "steps_to_reproduce"),
        ("input", "Link to a reproduction repository", None, None),
        ("textarea", "What did you expect to happen?", "It goes through.", "expected"),
        ("textarea", "Actual behavior", "The upgrade stops.", "summary"),
        ("textarea", "What happened?", "The upgrade stops.", "summary"),
        ("textarea", "Describe the solution you'd like", None, None),
        ("textarea", "What have you tried?", "1. Import again (same error)", "attempts"),
        ("textarea", "What were you trying to do?", None, None),
        ("textarea", "Workaround", "None found", "impact.workaround"),
        ("textarea", "Relevant log output", "```text\n0x80097376 BadGateway: No answer.\n```", "errors"),
        ("textarea", "Environment", "- Type: Production\n- Region: Europe", "environment"),
        ("input", "Region", "Europe", "environment.region"),
        ("input", "Which solution?", "Center of Excellence - Core Components", "solution.name"),
        ("input", "App or flow", "Sync Policy", "errors.component.name"),
        ("input", "Favourite colour", None, None),
    ],
)
def test_fields_are_answered_by_the_words_of_their_labels(
    kind: str, label: str, answer: str | None, source: str
) -> None:
    ((found, where),) = fill(FormField(kind, label))
    assert str(found).startswith(str(answer))
    assert where == source


def test_a_field_with_render_gets_log_lines_without_a_fence() -> None:
    assert fill(FormField("textarea", "Logs", render="shell")) == [("0x80097376 BadGateway: No answer.", "errors")]


@pytest.mark.parametrize(
    ("options", "answer"),
    [
        (["Core", "Governance"], "Core"),
        (["core", "Governance"], "core"),
        (["Center of Excellence - Core Components", "Core"], "Center of Excellence - Core Components"),
        (["Core and more", "Governance"], None),
        (["Components"], None),
        (["4.49.2"], None),
    ],
)
def test_a_dropdown_is_never_guessed(options: list[str], answer: str | None) -> None:
    field = FormField("dropdown", "Solution", options=tuple(FormOption(option) for option in options))
    assert fill(field) == [(answer, "solution.name" if answer else None)]


def test_boxes_are_never_ticked() -> None:
    field = FormField("checkboxes", "Version", options=(FormOption("4.49.2", required=True),))
    assert fill(field) == [(None, None)]


def test_a_users_own_answer_comes_first() -> None:
    report = check_answers({**DATA, "form": {"v": "1", "Describe it": "mine"}}, name="test")
    fields = (FormField("input", "Version", id="v"), FormField("textarea", "Describe it"))
    assert fill(*fields, report=report) == [("1", "your answer"), ("mine", "your answer")]


def test_a_finished_description_is_placed_once() -> None:
    fields = (FormField("textarea", "Describe the bug"), FormField("textarea", "Summary", value="x"))
    answers = fill(*fields, described="made @here\n")
    assert answers == [("made @here", "summary"), ("x", "prefilled by the form")]
    assert isinstance(answers[0][0], Rendered)


def test_an_empty_report_answers_nothing_but_what_the_form_prefills() -> None:
    assert [row.answer for row in fill_form(FULL, Report())] == [
        *(None, None, None),
        "Command line, with a pipeline",
        *(None, None),
        "- Region:\n- Type:",
        None,
    ]


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Center of Excellence - Core Components", "Core"),
        ("CenterofExcellenceCoreComponents", "Core"),
        ("CenterofExcellenceAuditLogComponents", "Audit Log"),
        ("CoE Starter Kit - Theming", "Theming"),
        ("Contoso Core", None),
    ],
)
def test_a_coe_solution_has_a_short_name(name: str, short: str | None) -> None:
    assert shorten_solution(name) == short


def test_each_rule_names_a_part_of_the_report() -> None:
    for rule in RULES:
        assert rule.path.split(".")[0] in Report.model_fields


def test_questions_are_the_fields_in_their_order_with_markdown_as_help() -> None:
    questions = questions_of(FULL, REPORT)
    assert [(one.key, one.kind, one.required, one.default, one.source) for one in questions] == [
        ("looked", "boxes", True, None, None),
        ("Describe what fails", "lines", True, questions[1].default, "summary"),
        ("version", "text", True, "4.49.2", "solution.target_version"),
        ("way", "one", False, "Command line, with a pipeline", "prefilled by the form"),
        ("systems", "several", True, None, None),
        ("logs", "lines", False, "0x80097376 BadGateway: No answer.", "errors"),
        ("place", "lines", False, "- Region:\n- Type:", "prefilled by the form"),
        ("pictures", "files", False, None, None),
    ]
    assert questions[0].help == "## Before you begin\nLook at the manual first."
    assert questions[1].help == "In your own words."


@pytest.mark.parametrize(
    ("key", "answer", "problem"),
    [
        ("looked", [], "The form wants this box ticked: I looked into the [manual](https://example.com/manual)."),
        ("looked", ["I looked into the [manual](https://example.com/manual)."], None),
        ("version", " ", "The form requires an answer."),
        ("way", None, None),
        ("way", "By post", "'By post' is no option."),
        ("systems", ["north"], None),
    ],
)
def test_a_question_says_why_an_answer_cannot_be_taken(key: str, answer: Any, problem: str | None) -> None:
    (question,) = (one for one in questions_of(FULL, Report()) if one.key == key)
    assert isinstance(question, FormQuestion)
    assert question.problem(answer) == problem


def test_every_form_can_be_filled_from_every_report() -> None:
    odd = read_form(b"name: x\nbody:\n- type: dropdown\n  attributes: {label: Version, options: []}\n", "x.yml")
    assert [row.answer for row in fill_form(odd, REPORT)] == [None]
