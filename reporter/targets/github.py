"""A GitHub issue: the body of the repository's own form, filled, a title that says something, and the copy sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from reporter.places import find_places
from reporter.report import FormAnswer, Report
from reporter.targets.budget import Budget, fit
from reporter.targets.clean import clean_report
from reporter.targets.copy_sheet import render_copy_sheet
from reporter.targets.document import Document, RenderContext, Rendered
from reporter.targets.form_body import render_body
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
    title = prefix_title(make_title(clean_report(context.report)), form.title)
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
    report = clean_report(context.report)
    field = find_description(form, report)
    report = take_description(report, field)
    context = RenderContext(**{**context.__dict__, "report": report})
    view = make_view(context, budget)
    own_fields = sources_of(fill_form(form, report, described="-"))
    elsewhere = (
        ("Expected", "" if "expected" in own_fields else view.expected),
        ("Steps to reproduce", "" if "steps_to_reproduce" in own_fields else view.steps_to_reproduce),
    )
    values = {"view": view, "elsewhere": elsewhere}
    described = tidy_markdown(render_template("github/describe.md.j2", values, folders=template_folders)).strip("\n")
    filled = fill_form(form, shorten_answers(report, budget), described=described)
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


def shorten_answers(report: Report, budget: Budget) -> Report:
    """Return the report with every text that a form may take within the budget."""
    many = len(report.errors) > 1
    errors = tuple(
        error.model_copy(
            update={
                "message": budget.text(error.message or "", f"{f'Error {number}' if many else 'Error'}, full message")
            }
        )
        for number, error in enumerate(report.errors, start=1)
    )
    form: dict[str, FormAnswer] = {
        key: budget.text(answer, f"Answer: {key}") if isinstance(answer, str) else answer
        for key, answer in report.form.items()
    }
    return report.model_copy(
        update={
            "errors": errors,
            "form": form,
            "expected": budget.text(report.expected or "", "What was expected") or None,
            "steps_to_reproduce": budget.text(report.steps_to_reproduce or "", "Steps to reproduce") or None,
        }
    )


def link_form(form: IssueForm) -> str | None:
    """Return the address that opens the form, or None where the form belongs to no repository."""
    if not form.repository:
        return None
    query = f"?{urlencode({'template': form.file})}" if form.file else ""
    return f"https://github.com/{form.repository}/issues/new{query}"
