"""Which questions apply, in order: what is known is not asked, what depends on an answer comes and goes with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone, tzinfo
from typing import Any

from reporter.evidence.facts import Facts
from reporter.guidance.model import Step
from reporter.interview.attempts import PICKED, attempt_questions, join_attempts
from reporter.interview.lone_version import BEFORE, PARTS, ask_version, place_version
from reporter.interview.prefill import VERSION, Prefilled, prefill_report, read_value
from reporter.interview.question import Choice, Question
from reporter.interview.questions import QUESTIONS
from reporter.interview.title import propose_summary, propose_title
from reporter.report import ErrorDetail, Report, Routing, Target, dump_report

FACTS = Question(
    "facts", "Evidence", "Is that right?", "Whoever reads the report builds on it.", "confirm", always=True
)
FORM = Question(
    "form",
    "Form",
    "The issue form is filled like this. Is that right?",
    "These are the repository's own questions.",
    "confirm",
    always=True,
    targets=("github",),
)
CORE = "Center of Excellence - Core Components"
CORE_PARTS = re.compile(r"(?:Admin|DLP Request|Env Request|SYNC HELPER|CLEANUP HELPER|Setup Wizard) [|-]")
"""Beginnings of the names of flows in the CoE Starter Kit's core solution."""
TOLD = re.compile(r"\b(?:I|we|our|my)\b")
"""Somebody tells what happened; a log never says "we"."""
MOST_TOLD = 3000
UNKNOWN: tuple[Any, ...] = (None, "", (), [], {})


def no_form(_report: Report) -> tuple[Question, ...]:
    """Return no questions: there is no issue form."""
    return ()


@dataclass(frozen=True)
class Context:
    """What an interview has before its first question, and whom it asks for more."""

    prefilled: Prefilled
    proposed: Mapping[str, Any] = field(default_factory=dict)
    """Values that follow from the facts, for the user to confirm."""
    target: Target | None = None
    """Chosen on the command line: not asked."""
    usual_target: Target = "github"
    steps: tuple[Step, ...] = ()
    looks_like: tuple[str, ...] = ()
    forms: tuple[Choice, ...] = ()
    """The repository's forms, where it has several and none was named."""
    form_links: str = ""
    """Other places that the repository names beside its forms."""
    form: Callable[[Report], tuple[Question, ...]] = no_form
    route: Callable[[Report], Routing] = lambda _report: Routing()
    read: Callable[[str], Facts] = lambda _text: Facts()
    look: Callable[[], Sequence[Mapping[str, str]]] = lambda: ()
    """Reads this machine: rows of name and value. Called only when the user has said yes."""
    now: datetime = datetime(1980, 1, 1, tzinfo=timezone.utc)
    zone: tzinfo = timezone.utc


def start_context(facts: Facts, *, pasted: str = "", **more: Any) -> Context:
    """Return a context from facts, with what follows from them, and from the pasted text, proposed."""
    prefilled = prefill_report(facts)
    return Context(prefilled, propose(prefilled.report, pasted), **more)


def propose(report: Report, pasted: str = "") -> dict[str, Any]:
    """Return values that the facts suggest without saying them, for the user to confirm.

    Two versions are an upgrade; a failing part of a kit's core is in its core solution, whose version before stands in
    the list of installed ones; a text that somebody wrote about the error is the summary.
    """
    solution = report.solution
    proposed: dict[str, Any] = {}
    if not (solution.name or solution.unique_name) and any(_is_core(error) for error in report.errors):
        proposed["solution.name"] = CORE
        before = next((row.version for row in report.installed if row.name == CORE), None)
        if before and not solution.source_version and before != solution.target_version:
            proposed["solution.source_version"] = before
    source = solution.source_version or proposed.get("solution.source_version")
    if not report.operation.kind and source and solution.target_version:
        proposed["operation.kind"] = "upgrade"
    if not report.summary:
        told = pasted.strip() if len(pasted) <= MOST_TOLD and TOLD.search(pasted) else None
        guessed = report.model_copy(
            update={"solution": solution.model_copy(update={"name": proposed.get("solution.name", solution.name)})}
        )
        summary = told or propose_summary(guessed)
        if summary:
            proposed["summary"] = summary
    return proposed


def _is_core(error: ErrorDetail) -> bool:
    name = error.component.name if error.component else None
    return bool(name and CORE_PARTS.match(name))


