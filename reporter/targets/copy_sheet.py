"""The copy sheet: what to paste, choose and tick in GitHub's form, field by field in on-screen order.

A prefilled link cannot carry long text, dropdowns, boxes or fields without id; the sheet carries everything else, as a
page with a copy button for each field (`copy.html`, no network, works from a folder) and as text (`copy.txt`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from reporter.targets.document import Document
from reporter.targets.form_body import chosen_options, pasted_text
from reporter.targets.form_model import FilledField, IssueForm

Act = Literal["paste", "choose", "tick", "leave", "drag"]


@dataclass(frozen=True)
class CopyBlock:
    """One field: what to do there, with which text or options."""

    number: int
    label: str
    act: Act
    text: str = ""
    options: tuple[str, ...] = ()
    required: bool = False
    note: str = ""

    @property
    def rows(self) -> int:
        """Height of the text on the page, in lines."""
        return min(16, self.text.count("\n") + len(self.text) // 90 + 1)


def list_blocks(filled: Sequence[FilledField], title: str, *, bundle_name: str | None = None) -> tuple[CopyBlock, ...]:
    """Return the blocks of a copy sheet: the title, every submitted field, the zip."""
    blocks = [CopyBlock(1, "Add a title", "paste", title, required=True)]
    for row in filled:
        blocks.append(_block(len(blocks) + 1, row))
    if bundle_name:
        note = f"Drag {bundle_name} into a text field of the form that has no code font, or into a comment afterwards."
        blocks.append(CopyBlock(len(blocks) + 1, "The zip", "drag", note=note))
    return tuple(blocks)


def render_copy_sheet(
    form: IssueForm,
    filled: Sequence[FilledField],
    title: str,
    *,
    link: str | None = None,
    bundle_name: str | None = None,
    template_folders: Sequence[Path] = (),
) -> tuple[Document, ...]:
    """Return `copy.html` and `copy.txt`.

    Args:
        form: The form.
        filled: Its fields with their answers, redacted for the target.
        title: The issue's title.
        link: The address that opens the form.
        bundle_name: The zip's file name, to be dragged in.
        template_folders: The user's own templates.
    """
    from reporter.targets.render import render_template

    blocks = list_blocks(filled, title, bundle_name=bundle_name)
    if form.kind == "markdown":
        blocks = _markdown_blocks(form, filled, title, bundle_name)
    values = {"form": form, "title": title, "blocks": blocks, "link": link or "", "where": form.repository or form.name}
    return (
        Document("copy.html", render_template("github/copy.html.j2", values, folders=template_folders, html=True)),
        Document("copy.txt", render_template("github/copy.txt.j2", values, folders=template_folders, html=False)),
    )


def _block(number: int, row: FilledField) -> CopyBlock:
    field = row.field
    label, given = field.label or "(no label)", row.answer
    if field.type in ("dropdown", "checkboxes"):
        chosen = chosen_options(field, given)
        if field.type == "checkboxes":
            must = (option.label for option in field.options if option.required)
            chosen = tuple(dict.fromkeys([*chosen, *must]))
        if not chosen:
            note = "Nothing was answered." if not field.required else "Nothing was answered, but the form requires it."
            return CopyBlock(number, label, "leave", required=field.required, note=note)
        act: Act = "choose" if field.type == "dropdown" else "tick"
        return CopyBlock(number, label, act, options=chosen, required=field.required)
    if field.type == "upload":
        kinds = f" It takes {field.accept}." if field.accept else ""
        return CopyBlock(number, label, "drag", required=field.required, note=f"Add files here if you have any.{kinds}")
    text = pasted_text(field, given)
    if not text:
        note = "Nothing was answered." if not field.required else "Nothing was answered, but the form requires it."
        return CopyBlock(number, label, "leave", required=field.required, note=note)
    note = "GitHub shows this text as code by itself." if field.render else ""
    if field.value and text == pasted_text(field, None):
        return CopyBlock(number, label, "leave", required=field.required, note="The form fills this in by itself.")
    return CopyBlock(number, label, "paste", text, required=field.required, note=note)


def _markdown_blocks(
    form: IssueForm, filled: Sequence[FilledField], title: str, bundle_name: str | None
) -> tuple[CopyBlock, ...]:
    """A Markdown template has one text field on the page: its whole text is one block."""
    from reporter.targets.form_body import render_body
    from reporter.targets.form_model import answers_of

    body = render_body(form, answers_of(tuple(filled)), incomplete=True)
    blocks = list_blocks((), title, bundle_name=bundle_name)
    text = CopyBlock(2, "Description", "paste", body, note="Replace everything that stands there.")
    rest = [CopyBlock(number, one.label, one.act, note=one.note) for number, one in enumerate(blocks[1:], 3)]
    return (blocks[0], text, *rest)
