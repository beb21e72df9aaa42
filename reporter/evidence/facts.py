"""Facts: what was read out of the evidence, each with the place where it was read; nothing is guessed.

A single value (a version, an environment id) is a `Found` with the path of the report that it answers, so that two
sources that disagree are both kept; errors, events and installed solutions are rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

Kind = Literal[
    "import-log",
    "solution-zip",
    "solution-history",
    "session-details",
    "pac-output",
    "flow-run",
    "har",
    "text",
    "image",
    "unknown",
]
Source = Literal["read", "ocr", "machine"]


@dataclass(frozen=True)
class Where:
    """The place that a fact was read from, for the user to check: file name and line (1-based)."""

    file: str
    line: int | None = None

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}" if self.line else self.file


@dataclass(frozen=True)
class ComponentFact:
    """The part that an error names."""

    kind: str | None = None
    name: str | None = None
    id: str | None = None


@dataclass(frozen=True)
class ErrorFact:
    """One error; `code` is normalised (0x and eight upper-case hex digits), `spellings` are all ways to write it."""

    code: str | None
    where: Where
    message: str | None = None
    name: str | None = None
    http_status: str | None = None
    component: ComponentFact | None = None
    spellings: tuple[str, ...] = ()
    source: Source = "read"


@dataclass(frozen=True)
class Found:
    """One value for one path of the report, such as `solution.target_version`, `environment.id` or `ids.activity`.

    One path is not of the report: `solution.version`, a version whose part (before or after) the evidence does not say.
    """

    path: str
    value: str | int | bool
    where: Where
    source: Source = "read"


@dataclass(frozen=True)
class InstalledFact:
    """One row of a list of installed solutions."""

    unique_name: str
    where: Where
    version: str | None = None
    managed: bool | None = None
    name: str | None = None


@dataclass(frozen=True)
class DependencyFact:
    """One missing dependency: what is required, what requires it, of which kind, in which solution."""

    required: str
    where: Where
    dependent: str | None = None
    kind: str | None = None
    solution: str | None = None


@dataclass(frozen=True)
class EventFact:
    """Something that happened at a time (with zone, UTC where the evidence has UTC)."""

    at: datetime
    what: str
    where: Where


@dataclass(frozen=True)
class FileFact:
    """One piece of evidence and what it turned out to be; `note` says what the user should know about it."""

    file: str
    kind: Kind
    note: str | None = None
    path: str | None = None
    """Where it lies on this machine; None for pasted text. Never written to JSON."""


Finding = Found | ErrorFact | InstalledFact | DependencyFact | EventFact | FileFact


@dataclass(frozen=True)
class Facts:
    """All that was read from all evidence, in the order of the evidence, duplicates merged."""

    errors: tuple[ErrorFact, ...] = ()
    found: tuple[Found, ...] = ()
    installed: tuple[InstalledFact, ...] = ()
    dependencies: tuple[DependencyFact, ...] = ()
    events: tuple[EventFact, ...] = ()
    files: tuple[FileFact, ...] = ()
    labelled: tuple[tuple[str, str], ...] = ()
    """Answers of a pasted issue body: (`### label`, text) in their order."""

    def values(self, path: str) -> tuple[Found, ...]:
        """Return every distinct value found for a path, best first."""
        seen: dict[str, Found] = {}
        for found in self.found:
            if found.path == path:
                seen.setdefault(str(found.value).casefold(), found)
        return tuple(seen.values())

    def best(self, path: str) -> Found | None:
        """Return the value to offer as a default for a path, or None."""
        values = self.values(path)
        return values[0] if values else None

    def disagreements(self) -> dict[str, tuple[Found, ...]]:
        """Return the paths of single values for which sources say different things (ids are lists, not disputes)."""
        paths = dict.fromkeys(found.path for found in self.found if not found.path.startswith("ids."))
        return {path: values for path in paths if len(values := self.values(path)) > 1}


def dump_facts(facts: Facts) -> dict[str, Any]:
    """Return the facts as `reporter facts --json` prints them: unknown keys absent, `where` with file and line."""
    data: dict[str, Any] = {}
    if facts.errors:
        data["errors"] = [_error(error) for error in facts.errors]
    for section in ("solution", "operation", "environment", "account", "checks"):
        values = {
            found.path.split(".", 1)[1]: found.value
            for found in reversed(facts.found)
            if found.path.startswith(section + ".") and found.source != "ocr"
        }
        if values:
            data[section] = dict(sorted(values.items()))
    ids: dict[str, list[str]] = {}
    for found in facts.found:
        if found.path.startswith("ids.") and found.source != "ocr":
            known = ids.setdefault(found.path[4:], [])
            if str(found.value) not in known:
                known.append(str(found.value))
    if ids:
        data["ids"] = ids
    data |= {
        key: rows
        for key, rows in {
            "installed": [
                _present(row, "unique_name", "name", "version", "managed", "where") for row in facts.installed
            ],
            "missing_dependencies": [
                _present(row, "required", "dependent", "kind", "solution", "where") for row in facts.dependencies
            ],
            "events": [
                {"at": _utc(event.at), "what": event.what, "where": _where(event.where)} for event in facts.events
            ],
            "unconfirmed": [
                {"path": one.path, "value": one.value, "source": one.source, "where": _where(one.where)}
                for one in facts.found
                if one.source == "ocr"
            ],
            "files": [_present(row, "file", "kind", "note") for row in facts.files],
            "disagreements": [
                {"path": path, "values": [{"value": one.value, "where": _where(one.where)} for one in values]}
                for path, values in facts.disagreements().items()
            ],
        }.items()
        if rows
    }
    return data


def _error(error: ErrorFact) -> dict[str, Any]:
    data = _present(error, "code", "name", "message", "http_status")
    if error.spellings:
        data["spellings"] = list(error.spellings)
    if error.component:
        data["component"] = _present(error.component, "kind", "name", "id")
    if error.source != "read":
        data["source"] = error.source
    return {**data, "where": _where(error.where)}


def _present(row: object, *keys: str) -> dict[str, Any]:
    values = ((key, getattr(row, key)) for key in keys)
    return {key: _where(value) if isinstance(value, Where) else value for key, value in values if value is not None}


def _where(where: Where) -> dict[str, Any]:
    return {"file": where.file} | ({"line": where.line} if where.line else {})


def _utc(at: datetime) -> str:
    from datetime import timezone

    return at.astimezone(timezone.utc).isoformat().replace("+00:00", "Z")
