"""What was done, where and how long it took, as texts and side panels say it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reporter.evidence.facts import Found
from reporter.evidence.page import Page

SOLUTION = re.compile(r"\bSolution\s+[\"'](?P<name>[^\"'\n]{2,120}|[^\"']{2,120})[\"']\s+failed\s+to\s+import", re.I)
UNIQUE = re.compile(r"\b(?P<name>(?:Center|Centre)ofExcellence[A-Z][A-Za-z]+?)(?=_|\b)")
DURATION = re.compile(
    r"Total\s+operation\s+time\W{0,4}\s*(?:(?P<h>\d+)\s*h\w*\s*)?(?:(?P<m>\d+)\s*m(?:in\w*)?\s*)?(?:(?P<s>\d+)\s*s\w*)?",
    re.I,
)
PANEL = re.compile(r"\b(?P<label>Patch|Managed)\b\s{0,3}:?\s{1,4}(?P<value>Yes|No)\b", re.I)
LEFTOVER = re.compile(r"\bHolding\s+solution\s+(?P<name>\w+)_Upgrade\s+already\s+exists", re.I)
HOLDING = re.compile(r"\b(?:StageAndUpgrade|ImportAsHolding|Solution\s+Upgrade\s+action|DeleteAndPromote)", re.I)
INSTALLING = re.compile(
    r"\b(?:clean|fresh|first[\s-]time|brand[\s-]new|initial)\s+(?:install\w*|import|set-?up)\b", re.I
)
UPGRADE = re.compile(r"\bupgrad(?:e|ing)\s+(?:(?:the|our|my|a|to|from|core|coe|solution|version)\b|v?\d)", re.I)
NOT_UPGRADE = re.compile(r"\bupgrad(?:e|ing)\b", re.I)
METHODS = (
    ("pac", re.compile(r"\bpac\s+solution\s+import\b", re.I)),
    (
        "pipeline",
        re.compile(
            r"\b(?:Azure\s+DevOps|release|build)\s+pipelines?\b|\bPower\s*(?:Platform|Apps)\s+build\s*tools\b", re.I
        ),
    ),
    (
        "admin center",
        re.compile(r"\b(?:from|in|through|via|using)\s+the\s+(?:Power\s+Platform\s+)?admin\s+cent(?:er|re)\b", re.I),
    ),
    ("maker portal", re.compile(r"\bmaker\s+portal\b|\bmake\.powerapps\.com\b", re.I)),
)
TYPE = re.compile(
    r"\benvironment(?:\s+type)?\s{0,3}(?:is|[:=-])\s{0,3}(?:a\s+)?(?P<after>Production|Sandbox|Trial|Developer|Default|Teams)\b"
    r"|\b(?P<before>Production|Sandbox|Trial|Developer|Default)\s+(?:env(?:ironment|t)?)\b",
    re.I,
)
ADDRESS = re.compile(
    r"https://(?P<host>[a-z0-9-]{1,63}\.(?:crm\d{0,2}|[a-z]{2,8}\.crm\d?)\.(?:dynamics\.(?:com|cn)|microsoftdynamics\.(?:us|de)|appsplatform\.us))\b",
    re.I,
)
ENVIRONMENT_LINK = re.compile(
    r"(?:/environments/|[?&]environment(?:Name|Id)?=)(?P<id>(?:Default-)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})",
    re.I,
)


def find_situation(page: Page) -> Iterator[Found]:
    """Yield solution names, kind and way of the operation, its length in seconds, environment type and address."""
    text = page.text
    for match in SOLUTION.finditer(text):
        yield Found("solution.name", page.quote(*match.span("name")), page.where(match.start()))
    for match in UNIQUE.finditer(text):
        yield Found("solution.unique_name", match["name"], page.where(match.start()))
    for match in LEFTOVER.finditer(text):
        yield Found("checks.upgrade_leftover", "yes", page.where(match.start()))
    match_ = DURATION.search(text)
    if match_ and any(match_.group("h", "m", "s")):
        seconds = int(match_["h"] or 0) * 3600 + int(match_["m"] or 0) * 60 + int(match_["s"] or 0)
        yield Found("operation.duration_seconds", seconds, page.where(match_.start()))
    yield from _panel(page)
    yield from _operation(page)
    for match in TYPE.finditer(text):
        yield Found("environment.type", (match["after"] or match["before"]).capitalize(), page.where(match.start()))
    for offset, link in page.links:
        host = ADDRESS.match(link)
        if host:
            yield Found("environment.url", f"https://{host['host'].lower()}/", page.where(offset))
        environment = ENVIRONMENT_LINK.search(link)
        if environment:
            yield Found("environment.id", environment["id"], page.where(offset))


def _panel(page: Page) -> Iterator[Found]:
    if not re.search(r"\b(?:Overwrite\s+customizations|Total\s+operation\s+time)\b", page.text, re.I):
        return  # "Patch" and "Managed" are labels only in the side panel of the solution history
    for match in PANEL.finditer(page.text):
        yes = match["value"].casefold() == "yes"
        if match["label"].casefold() == "managed":
            yield Found("solution.managed", yes, page.where(match.start()))
        elif yes:
            yield Found("operation.kind", "patch", page.where(match.start()))


def _operation(page: Page) -> Iterator[Found]:
    for kind, pattern in (("upgrade", HOLDING), ("install", INSTALLING), ("upgrade", UPGRADE)):
        match = pattern.search(page.text)
        if match and not (kind == "install" and NOT_UPGRADE.search(page.text)):
            yield Found("operation.kind", kind, page.where(match.start()))
            break
    for method, pattern in METHODS:
        match = pattern.search(page.text)
        if match:
            yield Found("operation.method", method, page.where(match.start()))
            break
