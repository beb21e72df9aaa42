"""README.txt of a bundle: what this is, what to open first, what the files are, how to check them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reporter.report import Target
from reporter.targets.budget import Limits
from reporter.targets.document import Document, RenderContext
from reporter.targets.files import is_left_out
from reporter.targets.render import render_template
from reporter.targets.tidy import tidy_text
from reporter.targets.view import make_view_within

READERS: dict[Target, str] = {
    "github": "a public GitHub issue",
    "microsoft": "a Microsoft support request",
    "internal": "an internal ticket",
}
FILES: dict[str, str] = {
    "issue.md": "the text of the issue, to be pasted",
    "ticket.md": "the text of the ticket, to be pasted",
    "ticket.txt": "the same as plain text",
    "ticket.html": "the same as a page",
    "ticket.jira": "the same in Jira markup",
    "title.txt": "its title",
    "copy.html": "the form's fields one by one, with copy buttons",
    "copy.txt": "the same as plain text",
    "details.md": "texts too long for the report itself, each of them whole",
    "report.html": "the whole report as one page: open this first",
}
"""What each file is, in the order in which the README lists those that are there."""


def write_readme(context: RenderContext, names: Sequence[str], *, template_folders: Sequence[Path] = ()) -> Document:
    """Return `README.txt` for a bundle whose rendered texts have these names."""
    values = {
        "view": make_view_within(context, Limits(300, 20)),
        "reader": READERS[context.target],
        "files": [(name, FILES.get(name, "")) for name in sorted(names, key=_rank)],
        "count": sum(not is_left_out(row) for row in context.attachments),
        "replaced": sum(context.redaction_counts.values()),
    }
    return Document("README.txt", tidy_text(render_template("README.txt.j2", values, folders=template_folders)))


def _rank(name: str) -> tuple[int, str]:
    order = ("report.html", *(known for known in FILES if known != "report.html"))
    return (order.index(name) if name in order else len(order), name)
