"""Breaks lines for a terminal that is so many columns wide; wide characters count twice."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable


def measure(text: str) -> int:
    """Return how many columns a text takes on a terminal."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


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
        while measure(word) > width:  # longer than a line: broken where the line ends
            head = cut(word, width + 1).removesuffix("…") if not line else ""
            if not head:
                lines.append(line)
                line = ""
                continue
            lines.append(head)
            word = word[len(head) :]
        joined = f"{line} {word}" if line else word
        if measure(joined) > width:
            lines.append(line)
            line = word
        else:
            line = joined
    return [*lines, line]
