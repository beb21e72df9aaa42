"""The body of an issue exactly as GitHub writes it from a submitted form, so that the repository's automation reads it.

One section for each element that is submitted: `### label`, a blank line, the answer. The issues of many repositories
are the source of the details: `_No response_`, `None` for a dropdown without choice, `- [x]`, options joined with a
comma and a blank, a fence for `render`.
"""

from __future__ import annotations

from collections.abc import Iterable

from reporter.errors import InputError, ReporterError
from reporter.report import FormAnswer
from reporter.targets.form_answers import NO_CHOICE, NO_RESPONSE, effective_answer, match_option, take_answer
from reporter.targets.form_model import Answers, FormField, IssueForm
from reporter.targets.markdown import Rendered, clean, fence, harmless

MOST_CHARACTERS = 65_536
"""Of an issue's body; GitHub refuses more (`body is too long`)."""


def render_body(form: IssueForm, answers: Answers, *, incomplete: bool = False) -> str:
    """Return the issue's body for these answers, without a newline at its end.

    Args:
        form: The form, or a Markdown template read as one.
        answers: By a field's id, or its label where it has none. Absent: what the form prefills. Empty: no answer.
        incomplete: Allow required fields without an answer.

    Raises:
        InputError: an answer is no option of its dropdown or checkboxes.
        ReporterError: a required answer is missing.
    """
    wrong = wrong_answers(form, answers)
    if wrong:
        raise InputError("\n".join([*wrong, "Nothing was rendered."]))
    missing = missing_answers(form, answers)
    if missing and not incomplete:
        names = "; ".join(f"{field.label or field.key} ({field.key})" for field in missing)
        raise ReporterError(f"Required answers are missing: {names}. Give them, or add --incomplete.")
    sections = [_section(field, take_answer(field, answers), form) for field in form.submitted]
    return "\n\n".join(section for section in sections if section)


def wrong_answers(form: IssueForm, answers: Answers) -> tuple[str, ...]:
    """Return a sentence for every answer that its field cannot take."""
    problems = []
    for field in form.submitted:
        given = take_answer(field, answers)
        if given is None or field.type not in ("dropdown", "checkboxes"):
            continue
        name, chosen = field.label or field.key, _listed(given)
        for one in chosen:
            if match_option(field, one) is None:
                offered = "; ".join(option.label for option in field.options)
                problems.append(f"{name}: {one!r} is no option. The options are: {offered}.")
        if field.type == "dropdown" and not field.multiple and len(chosen) > 1:
            problems.append(f"{name}: takes one option, {len(chosen)} were given.")
    return tuple(problems)


def missing_answers(form: IssueForm, answers: Answers) -> tuple[FormField, ...]:
    """Return the required fields that have no answer (for checkboxes: a required box that is not ticked)."""
    missing = []
    for field in form.submitted:
        given = take_answer(field, answers)
        if field.type == "checkboxes":
            ticked = _ticked(field, given)
            if any(option.required and option.label not in ticked for option in field.options):
                missing.append(field)
        elif field.required and not _said(field, given):
            missing.append(field)
    return tuple(missing)


def _section(field: FormField, given: FormAnswer | None, form: IssueForm) -> str:
    said = _said(field, given)
    if form.kind == "markdown":
        text = said or field.value or ""
        return "\n\n".join(part for part in (field.heading, text) if part)
    if not said:
        said = NO_CHOICE if field.type == "dropdown" and not field.multiple else NO_RESPONSE
        if field.type == "textarea" and field.render:
            said = fence("", field.render)
    return f"### {field.label}\n\n{said}"


def _said(field: FormField, given: FormAnswer | None) -> str:
    """Return the answer as it stands in the body, empty if there is none."""
    answer = effective_answer(field, given)
    if field.type == "checkboxes":
        ticked = _ticked(field, answer)
        return "\n".join(f"- [{'x' if option.label in ticked else ' '}] {option.label}" for option in field.options)
    if field.type == "dropdown":
        chosen = [match_option(field, one) for one in _listed(answer)]
        return ", ".join(one for one in chosen if one)
    text = _text(answer)
    if not text.strip():
        return ""
    if field.type == "input":
        return harmless(text, own=field.own, one_line=True)
    if field.render:
        return fence(text, field.render)
    if isinstance(answer, Rendered):
        return text
    if field.value and text.strip() == field.value.strip():
        return clean(field.value)
    return harmless(text, own=field.own)


def pasted_text(field: FormField, given: FormAnswer | None) -> str:
    """Return what goes into a text field on GitHub's page: the answer as in the body, without the fence of `render`."""
    if field.render:
        return _text(effective_answer(field, given))
    return _said(field, given)


def chosen_options(field: FormField, given: FormAnswer | None) -> tuple[str, ...]:
    """Return the options to choose or the boxes to tick on GitHub's page, in the form's order."""
    ticked = _ticked(field, effective_answer(field, given))
    return tuple(option.label for option in field.options if option.label in ticked)


def _text(answer: FormAnswer | None) -> str:
    text = answer if isinstance(answer, str) else "\n".join(answer or ())
    if not isinstance(answer, Rendered):
        text = clean(text)
    return text.strip("\n").rstrip()


def _ticked(field: FormField, answer: FormAnswer | None) -> set[str]:
    return {label for one in _listed(answer) if (label := match_option(field, one)) is not None}


def _listed(answer: FormAnswer | None) -> list[str]:
    return [one for one in ([answer] if isinstance(answer, str) else answer or []) if one.strip()]


def known_keys(form: IssueForm) -> Iterable[str]:
    """Return every name that an answer to this form may go by."""
    for field in form.submitted:
        yield from (name for name in (field.id, field.label) if name)
