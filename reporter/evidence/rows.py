"""Rows of a table, wherever they come from: import log, solution history, installed solutions, flow runs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from reporter.evidence.dependencies import read_dependencies
from reporter.evidence.error_text import read_message
from reporter.evidence.facts import ComponentFact, ErrorFact, EventFact, FileFact, Finding, Found, InstalledFact, Where
from reporter.evidence.times import parse_seconds, parse_time, write_time
from reporter.report import normalise_code, spell_code

ROWS = 100_000
FAILURES = 200
HEADER_WITHIN = 60
"""Rows in which the header must stand."""
NONE = frozenset(("", "0", "0x0", "0x00000000", "none", "null"))
YES = {
    "true": True,
    "yes": True,
    "1": True,
    "managed": True,
    "false": False,
    "no": False,
    "0": False,
    "unmanaged": False,
}


@dataclass(frozen=True)
class Row:
    """One row: its cells by the plain name of their column, and its place."""

    cells: Mapping[str, str]
    where: Where

    def get(self, *names: str) -> str:
        """Return the first cell that is not empty among columns, or ""."""
        return next((value for name in names if (value := self.cells.get(name, "").strip())), "")


def plain_name(header: str) -> str:
    """Return a column's name without prefix, blanks and letter case: `msdyn_ErrorCode` is `Error Code`."""
    header = re.sub(r"@OData\.Community\.Display\.V1\.FormattedValue$", "", header.strip(), flags=re.I)
    header = re.sub(r"^(?:msdyn_|_)", "", header.casefold())
    return re.sub(r"[^a-z0-9]", "", header)


def read_rows(rows: Iterable[Sequence[str]], file: str, first_line: int = 1) -> Iterator[Finding]:
    """Yield the findings of a table: its header row is found by its names, rows above it are skipped."""
    header: list[str] | None = None
    kind = ""
    found: list[Row] = []
    for number, cells in enumerate(rows):
        if number >= ROWS:
            break
        if header is None:
            names = [plain_name(cell) for cell in cells]
            kind = tell_kind(set(names))
            header = names if kind else None
            if header is None and number > HEADER_WITHIN:
                return
            continue
        if any(cell.strip() for cell in cells):
            found.append(Row(dict(zip(header, cells, strict=False)), Where(file, first_line + number)))
    yield from read_table(kind, found, file)


def tell_kind(names: set[str]) -> str:
    """Return what a table is by the names of its columns, or ""."""
    if {"exceptionmessage", "errorcode"} <= names or {"suboperation", "solutionversion"} <= names:
        return "history"
    if "errortext" in names and names & {"errorcode", "status", "result"}:
        return "log"
    if names & {"uniquename", "solutionuniquename"} and names & {"version", "versionnumber"}:
        return "installed"
    if names & {"ismanaged", "managed"} and {"name", "version"} <= names:
        return "installed"
    if (
        "status" in names
        and names & {"starttime", "start"}
        and names & {"error", "errorcode", "errormessage", "endtime"}
    ):
        return "runs"
    return ""


def read_table(kind: str, rows: Sequence[Row], file: str) -> Iterator[Finding]:
    """Yield the findings of rows whose kind is known."""
    if kind == "log":
        yield from _log(rows, file)
    elif kind == "history":
        yield from read_history(rows, file)
    elif kind == "installed":
        yield from read_installed(rows)
        yield FileFact(file, "pac-output", f"A list of {len(rows)} solutions.")
    elif kind == "runs":
        yield from _runs(rows, file)


def _log(rows: Sequence[Row], file: str) -> Iterator[Finding]:
    failures = [row for row in rows if _failed(row)]
    for row in failures[:FAILURES]:
        text = row.get("errortext")
        error, ids = read_message(text, row.where)
        code = normalise_code(row.get("errorcode")) or error.code
        name = row.get("displayname", "localizedname", "originalname", "name", "uniquename", "schemaname")
        kind = row.get("itemtype", "type", "componenttype", "kind")
        component = error.component or (ComponentFact(kind or None, name) if name else None)
        spellings = spell_code(code) if code else ()
        yield ErrorFact(code, row.where, error.message, None, error.http_status, component, spellings)
        yield from ids
        yield from read_dependencies(text, row.where)
    states = [row.get("status", "result").casefold() for row in rows]
    told = f"{len(failures)} failed of {len(rows)} rows, {states.count('warning')} with a warning."
    yield FileFact(
        file, "import-log", told + (f" The first {FAILURES} are listed." if len(failures) > FAILURES else "")
    )


