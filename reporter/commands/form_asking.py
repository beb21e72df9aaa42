"""A repository's form as questions of the interview."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reporter.console import Surroundings
from reporter.errors import ReporterError
from reporter.interview.plan import no_form
from reporter.interview.question import Asker, Choice, Kind, Question
from reporter.labels import label_of
from reporter.report import Report
from reporter.targets.form_model import IssueForm
from reporter.targets.form_questions import FormQuestion, questions_of
from reporter.targets.issue_form import list_forms, load_form

KINDS: dict[str, Kind] = {
    "text": "line",
    "lines": "text",
    "one": "choice",
    "several": "choices",
    "boxes": "choices",
    "files": "text",
}
WHY = "The repository's own form asks for it."


def form_asker(
    surroundings: Surroundings, spec: str, asker: Asker, *, searches: Callable[[Report], Sequence[str]]
) -> Callable[[Report], tuple[Question, ...]]:
    """Return a function from a report to the form's questions; a form that cannot be had is said once."""
    loaded: dict[str, IssueForm | None] = {}

    def load(name: str) -> IssueForm | None:
        if name not in loaded:
            try:
                loaded[name] = load_form(name, places=surroundings.places, environ=surroundings.environ)
            except ReporterError as error:
                asker.tell([str(error), "The questions go on without the form."])
                loaded[name] = None
        return loaded[name]

    def ask(report: Report) -> tuple[Question, ...]:
        form = load(report.form_file or spec)
        if form is None:
            return no_form(report)
        return tuple(
            as_question(row, searches(report) if row.kind == "boxes" else ()) for row in questions_of(form, report)
        )

    return ask


def list_choices(surroundings: Surroundings, spec: str) -> tuple[tuple[Choice, ...], str]:
    """Return the forms that a repository or folder offers, and the other places that it names (contact links)."""
    try:
        offer = list_forms(spec, places=surroundings.places, environ=surroundings.environ)
    except ReporterError:
        return (), ""  # said when the form itself is loaded
    forms = tuple(
        Choice(f"{spec.rstrip('/')}/{form.file}", form.name, form.description) for form in offer.forms if form.file
    )
    links = [f"{link.name}: {link.url}  {link.about}".rstrip() for link in offer.links]
    return forms, "\n".join(["Not for an issue:", *links] if links else [])


def as_question(row: FormQuestion, notes: Sequence[str] = ()) -> Question:
    """Return one element of a form as a question of the interview."""
    kind = KINDS[row.kind]
    if row.kind == "boxes" and len(row.options) == 1:
        kind = "yes-no"
    needed = row.required or any(option.required for option in row.options)
    return Question(
        id=f"form.{row.key}",
        section="Form",
        ask=row.options[0].label if kind == "yes-no" else row.label,
        why=WHY,
        kind=kind,
        choices=tuple(Choice(option.label, option.label) for option in row.options),
        optional=not needed,
        targets=("github",),
        help="\n".join([row.help, *notes]).strip(),
        default=row.default,
        source=_source(row.source),
    )


def _source(source: str | None) -> str:
    """Return where a field's answer comes from; a path of the report by its name."""
    if not source:
        return ""
    return {"your answer": "from the pasted issue"}.get(source, f"from “{label_of(source)}”")
