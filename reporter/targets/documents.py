"""All texts of a bundle: one table from the target to the file that writes its own ones, and what every bundle has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from reporter.report import Target
from reporter.targets import github, internal, microsoft, page, readme
from reporter.targets.budget import DETAILS, write_details
from reporter.targets.clean import clean_report
from reporter.targets.document import Document, RenderContext, Rendered
from reporter.targets.title import make_title

TARGETS: dict[Target, Callable[..., Rendered]] = {
    "github": github.list_documents,
    "microsoft": microsoft.list_documents,
    "internal": internal.list_documents,
}


def render_documents(context: RenderContext, *, template_folders: Sequence[Path] = ()) -> tuple[Document, ...]:
    """Return every text of the bundle, the one to paste first; the same context gives the same texts.

    `template_folders` are the user's own, first match wins.

    Raises:
        ReporterError: a template of the user, or the issue form, cannot be used.
    """
    context = replace(context, report=clean_report(context.report))
    rendered = (
        TARGETS[context.target](context, template_folders=template_folders),
        page.list_documents(context, template_folders=template_folders),
    )
    documents = [document for one in rendered for document in one.documents]
    moved = {heading: text for one in rendered for heading, text in one.moved.items()}
    if moved:
        documents.append(Document(DETAILS, write_details(make_title(context.report), moved)))
    names = tuple(document.name for document in documents)
    return (*documents, readme.write_readme(context, names, template_folders=template_folders))
