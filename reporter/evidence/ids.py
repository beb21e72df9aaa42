"""Ids that support looks up: activity, correlation, tracking, client request, session, and support case numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reporter.evidence.facts import Found
from reporter.evidence.page import Page

_HEX = r"(?:[0-9a-fA-F][\n ]?)"
_CUT = r"-\s{0,2}"
GUID = (
    rf"{_HEX}{{7}}[0-9a-fA-F]{f'{_CUT}{_HEX}{{3}}[0-9a-fA-F]' * 3}{_CUT}{_HEX}{{11}}[0-9a-fA-F]"
    r"(?:(?![0-9a-fA-F])|(?=(?-i:[A-Z][a-z]{2})))"
)
"""A GUID, possibly cut by hard wraps or by a blank that OCR saw."""
_JOIN = r"""(?:\s+(?:is|was|of|=))?[\s:='"(\[{\\>*-]{0,6}"""
LABELS = (
    ("activity", r"activity[\s_-]?id"),
    ("correlation", r"(?:x-ms-)?correlation[\s_-]?(?:request[\s_-]?)?id"),
    ("tracking", r"(?:arm\s+)?tracking[\s_-]?id"),
    ("client_request", r"(?:x-ms-)?client[\s_-]?request[\s_-]?id"),
    ("session", r"session[\s_-]?id"),
)
LABELLED = re.compile(
    "|".join(rf"(?P<{name}>{label}s?)" for name, label in LABELS).join((r"(?:\b|(?-i:(?<=[a-z0-9])(?=[A-Z])))(?:", ")"))
    + rf"{_JOIN}(?P<value>{GUID})",
    re.IGNORECASE,
)
CASE = re.compile(r"(?<![\w.#/-])(?P<value>\d{15,16})(?![\w-])")
CASE_WORDS = re.compile(r"\b(?:case|ticket|support|sr|incident|request|tracking\s?id#?)\b", re.IGNORECASE)
CASE_DATE = re.compile(r"[12]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{9,10}")


def clean_guid(text: str) -> str:
    """Return a GUID as it was before it was wrapped: without white space and braces, letter case kept."""
    return re.sub(r"[\s{}]", "", text)


def find_ids(page: Page) -> Iterator[Found]:
    """Yield every labelled id; a correlation id in an error text is what support traces, so it is a tracking id too."""
    for match in LABELLED.finditer(page.text):
        value = clean_guid(match["value"])
        if set(value) <= {"0", "-"}:
            continue
        kind = str(match.lastgroup if match.lastgroup != "value" else next(n for n, _ in LABELS if match[n]))
        where = page.where(match.start("value"))
        yield Found(f"ids.{kind}", value, where)
        if kind == "correlation":
            yield Found("ids.tracking", value, where)
    for match in CASE.finditer(page.text):
        around = page.text[max(0, match.start() - 80) : match.start()]
        if CASE_WORDS.search(around) and CASE_DATE.fullmatch(match["value"]):
            yield Found("ids.case", match["value"], page.where(match.start()))
