"""Times as people type them: "yesterday 14:30", "18.11.2025 9:14", "2025-11-18T09:14Z"; a typed zone is kept."""

from __future__ import annotations

import re
import warnings
from datetime import date, datetime, timedelta, timezone, tzinfo

from dateutil import tz

TIME_OF_DAY = r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?)?\s*(?P<half>[ap]\.?m\.?)?"
ZONE_NAMES = r"CES?T|WES?T|EES?T|BST|[ECMP][SD]T|JST|IST|Z"
ZONE = rf"(?:\s*(?P<zone>(?:UTC|GMT)(?:[+-]\d{{1,2}}(?::?\d{{2}})?)?|[+-]\d{{2}}:?\d{{2}}|(?:{ZONE_NAMES})\b))?"
TAIL = rf"(?:(?:\s*,?\s*(?:at|um|T)?\s*|T){TIME_OF_DAY}{ZONE}(?:\s*Uhr\b)?)?"
END = r"(?!\d|:\d)"
DAY_WORDS = {"today": 0, "heute": 0, "tonight": 0, "yesterday": 1, "gestern": 1}
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKDAY = r"(?:on |last )?(?P<weekday>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"  # noqa: E501  # one alternation
UNITS = {"minute": 60, "min": 60, "hour": 3600, "h": 3600, "day": 86400, "week": 604800}
ZONES = {  # hours from UTC; IST as in India, where most of its speakers are
    "Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3,
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "IST": 5.5, "JST": 9,
}  # fmt: skip
PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}}){TAIL}{END}",
        rf"(?P<day>\d{{1,2}})\.\s?(?P<month>\d{{1,2}})\.\s?(?P<year>\d{{4}}|\d{{2}}){TAIL}{END}",
        rf"(?P<first>\d{{1,2}})/(?P<other>\d{{1,2}})/(?P<year>\d{{4}}){TAIL}{END}",
        rf"(?P<word>today|heute|tonight|yesterday|gestern)\b{TAIL}{END}",
        rf"{WEEKDAY}\b,?(?=\s+\d{{1,2}}[:.h]\d|\s+(?:at|um)\s|\s+\d{{1,2}}\s*[ap]\.?m|\s*$){TAIL}{END}",
        r"(?P<now>now|just now|jetzt)\b",
        r"(?:about\s+)?(?P<count>\d+|an?|one)\s*(?P<unit>minute|min|hour|h|day|week)s?\s+ago\b",
        rf"(?=\d{{1,2}}:\d{{2}}|\d{{1,2}}\s*[ap]\.?m){TIME_OF_DAY}{ZONE}{END}",
    )
)
MONTH_FIRST_WORDS = 6
"""A time in words such as "Tue 18 Nov 2025 at 9:14" takes at most this many of them at the start of a line."""


class NotATimeError(ValueError):
    """The text is no time; the sentence says how to write one."""


def parse_time(text: str, *, now: datetime, zone: tzinfo) -> datetime:
    """Return the time that a whole text names, with its own zone, or with `zone` where it names none.

    Dates with dots are day first. Dates with slashes must be clear by themselves (11/18/2025), else they are refused.

    Raises:
        NotATimeError: with a sentence for the user.
    """
    moment, rest = split_time(text.strip(), now=now, zone=zone)
    if moment is None or rest:
        raise NotATimeError(
            f"`{text.strip()[:60]}` is not a time. Write it like 2025-11-18 09:14, 18.11.2025 9:14 or yesterday 14:30."
        )
    return moment


def split_time(line: str, *, now: datetime, zone: tzinfo) -> tuple[datetime | None, str]:
    """Return the time that a line begins with, and the rest of the line; no time gives None and the whole line.

    Raises:
        NotATimeError: what stands there is a date, but not a possible or a clear one.
    """
    line = line.strip().removeprefix("- ").strip()
    now = now.astimezone(zone)
    for pattern in PATTERNS:
        found = pattern.match(line)
        if found:
            return _read(found, now, zone), _rest(line[found.end() :])
    return _split_words(line, now, zone)


def show_time(moment: datetime, zone: tzinfo) -> str:
    """Return a time in UTC and, where it differs, in local time: `2025-11-18 09:14 UTC (10:14 CET)`."""
    universal, local = moment.astimezone(timezone.utc), moment.astimezone(zone)
    text = f"{universal:%Y-%m-%d %H:%M} UTC"
    if local.utcoffset() == timedelta(0):
        return text
    day = "" if local.date() == universal.date() else f"{local:%Y-%m-%d} "
    name = local.tzname() or "local"
    return f"{text} ({day}{local:%H:%M} {'UTC' + name if name[0] in '+-' else name})"


