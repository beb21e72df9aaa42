from __future__ import annotations

import os
import re
from collections.abc import Callable

import pytest

from reporter.bundle import explain_encryption
from reporter.bundle.passphrase import (
    Ask,
    choose_passphrase,
    estimate_strength,
    make_passphrase,
    open_passphrase,
    to_bytes,
)
from reporter.errors import InputError


def typed(*answers: str) -> Ask:
    left = iter(answers)
    return lambda _prompt: next(left)


def choose(environ: dict[str, str], ask: Ask | None) -> tuple[bytes, list[str]]:
    said: list[str] = []
    return choose_passphrase(environ, ask, said.append, keyring=False), said


def test_it_is_asked_twice_until_both_are_the_same() -> None:
    passphrase, said = choose({}, typed("", "one", "two", "kts5-967d-egae-uc3s", "kts5-967d-egae-uc3s"))
    assert passphrase == b"kts5-967d-egae-uc3s"
    assert said[:2] == ["It is empty. Type some words, or press Ctrl-C to stop.", "The two are not the same."]
    assert "is strong" in said[2]


def test_three_different_pairs_stop() -> None:
    with pytest.raises(InputError, match="nothing was encrypted"):
        choose({}, typed("a", "b", "c", "d", "e", "f"))


def test_the_variable_wins_and_is_never_asked_for() -> None:
    passphrase, said = choose({"REPORTER_PASSPHRASE": "geheim"}, None)
    assert passphrase == b"geheim"
    assert said == [estimate_strength("geheim").sentence]


@pytest.mark.parametrize(
    ("environ", "message"),
    [
        ({}, "Set REPORTER_PASSPHRASE, or run in a terminal"),
        ({"REPORTER_PASSPHRASE": ""}, "REPORTER_PASSPHRASE is empty"),
        ({"REPORTER_PASSPHRASE_FD": "nine"}, "does not name a descriptor"),
        ({"REPORTER_PASSPHRASE_FD": "987"}, "does not name a descriptor"),
    ],
)
def test_without_a_passphrase_it_says_how_to_give_one(environ: dict[str, str], message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        choose(environ, None)
    assert caught.value.exit_code == 2


def test_a_file_descriptor_holds_it_in_its_first_line() -> None:
    reading, writing = os.pipe()
    os.write(writing, "schlüssel wort\r\nrest\n".encode())
    os.close(writing)
    try:
        passphrase, said = choose({"REPORTER_PASSPHRASE_FD": str(reading)}, None)
    finally:
        os.close(reading)
    assert passphrase == "schlüssel wort".encode()
    assert "beyond ASCII" in said[1]


def test_opening_asks_once() -> None:
    assert open_passphrase({}, typed("x"), keyring=False) == b"x"
    assert open_passphrase({}, typed(""), keyring=False) is None
    assert open_passphrase({}, None, keyring=False) is None
    assert open_passphrase({"REPORTER_PASSPHRASE": "y"}, None, keyring=False) == b"y"


def test_typed_accents_are_composed() -> None:
    assert to_bytes("e\u0301") == to_bytes("é") == b"\xc3\xa9"


@pytest.mark.parametrize(
    ("passphrase", "word"),
    [
        ("secret", "weak"),
        ("Summer2025!", "weak"),
        ("P@ssw0rd", "weak"),
        ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "weak"),
        ("12345678901234567890", "weak"),
        ("qwertyuiopasdfghjkl", "weak"),
        ("correct horse battery staple", "middling"),
        ("x9$Kq2!vLp0Zr7", "strong"),
        ("Wolke Fahrrad Anker Zimt Laterne Gans Hobel", "strong"),
    ],
)
def test_the_strength_is_told(passphrase: str, word: str) -> None:
    assert f"is {word} " in estimate_strength(passphrase).sentence


def test_a_made_passphrase_is_strong_and_easy_to_read_out() -> None:
    made = [make_passphrase() for _ in range(50)]
    assert len(set(made)) == 50
    assert all(re.fullmatch(r"([a-z2-9]{4}-){4}[a-z2-9]{4}", one) for one in made)
    assert all(estimate_strength(one).strong for one in made)


def test_who_can_open_it_and_how_to_send_it_is_told() -> None:
    text = explain_encryption()
    for name in ("7-Zip", "WinZip", "Archive Utility", "Windows Explorer", "another way"):
        assert name in text
    assert "can be seen" in text
    assert "hidden too" in explain_encryption(hidden_names=True)


def test_a_keyring_that_is_not_there_is_no_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    ask: Callable[[str], str] = typed("x")
    assert open_passphrase({}, ask) in (b"x",)
