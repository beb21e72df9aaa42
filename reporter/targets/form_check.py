"""Checks an issue form as strictly as GitHub does: every documented error, in GitHub's words, with line and element.

Source: github/docs, "Common validation errors when creating issue forms" and "Syntax for GitHub's form schema". What
GitHub is known to accept all the same (an empty `placeholder:`, a number among options) is no error.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import yaml

from reporter.errors import ReporterError
from reporter.targets.form_model import FIELD_TYPES
from reporter.targets.form_names import CheckedElement, FormProblem, check_names
from reporter.targets.form_yaml import YamlError, child, decode_text, line_of, read_yaml

TOP_KEYS = {"name", "description", "title", "labels", "assignees", "projects", "type", "body"}
ELEMENT_KEYS = {"type", "id", "attributes", "validations"}
ATTRIBUTES: dict[str, set[str]] = {
    "markdown": {"value"},
    "input": {"label", "description", "placeholder", "value"},
    "textarea": {"label", "description", "placeholder", "value", "render"},
    "dropdown": {"label", "description", "options", "multiple", "default"},
    "checkboxes": {"label", "description", "options"},
    "upload": {"label", "description"},
}
_FORBIDDEN = ("y", "yes", "n", "no", "true", "false", "on", "off")
FORBIDDEN_KEYS = {spelling for key in _FORBIDDEN for spelling in (key, key.capitalize(), key.upper())}
FORBIDDEN_WORDS = r"\bpasswords?\b"
"""Of the words that labels must not hold, GitHub names this one; its list is not published."""


Report = Callable[[str, "yaml.Node | None"], None]


def check_form(data: bytes, name: str) -> tuple[FormProblem, ...]:
    """Return every reason for which GitHub would not offer this file as a form, in the order of the file."""
    try:
        document = read_yaml(decode_text(data, name), name)
    except YamlError as error:
        return (FormProblem(str(error), error.line),)
    if not isinstance(document.data, dict):
        return (FormProblem("The top level must be a mapping with the keys name, description and body.", 1),)
    problems: list[FormProblem] = []
    _check_top(document.data, document.node, problems)
    body, node = document.data.get("body"), child(document.node, "body")
    if isinstance(body, list) and body:
        elements = []
        for index, element in enumerate(body):
            where, place = f"Body[{index}]", child(node, index)
            elements.append(_check_element(element, index, place, _reporter(problems, where, place)))
        known = [element for element in elements if element]
        if not any(element.kind in FIELD_TYPES for element in known):
            problems.append(FormProblem("Body must contain at least one non-markdown field", line_of(node)))
        problems += check_names(known)
    return tuple(sorted(problems, key=lambda problem: problem.line or 0))


def check_config(data: bytes, name: str) -> tuple[FormProblem, ...]:
    """Return what is wrong with a chooser's `config.yml` (github/docs: configuring issue templates)."""
    try:
        document = read_yaml(decode_text(data, name), name)
    except YamlError as error:
        return (FormProblem(str(error), error.line),)
    problems: list[FormProblem] = []
    report = _reporter(problems, "", document.node)
    if not isinstance(document.data, dict):
        return (FormProblem("The top level must be a mapping.", 1),)
    _check_keys(document.node, {"blank_issues_enabled", "contact_links"}, "key", report)
    if not isinstance(document.data.get("blank_issues_enabled", True), bool):
        report("blank_issues_enabled must be true or false", child(document.node, "blank_issues_enabled"))
    links, node = document.data.get("contact_links"), child(document.node, "contact_links")
    for index, link in enumerate(links if isinstance(links, list) else []):
        place = child(node, index)
        say = _reporter(problems, f"contact_links[{index}]", place)
        _check_keys(place, {"name", "url", "about"}, "key", say)
        for key in ("name", "url", "about"):
            _check_text(link if isinstance(link, dict) else {}, key, place, say, f"required key {key} is missing")
        if isinstance(link, dict) and not str(link.get("url", "https://")).startswith(("https://", "http://")):
            say("url must begin with https:// or http://", child(place, "url"))
    return tuple(problems)


def check_template(data: bytes, name: str) -> tuple[FormProblem, ...]:
    """Return what is wrong with a Markdown template: its front matter needs `name` and `about`."""
    from reporter.targets.form_markdown import read_front_matter

    try:
        header = read_front_matter(data, name)
    except ReporterError as error:
        return (FormProblem(str(error), getattr(error, "line", None)),)
    missing = [key for key in ("name", "about") if not str(header.get(key) or "").strip()]
    return tuple(FormProblem(f"Required top level key {key} is missing", 1) for key in missing)


def _reporter(problems: list[FormProblem], where: str, node: yaml.Node | None) -> Report:
    return lambda text, place: problems.append(FormProblem(text, line_of(place) or line_of(node), where))


