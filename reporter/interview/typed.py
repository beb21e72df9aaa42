"""What people type, read into answers: one reader per kind of question, with a sentence for what it cannot take."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from reporter.evidence.facts import Facts
from reporter.interview.names import find_files, name_missing
from reporter.interview.plan import Context
from reporter.interview.prefill import prefill_report
from reporter.interview.question import Kind
from reporter.interview.timeline import read_timeline, write_timeline
from reporter.interview.times import NotATimeError, parse_time, split_time, write_time
from reporter.report import dump_report, normalise_code

NOT_KNOWN = ("", "-", "?", "none known", "not known", "unknown", "don't know", "n/a")
"""Typed instead of an answer: the question counts as asked, the report stays without."""


def read_answer(kind: Kind, text: str, context: Context) -> Any:
    """Return the answer that a text stands for; None where the user does not know.

    Raises:
        ValueError: it cannot be an answer; the sentence says why.
    """
    text = text.strip()
    if text.casefold() in NOT_KNOWN:
        return [] if kind in ("files", "timeline", "lines", "ids", "installed", "dependencies", "errors") else None
    return READERS.get(kind, _as_typed)(text, context)


def write_answer(kind: Kind, answer: Any, context: Context) -> str:
    """Return the text that stands for an answer, to be edited."""
    if answer in (None, "", [], ()):
        return ""
    writer = WRITERS.get(kind)
    return writer(answer, context) if writer else str(answer)


def _as_typed(text: str, _context: Context) -> str:
    return text


def _version(text: str, _context: Context) -> str:
    found = re.fullmatch(r"[vV]?(\d+(?:\.\d+){0,5}(?:[-+][\w.]+)?)", text)
    if not found:
        raise ValueError(f"`{text[:40]}` is not a version such as 4.49.2. Leave it empty if you do not know it.")
    return found[1]


def _number(text: str, _context: Context) -> int:
    if not re.fullmatch(r"\d{1,6}", text):
        raise ValueError(f"`{text[:40]}` is not a number such as 3.")
    return int(text)


def _duration(text: str, _context: Context) -> int:
    found = re.fullmatch(
        r"(?:(\d+)\s*h\w*\.?)?[\s,]*(?:(\d+)\s*m\w*\.?)?[\s,]*(?:(\d+)\s*s\w*\.?)?", text, re.IGNORECASE
    )
    clock = re.fullmatch(r"(?:(\d+):)?(\d{1,2}):(\d{2})", text)
    parts = clock or found
    if parts and any(parts.groups()):
        hours, minutes, seconds = (int(part or 0) for part in parts.groups())
        return hours * 3600 + minutes * 60 + seconds
    raise ValueError(f"`{text[:40]}` is not a length of time. Write it like 16 min, 1 h 5 min or 967 s.")


def write_duration(seconds: Any) -> str:
    """Return a length of time as "1 h 5 min 3 s"."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [f"{count} {unit}" for count, unit in ((hours, "h"), (minutes, "min"), (rest, "s")) if count]
    return " ".join(parts) or "0 s"


def _email(text: str, _context: Context) -> str:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text):
        raise ValueError(f"`{text[:60]}` is not an e-mail address.")
    return text


def _ids(text: str, _context: Context) -> list[str]:
    ids = re.split(r"[\s,;]+", text)
    wrong = next((one for one in ids if not re.fullmatch(r"[\w:.|-]{6,}", one)), None)
    if wrong:
        raise ValueError(f"`{wrong[:40]}` is not an id. They look like 5b1f0a6e-3c52-4f0d-9a7e-2f6c1d8b4e90.")
    return list(dict.fromkeys(ids))


def _lines(text: str, _context: Context) -> list[str]:
    return [line.strip().removeprefix("- ") for line in text.splitlines() if line.strip()]


def _errors(text: str, context: Context) -> list[dict[str, Any]]:
    facts = context.read(text)
    rows = dump_report(prefill_report(Facts(errors=facts.errors)).report).get("errors")
    if rows:
        return list(rows)
    code = next((code for word in text.split() if (code := normalise_code(word.strip(".,:;()")))), None)
    return [{key: value for key, value in {"code": code, "message": text}.items() if value}]


def _write_errors(rows: Any, _context: Context) -> str:
    return "\n\n".join("\n".join(part for part in (row.get("code"), row.get("message")) if part) for row in rows)