def _failed(row: Row) -> bool:
    state = row.get("status", "result").casefold()
    if state:
        return state in ("failure", "failed", "error")
    return row.get("errorcode").casefold() not in NONE or bool(row.get("errortext"))


def read_history(rows: Sequence[Row], file: str) -> Iterator[Finding]:
    """Yield failures, ids and the course of events of solution history rows, newest failure first."""
    timed = sorted(rows, key=lambda row: write_time(at) if (at := _start(row)) else "", reverse=True)
    failures = [row for row in timed if row.get("errorcode").casefold() not in NONE or row.get("exceptionmessage")]
    for row in failures[:FAILURES]:
        error, ids = read_message(row.get("exceptionmessage"), row.where)
        code = normalise_code(row.get("errorcode")) or error.code
        spellings = spell_code(code) if code else ()
        yield ErrorFact(code, row.where, error.message, None, error.http_status, error.component, spellings)
        for kind, column in (("activity", "activityid"), ("correlation", "correlationid")):
            if row.get(column):
                yield Found(f"ids.{kind}", row.get(column).strip("{}"), row.where)
        yield from ids
    if failures or timed:
        yield from _operation((failures or timed)[0])
    for row in reversed(timed[:FAILURES]):
        at = _start(row)
        if at:
            words = (
                row.get("suboperation") or row.get("operation"),
                row.get("solutionname", "name"),
                row.get("solutionversion"),
            )
            ended = (
                f"failed with {row.get('errorcode') or 'an error'}" if row in failures else row.get("status", "result")
            )
            yield EventFact(at, " ".join(filter(None, (*words, ended))) or "Solution operation", row.where)
    yield FileFact(file, "solution-history", f"{len(rows)} operations, {len(failures)} failed.")


def _operation(row: Row) -> Iterator[Finding]:
    name, version = row.get("solutionname", "name"), row.get("solutionversion", "packageversion")
    if name:
        yield Found(
            "solution.name" if " " in name else "solution.unique_name", name.removesuffix("_Upgrade"), row.where
        )
    if re.fullmatch(r"\d+(\.\d+)+", version):
        yield Found("solution.target_version", version, row.where)
    managed = YES.get(row.get("ismanaged", "managed").casefold())
    if managed is not None:
        yield Found("solution.managed", managed, row.where)
    kind = {"new": "install", "upgrade": "upgrade", "update": "update", "patch": "patch"}.get(
        row.get("suboperation").casefold()
    )
    if YES.get(row.get("ispatch", "patch").casefold()):
        kind = "patch"
    if kind:
        yield Found("operation.kind", kind, row.where)
    start = _start(row)
    if start:
        yield Found("operation.started", write_time(start), row.where)
    seconds = parse_seconds(row.get("totaltime", "totaloperationtime"))
    end = parse_time(row.get("endtime", "end"))
    if seconds is None and start and end and end >= start:
        seconds = round((end - start).total_seconds())
    if seconds is not None:
        yield Found("operation.duration_seconds", seconds, row.where)


def _start(row: Row) -> datetime | None:
    return parse_time(row.get("starttime", "start", "startedon"))


def read_installed(rows: Iterable[Row]) -> Iterator[InstalledFact]:
    """Yield the rows of a list of installed solutions."""
    for row in rows:
        unique = row.get("uniquename", "solutionuniquename", "name")
        version = row.get("version", "versionnumber")
        if unique and " " not in unique:
            managed = YES.get(row.get("managed", "ismanaged", "packagetype").casefold())
            shown = row.get("friendlyname", "displayname") or None
            yield InstalledFact(unique, row.where, version or None, managed, shown if shown != unique else None)


def _runs(rows: Sequence[Row], file: str) -> Iterator[Finding]:
    failures = [row for row in rows if row.get("status").casefold() in ("failed", "timedout", "timed out", "failure")]
    for row in failures[:FAILURES]:
        error, ids = read_message(row.get("errormessage", "error", "message"), row.where)
        name = row.get("errorcode", "code") or None
        flow = row.get("flowname", "flow", "workflowname", "displayname")
        component = ComponentFact("flow", flow) if flow else error.component
        yield ErrorFact(error.code, row.where, error.message, name, error.http_status, component, error.spellings)
        yield from ids
        at = _start(row)
        if at:
            yield EventFact(at, f"Run failed{': ' + flow if flow else ''}", row.where)
    yield FileFact(file, "flow-run", f"{len(failures)} failed of {len(rows)} runs.")
