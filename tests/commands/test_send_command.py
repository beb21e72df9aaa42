from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from reporter.cli import run


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    path = tmp_path / "report-github.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("issue.md", "### Describe the issue\n\nIt fails.\n")
        file.writestr("report.json", json.dumps({"title": "It fails", "form_file": "gone.yml", "schema": 1}))
    return path


def test_a_form_that_is_gone_does_not_stop_the_hand_off(
    bundle: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER", "WSL_DISTRO_NAME", "WSL_INTEROP"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SSH_CONNECTION", "x")
    assert run(["send", str(bundle), "--to", "contoso/tools"]) == 0
    out, err = capsys.readouterr()
    assert out == "https://github.com/contoso/tools/issues/new/choose\n"
    assert err.startswith("The form is not at hand: There is no form gone.yml.")


@pytest.mark.parametrize(
    ("options", "code", "says"),
    [
        (["--via", "fax"], 2, "--via takes browser, gh, mail, not fax."),
        (["--link-limit", "0"], 2, "--link-limit takes 1 to 8191"),
        (["--via", "gh"], 2, "The form is not at hand: There is no form gone.yml."),
        (["--via", "gh", "--to", "contoso/tools"], 1, "The form is not at hand: There is no form gone.yml."),
    ],
)
def test_what_cannot_be_done_is_said(
    bundle: Path,
    options: list[str],
    code: int,
    says: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "")
    assert run(["send", str(bundle), *options]) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(says)


def test_a_bundle_that_is_not_there_is_exit_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["send", str(tmp_path / "none.zip")]) == 2
    assert "none.zip" in capsys.readouterr().err
