"""What to do with a finished bundle, in order, for each place it can go."""

from __future__ import annotations

import shlex
from pathlib import Path

from reporter.report import Target

WAYS: dict[Target, tuple[str, ...]] = {
    "github": (
        "Next: `reporter send {path} --via browser` opens the issue form, puts the text on the clipboard and says",
        "what to paste where. Drag the zip into the form: GitHub takes attachments in the browser only.",
    ),
    "microsoft": (
        "Next: in admin.powerplatform.microsoft.com choose Support, New support request; paste ticket.md field by",
        "field and attach the zip. `reporter send {path} --via browser` opens the page, the text on the clipboard.",
    ),
    "internal": (
        "Next: paste the ticket into your own system (Markdown, plain text, HTML and Jira markup are in the zip) and",
        "attach the zip, or `reporter send {path} --via mail`. `reporter send {path} --via browser` shows the text.",
    ),
}


def next_steps(path: Path, target: Target) -> list[str]:
    """Return the lines that say what to do with a bundle, the commands ready to be copied."""
    shown = shlex.quote(str(path))
    lines = [line.format(path=shown) for line in WAYS[target]]
    return [*lines, f"To look at it first: `reporter open {shown}`."]
