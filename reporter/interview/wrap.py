"""Breaks lines for a terminal that is so many columns wide; wide characters count twice."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable


def measure(text: str) -> int:
    """Return how many columns a text takes on a terminal."""
    return sum(map(_columns, text))


def _columns(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def wrap_lines(lines: Iterable[str], width: int, *, indent: str = "") -> list[str]:
    """Return the lines broken at blanks to at most `width` columns; each line's own indentation is kept."""
    wrapped: list[str] = []
    for line in lines:
        inner = line[: len(line) - len(line.lstrip())]
        wrapped += [indent + inner + part for part in _break(line.strip(), max(10, width - measure(indent + inner)))]
    return wrapped


def cut(text: str, width: int) -> str:
    """Return the text cut to `width` columns, the last an ellipsis where something is missing."""
    if measure(text) <= width:
        return text
    while text and measure(text) > width - 1:
        text = text[:-1]
    return text.rstrip() + "…"


def _break(text: str, width: int) -> list[str]:
    lines, line = [], ""
    for word in text.split(" "):
        joined = f"{line} {word}" if line else word
        if measure(joined) <= width:
            line = joined
            continue
        if line:
            lines.append(line)
        *full, line = _split_word(word, width)
        lines += full
    return [*lines, line]


def _split_word(word: str, width: int) -> list[str]:
    """Return a word in pieces that each fit on a line; a long address has no blank to break at."""
    pieces, piece, used = [], "", 0
    for char in word:
        if used + _columns(char) > width:
            pieces.append(piece)
            piece, used = "", 0
        piece += char
        used += _columns(char)
    return [*pieces, piece]
