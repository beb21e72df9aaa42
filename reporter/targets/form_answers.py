"""Answers as they come - from a file, a question, a pasted issue - as the field takes them."""

from __future__ import annotations

import re

from reporter.report import FormAnswer
from reporter.targets.form_model import Answers, FormField, find_answer
from reporter.targets.markdown import Rendered

NO_RESPONSE = "_No response_"
NO_CHOICE = "None"
_YES = ("yes", "true", "x", "on")
_NO = ("no", "false", "off", "not known", "unknown")


def take_answer(field: FormField, answers: Answers) -> FormAnswer | None:
    """Return the answer given for a field, in its own terms; None where none was given.

    Understands what GitHub itself writes into an issue (`_No response_`, `None`, `- [x] label`, options joined by a
    comma and a blank), and yes or no for a single box.
    """
    given = find_answer(field, answers)
    if given is None or isinstance(given, Rendered):
        return given
    if isinstance(given, str) and given.strip() == NO_RESPONSE:
        return ""
    if field.type == "checkboxes":
        return [one for row in _listed(given) for one in _read_boxes(field, row)]
    if field.type != "dropdown":
        return given
    chosen = [one for row in _listed(given) for one in _read_options(field, row)]
    return chosen if field.multiple or len(chosen) != 1 else chosen[0]


def match_option(field: FormField, text: str) -> str | None:
    """Return the option that the text names (exactly, else by case and blanks), or None."""
    exact: list[str | None] = [option.label for option in field.options if option.label == text]
    loose: list[str | None] = [option.label for option in field.options if _loose(option.label) == _loose(text)]
    return (exact or loose or [None])[0]


def effective_answer(field: FormField, given: FormAnswer | None) -> FormAnswer | None:
    """Return what the form submits: the answer, or where none was given what the form prefills or preselects."""
    if given is not None:
        return given
    if field.type == "dropdown" and field.default is not None and field.default < len(field.options):
        chosen = field.options[field.default].label
        return [chosen] if field.multiple else chosen
    return field.value


def _listed(given: FormAnswer) -> list[str]:
    return [one for one in ([given] if isinstance(given, str) else given) if one.strip()]


def _read_boxes(field: FormField, text: str) -> list[str]:
    if match_option(field, text) is not None:
        return [text]
    rows = re.findall(r"^[-*] \[([ xX])\] (.+)$", text.strip(), re.MULTILINE)
    if rows:
        return [label for mark, label in rows if mark != " "]
    if len(field.options) == 1 and _loose(text) in _YES:
        return [field.options[0].label]
    return [] if _loose(text) in _NO else [text]


def _read_options(field: FormField, text: str) -> list[str]:
    if match_option(field, text) is not None:
        return [text]
    if text.strip() in (NO_CHOICE, NO_RESPONSE):
        return []
    return (_split_options(field, text.strip()) if field.multiple else None) or [text]


def _split_options(field: FormField, text: str) -> list[str] | None:
    """Options may hold commas themselves, so the text is taken apart by the options, the longest first."""
    found = []
    labels = sorted((option.label.strip() for option in field.options if option.label.strip()), key=len, reverse=True)
    while text:
        label = next((one for one in labels if text == one or text.startswith(one + ", ")), None)
        if label is None:
            return None
        found.append(label)
        text = text[len(label) + 2 :]
    return found


def _loose(text: str) -> str:
    return " ".join(text.split()).casefold()