def plan(context: Context, given: Mapping[str, Any], *, wanted: Collection[str] = ()) -> list[Question]:
    """Return the questions that apply, in order, held against the answers given before each of them.

    Args:
        wanted: ids that the user asked for by themselves, optional or answered by the evidence as they may be.
    """
    known = known_values(context)
    target = context.target or context.usual_target
    asked_for = {*wanted, *given, *context.prefilled.disputes}
    questions = []
    for question in _candidates(context, given):
        if not _applies(question, known, target, asked_for):
            continue
        questions.append(question)
        if question.id not in given:
            continue
        answer = given[question.id]
        if question.kind == "confirm":
            asked_for.update(answer or ())
        elif question.id == "target":
            target = answer
        elif question.id == VERSION:
            known.update(place_version(context.prefilled, answer))
        elif answer not in UNKNOWN:
            known[question.id] = answer
    return [question for question in questions if question.id != "target" or context.target is None]


def known_values(context: Context) -> dict[str, Any]:
    """Return what the evidence answers without dispute, by report path."""
    report = context.prefilled.report
    paths = [question.id for question in QUESTIONS]
    known = {path: value for path in paths if (value := read_value(report, path)) not in UNKNOWN}
    if report.solution.unique_name:
        known.setdefault("solution.name", report.solution.unique_name)
    return {
        **context.proposed,
        **{path: value for path, value in known.items() if path not in context.prefilled.disputes},
    }


def assemble(context: Context, given: Mapping[str, Any]) -> Report:
    """Return the report of the evidence and of the answers that still apply, with a title proposed from all of it."""
    report = Report.model_validate(_overlay(context, given, plan(context, given)))
    return report if report.title else report.model_copy(update={"title": propose_title(report)})


def _overlay(context: Context, given: Mapping[str, Any], questions: Iterable[Question]) -> dict[str, Any]:
    data = dump_report(context.prefilled.report)
    data.pop("title", None)  # proposed again at the end, from everything that was answered
    for path, value in context.proposed.items():
        set_value(data, path, value)
    for question in questions:
        if (
            question.id not in given
            or question.kind in ("confirm", "when-and-note")
            or question.id.startswith("attempts")
        ):
            continue
        if question.id == VERSION:
            for path, value in place_version(context.prefilled, given[question.id]).items():
                set_value(data, path, value)
        elif question.kind == "machine":
            rows = given[question.id] if isinstance(given[question.id], list) else []
            set_value(data, question.id, "yes" if rows else "no")
            set_value(data, "machine", list(rows))
        else:
            set_value(data, "routing.chosen" if question.id == "target" else question.id, given[question.id])
    if PICKED in given:
        data["attempts"] = [
            {key: value for key, value in row.items() if value not in UNKNOWN} for row in join_attempts(given)
        ]
    if context.target:
        set_value(data, "routing.chosen", context.target)
    return data


def set_value(data: dict[str, Any], path: str, value: Any) -> None:
    """Put an answer at its path; an unknown one takes away what stood there. Names of a form's fields may hold dots."""
    parents, last = (["form"], path[5:]) if path.startswith("form.") else (path.split(".")[:-1], path.split(".")[-1])
    for parent in parents:
        data = data.setdefault(parent, {})
    if value in UNKNOWN:
        data.pop(last, None)
    else:
        data[last] = value


def _candidates(context: Context, given: Mapping[str, Any]) -> Iterator[Question]:
    if known_values(context) or context.prefilled.disputes:
        yield FACTS
    for question in QUESTIONS:
        if question.id == PARTS[BEFORE] and not any(path in context.proposed for path in PARTS.values()):
            yield from ask_version(context.prefilled)
        yield question
        if question.id == PICKED:
            yield from attempt_questions(given)
        elif question.id == "target":
            yield from _form_questions(context, given)


def _form_questions(context: Context, given: Mapping[str, Any]) -> Iterator[Question]:
    if (context.target or given.get("target") or context.usual_target) != "github":
        return
    if len(context.forms) > 1:
        yield Question(
            "form_file",
            "Form",
            "Which of the repository's forms?",
            "Each asks for something else.",
            "choice",
            context.forms,
            required=True,
            always=True,
            help=context.form_links,
        )
    before = {key: value for key, value in given.items() if not key.startswith("form.")}
    questions = [question for question in QUESTIONS if question.id in before]
    questions += [Question("form_file", "Form", "", "")] if "form_file" in before else []
    report = Report.model_validate(_overlay(context, before, questions))
    rows = context.form(report)
    if any(row.default not in UNKNOWN for row in rows):
        yield FORM
    yield from rows


def _applies(question: Question, known: Mapping[str, Any], target: Target, wanted: Collection[str]) -> bool:
    if target not in question.targets or not question.when(known):
        return False
    if question.id in wanted or question.always:
        return True
    return question.id not in known and question.default in UNKNOWN and not question.optional
