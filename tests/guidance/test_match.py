"""Which known errors fit a text: each entry by its own fixtures, ranks, spellings, and bounded time."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.guidance.catalog import load_catalog
from reporter.guidance.codes import find_codes, load_codes
from reporter.guidance.match import match_errors, match_report, steps_for
from reporter.guidance.pattern import flatten, holds
from reporter.report import Component, ErrorDetail, Report, spell_code

CASES: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[1] / "fixtures" / "guidance" / "cases.yml").read_text(encoding="utf-8")
)
FITS = [(entry, text) for entry, case in CASES.items() for text in case["fits"]]
NOT = [(entry, str(text)) for entry, case in CASES.items() for text in case["not"]]


def found_in(text: str) -> list[str]:
    return [match.known.id for match in match_errors(load_catalog(), (), text) if not match.known.generic]


def test_every_entry_has_texts_that_it_fits_and_texts_that_it_does_not() -> None:
    assert sorted(CASES) == sorted(entry.id for entry in load_catalog().entries)
    assert all(case["fits"] and case["not"] for case in CASES.values())


@pytest.mark.parametrize(("entry", "text"), FITS)
def test_an_entry_recognises_its_text_first(entry: str, text: str) -> None:
    assert found_in(text)[:1] == [entry]


@pytest.mark.parametrize(("entry", "text"), NOT)
def test_an_entry_does_not_claim_a_near_miss(entry: str, text: str) -> None:
    assert entry not in found_in(text)


@pytest.mark.parametrize("text", [text for _, text in FITS])
def test_no_two_entries_claim_a_text_with_equal_rank(text: str) -> None:
    ranks = [match.rank for match in match_errors(load_catalog(), (), text)]
    assert len(ranks) == len(set(ranks))


def test_line_breaks_case_and_quotes_do_not_count() -> None:
    assert found_in("flow SERVER error\nreturned with   status code “BadGateway”") == ["K01-flow-service-bad-gateway"]


def test_a_json_text_with_escaped_quotes_is_recognised() -> None:
    assert found_in(r'{"message": "Flow server error returned with status code \"BadGateway\""}') == [
        "K01-flow-service-bad-gateway"
    ]


def test_code_and_text_stand_above_text_and_text_above_code() -> None:
    both, text, code = (
        match_errors(load_catalog(), (), one)[0].rank
        for one in (
            '80097376 Flow server error returned with status code "BadGateway"',
            'Flow server error returned with status code "BadGateway"',
            "80097376",
        )
    )
    assert both > text > code


def test_a_match_says_why() -> None:
    error = ErrorDetail(code="80048539", message="Holding solution Contoso_Upgrade already exists.")
    assert match_errors(load_catalog(), [error])[0].why == (
        "code 80048539",
        "the text “holding solution ... already exists”",
    )


def test_the_status_word_and_the_component_count_as_text() -> None:
    error = ErrorDetail(code="80097376", http_status="InternalServerError", component=Component(kind="flow", name="A"))
    assert match_errors(load_catalog(), [error])[0].known.id == "K02-flow-service-internal-error"


def test_the_code_of_one_error_does_not_go_with_the_text_of_another() -> None:
    errors = [
        ErrorDetail(code="80040216", message="An unexpected error occurred."),
        ErrorDetail(code="8004801E", message="The index rebuild of the search was started."),
    ]
    assert all(match.known.generic for match in match_errors(load_catalog(), errors))


@pytest.mark.parametrize("code", sorted(load_codes()))
@pytest.mark.parametrize("spelling", range(4))
def test_a_general_code_alone_is_named_and_marked_as_generic(code: str, spelling: int) -> None:
    (match,) = match_errors(load_catalog(), (), spell_code(code)[spelling])
    assert match.known.generic
    assert match.known.id == f"code-{code[2:]}"
    assert load_codes()[code].name in match.known.title


def test_the_hundred_and_thirteen_codes_are_there() -> None:
    codes = load_codes()
    assert len(codes) == 113
    assert codes["0x80048060"].name == "ImportCustomizationsBadZipFileError"
    assert all(code == f"0x{int(code, 16):08X}" and one.meaning.endswith(".") for code, one in codes.items())


def test_a_code_of_a_known_error_is_not_named_as_generic_beside_it() -> None:
    matches = match_errors(load_catalog(), (), "80048539 Holding solution A_Upgrade already exists")
    assert [match.known.generic for match in matches] == [False]


def test_an_error_that_hides_another_stands_below_that_one() -> None:
    text = "80072031 completed without reporting its status. 80097376 flow server error, status code 'BadGateway'"
    assert found_in(text) == ["K01-flow-service-bad-gateway", "K03-status-not-reported"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("failed with [80040216].", ["0x80040216"]),
        ("0x8004801e, then -2147188706 and 2147778590", ["0x8004801E"]),
        ("id 80048539-0000-4000-8000-000000000000", []),
        ("phone +49 2147188706, build 1.2147188706", []),
        ("80097376 and 80072031", ["0x80097376", "0x80072031"]),
    ],
)
def test_codes_are_found_in_text(text: str, codes: list[str]) -> None:
    assert list(find_codes(text)) == codes


def test_steps_come_once_each_with_those_of_the_surest_match_first() -> None:
    text = "80072031 completed without reporting its status. Flow server error returned with status code 'BadGateway'"
    steps = [step.id for step in steps_for(match_errors(load_catalog(), (), text))]
    assert steps[0] == "status-verify"
    assert "bad-gateway-wait-and-retry" in steps
    assert len(steps) == len(set(steps))


def test_a_report_is_matched_by_its_errors_title_and_summary() -> None:
    report = Report(title="Import", summary="It says Error loading control")
    assert [match.known.id for match in match_report(load_catalog(), report)] == ["K26-error-loading-control"]


def hostile_texts() -> list[str]:
    """A megabyte each: the first part of a pattern over and over, with or without an end that never comes."""
    parts = [
        part.strip()
        for entry in load_catalog().entries
        for clause in entry.clauses
        for text in clause.text
        if "..." in text
        for part in text.split("...")[:1]
    ]
    one = " ".join(sorted(set(parts)))
    return [
        (one + " ") * (1_000_000 // len(one)),
        ("flow server error returned with status code " * 25_000)[:1_000_000] + "badgatewa",
        "8" * 1_000_000,
        "80097376 " * 110_000,
        "-21" * 333_000,
        "\n" * 1_000_000,
        "\u201c" * 1_000_000,
        "ﬁ" * 500_000,
    ]


@pytest.mark.parametrize("number", range(8))
def test_a_megabyte_of_hostile_text_is_matched_in_bounded_time(number: int) -> None:
    text = hostile_texts()[number]
    load_catalog()
    start = time.process_time()
    match_errors(load_catalog(), (), text)
    assert time.process_time() - start < 3


@given(st.text(max_size=400), st.text(max_size=40))
@settings(deadline=None, max_examples=60)
def test_a_flattened_text_is_flat_and_holds_itself(text: str, more: str) -> None:
    flat = flatten(text)
    assert flatten(flat) == flat or "ß" in text or not flat.isascii()
    if flat and "..." not in flat:
        assert holds(flatten(more + " " + text + " " + more), flat) or not flat.isascii()


def test_a_gap_is_at_most_three_hundred_characters() -> None:
    assert holds("one " + "x" * 290 + " two", "one ... two")
    assert not holds("one " + "x" * 310 + " two", "one ... two")
    assert holds("one two one " + "x" * 400 + " one three", "one ... three")
