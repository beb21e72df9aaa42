"""Plain lines for screen readers: nothing is repainted, every answer is one line or ends with a dot."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

from reporter.console import Surroundings
from reporter.interview.plain import PlainAsker
from reporter.interview.question import BACK, Choice, Screen

SCREEN = Screen("Which one?", why="It matters.", place="4 of 11", source="from import.xml, line 12", label="One")
CHOICES = (Choice("a", "first"), Choice("b", "second", "the better one"), Choice("c", "third"))


def ask(typed: str, question: Callable[[PlainAsker], Any]) -> tuple[Any, str]:
    talk = io.StringIO()
    return question(PlainAsker(Surroundings(stdin=io.StringIO(typed), stderr=talk, environ={}))), talk.getvalue()


def no_problem(_text: str) -> None:
    return None


def test_a_choice_reads_like_a_transcript() -> None:
    answer, talk = ask("9\n2\n", lambda asker: asker.choose(SCREEN, CHOICES, "a"))
    assert answer == "b"
    assert talk == (
        "\nQuestion 4 of 11: Which one?\nIt matters.\n1. first\n2. second: the better one\n3. third\n"
        "Number (Enter for 1, from import.xml, line 12), < goes back: Please type a number from 1 to 3.\n"
        "Number (Enter for 1, from import.xml, line 12), < goes back: "
    )


@pytest.mark.parametrize(("typed", "answer"), [("\n", "a"), ("3\n", "c"), ("sec\n", "b"), ("<\n", BACK)])
def test_a_choice_takes_a_number_a_word_or_nothing(typed: str, answer: object) -> None:
    assert ask(typed, lambda asker: asker.choose(SCREEN, CHOICES, "a"))[0] == answer


@pytest.mark.parametrize(
    ("typed", "answer"), [("\n", ["c"]), ("-\n", []), ("1 3\n", ["a", "c"]), ("2,1\n", ["a", "b"]), ("<\n", BACK)]
)
def test_many_choices_take_numbers(typed: str, answer: object) -> None:
    assert ask(typed, lambda asker: asker.choose_many(SCREEN, CHOICES, ["c"]))[0] == answer


@pytest.mark.parametrize(("typed", "answer"), [("\n", "4.47"), ("4.49\n", "4.49"), ("-\n", ""), ("<\n", BACK)])
def test_a_line_keeps_its_default_on_enter(typed: str, answer: object) -> None:
    assert ask(typed, lambda asker: asker.type_line(SCREEN, "4.47", check=no_problem))[0] == answer


def test_a_wrong_line_gets_its_sentence() -> None:
    answer, talk = ask(
        "x\ny\n", lambda asker: asker.type_line(SCREEN, "", check=lambda text: "Not x." if text == "x" else None)
    )
    assert answer == "y"
    assert "Not x.\n" in talk


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("one\n\ntwo\n.\n", "one\n\ntwo"),
        (".\n", "offered"),
        ("\n", "offered"),
        ("-\n", ""),
        ("<\n", BACK),
    ],
)
def test_a_text_ends_with_a_dot_alone(typed: str, answer: object) -> None:
    assert ask(typed, lambda asker: asker.type_text(SCREEN, "offered", check=no_problem))[0] == answer


@pytest.mark.parametrize(("typed", "answer"), [("\n", True), ("no\n", False), ("what\ny\n", True), ("<\n", BACK)])
def test_yes_and_no(typed: str, answer: object) -> None:
    assert ask(typed, lambda asker: asker.confirm(SCREEN, default=True))[0] == answer


def test_the_end_of_the_input_stops_like_ctrl_c() -> None:
    with pytest.raises(KeyboardInterrupt):
        ask("", lambda asker: asker.choose(SCREEN, CHOICES, "a"))


def test_nothing_is_repainted() -> None:
    _, talk = ask("1\n", lambda asker: asker.choose(SCREEN, CHOICES, "a"))
    assert "\x1b" not in talk
    assert "\r" not in talk
