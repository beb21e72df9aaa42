"""`reporter explain`: what is known about a code, a text or files: cause, steps, where to report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reporter.console import Surroundings, visible
from reporter.errors import InputError
from reporter.report import Report, Routing, normalise_code, spell_code, write_json

if TYPE_CHECKING:
    from reporter.evidence.source import Source
    from reporter.guidance.catalog import Catalog
    from reporter.guidance.model import KnownError, Match, SearchLink, Step

MOST_TEXT = 2_000_000
"""Bytes read from the start, and again from the end, of a file whose text is matched as it stands."""
MOST_SHOWN = 5
FILE_ENDINGS = (
    ".txt",
    ".log",
    ".xml",
    ".json",
    ".har",
    ".zip",
    ".csv",
    ".md",
    ".html",
    ".png",
    ".jpg",
    ".xlsx",
    ".yml",
)


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


def explain(surroundings: Surroundings, what: list[str], *, as_json: bool) -> int:
    """Explain codes, texts and files together; return 0. Words that are neither a code nor a file are read as one text.

    Raises:
        InputError: a file that was named cannot be read.
    """
    from reporter.guidance.catalog import load_catalog

    catalog = load_catalog(surroundings.places)
    for problem in catalog.problems:
        surroundings.say(problem)
    found = explain_all(catalog, what, surroundings)
    if as_json:
        surroundings.stdout.write(write_json(to_data(found, catalog)))
    else:
        surroundings.stdout.write(visible(to_text(found)))
    surroundings.stdout.flush()
    return 0


def explain_all(catalog: Catalog, what: Sequence[str], surroundings: Surroundings) -> Explanation:
    """Return what is known about the arguments taken together."""
    from reporter.guidance.codes import find_codes
    from reporter.guidance.match import match_errors
    from reporter.guidance.route import recommend
    from reporter.guidance.search import search_links

    codes, words, paths = sort_arguments(what)
    report, texts = _read(codes, words, paths, surroundings)
    text = "\n".join([*texts, *words])
    matches = match_errors(catalog, report.errors, text)
    in_errors = (error.code for error in report.errors if error.code)
    every = tuple(dict.fromkeys((*codes, *in_errors, *find_codes(text))))
    shown = {match.known.id for match in matches}
    claimed = {code for match in matches for code in match.known.codes}
    possible = (
        dict.fromkeys(entry for code in every for entry in catalog.with_code(code) if entry.id not in shown)
        if not all(code in claimed for code in every) or not any(texts or words)
        else {}
    )
    return Explanation(
        report=report,
        codes=every,
        matches=matches,
        possible=tuple(possible),
        routing=recommend(report, matches),
        searches=search_links(report),
    )


def sort_arguments(what: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    """Return the arguments as normalised codes, texts and paths; loose words become one text.

    Raises:
        InputError: an argument looks like a file, and there is none.
    """
    codes: list[str] = []
    words: list[str] = []
    paths: list[str] = []
    for argument in what:
        code = normalise_code(argument)
        if argument == "-" or (code is None and _exists(argument)):
            paths.append(argument)
        elif code:
            codes.append(code)
        elif argument.lower().endswith(FILE_ENDINGS) and not any(char.isspace() for char in argument):
            raise InputError(
                f"There is no file {argument} here. Check the name, or put an error text in quotation marks."
            )
        else:
            words.append(argument)
    return codes, [" ".join(words)] if words else [], paths


def _exists(argument: str) -> bool:
    try:
        return len(argument) < 1000 and "\n" not in argument and Path(argument).expanduser().exists()
    except (OSError, ValueError, RuntimeError):
        return False


def _read(codes: list[str], words: list[str], paths: list[str], surroundings: Surroundings) -> tuple[Report, list[str]]:
    """Return a report of the errors that were given, and the texts of the files as they stand."""
    from reporter.evidence import Source, gather, open_sources
    from reporter.interview.prefill import prefill_report
    from reporter.report import ErrorDetail

    sources = open_sources(paths, surroundings.stdin)
    texts = [text for source in sources if (text := _text_of(source))]
    pasted = [Source.from_text(text) for text in words]
    report = prefill_report(gather([*sources, *pasted])).report
    seen = {error.code for error in report.errors}
    bare = tuple(ErrorDetail(code=code) for code in codes if code not in seen)
    return report.model_copy(update={"errors": bare + report.errors}), texts


def _text_of(source: Source) -> str:
    """Return the text of a source, beginning and end of a long one; an empty text if it is none."""
    from reporter.evidence.decode import decode_text, is_binary

    try:
        size = source.size()
        with source.open() as file:
            data = file.read(MOST_TEXT)
            if size > 2 * MOST_TEXT:
                file.seek(size - MOST_TEXT)
            data += file.read(MOST_TEXT)
    except OSError:
        return ""  # gather names what cannot be read
    return "" if is_binary(data[:4096]) else decode_text(data)


def to_data(found: Explanation, catalog: Catalog) -> dict[str, Any]:
    """Return the explanation as `--json` prints it."""
    from reporter.guidance.codes import load_codes

    names = load_codes()
    codes = []
    for code in found.codes:
        known = names.get(code)
        row: dict[str, Any] = {"code": code, "spellings": list(spell_code(code))}
        row |= {"name": known.name, "meaning": known.meaning} if known else {}
        codes.append({**row, "known": bool(catalog.with_code(code)), "named": known is not None})
    return {
        "codes": codes,
        "known": any(not match.known.generic for match in found.matches),
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
        "affects": known.affects,
        "part": known.part,
        "cause": known.cause,
        "causes": list(known.causes),
        "steps": [_step_data(step) for step in known.steps],
        "prevention": list(known.prevention),
        "report_to": known.report_to,
        "report_reason": known.report_reason,
        "support_needs": list(known.support_needs),
        "sources": [{key: value for key, value in vars(source).items() if value} for source in known.sources],
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


def to_text(found: Explanation) -> str:
    """Return the explanation for people."""
    from reporter.guidance.codes import describe_code

    lines = [describe_code(code) for code in found.codes]
    specific = [match for match in found.matches if not match.known.generic]
    if found.codes and not specific:
        lines += ["", "No entry of the catalogue fits this."]
    elif not specific:
        lines.append(
            "Nothing is known about this text. With the error's code, or more of its text, there may be more to say."
        )
    for number, match in enumerate(specific[:MOST_SHOWN], 1):
        lines += ["", *_match_lines(number, match)]
    if len(specific) > MOST_SHOWN:
        lines += ["", "Less likely: " + "; ".join(f"{match.known.title}" for match in specific[MOST_SHOWN:])]
    if found.possible:
        lines += ["", "With another text, the code is known as well for:"]
        lines += [f"  - {entry.title}" for entry in found.possible]
    lines += ["", f"Where to report: {found.routing.recommended}"]
    lines += [f"  - {reason}" for reason in found.routing.reasons]
    if found.routing.would_change:
        lines += ["What would change that:"] + [f"  - {change}" for change in found.routing.would_change]
    if found.searches:
        lines += ["", "Search for others who had it:"]
        lines += [f"  - {link.label}\n    {link.url}" for link in found.searches]
    return "\n".join(lines).strip("\n") + "\n"


def _match_lines(number: int, match: Match) -> list[str]:
    known = match.known
    lines = [
        f"{number}. {known.title}",
        f"   Recognised by {' and '.join(match.why)}. [{known.id}]",
        f"   Cause: {known.cause}",
    ]
    lines += [f"     - {cause}" for cause in known.causes]
    if known.hides_another:
        lines.append("   It often hides another error: look for that one first.")
    for index, step in enumerate(known.steps, 1):
        lines += _step_lines(index, step)
    lines += ["   To avoid it:"] * bool(known.prevention) + [f"     - {row}" for row in known.prevention]
    if known.report_reason:
        where = "First try the steps" if known.report_to == "not yet" else f"If it stays, report to: {known.report_to}"
        lines.append(f"   {where} ({known.report_reason}).")
    if known.support_needs:
        lines += ["   Support will need:"] + [f"     - {row}" for row in known.support_needs]
    if known.sources:
        rows = (
            f"{one.title}{f', {one.date}' if one.date else ''}{f' {one.url}' if one.url else ''}"
            for one in known.sources
        )
        lines.append("   Sources: " + "; ".join(rows))
    return lines


def _step_lines(index: int, step: Step) -> list[str]:
    lines = [f"   Step {index}. {step.title}" + (f" (wait: {step.wait})" if step.wait else "")]
    lines += [f"     - {row}" for row in step.substeps]
    lines += [f"     $ {line}" for command in step.commands for line in command.splitlines()]
    lines += [f"     Caution: {step.caution}"] * bool(step.caution)
    lines += [f"     {link}" for link in step.links]
    return lines
