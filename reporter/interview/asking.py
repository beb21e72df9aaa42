"""Asks one question: shows it with its reason, place and default, and reads what comes back into an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from reporter.interview.confirming import ask_confirmation
from reporter.interview.known import find_default
from reporter.interview.plan import Context, assemble
from reporter.interview.question import BACK, LATER, Asker, Back, Choice, Question, Screen
from reporter.interview.timeline import show_timeline
from reporter.interview.typed import read_answer, write_answer
from reporter.labels import label_of
from reporter.report import dump_report

OTHER, NONE = "(other)", "(not known)"
TARGET_NAMES = {
    "github": "GitHub: a public issue",
    "microsoft": "Microsoft: a support case",
    "internal": "internal: a ticket in your own organisation",
}
LONG: tuple[str, ...] = ("text", "lines", "errors", "installed", "dependencies", "timeline", "files")
"""Kinds that take several lines."""


def ask_question(
    question: Question,
    context: Context,
    asker: Asker,
    *,
    given: Mapping[str, Any],
    remembered: Mapping[str, Any],
    place: str,
) -> Any:
    """Return the answer as it is stored, None where the user does not know, or BACK."""
    default, source = find_default(question, context, remembered)
    screen = Screen(
        ask=question.ask,
        why=question.why,
        place=place,
        source=source,
        notes=_notes(question, context, given),
        hint=question.hint,
        label=label_of(question.id),
    )
    if question.kind == "steps":
        return _ask_steps(screen, context, asker, default)
    if question.kind == "confirm":
        return ask_confirmation(question, screen, context, asker, given)
    if question.kind == "machine":
        return _ask_machine(screen, context, asker, default)
    if question.kind == "target":
        choices = [Choice(value, label) for value, label in TARGET_NAMES.items()]
        choices.append(Choice(LATER.value, "nowhere yet: save this, try the known steps, come back"))
        answer = asker.choose(screen, choices, default or context.usual_target)
        return LATER if answer == LATER.value else answer
    if question.kind == "yes-no":
        return _ask_box(question, screen, asker, default)
    if question.kind == "choices":
        return asker.choose_many(screen, question.choices, default or [])
    if question.kind == "choice":
        return _ask_choice(question, screen, asker, default)
    return _ask_typed(question, screen, context, asker, default)


def _notes(question: Question, context: Context, given: Mapping[str, Any]) -> tuple[str, ...]:
    notes = question.help.splitlines()
    for found in context.prefilled.disputes.get(question.id, ()):
        notes.append(f"{found.where} says {found.value}")
    if question.kind == "steps":
        notes += context.looks_like
    if question.kind == "target":
        routing = context.route(assemble(context, given))
        if routing.recommended:
            notes.append(f"Recommended: {routing.recommended}")
            notes += [f"  because: {reason}" for reason in routing.reasons[:3]]
            notes += [f"  else: {change}" for change in routing.would_change[:2]]
    if question.kind == "timeline" and not given.get("timeline"):
        notes += show_timeline(dump_report(context.prefilled.report).get("timeline", ()), context.zone)[:6]
    return tuple(notes)


def _ask_steps(screen: Screen, context: Context, asker: Asker, default: Any) -> Any:
    rows = {step.id: {"step": step.id, "what": step.title} for step in context.steps}
    rows |= {row["step"]: row for row in default or () if row.get("step")}
    choices = [Choice(key, str(row["what"])) for key, row in rows.items()]
    choices.append(Choice(OTHER, "something else"))
    picked = asker.choose_many(screen, choices, [row.get("step", OTHER) for row in default or ()])
    if picked is BACK:
        return BACK
    return [{} if key == OTHER else rows[key] for key in picked]


def _ask_machine(screen: Screen, context: Context, asker: Asker, default: Any) -> list[dict[str, str]] | Back:
    """Ask whether to look, show everything that was read, and return what the user lets go along."""
    before = [row["name"] for row in default] if isinstance(default, list) else []
    look = (Choice("look", "yes, look", "you see each fact before it is used"), Choice("no", "no"))
    while True:
        answer = asker.choose(screen, look, "look" if before else "no")
        if isinstance(answer, Back):
            return answer
        if answer == "no":
            return []
        asker.tell(["Looking ..."])
        rows = [dict(row) for row in context.look()]
        if not rows:
            asker.tell(["Nothing could be learnt about this machine."])
            return []
        which = Screen("Which of these may go along?", "The others are forgotten.", screen.place, label="This machine")
        choices = [Choice(row["name"], f"{row['name']}: {row['value']}") for row in rows]
        picked = asker.choose_many(which, choices, [one.value for one in choices if not before or one.value in before])
        if not isinstance(picked, Back):
            return [row for row in rows if row["name"] in picked]


def _ask_box(question: Question, screen: Screen, asker: Asker, default: Any) -> list[str] | Back:
    """One box of a form: its ticked label, or nothing."""
    ticked = asker.confirm(screen, bool(default))
    if ticked is BACK:
        return BACK
    return [question.choices[0].value] if ticked else []


def _ask_choice(question: Question, screen: Screen, asker: Asker, default: Any) -> str | Back | None:
    choices = list(question.choices)
    typed = isinstance(default, str) and default not in {choice.value for choice in choices}
    if typed:
        choices.insert(0, Choice(str(default), str(default)))
    if question.other:
        choices.append(Choice(OTHER, "something else"))
    if not question.required:
        choices.append(Choice(NONE, "not known"))
    while True:
        usual = default if isinstance(default, str) else NONE if not question.required else choices[0].value
        answer = asker.choose(screen, choices, usual)
        if answer is BACK:
            return BACK
        if answer == NONE:
            return None
        if answer != OTHER:
            return answer
        other = asker.type_line(replace(screen, notes=(), source=""), "", check=_need)
        if other is not BACK:
            return other.strip()


def _ask_typed(question: Question, screen: Screen, context: Context, asker: Asker, default: Any) -> Any:
    def check(text: str) -> str | None:
        if question.required and not text.strip():
            return "An answer is needed here."
        try:
            read_answer(question.kind, text, context)
        except ValueError as error:
            return str(error)
        return None

    text = write_answer(question.kind, default, context)
    if question.kind in LONG:
        typed = asker.type_text(screen, text, check=check, paths=question.kind == "files")
    else:
        disputed = [str(found.value) for found in context.prefilled.disputes.get(question.id, ())]
        typed = asker.type_line(screen, text, check=check, suggestions=(*disputed, *question.suggestions))
    if isinstance(typed, Back):
        return BACK
    answer = read_answer(question.kind, typed, context)
    asker.tell([f"    {line}" for line in _read_back(question, answer, context)])
    return answer


def _read_back(question: Question, answer: Any, context: Context) -> list[str]:
    """Return the times that were understood, in UTC and local time, in order."""
    if question.kind == "timeline":
        return show_timeline(answer, context.zone)
    if question.kind == "when-and-note" and answer and answer.get("at"):
        return show_timeline([{"at": answer["at"], "what": answer.get("note", "")}], context.zone)
    return []


def _need(text: str) -> str | None:
    return None if text.strip() else "Type it, or go back."
