"""`reporter facts`: JSON for programs, lines with places for people."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from reporter.commands.facts import facts, name_errors
from reporter.console import Surroundings
from reporter.errors import InputError
from reporter.evidence.facts import ErrorFact, Facts, Where
from reporter.evidence.machine import MachineFact

TEXT = (
    "Upgrade from 4.1 to 4.2 failed.\n\nError code: 80097376\n"
    "Exception message: Error while importing workflow type ModernFlow name HELPER - Contoso Mail: it broke\n"
)


def run(evidence: list[str], *, stdin: str = "", as_json: bool = False, machine: bool = False) -> str:
    out = io.StringIO()
    surroundings = Surroundings(stdin=io.StringIO(stdin), stdout=out, stderr=io.StringIO())
    assert facts(surroundings, evidence, as_json=as_json, machine=machine) == 0
    return out.getvalue()


def test_lines_for_a_person_say_where_each_fact_stands() -> None:
    assert run(["-"], stdin=TEXT) == (
        "error: 0x80097376, flow HELPER - Contoso Mail  [standard input, line 3]\n"
        "    Error while importing workflow type ModernFlow name HELPER - Contoso Mail: it broke\n"
        "operation.kind: upgrade  [standard input, line 1]\n"
        "solution.source_version: 4.1  [standard input, line 1]\n"
        "solution.target_version: 4.2  [standard input, line 1]\n"
        "read: standard input (text)\n"
    )


def test_json_holds_the_contract(tmp_path: Path) -> None:
    path = tmp_path / "error.txt"
    path.write_text(TEXT)
    assert json.loads(run([str(path)], as_json=True)) == {
        "errors": [
            {
                "code": "0x80097376",
                "spellings": ["80097376", "0x80097376", "-2146864266", "2148103030"],
                "message": "Error while importing workflow type ModernFlow name HELPER - Contoso Mail: it broke",
                "component": {"kind": "flow", "name": "HELPER - Contoso Mail"},
                "where": {"file": "error.txt", "line": 3},
            }
        ],
        "solution": {"source_version": "4.1", "target_version": "4.2"},
        "operation": {"kind": "upgrade"},
        "files": [{"file": "error.txt", "kind": "text"}],
    }


def test_a_code_has_its_official_name_unless_the_evidence_tells_one() -> None:
    data = json.loads(run(["-"], stdin="Error code: 80048017\n", as_json=True))
    assert [(one["code"], one["name"]) for one in data["errors"]] == [("0x80048017", "ImportRoleError")]
    told = Facts(errors=(ErrorFact("0x80048017", Where("x"), name="Told"), ErrorFact("0x8FFFFFFF", Where("x"))))
    assert [one.name for one in name_errors(told).errors] == ["Told", None]


def test_facts_about_this_machine_are_read_only_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = (MachineFact("language", "de_DE"), MachineFact("pac", "pac was not found on this machine", known=False))
    answers = iter([rows, rows])
    monkeypatch.setattr("reporter.evidence.machine.read_machine", lambda: next(answers))
    assert "machine" not in json.loads(run(["-"], stdin=TEXT, as_json=True))
    assert run([], machine=True) == "language: de_DE\npac: pac was not found on this machine\n"
    assert json.loads(run([], as_json=True, machine=True)) == {
        "machine": [
            {"name": "language", "value": "de_DE"},
            {"name": "pac", "value": "pac was not found on this machine", "known": False},
        ]
    }
    assert list(answers) == []  # two runs asked, two read


def test_nothing_found_says_what_helps() -> None:
    assert run(["-"], stdin="hello").endswith(
        "No facts found. The full text of the error and the import log help most.\n"
    )


def test_a_disagreement_is_marked() -> None:
    lines = run(["-"], stdin="https://a.crm4.dynamics.com/x\nhttps://b.crm4.dynamics.com/x").splitlines()
    assert lines[:2] == [
        "environment.url: https://a.crm4.dynamics.com/ (the sources disagree)  [standard input, line 1]",
        "environment.url: https://b.crm4.dynamics.com/ (the sources disagree)  [standard input, line 2]",
    ]


def test_control_characters_of_a_file_do_not_reach_the_terminal() -> None:
    shown = run(["-"], stdin="Error code: 80040216\nException message: the \x1b[31mred\u202e words are here")
    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_no_evidence_is_wrong_usage() -> None:
    with pytest.raises(InputError, match="Name the files to read"):
        run([])
