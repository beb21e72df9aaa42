"""Two processes give what one gives, also where a cut goes through a value."""

from __future__ import annotations

from pathlib import Path

import pytest

from reporter.redaction import crew, gate
from reporter.redaction.policy import load_policy
from reporter.redaction.pseudonyms import Pseudonyms
from reporter.redaction.redactor import Redactor

LINE = "2026-11-01T00:00:00Z INFO request {} took 12 ms\n"
SECRETS = "user adele.vance@contoso.com tenantId=6f3a1c52-8b7e-4d19-a2c4-90de11f7b385 password=Tr0ub4dor9 end\n"


def make_redactor() -> Redactor:
    return Redactor(load_policy("github"), Pseudonyms.create(b"k" * 32))


def write_log(path: Path) -> Path:
    long = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0." + "aB3x" * 9000
    lines = [LINE.format(number) + (SECRETS if number % 7 == 0 else "") for number in range(12_000)]
    lines[3000] = f"token {long}\n"
    lines[5] = "bare 6f3a1c52-8b7e-4d19-a2c4-90de11f7b385 and 6f3a1c528b7e4d19a2c490de11f7b385\n"
    path.write_text("".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def small_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "SEGMENT", 30_011)
    monkeypatch.setattr(crew, "LARGE", 1000)
    monkeypatch.setattr(gate, "LARGE", 1000)


@pytest.mark.usefixtures("small_segments")
def test_two_processes_write_what_one_writes(tmp_path: Path) -> None:
    path = write_log(tmp_path / "a.log")
    one, two = make_redactor(), make_redactor()
    one.learn(path)
    expected = b"".join(one.stream([path.read_bytes()], name="a.log"))
    two.learn_files([path])
    with two.with_crew([path]):
        assert b"".join(two.text_file(path, name="a.log")) == expected
        assert two.crew is not None
        assert two.crew.check([expected]) is False
        assert two.crew.check([expected + b"again adele.vance@contoso.com\n"]) is True
    assert b"6f3a1c52" not in expected
    assert two.counts == one.counts
    assert sorted(two.pseudonyms.entries()) == sorted(one.pseudonyms.entries())


@pytest.mark.usefixtures("small_segments")
def test_what_the_user_keeps_is_kept_by_every_process(tmp_path: Path) -> None:
    path = write_log(tmp_path / "a.log")
    one, two = make_redactor(), make_redactor()
    for redactor in (one, two):
        redactor.keep_value("adele.vance@contoso.com")
    one.learn(path)
    expected = b"".join(one.stream([path.read_bytes()], name="a.log"))
    two.learn_files([path])
    with two.with_crew([path]):
        assert b"".join(two.text_file(path, name="a.log")) == expected
    assert b"adele.vance@contoso.com" in expected
    assert b"Tr0ub4dor9" not in expected
