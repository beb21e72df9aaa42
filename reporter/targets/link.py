"""The address that opens a form with its title and short text fields filled in, within what browsers and GitHub take.

Only `input` and `textarea` fields that have an id can be prefilled (github/docs: creating an issue from a URL query); a
parameter for a dropdown can make GitHub show a blank editor instead of the form, and too long an address is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from reporter.targets.form_answers import effective_answer
from reporter.targets.form_body import pasted_text
from reporter.targets.form_model import FilledField, IssueForm

DEFAULT_LIMIT = 2_000
"""Characters; longer addresses are cut by shells, chat programs and older browsers."""
HIGHEST_LIMIT = 8_191
"""GitHub takes less than 8,192 bytes (`gh` refuses to open more)."""


@dataclass(frozen=True)
class Link:
    """The address, and the labels of what it does not carry although it is answered."""

    address: str
    carried: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


def make_link(
    form: IssueForm,
    filled: Sequence[FilledField],
    title: str,
    *,
    repository: str | None = None,
    limit: int = DEFAULT_LIMIT,
) -> Link | None:
    """Return the address of the form's page, or None where the repository is not known.

    Args:
        form: The form.
        filled: Its fields with their answers, redacted.
        title: The issue's title; the first to go in.
        repository: OWNER/REPO, where the form itself does not know.
        limit: Most characters of the whole address, percent-encoded as it is sent.

    Returns:
        The address; the shortest texts go in first, whole or not at all.
    """
    repository = repository or form.repository
    if not repository:
        return None
    address = f"https://github.com/{repository}/issues/new"
    parameters = [("template", form.file)] if form.file else []
    if form.kind == "markdown":
        wanted = [("body", _markdown_body(form, filled), "Description")]
    else:
        wanted = [
            (row.field.id, pasted_text(row.field, row.answer), row.field.label)
            for row in filled
            if row.field.type in ("input", "textarea") and row.field.id and _differs(row)
        ]
    wanted = [("title", title, "Title"), *sorted(wanted, key=lambda one: len(quote(one[1], safe="", errors="replace")))]
    taken = {"template", "labels", "assignees", "milestone", "projects", "body" if form.kind == "form" else ""}
    carried, left_out = [], []
    for key, text, label in wanted:
        longer = [*parameters, (key, text)]
        if not text:
            continue
        if key in taken or len(_join(address, longer)) > limit:
            left_out.append(label)
            continue
        parameters, taken = longer, taken | {key}
        carried.append(label)
    reached = set(carried) | set(left_out)
    left_out += [row.field.label for row in filled if row.answer and row.field.label not in reached and _differs(row)]
    return Link(_join(address, parameters), tuple(carried), tuple(left_out))


def _differs(row: FilledField) -> bool:
    """Whether the form does not already fill in this answer by itself."""
    return bool(row.answer) and row.answer != effective_answer(row.field, None)


def _markdown_body(form: IssueForm, filled: Sequence[FilledField]) -> str:
    from reporter.targets.form_body import render_body
    from reporter.targets.form_model import answers_of

    return render_body(form, answers_of(tuple(filled)), incomplete=True)


def _join(address: str, parameters: Sequence[tuple[str, str]]) -> str:
    query = "&".join(f"{quote(key, safe='')}={quote(text, safe='', errors='replace')}" for key, text in parameters)
    return f"{address}?{query}" if query else address
