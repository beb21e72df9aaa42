"""What the program adds to a report by itself: title, known errors, recommended place, fingerprint."""

from __future__ import annotations

from dataclasses import dataclass

from reporter.guidance.catalog import load_catalog
from reporter.guidance.fingerprint import make_fingerprint
from reporter.guidance.match import match_report
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
    """Return the report with title, known errors, routing and fingerprint; chosen is the place it is built for."""
    catalog = load_catalog(places)
    matches = match_report(catalog, report)
    routing = recommend(report, matches)
    report = report.model_copy(
        update={
            "title": report.title or propose_title(report),
            "known": tuple(match.known.id for match in matches if not match.known.generic),
            "routing": routing.model_copy(update={"chosen": target}),
            "fingerprint": make_fingerprint(report),
        }
    )
    return Completed(report, matches, catalog.problems)
