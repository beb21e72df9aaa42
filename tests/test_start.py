"""The start is quick: `--version` imports none of the libraries, and takes little more than Python itself."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

HEAVY = ("questionary", "prompt_toolkit", "jinja2", "pyzipper", "pydantic", "rich", "typer", "yaml")


def test_version_imports_no_library() -> None:
    code = (
        "import sys; sys.argv = ['reporter', '--version']\n"
        "from reporter.__main__ import main\n"
        "main()\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[1:] == ["[]"]


def test_importing_the_command_line_imports_no_heavy_library() -> None:
    code = f"import sys, reporter.cli; print([n for n in {HEAVY[:6]!r} if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def best_time(arguments: list[str]) -> float:
    best = float("inf")
    for _ in range(7):
        start = time.perf_counter()
        subprocess.run([sys.executable, *arguments], capture_output=True, check=True)
        best = min(best, time.perf_counter() - start)
    return best


@pytest.mark.slow
def test_version_takes_at_most_five_times_python_itself() -> None:
    assert best_time(["-m", "reporter", "--version"]) <= 5 * best_time(["-c", "pass"])
