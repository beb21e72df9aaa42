"""Error messages in text: labelled ones, those in brackets behind a code, the platform's own sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reporter.evidence.page import Page

LIMIT = 4000
"""Characters of one message; longer ones are cut and end in an ellipsis."""

_STOP = (
    r"(?=\n\s*\n|\n?\s*See\s+(?:less|more)\b|\s+Total\s+operation\s+time\b|\s+Patch\s+(?:Yes|No)\b|\s+Activity\s?id\b|\n\s*###|\n\s*Error\s+code\b"
    r"|\n\s*(?:Session|Client\s*Request|Correlation|Environment|Tenant)\s?Id\s*:|\n\s*Time\s?stamp\s*:|\n\s*HexErrorCode\b|\n\s*ErrorCode\b|\Z)"
)
LABELLED = re.compile(
    rf"\b(?:exception|error|failure)\s?(?:message|details?|text|description)\s{{0,3}}[:=\-–]?\s{{0,4}}(?P<text>\S.{{0,{LIMIT}}}?){_STOP}",
    re.I | re.S,
)
DESCRIBED = re.compile(
    rf"^(?:description|message|details?|the\s+error(?:\s+message)?\s+is)\s{{0,2}}:\s*(?P<text>\S.{{0,{LIMIT}}}?){_STOP}",
    re.I | re.S | re.M,
)
_SENTENCES = (
    r"Solution\s+[\"'][^\"'\n]{2,120}[\"']\s+failed\s+to\s+import",
    r"Error\s+while\s+importing\s+workflow",
    r"The\s+import\s+of\s+(?:the\s+)?solution\b",
    r"The\s+solution\s+file\s+is\s+invalid",
    r"(?:\w+\s){1,4}(?:import|uninstall):\s+FAILURE",
    r"This\s+operation\s+completed\s+without\s+reporting",
    r"The\s+status\s+for\s+this\s+operation\s+is\s+unavailable",
    r"The\s+imported\s+solution\s+and\s+the\s+existing\s+solution",
    r"Failed\s+to\s+find\s+connection\s+references?",
    r"Solution\s+dependencies\s+exist",
    r"The\s+(?:reason\s+given\s+was|async\s+operation\s+completed\s+with)",
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
SENTENCE = re.compile(rf"(?P<text>(?:{'|'.join(_SENTENCES)}).{{0,{LIMIT}}}?){_STOP}", re.I | re.S)
BRACKETED = re.compile(
    r"\s{0,3}\(\s?(?P<text>[A-Z][^\n]{15,1500}?(?:\n[^\n]+){0,12}?)(?:\)(?=\s|\.|,|$)|(?=\n\s*\n)|\Z)"
)
AFTER = re.compile(rf"\]?\s{{0,3}}[-:|–]\s{{0,3}}(?:\n\s*)?(?P<text>[A-Z\"'].{{10,{LIMIT}}}?){_STOP}", re.S)


@dataclass(frozen=True)
class MessageMention:
    """An error message in a text: where it begins and ends."""

    text: str
    start: int
    end: int


def find_messages(page: Page) -> list[MessageMention]:
    """Return the error messages of a text in its order; one that lies inside another is left out."""
    found: list[MessageMention] = []
    for pattern in (LABELLED, DESCRIBED, SENTENCE):
        for match in pattern.finditer(page.text):
            start, end = match.span("text")
            if not any(one.start <= start < one.end for one in found):
                found.append(MessageMention(_cut(page, start, end), start, end))
    return sorted((one for one in found if len(one.text) > 7), key=lambda one: one.start)


def message_behind(page: Page, end: int) -> MessageMention | None:
    """Return the message in brackets or behind a colon right after a code that ends at `end`."""
    for pattern in (BRACKETED, AFTER):
        match = pattern.match(page.text, end)
        if match:
            return MessageMention(
                _cut(page, match.start("text"), match.end("text")), match.start("text"), match.end("text")
            )
    return None


def _cut(page: Page, start: int, end: int) -> str:
    text = page.quote(start, end)
    return text if end - start < LIMIT else text + " …"
