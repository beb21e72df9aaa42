"""Data files of guidance: YAML with every scalar as the text that was typed, each mistake named with its line."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Literal

import yaml

MOST_NODES = 200_000
"""Places of a file that are given a line: aliases inside aliases would make more of them than there is time."""
MOST_BYTES = 4_000_000
"""A file of known errors is written by a person: anything larger is another file put there by mistake."""

Place = tuple[str | int, ...]
Kind = Literal["text", "texts", "yes/no", "number", "rows"]


class _TextLoader(yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader):  # type: ignore[misc]  # chosen at run time
    """Reads every scalar as text: YAML 1.1 would turn code 80097376 into a number and no into false."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012  # the name and kind that PyYAML looks up


class BrokenFileError(Exception):
    """A data file that cannot be used; the text names file, line and what is wrong."""


@dataclass
class Problems:
    """Collects what is wrong with one file; lines are looked up only when there is something to tell."""

    name: str
    text: str
    rows: list[tuple[Place, str]] = field(default_factory=list)

    def add(self, place: Place, words: str) -> None:
        """Note one mistake at a place of the data."""
        self.rows.append((place, words))

    def sentences(self) -> tuple[str, ...]:
        """Return one `file:line: what is wrong` per mistake, in the order of the file."""
        lines = dict(islice(_lines(yaml.compose(self.text, Loader=_TextLoader), ()), MOST_NODES))
        found = []
        for place, words in self.rows:
            line = next((lines[place[:end]] for end in range(len(place), -1, -1) if place[:end] in lines), 1)
            found.append((line, f"{self.name}:{line}: {spell(place)}: {words}"))
        return tuple(dict.fromkeys(sentence for _, sentence in sorted(found)))


def read_text(path: Path) -> str:
    """Return the file's text.

    Raises:
        BrokenFileError: it cannot be read, is too large, or is not UTF-8.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise BrokenFileError(f"{path.name}:1: is no ordinary file")
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise BrokenFileError(f"{path.name}:1: cannot be read ({error.strerror or type(error).__name__})") from error
    if len(data) > MOST_BYTES:
        raise BrokenFileError(f"{path.name}:1: larger than {MOST_BYTES // 1_000_000} MB")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BrokenFileError(f"{path.name}:{line}: not UTF-8 text") from error


def read_yaml(text: str, name: str) -> Any:
    """Return the data of a YAML text, scalars as text.

    Raises:
        BrokenFileError: the text is not YAML.
    """
    try:
        return yaml.load(text, Loader=_TextLoader)  # noqa: S506  # a SafeLoader, see above
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        words = getattr(error, "problem", None) or "nested too deep, or not YAML"
        raise BrokenFileError(f"{name}:{mark.line + 1 if mark else 1}: {words}") from error


def load_data(path: Path) -> dict[str, Any]:
    """Return the data of one of the program's own files (a mapping; its content is checked by tests)."""
    data = read_yaml(path.read_text(encoding="utf-8"), path.name)
    if not isinstance(data, dict):
        raise BrokenFileError(f"{path.name}:1: must hold keys and values")
    return data


def checked(
    row: Any, place: Place, problems: Problems, kinds: Mapping[str, Kind], *, needed: Sequence[str] = ()
) -> dict[str, Any]:
    """Return the row with its values in their kinds; unknown keys, wrong kinds and missing keys become problems."""
    if not isinstance(row, dict):
        problems.add(place, "must hold keys and values")
        return {}
    values: dict[str, Any] = {}
    for key, value in row.items():
        kind = kinds.get(key)
        if kind is None:
            problems.add((*place, key), f"unknown key; known are {', '.join(sorted(kinds))}")
        elif value is not None:
            values[key] = _of_kind(value, kind, (*place, key), problems)
    for key in needed:
        if not values.get(key):
            problems.add(place, f"`{key}` is needed here")
    return values


def _of_kind(value: Any, kind: Kind, place: Place, problems: Problems) -> Any:
    if kind == "text":
        if isinstance(value, str):
            return " ".join(value.split())
    elif kind == "texts":
        rows = [value] if isinstance(value, str) else value
        if isinstance(rows, list) and all(isinstance(one, str) for one in rows):
            return tuple(one.strip() if "\n" in one.strip() else " ".join(one.split()) for one in rows)
    elif kind == "yes/no":
        if isinstance(value, str) and value.lower() in ("yes", "no", "true", "false"):
            return value.lower() in ("yes", "true")
    elif kind == "number":
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 9:
            return int(value)
    elif isinstance(value, list):
        return value
    kinds = {"text": "text", "texts": "a text or a list of texts", "yes/no": "yes or no", "number": "a whole number"}
    problems.add(place, f"must be {kinds.get(kind, 'a list')}")
    return None


def spell(place: Place) -> str:
    """Return a place as people write it, such as `known[0].steps[1].id`."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place).lstrip(".") or "file"


def _lines(node: yaml.Node | None, place: Place) -> Iterator[tuple[Place, int]]:
    if node is None or len(place) > 20:  # deeper than any key of the schema, or a text that refers to itself
        return
    yield place, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _lines(value, (*place, str(key.value)))
            yield (*place, str(key.value)), key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _lines(value, (*place, index))
