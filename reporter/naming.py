"""Names that say what and when: the bundle's file name, and where it goes."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timezone
from pathlib import Path

from reporter.errors import InputError
from reporter.paths import is_folder, is_there, typed_path
from reporter.report import Report, Target

LONGEST_NAME = 100
"""Characters; support portals take file names of at most 110."""


def slug(text: str) -> str:
    """Return the text as lower-case ASCII words joined by hyphens, safe in a file name on every system."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def name_bundle(report: Report, *, target: Target, now: datetime, encrypted: bool, label: str = "") -> str:
    """Return `report-DATE-SOLUTION-CODE-TARGET[-LABEL][-encrypted].zip`; the failure's date, else today's."""
    times = [attempt.at for attempt in report.attempts if attempt.at] + [event.at for event in report.timeline]
    failed = report.operation.started or (min(times) if times else now)
    day = failed.astimezone(timezone.utc)
    unique_name = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", report.solution.unique_name or "")
    solution = slug(report.solution.name or unique_name)
    solution = re.sub(r"^center-?of-?excellence-", "", solution)[:40].strip("-")
    code = next((error.code for error in report.errors if error.code), "")
    parts = ["report", f"{day:%Y-%m-%d}", solution, slug(code.removeprefix("0x")), target, slug(label)]
    stem = "-".join(part for part in parts if part)[:LONGEST_NAME]
    return f"{stem}{'-encrypted' if encrypted else ''}.zip"


def place_bundle(output: Path | None, name: str, *, force: bool) -> Path:
    """Return the path of the bundle: in the folder `output` (default: here), or `output` if it ends in `.zip`.

    Raises:
        InputError: the folder is not there, or the file exists and `force` is false.
    """
    output = Path() if output is None else typed_path(output)
    if output.suffix.lower() == ".zip" and not is_folder(output):
        path = output
    elif is_there(output) and not is_folder(output):
        raise InputError(f"{output} is a file, not a folder. Name a folder, or a file ending in .zip.")
    else:
        path = output / name
    if not is_folder(path.parent):
        raise InputError(f"The folder {path.parent} does not exist. Make it, or name another one with -o.")
    if is_there(path) and not force:
        raise InputError(f"{path} exists already. Name another file with -o, or overwrite it with --force.")
    return path
