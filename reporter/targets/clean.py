"""Foreign text without characters that drive a screen or hide what it says; its words stay as they are."""

from __future__ import annotations

from typing import Any

from reporter.report import Report

_JOINERS = "\u200c\u200d"
"""Part of how emoji and several scripts are written; they change nothing else."""


def clean_text(text: str) -> str:
    """Return the text with `\\n` line ends; control, direction-changing and unassigned characters become U+FFFD."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() or char in "\n\t" or char in _JOINERS else _replace(char) for char in text
    )


def clean_report(report: Report) -> Report:
    """Return the report with every text cleaned."""
    return Report.model_validate(_clean(report.model_dump(by_alias=True)))


def _replace(char: str) -> str:
    """Blanks of every width stay a blank; marks that show nothing and say nothing go."""
    if char.isspace():
        return "\n" if char in "\u2028\u2029\x85\x0b\x0c" else " "
    return "" if char in "\u00ad\u200b\ufeff" else "\ufffd"


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, dict):
        return {key: _clean(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(one) for one in value]
    return value
