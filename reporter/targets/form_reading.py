"""Reads an issue form as GitHub reads it, tolerant where committed files are odd; every oddity becomes a note.

The oddities are those of real repositories: labels that YAML turns into a map, an option left empty, a `default` given
as text, a `render` that is no language, an `id` on a Markdown element, element types that are newer than this program.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import yaml

from reporter.errors import ReporterError
from reporter.targets.form_model import FIELD_TYPES, ContactLink, FormField, FormOption, IssueForm
from reporter.targets.form_yaml import child, decode_text, line_of, read_yaml

Note = Callable[[str], None]


class NoFormError(ReporterError):
    """The file is no issue form; the text says why, in GitHub's terms where it has some."""


def read_form(data: bytes, name: str) -> IssueForm:
    """Return the form that a file holds.

    Args:
        data: The file's bytes.
        name: The file's name, for messages and for the link's `template` parameter.

    Raises:
        ReporterError: the file holds no form: no UTF-8, no YAML, no `name`, no field, a field without a label.
    """
    document = read_yaml(decode_text(data, name), name)
    form = document.data
    if not isinstance(form, dict):
        raise NoFormError(
            f"{name} is no issue form: its top level is no mapping with `name`, `description` and `body`."
        )
    if "name" not in form:
        raise NoFormError(f"{name} is no issue form: Required top level key name is missing.")
    if not isinstance(form.get("body"), list):
        raise NoFormError(f"{name} is no issue form: Body cannot be empty. `body` must be a list of elements.")
    notes: list[str] = []
    nodes = child(document.node, "body")
    fields = []
    for index, element in enumerate(form["body"]):
        node = child(nodes, index)
        field = _read_element(element, f"Body[{index}]", node, _noter(notes, f"Body[{index}]", node))
        if field:
            fields.append(field)
    if not any(field.submitted for field in fields):
        raise NoFormError(f"{name} is no issue form: Body must contain at least one non-markdown field.")
    top = _noter(notes, "", None)
    return IssueForm(
        name=_text(form["name"]),
        description=_text(form.get("description")),
        title=_text(form.get("title")),
        labels=read_names(form.get("labels"), "labels", top),
        assignees=read_names(form.get("assignees"), "assignees", top),
        projects=read_names(form.get("projects"), "projects", top),
        type=_text(form.get("type")) or None,
        fields=tuple(fields),
        file=name,
        notes=tuple(notes),
    )


def read_config(data: bytes, name: str) -> tuple[tuple[ContactLink, ...], bool]:
    """Return the contact links of a `config.yml` and whether it allows blank issues.

    Raises:
        ReporterError: it is no YAML mapping.
    """
    config = read_yaml(decode_text(data, name), name).data
    if config is None:
        config = {}
    if not isinstance(config, dict):
        raise NoFormError(f"{name} is no chooser configuration: its top level is no mapping.")
    links = config.get("contact_links")
    found = [link for link in links if isinstance(link, dict)] if isinstance(links, list) else []
    return (
        tuple(
            ContactLink(_text(link.get("name")), _text(link.get("url")), _text(link.get("about")))
            for link in found
            if _text(link.get("url")).startswith(("https://", "http://"))
        ),
        config.get("blank_issues_enabled") is not False,
    )


def _noter(notes: list[str], where: str, node: yaml.Node | None) -> Note:
    line = line_of(node)
    prefix = f"line {line}, {where}: " if line else ""
    return lambda text: notes.append(prefix + text)


