"""Drafts: every answer is on disk before the next question shows; only their user deletes them."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import shutil
from datetime import datetime
from pathlib import Path

from reporter.draft import FILE, Draft, read_draft
from reporter.errors import InputError, ReporterError
from reporter.locking import lock_file
from reporter.paths import typed_path
from reporter.places import Places, private_folder

__all__ = [
    "Draft",
    "create_draft",
    "delete_draft",
    "draft_for_answers",
    "find_folder",
    "list_drafts",
    "load_draft",
    "unreadable_drafts",
]

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits of a draft's id that nobody mistakes for one another."""


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
            drafts.append(read_draft(path.parent))
    return sorted(drafts, key=lambda draft: draft.changed, reverse=True)


def unreadable_drafts(places: Places) -> list[str]:
    """Return one sentence for each draft that cannot be read (broken, or from a newer version)."""
    return [problem for path in sorted(places.drafts.glob(f"*/{FILE}")) if (problem := _problem(path.parent))]


def _problem(folder: Path) -> str | None:
    try:
        read_draft(folder)
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
    return read_draft(find_folder(places, name))


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
        return read_draft(folder)
    now = now or datetime.now().astimezone()
    draft = Draft(name, private_folder(folder), made=now, changed=now, answers=str(place))
    draft.save(now)
    return draft
