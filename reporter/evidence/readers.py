"""The table of readers: one line for each kind of evidence, told by content, never by name or extension."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from reporter.evidence.archive import is_archive, read_archive
from reporter.evidence.facts import Finding, Kind
from reporter.evidence.flow import is_flow, read_flow
from reporter.evidence.har import is_har, read_har
from reporter.evidence.image import is_image, read_image
from reporter.evidence.import_job import is_import_job, read_import_job
from reporter.evidence.log import is_long, read_log
from reporter.evidence.piece import Piece
from reporter.evidence.plain import is_plain, read_plain
from reporter.evidence.records import is_job_record, is_records, read_job_record, read_records
from reporter.evidence.sections import Section
from reporter.evidence.solution_package import is_manifest, read_manifest
from reporter.evidence.source import Source
from reporter.evidence.tables import is_delimited, read_delimited
from reporter.evidence.workbook import is_spreadsheet, read_spreadsheet


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
    Reader("image", is_image, read_image),
    Reader("import-log", is_import_job, read_import_job),
    Reader("import-log", is_spreadsheet, read_spreadsheet),
    Reader("solution-zip", is_manifest, read_manifest),
    Reader("har", is_har, read_har),
    Reader("import-log", is_job_record, read_job_record),
    Reader("solution-history", is_records, read_records),
    Reader("flow-run", is_flow, read_flow),
    Reader("solution-history", is_delimited, read_delimited),
    Reader("text", is_long, read_log),
    Reader("text", is_plain, read_plain),
)
