"""The walk: every question once, back and on again, interrupted anywhere with the same end."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given as given_by
from hypothesis import settings
from hypothesis import strategies as st

from reporter.evidence.facts import ComponentFact, ErrorFact, Facts, Found, InstalledFact, Where
from reporter.guidance.completeness import load_questions
from reporter.guidance.model import Step
from reporter.interview.asking import NONE, OTHER
from reporter.interview.confirming import CORRECT, RIGHT
from reporter.interview.loop import Walk, walk_questions
from reporter.interview.plan import Context, assemble, start_context
from reporter.interview.question import BACK, Choice, Question
from reporter.interview.questions import QUESTIONS
from reporter.labels import LABELS, SECTIONS
from reporter.report import Report, dump_report
from tests.interview.script import ACCEPT, STOP, Script

LOG = Where("import.xml", 12)
NOW = datetime(2025, 11, 19, 8, tzinfo=ZoneInfo("Europe/Berlin"))
FACTS = Facts(
    errors=(ErrorFact(code="0x80097376", where=LOG, message="Flow server error", http_status="BadGateway"),),
    found=(
        Found("solution.name", "Core", LOG),
        Found("solution.source_version", "4.47.1", LOG),
        Found("solution.target_version", "4.49.2", LOG),
        Found("environment.type", "Production", LOG),
    ),
)
STEPS = (Step("wait-and-retry", "Wait and retry"), Step("service-health", "Look at service health"))


def context_of(facts: Facts = FACTS, **more: Any) -> Context:
    return start_context(facts, steps=STEPS, now=NOW, zone=NOW.tzinfo, **more)


def walk_through(context: Context, script: Script, walk: Walk | None = None) -> tuple[Report, Walk, int]:
    walk = walk or Walk()
    saves = []
    walk_questions(context, walk, script, lambda: saves.append(1))
    return assemble(context, walk.given), walk, len(saves)


FULL: list[Any] = [
    RIGHT,
    ["wait-and-retry", "service-health", OTHER],
    "turned it off and on",
    "another error",
    "yesterday 14:30 80072031 then",
    "same error",
    "",
    "no incident",
    "18.11.2025 9:14 import started\nyesterday 14:30 retried",
    "Europe",
    "Power Apps Premium",
    "",
    "microsoft",
    "B",
    "nobody can request environments",
    "ada@example.com",
    "yes",
]
REPORT = {
    "title": "Upgrade of Core from 4.47.1 to 4.49.2 fails: 80097376 BadGateway",
    "summary": "The upgrade of Core from 4.47.1 to 4.49.2 in a Production environment failed with "
    "80097376 (BadGateway).",
    "errors": [{"code": "0x80097376", "message": "Flow server error", "http_status": "BadGateway"}],
    "solution": {"name": "Core", "source_version": "4.47.1", "target_version": "4.49.2"},
    "operation": {"kind": "upgrade"},
    "environment": {"type": "Production", "region": "Europe", "license": "Power Apps Premium"},
    "checks": {"service_health": "no incident"},
    "attempts": [
        {
            "what": "Wait and retry",
            "at": "2025-11-18T14:30:00+01:00",
            "outcome": "another error",
            "note": "80072031 then",
            "step": "wait-and-retry",
        },
        {"what": "Look at service health", "note": "no incident", "step": "service-health"},
        {"what": "turned it off and on", "outcome": "same error"},
    ],
    "timeline": [
        {"at": "2025-11-18T09:14:00+01:00", "what": "import started"},
        {"at": "2025-11-18T14:30:00+01:00", "what": "retried"},
    ],
    "impact": {"severity": "B", "description": "nobody can request environments"},
    "contact": {"email": "ada@example.com"},
    "consent": {"diagnostics": "yes"},
    "routing": {"chosen": "microsoft"},
    "schema": 1,
}


def test_only_what_is_missing_is_asked_and_each_answer_is_saved() -> None:
    script = Script(list(FULL))
    report, _, saves = walk_through(context_of(), script)
    assert dump_report(report) == REPORT
    assert saves == len(FULL) == len(script.asked)
    assert [screen.label for screen in script.asked if "olution" in screen.label] == []


def test_each_question_has_its_place_its_reason_and_its_source() -> None:
    script = Script(list(FULL))
    walk_through(context_of(), script)
    assert [screen.place for screen in script.asked][:3] == ["2 of 9", "3 of 9", "4 of 13"]
    assert all(screen.why for screen in script.asked)
    first = script.asked[0]
    assert "Version to import: 4.49.2  (from import.xml, line 12)" in first.notes
    assert "Kind of import: upgrade  (proposed)" in first.notes


@pytest.mark.parametrize("stop", range(len(FULL)))
def test_stopped_at_any_question_it_goes_on_there_with_the_same_end(stop: int) -> None:
    context = context_of()
    walk = Walk()
    first = Script([*FULL[:stop], STOP])
    with pytest.raises(KeyboardInterrupt):
        walk_questions(context, walk, first, lambda: None)
    resumed = Walk.load(walk.dump())
    second = Script(FULL[stop:])
    report, _, _ = walk_through(context, second, resumed)
    assert second.asked[0].ask == first.asked[-1].ask
    assert dump_report(report) == REPORT


def test_back_from_the_first_question_leaves_the_walk() -> None:
    assert walk_questions(context_of(), Walk(), Script([BACK]), lambda: None) is BACK


def test_going_back_offers_the_answer_again_and_changes_nothing_by_itself() -> None:
    script = Script([*FULL[:10], BACK, BACK, ACCEPT, ACCEPT, *FULL[10:]])
    report, _, _ = walk_through(context_of(), script)
    assert dump_report(report) == REPORT
    assert script.asked[11].source == "your answer"


@settings(deadline=None, max_examples=15)
@given_by(st.lists(st.integers(min_value=0, max_value=3), min_size=len(FULL), max_size=len(FULL)))
def test_back_and_forth_anywhere_gives_the_same_report(steps_back: list[int]) -> None:
    answers: list[Any] = []
    for number, answer in enumerate(FULL):
        answers.append(answer)
        back = min(steps_back[number], number)
        if number + 1 < len(FULL):
            answers += [BACK] * back + [ACCEPT] * back
    report, _, _ = walk_through(context_of(), Script(answers))
    assert dump_report(report) == REPORT


def test_answers_of_an_abandoned_branch_are_not_in_the_report_and_come_back_with_it() -> None:
    context = context_of()
    _, walk, _ = walk_through(context, Script(list(FULL)))
    walk.editing = ["target"]
    report, walk, _ = walk_through(context, Script(["github"]), walk)
    assert dump_report(report) == {
        key: {"chosen": "github"} if key == "routing" else value
        for key, value in REPORT.items()
        if key not in ("impact", "contact", "consent")
    }
    walk.editing = ["target"]
    report, _, _ = walk_through(context, Script(["microsoft"]), walk)
    assert dump_report(report) == REPORT


def test_a_step_that_is_unpicked_takes_its_answers_away_and_leaves_the_others_theirs() -> None:
    context = context_of()
    _, walk, _ = walk_through(context, Script(list(FULL)))
    walk.editing = ["attempts"]
    report, _, _ = walk_through(context, Script([["service-health", OTHER]]), walk)
    assert dump_report(report)["attempts"] == REPORT["attempts"][1:]  # type: ignore[index]  # a list


def test_what_was_read_wrongly_is_corrected_with_its_source_beside_it() -> None:
    script = Script([CORRECT, ["solution.target_version"], "v4.50.1"], usual=lambda _screen: ACCEPT)
    report, _, _ = walk_through(context_of(target="github"), script)
    assert report.solution.target_version == "4.50.1"
    assert script.asked[2].source == "from import.xml, line 12"


def test_a_dispute_is_asked_with_what_each_source_says() -> None:
    facts = Facts(
        found=(
            Found("solution.source_version", "4.47.1", LOG),
            Found("solution.source_version", "4.46.0", Where("pasted text", 3)),
        )
    )
    script = Script(usual=lambda _screen: ACCEPT)
    report, _, _ = walk_through(context_of(facts, target="github"), script)
    asked = next(screen for screen in script.asked if screen.label == "Version before")
    assert asked.notes == ("import.xml, line 12 says 4.47.1", "pasted text, line 3 says 4.46.0")
    assert report.solution.source_version == "4.47.1"


def test_with_nothing_read_the_error_is_asked_first() -> None:
    script = Script(["Error 80040216: index rebuild"], usual=lambda screen: ACCEPT)
    report, _, _ = walk_through(context_of(Facts(), target="github"), script)
    assert script.asked[0].label == "Errors"
    assert dump_report(report)["errors"] == [{"code": "0x80040216", "message": "Error 80040216: index rebuild"}]


def test_a_wrong_answer_gets_a_sentence_and_the_question_again() -> None:
    script = Script([CORRECT, ["solution.target_version"], "newest", "4.50.1"], usual=lambda _screen: ACCEPT)
    walk_through(context_of(target="github"), script)
    assert script.told == ["`newest` is not a version such as 4.49.2. Leave it empty if you do not know it."]


def test_a_missing_attachment_is_said(tmp_path: Path) -> None:
    shot = tmp_path / "my shot.png"
    shot.write_bytes(b"x")
    answers = [str(tmp_path / "gone.png"), f"'{shot}'"]
    script = Script(usual=lambda screen: answers.pop(0) if screen.label == "Attachments" else ACCEPT)
    report, _, _ = walk_through(context_of(target="github"), script)
    assert [one.path for one in report.attachments] == [str(shot)]
    assert script.told == [f"There is no file {tmp_path / 'gone.png'}. Check the name."]


def test_the_form_asks_for_what_it_requires_and_shows_the_rest() -> None:
    def form(report: Report) -> tuple[Question, ...]:
        version = report.solution.target_version
        return (
            Question("form.version", "Form", "Which version?", "", default=version, source="solution.target_version"),
            Question("form.Confirm", "Form", "I looked for it", "", "yes-no", (Choice("I looked", "I looked"),)),
            Question("form.more", "Form", "Anything else?", "", optional=True),
        )

    script = Script(usual=lambda screen: True if screen.ask == "I looked for it" else ACCEPT)
    report, _, _ = walk_through(context_of(target="github", form=form), script)
    assert report.form == {"Confirm": ["I looked"]}
    assert script.asked[-2].notes == ("Which version?: 4.49.2  (solution.target_version)",)


def test_the_timeline_cannot_be_typed_without_times() -> None:
    script = Script(
        [RIGHT, [], "import failed", "31.2.2025 import failed", "18.11.2025 9:14", ""], usual=lambda _s: ACCEPT
    )
    walk_through(context_of(target="github"), script)
    assert script.told == [
        "Line 1 does not begin with a time. Write it like: 18.11.2025 9:14 import failed",
        "Line 1: `31.2.2025` is not a day of the calendar.",
        "Line 1 says when, but not what happened.",
    ]


def test_times_are_read_back_in_utc_and_local_time() -> None:
    script = Script(list(FULL))
    walk_through(context_of(), script)
    assert script.told == [
        "    2025-11-18 13:30 UTC (14:30 CET)  80072031 then",
        "    2025-11-18 08:14 UTC (09:14 CET)  import started",
        "    2025-11-18 13:30 UTC (14:30 CET)  retried",
    ]


def test_not_known_is_an_answer_that_leaves_the_report_without() -> None:
    script = Script(usual=lambda screen: NONE if screen.label in ("License",) else ACCEPT)
    report, walk, _ = walk_through(context_of(target="github"), script)
    assert report.environment.license is None
    assert walk.given["environment.license"] is None


def test_whatever_a_triager_would_ask_has_a_question() -> None:
    paths = [question.paths[0] for question in load_questions()]
    ids = [question.id for question in QUESTIONS]
    unanswerable = [
        path
        for path in paths
        if not any(path == one or path.startswith(f"{one}.") or one.startswith(f"{path}.") for one in ids)
    ]
    assert unanswerable == []


def test_the_questions_cover_what_the_guide_and_the_maintainers_want() -> None:
    ids = {question.id for question in QUESTIONS}
    assert len(ids) == len(QUESTIONS)
    read_only = {
        "solution.managed", "environment.name", "ids.correlation", "ids.tracking", "ids.case", "account.user",
    }  # fmt: skip
    own_ways = ("errors", "attempts", "timeline", "routing", "attachments")
    wanted = {path for path in LABELS if path.split(".")[0] not in own_ways} - read_only
    assert wanted - ids == set()
    assert ids - set(LABELS) - set(SECTIONS) - {"target"} == set()


def test_the_list_of_installed_solutions_proposes_the_version_before_of_the_solution_that_the_error_is_in() -> None:
    flow = ComponentFact("flow", "DLP Request | Sync Policy to Dataverse (Child)")
    facts = Facts(
        errors=(ErrorFact("0x80097376", LOG, component=flow),),
        found=(Found("solution.target_version", "4.49.2", LOG),),
        installed=(
            InstalledFact("Core", LOG, "4.47.1", name="Center of Excellence - Core Components"),
            InstalledFact("Audit", LOG, "3.25", name="Center of Excellence - Governance"),
        ),
    )
    assert start_context(facts).proposed == {
        "solution.name": "Center of Excellence - Core Components",
        "solution.source_version": "4.47.1",
        "operation.kind": "upgrade",
        "summary": start_context(facts).proposed["summary"],
    }
