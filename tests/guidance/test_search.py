"""Searches for the same failure: by code, failing part, words and fingerprint; nothing private in them."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from reporter.guidance.search import choose_repository, key_phrase, make_queries, search_links
from reporter.report import Component, ErrorDetail, Report, Solution

REPORT = Report(
    errors=(
        ErrorDetail(
            code="80097376",
            message="Solution failed to import: Error while importing workflow {41111111-2222-eb11-bacb-000000000001} "
            'type ModernFlow name HELPER - Contoso: Flow server error returned with status code "BadGateway"',
            component=Component(kind="flow", name="HELPER - Contoso"),
        ),
        ErrorDetail(code="80072031"),
    ),
    solution=Solution(unique_name="CenterofExcellenceCoreComponents"),
    fingerprint="fp-0123456789ab",
)


def test_a_report_gets_a_search_by_code_part_words_and_fingerprint() -> None:
    assert make_queries(REPORT) == (
        (
            "the code in all its spellings",
            '80097376 OR 0x80097376 OR "-2146864266" OR 80072031 OR 0x80072031 OR "-2147016655"',
        ),
        ("the failing part", '"HELPER - Contoso" 80097376'),
        ("the words of the error", "flow server error returned with status code badgateway"),
        ("the fingerprint of this failure", "fp-0123456789ab"),
    )


def test_links_lead_to_the_kits_issues_and_to_microsoft_learn() -> None:
    links = search_links(REPORT)
    assert [urlsplit(link.url).netloc for link in links] == ["github.com"] * 4 + ["learn.microsoft.com"] * 2
    first = urlsplit(links[0].url)
    assert first.path == "/microsoft/coe-starter-kit/issues"
    assert parse_qs(first.query)["q"][0].startswith("is:issue 80097376 OR ")
    assert links[4].url == "https://learn.microsoft.com/search/?terms=0x80097376"


@pytest.mark.parametrize(
    ("report", "repository"),
    [
        (Report(), "microsoft/coe-starter-kit"),
        (Report(form_file="contoso/app/bug.yml"), "contoso/app"),
        (Report(form_file="contoso/app"), "contoso/app"),
        (Report(form_file="./bug.yml"), "microsoft/coe-starter-kit"),
        (Report(form_file="bug.yml"), "microsoft/coe-starter-kit"),
        (Report(form_file="/home/jane/bug.yml"), "microsoft/coe-starter-kit"),
    ],
)
def test_the_repository_is_the_forms_or_the_kits(report: Report, repository: str) -> None:
    assert choose_repository(report) == repository


def test_the_phrase_has_no_ids_addresses_or_paths() -> None:
    message = (
        "Failed: the user jane@contoso.com (11111111-0000-4000-8000-000000000001) may not read C:\\Users\\jane\\a.zip"
    )
    assert key_phrase(Report(errors=(ErrorDetail(message=message),))) == "the user may not read"


def test_an_empty_report_has_no_searches() -> None:
    assert search_links(Report()) == ()


def test_a_text_in_place_of_a_code_is_not_searched_as_one() -> None:
    assert search_links(Report(errors=(ErrorDetail(code="E-17"),))) == ()


def test_a_query_keeps_githubs_limits() -> None:
    errors = tuple(ErrorDetail(code=f"8004000{n}", message="word " * 200) for n in range(9))
    queries = [query for _, query in make_queries(Report(errors=errors))]
    assert all(len(query) <= 256 for query in queries)
    assert queries[0].count(" OR ") == 5
