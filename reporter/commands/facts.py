"""`reporter facts`: what can be read out of evidence, as JSON or as lines with their places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reporter.console import Surroundings, is_terminal, visible
from reporter.errors import InputError
from reporter.evidence import Source, gather, open_sources
from reporter.evidence.facts import ErrorFact, Facts, dump_facts
from reporter.report import write_json

if TYPE_CHECKING:
    from reporter.evidence.machine import MachineFact

BIG = 20 * 2**20
"""Bytes from which reading takes long enough to say so."""


def facts(surroundings: Surroundings, evidence: list[str], *, as_json: bool, machine: bool = False) -> int:
    """Print what the evidence holds; return 0, also when it holds nothing.

    Args:
        surroundings: Where it runs.
        evidence: Files, folders, or - for standard input.
        as_json: Print JSON.
        machine: Print the facts about this machine too, which are read for nothing else.

    Raises:
        InputError: nothing was named, or a named file is missing or cannot be read.
    """
    if not evidence and not machine:
        raise InputError("Name the files to read, or - for standard input: `reporter facts import-log.xml`.")
    read = name_errors(_gather(surroundings, open_sources(evidence, surroundings.stdin)))
    own = _read_machine() if machine else ()
    if as_json:
        rows = [{"name": one.name, "value": one.value} | ({} if one.known else {"known": False}) for one in own]
        surroundings.stdout.write(write_json(dump_facts(read) | ({"machine": rows} if machine else {})))
        return 0
    for line in (*(describe_facts(read) if evidence else ()), *(f"{one.name}: {one.value}" for one in own)):
        surroundings.result(visible(line))
    return 0


def _read_machine() -> tuple[MachineFact, ...]:
    from reporter.evidence.machine import read_machine

    return read_machine()


def _gather(surroundings: Surroundings, sources: Sequence[Source]) -> Facts:
    """Read the sources; a person who waits for big files sees which one is being read."""
    if not is_terminal(surroundings.stderr) or sum(one.size() for one in sources if one.exists()) < BIG:
        return gather(sources)
    with surroundings.rich().status("Reading ...") as status:
        return gather(sources, progress=lambda name: status.update(f"Reading {visible(name)} ..."))


def name_errors(read: Facts) -> Facts:
    """Return the facts with the official name of each code, where the evidence does not tell one."""
    from reporter.guidance.codes import load_codes

    if all(error.name or not error.code for error in read.errors):
        return read
    codes = load_codes()
    named = (
        replace(error, name=codes[error.code].name) if error.code in codes and not error.name else error
        for error in read.errors
    )
    return replace(read, errors=tuple(named))


def describe_facts(read: Facts) -> Iterator[str]:
    """Yield the lines for a person: each fact with where it was read, disagreements marked."""
    for error in read.errors:
        yield from _error(error)
    disputed = read.disagreements()
    for path in dict.fromkeys(found.path for found in read.found):
        for found in read.values(path):
            mark = " (the sources disagree)" if path in disputed else ""
            mark += " (read by OCR: confirm it)" if found.source == "ocr" else ""
            yield f"{path}: {found.value}{mark}  [{found.where}]"
    for row in read.installed:
        kind = {True: ", managed", False: ", unmanaged", None: ""}[row.managed]
        yield f"installed: {row.unique_name} {row.version or '(version unknown)'}{kind}  [{row.where}]"
    for need in read.dependencies:
        of = f" of {need.solution}" if need.solution else ""
        by = f", needed by {need.dependent}" if need.dependent else ""
        yield f"missing: {need.kind + ' ' if need.kind else ''}{need.required}{of}{by}  [{need.where}]"
    for event in read.events:
        yield f"{event.at.isoformat()}: {event.what}  [{event.where}]"
    for file in read.files:
        yield f"read: {file.file} ({file.kind}){'. ' + file.note if file.note else ''}"
    if not read.errors and not read.found and not read.installed:
        yield "No facts found. The full text of the error and the import log help most."


def _error(error: ErrorFact) -> Iterator[str]:
    about = error.component
    named = f"{about.kind or 'component'} {about.name}" if about and about.name else None
    head = ", ".join(filter(None, (error.code, error.name, error.http_status, named)))
    mark = " (read by OCR: confirm it)" if error.source == "ocr" else ""
    yield f"error: {head or 'without a code'}{mark}  [{error.where}]"
    if error.message:
        yield f"    {error.message}"
