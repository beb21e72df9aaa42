"""The catalogue of known errors: the program's files and the user's, checked; a broken file never stops the rest."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from reporter.guidance.codes import CODES, load_codes
from reporter.guidance.entry import read_entries, read_steps
from reporter.guidance.model import KnownError, Step
from reporter.guidance.reading import BrokenFileError, Problems, read_text, read_yaml
from reporter.places import Places

KNOWN = CODES.parent


@dataclass(frozen=True)
class Catalog:
    """All entries, own ones of the user first; `problems` names each file that was skipped, its line and why."""

    entries: tuple[KnownError, ...] = ()
    problems: tuple[str, ...] = ()
    shared: Mapping[str, Step] = field(default_factory=dict)
    """Steps that several entries use, by their ids."""

    def find(self, entry_id: str) -> KnownError | None:
        """Return the entry with this id."""
        return next((entry for entry in self.entries if entry.id == entry_id), None)

    def with_code(self, code: str) -> tuple[KnownError, ...]:
        """Return the entries that a normalised code can belong to, whatever the text says."""
        return tuple(entry for entry in self.entries if code in entry.codes)

    def steps(self) -> dict[str, Step]:
        """Return every step of the catalogue by its id."""
        return dict(self.shared) | {step.id: step for entry in self.entries for step in entry.steps}


def load_catalog(places: Places | None = None) -> Catalog:
    """Return the catalogue; with `places`, the user's own `known/*.yml` of the config folder come first.

    A file of the user's that cannot be used is skipped and named in `problems` with its line; the rest works.
    """
    own = _builtin()
    if places is None:
        return own
    folder = places.config / "known"
    paths = sorted(path for path in _files(folder) if path.suffix in (".yml", ".yaml"))
    if not paths:
        return own
    theirs = _load(paths, shared=own.shared, taken={entry.id for entry in own.entries}, steps=set(own.steps()))
    return Catalog(
        entries=theirs.entries + own.entries,
        problems=tuple(f"{folder}{os.sep}{sentence} This file was skipped." for sentence in theirs.problems),
        shared={**own.shared, **theirs.shared},
    )


@lru_cache(maxsize=1)
def _builtin() -> Catalog:
    shared = KNOWN / "steps.yml"
    paths = sorted(path for path in KNOWN.glob("*.yml") if path not in (CODES, shared))
    return _load([shared, *paths], shared={}, taken=set(), steps=set())


def _files(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _load(paths: list[Path], *, shared: Mapping[str, Step], taken: set[str], steps: set[str]) -> Catalog:
    """Load files in order; `taken` and `steps` are the ids that are in use already."""
    entries: list[KnownError] = []
    problems: list[str] = []
    known_steps = dict(shared)
    for path in paths:
        try:
            found, new = _load_file(path, shared=known_steps, taken=taken, steps=steps)
        except BrokenFileError as error:
            problems.append(f"{error}.")
            continue
        entries += found
        known_steps |= new
        taken |= {entry.id for entry in found}
        steps |= {step.id for entry in found for step in entry.steps} | set(new)
    return Catalog(entries=tuple(entries), problems=tuple(problems), shared=known_steps)


def _load_file(
    path: Path, *, shared: Mapping[str, Step], taken: set[str], steps: set[str]
) -> tuple[tuple[KnownError, ...], dict[str, Step]]:
    text = read_text(path)
    data = read_yaml(text, path.name)
    if data in (None, ""):
        return (), {}
    problems = Problems(path.name, text)
    new = read_steps(data, problems)
    for index, step_id in enumerate(new):
        if step_id in steps or step_id in shared:
            problems.add(("steps", index, "id"), f"the step id `{step_id}` is taken")
    usable = {**shared, **new}
    entries = read_entries(data, problems, shared=usable, generic=load_codes())
    own: dict[str, Step] = {}
    for index, entry in enumerate(entries):
        if entry.id in taken or any(entry.id == other.id for other in entries[:index]):
            problems.add(("known", index, "id"), f"the id `{entry.id}` is taken")
        for number, step in enumerate(entry.steps):
            elsewhere = step.id in steps and usable.get(step.id) is not step
            if elsewhere or own.setdefault(step.id, step) != step:
                problems.add(("known", index, "steps", number), f"the step id `{step.id}` is taken")
    if problems.rows:
        raise BrokenFileError("; ".join(problems.sentences()))
    return entries, new
