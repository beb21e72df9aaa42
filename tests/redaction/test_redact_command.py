"""`reporter redact` and `reporter restore`: folders, pipes, exit codes."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from reporter.commands.redact import redact
from reporter.commands.restore import restore
from reporter.console import Surroundings
from reporter.drafts import create_draft
from reporter.errors import InputError
from reporter.places import Places

TENANT = "6f3a1c52-8b7e-4d19-a2c4-90de11f7b385"


def surround(tmp_path: Path, typed: str = "") -> Surroundings:
    places = Places(tmp_path / "config", tmp_path / "state", tmp_path / "cache")
    return Surroundings(stdin=io.StringIO(typed), stdout=io.StringIO(), stderr=io.StringIO(), environ={}, places=places)


def read(stream: object) -> str:
    assert isinstance(stream, io.StringIO)
    return stream.getvalue()


def test_folder_is_copied_with_its_relative_paths(tmp_path: Path) -> None:
    source = tmp_path / "in"
    (source / "sub").mkdir(parents=True)
    (source / "a.txt").write_text(f"cache miss {TENANT}\n", encoding="utf-8")
    (source / "sub" / "b.txt").write_text(f"tenantId={TENANT} by adele@contoso.com\n", encoding="utf-8")
    surroundings = surround(tmp_path)
    code = redact(surroundings, [str(source)], target="github", output=tmp_path / "out", as_json=True)
    assert code == 0
    files = sorted(
        path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*") if path.is_file()
    )
    assert files == ["a.txt", "sub/b.txt"]
    first, second = ((tmp_path / "out" / name).read_text(encoding="utf-8") for name in files)
    assert first.split()[-1] in second
    assert TENANT not in first + second
    told = json.loads(read(surroundings.stdout))
    assert [row["replaced"] for row in told["files"]] == [{"tenant-id": 1}, {"email": 1, "tenant-id": 1}]


def test_late_values_of_another_length_are_put_right(tmp_path: Path) -> None:
    source = tmp_path / "a.log"
    source.write_text("hello avance9, again avance9\n" + "x\n" * 5000 + "C:\\Users\\avance9\\x\n", encoding="utf-8")
    redact(surround(tmp_path), [str(source)], target="github", output=tmp_path / "out")
    assert "avance9" not in (tmp_path / "out" / "a.log").read_text(encoding="utf-8")


def test_late_values_are_found_in_utf_16_too(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("hello avance9\r\n".encode("utf-16"))
    (tmp_path / "b.txt").write_text("C:\\Users\\avance9\\x\n", encoding="utf-8")
    paths = [str(tmp_path / name) for name in ("a.txt", "b.txt")]
    redact(surround(tmp_path), paths, target="github", output=tmp_path / "out")
    assert (tmp_path / "out" / "a.txt").read_bytes().decode("utf-16").startswith("hello user-")


def test_pipe(tmp_path: Path) -> None:
    surroundings = surround(tmp_path, "first Tr0ub4dor9, then password=Tr0ub4dor9\n")
    assert redact(surroundings, ["-"], target="internal", output=None) == 0
    out = read(surroundings.stdout)
    assert out.startswith("first REDACTED-pw-")
    assert "Tr0ub4" not in out


def test_files_that_stay_out_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    surroundings = surround(tmp_path)
    assert redact(surroundings, [str(tmp_path / "a.pdf")], target="github", output=tmp_path / "out") == 1
    assert "a.pdf: left out, cannot be checked for secrets." in read(surroundings.stderr)


@pytest.mark.parametrize(
    ("paths", "output", "says"),
    [
        (["nowhere.txt"], "out", "nowhere.txt"),
        (["-", "a"], "out", "cannot be mixed"),
        (["a"], None, "-o FOLDER"),
    ],
)
def test_wrong_use_is_told(tmp_path: Path, paths: list[str], output: str | None, says: str) -> None:
    with pytest.raises(InputError, match=says):
        redact(surround(tmp_path), paths, target="github", output=tmp_path / output if output else None)


def test_existing_copies_are_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    for force in (False, True):
        redact(surround(tmp_path), [str(tmp_path / "a.txt")], target="github", output=tmp_path / "out", force=force)
    with pytest.raises(InputError, match="--force"):
        redact(surround(tmp_path), [str(tmp_path / "a.txt")], target="github", output=tmp_path / "out")


def test_reply_is_turned_back_with_the_pseudonyms_of_the_draft(tmp_path: Path) -> None:
    surroundings = surround(tmp_path, "from adele@contoso.com\n")
    draft = create_draft(surroundings.places, surroundings.now())
    draft.save(surroundings.now())
    redact(surroundings, ["-"], target="github", output=None, draft=draft.id)
    reply = surround(tmp_path, "Dear " + read(surroundings.stdout))
    assert restore(reply, "-", draft=draft.id) == 0
    assert read(reply.stdout) == "Dear from adele@contoso.com\n"


def test_two_processes_give_what_one_gives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from reporter.redaction import workers
    from reporter.redaction.copies import copy_redacted, find_files
    from reporter.redaction.policy import load_policy
    from reporter.redaction.pseudonyms import Pseudonyms
    from reporter.redaction.redactor import Redactor

    source = tmp_path / "in"
    source.mkdir()
    for number in range(4):
        text = f"bare {TENANT} and u{number}@contoso.com\n" + f"tenantId={TENANT}\n" * (number == 3)
        (source / f"{number}.txt").write_text(text * 50, encoding="utf-8")
    results = []
    for worth, folder in ((1 << 40, "one"), (4, "two")):
        monkeypatch.setattr(workers, "WORTH_IT", worth)
        redactor = Redactor(load_policy("github"), Pseudonyms.create(bytes(32)))
        copy_redacted(redactor, find_files([str(source)]), tmp_path / folder, force=False)
        texts = [(tmp_path / folder / f"{number}.txt").read_bytes() for number in range(4)]
        results.append((texts, redactor.counts, sorted(redactor.pseudonyms.entries())))
    assert results[0] == results[1]
    assert TENANT.encode() not in b"".join(results[0][0])
