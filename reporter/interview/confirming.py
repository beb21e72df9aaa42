"""Confirms in one answer what was read or filled in: all right, or which of it to correct."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from reporter.interview.known import list_known, shorten, show_value
from reporter.interview.plan import UNKNOWN, Context, assemble
from reporter.interview.question import BACK, Asker, Back, Choice, Question, Screen
from reporter.labels import label_of

RIGHT, CORRECT = "(right)", "(correct)"
ANSWERS = (Choice(RIGHT, "yes, go on"), Choice(CORRECT, "no, correct something"))
Row = tuple[str, str, str, str]
"""Path, label, value, source."""


def ask_confirmation(
    question: Question, screen: Screen, context: Context, asker: Asker, given: Mapping[str, Any]
) -> list[str] | Back:
    """Return the paths that the user wants to correct, none if everything is right, or BACK."""
    rows = _form_rows(context, given) if question.id == "form" else _fact_rows(context, given)
    screen = replace(screen, notes=(*screen.notes, *(_line(row) for row in rows)))
    choices = [Choice(path, f"{label}: {shorten(value, 38)}") for path, label, value, _source in rows]
    which = Screen("Which are to be corrected?", place=screen.place, label="To correct")
    while True:
        answer = asker.choose(screen, ANSWERS, RIGHT)
        if answer is BACK:
            return BACK
        if answer == RIGHT:
            return []
        wrong = asker.choose_many(which, choices, [])
        if not isinstance(wrong, Back):
            return wrong


def _fact_rows(context: Context, given: Mapping[str, Any]) -> list[Row]:
    return [(path, shorten(label_of(path), 32), value, source) for path, value, source in list_known(context, given)]


def _form_rows(context: Context, given: Mapping[str, Any]) -> list[Row]:
    before = {key: value for key, value in given.items() if not key.startswith("form.")}
    return [
        (row.id, shorten(row.ask, 32), show_value(row.id, row.default), row.source)
        for row in context.form(assemble(context, before))
        if row.default not in UNKNOWN
    ]


def _line(row: Row) -> str:
    _path, label, value, source = row
    return f"{label}: {shorten(value, 90)}" + (f"  ({source})" if source else "")
