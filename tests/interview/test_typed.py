"""What people type, read into answers."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest

from reporter.evidence.facts import Facts, InstalledFact, Where
from reporter.interview.names import find_files
from reporter.interview.plan import Context, start_context
from reporter.interview.question import Kind
from reporter.interview.typed import read_answer, write_answer

NOW = datetime(2025, 11, 19, 8, tzinfo=timezone.utc)


def read(text: str) -> Facts:
    return Facts(installed=(InstalledFact("Core", Where("x"), "4.47.1", managed=True),)) if "Core" in text else Facts()


@pytest.fixture
def context() -> Context:
    return start_context(Facts(), read=read, now=NOW)


@pytest.mark.parametrize(
    ("kind", "typed", "answer"),
    [
        ("line", " Europe ", "Europe"),
        ("line", "unknown", None),
        ("line", "", None),
        ("version", "v4.49.2", "4.49.2"),
        ("version", "1.0.20240701.1", "1.0.20240701.1"),
        ("number", "3", 3),
        ("duration", "16 min", 960),
        ("duration", "1 h 5 min", 3900),
        ("duration", "16:07", 967),
        ("duration", "1:00:00", 3600),
        ("duration", "967 s", 967),
        ("email", "ada@example.com", "ada@example.com"),
        ("time", "18.11.2025 9:14", "2025-11-18T09:14:00+00:00"),
        (
            "ids",
            "5b1f0a6e-3c52-4f0d-9a7e-2f6c1d8b4e90, case-12345",
            ["5b1f0a6e-3c52-4f0d-9a7e-2f6c1d8b4e90", "case-12345"],
        ),
        ("lines", "- one\n\n two", ["one", "two"]),
        ("timeline", "", []),
        ("installed", "Core", [{"unique_name": "Core", "version": "4.47.1", "managed": True}]),
        (
            "dependencies",
            "account: contoso_rating | Account form | column | ContosoBase\ncontoso_connector",
            [
                {
                    "required": "account: contoso_rating",
                    "dependent": "Account form",
                    "kind": "column",
                    "solution": "ContosoBase",
                },
                {"required": "contoso_connector"},
            ],
        ),
        ("when-and-note", "yesterday 14:30 twice", {"at": "2025-11-18T14:30:00+00:00", "note": "twice"}),
        ("when-and-note", "twice, same code", {"note": "twice, same code"}),
        ("errors", "code 80040216 again", [{"code": "0x80040216", "message": "code 80040216 again"}]),
    ],
)
def test_an_answer_is_read_and_can_be_written_for_editing(
    context: Context, kind: Kind, typed: str, answer: Any
) -> None:
    read_once = read_answer(kind, typed, context)
    assert read_once == answer
    if kind != "errors":
        assert read_answer(kind, write_answer(kind, read_once, context), context) == read_once


@pytest.mark.parametrize(
    ("kind", "typed", "sentence"),
    [
        ("version", "newest", "is not a version such as 4.49.2"),
        ("number", "a few", "is not a number such as 3"),
        ("duration", "long", "is not a length of time"),
        ("email", "ada", "is not an e-mail address"),
        ("time", "soon", "is not a time"),
        ("ids", "??", "is not an id"),
        ("installed", "nothing", "No solutions were found in it"),
        ("when-and-note", "31.2.2025 x", "not a day of the calendar"),
        ("files", "gone.txt", "There is no file"),
        ("files", ".", "is a folder"),
    ],
)
def test_what_cannot_be_an_answer_gets_a_sentence(context: Context, kind: Kind, typed: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        read_answer(kind, typed, context)


def test_a_home_folder_is_expanded(own_home: Path) -> None:
    assert find_files("~/x.txt") == [own_home / "x.txt"]
