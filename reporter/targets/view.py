"""The report as templates read it: every sentence, order and number is made here, so that templates only place them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from reporter.guidance.model import Ask, Completeness, Match
from reporter.labels import label_of
from reporter.report import Attempt, ErrorDetail, Report, spell_code
from reporter.targets.budget import Budget, Limits, Table
from reporter.targets.clean import clean_text
from reporter.targets.document import AttachmentRow, RenderContext, SearchLink
from reporter.targets.glance import NOT_GIVEN, Glance, take_glance
from reporter.targets.timeline import Entry, Picture, draw, list_entries
from reporter.targets.times import show_both, show_duration, show_utc, show_zone
from reporter.targets.title import make_title, shorten

_DONE = {"install": "Installation", "upgrade": "Upgrade", "update": "Update", "patch": "Patch"}
_MOODS = {"fixed": "good", "partly": "partly", "same error": "bad", "another error": "bad"}
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff")
_ALWAYS = {
    "solution": ("source_version", "target_version"),
    "environment": ("type", "region", "license"),
}
"""What every report must say, or say that it is missing."""


@dataclass(frozen=True)
class Row:
    """A label and its value; `given` is False where the value says that there is none."""

    label: str
    value: str
    given: bool = True


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
class StepView:
    """One step against a known error; the outcome where it is known that it was tried."""

    title: str
    outcome: str
    parts: tuple[str, ...]
    caution: str


@dataclass(frozen=True)
class KnownView:
    """A known error that fits."""

    title: str
    cause: str
    why: str
    generic: bool
    steps: tuple[StepView, ...]
    sources: tuple[SearchLink, ...]
    advice: str


@dataclass(frozen=True)
class FileView:
    """One attachment."""

    name: str
    caption: str
    kind: str
    size: str
    note: str
    picture: bool
    href: str


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
    open: str
    """How many questions are open, in words."""
    fingerprint: str
    routing: str
    redaction: tuple[Row, ...]
    bundle: str
    made_at: str
    zone: str


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
        lead="" if _says(title, headline) else headline,
        glance=take_glance(report, context.zone),
        summary=budget.text(report.summary or "", "What happened"),
        expected=budget.text(report.expected or "", "What was expected"),
        steps_to_reproduce=budget.text(report.steps_to_reproduce or "", "Steps to reproduce"),
        errors=_errors(report, budget),
        solution=_section(report, "solution", budget),
        operation=_operation(report, context, budget),
        environment=_section(report, "environment", budget),
        account=_section(report, "account", budget),
        checks=_section(report, "checks", budget),
        ids=_ids(report, budget),
        impact=_section(report, "impact", budget),
        contact=() if context.target == "github" else _section(report, "contact", budget),
        machine=_machine(report, budget),
        references=_references(report, budget),
        installed=_installed(report, budget),
        installed_count=len(report.installed),
        attempts=_attempts(report, context, budget),
        timeline=_timeline(entries, budget),
        picture=draw(entries),
        known=tuple(_known(match, report.attempts) for match in context.matches),
        searches=_links(context.searches),
        files=budget.rows(files, "Attachments", lambda file: f"{file.name}  {file.caption}  {file.note}"),
        pictures=tuple(file for file in files if file.picture),
        screenshots=_count_pictures(files),
        percent=context.completeness.percent,
        missing=context.completeness.missing,
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


def tell_headline(report: Report) -> str:
    """Return the case in one sentence: what was done to what, where, and how it failed."""
    solution, environment = report.solution, report.environment
    before, after = (_short(version) for version in (solution.source_version, solution.target_version))
    words = [_DONE.get(report.operation.kind or "", "Import")]
    words.append(f"of {_short(solution.name or solution.unique_name) or 'a solution'}")
    words.append(f"from {before} to {after}" if before and after and before != after else after or before)
    if environment.type:
        article = "an" if environment.type.lower().startswith(tuple("aeiou")) else "a"
        words.append(f"in {article} {_short(environment.type)} environment")
    if environment.region:
        words.append(f"in {_short(environment.region)}")
    codes = list(dict.fromkeys(_short(name_error(error)) for error in report.errors))
    words.append("failed" + (f": {', then '.join(codes[:3])}" if codes else ", the error is not given"))
    if len(codes) > 3:
        words.append(f"and {len(codes) - 3} more")
    return " ".join(word for word in words if word) + "."


def name_error(error: ErrorDetail) -> str:
    """Return the shortest name of an error: code and status, or the beginning of its message."""
    if error.code:
        return " ".join(part for part in (error.code, error.http_status) if part)
    return error.http_status or " ".join((error.message or "an error without code").split())[:80]


def show_size(size: int | None) -> str:
    """Return a size in bytes as people read it: `12 KB`, `3.4 MB` (1 KB is 1,000 bytes, as the upload limits count)."""
    if size is None:
        return ""
    value = float(size)
    for unit in ("bytes", "KB", "MB"):
        if value < 1000:
            return f"{value:.0f} {unit}" if unit == "bytes" or value >= 10 else f"{value:.1f} {unit}"
        value /= 1000
    return f"{value:.1f} GB"


def _short(text: str | None) -> str:
    """Return a name for the middle of a sentence: one line, at most 120 characters."""
    return shorten(_line(text or ""), 120)


def _says(title: str, headline: str) -> bool:
    """Whether nearly every word of the headline stands in the title."""
    told, words = (set(re.findall(r"\w{3,}", text.casefold().replace("0x", ""))) for text in (title, headline))
    return len(words - told) <= max(1, len(words) // 3)


def _errors(report: Report, budget: Budget) -> Table[ErrorView]:
    many = len(report.errors) > 1
    views = []
    for number, error in enumerate(report.errors, start=1):
        name = f"Error {number}" if many else "Error"
        views.append(
            ErrorView(
                number=number,
                heading=f"{name}: {budget.line(name_error(error), f'{name}, name')}",
                code=error.code or "",
                spellings=", ".join(code for code in spell_code(error.code) if code != error.code)
                if error.code and error.code.startswith("0x") and len(error.code) == 10
                else "",
                http_status=budget.line(error.http_status or "", f"{name}, HTTP status"),
                component=budget.line(_component(error), f"{name}, component"),
                message=budget.text(error.message or "", f"{name}, full message"),
            )
        )
    return budget.rows(views, "Errors", lambda view: f"{view.heading}\n{view.component}\n{view.message}\n")


def _component(error: ErrorDetail) -> str:
    part = error.component
    if part is None:
        return ""
    more = ", ".join(word for word in (part.kind if part.name else "", f"ID {part.id}" if part.id else "") if word)
    name = part.name or part.kind or ""
    return f"{name} ({more})" if name and more else name or more


def _section(report: Report, section: str, budget: Budget) -> tuple[Row, ...]:
    """Return the given values of a section in the model's order, and the always wanted ones as not given."""
    data = getattr(report, section)
    rows = []
    for key in type(data).model_fields:
        value, label = getattr(data, key), label_of(f"{section}.{key}")
        if value is not None:
            rows.append(Row(label, budget.line(_word(value), label)))
        elif key in _ALWAYS.get(section, ()):
            rows.append(Row(label, NOT_GIVEN, given=False))
    return tuple(rows)


