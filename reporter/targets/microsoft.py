"""A Microsoft support request: every field of the support form in its order, ready to be copied field by field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reporter.labels import label_of
from reporter.report import Report
from reporter.targets.budget import Budget, fit
from reporter.targets.clean import clean_line
from reporter.targets.document import Document, RenderContext, Rendered
from reporter.targets.files import is_left_out, show_size
from reporter.targets.glance import NOT_GIVEN, find_start
from reporter.targets.render import render_template
from reporter.targets.rows import Row
from reporter.targets.tidy import tidy_markdown, tidy_text
from reporter.targets.times import show_both
from reporter.targets.title import make_title
from reporter.targets.view import make_view

TEXT_LENGTH = 65_000
"""Characters of the ticket; the support form names no limit of its own."""
UPLOAD_SIZE = 4_000_000
"""Bytes that Azure's documented case upload takes (one file, 4 MB); none is published for Power Platform."""


@dataclass(frozen=True)
class Severity:
    """One level of the support form; response times as in Microsoft's public overview (a contract may differ)."""

    letter: str
    name: str
    situation: str
    commits: str
    response: str


SEVERITIES = (
    Severity(
        "A",
        "critical",
        "significant loss or degradation of a service, needs attention at once",
        "confirming the critical impact and working on it with Microsoft day and night (24x7); otherwise it may be "
        "lowered to B",
        "first response within 1 hour, day and night",
    ),
    Severity(
        "B",
        "moderate",
        "moderate loss or degradation, work can go on impaired",
        "answering questions in business hours, no work at night",
        "first response within 4 hours (Subscription) or 2 hours (Professional Direct), business hours",
    ),
    Severity(
        "C",
        "minimal",
        "the service runs with minor impediments",
        "answering questions in business hours, no work at night",
        "first response within 8 hours (Subscription) or 4 hours (Professional Direct), business hours",
    ),
)

_SUPPORT_ASKS = (
    "environment.id",
    "environment.tenant_id",
    "environment.organization_id",
    "ids.activity",
    "ids.correlation",
    "ids.client_request",
    "ids.session",
    "ids.tracking",
)
_ENVIRONMENT = ("environment.name", "environment.id", "environment.url")
_IMPACT = ("impact.description", "impact.who", "impact.since", "impact.deadline", "impact.workaround")
_CONTACT = (
    "contact.name",
    "contact.email",
    "contact.phone",
    "contact.method",
    "contact.time_zone",
    "contact.language",
    "contact.country",
)
_ASKED = (
    "errors",
    "solution.source_version",
    "solution.target_version",
    "operation.kind",
    "operation.method",
    "operation.started",
    "environment.type",
    "environment.region",
    "environment.license",
    "attempts",
    "timeline",
    "attachments",
    *_SUPPORT_ASKS,
    "environment.name",
    "environment.url",
    "impact.severity",
    *_IMPACT,
    *_CONTACT,
    "consent.diagnostics",
)
"""What the form or the engineer asks for; what is missing of it is listed at the end, never invented."""


def list_documents(context: RenderContext, *, template_folders: Sequence[Path] = ()) -> Rendered:
    """Return `ticket.md` and `title.txt`."""
    report = context.report

    def write(budget: Budget) -> str:
        view = make_view(context, budget)
        ids = _fields(report, (*_SUPPORT_ASKS, *(("ids.case",) if report.ids.case else ())), budget)
        description = render_template(
            "microsoft/description.txt.j2", {"view": view, "ids": ids}, folders=template_folders
        )
        values = {
            "view": view,
            "description": tidy_text(description),
            "product": propose_product(report),
            "environment": _fields(report, _ENVIRONMENT, budget),
            "began": tell_begin(context, report),
            "severity": next((one for one in SEVERITIES if one.letter == report.impact.severity), None),
            "severities": SEVERITIES,
            "impact": _fields(report, _IMPACT, budget),
            "contact": _fields(report, _CONTACT, budget),
            "diagnostics": report.consent.diagnostics,
            "upload": tell_upload(context),
            "needs": list(
                dict.fromkeys(clean_line(need) for match in context.matches for need in match.known.support_needs)
            ),
            "absent": [label_of(path) for path in _ASKED if not read_values(report, path)],
        }
        return tidy_markdown(render_template("microsoft/ticket.md.j2", values, folders=template_folders))

    text, moved = fit(write, TEXT_LENGTH)
    title = make_title(report)
    return Rendered((Document("ticket.md", text), Document("title.txt", title + "\n")), moved)


def propose_product(report: Report) -> str:
    """Return the product to choose in the form, a proposal: the list depends on the plan."""
    flows = any(
        (error.component and error.component.kind and "flow" in error.component.kind.casefold())
        or "modernflow" in (error.message or "").casefold()
        for error in report.errors
    )
    return "Power Automate" if flows else "Microsoft Dataverse"


def tell_begin(context: RenderContext, report: Report) -> str:
    """Return when the problem began, in UTC and the user's zone."""
    start = find_start(report)
    return show_both(start, context.zone) if start else NOT_GIVEN


def tell_upload(context: RenderContext) -> str:
    """Return in one sentence whether the evidence will pass the upload."""
    size = sum(row.size or 0 for row in context.attachments if not is_left_out(row))
    if size == 0:
        return "It holds the report and no evidence."
    if size <= UPLOAD_SIZE:
        return f"The files have {show_size(size)} before packing, which one upload takes."
    return (
        f"The files have {show_size(size)} before packing. If the upload refuses the zip, send this text first and ask "
        "the engineer for a secure upload link."
    )


def read_values(report: Report, path: str) -> tuple[str, ...]:
    """Return the values at a path of the report as texts; empty where nothing is given."""
    value: object = report
    for part in path.split("."):
        value = getattr(value, part)
    if isinstance(value, tuple):
        return tuple(str(one) for one in value)
    return (str(value),) if value is not None else ()


def _fields(report: Report, paths: Sequence[str], budget: Budget) -> tuple[Row, ...]:
    """Return one row a path, the unknown ones marked as not given."""
    rows = []
    for path in paths:
        label, value = label_of(path), ", ".join(read_values(report, path))
        rows.append(Row(label, budget.line(value, label)) if value else Row(label, NOT_GIVEN, given=False))
    return tuple(rows)
