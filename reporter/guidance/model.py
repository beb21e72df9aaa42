"""The plain data of guidance: known errors with their steps, matches, and what a triager would still ask."""

from __future__ import annotations

from dataclasses import dataclass

from reporter.report import Destination


@dataclass(frozen=True)
class Step:
    """One thing to try: `id` is unique in the catalogue, `substeps` are done in order, `wait` says when to come back."""

    id: str
    title: str
    substeps: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    wait: str | None = None
    caution: str | None = None


@dataclass(frozen=True)
class SourceNote:
    """Where a statement of the catalogue comes from, with its date."""

    title: str
    url: str | None = None
    date: str | None = None


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


@dataclass(frozen=True)
class Match:
    """A known error that fits, `why` in words (which code, which text), higher `rank` first."""

    known: KnownError
    why: tuple[str, ...]
    rank: int


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