def _operation(report: Report, context: RenderContext, budget: Budget) -> tuple[Row, ...]:
    special = {
        "started": show_both(report.operation.started, context.zone) if report.operation.started else None,
        "duration_seconds": show_duration(report.operation.duration_seconds)
        if report.operation.duration_seconds is not None
        else None,
    }
    rows = []
    for key in type(report.operation).model_fields:
        value = special[key] if key in special else getattr(report.operation, key)
        label = label_of(f"operation.{key}")
        if value is not None:
            rows.append(Row(label, budget.line(_word(value), label)))
    return tuple(rows)


def _ids(report: Report, budget: Budget) -> tuple[Row, ...]:
    return tuple(
        Row(label, budget.line(", ".join(values), label))
        for key in type(report.ids).model_fields
        if (values := getattr(report.ids, key)) and (label := label_of(f"ids.{key}"))
    )


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _installed(report: Report, budget: Budget) -> Table[InstalledView]:
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


def _attempts(report: Report, context: RenderContext, budget: Budget) -> Table[AttemptView]:
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


def _timeline(entries: tuple[Entry, ...], budget: Budget) -> Table[Entry]:
    rows = [
        Entry(**{**entry.__dict__, "what": budget.line(entry.what, f"Timeline, entry {number}")})
        for number, entry in enumerate(entries, start=1)
    ]
    return budget.rows(rows, "Timeline", lambda entry: f"{entry.both}  {entry.what}")


