"""Answers files: YAML, JSON or TOML in, a report out, or every mistake at once with its path and line."""

from __future__ import annotations

import difflib
import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from reporter.errors import InputError
from reporter.paths import need_file
from reporter.report import Report

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

MOST_BYTES = 16_000_000
"""An answers file is written by a person: anything larger is another file chosen by mistake."""
MOST_MISTAKES = 50

Place = tuple[str | int, ...]


_SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _TextLoader(_SafeLoader):  # type: ignore[misc]  # chosen at run time
    """Reads scalars as they were typed, null apart: YAML 1.1 would turn version 4.50 into 4.5 and no into false."""


_TextLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rows if tag == "tag:yaml.org,2002:null"]
    for first, rows in _TextLoader.yaml_implicit_resolvers.items()
}


def load_answers(path: Path) -> Report:
    """Read an answers file, whatever of the three formats it is in.

    Raises:
        InputError: the file cannot be read, is not YAML, JSON or TOML, or does not fit the schema;
            every mistake is listed with its path and line.
    """
    data, lines = read_data(path)
    return check_answers(data, name=path.name, lines=lines)


def read_data(path: Path) -> tuple[dict[str, Any], dict[Place, int]]:
    """Return the file's data and the line (1-based) of each key in it.

    Raises:
        InputError: the file cannot be read or is not YAML, JSON or TOML.
    """
    text = _read_text(path)
    try:
        if path.suffix.lower() == ".toml":
            data: Any = tomllib.loads(text)
            lines = _toml_lines(text)
        else:
            is_json = text.lstrip().startswith("{")
            data = json.loads(text) if is_json else None  # first: it refuses deep nesting at once
            lines, twice = _yaml_lines(text, path.name)
            if twice:
                raise InputError(
                    "\n".join(f"{path.name}:{line}: {key}: this key is given twice" for key, line in twice)
                )
            data = data if is_json else _load_yaml(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise InputError(f"{path.name}{_where(error)}: not readable as an answers file: {_short(error)}") from error
    if data is None:
        data = {}
    if not isinstance(data, dict):
        raise InputError(
            f"{path.name}: an answers file holds keys such as `title:` and `errors:` at its top, this one holds a "
            f"{_kind(data)}. `reporter schema` prints what it can hold."
        )
    return data, lines


def check_answers(data: Mapping[str, Any], *, name: str, lines: Mapping[Place, int] | None = None) -> Report:
    """Return the data as a report.

    Raises:
        InputError: unknown keys, wrong types, impossible values: all of them, each with its path and line.
    """
    version = data.get("schema", 1)
    if re.fullmatch(r"0*([2-9]|[1-9][0-9]+)", str(version)):
        raise InputError(
            f"{name}: this file has schema {_short(version)}, made by a newer reporter; this one reads 1. "
            "Update reporter."
        )
    try:
        return Report.model_validate({**data, "schema": 1 if str(version) == "1" else version})
    except ValidationError as error:
        found = sorted(_mistakes(error, lines or {}), key=lambda row: row[0])
        rows = [f"{name}{f':{line}' if line else ''}: {text}" for line, text in dict.fromkeys(found)]
        more = len(rows) - MOST_MISTAKES
        tail = [f"... and {more} more."] if more > 0 else []
        raise InputError(
            "\n".join([*rows[:MOST_MISTAKES], *tail, "Nothing was built. `reporter schema` prints the schema."])
        ) from None


def merge_reports(first: Report, second: Report) -> Report:
    """Return the first report with what it does not know filled from the second; lists are not mixed."""
    return Report.model_validate(_merge(first.model_dump(by_alias=True), second.model_dump(by_alias=True)))


def _merge(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    merged = dict(second)
    for key, value in first.items():
        other = second.get(key)
        if isinstance(value, dict) and isinstance(other, dict):
            merged[key] = _merge(value, other)
        elif value not in (None, (), [], {}, ""):
            merged[key] = value
    return merged


def _read_text(path: Path) -> str:
    try:
        need_file(path, "an answers file")
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise InputError(
            f"{path} cannot be read ({error.strerror or type(error).__name__}). Check the name and the permissions."
        ) from error
    if len(data) > MOST_BYTES:
        raise InputError(f"{path} is larger than {MOST_BYTES // 1_000_000} MB: that is no answers file.")
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise InputError(f"{path} is not a text file in UTF-8 or UTF-16: that is no answers file.") from None
    if "\0" in text:
        raise InputError(f"{path} holds binary data: that is no answers file.")
    return text


def _load_yaml(text: str) -> Any:
    return yaml.load(text, Loader=_TextLoader)  # noqa: S506  # a SafeLoader, see above


def _yaml_lines(text: str, name: str) -> tuple[dict[Place, int], list[tuple[str, int]]]:
    """Return the line of every key, and the keys that are given twice (YAML would silently keep the last)."""
    lines: dict[Place, int] = {}
    twice: list[tuple[str, int]] = []

    def walk(node: yaml.Node | None, place: Place) -> None:
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                here = (*place, str(key.value))
                if here in lines:
                    twice.append((_path(here), key.start_mark.line + 1))
                lines[here] = key.start_mark.line + 1
                walk(value, here)
        elif isinstance(node, yaml.SequenceNode):
            for index, value in enumerate(node.value):
                lines[(*place, index)] = value.start_mark.line + 1
                walk(value, (*place, index))

    try:
        for event in yaml.parse(text, Loader=_TextLoader):
            if isinstance(event, yaml.AliasEvent) and event.start_mark is not None:  # a few nested ones make gigabytes
                line = event.start_mark.line + 1
                raise InputError(f"{name}:{line}: aliases (*{event.anchor}) are not read; write it out.")
        walk(yaml.compose(text, Loader=_TextLoader), ())
    except yaml.YAMLError:
        if text.lstrip().startswith("{"):  # JSON that YAML cannot read, for example for its tabs: no lines, no harm
            return {}, []
        raise
    return lines, twice


def _toml_lines(text: str) -> dict[Place, int]:
    """Return the line of every top-level key and table of a TOML text, as near as headings tell."""
    lines: dict[Place, int] = {}
    table: Place = ()
    count: dict[Place, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        head = line.split("#", 1)[0].strip()
        if head.startswith("[["):
            name: Place = tuple(head.strip("[]").split("."))
            count[name] = count.get(name, -1) + 1
            table = (*name, count[name])
            lines[table] = number
        elif head.startswith("["):
            table = tuple(head.strip("[]").split("."))
            lines[table] = number
        elif "=" in head:
            lines[(*table, *head.split("=", 1)[0].strip().strip('"').split("."))] = number
    return lines


def _mistakes(error: ValidationError, lines: Mapping[Place, int]) -> Iterator[tuple[int, str]]:
    for one in error.errors(include_url=False):
        place: Place = tuple(part for part in one["loc"] if part not in ("str", "list[str]"))
        line = next((lines[place[:end]] for end in range(len(place), 0, -1) if place[:end] in lines), 0)
        yield line, f"{_path(place)}: {_words(one, place)}"


def _words(one: Any, place: Place) -> str:
    kind, given = one["type"], one.get("input")
    if kind == "extra_forbidden":
        near = difflib.get_close_matches(str(place[-1]), _known_keys(place[:-1]), n=1)
        return "unknown key" + (f", did you mean `{near[0]}`?" if near else "")
    if kind == "literal_error":
        return f"must be {one['ctx']['expected'].replace(chr(39), '`')}, is `{_short(given)}`"
    if kind == "missing":
        return "is needed here"
    if kind in ("model_type", "dict_type"):
        return f"must hold keys and values, is a {_kind(given)}"
    if kind in ("tuple_type", "list_type"):
        return f"must be a list, is a {_kind(given)}"
    if kind in ("bool_parsing", "bool_type"):
        return f"must be true or false, is `{_short(given)}`"
    if kind == "string_type":
        return f"must be text, is a {_kind(given)}"
    if kind.startswith("datetime"):
        return f"must be a time such as 2025-11-18T09:14Z, is `{_short(given)}`"
    if kind == "value_error":
        return f"{one['ctx']['error']}, is `{_short(given)}`"
    return f"{one['msg'][0].lower()}{one['msg'][1:]}, is `{_short(given)}`"


def _known_keys(place: Place) -> list[str]:
    """Return the keys that the model at a place of the report knows."""
    model: Any = Report
    for part in place:
        if isinstance(part, int) or not (isinstance(model, type) and issubclass(model, BaseModel)):
            continue
        field = model.model_fields.get(part)
        model = None if field is None else _model_of(field.annotation)
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        return []
    return [field.alias or name for name, field in model.model_fields.items()]


def _model_of(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        found = _model_of(part)
        if found is not None:
            return found
    return None


def _path(place: Place) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place).lstrip(".") or "(top)"


def _where(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else getattr(error, "lineno", None)
    return f":{line}" if line else ""


def _short(value: object) -> str:
    from reporter.redaction.message import hide_private  # a message may be pasted anywhere

    text = hide_private(" ".join(str(getattr(value, "problem", None) or getattr(value, "msg", None) or value).split()))
    return text if len(text) <= 80 else text[:77] + "..."


def _kind(value: object) -> str:
    names = {dict: "group of keys", list: "list", str: "text", bool: "yes/no value", int: "number", float: "number"}
    return names.get(type(value), "empty value" if value is None else type(value).__name__)
