"""The question about attachments that are gone or cannot be read: leave them out, or stop and put them back."""

from __future__ import annotations

from pathlib import Path

from reporter.attachments import look_for_attachments
from reporter.errors import ReporterError
from reporter.interview.question import Asker, Choice, Screen
from reporter.report import Report


def ask_unreadable(asker: Asker, report: Report) -> Report:
    """Return the report with the attachments that can be read, after asking about the others; nothing asked if all can.

    Raises:
        ReporterError: the user would rather stop.
    """
    found, problems = look_for_attachments(report, Path())
    if not problems:
        return report
    screen = Screen("Leave out what cannot be read?", notes=tuple(problems), can_go_back=False, label="Unreadable")
    choices = [
        Choice("leave out", "leave it out, and build without it"),
        Choice("stop", "stop, so that I can put it back"),
    ]
    if asker.choose(screen, choices, "stop") != "leave out":
        raise ReporterError("Stopped before anything was built.")
    return report.model_copy(update={"attachments": tuple(attachment for attachment, _ in found)})
