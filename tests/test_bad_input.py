"""Bad input end to end: a sentence, the right exit code, nothing half written, no traceback, no hang."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from reporter.cli import run

POSIX_ONLY = pytest.mark.skipif(os.name == "nt", reason="there are no pipes, devices and such names there")
NOT_ROOT = pytest.mark.skipif(
    os.name == "nt" or (hasattr(os, "geteuid") and os.geteuid() == 0), reason="permissions do not bind this user"
)
SCREEN_DRIVERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
ODD_NAME = "a\x1b[31mb\x07\u202egnp.\x9b31mtxt"
ERROR = 'Error code: 80097376 Flow server error returned with status code "BadGateway"\n'
VERBS: dict[str, list[str]] = {
    "facts": ["facts", "{}"],
    "build": ["build", "{}", "-o", "out"],
    "build evidence": ["build", "good.yml", "{}", "-o", "out"],
    "build form": ["build", "good.yml", "--form", "{}", "-o", "out"],
    "check": ["check", "{}"],
    "redact": ["redact", "{}", "-o", "out"],
    "restore": ["restore", "{}", "--draft", "answers-"],
    "form list": ["form", "list", "{}"],
    "form show": ["form", "show", "{}"],
    "form check": ["form", "check", "{}"],
    "form render": ["form", "render", "{}"],
    "form answers": ["form", "render", "microsoft/coe-starter-kit", "--answers", "{}"],
    "verify": ["verify", "{}"],
    "inspect": ["inspect", "{}"],
    "unpack": ["unpack", "{}", "out/unpacked"],
    "open": ["open", "{}"],
    "send": ["send", "{}", "--via", "mail"],
}


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a good answers file, its draft record, and an empty folder `out`."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.yml").write_text("title: A\nerrors: [{code: 80097376}]\n", encoding="utf-8")
    (tmp_path / "ok.txt").write_text(ERROR, encoding="utf-8")
    (tmp_path / "out").mkdir()
    return tmp_path


class Told:
    """What one run ended with."""

    def __init__(self, capsys: pytest.CaptureFixture[str], *arguments: str) -> None:
        self.code = run(arguments)
        self.out, self.err = capsys.readouterr()
        assert self.code in (0, 1, 2, 130), self.err
        assert "Traceback" not in self.err
        assert not SCREEN_DRIVERS.search(self.err), f"{self.err!r} would drive the terminal"


def left_over(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if ".part" in path.name or path.suffix == ".zip")


def build_one(capsys: pytest.CaptureFixture[str], *more: str) -> Path:
    assert Told(capsys, "build", "good.yml", "--for", "internal", "-o", "out", *more).code == 0
    (path,) = Path("out").glob("*.zip")
    return path


@pytest.mark.parametrize("verb", VERBS)
@POSIX_ONLY
def test_every_verb_says_what_is_wrong_with_a_name(verb: str, work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if verb == "restore":
        build_one(capsys).unlink()  # so that there is a record of pseudonyms
    os.mkfifo(work / "pipe")
    (work / "loop").symlink_to("loop")
    names = ["missing.yml", "pipe", "/dev/zero", "n" * 300, "p/" * 3000, "~nobody-at-all/x", "loop", "ok.txt/x"]
    names += [ODD_NAME, os.fsdecode(b"caf\xe9.yml"), "C:\\Users\\adele\\x.yml", "bad\0name", ""]
    for name in names:
        if verb == "build form" and not name:
            continue  # as if it were not given
        told = Told(capsys, *(part.format(name) for part in VERBS[verb]))
        assert told.code in (1, 2), (name[:40], told.out)
        assert told.err.strip(), name[:40]
        assert told.err.rstrip().endswith("."), told.err
    assert left_over(work) == []
