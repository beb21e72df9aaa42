"""A title that says something, behind the mark of the form."""

from __future__ import annotations

import pytest

from reporter.report import Report
from reporter.targets.title import make_title, prefix_title

FACTS = {"solution": {"name": "Core", "target_version": "4.49.2"}, "errors": [{"code": "80097376"}]}


@pytest.mark.parametrize(
    "given",
    [
        "ISSUE TITLE",
        "[CoE Starter Kit - BUG] ISSUE TITLE",
        "your issue",
        "[BUG]",
        "[Bug]: ",
        "title",
        "n/a",
        "...",
        None,
    ],
)
def test_a_placeholder_is_replaced_by_the_facts(given: str | None) -> None:
    title = make_title(Report.model_validate({"title": given, **FACTS}))
    assert title == "Import of Core 4.49.2 fails: 80097376"


@pytest.mark.parametrize("given", ["Upgrade fails with BadGateway", "Error 80097376 on import", "Flow import broken"])
def test_a_title_that_says_something_is_kept(given: str) -> None:
    assert make_title(Report.model_validate({"title": f"  {given}\n", **FACTS})) == given


def test_without_facts_the_title_still_says_what_it_is_about() -> None:
    assert make_title(Report()) == "Import of a solution fails"


def test_a_title_has_at_most_256_characters() -> None:
    assert len(make_title(Report(title="word" * 200))) == 256


@pytest.mark.parametrize(
    ("form", "title"),
    [
        ("[CoE Starter Kit - BUG] ISSUE TITLE", "[CoE Starter Kit - BUG] It fails"),
        ("[Bug]: ", "[Bug]: It fails"),
        ("bug: <title>", "bug: It fails"),
        ("", "It fails"),
        ("Describe your problem in a few words", "It fails"),
    ],
)
def test_the_mark_of_the_form_goes_before_the_title(form: str, title: str) -> None:
    assert prefix_title("It fails", form) == title
    assert prefix_title(title, form) == title
