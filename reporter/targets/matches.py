"""Known errors that fit, with their steps, and links that a text may carry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reporter.guidance.model import Match
from reporter.report import Attempt
from reporter.targets.clean import clean_line
from reporter.targets.document import SearchLink


@dataclass(frozen=True)
class StepView:
    """One step against a known error; the outcome where it is known that it was tried."""

    title: str
    outcome: str
    parts: tuple[str, ...]
    caution: str


@dataclass(frozen=True)
class KnownView:
    """A known error that fits."""

    title: str
    cause: str
    why: str
    generic: bool
    steps: tuple[StepView, ...]
    sources: tuple[SearchLink, ...]
    advice: str


def view_match(match: Match, attempts: tuple[Attempt, ...]) -> KnownView:
    """Return a known error with the outcome of each of its steps that an attempt names."""
    known = match.known
    tried = {attempt.step: attempt.outcome or "tried" for attempt in attempts if attempt.step}
    return KnownView(
        title=clean_line(known.title),
        cause=clean_line(known.cause),
        why=clean_line("; ".join(match.why)),
        generic=known.generic,
        steps=tuple(
            StepView(
                title=clean_line(step.title),
                outcome=tried.get(step.id, ""),
                parts=tuple(clean_line(part) for part in (*step.substeps, *step.commands)),
                caution=clean_line(step.caution or ""),
            )
            for step in known.steps
        ),
        sources=safe_links(SearchLink(source.title, source.url) for source in known.sources if source.url),
        advice=clean_line(known.report_reason or ""),
    )


def safe_links(links: Iterable[SearchLink]) -> tuple[SearchLink, ...]:
    """Return the links that a page may carry (http and https), without what would end a Markdown link."""
    unsafe = str.maketrans({"(": "%28", ")": "%29", " ": "%20", "<": "%3C", ">": "%3E", '"': "%22", "\n": "%0A"})
    return tuple(
        SearchLink(clean_line(link.label), link.url.translate(unsafe))
        for link in links
        if link.url.startswith(("https://", "http://"))
    )
