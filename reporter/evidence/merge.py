"""Findings of many sources become facts: equal errors are one, better sources come first."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from reporter.evidence.facts import (
    ComponentFact,
    DependencyFact,
    ErrorFact,
    EventFact,
    Facts,
    FileFact,
    Finding,
    Found,
    InstalledFact,
    Where,
)
from reporter.evidence.sections import Section
from reporter.report import spell_code

Row = TypeVar("Row")
UPGRADE = "_Upgrade"
ERRORS = 500


def merge_findings(findings: Iterable[Finding | Section]) -> Facts:
    """Return the facts of findings in their order; what a package or log says comes before what a text says."""
    rows = list(findings)
    files = tuple(one for one in rows if isinstance(one, FileFact))
    texts = {one.file for one in files if one.kind == "text"}
    installed = _distinct([one for one in rows if isinstance(one, InstalledFact)], "unique_name", "version")
    listed = {(row.where, row.unique_name) for row in installed}
    found = [one for one in rows if isinstance(one, Found) and not _is_listed(one, listed)]
    found.sort(key=lambda one: (one.source == "ocr", one.where.file in texts))
    found = _distinct([*found, *_tell_by_installed(found, installed)], "path", "value")
    return Facts(
        errors=tuple(merge_errors([one for one in rows if isinstance(one, ErrorFact)])),
        found=tuple(found),
        installed=tuple(installed),
        dependencies=tuple(
            _distinct([one for one in rows if isinstance(one, DependencyFact)], "required", "dependent", "solution")
        ),
        events=tuple(
            sorted(_distinct([one for one in rows if isinstance(one, EventFact)], "at", "what"), key=lambda one: one.at)
        ),
        files=files,
        labelled=tuple((one.label, one.text) for one in rows if isinstance(one, Section)),
    )


def merge_errors(errors: Sequence[ErrorFact]) -> list[ErrorFact]:
    """Return the errors without repetitions: the same code and component, or a text that is part of another's text."""
    merged: list[ErrorFact] = []
    for error in errors:
        for place, known in enumerate(merged):
            if _same(known, error):
                merged[place] = _join(known, error)
                break
        else:
            if len(merged) < ERRORS:
                merged.append(error)
    return [one for one in merged if one.code] + [one for one in merged if not one.code]


def _same(one: ErrorFact, other: ErrorFact) -> bool:
    if one.code and other.code and one.code != other.code:
        return False
    names = (one.component and one.component.name, other.component and other.component.name)
    if all(names) and not _within(str(names[0]), str(names[1])):
        return False
    if one.message and other.message:
        return _within(one.message, other.message) or (
            one.code == other.code is not None and _alike(one.message, other.message)
        )
    if one.code and one.code == other.code:
        return True
    if one.code is None and other.code is None and not (one.message or other.message):
        statuses = {one.http_status, other.http_status} - {None}
        return len(statuses) < 2
    return False


def _within(one: str, other: str) -> bool:
    first, second = ("".join(text.casefold().split()).rstrip(".") for text in (one, other))
    return first in second or second in first


def _alike(one: str, other: str) -> bool:
    """Whether two texts of the same code begin alike: one is often cut, or has ids of another try."""
    first, second = ("".join(text.casefold().split())[:60] for text in (one, other))
    return first == second


def _join(one: ErrorFact, other: ErrorFact) -> ErrorFact:
    messages = [text for text in (one.message, other.message) if text]
    code = one.code or other.code
    return replace(
        one,
        code=code,
        spellings=spell_code(code) if code else (),
        where=one.where if one.code or not other.code else other.where,
        message=max(messages, key=len) if messages else None,
        http_status=one.http_status or other.http_status,
        component=_fuller(one, other),
        name=one.name or other.name,
        source="read" if "read" in (one.source, other.source) else one.source,
    )


def _fuller(one: ErrorFact, other: ErrorFact) -> ComponentFact | None:
    parts = [part for part in (one.component, other.component) if part]
    return max(parts, key=lambda part: (part.id is not None, part.name is not None)) if parts else None


def _is_listed(found: Found, listed: Container[tuple[Where, str]]) -> bool:
    """Whether a name is a row of a list of installed solutions: any of them, not the one that was imported."""
    return found.path == "solution.unique_name" and (found.where, str(found.value)) in listed


def _tell_by_installed(found: Sequence[Found], installed: Sequence[InstalledFact]) -> list[Found]:
    """A list of installed solutions tells the version before, a left-over upgrade and the Creator Kit."""
    told: list[Found] = []
    imported = {str(one.value).casefold() for one in found if one.path in ("solution.unique_name", "solution.name")}
    targets = {str(one.value) for one in found if one.path == "solution.target_version"}
    for row in installed:
        if row.unique_name.endswith(UPGRADE):
            told.append(Found("checks.upgrade_leftover", "yes", row.where))
        if row.unique_name.casefold() == "creatorkitcore" and row.version:
            told.append(Found("checks.creator_kit_version", row.version, row.where))
        names = {row.unique_name.casefold(), (row.name or row.unique_name).casefold()}
        if names & imported and row.version and row.version not in targets:
            told.append(Found("solution.source_version", row.version, row.where))
    return told


def _distinct(rows: Iterable[Row], *keys: str) -> list[Row]:
    seen: dict[tuple[object, ...], Row] = {}
    for row in rows:
        seen.setdefault(tuple(getattr(row, key) for key in keys), row)
    return list(seen.values())
