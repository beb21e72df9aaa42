"""A GitHub issue: the body of the repository's own form, filled, a title that says something, and the copy sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlencode

from reporter.places import find_places
from reporter.report import FormAnswer, Report
from reporter.targets.budget import Budget, fit
from reporter.targets.copy_sheet import render_copy_sheet
from reporter.targets.document import Document, RenderContext, Rendered
from reporter.targets.form_body import render_body, wrong_answers
from reporter.targets.form_fill import fill_form, sources_of
from reporter.targets.form_model import FilledField, FormField, IssueForm, answers_of, find_answer
from reporter.targets.issue_form import DEFAULT_FORM, load_form
from reporter.targets.markdown import Rendered as Markdown
from reporter.targets.render import render_template
from reporter.targets.tidy import tidy_markdown
from reporter.targets.title import make_title, prefix_title
from reporter.targets.view import make_view

BODY_LENGTH = 65_000
"""Characters of an issue's body; GitHub refuses more than 65,536 (`body is too long`)."""


@dataclass(frozen=True)
class Issue:
    """One issue within a budget: its fields, and its whole body."""

    filled: tuple[FilledField, ...]
    body: str


def list_documents(context: RenderContext, *, template_folders: Sequence[Path] = ()) -> Rendered:
    """Return `issue.md`, `title.txt`, `copy.html` and `copy.txt`.

    Raises:
        InputError, ReporterError: the issue form is not to be had, or an answer is no option of it.
    """
    form = load_form(
        context.form_file or context.report.form_file or DEFAULT_FORM, places=context.places or find_places()
    )
    issue = Issue((), "")

    def write(budget: Budget) -> str:
        nonlocal issue
        issue = fill_issue(context, form, budget, template_folders=template_folders)
        return issue.body

    body, moved = fit(write, BODY_LENGTH)
    title = prefix_title(make_title(context.report), form.title)
    sheet = render_copy_sheet(
        form,
        issue.filled,
        title,
        link=link_form(form),
        bundle_name=context.bundle_name,
        template_folders=template_folders,
    )
    return Rendered((Document("issue.md", body), Document("title.txt", title + "\n"), *sheet), moved)


def fill_issue(
    context: RenderContext, form: IssueForm, budget: Budget, *, template_folders: Sequence[Path] = ()
) -> Issue:
    """Return the form's fields and the body, with everything known in the field that asks what happened."""
    report = context.report
    field = find_description(form, report)
    report = take_description(report, field)
    context = replace(context, report=report)
    view = make_view(context, budget)
    report, homeless = part_answers(form, report)
    own_fields = sources_of(fill_form(form, report, described="-"))
    elsewhere = (
        ("Expected", "" if "expected" in own_fields else view.expected),
        ("Steps to reproduce", "" if "steps_to_reproduce" in own_fields else view.steps_to_reproduce),
        *((label, budget.text(text, f"Answer: {label}")) for label, text in homeless),
    )
    values = {"view": view, "elsewhere": elsewhere}
    described = tidy_markdown(render_template("github/describe.md.j2", values, folders=template_folders)).strip("\n")
    filled = shorten_fields(fill_form(form, shorten_errors(report, budget), described=described), budget)
    if field is not None:
        filled = tuple(
            FilledField(field, Markdown(described), "summary") if row.field == field else row for row in filled
        )
    body = render_body(form, answers_of(filled), incomplete=True)
    if field is None:
        body += f"\n\n### Report\n\n{described}"
    return Issue(filled, body + "\n")


def find_description(form: IssueForm, report: Report) -> FormField | None:
    """Return the field that asks what happened; else the first text of several lines that nothing else answers."""
    bare = report.model_copy(update={"form": {}})
    filled = fill_form(form, bare, described="-")
    for row in filled:
        if row.source == "summary" and row.field.type == "textarea" and not row.field.render:
            return row.field
    free = [row.field for row in filled if row.field.type == "textarea" and not row.field.render]
    unanswered = [field for field in free if find_answer(field, answers_of(filled)) is None]
    return next(iter((*unanswered, *free)), None)


def take_description(report: Report, field: FormField | None) -> Report:
    """Return the report with the user's own answer to that field as its summary, so that it is not told twice."""
    own = find_answer(field, report.form) if field else None
    if field is None or own is None:
        return report
    text = own if isinstance(own, str) else "\n".join(own)
    form = {key: value for key, value in report.form.items() if key not in (field.id, field.label, field.label.strip())}
    told = " ".join((report.summary or "").split())
    summary = text if told in " ".join(text.split()) else f"{text}\n\n{report.summary}"
    return report.model_copy(update={"summary": summary, "form": form})


def part_answers(form: IssueForm, report: Report) -> tuple[Report, tuple[tuple[str, str], ...]]:
    """Return the report with the answers that the form can take, and the others with their labels: none is dropped.

    A form changes, and answers are kept from another form or an older issue: an option or a field may be gone.
    """
    fields = {key: field for field in form.submitted for key in (field.id, field.label, field.label.strip()) if key}
    kept: dict[str, FormAnswer] = {}
    homeless = []
    for key, answer in report.form.items():
        field = fields.get(key)
        if field is not None and not wrong_answers(form, {key: answer}):
            kept[key] = answer
        else:
            label = field.label.strip() if field else key
            homeless.append((label, answer if isinstance(answer, str) else ", ".join(answer)))
    return report.model_copy(update={"form": kept}), tuple(homeless)


def shorten_errors(report: Report, budget: Budget) -> Report:
    """Return the report with messages within the budget, for the fields that take them fenced."""
    many = len(report.errors) > 1
    errors = []
    for number, error in enumerate(report.errors, start=1):
        heading = f"{f'Error {number}' if many else 'Error'}, full message"
        errors.append(error.model_copy(update={"message": budget.text(error.message or "", heading)}))
    return report.model_copy(update={"errors": tuple(errors[: budget.limits.rows])})


def shorten_fields(filled: Sequence[FilledField], budget: Budget) -> tuple[FilledField, ...]:
    """Return the fields with every text within the budget; options and this program's own Markdown stay."""
    return tuple(
        replace(row, answer=budget.text(row.answer, f"Answer: {row.field.label.strip()}"))
        if isinstance(row.answer, str) and not isinstance(row.answer, Markdown) and row.field.type != "dropdown"
        else row
        for row in filled
    )


def link_form(form: IssueForm) -> str | None:
    """Return the address that opens the form, or None where the form belongs to no repository."""
    if not form.repository:
        return None
    query = f"?{urlencode({'template': form.file})}" if form.file else ""
    return f"https://github.com/{form.repository}/issues/new{query}"
