"""Matching issues by way of `gh`, with a stand-in on PATH; without gh, or not signed in, only a sentence."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path

import pytest

from reporter.guidance.duplicates import comment_there, find_duplicates
from reporter.report import ErrorDetail, Report

REPORT = Report(
    errors=(ErrorDetail(code="80097376", message="Flow server error returned with status code 'BadGateway'"),)
)
ISSUES = [
    {
        "number": 17,
        "title": "Import fails\nwith 80097376",
        "state": "OPEN",
        "url": "https://github.com/contoso/kit/issues/17",
        "updatedAt": "2025-11-18T09:14:00Z",
    },
    {"number": 9, "title": "BadGateway", "state": "CLOSED", "url": "https://github.com/contoso/kit/issues/9"},
    {"title": "no number"},
]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-in is a script with a first line for POSIX")


def stand_in(folder: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> Path:
    """Put a gh on PATH that notes its arguments in a file and then does `body`."""
    log = folder / "arguments.jsonl"
    program = folder / "gh"
    program.write_text(
        f"#!{sys.executable}\nimport json, sys\n"
        f"open({str(log)!r}, 'a').write(json.dumps(sys.argv[1:]) + '\\n')\n{body}\n",
        encoding="utf-8",
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(folder))
    return log


def test_matching_issues_are_found_once_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = stand_in(tmp_path, monkeypatch, f"print({json.dumps(json.dumps(ISSUES))} if sys.argv[1] == 'issue' else '')")
    found = find_duplicates(REPORT, repository="contoso/kit")
    assert found.problem is None
    assert [issue.line for issue in found.issues] == [
        "#17 (open) Import fails with 80097376",
        "#9 (closed) BadGateway",
    ]
    assert found.issues[0].found_by == "the code in all its spellings"
    asked = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert asked[0] == ["auth", "status", "--hostname", "github.com"]
    assert asked[1] == [
        "issue",
        "list",
        "--repo=contoso/kit",
        "--state=all",
        "--limit=10",
        '--search=80097376 OR 0x80097376 OR "-2146864266"',
        "--json=number,title,state,url,updatedAt",
    ]
    assert len(asked) == 3


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("sys.exit(1)", "gh is not signed in; `gh auth login` signs in."),
        (
            "sys.exit(0) if sys.argv[1] == 'auth' else (sys.stderr.write('HTTP 403: rate limit\\n'), sys.exit(1))",
            "HTTP 403: rate limit",
        ),
        ("print('no json')", None),
        ("print('[1, {}]')", None),
    ],
)
def test_a_gh_that_cannot_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, problem: str | None
) -> None:
    stand_in(tmp_path, monkeypatch, body)
    found = find_duplicates(REPORT)
    assert found.issues == ()
    assert found.problem == problem
    assert found.repository == "microsoft/coe-starter-kit"


def test_without_gh_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    found = find_duplicates(REPORT)
    assert found.issues == ()
    assert found.problem is not None
    assert "gh" in found.problem


def test_a_report_that_is_there_already_becomes_a_comment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, monkeypatch, f"print({json.dumps(json.dumps(ISSUES))})")
    issue = find_duplicates(REPORT).issues[0]
    assert comment_there(issue)[0].endswith("instead of opening a second one: https://github.com/contoso/kit/issues/17")
