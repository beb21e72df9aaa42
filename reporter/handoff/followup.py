"""What is new since a report was handed in: attempts, events, errors and files, as a comment on the issue or case."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

from reporter.report import Attachment, Attempt, ErrorDetail, Event, Identifiers, Report
from reporter.targets.document import Document
from reporter.targets.markdown import clean, fence, harmless, plain

Row = TypeVar("Row")


def new_since(old: Report, new: Report) -> Report | None:
    """Return a report with only what the new one has and the old one had not, or None if nothing is new.

    Args:
        old: The report as it was handed in.
        new: The report as it is now.

    Returns:
        New errors, attempts (also those whose outcome changed), events, attachments, ids and references; title,
        solution and form stay, so that the reader knows what it belongs to; everything else is left out.
    """
    attachments = _new_files(old.attachments, new.attachments)
    errors = _added(old.errors, new.errors, _error_key)
    attempts = _added(old.attempts, new.attempts, _attempt_key)
    timeline = _added(old.timeline, new.timeline, _event_key)
    references = _added(old.references, new.references, str)
    ids = {name: _added(getattr(old.ids, name), getattr(new.ids, name), str) for name in Identifiers.model_fields}
    summary = new.summary if new.summary and new.summary != old.summary else None
    if not (errors or attempts or timeline or references or any(ids.values()) or attachments or summary):
        return None
    return Report(
        title=new.title,
        solution=new.solution,
        fingerprint=new.fingerprint,
        form_file=new.form_file,
        summary=summary,
        ids=Identifiers(**ids),
        errors=errors,
        attempts=attempts,
        timeline=timeline,
        attachments=attachments,
        references=references,
    )


def render_comment(news: Report, *, bundle_name: str | None = None) -> Document:
    """Return the comment (`comment.md`) that tells what is new; the report is already redacted for its target."""
    parts = ["New since the report:"]
    if news.summary:
        parts.append(harmless(news.summary))
    parts.extend(_error(error) for error in news.errors)
    if news.attempts:
        parts.append("\n".join(["**Steps tried**", "", *(_attempt(attempt) for attempt in news.attempts)]))
    if news.timeline:
        parts.append("\n".join(["**Timeline**", "", *(_event(event) for event in news.timeline)]))
    ids = [(name, value) for name in Identifiers.model_fields for value in getattr(news.ids, name)]
    if ids:
        parts.append(
            "\n".join(["**Ids**", "", *(f"- {name.replace('_', ' ')}: {plain(value)}" for name, value in ids)])
        )
    if news.references:
        parts.append("\n".join(["**Related**", "", *(f"- {plain(one)}" for one in news.references)]))
    if news.attachments:
        where = f" (in `{plain(bundle_name)}`)" if bundle_name else ""
        rows = (f"- {plain(one.path)}{f': {plain(one.caption)}' if one.caption else ''}" for one in news.attachments)
        parts.append("\n".join([f"**Files**{where}", "", *rows]))
    return Document("comment.md", "\n\n".join(parts) + "\n")


def _added(old: Iterable[Row], new: Iterable[Row], key: Callable[[Row], Hashable]) -> tuple[Row, ...]:
    known = {key(row) for row in old}
    return tuple(row for row in new if key(row) not in known)


def _error_key(error: ErrorDetail) -> Hashable:
    return error.model_dump_json()


def _attempt_key(attempt: Attempt) -> Hashable:
    return attempt.model_dump_json()


def _event_key(event: Event) -> Hashable:
    return event.at, event.what


def _new_files(old: Iterable[Attachment], new: Iterable[Attachment]) -> tuple[Attachment, ...]:
    """A file is known by its content where that was recorded, else by its path."""
    paths = {one.path for one in old}
    hashes = {one.path: one.sha256 for one in old if one.sha256}
    contents = set(hashes.values())
    return tuple(
        one
        for one in new
        if one.sha256 not in contents and (one.path not in paths or (one.sha256 and one.path in hashes))
    )


def _error(error: ErrorDetail) -> str:
    head = " ".join(part for part in (error.code, error.http_status) if part)
    about = error.component.name if error.component and error.component.name else ""
    title = " in ".join(part for part in (head or "Error", about) if part)
    return f"**{plain(title)}**" + (f"\n\n{fence(clean(error.message), 'text')}" if error.message else "")


def _attempt(attempt: Attempt) -> str:
    when = f"{attempt.at:%Y-%m-%d %H:%M %Z}: " if attempt.at else ""
    end = ". ".join(part for part in (attempt.outcome, attempt.note) if part)
    return f"- {when}{plain(attempt.what)}{f' → {plain(end)}' if end else ''}"


def _event(event: Event) -> str:
    return f"- {event.at:%Y-%m-%d %H:%M %Z}: {plain(event.what)}"
