"""Times and durations as the texts show them: UTC first, for support reads logs in UTC, then the user's zone."""

from __future__ import annotations

from datetime import datetime, timezone, tzinfo


def show_utc(time: datetime) -> str:
    """Return `2025-11-18 09:14 UTC`, with seconds only where they are known."""
    moment = _move(time, timezone.utc)
    return f"{moment:%Y-%m-%d %H:%M}{_seconds(moment)} UTC"


def show_local(time: datetime, zone: tzinfo) -> str:
    """Return the same moment in the zone, `2025-11-18 10:14 +01:00`; empty where the zone is UTC at that moment."""
    moment = _move(time, zone)
    if not moment.utcoffset():
        return ""
    return f"{moment:%Y-%m-%d %H:%M}{_seconds(moment)} {_offset(moment)}"


def show_both(time: datetime, zone: tzinfo) -> str:
    """Return `2025-11-18 09:14 UTC (10:14 +01:00)`; the local date too where it differs."""
    local = show_local(time, zone)
    if not local:
        return show_utc(time)
    date, rest = local.split(" ", 1)
    return f"{show_utc(time)} ({rest if show_utc(time).startswith(date) else local})"


def show_zone(zone: tzinfo, time: datetime) -> str:
    """Return the zone's own name, such as `Europe/Zurich`, or its offset at that time (`UTC+01:00`)."""
    name = getattr(zone, "key", None)
    if isinstance(name, str) and name:
        return name
    moment = _move(time, zone)
    return f"UTC{_offset(moment)}" if moment.utcoffset() else "UTC"


def show_duration(seconds: float) -> str:
    """Return the two largest units that say something: `16 min 7 s`, `2 d 3 h`, `45 s`."""
    left = int(seconds)
    parts = []
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min"), (1, "s")):
        count, left = divmod(left, size)
        if count:
            parts.append(f"{count} {unit}")
        elif parts:
            break
    return " ".join(parts[:2]) or "0 s"


def _move(time: datetime, zone: tzinfo) -> datetime:
    """Return the moment in the zone; the first and last day of the calendar stay as they are."""
    try:
        return time.astimezone(zone)
    except (OverflowError, ValueError):
        return time.replace(tzinfo=timezone.utc)


def _seconds(moment: datetime) -> str:
    return f":{moment:%S}" if moment.second else ""


def _offset(moment: datetime) -> str:
    text = f"{moment:%z}"
    return f"{text[:3]}:{text[3:5]}"
