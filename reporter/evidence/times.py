"""Times as evidence writes them, with their zone; a time without a zone is no fact."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

ISO = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?\s?(Z|[+-]\d\d:?\d\d)")
SCRIPT = re.compile(r"\b([A-Z][a-z]{2})\s+(\d{1,2})\s+(\d{4})\s+(\d\d:\d\d:\d\d)\s+(?:GMT|UTC)([+-]\d{4})?")
HTTP = re.compile(r"\b(\d{1,2})\s+([A-Z][a-z]{2})\s+(\d{4})\s+(\d\d:\d\d:\d\d)\s+(?:GMT|UTC)\b")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SPAN = re.compile(r"(?:(\d+)[.:])?(\d{1,2}):(\d\d):(\d\d)(?:\.\d+)?")


def parse_time(text: str) -> datetime | None:
    """Return the first time with a zone in a text, in UTC: ISO 8601, a browser's `Date`, an HTTP header. Else None."""
    try:
        if match := ISO.search(text):
            zone = "+00:00" if match[4] == "Z" else match[4] if ":" in match[4] else f"{match[4][:3]}:{match[4][3:]}"
            fraction = f".{match[3][:6]:0<6}" if match[3] else ""
            return datetime.fromisoformat(f"{match[1]}T{match[2]}{fraction}{zone}").astimezone(timezone.utc)
        if match := SCRIPT.search(text):
            return _join(match[3], match[1], match[2], match[4], match[5] or "+0000")
        if match := HTTP.search(text):
            return _join(match[3], match[2], match[1], match[4], "+0000")
    except (ValueError, OverflowError):
        pass
    return None


def parse_ticks(text: str) -> datetime | None:
    """Return the time of .NET ticks (100 ns since year 1), in UTC."""
    if not re.fullmatch(r"6\d{17}", text):
        return None
    return datetime(1, 1, 1, tzinfo=timezone.utc) + timedelta(microseconds=int(text) // 10)


def parse_seconds(text: str) -> int | None:
    """Return the seconds of a .NET time span (`00:16:07`, `1.00:00:00`), of a number, or of `16 m 7 sec`."""
    text = text.strip()
    if match := SPAN.fullmatch(text):
        days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
        return ((days * 24 + hours) * 60 + minutes) * 60 + seconds
    if re.fullmatch(r"\d{1,7}(?:\.\d+)?", text):
        return round(float(text))
    match = re.fullmatch(r"(?:(\d+)\s*h\w*\s*)?(?:(\d+)\s*m(?:in\w*)?\s*)?(?:(\d+)\s*s\w*)?", text)
    if match and any(match.groups()):
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        return (hours * 60 + minutes) * 60 + seconds
    return None


def write_time(at: datetime) -> str:
    """Return a time as the JSON has it: UTC, whole seconds, `Z`."""
    return at.astimezone(timezone.utc).replace(microsecond=0).isoformat().replace("+00:00", "Z")


def _join(year: str, month: str, day: str, clock: str, offset: str) -> datetime:
    number = MONTHS.index(month) + 1
    zone = f"{offset[:3]}:{offset[3:]}"
    return datetime.fromisoformat(f"{year}-{number:02}-{int(day):02}T{clock}{zone}").astimezone(timezone.utc)
