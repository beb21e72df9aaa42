"""Names of files as people type them and as terminals write them when files are dragged in."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlparse

from reporter.paths import is_there, typed_path

QUOTES = ("'", '"')
WORD = re.compile(r"""'(?:[^']|'\\'')*'(?!\S)|"[^"]*"(?!\S)|(?:\\ |\S)+""")
"""One name of several on a line."""


def find_files(text: str) -> list[Path]:
    """Return the paths that a text names as they are typed or dragged in: one a line, or several if all are there."""
    return [path for line in text.splitlines() if line.strip() for path in _paths(line)]


def name_missing(line: str) -> str:
    """Return what of a line is not there: the one name of several whose others exist, else the line."""
    words = _words(line)
    missing = [word for word in words if not is_there(_path(word))]
    return missing[0] if 0 < len(missing) < len(words) else line


def _paths(line: str) -> list[Path]:
    whole = _path(line)
    if is_there(whole):
        return [whole]
    paths = [_path(word) for word in _words(line)]
    return paths if paths and all(map(is_there, paths)) else [whole]


def _words(line: str) -> list[str]:
    """Return the names on a line that terminals wrote: quoted, with escaped blanks, behind PowerShell's `&`."""
    words = [match[0] for match in WORD.finditer(line.strip().removeprefix("& "))]
    return [word[1:-1].replace("'\\''", "'") if word[0] in QUOTES and word[-1] == word[0] else word for word in words]


def _path(line: str) -> Path:
    line = line.strip()
    if len(line) > 1 and line[0] == line[-1] and line[0] in "'\"":
        line = line[1:-1]
    elif line.startswith("file://"):
        line = unquote(urlparse(line).path)
    path = typed_path(line)
    if not is_there(path) and "\\ " in line:
        path = typed_path(line.replace("\\ ", " "))
    return path
