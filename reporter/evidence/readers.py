"""The table of readers: one line for each kind of evidence, told by content, never by name or extension."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from reporter.evidence.archive import is_archive, read_archive
from reporter.evidence.facts import Finding, Kind
from reporter.evidence.import_job import is_import_job, read_import_job
from reporter.evidence.piece import Piece
from reporter.evidence.plain import is_plain, read_plain
from reporter.evidence.sections import Section
from reporter.evidence.solution_package import is_manifest, read_manifest
from reporter.evidence.source import Source


@dataclass(frozen=True)
class Reader:
    """One kind of evidence: how it is recognised and how it is read.

    `read` yields findings, sections of a form, or further sources that lie inside; a `FileFact` of its own says more
    about the file than the kind of this line.
    """

    kind: Kind
    recognises: Callable[[Piece], bool]
    read: Callable[[Piece], Iterable[Finding | Section | Source]]


READERS: tuple[Reader, ...] = (
    Reader("solution-zip", is_archive, read_archive),
    Reader("import-log", is_import_job, read_import_job),
    Reader("solution-zip", is_manifest, read_manifest),
    Reader("text", is_plain, read_plain),
)
