"""The review: what was found, in its surroundings, for this screen only; what the user decides stays with the draft."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from reporter.redaction.pseudonyms import Pseudonyms
from reporter.redaction.redactor import Redactor

AROUND = 40
"""Bytes of the text shown on each side of a value."""
EXAMPLES = 3
"""Places shown per value."""
LARGEST = 1 << 20
"""Bytes of each text that are looked at; the rest is redacted all the same."""


@dataclass(frozen=True)
class Finding:
    """One value in one text. It holds real values: never write it into a bundle, a log or a crash report."""

    where: str
    line: int
    kind: str
    value: str
    before: str
    after: str
    """The same stretch of text, before and after."""


@dataclass(frozen=True)
class Group:
    """All findings of one kind in one file or text."""

    where: str
    kind: str
    count: int
    examples: tuple[Finding, ...]


def find_groups(redactor: Redactor, texts: Iterable[tuple[str, bytes]]) -> list[Group]:
    """Return what would be replaced in (name, UTF-8 text) pairs, grouped by text and kind, with a few examples each."""
    texts = [(where, data[:LARGEST]) for where, data in texts]
    for _, data in texts:
        redactor.learn(data)
    groups: dict[tuple[str, str], list[Finding]] = {}
    counts: dict[tuple[str, str], int] = {}
    for where, data in texts:
        spans = redactor.find(data)
        for start, end, kind in spans:
            key = (where, kind)
            counts[key] = counts.get(key, 0) + 1
            if len(groups.setdefault(key, [])) < EXAMPLES:
                groups[key].append(_finding(redactor, where, data, start, end, kind))
    return [Group(where, kind, counts[where, kind], tuple(found)) for (where, kind), found in sorted(groups.items())]


def _finding(redactor: Redactor, where: str, data: bytes, start: int, end: int, kind: str) -> Finding:
    left = data[max(start - AROUND, data.rfind(b"\n", 0, start) + 1) : start]
    line_end = data.find(b"\n", end)
    right = data[end : min(end + AROUND, line_end if line_end >= 0 else len(data))]
    value = data[start:end]
    name = redactor.pseudonyms.name(kind, value)
    return Finding(
        where,
        data.count(b"\n", 0, start) + 1,
        kind,
        _text(value),
        _text(left + value + right),
        _text(left + name + right),
    )


def _text(raw: bytes) -> str:
    return " ".join(raw.decode("utf-8", "replace").split())


def keep_one(pseudonyms: Pseudonyms, value: str) -> None:
    """Decide that this value stays, in this draft and everything made of it later."""
    kept = pseudonyms.decisions.setdefault("keep", [])
    if value not in kept:
        kept.append(value)
    _drop(pseudonyms.decisions, "add", value)
    pseudonyms.forget(value.encode("utf-8", "surrogatepass"))


def add_one(pseudonyms: Pseudonyms, value: str, kind: str = "own-term") -> None:
    """Decide that this value goes, wherever it stands."""
    added = pseudonyms.decisions.setdefault("add", [])
    if [kind, value] not in added:
        added.append([kind, value])
    _drop(pseudonyms.decisions, "keep", value)
    pseudonyms.learn(kind, value.encode("utf-8", "surrogatepass"))


def _drop(decisions: dict[str, Any], name: str, value: str) -> None:
    rows: Sequence[Any] = decisions.get(name, ())
    decisions[name] = [row for row in rows if (row[1] if isinstance(row, list) else row) != value]
