"""Remembers on this machine what was handed in where: in the draft, and beside the texts of the hand-off."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from reporter.drafts import Draft, list_drafts, load_draft
from reporter.places import Places, write_private
from reporter.report import dump_report, write_json

FILE = "handoff.json"


def find_draft(places: Places, bundle: Path, name: str | None = None) -> Draft | None:
    """Return the draft by its id, or the one that made this bundle, or None.

    Raises:
        InputError: there is no draft of that id.
    """
    if name is not None:
        return load_draft(places, name)
    made = str(bundle.resolve())
    found = [draft for draft in list_drafts(places) if any(str(Path(one).resolve()) == made for one in draft.bundles)]
    return found[0] if found else None


def remember_issue(draft: Draft, url: str, now: datetime) -> None:
    """Keep the issue's address in the draft, with the report as it was handed in, for `reporter resume --comment`.

    Raises:
        ReporterError: the draft cannot be written.
    """
    draft.handed_in = {"url": url, "at": now.isoformat(), "report": dump_report(draft.report)}
    draft.save(now)


def remember_attempt(folder: Path, **told: Any) -> None:
    """Keep how far a hand-off came, before and after each step that cannot be undone."""
    write_private(folder / FILE, write_json({**recall_attempt(folder), **told}).encode())


def recall_attempt(folder: Path) -> dict[str, Any]:
    """Return what is known of an earlier hand-off of the same bundle, empty if there was none."""
    try:
        data = json.loads((folder / FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}
