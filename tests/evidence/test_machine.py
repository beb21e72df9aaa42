"""This machine: what fails is a line of text, never an error."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

import pytest

from reporter.evidence.machine import list_questions, read_machine
from reporter.processes import CommandResult

NOW = datetime(2026, 1, 5, tzinfo=timezone(timedelta(hours=1), "CET"))


def fake(args: Sequence[str]) -> CommandResult:
    answers = {
        "pac": "Microsoft PowerPlatform CLI\nVersion: 2.11.2+g47bc199 (.NET 10.0.11)\n",
        "auth": "Index Active Kind\n[1]   *      UNIVERSAL  user@contoso.com  Public\n[2]  UNIVERSAL other\n",
        "pwsh": "7.4.6\n",
        "firefox": "Mozilla Firefox 131.0.2\n",
    }
    if args[0] == "dotnet":
        return CommandResult(None, problem="dotnet did not answer within 5 seconds and was stopped")
    text = answers.get("auth" if "auth" in args else args[0])
    return CommandResult(0, text) if text else CommandResult(None, problem=f"{args[0]} was not found on this machine")


def test_programs_are_asked_and_failures_are_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.system", lambda: "Linux")
    facts = {
        one.name: (one.value, one.known) for one in read_machine(run=fake, now=NOW, environ={"LANG": "de_DE.UTF-8"})
    }
    assert {name: facts[name] for name in ("PowerShell", ".NET", "pac", "pac profile", "Firefox", "Chrome")} == {
        "PowerShell": ("7.4.6", True),
        ".NET": ("dotnet did not answer within 5 seconds and was stopped", False),
        "pac": ("2.11.2", True),
        "pac profile": ("[1] * UNIVERSAL user@contoso.com Public", True),
        "Firefox": ("131.0.2", True),
        "Chrome": ("chromium was not found on this machine", False),
    }
    assert facts["time zone"] == ("CET (UTC+01:00)", True)
    assert facts["operating system"][0]


@pytest.mark.parametrize("system", ["Windows", "Darwin", "Linux"])
def test_every_system_is_asked_the_same(system: str) -> None:
    names = [question.name for question in list_questions(system)]
    assert names == ["PowerShell", ".NET", "pac", "pac profile", "Edge", "Chrome", "Firefox"]


def test_the_real_machine_answers_without_an_error() -> None:
    assert len(read_machine()) == 10
