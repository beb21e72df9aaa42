"""Nothing leaks: a canary of every kind in every place of a report, looked for in all that comes out."""

from __future__ import annotations

import base64
import gzip
import io
import json
import os
import re
import stat
import tempfile
import types
import typing
import zipfile
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, PngImagePlugin

from reporter.cli import run
from reporter.drafts import create_draft
from reporter.places import find_places
from reporter.redaction.kinds import KINDS
from reporter.redaction.policy import load_policy
from reporter.redaction.shapes import PSEUDONYM
from reporter.report import TARGETS, Data, Report, Target
from tests.canaries import CANARIES, ENCODINGS, find, open_all, song

WITHOUT_RULE = {"windows-domain", "credit-card"}
"""Kinds that only their user names, with `--remove` or a word of their own."""
PRIVATE = {"pseudonyms.json", "settings.toml"}
"""What may hold values: the private map, and the list of own terms that its user wrote."""


def fill(annotation: Any, numbers: typing.Iterator[int]) -> Any:
    """Return data for a type of the report with a song in every text; None where there is no text in it."""
    if typing.get_origin(annotation) is typing.Annotated:
        return fill(annotation.__origin__, numbers)
    arguments = typing.get_args(annotation)
    if typing.get_origin(annotation) in (types.UnionType, typing.Union):
        return next((found for one in arguments if (found := fill(one, numbers)) is not None), None)
    if typing.get_origin(annotation) in (tuple, list):
        one = fill(arguments[0], numbers)
        return None if one is None else [one]
    if typing.get_origin(annotation) is dict:
        return {song(): song("base64"), "list": [song("json")]}
    if annotation is datetime:
        return "2025-11-18T09:14:00Z"
    if isinstance(annotation, type) and issubclass(annotation, Data):
        return fill_model(annotation, numbers)
    return song(ENCODINGS[next(numbers) % len(ENCODINGS)]) if annotation is str else None


def fill_model(model: type[Data], numbers: typing.Iterator[int]) -> dict[str, Any]:
    rows = {}
    for name, field in model.model_fields.items():
        metadata = typing.Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation
        value = fill(metadata, numbers)
        if value is not None and name not in ("form_file", "attachments"):
            rows[field.alias or name] = value
    return rows


def pack(members: dict[str, bytes], comment: bytes = b"") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.comment = comment
        for name, data in members.items():
            info = zipfile.ZipInfo(name)
            info.comment = comment[:60000]
            archive.writestr(info, data)
    return made.getvalue()


def attach(folder: Path) -> list[dict[str, str]]:
    """Write an attachment of each format, and one named after each canary; return the rows of the report."""
    whole = "\n".join(song(encoding) for encoding in ENCODINGS)
    rows = json.dumps({"lines": whole.splitlines(), "one": whole, song(): 1}).encode()
    cells = "".join(
        f"<cell>{line}</cell>\n" for line in song("xml").replace("&", "&amp;").replace("<", "&lt;").split("\n")
    )
    xml = f"<?xml version='1.0'?><root a='1'>{cells}</root>".encode()
    body = song().encode()
    har = {
        "log": {
            "creator": {"name": "x"},
            "entries": [
                {
                    "request": {
                        "url": f"https://x.example.com/?a={CANARIES['sas'].planted}",
                        "headers": [{"name": "Authorization", "value": f"Bearer {CANARIES['auth-header'].value}"}],
                        "cookies": [{"name": "s", "value": CANARIES["cookie"].value}],
                        "postData": {"text": song("json")},
                    },
                    "response": {"content": {"text": song("plain")}},
                },
                {"response": {"content": {"encoding": "base64", "text": base64.b64encode(body).decode()}}},
            ],
        }
    }
    package = {
        "customizations.xml": xml,
        "solution.xml": xml,
        f"Workflows/{CANARIES['user-name'].value}-1.json": rows,
        "inner.zip": pack({"deep.log": body, "deeper.gz": gzip.compress(body)}, body),
        "inner.bin": b"\0\1\2" + body,
    }
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", song())
    notes.add_itxt("Description", song(), zip=True)
    notes.add_text("Zipped", song(), zip=True)
    picture = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(picture, "PNG", pnginfo=notes)
    exif = Image.Exif()
    exif[0x010E] = exif[0x013B] = CANARIES["email"].planted
    photo = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(photo, "JPEG", exif=exif, comment=body[:2000])
    contents: dict[str, bytes] = {
        "a.txt": whole.encode(),
        "a.log": "".join(f"09:14:0{n % 10} {line}\r\n" for n, line in enumerate(whole.splitlines())).encode(),
        "a.json": rows,
        "a.xml": xml,
        "a.csv": "\n".join(f'{n},"{line}"' for n, line in enumerate(whole.splitlines())).encode(),
        "a.har": json.dumps(har).encode(),
        "kit.zip": pack(package, body),
        "a.log.gz": gzip.compress(whole.encode()),
        "wide.txt": whole.encode("utf-16"),
        "wide-without-mark.txt": song().encode("utf-16-le"),
        "shot.png": picture.getvalue() + body,
        "photo.jpg": photo.getvalue() + body,
        "unknown.bin": b"\0\1\2\3" * 40 + body,
    }
    for canary in CANARIES.values():
        name = canary.value
        if canary.kind != "private-key" and not set('/\\:*?"<>|&') & set(name):
            contents[f"{name}.txt" if len(name) < 200 else f"{name[-200:]}.txt"] = b"nothing\n"
    for name, data in contents.items():
        (folder / name).write_bytes(data)
    return [{"path": name, "caption": song(ENCODINGS[n % len(ENCODINGS)])} for n, name in enumerate(contents)]


