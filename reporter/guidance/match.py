"""Matching: which known errors fit what was read, why, in the order of how surely they fit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from reporter.guidance.catalog import Catalog
from reporter.guidance.codes import REFERENCE, CodeName, find_codes, load_codes
from reporter.guidance.model import Clause, KnownError, Match, SourceNote, Step
from reporter.guidance.pattern import flatten, holds
from reporter.report import ErrorDetail, Report, spell_code

if TYPE_CHECKING:
    from reporter.evidence.facts import ErrorFact

CODE_AND_TEXT = 100
TEXT_ONLY = 60
CODE_ONLY = 30
GENERIC = 10
"""What a match is worth; the longer the text that was found, the higher it stands above these."""
MOST_FOR_TEXT = 29
BELOW = 40
"""What a match loses that hides another one."""


@dataclass(frozen=True)
class _Heard:
    """What is matched against: the codes and the flattened text of one error, or of all the evidence."""

    codes: tuple[str, ...]
    flat: str


def match_errors(catalog: Catalog, errors: Sequence[ErrorDetail | ErrorFact], text: str = "") -> tuple[Match, ...]:
    """Return the known errors that fit, surest first.

    Each error is matched by its own code and text; `text` (what was pasted, as it stands) is matched as a whole too.
    A code that no entry claims, but that Dataverse has a name for, gives a match marked as generic, last.
    """
    heard = [_hear(error) for error in errors]
    if text:
        heard.append(_Heard(find_codes(text), flatten(text)))
    best: dict[str, Match] = {}
    claimed: set[str] = set()
    for one in heard:
        for entry in catalog.entries:
            match = _match(entry, one)
            if match is None:
                continue
            claimed.update(code for code in one.codes if code in entry.codes)
            if entry.id not in best or match.rank > best[entry.id].rank:
                best[entry.id] = match
    _drop_bare(best)
    _put_hiding_last(best)
    for code in dict.fromkeys(code for one in heard for code in one.codes):
        name = load_codes().get(code)
        if name and code not in claimed:
            best[f"code-{code[2:]}"] = _generic(name)
    return tuple(sorted(best.values(), key=lambda match: -match.rank))


def _drop_bare(best: dict[str, Match]) -> None:
    """A code alone says nothing where the text beside it has told which of the code's known errors it is."""
    told = {code for match in best.values() if match.rank >= TEXT_ONLY for code in match.known.codes}
    for match in list(best.values()):
        if match.rank < TEXT_ONLY and all(code in told for code in match.known.codes):
            del best[match.known.id]


def _put_hiding_last(best: dict[str, Match]) -> None:
    """An error that often hides another one stands below a certain match that hides none: that one is to be mended."""
    if any(match.rank >= CODE_AND_TEXT and not match.known.hides_another for match in best.values()):
        for known_id, match in best.items():
            if match.known.hides_another:
                best[known_id] = replace(match, rank=max(CODE_ONLY, match.rank - BELOW))


def match_report(catalog: Catalog, report: Report) -> tuple[Match, ...]:
    """Return the known errors that fit a report: its errors, and what its title and summary say."""
    return match_errors(catalog, report.errors, "\n".join(filter(None, (report.title, report.summary))))


def steps_for(matches: Sequence[Match]) -> tuple[Step, ...]:
    """Return the steps of the matched entries, each once, those of the surest match first."""
    steps: dict[str, Step] = {}
    for match in matches:
        for step in match.known.steps:
            steps.setdefault(step.id, step)
    return tuple(steps.values())


def _hear(error: ErrorDetail | ErrorFact) -> _Heard:
    component = error.component
    parts = (error.message, error.http_status, component and component.kind, component and component.name)
    text = " ".join(part for part in parts if part)
    codes = (error.code,) if error.code else ()
    return _Heard(tuple(dict.fromkeys((*codes, *find_codes(text)))), flatten(text))


def _match(entry: KnownError, heard: _Heard) -> Match | None:
    found = [match for clause in entry.clauses if (match := _fit(entry, clause, heard))]
    return max(found, key=lambda match: match.rank, default=None)


def _fit(entry: KnownError, clause: Clause, heard: _Heard) -> Match | None:
    codes = [code for code in clause.codes if code in heard.codes]
    if clause.codes and not codes:
        return None
    flat_text, flat_any = _flat_patterns(clause)
    if not all(holds(heard.flat, pattern) for pattern in flat_text):
        return None
    others = [index for index, pattern in enumerate(flat_any) if holds(heard.flat, pattern)]
    if flat_any and not others:
        return None
    texts = (*clause.text, *(clause.any_text[index] for index in others[:1]))
    length = min(MOST_FOR_TEXT, sum(map(len, texts)) // 4)
    rank = (CODE_AND_TEXT if texts else CODE_ONLY) if codes else TEXT_ONLY
    alone = "" if texts else " (without its text)"
    why = (*(f"code {spell_code(code)[0]}{alone}" for code in codes), *(f"the text “{text}”" for text in texts))
    return Match(known=entry, why=why, rank=rank + length)


@lru_cache(maxsize=1024)
def _flat_patterns(clause: Clause) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(map(flatten, clause.text)), tuple(map(flatten, clause.any_text))


def _generic(name: CodeName) -> Match:
    entry = KnownError(
        id=f"code-{name.code[2:]}",
        title=f"{name.name} ({name.code[2:]})",
        cause=f"{name.meaning} This code comes with many causes: the text beside it tells which one it is.",
        generic=True,
        clauses=(Clause(codes=(name.code,)),),
        sources=tuple(
            SourceNote(title=title, url=url)
            for title, url in (("Microsoft Learn", name.article), ("Web service error codes", REFERENCE))
            if url
        ),
    )
    return Match(known=entry, why=(f"code {name.code[2:]} alone, a general one",), rank=GENERIC)


def join_matches(groups: Iterable[Sequence[Match]]) -> tuple[Match, ...]:
    """Return the matches of several sources as one list, each entry once at its best rank."""
    best: dict[str, Match] = {}
    for match in (match for group in groups for match in group):
        if match.known.id not in best or match.rank > best[match.known.id].rank:
            best[match.known.id] = match
    return tuple(sorted(best.values(), key=lambda match: -match.rank))
