"""The first screen: the evidence, pasted or named; what was read is said, file by file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reporter.evidence.facts import Facts, FileFact
from reporter.interview.names import find_files, name_missing
from reporter.interview.question import Asker, Back, Screen

LOOKS_LIKE_PATH = re.compile(
    r"""^['"]?(?:~|\.{0,2}[/\\]|[A-Za-z]:[/\\]|file://)\S|^[\w.()@ -]{1,80}\.[A-Za-z0-9]{2,5}['"]?$"""
)
LONGEST = 32_768
"""Characters of a line that can still be names of files."""
SHORTEST_KEPT = 1500
"""Characters from which a pasted text goes along as a file of its own; a shorter one stands in the report anyway."""


@dataclass(frozen=True)
class Evidence:
    """What the user gave: files and folders, and text that was pasted."""

    paths: tuple[Path, ...] = ()
    pasted: str = ""


def ask_evidence(asker: Asker, *, again: bool = False) -> Evidence | Back:
    """Ask for the evidence: the error itself, or the names of files, or both in one paste."""
    screen = Screen(
        ask="Paste the error, or name the files: what else is there?"
        if again
        else "Paste the error, or name the files.",
        why="What can be read out of them is not asked again: error texts, import logs, solution zips, screenshots.",
        hint="One path a line, or several that are dragged in.",
        place="1",
        can_go_back=again,
        label="Evidence",
    )
    answer = asker.type_text(screen, "", check=check_evidence, paths=True)
    return answer if isinstance(answer, Back) else split_evidence(answer)


def split_evidence(text: str) -> Evidence:
    """Return the lines that name existing files as paths, and all others as pasted text."""
    paths: list[Path] = []
    rest: list[str] = []
    for line in text.splitlines():
        existing = _existing(line)
        paths += existing
        if not existing:
            rest.append(line)
    return Evidence(tuple(dict.fromkeys(paths)), "\n".join(rest).strip())


def check_evidence(text: str) -> str | None:
    """Return a sentence if every line looks like a path and one of them is not there, or cannot be read."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    closed = next((problem for path in split_evidence(text).paths if (problem := _find_problem(path))), None)
    if closed:
        return closed
    if lines and all(LOOKS_LIKE_PATH.match(line.removeprefix("& ")) for line in lines):
        missing = next((line for line in lines if not _existing(line)), None)
        if missing:
            return f"There is no file {name_missing(missing)}. Check the name, or paste the text itself."
    return None


def _find_problem(path: Path) -> str | None:
    try:
        if path.is_file():
            with path.open("rb"):
                pass
    except OSError as error:
        return f"{path} cannot be read ({error.strerror})."
    return None


def tell_files(facts: Facts, *, most: int = 12) -> list[str]:
    """Return one line for each piece of evidence: what it turned out to be, and what the user should know."""
    lines = [_tell_file(file) for file in facts.files[:most]]
    if len(facts.files) > most:
        lines.append(f"  and {len(facts.files) - most} more files")
    return lines


def _tell_file(file: FileFact) -> str:
    kind = "not recognised" if file.kind == "unknown" else file.kind.replace("-", " ")
    return f"  {file.file}: {kind}" + (f". {file.note}" if file.note else "")


def tell_nothing(facts: Facts) -> Sequence[str]:
    """Return what to say where nothing could be read."""
    if facts.errors or facts.found or facts.installed or facts.dependencies or facts.events:
        return ()
    return ("  Nothing was recognised in it, so the questions begin with the error.",)


def _existing(line: str) -> list[Path]:
    """Return the paths that a line names, if all of them are there and look like paths; else nothing."""
    line = line.strip()
    if not line or len(line) > LONGEST:
        return []
    try:
        paths = find_files(line)
        if len(paths) == 1 and LOOKS_LIKE_PATH.match(line):
            looks_right = True
        else:
            looks_right = all(path.suffix != "" or len(path.parts) > 1 for path in paths)
        return [path.absolute() for path in paths] if looks_right and all(path.exists() for path in paths) else []
    except (OSError, ValueError, RuntimeError):  # not a path on this system
        return []
