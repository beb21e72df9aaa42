"""Everything that is text and no structured file: the rules of `text.py`, in windows where the text is long."""

from __future__ import annotations

from collections.abc import Iterator

from reporter.evidence.facts import Finding
from reporter.evidence.piece import Piece
from reporter.evidence.sections import Section
from reporter.evidence.text import read_text


def is_plain(piece: Piece) -> bool:
    """Whether this is text in any encoding."""
    return not piece.binary


def read_plain(piece: Piece) -> Iterator[Finding | Section]:
    """Yield the findings of a text."""
    yield from read_text(piece.text, piece.name)