def _check_top(form: dict[Any, Any], node: yaml.Node | None, problems: list[FormProblem]) -> None:
    report = _reporter(problems, "", node)
    _check_keys(node, TOP_KEYS, "key", report)
    for key in ("name", "description"):
        _check_text(form, key, node, report, f"Required top level key {key} is missing")
    for key in ("title", "type"):
        _check_text(form, key, node, report, None)
    if "body" not in form:
        report("Required top level key body is missing", None)
    elif not form["body"]:
        report("Body cannot be empty", child(node, "body"))
    elif not isinstance(form["body"], list):
        report("body must be an array", child(node, "body"))


def _check_keys(node: yaml.Node | None, allowed: set[str], what: str, report: Report) -> None:
    for key, _ in node.value if isinstance(node, yaml.MappingNode) else ():
        name = str(getattr(key, "value", "?"))
        if name in FORBIDDEN_KEYS and getattr(key, "style", None) not in ("'", '"'):
            report(f"{name} is a forbidden key", key)
        elif name not in allowed:
            report(f"{name} is not a permitted {what}", key)


def _check_text(
    values: dict[Any, Any], key: str, node: yaml.Node | None, report: Report, missing: str | None
) -> str | None:
    value = values.get(key)
    if value is None:
        if missing:
            report(missing, child(node, key) or node)
        return None
    if not isinstance(value, str) or not value.strip():
        report(f"{key} must be a string", child(node, key))
        return None
    return value


def _check_element(element: object, index: int, node: yaml.Node | None, report: Report) -> CheckedElement | None:
    if not isinstance(element, dict):
        report("an element must be a mapping with the keys type and attributes", node)
        return None
    kind = element.get("type")
    if kind is None:
        report("required key type is missing", node)
        return None
    if not isinstance(kind, str) or kind not in ATTRIBUTES:
        report(f"{kind} is not a valid input type", child(node, "type"))
        return None
    _check_keys(node, ELEMENT_KEYS - ({"id", "validations"} if kind == "markdown" else set()), "key", report)
    identity = element.get("id") if kind != "markdown" else None
    if identity is not None and not re.fullmatch(r"[A-Za-z0-9_-]+", str(identity)):
        report("id can only contain numbers, letters, -, _", child(node, "id"))
    attributes, place = element.get("attributes"), child(node, "attributes")
    attributes = attributes if isinstance(attributes, dict) else {}
    _check_keys(place, ATTRIBUTES[kind], "attribute", report)
    label = None
    if kind == "markdown":
        _check_text(attributes, "value", place or node, report, "required attribute key value is missing")
    else:
        needed = None if kind == "checkboxes" else "required attribute key label is missing"
        label = _check_text(attributes, "label", place or node, report, needed)
        for key in ("description", "placeholder") + (("value",) if kind in ("input", "textarea") else ()):
            _check_text(attributes, key, place, report, None)
    if label and kind in ("input", "textarea") and re.search(FORBIDDEN_WORDS, label, re.IGNORECASE):
        report("label contains forbidden word", child(place, "label"))
    _check_validations(element.get("validations"), kind, child(node, "validations"), report)
    boxes: tuple[str, ...] = ()
    if kind == "dropdown":
        _check_options(attributes.get("options"), child(place, "options"), report)
    elif kind == "checkboxes":
        boxes = _check_boxes(attributes.get("options"), child(place, "options"), report)
    return CheckedElement(index, kind, None if identity is None else str(identity), label, line_of(node), boxes)


def _check_validations(validations: object, kind: str, node: yaml.Node | None, report: Report) -> None:
    if validations is None:
        return
    allowed = {"required", "accept"} if kind == "upload" else set() if kind == "checkboxes" else {"required"}
    _check_keys(node, allowed, "key", report)
    if isinstance(validations, dict) and not isinstance(validations.get("required", False), bool):
        report("required must be true or false", child(node, "required"))


def _check_options(options: object, node: yaml.Node | None, report: Report) -> None:
    if not isinstance(options, list) or not options:
        report("required attribute key options is missing", node)
        return
    if any(isinstance(option, bool) for option in options):
        place = next(child(node, index) for index, option in enumerate(options) if isinstance(option, bool))
        report("options must not include booleans. Please wrap values such as 'yes', and 'true' in quotes", place)
    texts = [str(option) for option in options if option is not None]
    if len(set(texts)) < len(texts):
        report("options must be unique", node)
    for index, option in enumerate(options):
        if isinstance(option, str) and option.strip().casefold() == "none":
            report("options must not include the reserved word, none", child(node, index))


def _check_boxes(options: object, node: yaml.Node | None, report: Report) -> tuple[str, ...]:
    if not isinstance(options, list) or not options:
        report("required attribute key options is missing", node)
        return ()
    labels = []
    for index, option in enumerate(options):
        place = child(node, index)
        if not isinstance(option, dict):
            report("each of the options must be a mapping with the key label", place)
            continue
        _check_keys(place, {"label", "required"}, "key", report)
        label = _check_text(option, "label", place, report, "required attribute key label is missing")
        if label:
            labels.append(label.strip())
    if len(set(labels)) < len(labels):
        report("Checkboxes must have unique labels", node)
    return tuple(labels)
