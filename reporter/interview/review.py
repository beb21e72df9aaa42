"""The review at the end: every section with its state, what a triager would still ask, and where to go from here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from reporter.guidance.model import Ask, Completeness
from reporter.interview.known import shorten, show_value, tell_value
from reporter.interview.plan import UNKNOWN, Context, plan
from reporter.interview.prefill import VERSION, read_value
from reporter.interview.question import Asker, Back, Choice, Question, Screen
from reporter.interview.questions import QUESTIONS
from reporter.report import Report, Target

State = Literal["complete", "needed", "open"]
MARKS: Mapping[State, str] = {"complete": "ok    ", "needed": "needed", "open": "-     "}
NAMES: Mapping[Target, str] = {"github": "GitHub", "microsoft": "Microsoft", "internal": "internal ticket"}
MOST_ASKS = 4


@dataclass(frozen=True)
class Section:
    """One section of the report: its state, one line of what it holds, and the questions in it."""

    name: str
    state: State
    shown: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Action:
    """What the user chose: build, ask (these questions), evidence, redaction, duplicates, later or leave."""

    kind: Literal["build", "ask", "evidence", "redaction", "duplicates", "later", "leave"]
    questions: tuple[str, ...] = ()


def list_sections(context: Context, given: Mapping[str, Any], report: Report, asks: Sequence[Ask]) -> list[Section]:
    """Return the sections in their order; one is `needed` while a triager would ask for something required in it."""
    everything = [question.id for question in QUESTIONS] + [row.id for row in context.form(report)]
    rows: dict[str, list[Question]] = {}
    for question in plan(context, given, wanted=everything):
        if question.kind != "confirm" and question.id != "target":
            rows.setdefault(question.section, []).append(question)
    return [
        Section(name, _state(questions, report, given, asks), _show(name, questions, report, given), tuple(questions))
        for name, questions in rows.items()
    ]


def find_questions(asks: Sequence[Ask], sections: Sequence[Section]) -> tuple[str, ...]:
    """Return the ids of the questions that answer what a triager would ask."""
    ids = [question.id for section in sections for question in section.questions]
    wanted = []
    for ask in asks:
        base = ask.path.split("[")[0]
        fitting = [one for one in ids if one in (ask.path, base) or base.startswith(f"{one}.")]
        wanted += fitting[:1] or [one for one in ids if one.startswith(f"{base}.")][:1]
    return tuple(dict.fromkeys(wanted))


def ask_review(
    asker: Asker,
    context: Context,
    given: Mapping[str, Any],
    report: Report,
    *,
    target: Target,
    completeness: Completeness,
    warnings: Sequence[str] = (),
    place: str = "",
) -> Action:
    """Show the review and return what to do next."""
    sections = list_sections(context, given, report, completeness.missing)
    asked = find_questions(completeness.missing, sections)
    optional = tuple(
        question.id
        for section in sections
        for question in section.questions
        if question.id not in given and (question.optional or question.section == "Form")
    )
    screen = Screen(
        ask=f"Review for {NAMES[target]}: {completeness.percent} % complete. What next?",
        place=place,
        notes=(*_lines(report, completeness), *(f"! {warning}" for warning in warnings)),
        can_go_back=True,
        label="Review",
    )
    choices = [Choice("build", f"Build the zip for {NAMES[target]}")]
    if asked:
        choices.append(Choice("asks", f"Answer what a triager would still ask ({len(asked)})"))
    if optional:
        choices.append(Choice("optional", f"Go through the optional questions ({len(optional)})"))
    width = max(len(section.name) for section in sections)
    choices += [
        Choice(
            f"section {number}",
            f"{MARKS[section.state]} {section.name.ljust(width)}  {shorten(section.shown, 90)}".rstrip(),
        )
        for number, section in enumerate(sections)
    ]
    if context.target is None:
        choices.append(Choice("target", f"Another place than {NAMES[target]}"))
    choices += [
        Choice("evidence", "Read more evidence"),
        *([Choice("duplicates", "Look for the same failure among existing issues")] if target == "github" else []),
        Choice("redaction", "Look at what is taken out before it leaves this machine"),
        *([Choice("later", "Try the known steps first, and come back")] if context.steps else []),
        Choice("leave", "Save and leave"),
    ]
    while True:
        answer = asker.choose(screen, choices, "build")
        if isinstance(answer, Back):
            last = [question for question in plan(context, given) if question.id in given]
            return Action("ask", (last[-1].id,)) if last else Action("evidence")
        action = _choose(answer, asked, optional)
        if action is None:
            action = _choose_in(sections[int(answer.split()[1])], asker, report, given)
        if action is not None:
            return action


def _choose(answer: str, asked: tuple[str, ...], optional: tuple[str, ...]) -> Action | None:
    actions: dict[str, Action] = {
        "build": Action("build"),
        "asks": Action("ask", asked),
        "optional": Action("ask", optional),
        "target": Action("ask", ("target",)),
        "evidence": Action("evidence"),
        "redaction": Action("redaction"),
        "duplicates": Action("duplicates"),
        "later": Action("later"),
        "leave": Action("leave"),
    }
    return actions.get(answer)


def _choose_in(section: Section, asker: Asker, report: Report, given: Mapping[str, Any]) -> Action | None:
    """Return the one question of a section to answer again; None for back to the review."""
    if len(section.questions) == 1:
        return Action("ask", (section.questions[0].id,))
    choices = [
        Choice(question.id, f"{question.ask}  {shorten(_value(question, report, given), 40)}".rstrip())
        for question in section.questions
    ]
    answer = asker.choose(Screen(f"{section.name}: which one?", label=section.name), choices, choices[0].value)
    return None if isinstance(answer, Back) else Action("ask", (answer,))


def _lines(report: Report, completeness: Completeness) -> tuple[str, ...]:
    lines = [report.title or "(no title)"]
    if completeness.missing:
        lines.append("A triager would still ask (! = required):")
        lines += [f"  {'!' if ask.required else '-'} {ask.question}" for ask in completeness.missing[:MOST_ASKS]]
        if len(completeness.missing) > MOST_ASKS:
            lines.append(f"  and {len(completeness.missing) - MOST_ASKS} more")
    return tuple(lines)


def _state(questions: Sequence[Question], report: Report, given: Mapping[str, Any], asks: Sequence[Ask]) -> State:
    ids = {question.id.split("[")[0] for question in questions}
    needed = {ask.path.split("[")[0] for ask in asks if ask.required}
    if any(path in ids or any(path.startswith(f"{one}.") for one in ids) for path in needed):
        return "needed"
    return "complete" if any(_value(question, report, given) for question in questions) else "open"


def _show(name: str, questions: Sequence[Question], report: Report, given: Mapping[str, Any]) -> str:
    if name == "Steps tried":
        return "; ".join(f"{one.what}: {one.outcome}" if one.outcome else one.what for one in report.attempts)
    if name == "Timeline":
        return f"{len(report.timeline)} entries" if report.timeline else ""
    if name == "Attachments":
        return ", ".join(one.path.replace("\\", "/").rsplit("/", 1)[-1] for one in report.attachments)
    if name == "Form":
        answered = [question for question in questions if _value(question, report, given)]
        return f"{len(answered)} of {len(questions)} fields filled"
    return ", ".join(_tell(question, report, given) for question in questions if _value(question, report, given))


def _tell(question: Question, report: Report, given: Mapping[str, Any]) -> str:
    value = read_value(report, question.id)
    return _value(question, report, given) if value in UNKNOWN else tell_value(question.id, value)


def _value(question: Question, report: Report, given: Mapping[str, Any]) -> str:
    if question.id.startswith("form."):
        value = given.get(question.id, question.default)
    elif question.id == VERSION:
        value = None  # it stands in the version before or to import
    elif "[" in question.id or question.id == "attempts.free":
        value = given.get(question.id)
        value = " ".join(value.values()) if isinstance(value, dict) else value
    else:
        value = read_value(report, question.id)
    if value in UNKNOWN:
        return ""
    return f"{len(value)}" if question.id == "attempts" else show_value(question.id, value)
