"""A form's fields as questions, in its order: plain data that the interview asks and the copy sheet repeats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reporter.report import FormAnswer, Report
from reporter.targets.form_answers import match_option
from reporter.targets.form_fill import fill_form
from reporter.targets.form_model import FilledField, FormField, FormOption, IssueForm

QuestionKind = Literal["text", "lines", "one", "several", "boxes", "files"]

_KINDS: dict[str, QuestionKind] = {
    "input": "text",
    "textarea": "lines",
    "dropdown": "one",
    "checkboxes": "boxes",
    "upload": "files",
}


@dataclass(frozen=True)
class FormQuestion:
    """One question of a form. The answer belongs in `report.form` under `key`.

    `kind`: `text` one line, `lines` many lines, `one` an option, `several` options, `boxes` the ticked labels, `files`
    paths (to be dragged into the form; the answer is text).
    """

    key: str
    kind: QuestionKind
    label: str
    help: str = ""
    options: tuple[FormOption, ...] = ()
    required: bool = False
    default: FormAnswer | None = None
    """What to offer: the user's earlier answer, the report's or the form's own."""
    source: str | None = None
    """Where the default comes from, in words."""
    multiple: bool = False
    render: str | None = None
    placeholder: str | None = None

    def problem(self, answer: FormAnswer | None) -> str | None:
        """Return why the answer cannot be taken, or None if it can."""
        chosen = [answer] if isinstance(answer, str) else list(answer or ())
        chosen = [one for one in chosen if one.strip()]
        if self.kind == "boxes":
            unticked = [one.label for one in self.options if one.required and one.label not in chosen]
            return f"The form wants this box ticked: {unticked[0]}" if unticked else None
        if self.required and not chosen:
            return "The form requires an answer."
        if self.kind in ("one", "several"):
            field = FormField("dropdown", options=self.options)
            wrong = [one for one in chosen if match_option(field, one) is None]
            return f"{wrong[0]!r} is no option." if wrong else None
        return None


def questions_of(form: IssueForm, report: Report, *, described: str | None = None) -> tuple[FormQuestion, ...]:
    """Return the form's questions in its order; Markdown elements become help of the question after them.

    Args:
        form: The form.
        report: The report so far: its facts and earlier form answers become defaults, each with its source.
        described: Finished Markdown for the field that asks what happened.
    """
    rows = iter(fill_form(form, report, described=described))
    questions: list[FormQuestion] = []
    shown: list[str] = []
    for field in form.fields:
        if field.submitted:
            questions.append(_question(next(rows), shown))
            shown = []
        elif field.value or field.description:
            shown.append(field.value or field.description or "")
    return tuple(questions)


def _question(row: FilledField, shown: list[str]) -> FormQuestion:
    field = row.field
    return FormQuestion(
        key=field.key,
        kind="several" if field.type == "dropdown" and field.multiple else _KINDS[field.type],
        label=field.label or field.key or "Confirm",
        help="\n\n".join([*shown, *([field.description] if field.description else [])]).strip(),
        options=field.options,
        required=field.required,
        default=row.answer,
        source=row.source,
        multiple=field.multiple,
        render=field.render,
        placeholder=field.placeholder,
    )
