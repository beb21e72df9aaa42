"""An internal ticket: the same text as Markdown, plain text, a page and Jira markup."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from reporter.targets.budget import Budget, fit
from reporter.targets.document import Document, RenderContext, Rendered
from reporter.targets.page import style_values
from reporter.targets.render import render_template
from reporter.targets.tidy import tidy_jira, tidy_markdown, tidy_text
from reporter.targets.title import make_title
from reporter.targets.view import make_view

SHAPES: tuple[tuple[str, Callable[[str], str], int | None], ...] = (
    ("ticket.md", tidy_markdown, 65_000),
    ("ticket.txt", tidy_text, 65_000),
    ("ticket.jira", tidy_jira, 32_000),
    ("ticket.html", str, 2_000_000),
)
"""Name, how its blank lines are made even, and its most characters (Jira's description takes 32,767)."""


def list_documents(context: RenderContext, *, template_folders: Sequence[Path] = ()) -> Rendered:
    """Return the ticket in its four shapes, and `title.txt`."""
    documents = []
    moved: dict[str, str] = {}
    for name, tidy, limit in SHAPES:

        def write(budget: Budget, name: str = name, tidy: Callable[[str], str] = tidy) -> str:
            view = make_view(context, budget)
            html = name.endswith(".html")
            values = {"view": view, **(style_values(template_folders) if html else {})}
            return tidy(render_template(f"internal/{name}.j2", values, folders=template_folders, html=html))

        text, more = fit(write, limit)
        documents.append(Document(name, text))
        moved |= more
    documents.append(Document("title.txt", make_title(context.report) + "\n"))
    return Rendered(tuple(documents), moved)
