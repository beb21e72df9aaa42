from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.bundle.names import collision_key, distinct_names, safe_name
from reporter.bundle.structure import name_problem


@pytest.mark.parametrize(
    ("given_name", "expected"),
    [
        ("import.log", "import.log"),
        ("attachments/01-import log.txt", "attachments/01-import log.txt"),
        (".env", ".env"),
        ("CON", "_CON"),
        ("con.txt", "_con.txt"),
        ("Nul .tar.gz", "_Nul .tar.gz"),
        ("COM¹", "_COM¹"),
        ("COM10", "COM10"),
        ("CONSOLE.log", "CONSOLE.log"),
        ("name. . ", "name"),
        ("...", "_"),
        ("", "_"),
        ("..", "_"),
        ("../../etc/passwd", "_/_/etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("a//b/./c", "a/b/c"),
        ("C:\\Users\\a.txt", "C__Users_a.txt"),
        ("what?<now>|*.txt", "what__now___.txt"),
        ("tab\tnew\nline\x7f.txt", "tab_new_line_.txt"),
        ("invoice\u202egnp.exe", "invoicegnp.exe"),
        ("zero\u200bwidth", "zerowidth"),
        ("no\u00a0break", "no break"),
        ("e\u0301.txt", "é.txt"),
        ("bad\udcff.txt", "bad%FF.txt"),
        ("x" * 200 + ".log", "x" * 106 + ".log"),
        ("ж" * 130 + ".log", "ж" * 106 + ".log"),
        ("😀" * 100 + ".tar.gz", "😀" * 58 + ".tar.gz"),
    ],
)
def test_a_name_is_made_safe(given_name: str, expected: str) -> None:
    assert safe_name(given_name) == expected


@given(st.text(max_size=300) | st.lists(st.text(max_size=80), max_size=9).map("/".join))
@settings(deadline=None, max_examples=150)
def test_any_name_becomes_one_that_every_system_takes(text: str) -> None:
    name = safe_name(text)
    assert safe_name(name) == name
    assert name_problem(name) is None
    assert unicodedata.normalize("NFC", name) == name
    assert len(name) <= 180
    for part in name.split("/"):
        assert part
        assert len(part) <= 110
        assert len(part.encode()) <= 240
        assert part == part.strip(" ").rstrip(".")
        assert not set(part) & set('<>:"|?*\\')


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["a.log", "A.log", "a.LOG"], ["a.log", "A (2).log", "a (3).LOG"]),
        (["é.txt", "e\u0301.txt"], ["é.txt", "é (2).txt"]),
        (["straße", "STRASSE"], ["straße", "STRASSE (2)"]),
        (["a", "a/b", "a/c"], ["a", "a (2)/b", "a (2)/c"]),
        (["a/b", "a"], ["a/b", "a (2)"]),
        (["Logs/x", "logs/X"], ["Logs/x", "Logs/X (2)"]),
        (["a.tar.gz", "a.tar.gz"], ["a.tar.gz", "a (2).tar.gz"]),
        (["x" * 110, "x" * 110], ["x" * 110, "x" * 106 + " (2)"]),
    ],
)
def test_names_that_some_system_takes_for_one_are_numbered(names: list[str], expected: list[str]) -> None:
    assert distinct_names(names) == expected


@given(st.lists(st.text(alphabet="aAbB./ é\u0301", max_size=6), max_size=12))
@settings(deadline=None, max_examples=200)
def test_distinct_names_clash_on_no_system(names: list[str]) -> None:
    found = distinct_names(names)
    keys = [collision_key(name) for name in found]
    assert len(found) == len(names)
    assert len(set(keys)) == len(keys)
    folders = {"/".join(key.split("/")[:count]) for key in keys for count in range(1, key.count("/") + 1)}
    assert not folders & set(keys)
