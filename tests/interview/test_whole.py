"""From evidence to zip with a scripted asker: the real session, pipeline and bundle."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from reporter.commands import new as commands
from reporter.console import Surroundings
from reporter.drafts import delete_draft, list_drafts, load_draft
from reporter.errors import InputError, Interrupted
from reporter.interview.confirming import RIGHT
from reporter.interview.question import BACK, Screen
from reporter.report import dump_report
from tests.interview.script import ACCEPT, STOP, Script

NOW = datetime(2025, 11, 18, 17, tzinfo=timezone.utc)
PASTED = (Path(__file__).parent.parent / "fixtures" / "interview" / "pasted-issue.txt").read_text(encoding="utf-8")


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


class World:
    """Surroundings that keep what was said."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def surroundings(self, now: datetime = NOW) -> Surroundings:
        self.out, self.talk = io.StringIO(), Terminal()
        return Surroundings(
            stdin=Terminal(), stdout=self.out, stderr=self.talk, environ={}, zone=timezone.utc, fixed_now=now
        )

    def new(self, script: Script, *evidence: str, target: str | None = None, form: str | None = None) -> int:
        return commands.new(
            self.surroundings(),
            list(evidence),
            target=target,
            form=form,
            output=self.folder,
            accessible=False,
            force=False,
            encrypt=False,
            asker=script,
        )

    def resume(self, script: Script, *, comment: bool = False, now: datetime = NOW) -> int:
        return commands.resume(
            self.surroundings(now),
            None,
            output=None,
            accessible=False,
            comment=comment,
            force=False,
            encrypt=False,
            asker=script,
        )


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def accept(**answers: Any) -> Callable[[Screen], Any]:
    """Answer by the beginning of the question, accept everything else."""

    def answer(screen: Screen) -> Any:
        return next((value for words, value in answers.items() if screen.label == words.replace("_", " ")), ACCEPT)

    return answer


def report_of(path: str) -> dict[str, Any]:
    with zipfile.ZipFile(path) as bundle:
        return json.loads(bundle.read("report.json"))  # type: ignore[no-any-return]  # JSON


def test_a_good_text_takes_at_most_twelve_answers_from_evidence_to_zip(world: World) -> None:
    script = Script([PASTED], usual=accept())
    assert world.new(script) == 0
    path = world.out.getvalue().strip()
    assert Path(path).is_file()
    assert [screen.place for screen in script.asked] == ["1", *(f"{number} of 10" for number in range(2, 11))]
    assert len(script.asked) == 10
    report = report_of(path)
    assert [error["code"] for error in report["errors"]] == ["0x80097376", "0x80072031"]
    assert report["solution"] == {
        "name": "Center of Excellence - Core Components",
        "source_version": "4.47.1",
        "target_version": "4.49.2",
    }
    assert report["operation"] == {"kind": "upgrade"}
    assert report["environment"] == {"type": "Production"}


def test_what_to_do_next_is_said_with_the_command(world: World) -> None:
    world.new(Script([PASTED], usual=accept()))
    path = world.out.getvalue().strip()
    assert f"  reporter send {path} --via browser\n" in world.talk.getvalue()


@pytest.mark.parametrize("target", ["microsoft", "internal"])
def test_every_target_can_be_reached_by_accepting(world: World, target: str) -> None:
    script = Script([PASTED], usual=accept())
    assert world.new(script, target=target) == 0
    assert len(script.asked) <= 12
    assert report_of(world.out.getvalue().strip())["routing"]["chosen"] == target


def test_stopped_before_anything_was_given_nothing_is_kept(world: World) -> None:
    with pytest.raises(Interrupted, match="nothing was kept"):
        world.new(Script([STOP]))
    assert list_drafts(world.surroundings().places) == []


def test_stopped_later_the_draft_goes_on_to_the_same_report(world: World) -> None:
    world.new(Script([PASTED], usual=accept(Region="Europe")))
    places = world.surroundings().places
    whole = dump_report(load_draft(places).report)
    delete_draft(places, load_draft(places).id)
    with pytest.raises(Interrupted, match=r"`reporter resume \d{8}-\w{4}` continues"):
        world.new(Script([PASTED, ACCEPT, ACCEPT, ACCEPT, "Europe", STOP]))
    script = Script(usual=accept())
    for path in world.folder.glob("*.zip"):
        path.unlink()
    assert world.resume(script) == 0
    assert script.asked[0].label == "License"
    assert dump_report(load_draft(places).report) == whole


def test_attachments_that_changed_or_vanished_are_said_on_resume(world: World, tmp_path: Path) -> None:
    shot, log = tmp_path / "shot.txt", tmp_path / "more.txt"
    shot.write_text("one")
    log.write_text("two")
    with pytest.raises(Interrupted):
        world.new(Script([PASTED, ACCEPT, ACCEPT, ACCEPT, "", ACCEPT, f"{shot}\n{log}", STOP]))
    shot.write_text("another")
    log.unlink()
    script = Script([STOP])
    with pytest.raises(Interrupted):
        world.resume(script)
    assert script.told == [
        f"{shot} has changed since it was named (3 then, 7 bytes now).",
        f"{log} is gone or cannot be read any more (No such file or directory).",
    ]


