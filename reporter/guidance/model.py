"""The plain data of guidance: known errors with their steps, matches, and what a triager would still ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reporter.report import Destination

Part = Literal["kit", "platform", "environment", "client"]
"""Whose part fails: the kit's own code, the platform, this environment's set-up, or the user's machine and network."""


@dataclass(frozen=True)
class Step:
    """One thing to try: `id` is unique in the catalogue, `substeps` go in order, `wait` says when to come back."""

    id: str
    title: str
    substeps: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    wait: str | None = None
    """In words, such as "5 to 10 minutes"."""
    caution: str | None = None
    wait_minutes: int | None = None
    """The longer end of `wait`, for the time to come back."""
    off_peak: bool = False
    """Come back in the evening or at the weekend."""
    looks_only: bool = False
    """It only looks at something: done without success it is no failed try of the import."""


@dataclass(frozen=True)
class SourceNote:
    """Where a statement of the catalogue comes from, with its date."""

    title: str
    url: str | None = None
    date: str | None = None


@dataclass(frozen=True)
class Clause:
    """One way to recognise a known error: one of the codes (if any are named) and all of the texts.

    Codes are normalised (0x and eight hex digits). Texts are plain, compared without regard to case, line breaks and
    kinds of quotes; `...` in a text stands for up to 300 characters.
    """

    codes: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    any_text: tuple[str, ...] = ()


@dataclass(frozen=True)
class KnownError:
    """One entry of the catalogue."""

    id: str
    title: str
    cause: str
    causes: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    prevention: tuple[str, ...] = ()
    report_to: Destination | None = None
    report_reason: str | None = None
    support_needs: tuple[str, ...] = ()
    sources: tuple[SourceNote, ...] = ()
    generic: bool = False
    clauses: tuple[Clause, ...] = ()
    affects: str | None = None
    """Which components the error usually names."""
    part: Part | None = None
    transient: bool = False
    """Waiting and trying again is the first thing to do."""
    hides_another: bool = False
    """The error often stands in front of another one: look for that first."""

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code that the entry can come with."""
        return tuple(dict.fromkeys(code for clause in self.clauses for code in clause.codes))


@dataclass(frozen=True)
class Match:
    """A known error that fits, `why` in words (which code, which text), higher `rank` first."""

    known: KnownError
    why: tuple[str, ...]
    rank: int


@dataclass(frozen=True)
class SearchLink:
    """A prepared search for the same failure elsewhere."""

    label: str
    url: str


@dataclass(frozen=True)
class Item:
    """One line of a checklist, with its details and links."""

    id: str
    text: str
    details: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


@dataclass(frozen=True)
class Checklist:
    """A list to go through before, during or after an import or upgrade."""

    id: str
    title: str
    when: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Ask:
    """One thing that a triager would ask back: the report path that answers it, and why it matters."""

    path: str
    question: str
    why: str
    required: bool


@dataclass(frozen=True)
class Completeness:
    """How complete a report is for a target: 0 to 100, and what is still missing, required first."""

    percent: int
    missing: tuple[Ask, ...]
    answered: tuple[Ask, ...] = ()

    @property
    def required_missing(self) -> tuple[Ask, ...]:
        """What the report should not go out without."""
        return tuple(ask for ask in self.missing if ask.required)
