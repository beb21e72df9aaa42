"""A draft: everything that one report on this machine has so far, as it lies in its folder."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from reporter.errors import InputError, ReporterError
from reporter.kept import KeptFile
from reporter.locking import lock_file
from reporter.paths import need_file
from reporter.places import private_folder, write_private
from reporter.report import TARGETS, Report, Target

DRAFT_SCHEMA = 1
FILE = "draft.json"


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


def read_draft(folder: Path) -> Draft:
    """Return the draft that lies in a folder.

    Raises:
        InputError: it is broken, or a newer version made it.
    """
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
