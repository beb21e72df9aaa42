"""The import job's data (`importexportxml`): what was imported, when, and every node that failed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from reporter.evidence.dependencies import list_dependencies, read_dependencies
from reporter.evidence.error_text import read_message
from reporter.evidence.facts import ComponentFact, ErrorFact, EventFact, FileFact, Finding, Found, Where
from reporter.evidence.piece import Piece, first_tag
from reporter.evidence.times import parse_ticks, parse_time, write_time
from reporter.evidence.xml_tree import attribute, child, descendants, line, local, parse_xml, words
from reporter.report import normalise_code, spell_code

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LIMIT = 200
"""Failures that are listed; the note says how many there are."""
NAMES = ("LocalizedName", "OriginalName", "name", "schemaName", "displayName", "uniquename", "id")
GUID = re.compile(r"\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}?", re.I)
KINDS = {
    "entity": "table",
    "optionset": "choice",
    "workflow": "flow",
    "node": "component",
    "solutionmanifest": "solution",
}


def is_import_job(piece: Piece) -> bool:
    """Whether this is the XML of an import job (small first letters tell it from a solution's `ImportExportXml`)."""
    return piece.small and first_tag(piece.start) == "importexportxml"


def read_import_job(piece: Piece) -> Iterator[Finding]:
    """Yield solution, times, failures and missing dependencies of an import job."""
    yield from read_job_text(piece.text, piece.name)


def read_job_text(text: str, file: str) -> Iterator[Finding]:
    """Yield the findings of the XML text of one import job."""
    tree = parse_xml(text)
    root = tree.root
    if root is None:
        yield FileFact(file, "import-log", tree.problem)
        return
    yield from _manifest(root, file)
    start, stop = _time(attribute(root, "start")), _time(attribute(root, "stop"))
    if start:
        yield Found("operation.started", write_time(start), Where(file, line(root)))
    if start and stop and stop >= start:
        yield Found("operation.duration_seconds", round((stop - start).total_seconds()), Where(file, line(root)))
    parents = {one: parent for parent in root.iter() for one in parent}
    results = list(descendants(root, "result"))
    failures = [one for one in results if attribute(one, "result").casefold() in ("failure", "failed", "error")]
    for element in failures[:LIMIT]:
        yield from _failure(element, parents, file)
    yield FileFact(file, "import-log", _note(root, results, failures, tree.problem))


def _note(root: Element, results: list[Element], failures: list[Element], problem: str | None) -> str:
    progress = attribute(root, "progress")
    done = f" Progress {float(progress):.0f} %." if re.fullmatch(r"\d+(\.\d+)?", progress) else ""
    warnings = sum(attribute(one, "result").casefold() == "warning" for one in results)
    told = f"{len(failures)} failed of {len(results)} results, {warnings} with a warning.{done}"
    if not results:
        told = f"It holds no results, so nothing can be said about success.{done}"
    elif len(failures) > LIMIT:
        told += f" The first {LIMIT} failures are listed."
    return " ".join(filter(None, (told, problem)))


def _manifest(root: Element, file: str) -> Iterator[Finding]:
    for manifest in descendants(root, "solutionManifest"):
        where = Where(file, line(manifest))
        name = attribute(manifest, "LocalizedName")
        unique, version = words(child(manifest, "UniqueName")), words(child(manifest, "Version"))
        managed = words(child(manifest, "Managed"))
        if name:
            yield Found("solution.name", name, where)
        if unique:
            yield Found("solution.unique_name", unique, where)
        if version:
            yield Found("solution.target_version", version, where)
        if managed in ("0", "1"):
            yield Found("solution.managed", managed == "1", where)
        return


def _failure(element: Element, parents: dict[Element, Element], file: str) -> Iterator[Finding]:
    where = Where(file, line(element))
    message = attribute(element, "errortext")
    error, ids = read_message(re.sub(r"\s*,\s*ProductUpdatesOnly\s*:\s*\w+\s*$", "", message), where)
    code = normalise_code(attribute(element, "errorcode")) or error.code
    component = error.component or _component(parents.get(element))
    yield ErrorFact(
        code=code,
        where=where,
        message=_shorten(error.message),
        http_status=error.http_status,
        component=component,
        spellings=spell_code(code) if code else (),
    )
    yield from ids
    told = list(read_dependencies(message, where))
    parameters = child(element, "parameters")
    if not told and parameters is not None:
        for parameter in parameters:
            told += read_dependencies(words(parameter), where)
    if not told:
        told = list(list_dependencies(parents.get(element, element), where))
    yield from told
    at = _time(attribute(element, "datetimeticks"))
    if at:
        yield EventFact(at, f"Failed: {component.name if component else 'the import'}", where)


def _shorten(message: str | None) -> str | None:
    """The dependency XML inside a message becomes the table of missing dependencies: the words before it remain."""
    if message is None:
        return None
    return (
        re.sub(
            r"\s*<MissingDependencies>.*?(?:</MissingDependencies>|$)",
            " (see the missing dependencies)",
            message,
            flags=re.I,
        )
        or None
    )


def _component(owner: Element | None) -> ComponentFact | None:
    if owner is None:
        return None
    tag = local(owner)
    if tag.casefold() in ("results", "solutionmanifests", "importexportxml"):
        return None
    name = next((value for key in NAMES if (value := attribute(owner, key))), "")
    identity = GUID.search(attribute(owner, "id"))
    return ComponentFact(kind=KINDS.get(tag.casefold(), tag), name=name or tag, id=identity[1] if identity else None)


def _time(value: str) -> datetime | None:
    return parse_ticks(value) or parse_time(value)
