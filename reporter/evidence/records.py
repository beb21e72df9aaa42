"""JSON exports: solution history rows, import jobs, formatted import results, `pac solution list --json`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from reporter.evidence.facts import FileFact, Finding, Where
from reporter.evidence.import_job import read_job_text
from reporter.evidence.piece import Piece
from reporter.evidence.rows import Row, plain_name, read_table, tell_kind
from reporter.evidence.source import Source

SHOWN = "@OData.Community.Display.V1.FormattedValue"


def list_records(data: Any) -> list[dict[str, Any]]:
    """Return the objects of a JSON export: a list, the `value` of an OData answer, or one object alone."""
    if isinstance(data, dict):
        for key in ("value", "Value", "solutions", "results"):
            if isinstance(data.get(key), list):
                return [one for one in data[key] if isinstance(one, dict)]
        return [data]
    return [one for one in data if isinstance(one, dict)] if isinstance(data, list) else []


def is_records(piece: Piece) -> bool:
    """Whether this is JSON with rows of a kind that is known here."""
    records = list_records(piece.json)
    return bool(records) and bool(tell_kind(_names(records[0])))


def read_records(piece: Piece) -> Iterator[Finding]:
    """Yield the findings of JSON rows."""
    records = list_records(piece.json)
    rows: list[Row] = []
    for record in records:
        cells = _cells(record)
        identity = next(
            (str(value) for key, value in record.items() if key.casefold().endswith("id") and len(str(value)) > 30),
            None,
        )
        place = piece.where(identity) if len(rows) < 500 else Where(piece.name)
        rows.append(Row(cells, place))
    yield from read_table(tell_kind(_names(records[0])), rows, piece.name)


def is_job_record(piece: Piece) -> bool:
    """Whether this is an `importjob` row or a `RetrieveFormattedImportJobResults` answer as JSON."""
    return any(_job_xml(record) is not None or _without_data(record) for record in list_records(piece.json)[:50])


def read_job_record(piece: Piece) -> Iterator[Finding | Source]:
    """Yield the findings of the XML inside of an import job's JSON."""
    for record in list_records(piece.json)[:50]:
        text = _job_xml(record)
        if text is None:
            if _without_data(record):
                yield FileFact(
                    piece.name, "import-log", "An import job without its data: nothing can be said about success."
                )
        elif text.lstrip().startswith("<importexportxml"):
            yield from read_job_text(text, piece.name)
        else:
            yield FileFact(piece.name, "import-log")
            yield Source(f"{piece.name}: formatted results", data=text.encode("utf-8", "replace"))


def _job_xml(record: Mapping[str, Any]) -> str | None:
    for key in ("data", "Data", "FormattedResults"):
        value = record.get(key)
        if isinstance(value, str) and value.lstrip("\ufeff \r\n").startswith(
            ("<importexportxml", "<?xml", "<Workbook")
        ):
            return value.lstrip("\ufeff \r\n")
    return None


def _without_data(record: Mapping[str, Any]) -> bool:
    return "importjobid" in record and "solutionname" in record and not record.get("data")


def _names(record: Mapping[str, Any]) -> set[str]:
    return {plain_name(key) for key in record}


def _cells(record: Mapping[str, Any]) -> dict[str, str]:
    cells: dict[str, str] = {}
    for key, value in sorted(record.items(), key=lambda pair: pair[0].endswith(SHOWN)):
        if value is not None and not isinstance(value, (dict, list)):
            cells[plain_name(key)] = str(value)  # the shown value of a choice comes last and wins over its number
    return cells
