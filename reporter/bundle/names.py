"""Names that are safe on every system: for the members of a bundle and for the bundle itself."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

COMPONENT_CHARACTERS = 110
"""Longest file name that the Azure portal's upload for support takes."""
COMPONENT_BYTES = 240
"""Below the 255 bytes of ext4 and APFS, with room for a suffix such as ` (2)`."""
PATH_CHARACTERS = 180
"""With the folder that it is unpacked into, below the 260 characters of Windows."""

_RESERVED = frozenset(
    ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"]
    + [f"{stem}{digit}" for stem in ("COM", "LPT") for digit in "0123456789¹²³"]
)
"""Device names of Windows, with or without an extension (Microsoft: Naming Files, Paths, and Namespaces)."""
_FORBIDDEN = frozenset('<>:"|?*\\')
_DEVICE = r"(?!(?i:con|prn|aux|nul|conin\$|conout\$|com[0-9]|lpt[0-9])(?:[ .]|/|\Z))"
_COMPONENT = _DEVICE + r"[A-Za-z0-9_()-](?:[A-Za-z0-9_() .+=@~,-]*[A-Za-z0-9_()+=@~,-])?"
_PLAIN = re.compile(f"{_COMPONENT}(?:/{_COMPONENT})*")
"""Names that need no change unless they are long: nearly all, told quickly."""
_SUFFIX = re.compile(r"(?:\.[A-Za-z0-9_]{1,12}){1,2}$")


def safe_name(name: str) -> str:
    """Return the relative path with `/` made safe on Windows, macOS and Linux; already safe names stay as they are.

    Devices, trailing dots and spaces, forbidden, control and direction-changing characters, `.` and `..`, absolute
    paths and drives, undecodable bytes (as `%XX`) and lengths are all taken care of.
    """
    if len(name) <= COMPONENT_CHARACTERS and _PLAIN.fullmatch(name):
        return name
    components = [part for part in name.split("/") if part not in ("", ".")]
    safe = [_safe_component(part) for part in components] or ["_"]
    while len("/".join(safe)) > PATH_CHARACTERS and len(safe) > 1:
        longest = max(range(len(safe) - 1), key=lambda index: len(safe[index]))
        if len(safe[longest]) > 8:
            safe[longest] = _safe_component(safe[longest][:8])
        else:
            safe = ["_", *safe[2:]] if safe[0] == "_" else ["_", *safe[1:]]
    return "/".join(safe)


def _safe_component(text: str) -> str:
    text = unicodedata.normalize("NFC", "".join(map(_safe_character, text)))
    text = text.strip(" ").rstrip(". ")
    if not text:
        return "_"
    if text.split(".")[0].rstrip(" ").upper() in _RESERVED:
        text = f"_{text}"
    return _shorten(text)


def _safe_character(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cs":  # a byte that was no UTF-8 (os.fsdecode), or half a character
        return f"%{ord(char) & 0xFF:02X}"
    if category == "Zs":
        return " "
    if category == "Cf":  # zero width and direction marks: names would look like other names
        return ""
    if char in _FORBIDDEN or category in ("Cc", "Zl", "Zp"):
        return "_"
    return char


def _shorten(text: str, *, spare: int = 0) -> str:
    if len(text) + spare <= COMPONENT_CHARACTERS and len(text.encode()) + spare <= COMPONENT_BYTES:
        return text
    match = _SUFFIX.search(text)
    suffix = match[0] if match and match.start() else ""
    stem = text[: len(text) - len(suffix)][: COMPONENT_CHARACTERS - len(suffix) - spare]
    while len((stem + suffix).encode()) + spare > COMPONENT_BYTES:
        stem = stem[:-1]
    return (stem.rstrip(". ") or "_") + suffix


def collision_key(name: str) -> str:
    """Return what two names share that some system takes for the same file (case, composition of accents)."""
    if name.isascii():
        return name.lower()
    folded = unicodedata.normalize("NFC", name).upper().casefold()
    return unicodedata.normalize("NFC", folded)


def distinct_names(names: Iterable[str]) -> list[str]:
    """Return a safe name for each name, in order, no two of which are the same file on any system.

    A later one gets ` (2)`, ` (3)` before its extension; a file and a folder of the same name count as a clash too.
    """
    files: set[str] = set()
    folders: dict[str, str] = {}
    return [_distinct(safe_name(name), files, folders) for name in names]


def _distinct(name: str, files: set[str], folders: dict[str, str]) -> str:
    path = ""
    *parents, last = name.split("/")
    asked = ""
    for parent in parents:
        asked = f"{asked}{collision_key(parent)}/"
        if asked not in folders:
            folders[asked] = _free(path + parent, files, frozenset())
        path = f"{folders[asked]}/"
    taken_folders = frozenset(collision_key(folder) for folder in folders.values())
    found = _free(path + last, files, taken_folders)
    files.add(collision_key(found))
    return found


def _free(wanted: str, files: set[str], folders: frozenset[str]) -> str:
    folder, slash, last = wanted.rpartition("/")
    candidate, number = wanted, 1
    while collision_key(candidate) in files or collision_key(candidate) in folders:
        number += 1
        candidate = folder + slash + _numbered(last, number)
    return candidate


def _numbered(component: str, number: int) -> str:
    mark = f" ({number})"
    component = _shorten(component, spare=len(mark))
    match = _SUFFIX.search(component)
    cut = match.start() if match and match.start() else len(component)
    return component[:cut] + mark + component[cut:]
