"""The first screen: what is a path, what is text, what is not there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reporter.evidence.facts import Facts, FileFact
from reporter.interview.evidence import Evidence, check_evidence, split_evidence, tell_files, tell_nothing


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("log.txt", "my shot.png", "word"):
        (tmp_path / name).write_text("x")
    return tmp_path


def test_names_of_files_and_pasted_text_may_come_together(folder: Path) -> None:
    text = f"error 80097376 came up\n{folder}/log.txt\n\nand again\n'{folder}/my shot.png'\n"
    assert split_evidence(text) == Evidence(
        (folder / "log.txt", folder / "my shot.png"), "error 80097376 came up\n\nand again"
    )


@pytest.mark.parametrize("typed", ["log.txt", "./log.txt", "'log.txt'", '"log.txt"', "file://{}/log.txt", "log.txt\n"])
def test_a_name_is_found_however_it_is_dragged_in(folder: Path, typed: str) -> None:
    assert split_evidence(typed.format(folder)).paths == (folder / "log.txt",)


@pytest.mark.parametrize(
    "typed",
    [
        "{0}/log.txt {0}/my\\ shot.png",
        "'{0}/log.txt' '{0}/my shot.png'",
        '"{0}/log.txt" "{0}/my shot.png" ',
        "& '{0}/log.txt' '{0}/my shot.png'",
        "log.txt 'my shot.png'",
        "file://{0}/log.txt file://{0}/my%20shot.png",
    ],
)
def test_several_files_dragged_in_on_one_line_are_all_found(folder: Path, typed: str) -> None:
    assert split_evidence(typed.format(folder)) == Evidence((folder / "log.txt", folder / "my shot.png"))
    assert check_evidence(typed.format(folder)) is None


def test_a_file_with_an_apostrophe_and_the_call_of_powershell(folder: Path) -> None:
    (folder / "it's.txt").touch()
    assert split_evidence("'it'\\''s.txt' log.txt").paths == (folder / "it's.txt", folder / "log.txt")
    assert split_evidence("& 'log.txt'").paths == (folder / "log.txt",)


def test_of_several_files_the_one_that_is_not_there_is_named(folder: Path) -> None:
    assert check_evidence("./log.txt ./gone.txt") == (
        "There is no file ./gone.txt. Check the name, or paste the text itself."
    )
    assert split_evidence("./log.txt ./gone.txt").paths == ()
    assert split_evidence("log.txt word").paths == ()


def test_a_blank_escaped_by_the_terminal_is_a_blank(folder: Path) -> None:
    assert split_evidence("my\\ shot.png").paths == (folder / "my shot.png",)


def test_a_word_that_happens_to_be_a_file_stays_text(folder: Path) -> None:
    assert split_evidence("word") == Evidence((), "word")


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", None),
        ("error 80097376", None),
        ("log.txt", None),
        ("gone.txt", "There is no file gone.txt. Check the name, or paste the text itself."),
        ("log.txt\n./gone.xml", "There is no file ./gone.xml. Check the name, or paste the text itself."),
        ("C:\\gone.zip", "There is no file C:\\gone.zip. Check the name, or paste the text itself."),
        ("it failed, see gone.txt", None),
        ("x" * 100_000, None),
        ("\0", None),
    ],
)
def test_a_name_that_is_not_there_is_said_and_text_is_not_taken_for_one(
    folder: Path, typed: str, problem: str | None
) -> None:
    assert check_evidence(typed) == problem


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root and Windows may read everything")
def test_a_file_that_cannot_be_read_is_said(folder: Path) -> None:
    (folder / "log.txt").chmod(0)
    assert check_evidence("log.txt") == f"{folder / 'log.txt'} cannot be read (Permission denied)."


def test_every_piece_of_evidence_is_told_with_what_the_user_should_know() -> None:
    facts = Facts(
        files=(
            FileFact("import.xml", "import-log"),
            FileFact("shot.png", "image", note="No text was read."),
            FileFact("x.bin", "unknown"),
        )
    )
    assert tell_files(facts) == [
        "  import.xml: import log",
        "  shot.png: image. No text was read.",
        "  x.bin: not recognised",
    ]
    assert tell_files(facts, most=1) == ["  import.xml: import log", "  and 2 more files"]
    assert tell_nothing(facts) == ("  Nothing was recognised in it, so the questions begin with the error.",)
