"""Foreign text in every shape that a target takes: Markdown prose and cells, plain text, Jira markup."""

from __future__ import annotations

import re

from reporter.targets.markdown import MARK, harmless, plain

_JIRA_EMOTICON = re.compile(r"(:\)|:\(|:P|:D|;\)|\((?:y|n|i|/|x|!|\+|-|\?|on|off|\*[rgby]?)\))")
_JIRA_START = re.compile(r"^(\s*)(#|-|bq\.|h[1-6]\.)", re.IGNORECASE)


def prose(text: str) -> str:
    """Return what a person wrote, of several lines, as Markdown that is confined to its place."""
    return harmless(text.strip())


def inline(text: str) -> str:
    """Return foreign text for the middle of a line, where nothing can begin a heading or a list."""
    return plain(text).removeprefix(MARK)


def cell(text: str) -> str:
    """Return text for one cell of a Markdown table: no pipe, no line end, never empty."""
    return inline(text) or "–"


def code(text: str) -> str:
    """Return a short text as Markdown inline code, with more backticks around it than in it."""
    line = " ".join(text.split())
    ticks = "`" * (max((len(run) for run in re.findall(r"`+", line)), default=0) + 1)
    pad = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{ticks}{pad}{line}{pad}{ticks}" if line else ""


def jira(text: str) -> str:
    """Return text of one or more lines for Jira wiki markup: no macro, link, mention, image, table or list of its own.

    Special characters get a backslash, a backslash itself its entity (two of them would be a line break).
    """
    return "\n".join(_jira_line(line) for line in text.strip().splitlines())


def jira_cell(text: str) -> str:
    """Return text for one cell of a Jira table: one line, never empty (an empty cell would end the row)."""
    return _jira_line(" ".join(text.split())) or "–"


def jira_block(text: str) -> str:
    """Return text of several lines in a Jira block that it cannot end: `noformat`, or `code` where it names that."""
    name = "code" if re.search(r"\{noformat", text, re.IGNORECASE) else "noformat"
    inside = re.sub(rf"\{{(?={name})", "{\u200b", text.strip("\n"), flags=re.IGNORECASE)
    return f"{{{name}}}\n{inside}\n{{{name}}}"


def _jira_line(line: str) -> str:
    line = line.replace("\\", "&#92;")
    line = re.sub(r"([{}\[\]*_+^~!|])", r"\\\1", line)
    line = re.sub(r"(?<![A-Za-z0-9])-|-(?![A-Za-z0-9])", r"\\-", line)
    line = re.sub(r"\?\?", r"\\?\\?", line)
    line = _JIRA_EMOTICON.sub(lambda found: "\\" + found[1], line)
    return _JIRA_START.sub(lambda found: f"{found[1]}\\{found[2]}", line)
