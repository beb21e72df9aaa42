"""HTTP statuses in error texts, as words (`BadGateway`) or numbers (`502`), as they were written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus

from reporter.evidence.page import Page

WORDS = {status.phrase.replace(" ", "").replace("-", "").casefold() for status in HTTPStatus if status >= 400}
SAID = {str(status.value): status.phrase.replace(" ", "").replace("-", "").casefold() for status in HTTPStatus}
"""The word of each number: where a text has both, the word is enough."""
DISTINCT = "BadGateway|BadRequest|InternalServerError|ServiceUnavailable|GatewayTimeout|TooManyRequests|RequestTimeout"
NEAR = 25
"""Characters within which a number and a word are the same status."""
_VALUE = r"""["'(\[\\]{0,3}(?P<value>[A-Z][A-Za-z]{4,30}|[45]\d\d)(?![\w.,]\d|\w)"""
PATTERNS = (
    re.compile(
        rf"\b(?:http\s{{1,3}})?status\s{{0,3}}(?:code)?(?:\s+(?:is|was|of))?\s{{0,3}}[:=]?\s{{0,3}}{_VALUE}", re.I
    ),
    re.compile(rf"""["']?status_?code["']{{0,2}}\s{{0,3}}[:=]\s{{0,3}}{_VALUE}""", re.I),
    re.compile(r"\bdoes\s+not\s+indicate\s+success:\s{0,3}(?P<value>[45]\d\d)\b", re.I),
    re.compile(r"\breturned\s+an\s+error:\s{0,3}\(?(?P<value>[45]\d\d)\)?", re.I),
    re.compile(r"\bHTTP(?:/\d(?:\.\d)?|\s+error|\s+code)?[\s:]{1,3}(?P<value>[45]\d\d)(?![\w.]\d|\w)", re.I),
    re.compile(r"""\bcode["']?\s{0,3}:\s{0,3}["'\\]{0,2}(?P<value>[A-Z][A-Za-z]{4,30})\b""", re.I),
    re.compile(rf"\b(?P<value>{DISTINCT})\b"),
    re.compile(r"\b(?:error|failed|failure)\W{1,3}(?P<value>4(?:0[013489]|29)|50[0234])\b(?![.,]?\d|%)", re.I),
    re.compile(
        r"\b(?P<value>50[0234]|4(?:0[0134]|29))\W{1,3}"
        r"(?:Bad|Gateway|Internal|Service|Too|Unauthorized|Forbidden|Not Found)"
    ),
    re.compile(
        r"\b(?P<value>(?:Bad Gateway|Bad Request|Gateway Time-?out"
        r"|Service Unavailable|Too Many Requests|Internal Server Error))\b"
    ),
    re.compile(r"\bfailed(?:\s+with)?:?\s{1,3}[\"']?(?P<value>Unauthorized|Forbidden|NotFound|Conflict)\b"),
)


@dataclass(frozen=True)
class StatusMention:
    """An HTTP status in a text and where it stands."""

    status: str
    start: int


def find_statuses(page: Page) -> list[StatusMention]:
    """Return every mention of an HTTP error status, in the order of the text; of `502 BadGateway` the word."""
    found: dict[int, StatusMention] = {}
    for pattern in PATTERNS:
        for match in pattern.finditer(page.text):
            value = re.sub(r"[\s-]+", "", match["value"])
            if not value.isdigit() and value.casefold() not in WORDS:
                continue
            start = match.start("value")
            near = next((place for place in found if abs(place - start) < NEAR), None)
            if near is not None and found[near].status.isdigit() and not value.isdigit():
                del found[near]
            elif near is not None:
                continue
            found[start] = StatusMention(value, start)
    told = {mention.status.casefold() for mention in found.values()}
    return [found[start] for start in sorted(found) if SAID.get(found[start].status) not in told]
