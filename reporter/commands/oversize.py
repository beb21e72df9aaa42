"""The question about a bundle that will be too large for its place, asked before any work."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from reporter.bundle.limits import CHOICES, Choice
from reporter.fitting import plan_fit
from reporter.interview.question import Asker, Back, Screen
from reporter.interview.question import Choice as Option
from reporter.report import Report, Target


def ask_oversize(asker: Asker, report: Report, *, target: Target, own: Mapping[Target, int]) -> Choice | None:
    """Return what to do with a bundle that will be too large; None, and nothing asked, where it will fit.

    `own` holds the user's own limits in bytes. Attachment paths of an interview are absolute.

    Raises:
        InputError: an attachment is missing or cannot be read.
    """
    fit = plan_fit(report, base=Path(), target=target, own=own)
    if fit.excess is None:
        return None
    screen = Screen("What shall become of it?", notes=(fit.excess,), can_go_back=False, label="Too large")
    answer = asker.choose(screen, [Option(choice, words) for choice, words in CHOICES.items()], "windows")
    if isinstance(answer, Back):
        return None
    return next(choice for choice in CHOICES if choice == answer)
