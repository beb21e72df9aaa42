"""Looks for the same failure among existing issues: with `gh` where it is signed in, else by prepared links."""

from __future__ import annotations

from reporter.console import Surroundings
from reporter.drafts import Draft
from reporter.guidance.duplicates import Run, comment_there, find_duplicates
from reporter.guidance.search import search_links
from reporter.interview.question import Asker, Choice, Screen
from reporter.processes import run_command
from reporter.report import Report

NONE = "none"


def ask_duplicates(
    surroundings: Surroundings, asker: Asker, draft: Draft, report: Report, *, run: Run = run_command
) -> str | None:
    """Show issues that look the same; return the address of the one that is the user's own, or None.

    What leaves this machine for the search is redacted as for GitHub.
    """
    from reporter.pipeline import load_pseudonyms, redact_report
    from reporter.redaction.policy import load_policy
    from reporter.redaction.redactor import Redactor
    from reporter.settings import load_settings

    settings = load_settings(surroundings.places)
    pseudonyms = load_pseudonyms(draft.pseudonyms_path)
    redacted = redact_report(report, Redactor(load_policy("github"), pseudonyms, own_terms=settings.own_terms))
    asker.tell(["Looking for the same failure ..."])
    lookup = find_duplicates(redacted, run=run)
    if lookup.problem:
        asker.tell([lookup.problem])
    if not lookup.issues:
        asker.tell(["Search by hand:", *(f"  {link.label}: {link.url}" for link in search_links(redacted))])
        return None
    answer = asker.choose(
        Screen("Is one of these yours?", why="Then a comment there helps more than a new issue.", label="Issue"),
        [*(Choice(issue.url, issue.line) for issue in lookup.issues), Choice(NONE, "no, mine is another")],
        NONE,
    )
    issue = next((one for one in lookup.issues if one.url == answer), None)
    if issue is None:
        return None
    asker.tell(comment_there(issue))
    return issue.url
