"""What does not fit moves to details.md, whole, with a pointer in its place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.report import Report, Target
from reporter.targets.budget import LEVELS, Budget, Limits, fit, write_details
from reporter.targets.documents import render_documents
from tests.targets.cases import TYPICAL, make_context

LONG = "".join(f"line {number}: the connection was closed\n" for number in range(3_000)).strip()


def texts(target: Target, **changes: object) -> dict[str, str]:
    report = Report.model_validate({**TYPICAL.model_dump(by_alias=True), **changes})
    return {document.name: document.text for document in render_documents(make_context(report, target, full=True))}


def test_a_text_over_the_limit_is_begun_and_points_to_the_whole() -> None:
    budget = Budget(Limits(characters=5))
    assert budget.text("abcdefgh", "Log") == 'abcde\n[... 8 characters in all: see "Log" in details.md]'
    assert budget.text("abcde", "Other") == "abcde"
    assert budget.moved == {"Log": "abcdefgh"}


def test_rows_over_the_limit_are_counted() -> None:
    budget = Budget(Limits(rows=2))
    table = budget.rows([1, 2, 3], "Numbers", str)
    assert (table.rows, table.more) == (
        (1, 2),
        'The first 2 of 3 are shown; all are under "Numbers" in details.md.',
    )
    assert budget.moved == {"Numbers": "1\n2\n3"}


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(max_size=4_000), max_size=40), st.integers(5_000, 40_000))
def test_a_text_that_can_fit_fits_and_nothing_is_lost(parts: list[str], limit: int) -> None:
    def write(budget: Budget) -> str:
        return "\n".join(budget.text(part, f"Part {number}") for number, part in enumerate(parts))

    text, moved = fit(write, limit)
    assert len(text) <= limit
    shown = "\n".join(moved.get(f"Part {number}", part) for number, part in enumerate(parts))
    assert shown == "\n".join(parts)


def test_the_levels_get_tighter() -> None:
    limits = [(level.characters or 10**9, level.rows or 10**9) for level in LEVELS]
    assert limits == sorted(limits, reverse=True)


def test_details_hold_each_text_in_a_fence_that_it_cannot_end() -> None:
    assert write_details("A title", {"Log": "a\n```\nb"}) == (
        "# Details: A title\n\n"
        "Texts that were too long for the report itself, each of them whole. "
        "Nothing here was left out or shortened.\n\n"
        "## Log\n\n````text\na\n```\nb\n````\n"
    )


def test_a_huge_message_moves_and_the_rest_of_the_issue_stays() -> None:
    made = texts("github", errors=[{"code": "80097376", "message": LONG}])
    assert 20_000 < len(made["issue.md"]) <= 65_000
    assert f'[... {len(LONG):,} characters in all: see "Error, full message" in details.md]' in made["issue.md"]
    assert LONG in made["details.md"]
    assert "Wait ten minutes and import again" in made["issue.md"]
    assert "details.md" in made["README.txt"]


@pytest.mark.parametrize(
    "changes",
    [
        {"summary": LONG},
        {"expected": LONG, "steps_to_reproduce": LONG},
        {"title": "T" * 5_000, "fingerprint": LONG},
        {"form": {"Anything else?": LONG, "version": LONG, "Of another form": LONG}},
        {"form": {"Describe the issue": LONG}},
        {"errors": [{"code": "80097376", "message": f"{number} {'x' * 900}"} for number in range(1_000)]},
        {
            "errors": [
                {"code": "Z" * 70_000, "http_status": LONG, "component": {"kind": LONG, "name": LONG, "id": LONG}}
            ]
        },
        {"attempts": [{"what": LONG, "note": LONG}, *({"what": f"step {number} " * 9} for number in range(2_000))]},
        {"timeline": [{"at": f"2025-11-18T{n // 60 % 24:02}:{n % 60:02}:00Z", "what": LONG[:900]} for n in range(720)]},
        {"installed": [{"unique_name": f"Solution{number}" * 9, "version": "1.0"} for number in range(3_000)]},
        {"references": [f"https://example.com/{number}" for number in range(4_000)]},
        {"machine": [{"name": f"fact {number}", "value": LONG[:500]} for number in range(400)]},
        {"solution": {"name": LONG, "unique_name": LONG, "target_version": LONG}},
        {"environment": {"name": LONG, "type": LONG, "region": LONG, "license": LONG}},
        {"ids": {"activity": [f"8a1f2b6c-1d2e-4a3b-9c4d-{number:012}" for number in range(4_000)]}},
        {"checks": {"network": LONG}, "impact": {"description": LONG}},
    ],
    ids=lambda changes: "-".join(changes),
)
def test_no_text_is_longer_than_its_place_takes(changes: dict[str, object]) -> None:
    github = texts("github", **changes)
    assert len(github["issue.md"]) <= 65_000
    assert len(github["title.txt"]) <= 257
    assert len(texts("microsoft", **changes)["ticket.md"]) <= 65_000
    internal = texts("internal", **changes)
    assert len(internal["ticket.jira"]) <= 32_000
    assert len(internal["ticket.md"]) <= 65_000
    assert len(internal["ticket.txt"]) <= 65_000
    assert len(internal["report.html"]) <= 2_000_000


def test_nothing_of_a_long_answer_is_lost() -> None:
    made = texts("github", form={"Anything else?": LONG, "Of another form": LONG + " end"})
    assert LONG in made["details.md"]
    assert LONG + " end" in made["details.md"]
