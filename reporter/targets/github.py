"""A GitHub issue: the body of the repository's own form, filled, and a title that says something."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reporter.targets.budget import Budget, fit
from reporter.targets.clean import clean_report
from reporter.targets.document import Document, RenderContext, Rendered
from reporter.targets.render import render_template
from reporter.targets.tidy import tidy_markdown
from reporter.targets.title import make_title
from reporter.targets.view import make_view

BODY_LENGTH = 65_000
"""Characters of an issue's body; GitHub refuses more than 65,536 (`body is too long`)."""


def list_documents(context: RenderContext, *, template_folders: Sequence[Path] = ()) -> Rendered:
    """Return `issue.md` and `title.txt`."""
    title = make_title(clean_report(context.report))

    def write(budget: Budget) -> str:
        view = make_view(context, budget)
        values = {
            "view": view,
            "elsewhere": (("Expected", view.expected), ("Steps to reproduce", view.steps_to_reproduce)),
        }
        text = tidy_markdown(render_template("github/describe.md.j2", values, folders=template_folders))
        return f"### Describe the issue\n\n{text}"

    text, moved = fit(write, BODY_LENGTH)
    return Rendered((Document("issue.md", text), Document("title.txt", title + "\n")), moved)
