"""What does not fit into a text moves to `details.md`, whole, with a pointer in its place; nothing is cut silently."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from reporter.targets.markdown import fence, plain

DETAILS = "details.md"
"""The attached document that takes what was moved."""

Row = TypeVar("Row")


@dataclass(frozen=True)
class Limits:
    """How long one foreign text (characters) and how tall one table (rows) may be; None: no limit."""

    characters: int | None = None
    rows: int | None = None


LEVELS = (
    Limits(),
    Limits(20_000, 500),
    Limits(8_000, 200),
    Limits(3_000, 60),
    Limits(1_000, 25),
    Limits(300, 10),
    Limits(120, 4),
    Limits(60, 1),
)
"""Tried in turn until a text fits: the longest parts move first, the short ones stay where they are read."""


@dataclass(frozen=True)
class Table(Generic[Row]):
    """The rows that are shown, and a sentence about those that moved (empty when all are shown)."""

    rows: tuple[Row, ...] = ()
    more: str = ""

    def __bool__(self) -> bool:
        return bool(self.rows)


@dataclass
class Budget:
    """Gives texts and rows back as far as the limits allow, and keeps what moved under its heading."""

    limits: Limits = Limits()
    moved: dict[str, str] = field(default_factory=dict)
    """Heading in `details.md` to the whole text."""

    def text(self, text: str, heading: str) -> str:
        """Return the text, or its beginning and a pointer to the heading that has all of it."""
        limit = self.limits.characters
        if limit is None or len(text) <= limit:
            return text
        self.moved[heading] = text
        return f'{text[:limit].rstrip()}\n[... {len(text):,} characters in all: see "{heading}" in {DETAILS}]'

    def line(self, text: str, heading: str) -> str:
        """Return the text as one line, its line ends as blanks, within the limit."""
        return " ".join(self.text(text, heading).split())

    def rows(self, rows: Sequence[Row], heading: str, write: Callable[[Row], str]) -> Table[Row]:
        """Return the first rows, and a sentence that says where all of them are; `write` gives one row as text."""
        limit = self.limits.rows
        if limit is None or len(rows) <= limit:
            return Table(tuple(rows))
        heading = self._keep(heading, "\n".join(write(row) for row in rows))
        return Table(
            tuple(rows[:limit]),
            f'The first {limit:,} of {len(rows):,} are shown; all are under "{heading}" in {DETAILS}.',
        )

    def _keep(self, heading: str, text: str) -> str:
        """Keep the text under the heading, or with a number behind it where another text has that heading."""
        name, number = heading, 1
        while self.moved.get(name, text) != text:
            number += 1
            name = f"{heading} ({number})"
        self.moved[name] = text
        return name


def fit(write: Callable[[Budget], str], limit: int | None) -> tuple[str, dict[str, str]]:
    """Return the fullest text that has at most `limit` characters, and what had to move to keep it there.

    `write` renders the text within a budget; it is called with ever tighter ones. The last one is returned as it is.
    """
    text, budget = "", Budget()
    for limits in LEVELS:
        budget = Budget(limits)
        text = write(budget)
        if limit is None or len(text) <= limit:
            break
    return text, budget.moved


def write_details(title: str, moved: dict[str, str]) -> str:
    """Return `details.md`: each moved text under its heading, fenced."""
    parts = [
        f"# Details: {plain(title)}",
        "Texts that were too long for the report itself, each of them whole. Nothing here was left out or shortened.",
        *(f"## {plain(heading)}\n\n{fence(text, 'text')}" for heading, text in moved.items()),
    ]
    return "\n\n".join(parts) + "\n"
