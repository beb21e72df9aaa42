"""Versions in what people write: before and after kept apart; a version whose part is not said stays just a version."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from reporter.evidence.page import Page


def _version(group: str) -> str:
    """A version with what may stand right before it: `v4.50.6`, `version4.50.6`, `CoreComponents_4_50_6`."""
    return (
        r"(?:(?<![\w.,/\\@#$+-])|(?<=\bv)|(?<=\bv\.)|(?<=\bver)|(?<=\bversion)|(?<=[a-z]_)|(?<=[a-z]_v)|(?<=[a-z]-))"
        rf"(?P<{group}>\d{{1,3}}(?:[._]\d{{1,9}}){{1,3}})"
        r"(?![a-z0-9]|[._]\d|%|\s?(?:GB|MB|KB|min\w*|sec\w*|hours?|hrs?|days?|weeks?|am|pm)\b|,\d)"
    )


def _gap(length: int) -> str:
    """Words between, within one sentence."""
    return rf"(?:(?!\n\n|(?<!\bv)(?<!\bver)[.!?;]\s|###)[\s\S]){{0,{length}}}?"


_DATED = r"(?:\s?\([^()\n]{0,40}\)|\s[A-Z][a-z]{2,8}(?:\s20\d\d)?)?"
_ARROW = r"(?:-{1,2}>|=>|→|➔|➜|⇒|>{1,2})"
_TO = rf"(?:\bto\b|{_ARROW}|\binto\b|\bup\s?to\b|\bonto\b)"
_CHANGE = r"\b(?:up-?grad|updat|migrat|mov(?:e|ing)\b|switch|chang|go(?:ing)?\b|jump)\w*"
PAIRS = (
    re.compile(
        rf"\bfrom\b{_gap(60)}{_version('old')}{_gap(60)}{_TO}{_gap(60)}{_version('new')}",
        re.I,
    ),
    re.compile(rf"{_version('old')}{_DATED}\s{{0,3}}{_ARROW}\s{{0,3}}{_gap(30)}{_version('new')}", re.I),
    re.compile(rf"{_CHANGE}{_gap(60)}{_version('old')}{_DATED}\s+to\s+{_gap(40)}{_version('new')}", re.I),
    re.compile(
        rf"{_CHANGE}{_gap(60)}\bto\b{_gap(60)}{_version('new')}{_gap(40)}\bfrom\b{_gap(50)}{_version('old')}", re.I
    ),
    re.compile(
        rf"{_version('old')}{_DATED}\s+to\s+{_gap(30)}{_version('new')}{_gap(40)}\b(?:up-?grad|updat|migrat)", re.I
    ),
)
OLD = (
    re.compile(
        rf"\b(?:before|prior\s+to)\s+(?:the\s+)?(?:up-?grad|updat|import)\w*(?P<between>\W{{0,4}}){_version('old')}",
        re.I,
    ),
    re.compile(
        rf"\b(?:com(?:e|es|ing)\s+from|over|on\s+top\s+of|replacing)(?P<between>\s+(?:version\s+)?){_version('old')}",
        re.I,
    ),
    re.compile(
        rf"\b(?:current(?:ly)?|existing|installed|present|previous(?:ly)?|prior|old(?:er)?|original|source|starting)\b"
        rf"(?P<between>{_gap(60)}){_version('old')}",
        re.I,
    ),
    re.compile(rf"{_CHANGE}{_gap(60)}\bfrom\b(?P<between>{_gap(40)}){_version('old')}", re.I),
    re.compile(rf"{_version('old')}(?P<between>\s{{0,2}})\(?(?:is\s+)?(?:currently|already)\s+installed", re.I),
    re.compile(
        rf"\b(?:was|were|formerly|previously)(?P<between>\s+(?:(?:on|at|version)\s+){{0,2}}){_version('old')}", re.I
    ),
)
NEW = (
    re.compile(rf"\bafter\s+(?:the\s+)?(?:up-?grad|updat|import)\w*(?P<between>\W{{0,4}}){_version('new')}", re.I),
    re.compile(
        rf"\bversion\s+to\s+be\s+(?:upgraded|installed|imported|updated)(?P<between>\s*(?:to)?\W{{0,4}}){_version('new')}",
        re.I,
    ),
    re.compile(rf"{_CHANGE}(?P<between>{_gap(90)}\bto\b{_gap(60)}){_version('new')}", re.I),
    re.compile(
        rf"\b(?:import(?:ing|ed|s)?|install(?:ing|ation)?|deploy(?:ing|ed|ment)?|upload(?:ing|ed)?|apply(?:ing)?)\b(?P<between>{_gap(90)})"
        rf"{_version('new')}",
        re.I,
    ),
    re.compile(rf"\b(?:target|destination|new(?:er|est)?|latest)\b(?P<between>{_gap(45)}){_version('new')}", re.I),
    re.compile(
        rf"(?<!before\s)(?<!prior\sto\s)\b(?:upgrad(?:e|ing)|update|updating)\b(?P<between>\s+(?:version|release|v\.?)?\W{{0,3}}){_version('new')}",
        re.I,
    ),
    re.compile(
        rf"(?P<between>){_version('new')}\s+(?:\w+\s+){{0,2}}(?:upgrade|update|import|installation|deployment)\b(?!\s+from)",
        re.I,
    ),
)
IN_FILE = re.compile(r"\b[A-Za-z]\w*?_v?(?P<new>\d{1,3}(?:[._]\d{1,9}){1,3})_(?P<between>)(?:un)?managed\b", re.I)
"""`CenterofExcellenceCoreComponents_4.50.6_managed.zip`: a package that is named is the one that was imported."""
NAMED_BEFORE = NEW[4], NEW[6]
"""Ways of writing that also fit the version in use: what stands before them decides."""
READ = 30_000
"""Characters in which versions are looked for: people say what they did at the beginning."""
CHANGING = re.compile(r"\b(?:up-?grad|updat|migrat|import|install|deploy|holding)\w*", re.I)
UPGRADING = re.compile(r"\b(?:up-?grad\w*|updat(?:e|ed|ing)\b|migrat\w*|StageAndUpgrade|ImportAsHolding)", re.I)
_TOOLS = (
    r"\b(?:build\s?tools?|pac|cli|power\s?shell|\.net|framework|sdk|chrome|edge|firefox|safari|windows|macos|node|python|xrm\s?tool\s?box|"
    r"xrmtoolbox|creator\s?kit|creatorkit\w*|dataverse\s+version|server\s+version|browser|task|build|api|power\s?bi|desktop|template|"
    r"dynamics|office|package\s+deployer|solution\s?packager|extension|plug-?in|connector|library|step|section|chapter|phase|figure|release\s+pipeline|agent)\b"
)
TOOL = re.compile(_TOOLS + r"[^.!?;\n]{0,25}$", re.I)
ELSE = re.compile(
    r"\b(?:using|use|running|have|had|has|were?\s+on|we\s+are\s+on|current|currently|existing|from|installed|was|works?|worked|failure|failed|invalid|task|description|because|since|but|instead)\b",
    re.I,
)
NEWER = re.compile(r"\b(?:latest|newest|newer|new|available|released|target|to)\b", re.I)
USING = re.compile(r"\b(?:using|running|on|have|with|at|in|installed|current|existing|from|was)\b[\w\s]{0,12}$", re.I)
CLOCK = re.compile(r"\b(?:runs?|ran|lasted|worked|between)\s+(?:from\s+)?$", re.I)
TASK = re.compile(r"\d\d:\d\d:\d\d\S*\s+Version\s+:\s+$", re.I)
DATE = re.compile(r"(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])\.(?:19|20)?\d\d")
STATED = re.compile(
    rf"\bversion\b\s{{0,3}}(?:is|:|=|\()?\s{{0,3}}{_version('any')}|(?<![\w.])v(?P<short>\d{{1,3}}\.\d{{1,9}}(?:\.\d{{1,9}}){{0,2}})(?![\w.]\d|\w)",
    re.I,
)


@dataclass(frozen=True)
class VersionMention:
    """One version with the place where it stands."""

    version: str
    start: int


@dataclass(frozen=True)
class VersionsRead:
    """What a text says about versions: before, after, and one whose part is not said."""

    source: VersionMention | None = None
    target: VersionMention | None = None
    stated: VersionMention | None = None


def find_versions(page: Page, answer: Page | None = None) -> VersionsRead:
    """Return the versions that a text tells; `answer` is what a form's version field says.

    The answer alone has no part: people fill in the old or the new one. When the text tells the new one, a lower answer
    is the old one; when the text tells the old one, a higher answer is the new one.
    """
    page = replace(page, text=page.text[:READ])
    source, target = _pair(page)
    if answer and not (source and target):
        pair = _pair(answer) if not source and not target else (None, None)
        source, target = (source or pair[0], target or pair[1])
    stated = _answered(answer) if answer else None
    changing = bool(CHANGING.search(page.text))
    if not target and changing:
        target = _single(page, NEW[:3], "new", refuse=ELSE) or _single(page, (IN_FILE, *NEW[3:]), "new", refuse=ELSE)
    if not source and (target or UPGRADING.search(page.text)):
        source = _single(page, OLD, "old", refuse=NEWER)
    if source and target and _key(source.version) == _key(target.version):
        source = None
    if stated and target and not source and _key(stated.version) < _key(target.version):
        source = stated
    if stated and source and not target and _key(stated.version) > _key(source.version):
        target = stated
    return VersionsRead(source, target, stated or _stated(page))


def parse_version(text: str) -> str | None:
    """Return the only version in a short text such as a form's answer ("April 2024 4.29"), or None."""
    found = {
        match["any"].replace("_", ".")
        for match in re.finditer(_version("any"), text, re.I)
        if not DATE.fullmatch(match["any"])
    }
    return found.pop() if len(found) == 1 else None