@pytest.fixture
def case(tmp_path: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with answers and attachments, own terms set, and a folder for temporary files."""
    config = own_home / "reporter" / "config"
    config.mkdir(parents=True)
    (config / "settings.toml").write_text(f'own_terms = ["{CANARIES["own-term"].value}"]\n', encoding="utf-8")
    (tmp_path / "temp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temp"))
    folder = tmp_path / "case"
    folder.mkdir()
    (tmp_path / "out").mkdir()
    return folder


def write_answers(case: Path, **more: Any) -> Path:
    path = case / "answers.json"
    path.write_text(json.dumps(more), encoding="utf-8")
    return path


def leaks_in(root: Path, kinds: frozenset[str], *, but: typing.Collection[str] = ()) -> list[str]:
    """Return where canaries stand in the files below a folder and in their names."""
    leaks = []
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        leaks += [f"{name} (name): {kind}" for kind in find(name.encode(), kinds)]
        if path.is_file() and path.name not in but:
            for member, data in open_all(path.read_bytes(), name):
                leaks += [f"{member}: {kind}" for kind in sorted(find(data, kinds))]
    return leaks


def removed_for(target: str) -> frozenset[str]:
    return load_policy(target).removed() & CANARIES.keys()


def test_there_is_a_canary_of_every_kind() -> None:
    assert KINDS.keys() - CANARIES.keys() == WITHOUT_RULE


@pytest.mark.parametrize("target", TARGETS)
def test_no_canary_leaves(
    target: Target, case: Path, tmp_path: Path, own_home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    removed = removed_for(target)
    report = fill_model(Report, iter(range(10_000)))
    report["environment"]["name"] = CANARIES["environment-name"].value  # no rule sees it, its place tells
    answers = write_answers(case, **{**report, "schema": 1, "attachments": attach(case)})
    assert run(["build", str(answers), "--for", target, "-o", str(tmp_path / "out")]) == 0, capfd.readouterr().err
    assert run(["drafts"]) == 0
    assert run(["drafts", "--json"]) == 0
    out, err = capfd.readouterr()
    assert find(out.encode(), removed) == set()
    assert find(err.encode(), removed) == set()
    assert leaks_in(tmp_path / "out", removed) == []
    assert leaks_in(own_home, removed, but=PRIVATE) == []
    assert list((tmp_path / "temp").iterdir()) == []
    assert len(list((tmp_path / "out").iterdir())) == 1
    if os.name != "nt":
        for path in (own_home / "reporter" / "state").rglob("*.json"):
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
    (bundle,) = (tmp_path / "out").iterdir()
    with zipfile.ZipFile(bundle) as archive:
        names = archive.namelist()
        log = archive.read(next(name for name in names if name.endswith("-a.txt")))
        told = archive.read("report.json")
        assert not [name for name in names if name.endswith(".bin")]
    kept = CANARIES.keys() - removed
    assert find(log, frozenset(kept)) == kept
    assert find(told, frozenset(kept)) == kept


def test_a_bare_name_that_is_known_from_elsewhere_is_replaced(case: Path, tmp_path: Path) -> None:
    (case / "a.log").write_text("the import of Ottilie Kanarienvogel failed\n" * 3, encoding="utf-8")
    answers = write_answers(
        case, summary="see the log", contact={"name": "Ottilie Kanarienvogel"}, attachments=[{"path": "a.log"}]
    )
    for target in ("github", "microsoft"):
        assert run(["build", str(answers), "--for", target, "-o", str(tmp_path / "out" / f"{target}.zip")]) == 0
    assert leaks_in(tmp_path / "out", frozenset({"person"})) == []


def test_what_the_gate_finds_is_told_masked_and_there_is_no_zip(
    case: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    key = CANARIES["connection-string"]
    halves = f"{'x' * 30} {key.value[:40]}\n{key.value[40:]}"  # a hard wrap inside the value
    (case / "a.log").write_text(f"{key.planted}\n\n{halves}\n", encoding="utf-8")
    answers = write_answers(case, summary="see the log", attachments=[{"path": "a.log"}])
    assert run(["build", str(answers), "--for", "internal", "-o", str(tmp_path / "out")]) == 1
    out, err = capfd.readouterr()
    assert "No zip was written" in err
    assert "attachments/01-a.log:3: connection-string (" in err
    assert find((out + err).encode(), frozenset(CANARIES)) == set()
    assert list((tmp_path / "out").iterdir()) == []
    assert list((tmp_path / "temp").iterdir()) == []


@pytest.mark.parametrize("kind", sorted(CANARIES.keys() & removed_for("github") - {"own-term", "environment-name"}))
def test_no_message_about_answers_holds_a_canary(kind: str, case: Path, capfd: pytest.CaptureFixture[str]) -> None:
    canary = CANARIES[kind]
    answers = write_answers(case, impact={"severity": canary.planted}, timeline=[{"at": canary.planted, "what": "x"}])
    assert run(["build", str(answers), "--for", "github", "-o", str(case)]) == 2
    out, err = capfd.readouterr()
    assert find((out + err).encode(), frozenset({kind})) == set()


@pytest.mark.parametrize("message", [song(), f"'{CANARIES['own-term'].value}'", 'no "Kanariwelt" here', "Kanarigarten"])
def test_no_crash_report_holds_a_canary(
    message: str, case: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError(message)

    monkeypatch.setattr("reporter.pipeline.complete_report", fail)
    assert run(["build", str(write_answers(case, summary=song())), "--for", "github", "-o", str(case)]) == 3
    (crash,) = (own_home / "reporter" / "state" / "crashes").iterdir()
    kinds = removed_for("github") - ({"environment-name"} if "TenantId" in message else set())  # no rule sees it
    assert find(crash.read_bytes(), kinds) == set()
    assert "ValueError" in crash.read_text(encoding="utf-8")
    out, err = capfd.readouterr()
    assert find((out + err).encode(), kinds) == set()


def test_no_list_of_drafts_holds_a_canary(case: Path, own_home: Path, capfd: pytest.CaptureFixture[str]) -> None:
    places = find_places()
    draft = create_draft(places, datetime.now(timezone.utc))
    draft.report = Report(title=song())
    draft.save(datetime.now(timezone.utc))
    folder = case / "Users" / CANARIES["user-name"].value
    folder.mkdir(parents=True)
    assert run(["build", str(write_answers(folder, summary="x")), "--for", "github", "-o", str(case)]) == 0
    capfd.readouterr()
    assert run(["drafts"]) == 0
    assert run(["drafts", "--json"]) == 0
    out, err = capfd.readouterr()
    assert find((out + err).encode(), removed_for("github") - {"environment-name"}) == set()
    if os.name != "nt":
        assert stat.S_IMODE((draft.folder / "draft.json").stat().st_mode) == 0o600


def test_a_scanner_flags_nothing_in_the_demo_but_stand_ins_and_check_sums(tmp_path: Path) -> None:
    from detect_secrets.core.secrets_collection import SecretsCollection
    from detect_secrets.settings import default_settings

    assert run(["demo", "-o", str(tmp_path / "out")]) == 0
    for bundle in (tmp_path / "out").iterdir():
        folder = tmp_path / bundle.stem
        with zipfile.ZipFile(bundle) as archive:
            archive.extractall(folder)
        found = SecretsCollection(str(folder))
        with default_settings():
            for path in folder.rglob("*"):
                if path.is_file():
                    found.scan_file(path.relative_to(folder).as_posix())
        for name, secret in found:
            value = (secret.secret_value or "").encode()
            check_sum = name == "manifest.json" and re.fullmatch(b"[0-9a-f]{64}", value)
            assert check_sum or PSEUDONYM.fullmatch(value), f"{name}:{secret.line_number}: {secret.type}"
