"""A page: text made ready for the rules, every character still at its place, so that each fact knows its line."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from reporter.evidence.facts import Where

INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\0"))
ALIKE = str.maketrans(
    {
        "\u00a0": " ",
        "\u2007": " ",
        "\u202f": " ",
        "\t": " ",
        "“": '"',
        "”": '"',
        "„": '"',
        "‘": "'",
        "’": "'",
        "‚": "'",
        "*": " ",
        "`": " ",
        "‐": "-",
        "−": "-",
        "‑": "-",
    }
)
QUOTE = re.compile(r"^[ \t]*(?:>[ \t]*)+")
IMAGE = re.compile(r"!\[[^\]\n]{0,300}\]\([^)\n]{0,2000}\)|<img\b[^>]{0,2000}>", re.IGNORECASE)
COMMENT = re.compile(r"<!--.{0,4000}?-->", re.DOTALL)
BREAK = re.compile(r"<br\s*/?>|</?(?:p|b|i|u|em|strong|div|span|code|pre|li|ul|ol|td|tr)\b[^>]{0,200}>", re.IGNORECASE)
LINKED = re.compile(r"\[[^\]\n]{1,300}\]\((?=https?:)")
CODE = re.compile(r"\b(?:0x)?80[0-9a-f]{6}\b", re.IGNORECASE)
LINK = re.compile(r"\b(?:https?|ftp|file|mailto|sip)://?[^\s<>\"'`]{1,4000}|\bwww\.[^\s<>\"'`]{1,2000}", re.IGNORECASE)


@dataclass(frozen=True)
class Page:
    """`text` is for matching: links, images and comments are blanks, quotes are straight; `raw` is for quoting.

    Both have the same length and the same lines.
    """

    file: str
    raw: str
    text: str
    first_line: int = 1
    starts: tuple[int, ...] = field(default=(0,), repr=False)

    def where(self, offset: int) -> Where:
        """Return the place of a character."""
        return Where(self.file, self.first_line + bisect_right(self.starts, offset) - 1)

    def quote(self, start: int, end: int) -> str:
        """Return the words of the evidence between two places, white space collapsed, wrapped GUIDs whole again."""
        return join_wraps(self.raw[start:end])

    @cached_property
    def links(self) -> tuple[tuple[int, str], ...]:
        """The addresses in the text, each with its place."""
        return tuple((match.start(), match[0].rstrip(").,;]")) for match in LINK.finditer(self.raw))


def make_page(text: str, file: str, first_line: int = 1) -> Page:
    """Return the page of a text: line ends unified, `> ` quoting and invisible characters taken off."""
    text = text.translate(INVISIBLE).replace("\r\n", "\n").replace("\r", "\n")
    lines = [QUOTE.sub("", line).strip() for line in text.split("\n")]
    raw = "\n".join(lines)
    starts, place = [], 0
    for line in lines:
        starts.append(place)
        place += len(line) + 1
    return Page(file, raw, _blank(raw).translate(ALIKE), first_line, tuple(starts))


def join_wraps(text: str) -> str:
    """Return the text on one line; a GUID or compound that was wrapped after its hyphen is whole again."""
    text = re.sub(r"(?<=[0-9a-fA-F]-)\s+(?=[0-9a-fA-F]{4,12}(?![g-zG-Z]))", "", text)
    return re.sub(r"\s+", " ", text).strip()


def _blank(text: str) -> str:
    def blanks(match: re.Match[str]) -> str:
        return re.sub(r"[^\n]", " ", match[0])

    if "<!--" in text and "-->" in text:
        text = COMMENT.sub(blanks, text)
    if "![" in text or "<img" in text.casefold():
        text = IMAGE.sub(blanks, text)
    if "](" in text:  # the title of another thread that is linked to: its code is not this one's
        text = LINKED.sub(lambda match: CODE.sub(lambda code: " " * len(code[0]), match[0]), text)
    text = LINK.sub(blanks, text)
    return BREAK.sub(blanks, text) if "<" in text else text
