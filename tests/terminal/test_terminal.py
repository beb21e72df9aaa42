"""Real runs in a real terminal: what a person does, with the keys that a person presses."""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are POSIX", allow_module_level=True)

from tests.terminal.terminal import BACK_TAB, DOWN, ENTER, Terminal

pytestmark = pytest.mark.terminal

EVIDENCE = Path(__file__).parents[1] / "fixtures" / "interview" / "pasted-issue.txt"
WALK: list[tuple[str, list[str]]] = [
    ("[2 of 10]", [ENTER]),
    ("[3 of 10]", [" ", ENTER]),
    ("[4 of 12]", [DOWN, ENTER]),
    ("[5 of 12]", ["18.11.2025 10:00 UTC after ten minutes", ENTER]),
    ("[6 of 12]", ["2025-11-18T09:14Z import started", ENTER, ENTER]),
    ("[7 of 12]", ["Europe", ENTER]),
    ("[8 of 12]", [ENTER]),
    ("[9 of 12]", [ENTER]),
    ("[10 of 12]", [ENTER]),
    ("[11 of 12]", [ENTER]),
    ("[12 of 12]", [ENTER]),
]
"""The screens of one run, each with the keys that answer it."""


def go(terminal: Terminal, walk: list[tuple[str, list[str]]]) -> None:
    for place, keys in walk:
        terminal.wait(place)
        terminal.keys(*keys)


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The report of the run straight through."""
    folder = tmp_path_factory.mktemp("straight")
    terminal = Terminal(folder / "home", folder / "work", "new", str(EVIDENCE))
    go(terminal, WALK)
    assert terminal.end() == 0
    (bundle,) = terminal.work.glob("*.zip")
    assert f"  reporter send {bundle.name} --via browser\n" in terminal.text
    return terminal.report()


def test_straight_through(expected: dict[str, Any]) -> None:
    assert expected["environment"] == {"type": "Production", "region": "Europe"}
    assert expected["attempts"] == [
        {
            "what": "Wait and retry",
            "at": "2025-11-18T10:00:00Z",
            "outcome": "another error",
            "note": "after ten minutes",
            "step": "bad-gateway-wait-and-retry",
        }
    ]
    assert expected["timeline"] == [{"at": "2025-11-18T09:14:00Z", "what": "import started"}]


def test_back_and_forth_ends_the_same(tmp_path: Path, expected: dict[str, Any]) -> None:
    terminal = Terminal(tmp_path / "home", tmp_path / "work", "new", str(EVIDENCE))
    go(terminal, WALK[:5])
    terminal.wait("[7 of 12]")
    for place in ("[6 of 12]", "[5 of 12]", "[4 of 12]", "[3 of 10]"):
        terminal.keys(BACK_TAB)
        terminal.wait(place)
    for place in ("[4 of 12]", "[5 of 12]", "[6 of 12]"):
        terminal.keys(ENTER)
        terminal.wait(place)
    terminal.keys(ENTER)
    go(terminal, WALK[5:])
    assert terminal.end() == 0
    assert terminal.report() == expected


def test_ctrl_c_at_each_question_and_resume_ends_the_same(tmp_path: Path, expected: dict[str, Any]) -> None:
    home, work = tmp_path / "home", tmp_path / "work"
    terminal = Terminal(home, work, "new", str(EVIDENCE))
    for place, keys in WALK:
        terminal.wait(place)
        terminal.child.sendcontrol("c")
        assert terminal.end() == 130
        assert "`reporter resume" in terminal.text
        terminal = Terminal(home, work, "resume")
        terminal.wait(place)
        terminal.keys(*keys)
    assert terminal.end() == 0
    assert terminal.report() == expected


def test_signals_lose_nothing_that_was_confirmed(tmp_path: Path, expected: dict[str, Any]) -> None:
    home, work = tmp_path / "home", tmp_path / "work"
    terminal = Terminal(home, work, "new", str(EVIDENCE))
    done = 0
    for stop, number, code in (
        (3, signal.SIGTERM, 130),
        (6, signal.SIGHUP, 130),
        (7, signal.SIGKILL, -signal.SIGKILL),
    ):
        go(terminal, WALK[done:stop])
        done = stop
        terminal.wait(WALK[done][0])
        terminal.keys("not confirmed")
        terminal.child.kill(number)
        assert terminal.end() == code
        terminal = Terminal(home, work, "resume")
    go(terminal, WALK[done:])
    assert terminal.end() == 0
    assert terminal.report() == expected


def test_plain_lines_for_a_screen_reader(tmp_path: Path, expected: dict[str, Any]) -> None:
    terminal = Terminal(tmp_path / "home", tmp_path / "work", "new", "--accessible", str(EVIDENCE))
    for place, line in (
        ("Question 2 of 10", "1"),
        ("Question 3 of 10", "1"),
        ("Question 4 of 12", "2"),
        ("Question 5 of 12", "18.11.2025 10:00 UTC after ten minutes"),
        ("Question 6 of 12", "2025-11-18T09:14Z import started\n."),
        ("Question 7 of 12", "Europe"),
        ("Question 8 of 12", ""),
        ("Question 9 of 12", "."),
        ("Question 10 of 12", ""),
        ("Question 11 of 12", ""),
        ("Question 12 of 12", "build"),
    ):
        terminal.wait(place)
        terminal.child.sendline(line)
    assert terminal.end() == 0
    assert terminal.report() == expected
    assert "\x1b" not in terminal.seen


def test_a_long_paste_with_empty_lines_arrives_whole(tmp_path: Path) -> None:
    text = "".join(f"line {number} of a log with error 80097376\n\n" for number in range(1200))
    terminal = Terminal(tmp_path / "home", tmp_path / "work", "new", NO_COLOR="1")
    terminal.wait("[1]")
    terminal.paste(text.rstrip("\n"))
    terminal.keys(ENTER, ENTER)
    terminal.wait("[2 of")
    terminal.child.sendcontrol("c")
    assert terminal.end() == 130
    (kept,) = (tmp_path / "home").glob("state/drafts/*/pasted/pasted-1.txt")
    assert kept.read_text() == text.rstrip("\n") + "\n"
    assert "\x1b[36m" not in terminal.seen


def test_a_dumb_terminal_gets_plain_lines(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path / "home", tmp_path / "work", "new", str(EVIDENCE), TERM="dumb")
    terminal.wait("Question 2 of 10")
    terminal.child.sendcontrol("d")
    assert terminal.end() == 130
    assert "\x1b" not in terminal.seen


def test_a_draft_of_a_newer_version_is_refused_with_a_sentence(tmp_path: Path) -> None:
    home, work = tmp_path / "home", tmp_path / "work"
    terminal = Terminal(home, work, "new", str(EVIDENCE))
    terminal.wait("[2 of 10]")
    terminal.child.sendcontrol("c")
    terminal.end()
    (path,) = home.glob("state/drafts/*/draft.json")
    path.write_text(json.dumps({**json.loads(path.read_text()), "schema": 99}))
    terminal = Terminal(home, work, "resume", path.parent.name)
    assert terminal.end() == 2
    assert "made by a newer reporter" in terminal.text