def write_time(moment: datetime) -> str:
    """Return a time as it can be typed again, zone and all: `2025-11-18 10:14 +01:00`."""
    offset = moment.strftime("%z")
    seconds = ":%S" if moment.second else ""
    zone = "UTC" if offset in ("", "+0000") else f"{offset[:3]}:{offset[3:5]}"
    return f"{moment.strftime('%Y-%m-%d %H:%M' + seconds)} {zone}"


def _rest(text: str) -> str:
    return re.sub(r"^[\s,;:–—-]+", "", text).strip()


def _read(found: re.Match[str], now: datetime, zone: tzinfo) -> datetime:
    parts = found.groupdict()
    if parts.get("now"):
        return now
    if parts.get("unit"):
        count = int(parts["count"]) if parts["count"].isdigit() else 1
        return now - timedelta(seconds=count * UNITS[parts["unit"].lower()])
    return _join(_day(parts, found.group(), now), parts, found.group(), zone)


def _day(parts: dict[str, str | None], text: str, now: datetime) -> date:
    if parts.get("word"):
        return now.date() - timedelta(days=DAY_WORDS[str(parts["word"]).lower()])
    if parts.get("weekday"):
        back = (now.weekday() - WEEKDAYS.index(str(parts["weekday"]).lower()[:3])) % 7
        return now.date() - timedelta(days=back)
    if parts.get("first"):
        first, other = int(parts["first"] or 0), int(parts["other"] or 0)
        if first <= 12 and other <= 12 and first != other:
            raise NotATimeError(
                f"`{text}` can be read day first or month first. Write {parts['year']}-MM-DD, or DD.MM.{parts['year']}."
            )
        day, month = (first, other) if first > 12 else (other, first)
        return _date(int(parts["year"] or 0), month, day, text)
    if parts.get("year"):
        year = int(parts["year"] or 0)
        return _date(year + 2000 if year < 100 else year, int(parts["month"] or 0), int(parts["day"] or 0), text)
    return now.date()


def _date(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise NotATimeError(f"`{text}` is not a day of the calendar.") from None


def _join(day: date, parts: dict[str, str | None], text: str, zone: tzinfo) -> datetime:
    hour, minute, second = (int(parts.get(key) or 0) for key in ("hour", "minute", "second"))
    half = (parts.get("half") or "").lower()[:1]
    if half and not 1 <= hour <= 12:
        raise NotATimeError(f"`{text}` is not a time of day.")
    hour = hour % 12 + (12 if half == "p" else 0) if half else hour
    try:
        moment = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=_zone(parts.get("zone"), zone))
    except ValueError:
        raise NotATimeError(f"`{text}` is not a time of day.") from None
    if not tz.datetime_exists(moment):
        raise NotATimeError(f"`{text}` does not exist here: the clocks were put forward then.")
    return moment


def _zone(name: str | None, default: tzinfo) -> tzinfo:
    if not name:
        return default
    name = name.upper()
    if name in ZONES:
        return timezone(timedelta(hours=ZONES[name]), name) if ZONES[name] else timezone.utc
    sign, hours, minutes = re.findall(r"([+-])(\d{1,2}):?(\d{2})?", name)[0]
    offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
    if offset >= timedelta(hours=15):
        raise NotATimeError(f"`{name}` is not a time zone.")
    return timezone(-offset if sign == "-" else offset)


def _split_words(line: str, now: datetime, zone: tzinfo) -> tuple[datetime | None, str]:
    """Try the beginning of the line as a time in words, longest first ("Tuesday 9:14", "18 Nov 2025 9:14 PM")."""
    words = line.split()
    if not words or not (re.search(r"\d", " ".join(words[:MONTH_FIRST_WORDS])) or len(words) == 1):
        return None, line
    for count in range(min(MONTH_FIRST_WORDS, len(words)), 0, -1):
        text = " ".join(words[:count]).rstrip(",;:-–")
        moment = _ask_library(text, now, zone)
        if moment is not None:
            return moment, _rest(line.split(None, count)[count] if len(words) > count else "")
    return None, line


def _ask_library(text: str, now: datetime, zone: tzinfo) -> datetime | None:
    if not re.search(r"[A-Za-zÀ-ž]{3}", text) or not re.search(r"\d|day|tag", text):
        return None
    import dateparser

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library calls what newer Pythons deprecate
        moment = dateparser.parse(
            text,
            languages=["en", "de", "fr", "es"],
            settings={
                "DATE_ORDER": "DMY",
                "PREFER_DATES_FROM": "past",
                "RELATIVE_BASE": now.replace(tzinfo=None),
                "REQUIRE_PARTS": ["day"],
                "PARSERS": ["absolute-time", "custom-formats"],
            },
        )
    if moment is None:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)
