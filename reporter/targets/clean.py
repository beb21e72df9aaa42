"""Foreign text without characters that drive a screen or hide what it says; its words stay as they are."""

from __future__ import annotations

import re
from typing import Any

from reporter.report import Report

_JOINERS = "\u200c\u200d"
"""Part of how emoji and several scripts are written; they change nothing else."""

_UNUSUAL = re.compile(r"[^ -~\n\t]")


def clean_text(text: str) -> str:
    """Return the text with `\\n` line ends; control, direction-changing and unassigned characters become U+FFFD."""
    return _UNUSUAL.sub(_replace, text.replace("\r\n", "\n"))


def clean_line(text: str) -> str:
    """Return the text cleaned, as one line."""
    return " ".join(clean_text(text).split())


def clean_report(report: Report) -> Report:
    """Return the report with every text cleaned."""
    return Report.model_validate(_clean(report.model_dump(by_alias=True)))


def _replace(found: re.Match[str]) -> str:
    """Blanks of every width become a blank; marks that show nothing and say nothing go."""
    char = found[0]
    if char.isprintable() or char in _JOINERS:
        return char
    if char.isspace():
        return "\n" if char in "\r\u2028\u2029\x85\x0b\x0c" else " "
    return "" if char in "\u00ad\u200b\ufeff" else "\ufffd"


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, dict):
        return {key: _clean(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(one) for one in value]
    return value