def _read_element(element: object, where: str, node: yaml.Node | None, note: Note) -> FormField | None:
    if not isinstance(element, dict):
        note("is no element and was passed over")
        return None
    kind = element.get("type")
    if not isinstance(kind, str):
        note("required key type is missing; the element was passed over")
        return None
    attributes = element.get("attributes")
    attributes = attributes if isinstance(attributes, dict) else {}
    identity = _text(element.get("id")) or None
    if kind == "markdown":
        if identity:
            note("id is not a permitted key of a markdown element and was passed over")
        return FormField("markdown", value=_text(attributes.get("value")), line=line_of(node))
    if kind not in FIELD_TYPES:
        note(f"{kind} is not an input type that this version knows; it is shown, but takes no answer")
    label = attributes.get("label")
    if not isinstance(label, str) and kind in FIELD_TYPES and kind != "checkboxes":
        raise NoFormError(f"{where}: label must be a string (line {line_of(node)}), so the file is no issue form.")
    validations = element.get("validations")
    required = validations.get("required") is True if isinstance(validations, dict) else False
    accept = validations.get("accept") if isinstance(validations, dict) else None
    options = _read_options(kind, attributes.get("options"), note)
    if kind == "checkboxes":
        required = any(option.required for option in options)
    return FormField(
        type=kind,
        label=_text(label).strip(),
        id=identity,
        description=_text(attributes.get("description")).strip() or None,
        placeholder=_text(attributes.get("placeholder")).strip() or None,
        value=_read_value(kind, attributes.get("value")),
        required=required,
        options=options,
        multiple=kind == "dropdown" and bool(attributes.get("multiple")),
        default=_read_default(attributes, options, note) if kind == "dropdown" else None,
        render=_read_render(attributes.get("render"), note) if kind == "textarea" else None,
        accept=_text(accept) or None,
        line=line_of(node),
    )


def _read_options(kind: str, options: object, note: Note) -> tuple[FormOption, ...]:
    if kind not in ("dropdown", "checkboxes"):
        return ()
    if not isinstance(options, list):
        note("required attribute key options is missing")
        return ()
    found = []
    for option in options:
        if option is None:
            note("an empty option was passed over")
        elif kind == "dropdown":
            if not isinstance(option, str):
                note(f"the option {option} is no string; quotes around it would make it one")
            found.append(FormOption(_text(option)))
        elif isinstance(option, dict):
            found.append(FormOption(_text(option.get("label")).strip(), option.get("required") is True))
        else:
            note("an option without label was taken as its own label")
            found.append(FormOption(_text(option).strip()))
    return tuple(found)


def _read_value(kind: str, value: object) -> str | None:
    if kind not in ("input", "textarea") or value is None:
        return None
    return _text(value).rstrip("\n") or None


def _read_default(attributes: dict[Any, Any], options: tuple[FormOption, ...], note: Note) -> int | None:
    default = attributes.get("default")
    if default is None:
        return None
    if isinstance(default, int) and not isinstance(default, bool) and 0 <= default < len(options):
        empty = [option for option in attributes.get("options") or [] if option is None]
        if empty:
            note("default counts from 0 with the empty options, which GitHub does not offer; it was passed over")
            return None
        return default
    for index, option in enumerate(options):
        if option.label == _text(default):
            note(f"default is the text {option.label} where GitHub wants its index {index}")
            return index
    note(f"default {_text(default)} is no index of an option and was passed over")
    return None


def _read_render(render: object, note: Note) -> str | None:
    if render is None or render == "":
        return None
    if not isinstance(render, str):
        note(f"render is {render}, which is no language; the answer is not fenced")
        return None
    return render


def read_names(value: object, key: str, note: Note) -> tuple[str, ...]:
    """Return labels, assignees or projects: a list, or a text with commas; `[triage: bug]` is a map to YAML."""
    if isinstance(value, str):
        return tuple(name.strip() for name in value.split(",") if name.strip())
    if not isinstance(value, list):
        return ()
    names = []
    for one in value:
        if isinstance(one, dict):
            names += [f"{name}: {rest}" for name, rest in one.items()]
            note(
                f"{key} holds a map, read as {names[-1] if names else 'nothing'}; quotes around it would make it a text"
            )
        elif one is not None:
            names.append(_text(one).strip())
    return tuple(name for name in names if name)


def _text(value: object) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)
