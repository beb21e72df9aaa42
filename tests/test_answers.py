"""Answers files: three formats, text kept as typed, every mistake at once with its path and line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.answers import check_answers, load_answers, merge_reports
from reporter.errors import InputError
from reporter.report import Report, dump_report, normalise_code, spell_code, write_json

YAML = """\
title: Upgrade fails
errors:
  - code: 80097376
    message: no answer
solution: {source_version: 4.50, target_version: 4.50.6, managed: yes}
timeline:
  - at: 2025-11-18T09:14Z
    what: started
checks: {unmanaged_layers: no, works_in_test: yes}
"""
TOML = """\
title = "Upgrade fails"
[[errors]]
code = 80097376
message = "no answer"
[solution]
source_version = "4.50"
target_version = "4.50.6"
managed = true
[[timeline]]
at = 2025-11-18T09:14:00Z
what = "started"
[checks]
unmanaged_layers = "no"
works_in_test = true
"""


def write(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_the_three_formats_give_the_same_report(tmp_path: Path) -> None:
    from_yaml = load_answers(write(tmp_path, "a.yml", YAML))
    from_toml = load_answers(write(tmp_path, "a.toml", TOML))
    from_json = load_answers(write(tmp_path, "a.json", write_json(dump_report(from_yaml))))
    assert dump_report(from_yaml) == {
        "title": "Upgrade fails",
        "errors": [{"code": "0x80097376", "message": "no answer"}],
        "solution": {"source_version": "4.50", "target_version": "4.50.6", "managed": True},
        "checks": {"unmanaged_layers": "no", "works_in_test": "yes"},
        "timeline": [{"at": "2025-11-18T09:14:00Z", "what": "started"}],
        "schema": 1,
    }
    assert from_toml == from_yaml == from_json


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_of_windows_editors_are_read(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path, "a.yml", "title: Übung\r\nsummary: x\r\n".encode(encoding))
    assert load_answers(path).title == "Übung"


def test_every_mistake_is_told_at_once_with_path_and_line(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "bad.yml",
        "title: [a]\nsummry: hello\nerrors:\n  - message: x\n    http: y\nsolution:\n  managed: maybe\n"
        "operation: {kind: upgrad}\ntimeline:\n  - at: soon\n    what: x\nimpact: {severity: D}\n",
    )
    with pytest.raises(InputError) as caught:
        load_answers(path)
    assert str(caught.value).splitlines() == [
        "bad.yml:1: title: must be text, is a list",
        "bad.yml:2: summry: unknown key, did you mean `summary`?",
        "bad.yml:5: errors[0].http: unknown key",
        "bad.yml:7: solution.managed: must be true or false, is `maybe`",
        "bad.yml:8: operation.kind: must be `install`, `upgrade`, `update` or `patch`, is `upgrad`",
        "bad.yml:10: timeline[0].at: must be a time such as 2025-11-18T09:14Z, is `soon`",
        "bad.yml:12: impact.severity: must be `A`, `B` or `C`, is `D`",
        "Nothing was built. `reporter schema` prints the schema.",
    ]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.yml", "a: [1, 2\nb: 3", "a.yml:2: not readable as an answers file"),
        ("a.yml", "title: a\ntitle: b\n", "a.yml:2: title: this key is given twice"),
        ("a.yml", "just words", "holds a text"),
        ("a.yml", "- a\n- b\n", "holds a list"),
        ("a.json", '{"title": "a",}', "not readable as an answers file"),
        ("a.toml", "title = \n", "not readable as an answers file"),
        ("a.yml", b"\x00\x01\x02", "binary data"),
        ("a.yml", b"\xff\xfe\xff", "not a text file"),
        ("a.yml", "schema: 7\n", "made by a newer reporter"),
        ("a.json", '{"a":' * 20000, "a.json: not readable as an answers file"),
        ("a.yml", "a: &a [*a, *a]\n", "a.yml:1: aliases (*a) are not read"),
    ],
)
def test_a_broken_file_is_told_in_a_sentence(tmp_path: Path, name: str, text: str | bytes, said: str) -> None:
    with pytest.raises(InputError) as caught:
        load_answers(write(tmp_path, name, text))
    assert said in str(caught.value)
    assert caught.value.exit_code == 2


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        load_answers(tmp_path / "none.yml")
    with pytest.raises(InputError, match="is a folder"):
        load_answers(tmp_path)


def test_an_empty_file_is_an_empty_report(tmp_path: Path) -> None:
    assert load_answers(write(tmp_path, "a.yml", "")) == Report()


def test_merge_keeps_the_first_and_fills_from_the_second() -> None:
    first = check_answers({"solution": {"source_version": "1"}, "errors": [{"code": "80097376"}]}, name="a")
    second = check_answers(
        {"title": "t", "solution": {"source_version": "9", "target_version": "2"}, "errors": [{"message": "m"}]},
        name="b",
    )
    merged = merge_reports(first, second)
    assert dump_report(merged) == {
        "title": "t",
        "solution": {"source_version": "1", "target_version": "2"},
        "errors": [{"code": "0x80097376"}],
        "schema": 1,
    }


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("80097376", "0x80097376"),
        ("0x8004801e", "0x8004801E"),
        ("[80040216]", "0x80040216"),
        ("-2147188706", "0x8004801E"),
        ("2147778590", "0x8004801E"),
        ("12345678", None),
        ("2404110030000299", None),
        ("8009737", None),
        ("", None),
    ],
)
def test_codes_are_normalised(typed: str, code: str | None) -> None:
    assert normalise_code(typed) == code


@given(number=st.integers(0x80000000, 0xFFFFFFFF))
def test_every_spelling_of_a_code_is_the_same_code(number: int) -> None:
    code = f"0x{number:08X}"
    assert {normalise_code(spelling) for spelling in spell_code(code)} == {code}


@settings(max_examples=60)
@given(
    data=st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=3))
)
def test_no_json_value_makes_anything_but_a_report_or_a_sentence(data: object) -> None:
    for value in ({"errors": data}, {"solution": data}, {"title": data, "x": data}):
        text = json.loads(json.dumps(value))
        try:
            told = repr(check_answers(text, name="a.json"))
        except InputError as error:
            told = str(error)
        assert told.startswith(("Report(", "schema_version=", "a.json"))
