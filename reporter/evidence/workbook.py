"""Workbooks: the downloaded import log as SpreadsheetML 2003, and real .xlsx."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reporter.evidence.facts import FileFact, Finding
from reporter.evidence.piece import Piece, first_tag
from reporter.evidence.rows import read_rows
from reporter.evidence.xml_tree import attribute, child, descendants, parse_xml

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

UNPACKED = 256 * 2**20
"""Bytes that a workbook may unpack to."""
COLUMNS = 200
NO_TABLE = "A workbook without a table that is known here (an import log has columns for error code and error text)."


def is_spreadsheet(piece: Piece) -> bool:
    """Whether this is SpreadsheetML 2003, as the portal downloads import logs."""
    return piece.small and first_tag(piece.start) == "Workbook"


def read_spreadsheet(piece: Piece) -> Iterator[Finding]:
    """Yield the findings of every sheet of a SpreadsheetML workbook."""
    tree = parse_xml(piece.text)
    about: FileFact | None = None
    for sheet in descendants(tree.root, "Worksheet") if tree.root is not None else ():
        for finding in read_rows((_cells(row) for row in descendants(sheet, "Row")), piece.name):
            if not isinstance(finding, FileFact):
                yield finding
            elif about is None:
                about = finding
    note = " ".join(filter(None, (about.note if about else NO_TABLE, tree.problem)))
    yield FileFact(piece.name, about.kind if about else "unknown", note)


def _cells(row: Element) -> list[str]:
    cells: list[str] = []
    for cell in row:
        index = attribute(cell, "Index")
        if index.isdigit() and len(cells) < int(index) <= COLUMNS:
            cells += [""] * (int(index) - 1 - len(cells))
        data = child(cell, "Data")
        cells.append("".join(data.itertext()).strip() if data is not None else "")
    return cells[:COLUMNS]


def read_workbook(archive: zipfile.ZipFile, file: str) -> Iterator[Finding]:
    """Yield the findings of the sheets of an .xlsx, read row by row."""
    if sum(member.file_size for member in archive.infolist()) > UNPACKED:
        yield FileFact(
            file, "unknown", "A workbook that unpacks to too much; copy the failing rows into a text instead."
        )
        return
    stream = archive.fp
    if stream is None:
        return
    from openpyxl import load_workbook

    about: FileFact | None = None
    try:
        book = load_workbook(stream, read_only=True, data_only=True)
        for sheet in book.worksheets[:20]:
            rows = ([_text(value) for value in row[:COLUMNS]] for row in sheet.iter_rows(values_only=True))
            for finding in read_rows(rows, file):
                if not isinstance(finding, FileFact):
                    yield finding
                elif about is None:
                    about = finding
    except Exception as error:  # openpyxl raises whatever the damage brings: KeyError, ParseError, AttributeError
        yield FileFact(file, "unknown", f"This workbook is damaged ({type(error).__name__}). Download it again.")
        return
    yield about or FileFact(file, "unknown", NO_TABLE)


def _text(value: object) -> str:
    return "" if value is None else str(value)
