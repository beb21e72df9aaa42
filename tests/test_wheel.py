"""The built wheel, installed in an empty environment outside the checkout, does the whole way from another folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
REAL_ENVIRON = dict(os.environ)


def run(*arguments: str | Path, cwd: Path, environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [str(one) for one in arguments], cwd=cwd, env=environ, capture_output=True, text=True, timeout=280, check=False
    )
    assert done.returncode == 0, f"{arguments}\n{done.stdout}\n{done.stderr}"
    return done


@pytest.mark.wheel
@pytest.mark.slow
def test_the_wheel_works_outside_the_checkout(tmp_path: Path) -> None:
    uv = REAL_ENVIRON.get("UV") or shutil.which("uv", path=REAL_ENVIRON.get("PATH"))
    assert uv, "run the tests with `uv run pytest`"
    run(uv, "build", "--wheel", "--out-dir", tmp_path / "dist", PROJECT, cwd=tmp_path, environ=REAL_ENVIRON)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert "reporter/templates/report.html.j2" in names
    assert "reporter/demo/answers.yml" in names
    assert not [name for name in names if name.startswith(("tests/", "templates/"))]

    run(uv, "venv", "--python", sys.executable, tmp_path / "venv", cwd=tmp_path, environ=REAL_ENVIRON)
    python = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
    run(uv, "pip", "install", "--quiet", "--python", python, wheel, cwd=tmp_path, environ=REAL_ENVIRON)

    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    environ = {key: value for key, value in REAL_ENVIRON.items() if not key.startswith(("PYTHON", "UV", "VIRTUAL_ENV"))}
    environ["REPORTER_HOME"] = str(tmp_path / "home")
    done = run(python.parent / "reporter", "demo", "-o", elsewhere, cwd=elsewhere, environ=environ)
    zips = sorted(elsewhere.glob("*.zip"))
    assert len(zips) == 3
    assert sorted(done.stdout.split()) == [str(path) for path in zips]
    for path in zips:
        run(python.parent / "reporter", "verify", path, cwd=elsewhere, environ=environ)
