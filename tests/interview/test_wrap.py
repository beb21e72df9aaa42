"""Lines that fit the terminal."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.interview.wrap import cut, measure, wrap_lines


@settings(deadline=None, max_examples=80)
@given(st.text(alphabet="ab 日本é\u0301", max_size=120), st.integers(min_value=12, max_value=40))
def test_no_line_is_wider_than_the_terminal_and_nothing_is_lost(text: str, width: int) -> None:
    lines = wrap_lines([text], width)
    assert all(measure(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_indentation_is_kept() -> None:
    assert wrap_lines(["  - one two three"], 12) == ["  - one two", "  three"]


def test_a_cut_text_ends_with_an_ellipsis() -> None:
    assert cut("one two three", 9) == "one two…"
    assert cut("one", 9) == "one"
