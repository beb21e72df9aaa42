"""Session details, error dialogs and `who` outputs: blocks of `Label: value`, also when their line ends were lost."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reporter.evidence.facts import ErrorFact, EventFact, Finding, Found
from reporter.evidence.ids import GUID, clean_guid
from reporter.evidence.page import Page
from reporter.evidence.times import parse_time

SESSION = (
    "Timestamp",
    "Session ID",
    "Tenant ID",
    "Object ID",
    "Build name",
    "Organization ID",
    "Instance URL",
    "Environment ID",
    "Cluster geo name",
)
SESSION_LABEL = re.compile("|".join(re.escape(label).replace(r"\ ", r"\s") for label in SESSION) + r"(?=\s{0,2}:)")
_ID = rf"(?:Default-)?{GUID}"
PATHS: tuple[tuple[str, str, str], ...] = (
    ("environment.tenant_id", r"tenant\s?id", GUID),
    ("environment.organization_id", r"org(?:anization)?\s?id", GUID),
    ("environment.id", r"environment\s?id", _ID),
    ("environment.url", r"(?:instance|org(?:anization)?|environment)\s?url", r"https://[^\s\"'<>|]{4,200}"),
    ("environment.region", r"cluster\s?geo\s?name", r"[A-Za-z]{2,20}"),
    ("environment.name", r"(?:environment|friendly)\s?name", r"\S[^\n|]{0,80}"),
    ("environment.type", r"environment\s?type", r"(?:Production|Sandbox|Trial|Developer|Default|Teams)\b"),
    ("account.user", r"user\s?(?:email|principal\s?name)|connected\s+as", r"[^\s@:]{1,64}@[^\s@]{3,190}"),
)
PATTERNS = tuple(
    (path, re.compile(rf"^[-+\s|]{{0,4}}(?:{label})\s{{0,3}}(?::|\s)\s{{0,30}}(?P<value>{value})", re.I | re.M))
    for path, label, value in PATHS
)
CONNECTED = re.compile(r"^Connected\s+to\.\.\.\s?(?P<value>(?!Sorry)\S[^\n]{0,80})", re.M)
DIALOG = re.compile(r"\bError\s?Code\s{0,2}[:\-]\s{0,3}(?P<name>[A-Z][A-Za-z]{4,40})\b(?!\s*\d)")
TIMESTAMP = re.compile(r"\bTime\s?stamp\s{0,2}:\s{0,3}(?P<value>[^\n]{10,80})", re.I)


def find_labels(page: Page) -> Iterator[Finding]:
    """Yield what known labels say: tenant, organization, environment, user, the name of an app's error, its time."""
    yield from _session(page)
    for path, pattern in PATTERNS:
        for match in pattern.finditer(page.raw):
            value = match["value"].strip()
            if path == "environment.url":
                value = value.rstrip(".,;)") + ("" if value.endswith("/") else "/")
            elif path.endswith("id"):
                value = clean_guid(value)
            yield Found(path, value, page.where(match.start()))
    for match in CONNECTED.finditer(page.raw):
        yield Found("environment.name", match["value"].strip(), page.where(match.start()))
    for match in DIALOG.finditer(page.text):
        message = _dialog_message(page, match.end())
        yield ErrorFact(None, page.where(match.start()), message=message, name=match["name"])
    for match in TIMESTAMP.finditer(page.raw):
        at = parse_time(match["value"])
        if at and not is_session(page):
            yield EventFact(at, "The error was shown", page.where(match.start()))


def is_session(page: Page) -> bool:
    """Whether the text is a block of session details."""
    return len({match[0].casefold() for match in SESSION_LABEL.finditer(page.raw)}) >= 4


def _session(page: Page) -> Iterator[Finding]:
    if not is_session(page):
        return
    labels = list(SESSION_LABEL.finditer(page.raw))
    for number, match in enumerate(labels):
        end = labels[number + 1].start() if number + 1 < len(labels) else min(len(page.raw), match.end() + 200)
        value = page.raw[match.end() : end].lstrip(" :").split("\n")[0].strip()
        where = page.where(match.start())
        label = re.sub(r"\s", " ", match[0])
        if label == "Timestamp":
            at = parse_time(value)
            if at:
                yield EventFact(at, "Session details were taken", where)
        elif label == "Session ID" and re.fullmatch(GUID, value):
            yield Found("ids.session", value, where)
        else:
            for path, name, shape in PATHS:
                if re.fullmatch(name, label, re.I) and (fit := re.match(shape, value)):
                    yield Found(path, fit[0] if path != "environment.url" else fit[0].rstrip("/") + "/", where)


def _dialog_message(page: Page, end: int) -> str | None:
    """The words of an app's error dialog stand after a blank line; script addresses are glued to them."""
    blank = page.text.find("\n\n", end, end + 600)
    if blank < 0 or not re.search(r"\b(?:Session|Activity)\s?Id\b", page.text[end:blank], re.I):
        return None
    text = page.quote(blank, min(len(page.raw), blank + 600))
    text = re.split(r"\w{0,3}@https?://|\s+at\s+https?://", text)[0].strip()
    return text or None
