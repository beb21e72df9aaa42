"""YAML as GitHub reads it (YAML 1.1 by libyaml), with the line of everything, from files that nobody vouches for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml

from reporter.errors import ReporterError

MOST_CHARACTERS = 512 * 1024
DEEPEST = 40
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class YamlDocument:
    """One document: its data, and the tree of nodes that knows the lines."""

    data: Any
    node: yaml.Node | None


class YamlError(ReporterError):
    """The text is no YAML; `line` is where reading stopped (1-based)."""

    def __init__(self, text: str, line: int | None = None) -> None:
        super().__init__(text)
        self.line = line


def decode_text(data: bytes, name: str) -> str:
    """Return the file's text, with or without a byte order mark.

    Raises:
        YamlError: the file is no UTF-8 or too large to be a form.
    """
    if len(data) > 4 * MOST_CHARACTERS:
        raise YamlError(f"{name} is {len(data):,} bytes long, which is too much for an issue form.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise YamlError(f"{name} is no UTF-8 text (line {line}), so it is no issue form.", line) from None


def read_yaml(text: str, name: str) -> YamlDocument:
    """Return the only document of a YAML text.

    Raises:
        YamlError: it is no YAML, holds more than one document, or is nested too deeply.
    """
    if len(text) > MOST_CHARACTERS:
        raise YamlError(f"{name} has {len(text):,} characters, which is too much for an issue form.")
    line: int | None
    try:
        depth = 0
        for event in yaml.parse(text, Loader=Loader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST and event.start_mark is not None:
                line = event.start_mark.line + 1
                raise YamlError(f"{name} is nested more than {DEEPEST} levels deep (line {line}).", line)
        loader = Loader(text)
        try:
            node = loader.get_single_node()
            return YamlDocument(loader.construct_document(node) if node is not None else None, node)
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else None
        problem = getattr(error, "problem", None) or "it holds characters that YAML does not allow"
        where = f" (line {line})" if line else ""
        if "found another document" in str(problem):
            raise YamlError(
                f"{name} holds a second YAML document{where}: a Markdown template with front matter must end in .md, "
                "and in a form no `---` may stand between the header and `body:`.",
                line,
            ) from None
        raise YamlError(f"{name} is no YAML{where}: {problem}.", line) from None
    except (ValueError, TypeError, RecursionError, OverflowError) as error:
        raise YamlError(f"{name} holds a value that YAML cannot read: {error}.") from None


def child(node: yaml.Node | None, key: str | int) -> yaml.Node | None:
    """Return the node under a key of a mapping (the last one, as the data has it) or at an index of a list."""
    if isinstance(node, yaml.MappingNode) and isinstance(key, str):
        return next((value for name, value in reversed(node.value) if getattr(name, "value", None) == key), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        found: yaml.Node = node.value[key]
        return found
    return None


def line_of(node: yaml.Node | None) -> int | None:
    """Return the line (1-based) on which a node begins."""
    return node.start_mark.line + 1 if node is not None else None
