"""Foreign text in the shapes that the targets take."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.targets.clean import clean_text
from reporter.targets.escape import cell, code, inline, jira, jira_block, jira_cell
from reporter.targets.files import show_size
from reporter.targets.tidy import tidy_jira, tidy_markdown, tidy_text


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("4.47.1", "4.47.1"),
        ("- dash", "- dash"),
        ("a | b", "a \\| b"),
        ("two\nlines", "two lines"),
        ("", ""),
    ],
)
def test_inline_text_is_one_line_without_effect(text: str, made: str) -> None:
    assert inline(text) == made


def test_a_cell_is_never_empty() -> None:
    assert (cell(""), cell("a|b\nc"), jira_cell(""), jira_cell("a|b\nc")) == ("–", "a\\|b c", "–", "a\\|b c")


@pytest.mark.parametrize(
    ("text", "made"), [("a", "`a`"), ("a`b", "``a`b``"), ("`a", "`` `a ``"), ("", ""), ("a\nb", "`a b`")]
)
def test_inline_code_has_more_ticks_than_its_text(text: str, made: str) -> None:
    assert code(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("{code}", "\\{code\\}"),
        ("[~admin] [x|http://a]", "\\[\\~admin\\] \\[x\\|http://a\\]"),
        ("h1. Big", "\\h1. Big"),
        ("# one", "\\# one"),
        ("2025-11-18 well-known -gone-", "2025-11-18 well-known \\-gone\\-"),
        ("\\\\server\\share", "&#92;&#92;server&#92;share"),
        ("??cite?? (!) :)", "\\?\\?cite\\?\\? (\\!) \\:)"),
        ("line\nbq. quote", "line\n\\bq. quote"),
    ],
)
def test_jira_markup_of_foreign_text_has_no_effect(text: str, made: str) -> None:
    assert jira(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("plain", "{noformat}\nplain\n{noformat}"),
        ("a {noformat} b", "{code}\na {noformat} b\n{code}"),
        ("a {noformat} b {code:java}", "{code}\na {noformat} b {\u200bcode:java}\n{code}"),
    ],
)
def test_a_jira_block_is_not_ended_by_its_text(text: str, made: str) -> None:
    assert jira_block(text) == made


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet="{}codenrmatCODE:\n \\", max_size=60))
def test_no_text_ends_its_jira_block(text: str) -> None:
    made = jira_block(text)
    name = made[1 : made.index("}")]
    assert len(re.findall(rf"\{{{name}", made, re.IGNORECASE)) == 2


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=80))
def test_cleaned_text_has_nothing_that_drives_a_screen(text: str) -> None:
    cleaned = clean_text(text)
    assert all(char.isprintable() or char in "\n\t\u200c\u200d" for char in cleaned)
    assert clean_text(cleaned) == cleaned


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (None, ""),
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1_204, "1.2 KB"),
        (48_213, "48 KB"),
        (4_000_000, "4.0 MB"),
        (25_000_000, "25 MB"),
        (3_200_000_000, "3.2 GB"),
    ],
)
def test_sizes_are_shown_as_upload_limits_count(size: int | None, text: str) -> None:
    assert show_size(size) == text


def test_blank_lines_are_made_one_but_in_code() -> None:
    assert tidy_markdown("\n\na  \n\n\n\nb\n```text\n\n\nx  \n````\n\n```\n\n\nc\n\n") == (
        "a\n\nb\n```text\n\n\nx  \n````\n\n```\n\nc\n"
    )
    assert tidy_jira("a\n\n\n{noformat}\n\n\nx\n{noformat}\n\n\nb") == "a\n\n{noformat}\n\n\nx\n{noformat}\n\nb\n"
    assert tidy_text("\na \n\n\n\nb\n\n") == "a\n\nb\n"
