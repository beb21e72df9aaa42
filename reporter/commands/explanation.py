"""What `reporter explain` found, as lines for people and as data for machines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from reporter.report import Report, Routing, spell_code

if TYPE_CHECKING:
    from reporter.guidance.catalog import Catalog
    from reporter.guidance.model import KnownError, Match, SearchLink, Step

MOST_SHOWN = 5


@dataclass(frozen=True)
class Explanation:
    """All that can be said about what was given."""

    report: Report
    codes: tuple[str, ...]
    matches: tuple[Match, ...]
    possible: tuple[KnownError, ...]
    """Known errors that come with one of the codes, but with another text."""
    routing: Routing
    searches: tuple[SearchLink, ...]

    @property
    def specific(self) -> tuple[Match, ...]:
        """The matches that are more than the name of a general code."""
        return tuple(match for match in self.matches if not match.known.generic)


def to_data(found: Explanation, catalog: Catalog) -> dict[str, Any]:
    """Return the explanation as `--json` prints it."""
    from reporter.guidance.codes import load_codes

    codes = []
    for code in found.codes:
        name = load_codes().get(code)
        row: dict[str, Any] = {"code": code, "spellings": list(spell_code(code))}
        row |= {"name": name.name, "meaning": name.meaning} if name else {}
        codes.append({**row, "known": bool(catalog.with_code(code))})
    return {
        "known": bool(found.specific),
        "codes": codes,
        "matches": [_match_data(match) for match in found.matches],
        "possible": [{"id": entry.id, "title": entry.title} for entry in found.possible],
        "report_to": {
            "recommended": found.routing.recommended,
            "reasons": list(found.routing.reasons),
            "would_change": list(found.routing.would_change),
        },
        "searches": [{"label": link.label, "url": link.url} for link in found.searches],
        "problems": list(catalog.problems),
    }


def _match_data(match: Match) -> dict[str, Any]:
    known = match.known
    data: dict[str, Any] = {
        "id": known.id,
        "title": known.title,
        "rank": match.rank,
        "why": list(match.why),
        "generic": known.generic,
        "transient": known.transient,
        "hides_another": known.hides_another,
        "affects": known.affects,
        "part": known.part,
        "cause": known.cause,
        "causes": list(known.causes),
        "steps": [_step_data(step) for step in known.steps],
        "prevention": list(known.prevention),
        "report_to": known.report_to,
        "report_reason": known.report_reason,
        "support_needs": list(known.support_needs),
        "sources": [{key: value for key, value in asdict(one).items() if value} for one in known.sources],
    }
    return {key: value for key, value in data.items() if value not in (None, [])}


def _step_data(step: Step) -> dict[str, Any]:
    data: dict[str, Any] = {
        "id": step.id,
        "title": step.title,
        "do": list(step.substeps),
        "commands": list(step.commands),
        "links": list(step.links),
        "wait": step.wait,
        "caution": step.caution,
    }
    return {key: value for key, value in data.items() if value not in (None, [])}


def to_lines(found: Explanation) -> Iterator[str]:
    """Yield the explanation for people."""
    from reporter.guidance.codes import describe_code

    yield from (describe_code(code) for code in found.codes)
    if not found.specific and found.codes:
        yield "No known error fits this. The full text beside the code, or the import log, may tell more."
    elif not found.specific:
        yield "Nothing is known about this text. The error's code, or its full text, may tell more."
    for number, match in enumerate(found.specific[:MOST_SHOWN], 1):
        yield ""
        yield from _match_lines(number, match)
    if len(found.specific) > MOST_SHOWN:
        yield "\nLess likely: " + "; ".join(match.known.title for match in found.specific[MOST_SHOWN:])
    yield from _listed("\nWith another text, the code is also known for:", [one.title for one in found.possible])
    yield f"\nWhere to report: {found.routing.recommended}"
    yield from (f"  - {reason}" for reason in found.routing.reasons)
    yield from _listed("What would change that:", found.routing.would_change)
    yield from _listed("\nSearch for others who had it:", [f"{link.label}\n    {link.url}" for link in found.searches])


def _listed(title: str, rows: Sequence[str], indent: str = "") -> Iterator[str]:
    if rows:
        yield indent + title
        yield from (f"{indent}  - {row}" for row in rows)


def _match_lines(number: int, match: Match) -> Iterator[str]:
    known = match.known
    yield f"{number}. {known.title}  [{known.id}]"
    yield f"   Recognised by {' and '.join(match.why)}."
    if known.affects:
        yield f"   Affects: {known.affects}"
    yield f"   Cause: {known.cause}"
    yield from (f"     - {cause}" for cause in known.causes)
    if known.hides_another:
        yield "   It often hides another error: look for that one first."
    for index, step in enumerate(known.steps, 1):
        yield from _step_lines(index, step)
    yield from _listed("To avoid it:", known.prevention, "   ")
    if known.report_reason and known.report_to == "not yet":
        yield f"   Where to report: nowhere yet ({known.report_reason})."
    elif known.report_reason:
        yield f"   Where to report if it stays: {known.report_to} ({known.report_reason})."
    yield from _listed("Support will need:", known.support_needs, "   ")
    sources = (", ".join(filter(None, (one.title, one.date, one.url))) for one in known.sources)
    yield "   Sources: " + "; ".join(sources)


def _step_lines(index: int, step: Step) -> Iterator[str]:
    yield f"   Step {index}. {step.title}" + (f" (wait: {step.wait})" if step.wait else "")
    yield from (f"     - {row}" for row in step.substeps)
    yield from (f"     $ {line}" for command in step.commands for line in command.splitlines())
    if step.caution:
        yield f"     Caution: {step.caution}"
    yield from (f"     {link}" for link in step.links)
