"""What `pac` and the build tools print: connections, installed solutions, how an import ended, crashes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reporter.evidence.error_text import read_message
from reporter.evidence.facts import ErrorFact, FileFact, Finding, Found, InstalledFact
from reporter.evidence.page import Page

BANNER = re.compile(r"Microsoft\s+Power\s?Platform\s+CLI\s+Version:\s+(?P<version>\d+(?:\.\d+){1,3})")
ACTIVITY = re.compile(
    r"^(?:pac(?:\.exe)?:?\s|Solution\s+Import(?:ing|ed)|Connected\s+(?:as|to)\b|Waiting\s+for\s+asynchronous\s+operation|"
    r"Starting\s+Solution\s+Import|Import\s+job\s+reported|Error:\s+The\s+async\s+operation)",
    re.M,
)
IMPORTING = re.compile(
    r"^(?:pac(?:\.exe)?:\s+)?(?:(?:Starting\s+)?Solution\s+Import|Import\s+job\s+reported|The\s+reason\s+given\s+was|"
    r"(?:Error:\s+)?The\s+async\s+operation)",
    re.M,
)
"""Lines that only an import prints; a connection and a list are no import."""
DONE = re.compile(
    r"\bSolution\s+Imported\s+successfully\b|\bImport\s+job\s+reported\s+a\s+status\s+of\s+'SUCCESS'", re.I
)
REASON = re.compile(
    r"\bThe\s+reason\s+given\s+was:\s+(?P<text>\S.{3,3000}?)(?=\s+(?:pac(?:\.exe)?:\s+)?Error:|\n\s*\n|\Z)", re.S
)
FAILED = re.compile(
    r"^(?:pac(?:\.exe)?:\s+)?Error:\s+(?P<text>\S[^\n]{4,1500}(?:\n(?!\s*\n|Usage:|Error:|###)[^\n]+){0,6})", re.M
)
CRASH = re.compile(r"\bnon\s+recoverable\s+error\b.{0,400}?Exception\s+Type:\s+(?P<type>[\w.`]+)", re.S)
SIGN_IN = re.compile(r"\b(?P<name>AADSTS\d{4,9}):\s+(?P<text>[^\n]{10,600})")
LISTED = re.compile(
    r"^(?P<unique>[A-Za-z]\w*)[ \t]+(?P<friendly>\S.*?)[ \t]+(?P<version>\d+(?:\.\d+){1,3})"
    r"[ \t]+(?P<managed>True|False)$"
)
LIST_HEAD = re.compile(r"^Unique\s?Name\s+Friendly\s?Name\s+Version\s+(?:Is)?\s?Managed", re.I | re.M)
PROFILE = re.compile(r"^\[\d+\]\s+\*\s+(?P<kind>\w+)\s+(?P<rest>.*?(?P<user>[^\s@]{1,64}@[^\s@]{3,190}).*)$", re.M)
ADDRESS = re.compile(r"https://[\w.-]+/?")
CLOUDS = re.compile(r"\b(?P<cloud>Public|UsGov|UsGovHigh|UsGovDod|China|Tip1|Tip2)\b")
SESSION_NAMES = re.compile(r"\b(?:pac-log\.txt|Power\s+Platform\s+(?:Import|Export|Tool)\b)")


def find_pac(page: Page) -> Iterator[Finding]:
    """Yield what a console output of `pac` or a build task says; nothing for other texts."""
    banner = BANNER.search(page.text)
    lists = LIST_HEAD.search(page.raw)
    if not (banner or lists or ACTIVITY.search(page.raw) or PROFILE.search(page.raw) or CRASH.search(page.text)):
        if match := SIGN_IN.search(page.raw):
            yield _sign_in(page, match)
        return
    if banner:
        yield Found("operation.tool_version", banner["version"], page.where(banner.start()))
    if importing := IMPORTING.search(page.raw):
        yield Found("operation.method", "pac", page.where(importing.start()))
    installed = list(_installed(page, lists.end())) if lists else []
    yield from installed
    yield from _profile(page)
    yield from _failures(page)
    told = []
    if installed:
        told.append(f"A list of {len(installed)} solutions.")
    if DONE.search(page.text):
        told.append("It says that the import succeeded.")
    yield FileFact(page.file, "pac-output", " ".join(told) or None)


def _installed(page: Page, start: int) -> Iterator[InstalledFact]:
    """Rows by what their cells look like, counted from the right: widths vary, and mails collapse blanks."""
    place = page.raw.find("\n", start) + 1
    while 0 < place < len(page.raw):
        end = page.raw.find("\n", place)
        end = len(page.raw) if end < 0 else end
        line = page.raw[place:end]
        match = LISTED.match(line)
        if match:
            friendly = match["friendly"].strip()
            yield InstalledFact(
                match["unique"],
                page.where(place),
                match["version"],
                match["managed"] == "True",
                friendly if friendly != match["unique"] else None,
            )
        elif line.strip("- "):
            return
        place = end + 1


def _profile(page: Page) -> Iterator[Finding]:
    for match in PROFILE.finditer(page.raw):
        where = page.where(match.start())
        yield Found("account.user", match["user"], where)
        address = ADDRESS.search(match["rest"])
        if address:
            yield Found("environment.url", address[0].rstrip("/") + "/", where)
        cloud = CLOUDS.search(match["rest"][match["rest"].find(match["user"]) + len(match["user"]) :])
        if cloud:
            yield Found("environment.cloud", cloud["cloud"], where)


def _failures(page: Page) -> Iterator[Finding]:
    reasons = list(REASON.finditer(page.text))
    for match in reasons:
        error, ids = read_message(page.quote(*match.span("text")), page.where(match.start()))
        yield error
        yield from ids
    for match in CRASH.finditer(page.text):
        yield ErrorFact(
            None, page.where(match.start()), message="pac crashed: non recoverable error", name=match["type"]
        )
    signed = SIGN_IN.search(page.raw)
    if signed:
        yield _sign_in(page, signed)
    for match in FAILED.finditer(page.text):
        text = page.quote(*match.span("text"))
        if (reasons and "statuscode of Failed" in text) or (signed and "AADSTS" in text):
            continue
        error, ids = read_message(text, page.where(match.start()))
        yield error
        yield from ids


def _sign_in(page: Page, match: re.Match[str]) -> ErrorFact:
    text = page.quote(match.start(), match.end())
    return ErrorFact(None, page.where(match.start()), message=text, name=match["name"])
