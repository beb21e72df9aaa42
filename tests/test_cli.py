"""The command line: exit codes, sentences instead of tracebacks, crash reports without personal data."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
import typer

from reporter.cli import run
from reporter.errors import InputError, ReporterError


def fail_with(error: BaseException) -> typer.Typer:
    application = typer.Typer()

    @application.command()
    def fail() -> None:
        raise error

    return application


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (ReporterError("A leak was found."), 1, "A leak was found.\n"),
        (InputError("a.yml is not there."), 2, "a.yml is not there.\n"),
        (KeyboardInterrupt(), 130, "Stopped; nothing is half written. `reporter drafts` lists what can be resumed.\n"),
        (EOFError(), 130, "Stopped; nothing is half written. `reporter drafts` lists what can be resumed.\n"),
    ],
)
def test_errors_become_words_and_exit_codes(
    error: BaseException, code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([], fail_with(error)) == code
    out, err = capsys.readouterr()
    assert (out, err.lstrip()) == ("", said.lstrip())


def test_a_crash_gives_a_private_redacted_report_and_no_traceback(
    capsys: pytest.CaptureFixture[str], own_home: Path
) -> None:
    error = RuntimeError(r"cannot read C:\Users\adele.vance\x for adele.vance@contoso.com password=Hunter2Hunter2")
    assert run([], fail_with(error)) == 3
    told = capsys.readouterr().err
    assert "Traceback" not in told
    assert "adele" not in told
    (path,) = (own_home / "reporter/state/crashes").iterdir()
    assert str(path) in told
    text = path.read_text(encoding="utf-8")
    assert "RuntimeError" in text
    assert "tests/test_cli.py" in text
    assert "adele" not in text
    assert "Hunter2" not in text
    assert str(own_home) not in text
    if os.name != "nt":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nonsense"], "No such command"),
        (["facts", "--nonsense"], "No such option"),
        (["check"], "Missing argument"),
        (["build", "missing.yml", "--for", "github"], "missing.yml cannot be read"),
        (["build", "missing.yml", "--for", "jira"], "There is no target `jira`"),
        (["check", "no-such-draft"], "no-such-draft"),
        (["drafts", "delete", "no-such-draft"], "no-such-draft"),
        (["form"], "Usage: reporter form"),
    ],
)
def test_wrong_usage_is_exit_2_with_a_sentence(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert "Traceback" not in err


@pytest.mark.parametrize("arguments", [["new"], ["resume"], []])
def test_without_a_terminal_the_interview_names_the_command_that_needs_none(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "reporter build" in err


def test_schema_is_json_schema_of_the_answers_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert {"title", "errors", "solution", "attempts", "timeline", "schema"} <= set(schema["properties"])
    assert schema["additionalProperties"] is False


def test_version_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("reporter ")
    assert run(["--help"]) == 0
    assert "explain" in capsys.readouterr().out