def _installed(text: str, context: Context) -> list[dict[str, Any]]:
    rows = dump_report(prefill_report(Facts(installed=context.read(text).installed)).report).get("installed")
    if not rows:
        raise ValueError("No solutions were found in it. Paste what `pac solution list` prints, heading and all.")
    return list(rows)


def _write_installed(rows: Any, _context: Context) -> str:
    table = [("Unique Name", "Version", "Managed")]
    table += [(row["unique_name"], row.get("version", ""), str(row.get("managed", ""))) for row in rows]
    widths = [max(len(row[column]) for row in table) for column in range(3)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table
    )


DEPENDENCY_CELLS = ("required", "dependent", "kind", "solution")


def _dependencies(text: str, context: Context) -> list[dict[str, Any]]:
    facts = Facts(dependencies=context.read(text).dependencies)
    rows = dump_report(prefill_report(facts).report).get("missing_dependencies")
    if rows:
        return list(rows)
    cells = [[cell.strip() for cell in line.split("|")] for line in text.splitlines() if line.strip()]
    wrong = next((row for row in cells if not row[0] or len(row) > len(DEPENDENCY_CELLS)), None)
    if wrong:
        raise ValueError(f"`{' | '.join(wrong)[:60]}` has to be: component | needed by | kind | solution.")
    return [
        {name: cell for name, cell in zip(DEPENDENCY_CELLS, row, strict=False) if cell not in NOT_KNOWN}
        for row in cells
    ]


def _write_dependencies(rows: Any, _context: Context) -> str:
    lines = (" | ".join(row.get(name) or "" for name in DEPENDENCY_CELLS) for row in rows)
    return "\n".join(line.rstrip(" |") for line in lines)


def _timeline(text: str, context: Context) -> list[dict[str, str]]:
    return read_timeline(text, now=context.now, zone=context.zone)


def _when_and_note(text: str, context: Context) -> dict[str, str]:
    try:
        moment, note = split_time(text, now=context.now, zone=context.zone)
    except NotATimeError as error:
        raise ValueError(str(error)) from None
    row = {"at": moment.isoformat() if moment else "", "note": note}
    return {key: value for key, value in row.items() if value}


def _time(text: str, context: Context) -> str:
    try:
        return parse_time(text, now=context.now, zone=context.zone).isoformat()
    except NotATimeError as error:
        raise ValueError(str(error)) from None


def _write_time(at: Any, _context: Context) -> str:
    return write_time(at if isinstance(at, datetime) else datetime.fromisoformat(str(at).replace("Z", "+00:00")))


def _write_when_and_note(row: Mapping[str, str], context: Context) -> str:
    at = write_time(datetime.fromisoformat(row["at"]).astimezone(context.zone)) if row.get("at") else ""
    return " ".join(part for part in (at, row.get("note", "")) if part)


def _files(text: str, _context: Context) -> list[dict[str, str]]:
    rows = []
    for path in find_files(text):
        if path.is_dir():
            raise ValueError(f"{path} is a folder. Name the files in it, or zip it.")
        if not path.is_file():
            raise ValueError(f"There is no file {name_missing(str(path))}. Check the name.")
        rows.append({"path": str(path.absolute())})
    return rows


def _write_files(rows: Sequence[Mapping[str, Any]], _context: Context) -> str:
    return "\n".join(str(row["path"]) for row in rows)


def _write_lines(rows: Sequence[str], _context: Context) -> str:
    return "\n".join(rows)


READERS: dict[str, Callable[[str, Context], Any]] = {
    "time": _time,
    "version": _version,
    "number": _number,
    "duration": _duration,
    "email": _email,
    "ids": _ids,
    "lines": _lines,
    "errors": _errors,
    "installed": _installed,
    "dependencies": _dependencies,
    "timeline": _timeline,
    "when-and-note": _when_and_note,
    "files": _files,
}
WRITERS: dict[str, Callable[[Any, Context], str]] = {
    "time": _write_time,
    "duration": lambda seconds, _context: write_duration(seconds),
    "ids": lambda ids, _context: " ".join(ids),
    "lines": _write_lines,
    "errors": _write_errors,
    "installed": _write_installed,
    "dependencies": _write_dependencies,
    "timeline": lambda rows, _context: write_timeline(rows),
    "when-and-note": _write_when_and_note,
    "files": _write_files,
}
