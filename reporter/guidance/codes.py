"""Error codes: what Dataverse calls a code in general (the last resort of a match), and the codes that a text holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from reporter.guidance.reading import load_data
from reporter.report import normalise_code, spell_code

ARTICLES = "https://learn.microsoft.com/troubleshoot/power-platform/dataverse/working-with-solutions/"
REFERENCE = "https://learn.microsoft.com/power-apps/developer/data-platform/reference/web-service-error-codes"
CODES = Path(__file__).parent / "known" / "codes.yml"
_NAMED = re.compile(
    r"(?<![0-9A-Za-z-])(?:0[xX])?80[0-9A-Fa-f]{6}(?![0-9A-Za-z]|-[0-9A-Fa-f]{4})|-21\d{8}(?!\d)|(?<![\d.-])21\d{8}(?!\d)"
)


@dataclass(frozen=True)
class CodeName:
    """The official name of a code and what it says in general, in one line; the cause is told by the text beside it."""

    code: str
    name: str
    meaning: str
    group: str
    article: str | None = None
    """Address of Microsoft's article on it, where there is one."""


@lru_cache(maxsize=1)
def load_codes() -> dict[str, CodeName]:
    """Return the import-related codes of Microsoft's "Web service error codes" reference, by normalised code.

    Names and numbers are the reference's; the meanings are this program's own words.
    """
    data = load_data(CODES)
    articles = {code: ARTICLES + slug for code, slug in data["articles"].items()}
    rows = (
        (group, *(part.strip() for part in row.split("|", 2)))
        for group, lines in data["codes"].items()
        for row in lines
    )
    return {code: CodeName(code, name, meaning, group, articles.get(code)) for group, code, name, meaning in rows}


def find_codes(text: str) -> tuple[str, ...]:
    """Return the codes that a text holds in any spelling, normalised, in their order."""
    found = (normalise_code(match.group()) for match in _NAMED.finditer(text))
    return tuple(dict.fromkeys(code for code in found if code))


def describe_code(code: str) -> str:
    """Return a normalised code's spellings and, where known, its name, its meaning and Microsoft's article on it."""
    known = load_codes().get(code)
    line = f"{code[2:]} ({', '.join(spell_code(code)[1:])})"
    if known is None:
        return line
    return f"{line}: {known.name}. {known.meaning}" + (f"\n  {known.article}" if known.article else "")