def _pair(page: Page) -> tuple[VersionMention | None, VersionMention | None]:
    best: tuple[int, VersionMention, VersionMention] | None = None
    for pattern in PAIRS:
        for match in pattern.finditer(page.text):
            old, new = _mention(match, "old"), _mention(match, "new")
            if not old or not new or old.version == new.version or _by_tool(page.text, match):
                continue
            if best is None or match.start() < best[0]:
                best = (match.start(), old, new)
            break
        if best:
            break
    return (best[1], best[2]) if best else (None, None)


def _single(
    page: Page, patterns: tuple[re.Pattern[str], ...], group: str, *, refuse: re.Pattern[str]
) -> VersionMention | None:
    for pattern in patterns:
        for match in pattern.finditer(page.text):
            mention = _mention(match, group)
            before = page.text[max(0, match.start() - 25) : match.start()]
            if mention is None or refuse.search(match["between"]) or _by_tool(page.text, match):
                continue
            if group == "new" and pattern in NAMED_BEFORE and USING.search(before):
                continue
            return mention
    return None


def _by_tool(text: str, match: re.Match[str]) -> bool:
    """Whether the version is that of a tool: its name stands right before the number."""
    return any(
        (TOOL.search(before) or TASK.search(before) or CLOCK.search(before))
        for group in match.re.groupindex
        if group in ("old", "new") and (before := text[max(0, match.start(group) - 60) : match.start(group)])
    )


def _mention(match: re.Match[str], group: str) -> VersionMention | None:
    if DATE.fullmatch(match[group]):
        return None
    return VersionMention(match[group].replace("_", "."), match.start(group))


def _answered(answer: Page) -> VersionMention | None:
    version = parse_version(answer.text)
    return VersionMention(version, -1) if version else None


def _stated(page: Page) -> VersionMention | None:
    for match in STATED.finditer(page.text):
        group = "any" if match["any"] else "short"
        if not DATE.fullmatch(match[group]) and not TOOL.search(page.text[max(0, match.start() - 60) : match.start()]):
            return VersionMention(match[group].replace("_", "."), match.start(group))
    return None


def _key(version: str) -> tuple[int, ...]:
    parts = [int(part) for part in version.split(".")]
    while parts and parts[-1] == 0:
        parts.pop()
    return tuple(parts)
