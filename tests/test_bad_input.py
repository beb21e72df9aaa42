"""Bad input end to end: a sentence, the right exit code, nothing half written, no traceback, no hang."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reporter.answers import check_answers
from reporter.cli import run
from reporter.console import Surroundings, visible
from reporter.errors import InputError
from reporter.pipeline import make_bundle
from reporter.report import write_json

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


@POSIX_ONLY
def test_pipes_and_devices_in_folders_and_settings_are_passed_over(
    work: Path, own_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = work / "logs"
    folder.mkdir()
    (folder / "ok.txt").write_text(ERROR, encoding="utf-8")
    os.mkfifo(folder / "pipe")
    assert "80097376" in Told(capsys, "facts", "logs").out
    told = Told(capsys, "redact", "logs", "-o", "out")
    assert told.code == 1
    assert "pipe: left out, it is a pipe" in told.err
    assert [path.name for path in (work / "out").iterdir()] == ["ok.txt"]
    known = own_home / "reporter/config/known"
    known.mkdir(parents=True)
    os.mkfifo(known / "pipe.yml")
    (known / "zero.yml").symlink_to("/dev/zero")
    told = Told(capsys, "explain", "80097376")
    assert told.code == 0
    assert told.err.count("This file was skipped.") == 2
    settings = own_home / "reporter/config/settings.toml"
    settings.symlink_to("/dev/zero")
    told = Told(capsys, "build", "good.yml", "-o", "out")
    assert (told.code, left_over(work)) == (2, [])
    assert "settings.toml cannot be read (it is no ordinary file). Mend it or move it away." in told.err


@pytest.mark.parametrize(
    "settings",
    [
        "target = ",
        "target = 3\nnope = 1\nlink_limit = 1",
        'own_terms_file = "gone.txt"',
        '[policy.github]\nkeep = ["nonsense"]',
        '"\\u001b[31m" = 1',
        "#" + "x" * 17_000_000,
    ],
)
def test_broken_settings_build_nothing(
    settings: str, work: Path, own_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (own_home / "reporter/config").mkdir(parents=True)
    (own_home / "reporter/config/settings.toml").write_text(settings, encoding="utf-8")
    told = Told(capsys, "build", "good.yml", "-o", "out")
    assert (told.code, told.out, left_over(work)) == (2, "", [])
    assert Told(capsys, "facts", "ok.txt").code == 0


@pytest.mark.parametrize("template", ["{% if %}", "{{ nope.x }}", "{{ 1 / 0 }}", "{% include 'gone.j2' %}", "\udcff"])
def test_a_broken_template_of_the_user_is_named(
    template: str, work: Path, own_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = own_home / "reporter/config/templates"
    folder.mkdir(parents=True)
    (folder / "report.html.j2").write_text(template, encoding="utf-8", errors="surrogateescape")
    told = Told(capsys, "build", "good.yml", "-o", "out")
    assert (told.code, left_over(work)) in ((1, []), (2, []))
    assert "report.html.j2" in told.err


ANSWERS = {
    "cut.yml": ("title: [1", "cut.yml:2: not readable"),
    "cut.json": ('{"title": ', "cut.json:1: not readable"),
    "cut.toml": ("title = ", "cut.toml: not readable"),
    "list.json": ("[1, 2]", "holds a list"),
    "types.yml": ("errors: 3\nnope: 1\nimpact: {severity: Z}", "types.yml:3: impact.severity: must be"),
    "types.json": ('{"title": [], "schema": "x"}', "title: must be text, is a list"),
    "types.toml": ('title = []\nerrors = "x"', "types.toml:2: errors: must be a list"),
    "deep.json": ('{"a":' * 3000, "not readable"),
    "deep.yml": ("[" * 3000, "not readable"),
    "alias.yml": ("a: &a [x]\nb: [*a, *a]", "aliases"),
    "twice.yml": ("title: a\ntitle: b", "given twice"),
    "newer.yml": ("schema: 99", "made by a newer reporter"),
    "newer.json": ('{"schema": ' + "9" * 3000 + "}", "made by a newer reporter"),
    "superscript.yml": ("schema: \u00b2", "schema: must be"),
    "code.yml": ("!!python/object/apply:os.getcwd []", "not readable"),
    "early.yml": ('timeline: [{at: "0001-01-01T00:00:00+14:00", what: x}]', "must lie within the calendar"),
    "driver.yml": ('"k\\x1b]0;x\\u202e": 1', "unknown key"),
    "half.json": ('{"title": "\\ud800"}', "half.json: title: "),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_a_broken_answers_file_is_told_with_its_place(
    name: str, work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text, said = ANSWERS[name]
    (work / name).write_text(text, encoding="utf-8")
    for arguments in (["build", name, "-o", "out"], ["check", name]):
        told = Told(capsys, *arguments)
        assert (told.code, told.out) == (2, ""), told.out
        assert said in told.err
    assert left_over(work) == []


def test_impossible_schema_values_never_crash() -> None:
    values: tuple[object, ...] = (None, [], {}, "x", "1e9", -1, 0, 1.5, True)
    for value in values:
        with pytest.raises(InputError):
            check_answers({"schema": value, "nope": 1}, name="a")


DRAFTS = {
    "d1": "{",
    "d2": "",
    "d3": "[]",
    "d4": '{"schema": 99}',
    "d5": '{"schema": 1}',
    "d6": "[" * 100_000,
    "d7": '{"schema": null}',
    "d9": json.dumps(
        {"schema": 1, "made": "2025-11-18", "changed": "2025-11-18", "report": {}, "walk": {"given": 3}, "target": None}
    ),
}


def test_damaged_and_newer_drafts_are_told_and_untouched(
    work: Path, own_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drafts = own_home / "reporter/state/drafts"
    for name, text in DRAFTS.items():
        (drafts / name).mkdir(parents=True)
        (drafts / name / "draft.json").write_text(text, encoding="utf-8")
    if os.name != "nt":
        (drafts / "d8").mkdir()
        os.mkfifo(drafts / "d8/draft.json")
    listed = Told(capsys, "drafts")
    assert (listed.code, listed.out) == (0, "")
    told_of = sum(listed.err.count(words) for words in ("cannot be read (", "newer reporter", "is a device or a pipe"))
    assert told_of == len(list(drafts.iterdir()))
    for name in sorted(path.name for path in drafts.iterdir()):
        for arguments in (["build", name, "-o", "out"], ["check", name], ["restore", "ok.txt", "--draft", name]):
            told = Told(capsys, *arguments)
            assert (told.code, told.out) == (2, "")
            assert name in told.err
    assert (drafts / "d4/draft.json").read_text(encoding="utf-8") == DRAFTS["d4"]
    assert left_over(work) == []


def test_an_attachment_that_vanishes_while_it_is_packed_is_named(work: Path, own_home: Path) -> None:
    (work / "one.log").write_text("line\n" * 50_000, encoding="utf-8")
    (work / "two.log").write_text("line\n" * 50_000, encoding="utf-8")
    report = check_answers({"attachments": [{"path": "one.log"}, {"path": "two.log"}]}, name="a")

    def vanish(_done: int, _total: int) -> None:
        (work / "two.log").unlink(missing_ok=True)

    with pytest.raises(InputError, match=r"two\.log: cannot be read any more .* take it out of `attachments`"):
        make_bundle(Surroundings(), report, target="internal", output=work / "out", base=work, progress=vanish)
    assert left_over(work) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["build", "good.yml", "--keep", ODD_NAME], "Redaction knows no kind"),
        (["build", "good.yml", "--for", "mars"], "There is no target `mars`"),
        (["redact", "ok.txt", "--for", "mars", "-o", "out"], "mars"),
        (["build", "good.yml", "-o", "ok.txt"], "is a file, not a folder"),
        (["build", "good.yml", "-o", "gone/x.zip"], "does not exist"),
        (["build", "good.yml", "-o", "n" * 300 + ".zip"], "too long"),
        (["send", "ok.txt", "--via", "fax"], "--via takes"),
        (["send", "ok.txt"], "no zip"),
        (["unpack", "ok.txt", "out"], "no zip"),
        (["form", "add", "."], "form add"),
        (["drafts", "delete", ".."], "no draft named"),
        (["new"], "reporter build"),
        (["resume"], "reporter build"),
    ],
)
def test_wrong_options_are_told(
    arguments: list[str], said: str, work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = Told(capsys, *arguments)
    assert told.code in (1, 2)
    assert said in told.err
    assert left_over(work) == []


@pytest.mark.parametrize("passphrase", ["wrong", "", None])
def test_without_the_right_passphrase_nothing_is_unpacked(
    passphrase: str | None, work: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("REPORTER_PASSPHRASE", "the right one")
    path = build_one(capsys, "--encrypt")
    if passphrase is None:
        monkeypatch.delenv("REPORTER_PASSPHRASE")
    else:
        monkeypatch.setenv("REPORTER_PASSPHRASE", passphrase)
    for arguments in (["verify", str(path)], ["unpack", str(path), "unpacked"], ["send", str(path), "--via", "mail"]):
        told = Told(capsys, *arguments)
        assert told.code == (2 if passphrase == "" else 1)
        assert "passphrase" in told.err.lower()
    assert not (work / "unpacked").exists()


@POSIX_ONLY
def test_redacted_output_never_replaces_a_device_or_a_file(
    work: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(ERROR))
    os.mkfifo(work / "pipe")
    for name in ("pipe", "ok.txt"):
        assert Told(capsys, "redact", "-", "-o", name).code == 2
    assert (work / "ok.txt").read_text(encoding="utf-8") == ERROR
    assert (work / "pipe").is_fifo()


@NOT_ROOT
def test_a_closed_folder_and_a_closed_home_are_told(
    work: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (work / "closed").mkdir(mode=0)
    told = Told(capsys, "facts", "closed")
    assert told.code == 2
    assert "cannot be read" in told.err
    monkeypatch.setenv("REPORTER_HOME", str(work / "closed/home"))
    assert Told(capsys, "facts", "ok.txt").code == 0
    assert Told(capsys, "build", "good.yml", "-o", "out").code == 1
    assert left_over(work) == []


class StoppedInput:
    """Standard input at which this process gets a signal."""

    def __init__(self, number: int) -> None:
        self.number = number

    def read(self, _size: int = -1) -> str:
        os.kill(os.getpid(), self.number)
        time.sleep(5)
        return ""

    def isatty(self) -> bool:
        return False


@POSIX_ONLY
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_signal_ends_the_run_with_130(
    name: str, work: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    number = getattr(signal, name)
    before = signal.getsignal(number)
    monkeypatch.setattr("sys.stdin", StoppedInput(number))
    try:
        told = Told(capsys, "build", "good.yml", "-", "-o", "out")
    finally:
        signal.signal(number, before)
    assert told.code == 130
    assert "nothing is half written" in told.err
    assert left_over(work) == []


@POSIX_ONLY
def test_an_ignored_signal_stays_ignored(capsys: pytest.CaptureFixture[str]) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        Told(capsys, "schema")
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_name_cannot_drive_the_terminal_and_is_exact_in_a_pipe(own_home: Path) -> None:
    for stream, expected in ((Screen(), visible(ODD_NAME)), (io.StringIO(), ODD_NAME)):
        Surroundings(stdout=stream).result(ODD_NAME)
        assert stream.getvalue() == expected + "\n"
    text = write_json({"name": ODD_NAME + "\udcff \u00fc"})
    assert not SCREEN_DRIVERS.search(text)
    assert json.loads(text) == {"name": ODD_NAME + "\udcff \u00fc"}


def test_talk_that_nobody_hears_stops_nothing(own_home: Path) -> None:
    closed = io.StringIO()
    closed.close()
    Surroundings(stderr=closed).say("lost")


STREAMS = {
    "<&- build good.yml -o out": 0,
    ">&- build good.yml -o out": 0,
    "2>&- build good.yml -o out": 0,
    "<&- >&- 2>&- build good.yml -o out": 0,
    "<&- facts -": 0,
    ">/dev/full facts --json ok.txt": 1,
    ">/dev/full --version": 1,
    "2>/dev/full build good.yml -o out": 0,
}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("line", STREAMS)
def test_closed_and_full_streams(line: str, work: Path) -> None:
    streams = re.match(r"(?:\S*[<>]\S* )+", line)
    assert streams
    done = in_shell(f'"$0" -m reporter {line[streams.end() :]} {streams[0]}')
    assert done.returncode == STREAMS[line], done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    assert bool(left_over(work)) == ("build" in line)


@POSIX_ONLY
def test_a_reader_that_goes_away_and_a_full_disk(work: Path) -> None:
    done = in_shell('"$0" -m reporter schema | head -c 0; exit ${PIPESTATUS[0]}')
    assert (done.returncode, done.stderr) == (1, "")
    done = in_shell('ulimit -f 2; "$0" -m reporter build good.yml --for internal -o out')
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert left_over(work) == []


def in_shell(line: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    return subprocess.run(
        ["bash", "-c", line, sys.executable], env=environ, capture_output=True, text=True, check=False, timeout=60
    )


def test_check_writes_nothing(work: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("REPORTER_HOME", str(work / "ok.txt" / "home"))
    told = Told(capsys, "check", "good.yml")
    assert told.code == 1
    assert "% complete" in told.out
    assert told.err == ""
