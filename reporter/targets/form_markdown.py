"""Reads a Markdown issue template with front matter as a form: each heading of it is a field of many lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from reporter.targets.form_model import FormField, IssueForm
from reporter.targets.form_reading import NoFormError, read_names
from reporter.targets.form_yaml import decode_text, read_yaml

_FRONT_MATTER = re.compile(r"---[ \t]*\n(?P<header>.*?)(?:^|\n)---[ \t]*(?:\n|$)(?P<text>.*)", re.DOTALL)
_HEADING = re.compile(r"#{1,6}[ \t]+(?P<hashes>.+?)[ \t]*#*|\*\*(?P<stars>[^*]+?):?\*\*:?|__(?P<bars>[^_]+?):?__:?")


def read_markdown_template(data: bytes, name: str) -> IssueForm:
    """Return a Markdown template as a form of the kind `markdown`.

    The answer to a heading takes the place of the template's text under it; without an answer that text stays.

    Raises:
        ReporterError: the file is no UTF-8 text, its front matter is no YAML, or it has neither front matter nor text.
    """
    text = decode_text(data, name).replace("\r\n", "\n")
    found = _FRONT_MATTER.match(text)
    header = read_front_matter(data, name)
    start = found.start("text") if found else 0
    body = text[start:].strip("\n")
    if not body.strip() and not header:
        raise NoFormError(f"{name} is empty, so it is no issue template.")
    notes: list[str] = [] if found else ["no front matter: GitHub does not offer this template in the chooser"]
    first_line = text.count("\n", 0, text.find(body, start)) + 1
    return IssueForm(
        name=str(header.get("name") or name),
        description=str(header.get("about") or ""),
        title=str(header.get("title") or ""),
        labels=read_names(header.get("labels"), "labels", notes.append),
        assignees=read_names(header.get("assignees"), "assignees", notes.append),
        kind="markdown",
        fields=tuple(_read_sections(body, first_line)),
        file=name,
        notes=tuple(notes),
    )


def read_front_matter(data: bytes, name: str) -> dict[str, Any]:
    """Return the front matter of a Markdown template, empty where it has none.

    Raises:
        ReporterError: the file is no UTF-8 text, or its front matter is no YAML mapping.
    """
    found = _FRONT_MATTER.match(decode_text(data, name).replace("\r\n", "\n"))
    header = read_yaml(found["header"], name).data if found else None
    if header is None:
        return {}
    if not isinstance(header, dict):
        raise NoFormError(f"{name} is no issue template: its front matter is no mapping with `name` and `about`.")
    return header


def _read_sections(body: str, first_line: int) -> Iterator[FormField]:
    heading, label, begun = None, "Description", first_line
    lines: list[str] = []
    used: set[str] = set()
    fenced = False

    def field() -> FormField:
        name = label
        number = 2
        while name in used:
            name, number = f"{label} ({number})", number + 1
        used.add(name)
        value = "\n".join(lines).strip("\n") or None
        return FormField("textarea", label=name, heading=heading, value=value, line=begun)

    for number, line in enumerate(body.split("\n"), first_line):
        if re.match(r" {0,3}(```|~~~)", line):
            fenced = not fenced
        found = None if fenced else _HEADING.fullmatch(line.rstrip())
        if not found:
            lines.append(line)
            continue
        if heading or any(one.strip() for one in lines):
            yield field()
        heading, lines, begun = line.rstrip(), [], number
        label = (found["hashes"] or found["stars"] or found["bars"]).strip().rstrip(":").strip("*_ ")
    yield field()
