"""A piece of evidence open for reading: its first bytes, its encoding and, where it is not huge, its text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from reporter.evidence.decode import decode_text, find_encoding, is_binary
from reporter.evidence.facts import Where
from reporter.evidence.source import Source

HEAD = 64 * 1024
WHOLE = 16 * 2**20
"""Bytes up to which a structured file (XML, JSON) is read as a whole; a bigger one is read as a log, piece by piece."""


@dataclass(frozen=True)
class Piece:
    """One source with what its first bytes tell. Reading raises OSError when the file is gone meanwhile."""

    source: Source
    size: int
    head: bytes

    @property
    def name(self) -> str:
        """The name that findings carry."""
        return self.source.name

    @property
    def small(self) -> bool:
        """Whether it may be read as a whole."""
        return self.size <= WHOLE

    @cached_property
    def encoding(self) -> str:
        """The encoding by the first bytes."""
        return find_encoding(self.head)

    @cached_property
    def binary(self) -> bool:
        """Whether it is no text."""
        return is_binary(self.head)

    @cached_property
    def start(self) -> str:
        """The first characters, white space in front taken off, for recognising what it is."""
        return decode_text(self.head[:8192], self.encoding).replace("\0", "").lstrip()

    @cached_property
    def data(self) -> bytes:
        """The first `WHOLE` bytes."""
        with self.source.open() as file:
            return file.read(WHOLE)

    @cached_property
    def text(self) -> str:
        """The text of `data`."""
        return decode_text(self.data, self.encoding)

    @cached_property
    def json(self) -> Any:
        """The parsed JSON, or None when it is none or damaged."""
        import json

        if not self.small or self.start[:1] not in ("{", "["):
            return None
        try:
            return json.loads(self.text.replace("\0", ""), strict=False)
        except (ValueError, RecursionError):
            return None

    def where(self, text: str | None = None) -> Where:
        """Return the place of this piece, with the line of the first occurrence of `text` in it."""
        if not text or not self.small:
            return Where(self.name)
        found = self.text.find(text)
        return Where(self.name, self.text.count("\n", 0, found) + 1 if found >= 0 else None)


def open_piece(source: Source) -> Piece:
    """Return the piece for a source. Raises OSError when it cannot be read."""
    with source.open() as file:
        head = file.read(HEAD)
    return Piece(source, source.size(), head)


def first_tag(start: str) -> str:
    """Return the name of the first XML element of a text, or "" when it does not begin as XML."""
    match = re.match(
        r"(?:<\?[^>]{0,500}\?>|<!--.{0,4000}?-->|<!DOCTYPE[^\[>]{0,500}(?:\[.{0,6000}?\]\s*)?>|\s)*<(?:\w+:)?(\w+)",
        start,
        re.S,
    )
    return match[1] if match else ""
