"""What rendering takes and gives: a context of plain data in, named texts out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timezone, tzinfo

from reporter.guidance.model import Completeness, Match
from reporter.guidance.model import SearchLink as SearchLink
from reporter.places import Places
from reporter.report import Report, Target


@dataclass(frozen=True)
class AttachmentRow:
    """One attachment as the reader of the bundle sees it; `name` is its path inside the bundle."""

    name: str
    caption: str | None = None
    size: int | None = None
    kind: str = "unknown"
    note: str | None = None
    """What the reader must know: "not scanned", "left out: ...", "changed while it was read"."""
    preview: bytes | None = None
    """A small PNG of a screenshot, for the page."""


@dataclass(frozen=True)
class RenderContext:
    """Everything a template may show. The report is already redacted for the target."""

    report: Report
    target: Target
    matches: tuple[Match, ...] = ()
    completeness: Completeness = field(default_factory=lambda: Completeness(0, ()))
    searches: tuple[SearchLink, ...] = ()
    attachments: tuple[AttachmentRow, ...] = ()
    redaction_counts: dict[str, int] = field(default_factory=dict)
    """Kind of value to how many were replaced in the texts."""
    made_at: datetime = field(default_factory=lambda: datetime(1980, 1, 1, tzinfo=timezone.utc))
    zone: tzinfo = timezone.utc
    """The user's own zone: times are shown in UTC and in this."""
    bundle_name: str = "report.zip"
    form_file: str | None = None
    """The issue form as `load_form` takes it; None for the form of the first domain."""
    places: Places | None = None
    """Where copies of repositories' issue forms are kept; None for this user's own folders."""


@dataclass(frozen=True)
class Document:
    """One rendered text: its name inside the bundle and its content."""

    name: str
    text: str


@dataclass(frozen=True)
class Rendered:
    """The texts of one target, and what did not fit into them: heading to the whole text, for `details.md`."""

    documents: tuple[Document, ...]
    moved: dict[str, str] = field(default_factory=dict)
