"""Error codes in text: every spelling of a Dataverse code, and nothing that only looks like one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reporter.evidence.page import Page
from reporter.report import normalise_code

HEX = re.compile(
    r"(?:(?<![\w#+=/.\-])|(?<=[0-9a-fA-F]{8}/))(?P<code>0[xX][89a-fA-F][0-9a-fA-F]{7}|800[0-9a-fA-F]{5})"
    r"(?![0-9A-Za-z_]|\s?-\s*[0-9a-fA-F]{4}\s?-|\.\w{2,4}\b)"
)
"""A GUID's first eight digits, a file name and an id in a link are followed or preceded by what is excluded here."""
SIGNED = re.compile(r"(?<![\w.\-])-21[34]\d{7}(?![\w.]\d|\w)")
LABELLED = re.compile(
    r"\b(?:error|exception|fault|result|hresult|hex)?\s{0,3}(?:error\s?)?(?:code|number|hresult|no\.?|error\s?#)"
    r"(?:\s+(?:is|was|of))?\s{0,3}[-:=#(\[\"']{0,3}\s{0,4}(?P<code>0x[0-9A-Fa-f]{8}|[0-9A-Fa-fOolI]{8}|-?\d{10})"
    r"(?:(?![\w\-])|(?=(?:Exception|Error|Message|Details|Description)))",
    re.IGNORECASE,
)
"""`Error Code - 8OO97376`: right after the label even an OCR slip (O for 0, l for 1) is a code."""
NO_CODE = re.compile(
    r"(?:\b(?:case|ticket|phone|tel|fax|order|invoice|customer|reference|ref|build|sr|incident|AB#?)\W{0,3}(?:number|no|id|nr)?"
    r"\W{0,3}|[+]\d{1,3}[\s\d()/-]{0,12})$",
    re.IGNORECASE,
)
LIMIT = 400
"""Mentions in one text: of more, the first and the last count."""
SLIPS = str.maketrans("OolI", "0011")


@dataclass(frozen=True)
class CodeMention:
    """A code in a text: normalised, as it was spelled, and where."""

    code: str
    spelling: str
    start: int
    end: int


def find_codes(page: Page) -> list[CodeMention]:
    """Return every mention of an error code, in the order of the text."""
    found: dict[int, CodeMention] = {}
    for match in HEX.finditer(page.text):
        before = page.text[max(0, match.start() - 40) : match.start()]
        if not NO_CODE.search(before):
            _keep(found, match["code"], match.start("code"), match.end("code"))
    for match in SIGNED.finditer(page.text):
        _keep(found, match[0], match.start(), match.end())
    for match in LABELLED.finditer(page.text):
        spelling = match["code"]
        repaired = spelling if spelling[:2] in ("0x", "0X") else spelling.translate(SLIPS)
        if re.fullmatch(r"(?:0[xX])?80[0-9a-fA-F]{6}|-21\d{8}|21\d{8}", repaired):
            _keep(found, repaired, match.start("code"), match.end("code"))
    mentions = [found[start] for start in sorted(found)]
    return mentions if len(mentions) <= LIMIT else mentions[: LIMIT // 2] + mentions[-LIMIT // 2 :]


def _keep(found: dict[int, CodeMention], spelling: str, start: int, end: int) -> None:
    code = normalise_code(spelling)
    if code and start not in found and not (spelling[0] == "-" and not code.startswith("0x800")):
        found[start] = CodeMention(code, spelling, start, end)
