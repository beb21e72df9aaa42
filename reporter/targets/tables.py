"""The parts of a report that are rows: errors, missing dependencies, steps, timeline, installed, references."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reporter.report import ErrorDetail, Report, normalise_code, spell_code
from reporter.targets.budget import Budget, Table
from reporter.targets.document import RenderContext
from reporter.targets.headline import name_error
from reporter.targets.timeline import Entry
from reporter.targets.times import show_both

_MOODS = {"fixed": "good", "partly": "partly", "same error": "bad", "another error": "bad"}


@dataclass(frozen=True)
class ErrorView:
    """One error, ready to be shown."""

    number: int
    heading: str
    code: str
    spellings: str
    http_status: str
    component: str
    message: str
    """Empty where none was given."""


@dataclass(frozen=True)
class AttemptView:
    """One step that was tried."""

    number: int
    what: str
    when: str
    outcome: str
    note: str
    mood: str
    """How the outcome is coloured: good, partly, bad or nothing."""


@dataclass(frozen=True)
class InstalledView:
    """One installed solution."""

    unique_name: str
    version: str
    managed: str
    """`managed`, `unmanaged`, or empty."""


@dataclass(frozen=True)
class DependencyView:
    """One missing component; empty where something is not known."""

    required: str
    kind: str
    solution: str
    dependent: str


def list_errors(report: Report, budget: Budget) -> Table[ErrorView]:
    """Return the errors in the report's order, each with the other spellings of its code."""
    many = len(report.errors) > 1
    views = []
    for number, error in enumerate(report.errors, start=1):
        name = f"Error {number}" if many else "Error"
        views.append(
            ErrorView(
                number=number,
                heading=f"{name}: {budget.line(name_error(error), f'{name}, name')}",
                code=error.code or "",
                spellings=_spellings(error.code or ""),
                http_status=budget.line(error.http_status or "", f"{name}, HTTP status"),
                component=budget.line(_component(error), f"{name}, component"),
                message=budget.text(error.message or "", f"{name}, full message"),
            )
        )
    return budget.rows(views, "Errors", lambda view: f"{view.heading}\n{view.component}\n{view.message}\n")


def _spellings(code: str) -> str:
    """Return the other ways to write a code, empty for what is no such code."""
    if normalise_code(code) != code:
        return ""
    return ", ".join(other for other in spell_code(code) if other != code)


def _component(error: ErrorDetail) -> str:
    part = error.component
    if part is None:
        return ""
    more = ", ".join(word for word in (part.kind if part.name else "", f"ID {part.id}" if part.id else "") if word)
    name = part.name or part.kind or ""
    return f"{name} ({more})" if name and more else name or more


def list_installed(report: Report, budget: Budget) -> Table[InstalledView]:
    """Return the installed solutions."""
    name = "Installed solutions"
    rows = [
        InstalledView(
            unique_name=budget.line(row.unique_name, f"{name}, name {number}"),
            version=budget.line(row.version or "", f"{name}, version {number}"),
            managed={True: "managed", False: "unmanaged", None: ""}[row.managed],
        )
        for number, row in enumerate(report.installed, start=1)
    ]
    return budget.rows(rows, name, lambda row: f"{row.unique_name}  {row.version}  {row.managed}".rstrip())


def list_dependencies(report: Report, budget: Budget) -> Table[DependencyView]:
    """Return what the import did not find, what needs it, and the solution that has it."""
    name = "Missing dependencies"
    rows = [
        DependencyView(
            required=budget.line(row.required, f"{name}, component {number}"),
            kind=budget.line(row.kind or "", f"{name}, kind {number}"),
            solution=budget.line(row.solution or "", f"{name}, solution {number}"),
            dependent=budget.line(row.dependent or "", f"{name}, needed by {number}"),
        )
        for number, row in enumerate(report.missing_dependencies, start=1)
    ]
    return budget.rows(
        rows, name, lambda row: "  ".join((row.required, row.kind, row.solution, row.dependent)).rstrip()
    )


def list_attempts(report: Report, context: RenderContext, budget: Budget) -> Table[AttemptView]:
    """Return the steps that were tried, in the report's order."""
    rows = [
        AttemptView(
            number=number,
            what=budget.line(attempt.what, f"Step tried {number}"),
            when=show_both(attempt.at, context.zone) if attempt.at else "",
            outcome=attempt.outcome or "",
            note=budget.line(attempt.note or "", f"Step tried {number}, note"),
            mood=_MOODS.get(attempt.outcome or "", ""),
        )
        for number, attempt in enumerate(report.attempts, start=1)
    ]
    return budget.rows(
        rows, "Steps tried", lambda row: f"{row.number}. {row.what}: {row.outcome} {row.when} {row.note}"
    )


def list_timeline(entries: tuple[Entry, ...], budget: Budget) -> Table[Entry]:
    """Return the entries of the timeline within the budget."""
    rows = [
        replace(entry, what=budget.line(entry.what, f"Timeline, entry {number}"))
        for number, entry in enumerate(entries, start=1)
    ]
    return budget.rows(rows, "Timeline", lambda entry: f"{entry.both}  {entry.what}")


def list_references(report: Report, budget: Budget) -> Table[str]:
    """Return issues and cases that the report names."""
    name = "Related issues and cases"
    lines = [budget.line(text, f"{name}, {number}") for number, text in enumerate(report.references, start=1)]
    return budget.rows(lines, name, str)
