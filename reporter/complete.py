"""What the program adds to a report by itself: title, known errors, recommended place, fingerprint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reporter.guidance.catalog import load_catalog
from reporter.guidance.fingerprint import make_fingerprint
from reporter.guidance.match import match_errors
from reporter.guidance.model import Match
from reporter.guidance.route import recommend
from reporter.interview.title import propose_title
from reporter.places import Places
from reporter.report import Report, Target


@dataclass(frozen=True)
class Completed:
    """A report with everything derived, the known errors that match it, and what was wrong with own catalogue files."""

    report: Report
    matches: tuple[Match, ...]
    problems: tuple[str, ...] = ()


def complete_report(report: Report, *, target: Target, places: Places | None) -> Completed:
    """Return the report with title, known errors, routing and fingerprint; what the user decided stays as it is."""
    catalog = load_catalog(places)
    matches: Sequence[Match] = match_errors(catalog, report.errors, text=_text_of(report))
    routing = recommend(report, matches)
    report = report.model_copy(
        update={
            "title": report.title or propose_title(report),
            "known": tuple(match.known.id for match in matches if not match.known.generic),
            "routing": routing.model_copy(update={"chosen": report.routing.chosen or target}),
            "fingerprint": make_fingerprint(report),
        }
    )
    return Completed(report, tuple(matches), catalog.problems)


def _text_of(report: Report) -> str:
    """The words of the user and of the errors, in which known errors are looked for besides the codes."""
    texts = [report.title, report.summary, *(error.message for error in report.errors)]
    return "\n".join(text for text in texts if text)
