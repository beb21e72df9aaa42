"""The manifest: `SHA256SUMS` for `sha256sum -c`, `manifest.json` for machines, and one identity for the content."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timezone

from reporter.bundle.member import ManifestRow

SUMS = "SHA256SUMS"
"""Last member of every bundle; the names in it are those of the other members."""
DETAILS = "manifest.json"
"""Member before the last: sizes, original names, times, notes, and what wrote the zip."""

_LINE = re.compile(r"([0-9a-fA-F]{64}) [ *](.+)")


@dataclass(frozen=True)
class Engine:
    """What compressed a bundle: the same engine, version and level give the same bytes on one family of processors."""

    name: str
    version: str
    level: int


def identify(rows: Iterable[ManifestRow]) -> str:
    """Return the SHA-256 (hex) of the canonical manifest: one line `name TAB size TAB sha256` each, sorted by name.

    `SHA256SUMS` and `manifest.json` are not part of it, since the latter names the engine, so that the same content
    has the same identity on every machine.
    """
    content = sorted((row for row in rows if row.name not in (SUMS, DETAILS)), key=lambda row: row.name)
    lines = "".join(f"{row.name}\t{row.size}\t{row.sha256}\n" for row in content)
    return hashlib.sha256(lines.encode()).hexdigest()


def render_sums(rows: Iterable[ManifestRow]) -> bytes:
    """Return the text of `SHA256SUMS`, sorted by name, as `sha256sum` writes it."""
    return "".join(f"{row.sha256}  {row.name}\n" for row in sorted(rows, key=lambda row: row.name)).encode()


def parse_sums(text: str) -> tuple[dict[str, str], list[str]]:
    """Return name -> SHA-256 (lower-case hex) and the problems found: lines that are none, names given twice."""
    found: dict[str, str] = {}
    problems: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        escaped = line.startswith("\\")  # sha256sum marks lines whose name holds a backslash or line break
        match = _LINE.fullmatch(line[1:] if escaped else line)
        if match is None:
            problems.append(f"line {number} of {SUMS} is not `<sha256>  <name>`")
            continue
        name = match[2].replace("\\n", "\n").replace("\\\\", "\\") if escaped else match[2]
        name = name.removeprefix("./")
        if name in found:
            problems.append(f"{SUMS} lists {name} twice")
        found[name] = match[1].lower()
    return found, problems


def render_details(rows: Sequence[ManifestRow], engine: Engine, version: str) -> bytes:
    """Return the text of `manifest.json`; the same rows and engine give the same bytes."""
    ordered = sorted(rows, key=lambda row: row.name)
    data = {
        "schema": 1,
        "identity": identify(rows),
        "written_by": {"reporter": version, "deflate": engine.name, "version": engine.version, "level": engine.level},
    }
    # one row a line: `indent` over all of them takes ten times as long
    files = ",\n".join("  " + json.dumps(_row(row), ensure_ascii=False) for row in ordered)
    return f'{json.dumps(data, indent=1)[:-2]},\n "files": [\n{files}\n ]\n}}\n'.encode()


def _row(row: ManifestRow) -> dict[str, object]:
    data: dict[str, object] = {"name": row.name, "size": row.size, "sha256": row.sha256}
    if row.original is not None and row.original != row.name:
        data["original"] = row.original
    if row.modified is not None:
        data["modified"] = row.modified.astimezone(timezone.utc).isoformat(timespec="seconds").replace("+00:00", "Z")
    if row.note is not None:
        data["note"] = row.note
    return data
