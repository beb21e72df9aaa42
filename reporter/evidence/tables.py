"""Tables in text: CSV exports, rows pasted out of Excel, Markdown tables; known by the names of their columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from reporter.evidence.facts import Finding
from reporter.evidence.page import Page
from reporter.evidence.piece import Piece
from reporter.evidence.rows import HEADER_WITHIN, plain_name, read_rows, tell_kind

DELIMITERS = ("\t", ",", ";", "|")
HEADER_LENGTH = 4000


def is_delimited(piece: Piece) -> bool:
    """Whether this file is a table from its first lines on."""
    return piece.small and not piece.binary and _find_header(piece.start, 3) is not None


def read_delimited(piece: Piece) -> Iterator[Finding]:
    """Yield the findings of a table file; quoted cells may span lines."""
    yield from _read(piece.text.replace("\0", ""), piece.name, 1)


def find_tables(page: Page) -> Iterator[Finding]:
    """Yield the findings of a table that stands somewhere in a text."""
    header = _find_header(page.raw, 2000)
    if header is not None:
        start = page.starts[header[0]]
        end = page.raw.find("\n\n", start)
        yield from _read(page.raw[start : end if end > 0 else None], page.file, page.first_line + header[0])


def _read(text: str, file: str, first_line: int) -> Iterator[Finding]:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    header = _find_header(text, HEADER_WITHIN)
    if header is not None:
        yield from read_rows(_split(text, header[1]), file, first_line)


def _split(text: str, delimiter: str) -> Iterator[list[str]]:
    """Yield the cells of each row; the line under a Markdown header is left out, damage ends the table."""
    csv.field_size_limit(2**24)
    mark = None if delimiter == "|" else '"'
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quotechar=mark, strict=False)
    try:
        for row in reader:
            if not row or not set("".join(row)) <= set("-: "):
                yield [cell.strip() for cell in row]
    except csv.Error:
        return


def _find_header(text: str, lines: int) -> tuple[int, str] | None:
    """Return the number of the header line (0-based) and its delimiter, or None for text that is no known table."""
    place = 0
    for number in range(lines):
        end = text.find("\n", place)
        line = text[place : end if end >= 0 else None]
        if len(line) <= HEADER_LENGTH:
            for delimiter in DELIMITERS:
                if delimiter in line and tell_kind({plain_name(cell.strip(' "')) for cell in line.split(delimiter)}):
                    return number, delimiter
        if end < 0:
            return None
        place = end + 1
    return None
