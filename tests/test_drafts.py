"""Drafts: durable, private, one run at a time, deleted only on purpose."""

from __future__ import annotations

import json
import os
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from reporter.drafts import (
    create_draft,
    delete_draft,
    draft_for_answers,
    list_drafts,
    load_draft,
    unreadable_drafts,
)
from reporter.errors import InputError, ReporterError
from reporter.kept import changes_of, keep_file
from reporter.places import Places, find_places
from reporter.report import Report

NOW = datetime(2025, 11, 18, 9, 14, tzinfo=timezone.utc)


@pytest.fixture
def places() -> Places:
    return find_places()


def test_a_saved_draft_comes_back_as_it_was(places: Places, tmp_path: Path) -> None:
    shot = tmp_path / "shot.png"
    shot.write_bytes(b"picture")
    draft = create_draft(places, NOW)
    draft.report = Report.model_validate({"title": "It failed", "attempts": [{"what": "again", "at": NOW}]})
    draft.walk = {"given": {"target": "github"}}
    draft.files = [keep_file(shot)]
    draft.target = "github"
    draft.save(NOW)
    assert load_draft(places, draft.id) == draft


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_a_draft_is_readable_by_its_user_only(places: Places) -> None:
    draft = create_draft(places, NOW)
    draft.save(NOW)
    assert draft.folder.stat().st_mode & 0o777 == 0o700
    assert (draft.folder / "draft.json").stat().st_mode & 0o777 == 0o600


def test_the_newest_draft_is_resumed_and_answers_files_are_not(places: Places, tmp_path: Path) -> None:
    old, new = create_draft(places, NOW), create_draft(places, NOW)
    old.save(NOW)
    new.save(NOW + timedelta(hours=1))
    draft_for_answers(places, tmp_path / "answers.yml", now=NOW + timedelta(hours=2))
    assert load_draft(places).id == new.id
    assert [draft.id for draft in list_drafts(places) if draft.resumable] == [new.id, old.id]


def test_an_answers_file_has_one_record_wherever_it_is_named_from(
    places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert draft_for_answers(places, Path("a.yml")).id == draft_for_answers(places, tmp_path / "a.yml").id
    assert draft_for_answers(places, Path("b.yml")).id != draft_for_answers(places, Path("a.yml")).id


def test_the_beginning_of_an_id_is_enough_unless_it_fits_several(places: Places) -> None:
    one, other = create_draft(places, NOW), create_draft(places, NOW)
    one.save(NOW)
    other.save(NOW)
    shared = next(end for end in range(len(one.id)) if one.id[end] != other.id[end])
    assert load_draft(places, one.id[: shared + 1]).id == one.id
    with pytest.raises(InputError, match="Several drafts begin with 20251118"):
        load_draft(places, "20251118")


def test_a_draft_that_is_not_there_says_where_to_look(places: Places) -> None:
    with pytest.raises(InputError, match=r"no draft named nothing\. `reporter drafts` lists"):
        load_draft(places, "nothing")
    with pytest.raises(InputError, match=r"no draft to resume\. `reporter new` starts"):
        load_draft(places)


def test_a_draft_from_a_newer_version_is_left_alone_with_a_sentence(places: Places) -> None:
    draft = create_draft(places, NOW)
    draft.save(NOW)
    path = draft.folder / "draft.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "schema": 2, "news": []}))
    before = path.read_bytes()
    with pytest.raises(InputError, match="made by a newer reporter") as caught:
        load_draft(places, draft.id)
    assert caught.value.exit_code == 2
    assert path.read_bytes() == before
    assert list_drafts(places) == []
    assert len(unreadable_drafts(places)) == 1


@pytest.mark.parametrize("text", ["", "{", "[]", '{"schema": "x"}', '{"schema": 1}', "\x00"])
def test_a_broken_draft_is_a_sentence(places: Places, text: str) -> None:
    draft = create_draft(places, NOW)
    draft.save(NOW)
    (draft.folder / "draft.json").write_text(text)
    with pytest.raises(InputError, match="cannot be read"):
        load_draft(places, draft.id)


def test_deleting_takes_everything_away(places: Places) -> None:
    draft = create_draft(places, NOW)
    draft.save(NOW)
    draft.pseudonyms_path.write_text("{}")
    assert delete_draft(places, draft.id) == draft.id
    assert not draft.folder.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="locks there are tested by hand")
def test_a_draft_is_open_in_one_run_at_a_time(places: Places) -> None:
    draft = create_draft(places, NOW)
    with draft.locked(), pytest.raises(ReporterError, match="open in another window"), draft.locked():
        pass
    with draft.locked():
        pass


def test_changed_and_vanished_files_are_said_and_the_rest_is_not(tmp_path: Path) -> None:
    same, touched, changed, gone = (tmp_path / name for name in ("same", "touched", "changed", "gone"))
    for path in (same, touched, changed, gone):
        path.write_text("before")
    kept = [keep_file(path) for path in (same, touched, changed, gone)]
    os.utime(touched, ns=(1, 1))
    changed.write_text("after it")
    gone.unlink()
    assert changes_of(kept) == [
        f"{changed} has changed since it was named (6 then, 8 bytes now).",
        f"{gone} is gone or cannot be read any more (No such file or directory).",
    ]
