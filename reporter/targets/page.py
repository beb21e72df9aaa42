"""report.html: the case on one self-contained page, which needs neither network nor script to be read."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reporter.targets.budget import Budget, Limits, fit
from reporter.targets.document import Document, RenderContext, Rendered
from reporter.targets.files import FileView, view_file
from reporter.targets.readme import READERS
from reporter.targets.render import render_template
from reporter.targets.view import make_view

PAGE_LENGTH = 2_000_000
"""Characters of the page without its pictures; more makes browsers slow."""
PICTURES_SIZE = 4_000_000
"""Bytes of all small pictures in the page together; further screenshots are only listed."""


@dataclass(frozen=True)
class Picture:
    """One screenshot as it stands in the page."""

    file: FileView
    source: str


def list_documents(context: RenderContext, *, template_folders: Sequence[Path] = ()) -> Rendered:
    """Return `report.html`."""
    pictures = list_pictures(context)
    weight = sum(len(picture.source) for picture in pictures)

    def write(budget: Budget) -> str:
        values = {
            "view": make_view(context, budget),
            "reader": READERS[context.target],
            "pictures": pictures,
            **style_values(template_folders),
        }
        return render_template("report.html.j2", values, folders=template_folders, html=True)

    text, moved = fit(write, PAGE_LENGTH + weight)
    return Rendered((Document("report.html", text),), moved)


def list_pictures(context: RenderContext) -> tuple[Picture, ...]:
    """Return the screenshots as data URIs, as many as fit."""
    pictures = []
    left = PICTURES_SIZE
    for row in context.attachments:
        if row.preview and len(row.preview) <= left:
            left -= len(row.preview)
            kind = "jpeg" if row.preview.startswith(b"\xff\xd8") else "png"
            source = f"data:image/{kind};base64,{base64.b64encode(row.preview).decode()}"
            pictures.append(Picture(view_file(row, Budget(Limits(300))), source))
    return tuple(pictures)


def style_values(template_folders: Sequence[Path] = ()) -> dict[str, Any]:
    """Return the page's style and the policy that allows this style, embedded pictures and nothing else."""
    style = render_template("_parts/page.css", {}, folders=template_folders)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return {
        "style": style,
        "policy": f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'",
    }
