"""The repainted prompts, by keys through a pipe; every run ends by Ctrl-C if the keys do not end it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput, Output

from reporter.console import Surroundings
from reporter.errors import InputError
from reporter.interview.prompts import LinePaths, TerminalAsker, open_output
from reporter.interview.question import BACK, Choice, Screen

ENTER, DOWN, UP, SPACE, BACK_TAB, CTRL_C, CTRL_D = "\r", "\x1b[B", "\x1b[A", " ", "\x1b[Z", "\x03", "\x04"
PASTE = "\x1b[200~{}\x1b[201~"
SCREEN = Screen("Which one?", why="It matters.", place="4 of 11", source="from import.xml, line 12", label="One")
CHOICES = (Choice("a", "first"), Choice("b", "second", "the better one"), Choice("c", "third"))

Keys = Callable[[str, Callable[[TerminalAsker], Any]], Any]


@pytest.fixture
def source() -> Iterator[PipeInput]:
    with create_pipe_input() as pipe:
        yield pipe


@pytest.fixture
def talk() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def press(source: PipeInput, talk: io.StringIO) -> Keys:
    asker = TerminalAsker(Surroundings(stderr=talk, environ={}), source=source, output=DummyOutput())

    def run(keys: str, ask: Callable[[TerminalAsker], Any]) -> Any:
        source.send_text(keys + CTRL_C)
        return ask(asker)

    return run


def no_problem(_text: str) -> None:
    return None


def test_enter_takes_the_default_choice(press: Keys, talk: io.StringIO) -> None:
    assert press(ENTER, lambda asker: asker.choose(SCREEN, CHOICES, "b")) == "b"
    assert talk.getvalue() == "  One: second\n"


def test_arrows_move_and_wrap(press: Keys) -> None:
    assert press(DOWN + ENTER, lambda asker: asker.choose(SCREEN, CHOICES, "b")) == "c"


def test_space_ticks_and_unticks(press: Keys, talk: io.StringIO) -> None:
    keys = SPACE + DOWN + SPACE + DOWN + SPACE + ENTER
    assert press(keys, lambda asker: asker.choose_many(SCREEN, CHOICES, ["c"])) == ["a", "b"]
    assert talk.getvalue() == "  One: first, second\n"


def test_a_line_is_offered_its_default(press: Keys) -> None:
    assert press("9" + ENTER, lambda asker: asker.type_line(SCREEN, "4.4", check=no_problem)) == "4.49"


def test_line_breaks_pasted_into_one_line_become_blanks(press: Keys) -> None:
    keys = PASTE.format("4.47\r\nor 4.49") + ENTER
    assert press(keys, lambda asker: asker.type_line(SCREEN, "", check=no_problem)) == "4.47 or 4.49"


def test_a_refused_line_comes_back_with_a_sentence(press: Keys) -> None:
    seen: list[str] = []

    def check(text: str) -> str | None:
        seen.append(text)
        return "Not that." if text == "x" else None

    assert press("x" + ENTER + "y" + ENTER, lambda asker: asker.type_line(SCREEN, "", check=check)) == "xy"
    assert seen == ["x", "xy"]


def test_a_paste_of_many_lines_with_empty_ones_stays_one_answer(press: Keys) -> None:
    text = "first\n\n\nlast " + "x" * 20_000
    keys = PASTE.format(text.replace("\n", "\r")) + ENTER + ENTER
    assert press(keys, lambda asker: asker.type_text(SCREEN, "", check=no_problem)) == f"{text}\n"


def test_a_paste_without_brackets_is_not_cut_at_its_first_empty_line(press: Keys) -> None:
    keys = "first\r\r\rlast" + ENTER + ENTER
    assert press(keys, lambda asker: asker.type_text(SCREEN, "", check=no_problem)) == "first\n\n\nlast\n"


def test_enter_keeps_what_was_offered_as_it_is(press: Keys, talk: io.StringIO) -> None:
    assert press(ENTER, lambda asker: asker.type_text(SCREEN, "one\ntwo", check=no_problem)) == "one\ntwo"
    assert talk.getvalue() == "  One: one (+1 lines)\n"


def test_escape_and_enter_end_a_text_at_once(press: Keys) -> None:
    keys = PASTE.format("first\r\rlast") + "\x1b" + ENTER
    assert press(keys, lambda asker: asker.type_text(SCREEN, "", check=no_problem)) == "first\n\nlast"


@pytest.mark.parametrize(
    "ask",
    [
        lambda asker: asker.choose(SCREEN, CHOICES, "b"),
        lambda asker: asker.choose_many(SCREEN, CHOICES, []),
        lambda asker: asker.type_line(SCREEN, "4.47", check=no_problem),
        lambda asker: asker.type_text(SCREEN, "some", check=no_problem),
        lambda asker: asker.confirm(SCREEN, default=True),
    ],
)
class TestEveryPrompt:
    def test_shift_tab_goes_back(self, press: Keys, talk: io.StringIO, ask: Callable[[TerminalAsker], Any]) -> None:
        assert press(BACK_TAB, ask) is BACK
        assert talk.getvalue() == ""

    def test_ctrl_c_stops(self, press: Keys, ask: Callable[[TerminalAsker], Any]) -> None:
        with pytest.raises(KeyboardInterrupt):
            press("", ask)


@pytest.mark.parametrize(
    "ask",
    [
        lambda asker: asker.choose(SCREEN, CHOICES, "b"),
        lambda asker: asker.choose_many(SCREEN, CHOICES, []),
        lambda asker: asker.type_line(SCREEN, "", check=no_problem),
        lambda asker: asker.type_text(SCREEN, "", check=no_problem),
        lambda asker: asker.confirm(SCREEN, default=True),
    ],
)
def test_ctrl_d_on_an_empty_answer_stops_like_ctrl_c(press: Keys, ask: Callable[[TerminalAsker], Any]) -> None:
    with pytest.raises(KeyboardInterrupt):
        press(CTRL_D, ask)


def test_back_is_not_offered_where_there_is_none(press: Keys) -> None:
    first = Screen("First?", can_go_back=False)
    assert press(BACK_TAB + ENTER, lambda asker: asker.choose(first, CHOICES, "a")) == "a"


@pytest.mark.parametrize(("keys", "answer"), [("y", True), ("n", False), (ENTER, True)])
def test_yes_and_no(press: Keys, keys: str, answer: bool) -> None:
    assert press(keys, lambda asker: asker.confirm(SCREEN, default=True)) is answer


def test_tab_completes_a_path_on_its_own_line(tmp_path: Path) -> None:
    from prompt_toolkit.completion import CompleteEvent
    from prompt_toolkit.document import Document

    (tmp_path / "import-log.xml").touch()
    text = f"some error\n{tmp_path}/imp"
    found = list(LinePaths().get_completions(Document(text), CompleteEvent()))
    assert [one.text for one in found] == ["ort-log.xml"]


def test_control_characters_of_foreign_text_never_reach_the_terminal(press: Keys, talk: io.StringIO) -> None:
    evil = (Choice("x", "red\x1b[31m"),)
    assert press(ENTER, lambda asker: asker.choose(SCREEN, evil, "x")) == "x"
    press("", lambda asker: asker.tell(["title\x1b]0;owned\x07"]))
    assert "\x1b" not in talk.getvalue()
    assert "\x07" not in talk.getvalue()


def test_a_window_that_is_no_console_gets_a_sentence_with_the_way_out() -> None:
    class NoConsoleScreenBufferError(Exception):
        """What prompt_toolkit raises in git-bash on Windows."""

    def refuse(**_options: object) -> Output:
        raise NoConsoleScreenBufferError

    with pytest.raises(InputError, match="--accessible") as caught:
        open_output(Surroundings(stderr=io.StringIO(), environ={}), create=refuse)
    assert caught.value.exit_code == 2
