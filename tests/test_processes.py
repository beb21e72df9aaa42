from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from reporter.processes import find_program, run_command

posix = pytest.mark.skipif(os.name == "nt", reason="a shell script stands in for the program")


def test_gives_exit_code_and_both_outputs() -> None:
    result = run_command([sys.executable, "-c", "import sys; print('out'); print('err', file=sys.stderr); sys.exit(4)"])
    assert (result.code, result.stdout, result.stderr, result.problem) == (4, "out\n", "err\n", None)


def test_arguments_are_not_expanded_by_a_shell() -> None:
    result = run_command([sys.executable, "-c", "import sys; print(sys.argv[1])", "$(id); `id` %PATH% \"'"])
    assert result.stdout == "$(id); `id` %PATH% \"'\n"


def test_input_reaches_the_program_as_utf_8() -> None:
    code = "import sys; sys.stdout.buffer.write(sys.stdin.buffer.read().upper())"
    assert run_command([sys.executable, "-c", code], input="äß\n").stdout == "äß\n"


def test_output_that_is_no_utf_8_is_replaced() -> None:
    code = "import sys; sys.stdout.buffer.write(bytes([0x41, 0xff]))"
    assert run_command([sys.executable, "-c", code]).stdout == "A\ufffd"


def test_a_missing_program_is_a_result() -> None:
    result = run_command(["no-such-program-here"])
    assert (result.code, result.problem) == (None, "no-such-program-here was not found on this machine")


@posix
def test_a_program_that_is_too_slow_is_killed_with_its_children(tmp_path: Path) -> None:
    script = tmp_path / "slow"
    script.write_text("#!/bin/sh\necho begun\nsleep 30 &\nwait\n")
    script.chmod(0o755)
    started = time.monotonic()
    result = run_command([str(script)], timeout=0.3)
    assert time.monotonic() - started < 5
    assert (result.code, result.stdout) == (None, "begun\n")
    assert result.problem == "slow did not answer within 0.3 seconds and was stopped"


@posix
def test_a_program_ended_by_a_signal_has_no_exit_code(tmp_path: Path) -> None:
    script = tmp_path / "killed"
    script.write_text("#!/bin/sh\nkill -9 $$\n")
    script.chmod(0o755)
    assert run_command([str(script)]).problem == "killed was ended by signal 9"


@posix
def test_the_current_folder_is_not_searched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "gh"
    script.write_text("#!/bin/sh\n")
    script.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    assert find_program("gh", {"PATH": "/usr/bin:/bin"}) != str(script)
    assert find_program("gh", {"PATH": str(tmp_path)}) == str(script)
