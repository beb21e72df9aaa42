"""A crash report for our own bugs: what broke and where in the program, redacted, in the state folder."""

from __future__ import annotations

import platform
import re
import sys
import traceback
from datetime import datetime, timezone
from pathlib import Path

from reporter import __version__
from reporter.places import find_places, write_private

PACKAGE = Path(__file__).resolve().parent.parent


def write_crash(error: Exception) -> str:
    """Write the crash report (0600) and return the sentence for the user, with its path."""
    moment = datetime.now(timezone.utc)
    try:
        path = find_places().crashes / f"crash-{moment:%Y%m%d-%H%M%S-%f}.txt"
        write_private(path, describe_crash(error, moment).encode())
    except Exception:  # the disk may be full or the home read-only: the sentence must still come
        return f"This is a bug in reporter ({type(error).__name__}). No crash report could be written; drafts are kept."
    return (
        f"This is a bug in reporter ({type(error).__name__}). What was confirmed is kept: `reporter resume` goes on.\n"
        f"A crash report without personal data is in {path}: please send it along when you report this."
    )


def describe_crash(error: Exception, moment: datetime) -> str:
    """Return the crash report: versions and the frames of this program; the message of the error only after redaction.

    Local values, arguments, environment variables and paths outside the program are never part of it.
    """
    frames = [
        f"  {_shorten(frame.filename)}:{frame.lineno} in {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    lines = [
        f"reporter {__version__}, Python {platform.python_version()} on {sys.platform} {platform.machine()}",
        f"at {moment.isoformat(timespec='seconds')}",
        *frames,
        f"{type(error).__name__}: {_redact(str(error))}",
    ]
    return "\n".join(lines) + "\n"


def _shorten(filename: str) -> str:
    path = Path(filename)
    try:
        return path.resolve().relative_to(PACKAGE.parent).as_posix()
    except ValueError:
        parts = path.parts
        return "/".join(parts[parts.index("site-packages") + 1 :]) if "site-packages" in parts else path.name


_QUOTED = re.compile(r"""(["'`]).*?\1|(["'`]).*""", re.DOTALL)
"""What a message quotes is what it stumbled over: data of the user."""


def _redact(message: str) -> str:
    try:
        from reporter.redaction.policy import load_policy
        from reporter.redaction.pseudonyms import Pseudonyms
        from reporter.redaction.redactor import Redactor
        from reporter.settings import load_settings

        places = find_places()
        pseudonyms = Pseudonyms.create(None)
        for path in places.drafts.glob("*/pseudonyms.json"):
            pseudonyms.merge(Pseudonyms.load(path).entries())
        redactor = Redactor(load_policy("github"), pseudonyms, own_terms=load_settings(places).own_terms)
        redacted = redactor.text(message)
        return _QUOTED.sub(lambda found: f"{found[0][0]}... ({len(found[0])} characters)", redacted)
    except Exception:  # the bug may sit in redaction itself: then the message stays out
        return "(message left out: it could not be redacted)"
