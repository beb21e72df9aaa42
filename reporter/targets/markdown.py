"""Foreign text in Markdown: fenced or neutralised, so that it cannot ping people, reference issues or open HTML."""

from __future__ import annotations

import re


def fence(text: str, language: str = "") -> str:
    """Return the text in a code fence that is longer than any run of backticks inside it."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    ticks = "`" * max(3, longest + 1)
    return f"{ticks}{language}\n{text.rstrip()}\n{ticks}"