def _known(match: Match, attempts: tuple[Attempt, ...]) -> KnownView:
    known = match.known
    tried = {attempt.step: attempt.outcome or "tried" for attempt in attempts if attempt.step}
    return KnownView(
        title=_line(known.title),
        cause=_line(known.cause),
        why=_line("; ".join(match.why)),
        generic=known.generic,
        steps=tuple(
            StepView(
                title=_line(step.title),
                outcome=tried.get(step.id, ""),
                parts=tuple(_line(part) for part in (*step.substeps, *step.commands)),
                caution=_line(step.caution or ""),
            )
            for step in known.steps
        ),
        sources=_links(SearchLink(source.title, source.url) for source in known.sources if source.url),
        advice=_line(known.report_reason or ""),
    )


def _line(text: str) -> str:
    return " ".join(clean_text(text).split())


def view_file(row: AttachmentRow, budget: Budget) -> FileView:
    """Return one attachment as it is listed; a file that was left out has no link."""
    note = clean_text(row.note or "")
    name = clean_text(row.name)
    return FileView(
        name=name,
        caption=budget.line(clean_text(row.caption or ""), f"Caption of {name}"),
        kind=row.kind,
        size=show_size(row.size),
        note=budget.line(note, f"Note on {name}"),
        picture=row.preview is not None or row.kind == "image" or name.lower().endswith(_PICTURES),
        href="" if is_left_out(row) else quote(name),
    )


def is_left_out(row: AttachmentRow) -> bool:
    """Whether the file is only named, and not in the bundle."""
    return (row.note or "").startswith("left out")


def _links(links: Iterable[SearchLink]) -> tuple[SearchLink, ...]:
    """Return the links that a page may carry (http and https), without what would end a Markdown link."""
    unsafe = str.maketrans({"(": "%28", ")": "%29", " ": "%20", "<": "%3C", ">": "%3E", '"': "%22", "\n": "%0A"})
    return tuple(
        SearchLink(_line(link.label), link.url.translate(unsafe))
        for link in links
        if link.url.startswith(("https://", "http://"))
    )


def _count_pictures(files: tuple[FileView, ...]) -> str:
    """Return how many screenshots are in the bundle, and how many are only named."""
    there = sum(file.picture and bool(file.href) for file in files)
    gone = sum(file.picture and not file.href for file in files)
    words = [f"{there} screenshot{'s' if there > 1 else ''}"] if there else []
    if gone:
        words.append(f"{gone} left out")
    return ", ".join(words) or NOT_GIVEN


def _machine(report: Report, budget: Budget) -> tuple[Row, ...]:
    table = budget.rows(report.machine, "Machine", lambda fact: f"{fact.name}: {fact.value}")
    rows = tuple(Row(budget.line(fact.name, "Machine"), budget.line(fact.value, fact.name)) for fact in table.rows)
    return (*rows, Row("More", table.more)) if table.more else rows


def _references(report: Report, budget: Budget) -> Table[str]:
    name = "Related issues and cases"
    lines = [budget.line(text, f"{name}, {number}") for number, text in enumerate(report.references, start=1)]
    return budget.rows(lines, name, str)


def _count_open(completeness: Completeness) -> str:
    required, all_open = len(completeness.required_missing), len(completeness.missing)
    if not all_open:
        return "nothing is open"
    optional = all_open - required
    words = [f"{required} required" if required else "", f"{optional} optional" if optional else ""]
    return f"{' and '.join(word for word in words if word)} still open"


def _routing(report: Report) -> str:
    places = {
        "github": "GitHub",
        "microsoft": "Microsoft support",
        "internal": "an internal ticket",
        "not yet": "not yet",
    }
    recommended = places.get(report.routing.recommended or "", "")
    if not recommended:
        return ""
    reasons = f" ({'; '.join(report.routing.reasons)})" if report.routing.reasons else ""
    return f"By the rules: {recommended}{reasons}"
