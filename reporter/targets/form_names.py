"""Whether the ids and labels of a form tell its fields apart, by GitHub's rules."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class FormProblem:
    """One reason for GitHub to refuse the form; `element` is `Body[i]`, or empty for the top level."""

    text: str
    line: int | None = None
    element: str = ""

    def __str__(self) -> str:
        return f"{self.element}: {self.text}" if self.element else self.text


@dataclass(frozen=True)
class CheckedElement:
    """What the rules across elements look at."""

    index: int
    kind: str
    id: str | None
    label: str | None
    line: int | None
    boxes: tuple[str, ...] = ()


def check_names(elements: Sequence[CheckedElement]) -> Iterator[FormProblem]:
    """Yield a problem for every id or label that clashes with an earlier one."""
    ids: dict[str, CheckedElement] = {}
    labels: dict[str, CheckedElement] = {}
    references: dict[str, CheckedElement] = {}
    for element in elements:
        where, line = _at(element), element.line
        if element.id is not None:
            if element.id in ids:
                yield FormProblem(
                    f"Body must have unique ids ({element.id} is also {_at(ids[element.id])})", line, where
                )
            ids.setdefault(element.id, element)
            continue
        if not element.label:
            continue
        label, reference = element.label.strip(), parameterize(element.label)
        if label in labels:
            text = f"Body must have unique labels ({label} is also {_at(labels[label])})"
            yield FormProblem(text, line, where)
        elif reference and reference in references:
            other = references[reference]
            yield FormProblem(f"Labels are too similar ({label}, and {other.label} of {_at(other)})", line, where)
        labels.setdefault(label, element)
        references.setdefault(reference, element)
    for element in elements:
        for box in element.boxes:
            clash = labels.get(box)
            if clash and clash is not element:
                text = f"Checkboxes must have unique labels ({box} is also {_at(clash)})"
                yield FormProblem(text, element.line, _at(element))


def _at(element: CheckedElement) -> str:
    return f"Body[{element.index}]"


def parameterize(label: str) -> str:
    """Return a label as Rails' `parameterize` makes a reference of it: lower-case ASCII words joined by `-`."""
    text = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    return re.sub(r"-{2,}", "-", re.sub(r"[^a-z0-9_-]+", "-", text)).strip("-")
