"""Blank lines of a rendered text: never more than one, but for what stands inside a fence or a block."""

from __future__ import annotations

import re

_FENCE = re.compile(r"(`{3,}|~{3,})(?=[^`]*$)")
_JIRA_BLOCK = re.compile(r"\{(noformat|code)\}$")


def tidy_markdown(text: str) -> str:
    """Return Markdown with runs of blank lines made one; fenced text stays as it is."""
    lines: list[str] = []
    closing = ""
    for line in text.split("\n"):
        if closing:
            if line.rstrip() == closing:
                closing = ""
        elif found := _FENCE.match(line):
            closing = found[1]
        elif not line.strip() and (not lines or not lines[-1]):
            continue
        lines.append(line if closing else line.rstrip())
    return "\n".join(lines).strip("\n") + "\n"


def tidy_jira(text: str) -> str:
    """Return Jira markup with runs of blank lines made one; `noformat` and `code` blocks stay as they are."""
    lines: list[str] = []
    closing = ""
    for line in text.split("\n"):
        if closing:
            if line == closing:
                closing = ""
        elif _JIRA_BLOCK.match(line):
            closing = line
        elif not line.strip() and (not lines or not lines[-1]):
            continue
        lines.append(line if closing else line.rstrip())
    return "\n".join(lines).strip("\n") + "\n"


def tidy_text(text: str) -> str:
    """Return plain text with runs of blank lines made one and no blanks at the end of lines."""
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE)).strip("\n") + "\n"
