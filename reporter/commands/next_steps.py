"""What to do with a finished bundle, in order, for each place it can go."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from reporter.report import Target

WAYS: dict[Target, tuple[str, ...]] = {
    "github": (
        "Next, hand it over:",
        "  reporter send {path} --via browser",
        "opens the issue form and says what to paste where. Drag the zip into the form",
        "yourself: GitHub takes attachments in the browser only.",
    ),
    "microsoft": (
        "Next, hand it over:",
        "  reporter send {path} --via browser",
        "opens the support page and says what to paste where. Attach the zip there; by",
        "hand it is admin.powerplatform.microsoft.com, Support, New support request.",
    ),
    "internal": (
        "Next, hand it over:",
        "  reporter send {path} --via browser",
        "shows the ticket to paste. The zip holds it as Markdown, plain text, HTML and",
        "Jira markup. Or by mail, with the zip attached:",
        "  reporter send {path} --via mail",
    ),
}


def next_steps(path: Path, target: Target) -> list[str]:
    """Return the lines that say what to do with a bundle, each command on a line of its own, ready to be copied."""
    shown = f'"{path}"' if os.name == "nt" else shlex.quote(str(path))
    return [*(line.format(path=shown) for line in WAYS[target]), "Or look at it first:", f"  reporter open {shown}"]
