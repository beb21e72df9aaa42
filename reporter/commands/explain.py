"""`reporter explain`: what is known about a code, a text or files: cause, steps, where to report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reporter.commands.explanation import (
    Explanation,
    to_data,
    to_lines,
)
from reporter.commands.topics import topic_data, topic_lines
from reporter.console import Surroundings, visible
from reporter.errors import InputError
from reporter.report import ErrorDetail, Report, normalise_code, write_json

if TYPE_CHECKING:
    from reporter.evidence.source import Source
    from reporter.guidance.catalog import Catalog
    from reporter.guidance.model import KnownError, Match

MOST_TEXT = 2_000_000
"""Bytes read from the start, and again from the end, of a file whose text is matched as it stands."""
LONGEST_PATH = 1000
BY_ID = 200
"""Rank of an entry that was asked for by its id."""
FILE_ENDINGS = (".txt", ".log", ".xml", ".json", ".har", ".zip", ".csv", ".md", ".html", ".png", ".jpg", ".yml")


@dataclass(frozen=True)
class Arguments:
    """What was asked for, sorted."""

    codes: tuple[str, ...] = ()
    entries: tuple[KnownError, ...] = ()
    paths: tuple[str, ...] = ()
    text: str = ""


def explain(surroundings: Surroundings, what: list[str], *, as_json: bool) -> int:
    """Explain codes, texts, files and ids of known errors together; return 0, also when nothing is known.

    Words that are none of these are read as one text. A single `checklists` (or a checklist's id), `contacts` or
    `resources` prints these instead.

    Raises:
        InputError: a file that was named cannot be read.
    """
    from reporter.guidance.catalog import load_catalog

    topic = find_topic(what)
    if topic is not None:
        surroundings.stdout.write(write_json(topic_data(topic)) if as_json else "\n".join(topic_lines(topic)) + "\n")
        surroundings.stdout.flush()
        return 0
    catalog = load_catalog(surroundings.places)
    found = explain_all(catalog, sort_arguments(what, catalog), surroundings)
    if as_json:
        surroundings.stdout.write(write_json(to_data(found, catalog)))
        surroundings.stdout.flush()
        return 0
    for problem in catalog.problems:
        surroundings.say(problem)
    surroundings.result(visible("\n".join(to_lines(found))))
    return 0


def find_topic(what: Sequence[str]) -> str | None:
    """Return `contacts`, `resources`, `checklists` or the id of one checklist if just that was asked for."""
    from reporter.guidance.checklist import load_checklists

    if len(what) != 1 or _exists(what[0]):
        return None
    name = what[0].casefold()
    name = {"contact": "contacts", "resource": "resources", "checklist": "checklists"}.get(name, name)
    topics = {"contacts", "resources", "checklists", *(one.id for one in load_checklists())}
    return name if name in topics else None


def sort_arguments(what: Sequence[str], catalog: Catalog) -> Arguments:
    """Sort the arguments into codes, ids of known errors, paths and text.

    Raises:
        InputError: an argument looks like a file or an option, and there is none.
    """
    codes, entries, paths, words = [], [], [], []
    for argument in what:
        code = normalise_code(argument)
        entry = _by_id(argument, catalog)
        if argument == "-" or (code is None and _exists(argument)):
            paths.append(argument)
        elif code:
            codes.append(code)
        elif entry:
            entries.append(entry)
        elif argument.startswith("-") and not any(char.isspace() for char in argument):
            raise InputError(f"No such option: {argument}. `reporter explain --help` lists the options.")
        elif argument.lower().endswith(FILE_ENDINGS) and not any(char.isspace() for char in argument):
            raise InputError(
                f"There is no file {argument} here. Check the name, or put an error text in quotation marks."
            )
        else:
            words.append(argument)
    return Arguments(tuple(codes), tuple(entries), tuple(paths), " ".join(words))


def explain_all(catalog: Catalog, arguments: Arguments, surroundings: Surroundings) -> Explanation:
    """Return what is known about the arguments taken together."""
    from reporter.guidance.codes import find_codes
    from reporter.guidance.match import join_matches, match_errors
    from reporter.guidance.model import Match
    from reporter.guidance.route import recommend
    from reporter.guidance.search import search_links

    report, text = _read(arguments, surroundings)
    by_id = tuple(Match(known=entry, why=("its id",), rank=BY_ID) for entry in arguments.entries)
    matches = join_matches([by_id, match_errors(catalog, report.errors, text)])
    in_errors = (error.code for error in report.errors if error.code)
    codes = tuple(dict.fromkeys((*arguments.codes, *in_errors, *find_codes(text))))
    return Explanation(
        report=report,
        codes=codes,
        matches=matches,
        possible=tuple(_possible(catalog, codes, matches)),
        routing=recommend(report, matches),
        searches=search_links(report),
    )


def _possible(catalog: Catalog, codes: Sequence[str], matches: Sequence[Match]) -> Iterator[KnownError]:
    """Yield what a code is known for as well, where no text has told which one it is."""
    from reporter.guidance.match import TEXT_ONLY

    told = {code for match in matches if match.rank >= TEXT_ONLY for code in match.known.codes}
    shown = {match.known.id for match in matches}
    for code in codes:
        if code not in told:
            yield from (entry for entry in catalog.with_code(code) if entry.id not in shown)


def _by_id(argument: str, catalog: Catalog) -> KnownError | None:
    """Return the entry with this id, or with this number in front of its id (`K15`)."""
    wanted = argument.casefold()
    return next(
        (one for one in catalog.entries if wanted in (one.id.casefold(), one.id.partition("-")[0].casefold())), None
    )


def _exists(argument: str) -> bool:
    try:
        return len(argument) < LONGEST_PATH and "\n" not in argument and Path(argument).expanduser().exists()
    except (OSError, ValueError, RuntimeError):
        return False


def _read(arguments: Arguments, surroundings: Surroundings) -> tuple[Report, str]:
    """Return a report of the errors that were given, and the text of everything as it stands."""
    if not arguments.paths and not arguments.text:
        return Report(errors=tuple(ErrorDetail(code=code) for code in arguments.codes)), ""
    from reporter.evidence import Source, gather, open_sources
    from reporter.interview.prefill import prefill_report

    sources = open_sources(arguments.paths, surroundings.stdin)
    if arguments.text:
        sources.append(Source.from_text(arguments.text))
    facts = gather(sources)
    notes = [f"{file.file}: {file.note}" for file in facts.files if file.note]
    for note in notes:
        surroundings.say(note)
    report = prefill_report(facts).report
    seen = {error.code for error in report.errors}
    bare = tuple(ErrorDetail(code=code) for code in arguments.codes if code not in seen)
    text = "\n".join(filter(None, (*map(_text_of, sources), *notes)))
    return report.model_copy(update={"errors": bare + report.errors}), text


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
