"""Drafts: every answer is on disk before the next question shows; only their user deletes them."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from reporter.errors import InputError, ReporterError
from reporter.kept import KeptFile
from reporter.locking import lock_file
from reporter.paths import need_file, typed_path
from reporter.places import Places, private_folder, write_private
from reporter.report import TARGETS, Report, Target

DRAFT_SCHEMA = 1
FILE = "draft.json"
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits of a draft's id that nobody mistakes for one another."""


@dataclass
class Draft:
    """One unfinished or finished report on this machine. `save` makes what it holds durable."""

    id: str
    folder: Path
    made: datetime
    changed: datetime
    report: Report = field(default_factory=Report)
    """Everything answered so far."""
    walk: dict[str, Any] = field(default_factory=dict)
    """The interview's own record: `given`, `remembered`, `editing`."""
    prefilled: dict[str, Any] = field(default_factory=dict)
    """What the evidence gave, so that it need not be read again."""
    evidence: list[str] = field(default_factory=list)
    """Absolute paths; pasted text lies in the draft's own folder."""
    files: list[KeptFile] = field(default_factory=list)
    """Evidence and attachments as they were when they were named."""
    target: Target | None = None
    form: str | None = None
    output: str | None = None
    answers: str | None = None
    """The answers file that this record only keeps the pseudonyms of."""
    bundles: list[str] = field(default_factory=list)
    handed_in: dict[str, Any] = field(default_factory=dict)
    """`url` or `case` of the issue, `at`, and the `report` as it was then."""

    @property
    def pseudonyms_path(self) -> Path:
        """The private file with this draft's pseudonym key and map."""
        return self.folder / "pseudonyms.json"

    @property
    def pasted_folder(self) -> Path:
        """Where pasted evidence lies."""
        return self.folder / "pasted"

    @property
    def resumable(self) -> bool:
        """Whether it was made by the interview."""
        return self.answers is None

    def save(self, now: datetime) -> None:
        """Write the draft (0600, fsync, rename); when this returns, nothing of it can be lost.

        Raises:
            ReporterError: the folder cannot be written.
        """
        from reporter.report import dump_report

        self.changed = now
        data = {
            "schema": DRAFT_SCHEMA,
            "id": self.id,
            "made": self.made.isoformat(),
            "changed": self.changed.isoformat(),
            "target": self.target,
            "form": self.form,
            "output": self.output,
            "answers": self.answers,
            "evidence": self.evidence,
            "files": [vars(kept) for kept in self.files],
            "bundles": self.bundles,
            "handed_in": self.handed_in,
            "walk": self.walk,
            "report": dump_report(self.report),
            "prefilled": self.prefilled,
        }
        write_private(self.folder / FILE, (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode())

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Keep a second run from working on the same draft; the lock goes away with the process, however it ends.

        Raises:
            ReporterError: another run has it.
        """
        private_folder(self.folder)
        with (self.folder / "lock").open("a+b") as file:
            if not lock_file(file.fileno()):
                raise ReporterError(
                    f"Draft {self.id} is open in another window. Go on there, or close it and run "
                    f"`reporter resume {self.id}` again."
                )
            yield


def create_draft(places: Places, now: datetime) -> Draft:
    """Return a new draft with a folder of its own (0700). It is on disk after its first `save`."""
    private_folder(places.drafts)
    for _ in range(100):
        name = f"{now:%Y%m%d}-{''.join(secrets.choice(ALPHABET) for _ in range(4))}"
        folder = places.drafts / name
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:
            continue
        except OSError as error:
            raise ReporterError(f"A draft cannot be kept in {places.drafts} ({error.strerror}).") from error
        return Draft(name, folder, made=now, changed=now)
    raise ReporterError(f"No free name for a draft was found in {places.drafts}. Delete some of them.")


def list_drafts(places: Places) -> list[Draft]:
    """Return the drafts that can be read, newest change first."""
    drafts = []
    for path in sorted(places.drafts.glob(f"*/{FILE}")):
        with contextlib.suppress(ReporterError):
            drafts.append(_read(path.parent))
    return sorted(drafts, key=lambda draft: draft.changed, reverse=True)


def unreadable_drafts(places: Places) -> list[str]:
    """Return one sentence for each draft that cannot be read (broken, or from a newer version)."""
    return [problem for path in sorted(places.drafts.glob(f"*/{FILE}")) if (problem := _problem(path.parent))]


def _problem(folder: Path) -> str | None:
    try:
        _read(folder)
    except ReporterError as error:
        return str(error)
    return None


def load_draft(places: Places, name: str | None = None) -> Draft:
    """Return a draft by its id or the beginning of it, or the newest one that the interview made.

    Raises:
        InputError: there is no such draft, the beginning fits several, or a newer version made it.
    """
    if name is None:
        newest = next((draft for draft in list_drafts(places) if draft.resumable), None)
        if newest is None:
            problems = unreadable_drafts(places)
            raise InputError("\n".join([*problems, "There is no draft to resume. `reporter new` starts a report."]))
        return newest
    return _read(find_folder(places, name))


def find_folder(places: Places, name: str) -> Path:
    """Return the folder of a draft by its id or the beginning of it.

    Raises:
        InputError: none fits, or several do.
    """
    known = sorted(path.parent for path in places.drafts.glob(f"*/{FILE}"))
    fitting = [folder for folder in known if folder.name == name] or [
        folder for folder in known if name and folder.name.startswith(name)
    ]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise InputError(f"Several drafts begin with {name}: {', '.join(folder.name for folder in fitting)}.")
    raise InputError(f"There is no file and no draft named {name}. `reporter drafts` lists the drafts.")


def delete_draft(places: Places, name: str) -> str:
    """Delete a draft with everything in it, and return its id.

    Raises:
        InputError: there is no such draft.
        ReporterError: something of it cannot be deleted.
    """
    folder = find_folder(places, name)
    try:
        with (folder / "lock").open("a+b") as file:
            if not lock_file(file.fileno()):
                raise ReporterError(f"Draft {folder.name} is open in another window. Close it there, then delete it.")
        shutil.rmtree(folder)
    except OSError as error:
        raise ReporterError(
            f"Draft {folder.name} cannot be deleted ({error.strerror}): look at {folder} yourself."
        ) from error
    return folder.name


def draft_for_answers(places: Places, answers_path: Path, *, now: datetime | None = None) -> Draft:
    """Return the record that keeps the pseudonyms of an answers file stable from one build to the next."""
    place = typed_path(answers_path).absolute()
    name = f"answers-{hashlib.sha256(os.fsencode(place)).hexdigest()[:12]}"
    folder = places.drafts / name
    if (folder / FILE).exists():
        return _read(folder)
    now = now or datetime.now().astimezone()
    draft = Draft(name, private_folder(folder), made=now, changed=now, answers=str(place))
    draft.save(now)
    return draft


def _read(folder: Path) -> Draft:
    from pydantic import ValidationError

    try:
        need_file(folder / FILE, "a draft")
        data = json.loads((folder / FILE).read_text(encoding="utf-8"))
        version = data["schema"]
        if version > DRAFT_SCHEMA:
            raise InputError(
                f"Draft {folder.name} was made by a newer reporter (its schema is {version}, this one reads "
                f"{DRAFT_SCHEMA}). Update reporter and run the command again; the draft is untouched."
            )
        for key, kind in (("given", dict), ("remembered", dict), ("editing", list)):
            if not isinstance(data["walk"].get(key, kind()), kind):
                raise TypeError(key)
        if data["target"] not in (None, *TARGETS):
            raise ValueError("target")
        return Draft(
            id=folder.name,
            folder=folder,
            made=_moment(data["made"]),
            changed=_moment(data["changed"]),
            report=Report.model_validate(data["report"]),
            walk=dict(data["walk"]),
            prefilled=dict(data["prefilled"]),
            evidence=list(data["evidence"]),
            files=[KeptFile(**kept) for kept in data["files"]],
            target=data["target"],
            form=data["form"],
            output=data["output"],
            answers=data["answers"],
            bundles=list(data["bundles"]),
            handed_in=dict(data["handed_in"]),
        )
    except (
        OSError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        OverflowError,
        RecursionError,
        ValidationError,
    ) as error:
        raise InputError(
            f"Draft {folder.name} cannot be read ({_reason(error)}): look at {folder / FILE}, "
            f"or delete it with `reporter drafts delete {folder.name}`."
        ) from error


def _moment(text: str) -> datetime:
    """Return a time with its zone: without one it could not be compared with the others."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.astimezone()


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    return re.sub(r"\s+", " ", type(error).__name__)
