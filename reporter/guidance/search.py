"""Duplicates: prepared searches for the same failure, and the matching issues where `gh` is signed in."""

from __future__ import annotations

from urllib.parse import quote_plus

from reporter.guidance.fingerprint import reduce_text
from reporter.guidance.model import SearchLink
from reporter.guidance.situation import find_product, load_products
from reporter.report import Report, normalise_code, spell_code

MOST_QUERY = 256
"""Characters of a GitHub search query without its qualifiers (docs.github.com, "Searching for issues")."""
MOST_CODES = 2
"""GitHub takes five OR in a query at the most: two codes with three spellings each."""
PHRASE_WORDS = 9


def search_links(report: Report, *, repository: str | None = None) -> tuple[SearchLink, ...]:
    """Return searches by code, by component, by key phrase and by fingerprint, each where the report has it.

    The links hold words of the report: for a place outside, give the redacted report.

    Args:
        report: the report; words with digits, addresses and paths never enter a phrase.
        repository: `owner/name` of the issues to search; without it the kit's that the report is about.
    """
    where = repository or choose_repository(report)
    links = [SearchLink(f"{where}: {label}", issue_search(where, query)) for label, query in make_queries(report)]
    learn = "https://learn.microsoft.com/search/?terms="
    codes = find_report_codes(report)[:MOST_CODES]
    return (*links, *(SearchLink(f"Microsoft Learn: {code}", learn + code) for code in codes))


def choose_repository(report: Report) -> str:
    """Return the repository whose issues are searched: the form's, else the kit's, else the first kit's."""
    parts = (report.form_file or "").split("/")
    if len(parts) >= 2 and all(parts[:2]) and not parts[0].startswith("."):  # owner and name
        return "/".join(parts[:2])
    return (find_product(report) or load_products()[0]).repository


def make_queries(report: Report) -> tuple[tuple[str, str], ...]:
    """Return (label, query) pairs, the most exact first."""
    queries = []
    codes = code_query(report)
    if codes:
        queries.append(("the code in all its spellings", codes))
    name = next((error.component.name for error in report.errors if error.component and error.component.name), None)
    component = " ".join((name or "").replace('"', " ").split())[:100]
    first_code = next((spell_code(code)[0] for code in find_report_codes(report)), "")
    if component:
        queries.append(("the failing part", f'"{component}"' + (f" {first_code}" if first_code else "")))
    phrase = key_phrase(report)
    if phrase:
        queries.append(("the words of the error", phrase))
    if report.fingerprint:
        queries.append(("the fingerprint of this failure", report.fingerprint))
    return tuple((label, query[:MOST_QUERY]) for label, query in queries)


def code_query(report: Report) -> str:
    """Return the codes of the report, each as bare hex, with 0x and as signed decimal, joined by OR."""
    spellings = [spelling for code in find_report_codes(report)[:MOST_CODES] for spelling in _distinct(code)]
    return " OR ".join(spellings)


def key_phrase(report: Report) -> str:
    """Return the words of the innermost part of the first message: no ids, numbers, paths or addresses."""
    message = next((error.message for error in report.errors if error.message), report.title or "")
    parts = [reduce_text(part) for part in message.replace(" :", ":").split(": ")]
    telling = [part for part in parts if len(part.split()) >= 3] or parts  # fewer words say nothing
    return " ".join((telling[-1] if telling else "").split()[:PHRASE_WORDS])


def issue_search(repository: str, query: str) -> str:
    """Return the address of a repository's issue list, searched."""
    return f"https://github.com/{repository}/issues?q={quote_plus('is:issue ' + query)}"


def find_report_codes(report: Report) -> tuple[str, ...]:
    """Return the codes of the report's errors, each once; an answers file may hold other texts in their place."""
    codes = dict.fromkeys(error.code for error in report.errors if error.code)
    return tuple(code for code in codes if normalise_code(code) == code)


def _distinct(code: str) -> tuple[str, ...]:
    bare, with_prefix, signed, _unsigned = spell_code(code)
    return bare, with_prefix, f'"{signed}"'
