"""The report as templates read it: every sentence, order and number is made here, so that templates only place them."""

from __future__ import annotations

from dataclasses import dataclass

from reporter.guidance.model import Ask, Completeness
from reporter.report import Report
from reporter.targets.budget import Budget, Limits, Table
from reporter.targets.document import RenderContext, SearchLink
from reporter.targets.files import FileView, count_pictures, view_file
from reporter.targets.glance import Glance, take_glance
from reporter.targets.headline import says_the_same, tell_headline
from reporter.targets.matches import KnownView, safe_links, view_match
from reporter.targets.rows import Row, list_ids, list_machine, list_operation, list_section
from reporter.targets.tables import (
    AttemptView,
    DependencyView,
    ErrorView,
    InstalledView,
    list_attempts,
    list_dependencies,
    list_errors,
    list_installed,
    list_references,
    list_timeline,
)
from reporter.targets.timeline import Entry, Picture, draw, list_entries
from reporter.targets.times import show_utc, show_zone
from reporter.targets.title import make_title

NAMED = 5
"""Open questions that a short text names."""


@dataclass(frozen=True)
class View:
    """All that a template may show. Empty strings and tables mean: nothing is known."""

    title: str
    target: str
    headline: str
    lead: str
    """The headline where the title does not say the same already."""
    glance: Glance
    summary: str
    expected: str
    steps_to_reproduce: str
    errors: Table[ErrorView]
    solution: tuple[Row, ...]
    operation: tuple[Row, ...]
    environment: tuple[Row, ...]
    account: tuple[Row, ...]
    checks: tuple[Row, ...]
    ids: tuple[Row, ...]
    impact: tuple[Row, ...]
    contact: tuple[Row, ...]
    machine: tuple[Row, ...]
    references: Table[str]
    dependencies: Table[DependencyView]
    installed: Table[InstalledView]
    installed_count: int
    attempts: Table[AttemptView]
    timeline: Table[Entry]
    picture: Picture | None
    known: tuple[KnownView, ...]
    searches: tuple[SearchLink, ...]
    files: Table[FileView]
    pictures: tuple[FileView, ...]
    screenshots: str
    """How many pictures there are, in words."""
    percent: int
    missing: tuple[Ask, ...]
    missing_first: tuple[Ask, ...]
    """The few that a short text names; `missing_more` says how many are left."""
    missing_more: str
    open: str
    """How many questions are open, in words."""
    fingerprint: str
    routing: str
    redaction: tuple[Row, ...]
    bundle: str
    made_at: str
    zone: str

    @property
    def cards(self) -> tuple[tuple[str, tuple[Row, ...]], ...]:
        """What a page shows beside solution, import and environment: title and rows, the empty ones left out."""
        cards = (
            ("Account", self.account),
            ("Checks", self.checks),
            ("Ids for the logs of support", self.ids),
            ("Impact", self.impact),
            ("Contact", self.contact),
            ("Machine", self.machine),
        )
        return tuple((title, rows) for title, rows in cards if rows)


def make_view(context: RenderContext, budget: Budget) -> View:
    """Return the view of the context's report; what exceeds the budget is moved, with a pointer in its place."""
    report = context.report
    entries = list_entries(report, context.zone)
    files = tuple(view_file(row, budget) for row in context.attachments)
    title, headline = make_title(report), tell_headline(report)
    return View(
        title=title,
        target=context.target,
        headline=headline,
        lead="" if says_the_same(title, headline) else headline,
        glance=take_glance(report, context.zone),
        summary=budget.text(report.summary or "", "What happened"),
        expected=budget.text(report.expected or "", "What was expected"),
        steps_to_reproduce=budget.text(report.steps_to_reproduce or "", "Steps to reproduce"),
        errors=list_errors(report, budget),
        solution=list_section(report, "solution", budget),
        operation=list_operation(report, context, budget),
        environment=list_section(report, "environment", budget),
        account=list_section(report, "account", budget),
        checks=list_section(report, "checks", budget),
        ids=list_ids(report, budget),
        impact=list_section(report, "impact", budget),
        contact=() if context.target == "github" else list_section(report, "contact", budget),
        machine=list_machine(report, budget),
        references=list_references(report, budget),
        dependencies=list_dependencies(report, budget),
        installed=list_installed(report, budget),
        installed_count=len(report.installed),
        attempts=list_attempts(report, context, budget),
        timeline=list_timeline(entries, budget),
        picture=draw(entries),
        known=tuple(view_match(match, report.attempts) for match in context.matches),
        searches=safe_links(context.searches),
        files=budget.rows(files, "Attachments", lambda file: f"{file.name}  {file.caption}  {file.note}"),
        pictures=tuple(file for file in files if file.picture),
        screenshots=count_pictures(files),
        percent=context.completeness.percent,
        missing=context.completeness.missing,
        missing_first=context.completeness.missing[:NAMED],
        missing_more=f"and {more} more" if (more := len(context.completeness.missing) - NAMED) > 0 else "",
        open=_count_open(context.completeness),
        fingerprint=budget.line(report.fingerprint or "", "Fingerprint"),
        routing=budget.line(_routing(report), "Where to report"),
        redaction=tuple(Row(kind, f"{count:,}") for kind, count in sorted(context.redaction_counts.items())),
        bundle=context.bundle_name,
        made_at=show_utc(context.made_at),
        zone=show_zone(context.zone, context.made_at),
    )


def make_view_within(context: RenderContext, limits: Limits) -> View:
    """Return a view for a text that shows only the short parts of the report."""
    return make_view(context, Budget(limits))


def _count_open(completeness: Completeness) -> str:
    required, all_open = len(completeness.required_missing), len(completeness.missing)
    if not all_open:
        return "nothing is open"
    optional = all_open - required
    words = [f"{required} required" if required else "", f"{optional} optional" if optional else ""]
    return f"{' and '.join(word for word in words if word)} still open"


_PLACES: dict[str | None, str] = {
    "github": "GitHub",
    "microsoft": "Microsoft support",
    "internal": "an internal ticket",
    "not yet": "not yet, other steps come first",
}


def _routing(report: Report) -> str:
    """Return what the rules recommend with their reasons, what would change it, and what the user decided."""
    routing = report.routing
    recommended, chosen = _PLACES.get(routing.recommended), _PLACES.get(routing.chosen)
    parts = []
    if recommended:
        parts.append(f"By the rules: {recommended}{_because(routing.reasons)}.")
        if routing.would_change:
            parts.append(f"It would change if: {'; '.join(routing.would_change)}.")
    if chosen:
        parts.append(f"Decided: {chosen}.")
    return " ".join(parts)


def _because(reasons: tuple[str, ...]) -> str:
    return f" ({'; '.join(reasons)})" if reasons else ""
