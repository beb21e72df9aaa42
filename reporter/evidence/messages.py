"""Error messages in text: labelled ones, those in brackets behind a code, the platform's own sentences."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from reporter.evidence.codes import CodeMention
from reporter.evidence.page import Page
from reporter.report import normalise_code

MESSAGES = 300
LIMIT = 4000
"""Characters of one message; longer ones are cut and end in an ellipsis."""

STOP = re.compile(
    r"\n\s*\n|\n?\s*See\s+(?:less|more)\b|\s*Total\s+operation\s+time|\s*Patch\s*(?:Yes|No)(?:\b|(?=[A-Z]))|\s*Activity\s?id(?![a-z])"
    r"|\n\s*###|\n\s*pac(?:\.exe)?:\s|\n\s*Error:\s|\n\s*Error\s?code\b|\n\s*(?:Session|Client\s*Request|Correlation|Environment|Tenant)\s?Id\s*:"
    r"|\n\s*Time\s?stamp\s*:|\n\s*HexErrorCode\b|\w{0,3}@https?://|\s+at\s+https?://",
    re.I,
)
"""What ends a message: a blank line, the next label of a side panel or dialog, script addresses that are glued on."""
LABELLED = re.compile(
    r"(?:\b|(?<=\d))(?:exception\s?message\s{0,3}[:=\-–]?"
    r"|(?:exception|error|failure)\s?(?:message|details?|text|description)\s{0,3}(?:[:=–]|-\s|\n))\s{0,4}(?P<text>\S)",
    re.I,
)
DESCRIBED = re.compile(
    r"^(?:(?:description|message|details?|the\s+error(?:\s+message)?\s+is)\s{0,2}:\s*"
    r"|(?:error|exception)\s+message\s+(?=(?-i:[A-Z])))(?P<text>\S)",
    re.I | re.M,
)
_SENTENCES = (
    r"Solution\s+[\"'][^\"'\n]{2,120}[\"']\s+failed\s+to\s+import",
    r"Error\s+while\s+importing\s+workflow",
    r"The\s+import\s+of\s+(?:the\s+)?solution\b",
    r"The\s+solution\s+file\s+is\s+invalid",
    r"(?:(?!failure|success|warning|failed|got|get|error|message|see|with|and|is)[A-Za-z]+\s+){1,4}(?:import|uninstall):\s+FAILURE",
    r"This\s+operation\s+completed\s+without\s+reporting",
    r"The\s+status\s+for\s+this\s+operation\s+is\s+unavailable",
    r"The\s+imported\s+solution\s+and\s+the\s+existing\s+solution",
    r"Failed\s+to\s+find\s+connection\s+references?",
    r"Solution\s+dependencies\s+exist",
    r"The\s+reason\s+given\s+was",
    r"Something\s+went\s+wrong",
    r"ImportAsHolding\s+(?:failed|Exception)",
    r"Import\s+failed:",
    r"Request\s+to\s+XRM\s+API\s+failed",
    r"The\s+API\s+call\s+failed",
    r"Component\s+files\s+in\s",
    r"The\s+input\s+body\s+for\s+trigger",
    r"Code:\s+[A-Z]\w+\s+(?:Content|Message):",
    r"(?:Operation\s+on\s+target\s|Action\s+)[\"'][^\"'\n]{2,120}[\"']\s+failed",
    r"Flow\s+server\s+error\s+returned",
    r"(?:Http\s+)?request\s+failed\s+with",
    r"The\s+(?:database\s+operation|DELETE\s+statement|\w+\([0-9a-f-]{36}\)\s+component|uninstall\s+operation)",
    r"Entity\s+'\w+'\s+With\s+Id",
    r"An\s+(?:unexpected\s+)?error\s+(?:has\s+)?occurred",
    r"AADSTS\d{4,9}:",
    r"It\s+looks\s+like\s+(?:you|this\s+app|the\s+app)",
    r"We\s+(?:couldn't|could\s+not|can't)\s+import",
)
SENTENCE = re.compile(rf"(?P<text>(?<!\w)(?:{'|'.join(_SENTENCES)}))", re.I)
BRACKETED = re.compile(
    r"\s{0,3}\(\s?(?P<text>[A-Z][^\n]{15,1500}?(?:\n[^\n]+){0,12}?)(?:\)(?=\s|\.|,|$)|(?=\n\s*\n)|\Z)"
)
AFTER = re.compile(r"\]?\s{0,3}[-:|–]\s{0,3}(?:\n\s*)?(?P<text>[A-Z\"'])")
ROW = re.compile(r"^(?:#\d+\s?\||(?:Failure|Success|Warning|Processed|Error)\s{0,3}[|\s]\s{0,3}0x)", re.I | re.M)
WRAPPED = 120
"""Characters: a longer line was not wrapped by hand or by a mail program, so its end is the end of a paragraph."""


@dataclass(frozen=True)
class MessageMention:
    """An error message in a text: where it begins and ends."""

    text: str
    start: int
    end: int


def find_messages(page: Page, codes: Sequence[CodeMention] = ()) -> list[MessageMention]:
    """Return the error messages of a text in its order; one that lies inside another is left out."""
    found: list[MessageMention] = []
    ends = find_ends(page, codes)
    for pattern in (LABELLED, DESCRIBED, SENTENCE):
        place = 0
        while len(found) < MESSAGES and (match := pattern.search(page.text, place)):
            message = _cut(page, match.start("text"), ends)
            place = max(match.start() + 1, message.end if message else match.start("text"))
            if message and not any(one.start <= message.start < one.end for one in found):
                found.append(message)
    return sorted(found, key=lambda one: one.start)


def message_behind(page: Page, end: int, ends: Sequence[int], *, bracketed: bool) -> MessageMention | None:
    """Return the message in brackets, or behind a colon or dash, right after a code that ends at `end`."""
    if bracketed:
        match = BRACKETED.match(page.text, end)
        return _cut(page, match.start("text"), ends, match.end("text")) if match else None
    match = AFTER.match(page.text, end)
    return _cut(page, match.start("text"), ends) if match else None


def find_ends(page: Page, codes: Sequence[CodeMention]) -> list[int]:
    """Return the places where a message ends although no blank line stands there: rows, lists, one error per line."""
    ends = {match.start() for match in ROW.finditer(page.text)}
    for start, following in zip(page.starts, page.starts[1:], strict=False):
        if following - start > WRAPPED:
            ends.add(following)
    for code in codes:
        start = page.text.rfind("\n", 0, code.start) + 1
        if code.start - start < 40:
            ends.add(start)
    return sorted(ends)


def _cut(page: Page, start: int, ends: Sequence[int], limit: int | None = None) -> MessageMention | None:
    last = start + LIMIT if limit is None else limit
    stop = STOP.search(page.raw, start, last)
    end = min(stop.start() if stop else last, len(page.raw))
    place = bisect_right(ends, start)
    if place < len(ends):
        end = min(end, ends[place])
    text = page.quote(start, end)
    if len(text) < 8 or normalise_code(text) or re.fullmatch(r"[\d\W]+", text):
        return None
    return MessageMention(text if end - start < LIMIT else text + " …", start, end)