def test_trying_the_known_steps_first_comes_back_with_the_question_how_it_went(world: World) -> None:
    script = Script([PASTED], usual=accept(Target="not yet"))
    assert world.new(script) == 0
    assert script.told[-2:] == ["Wait and retry: 5 to 10 minutes.", "Come back after 2025-11-18 17:10 UTC."]
    assert "Then: `reporter resume" in world.talk.getvalue()
    later = Script(usual=accept())
    assert world.resume(later, now=NOW + timedelta(minutes=10)) == 0
    assert later.asked[0].ask == "“Wait and retry”: how did it end?"
    report = report_of(world.out.getvalue().strip())
    assert report["attempts"] == [
        {"what": "Wait and retry", "outcome": "same error", "step": "bad-gateway-wait-and-retry"}
    ]


def test_from_the_review_any_section_can_be_changed(world: World) -> None:
    reviews = ["asks", "section 5", "leave"]
    script = Script(
        [PASTED],
        usual=lambda screen: (
            reviews.pop(0)
            if screen.label == "Review"
            else BACK
            if screen.place.endswith("left")
            else "Asia"
            if screen.label == "Region"
            else ACCEPT
        ),
    )
    assert world.new(script) == 0
    assert not reviews
    assert world.out.getvalue() == ""
    assert "continues" in world.talk.getvalue()


def test_a_bundle_that_exists_already_is_said_and_the_review_is_there_again(world: World) -> None:
    world.new(Script([PASTED], usual=accept()))
    reviews = [ACCEPT, "leave"]
    script = Script([PASTED], usual=lambda screen: reviews.pop(0) if screen.label == "Review" else ACCEPT)
    assert world.new(script) == 0
    assert any("--force" in line for line in script.told)


def test_more_evidence_can_be_read_from_the_review(world: World, tmp_path: Path) -> None:
    more = tmp_path / "more.txt"
    more.write_text("Import failed with error code 80040216\n")
    reviews = ["evidence", "leave"]
    script = Script(
        [PASTED],
        usual=lambda screen: (
            reviews.pop(0) if screen.label == "Review" else str(more) if screen.label == "Evidence" else ACCEPT
        ),
    )
    world.new(script)
    report = load_draft(world.surroundings().places).report
    assert [error.code for error in report.errors] == ["0x80097376", "0x80072031", "0x80040216"]


def test_only_what_is_new_since_the_hand_in_becomes_a_comment(world: World) -> None:
    world.new(Script([PASTED], usual=accept()))
    places = world.surroundings().places
    draft = load_draft(places)
    draft.handed_in = {"url": "https://github.com/contoso/kit/issues/7", "at": "x", "report": dump_report(draft.report)}
    draft.save(NOW)
    reviews = ["section 4", "leave"]
    script = Script(
        usual=lambda screen: (
            reviews.pop(0)
            if screen.label == "Review"
            else "18.11.2025 16:00 third try, same code"
            if screen.label == "Timeline"
            else ACCEPT
        )
    )
    world.resume(script)
    for path in world.folder.glob("*.zip"):
        path.unlink()
    assert world.resume(Script(), comment=True) == 0
    comment, bundle = world.out.getvalue().split()
    assert "third try, same code" in Path(comment).read_text()
    assert "80097376" not in Path(comment).read_text()
    assert Path(bundle).is_file()
    assert "gh issue comment https://github.com/contoso/kit/issues/7" in world.talk.getvalue()


def test_a_report_that_was_not_handed_in_has_no_comment(world: World) -> None:
    world.new(Script([PASTED], usual=accept()))
    with pytest.raises(InputError, match="was not handed in yet"):
        world.resume(Script(), comment=True)


OPTIONS: dict[str, Any] = {"output": None, "accessible": False, "force": False, "encrypt": False}


@pytest.mark.parametrize(
    "command",
    [
        lambda surroundings: commands.new(surroundings, [], target=None, form=None, **OPTIONS),
        lambda surroundings: commands.resume(surroundings, None, comment=False, **OPTIONS),
        lambda surroundings: commands.start(surroundings),
    ],
    ids=["new", "resume", "start"],
)
def test_without_a_terminal_the_command_that_needs_none_is_named(command: Callable[[Surroundings], int]) -> None:
    surroundings = Surroundings(stdin=io.StringIO(), stdout=io.StringIO(), stderr=io.StringIO(), environ={})
    with pytest.raises(InputError, match="needs a terminal; without one use `reporter build") as caught:
        command(surroundings)
    assert caught.value.exit_code == 2
    assert "\n" not in str(caught.value)


def test_bare_reporter_offers_the_newest_unfinished_draft(world: World) -> None:
    with pytest.raises(Interrupted):
        world.new(Script([PASTED, RIGHT, STOP]))
    script = Script([ACCEPT, STOP])
    with pytest.raises(Interrupted):
        commands.start(world.surroundings(), asker=script)
    assert [screen.label for screen in script.asked] == ["Report", "Steps tried"]


def test_a_missing_evidence_file_is_said_before_a_draft_is_made(world: World) -> None:
    with pytest.raises(InputError, match=r"gone\.txt cannot be read"):
        world.new(Script(), "gone.txt")
    assert not list(world.surroundings().places.drafts.glob("*"))
