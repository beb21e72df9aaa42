"""Error codes: what Dataverse calls a code in general (the last resort of a match), and the codes that a text holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from reporter.guidance.reading import load_data
from reporter.report import normalise_code, spell_code

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


@lru_cache(maxsize=1)
def load_codes() -> dict[str, CodeName]:
    """Return the import-related codes of Microsoft's "Web service error codes" reference, by normalised code.

    Names and numbers are the reference's; the meanings are this program's own words.
    """
    rows = (
        (group, *(part.strip() for part in row.split("|", 2)))
        for group, lines in load_data(CODES)["codes"].items()
        for row in lines
    )
    return {code: CodeName(code, name, meaning, group) for group, code, name, meaning in rows}


def find_codes(text: str) -> tuple[str, ...]:
    """Return the codes that a text holds in any spelling, normalised, in their order."""
    found = (normalise_code(match.group()) for match in _NAMED.finditer(text))
    return tuple(dict.fromkeys(code for code in found if code))


def describe_code(code: str) -> str:
    """Return one line on a normalised code: its spellings, and its name and meaning where known."""
    known = load_codes().get(code)
    spellings = ", ".join(spell_code(code)[1:])
    return f"{code[2:]} ({spellings})" + (f": {known.name}. {known.meaning}" if known else "")
