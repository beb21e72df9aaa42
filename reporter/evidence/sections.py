"""GitHub issue bodies: each `### label` with the text under it is a labelled answer of an issue form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from reporter.evidence.page import Page, make_page

LIMIT = 200
"""Labelled answers of one text."""
HEADING = re.compile(r"^(?:#{2,4}[ \t]+(?P<label>\S[^\n]{0,200})|\*\*(?P<bold>[^*\n]{3,120})\*\*[ \t]*:?)$", re.M)
"""A heading; where a body has none, lines that are bold as a whole are its headings."""
EMPTY = re.compile(r"_?no response_?|n/?a|none|-+|\.+|", re.I)
VERSION_LABEL = re.compile(r"\bversion\b", re.I)
COMPONENT_LABEL = re.compile(r"\b(?:app|flow)s?\b.*\b(?:issue|problem|error)|\bapp\s+or\s+flow\b|\bcomponent\b", re.I)
SOLUTION_LABEL = re.compile(r"\bwhat\s+solution\b(?!.*version)|^solution(?:\s+name)?$", re.I)


@dataclass(frozen=True)
class Section:
    """One labelled answer; `start` is where its text begins on the page."""

    label: str
    text: str
    start: int


def split_sections(page: Page) -> tuple[Page, tuple[Section, ...]]:
    """Return the page without short form answers (their places are blank), and all labelled answers in their order.

    A version, solution or component answer is no sentence of the text: it is read by its label alone.
    """
    matches = list(islice(HEADING.finditer(page.raw), LIMIT))
    marked = [match for match in matches if match["label"]]
    matches = marked or [match for match in matches if match["bold"]]
    sections: list[Section] = []
    text = page.text
    for number, match in enumerate(matches):
        end = matches[number + 1].start() if number + 1 < len(matches) else len(page.raw)
        label = (match["label"] or match["bold"]).strip().rstrip(":").rstrip("#").strip()
        sections.append(Section(label, page.raw[match.end() : end].strip(), match.end()))
        start = match.start()
        if is_short_answer(label):
            text = text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]
        else:
            text = text[:start] + re.sub(r"[^\n]", " ", text[start : match.end()]) + text[match.end() :]
    return Page(page.file, page.raw, text, page.first_line, page.starts), tuple(sections)


def is_short_answer(label: str) -> bool:
    """Whether the form asks this for one value: a version, an app or flow, a solution, a method."""
    return bool(
        VERSION_LABEL.search(label)
        or COMPONENT_LABEL.search(label)
        or SOLUTION_LABEL.search(label)
        or re.search(r"\bmethod\b|\balready\s+exist\b", label, re.I)
    )


def answer_page(page: Page, section: Section) -> Page:
    """Return the page of one answer, its lines counted from the whole text."""
    line = page.where(section.start).line or 1
    return make_page(section.text, page.file, line)
