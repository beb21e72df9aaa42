"""The flow, app, table, column or connection reference that an error text names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reporter.evidence.facts import ComponentFact
from reporter.evidence.ids import GUID, clean_guid
from reporter.evidence.page import Page, join_wraps

_END = (
    r"(?=\s{0,2}:(?:\s|$)|\.?\s{1,3}Flow\s+server\s|\s{0,2}\.\s|\s{0,2}\.?$|\s{0,2}[\"”)]\s"
    r"|\n\s*\n|\s(?:failed|cannot|could)\s|[,;]\s)"
)
_QUOTED = r"""["'](?P<name>[^"'\n]{2,200})["']"""
_SCHEMA = r"""["']?(?P<name>[A-Za-z]\w{0,10}_\w{2,100})["']?"""
_REQUIRED = r"\bRequiredComponentObject\s+details:\s+Type:\s+"
_OBJECT = rf",\s+ObjectName:\s+(?P<name>[^,\n]{{1,200}}?),\s+Id:\s+(?P<id>{GUID})"
FLOW = "flow"
PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        FLOW,
        re.compile(
            rf"\bworkflow\s+(?:\{{?(?P<id>{GUID})\}}?\s+)?type\s+(?:ModernFlow|Workflow|\w+)\s+name\s+(?P<name>\S.{{1,200}}?){_END}",
            re.I | re.S,
        ),
    ),
    (
        FLOW,
        re.compile(
            rf"\bworkflow\s+id\s+\{{?(?P<id>{GUID})\}}?\s+category\s+\w+\s+name\s+(?P<name>\S.{{1,200}}?){_END}",
            re.I | re.S,
        ),
    ),
    (FLOW, re.compile(rf"\bModernFlow\s+name\s+(?P<name>\S.{{1,200}}?){_END}", re.I | re.S)),
    (
        FLOW,
        re.compile(
            rf"\bworkflow\s+with\s+id\s+'(?P<id>{GUID})'(?:,\s+name\s+(?P<name>\S.{{1,200}}?)(?=\s+cannot\b))?",
            re.I | re.S,
        ),
    ),
    ("column", re.compile(rf"\bALTER\s+COLUMN\s+{_SCHEMA}", re.I)),
    ("solution", re.compile(r"\bHolding\s+solution\s+(?P<name>\w{3,120})\s+already\b", re.I)),
    ("constraint", re.compile(r"\bconstraint\s+[\"'](?P<name>\w{3,120})[\"']", re.I)),
    ("table", re.compile(r"\bobject\s+'(?:dbo\.)?(?P<name>\w{3,100})'", re.I)),
    ("model-driven app", re.compile(r"\buniquename\s*:\s*(?P<name>\w{3,100})", re.I)),
    ("canvas app", re.compile(r"\bcanvas\s+app\s+(?:name\s+|with\s+name\s+)?['\"]?(?P<name>\w{1,10}_\w{2,100})", re.I)),
    (
        "connection reference",
        re.compile(
            r"\bconnection\s+references?\s+(?:with\s+)?(?:logical\s+)?name(?:\(s\)|s)?\s+['\"](?P<name>[\w<>.]{3,100})",
            re.I,
        ),
    ),
    ("connection reference", re.compile(rf"{_REQUIRED}connectionreference{_OBJECT}", re.I)),
    ("component", re.compile(rf"{_REQUIRED}[^,\n]{{1,40}}{_OBJECT}", re.I)),
    ("table", re.compile(rf"\bentity\s+['\"](?P<name>\w{{2,100}})['\"](?:\s+with\s+id\s+=\s+(?P<id>{GUID}))?", re.I)),
    (
        "component",
        re.compile(rf"\bcomponent\s+['\"](?P<name>\w{{3,100}})['\"]\s+with\s+id\s+['\"](?P<id>{GUID})['\"]", re.I),
    ),
    ("component", re.compile(rf"\b(?P<name>[A-Z][A-Za-z]{{2,40}})\((?P<id>{GUID})\)\s+component\b")),
    ("column", re.compile(rf"\b(?:column|attribute|field)\s+(?:with\s+name\s+|name\s+)?{_SCHEMA}", re.I)),
    (
        "component",
        re.compile(
            r"\b(?:relationship|table|web\s?resource|option\s?set|environment\s+variable(?:\s+definition)?|security\s+role|plug-?in(?:\s+type)?)"
            rf"\s+(?:with\s+(?:schema\s*)?name\s+|named\s+)?{_SCHEMA}",
            re.I,
        ),
    ),
    (FLOW, re.compile(rf"\bworkflow\s+operation\s+{_QUOTED}", re.I)),
)

_WORD = (
    r"(?:[A-Z0-9][\w.&'’/+-]*|v\d+|\((?:[A-Z][^()\n]{0,60})\)"
    r"|(?:to|of|for|and|the|in|on|with|from|by|as|a)(?=\s+[A-Z(]))"
)
_TAIL = rf"{_WORD}(?:(?:\s|\s-\s){_WORD}){{0,12}}"
NAMED_FLOW = re.compile(
    r"(?<![\w|])(?P<name>"
    rf"(?:[A-Z][\w-]*(?:\s[A-Z][\w-]*){{0,3}}\s\|\s{_TAIL}(?:\s\|\s{_TAIL})?)"
    rf"|(?:(?:SYNC|CLEANUP|CLEAN\sUP|SETUP|FLOW)\s)?HELPER\s?[-–]\s{_TAIL}"
    rf"|(?:Admin|DLP\sRequest|Env\sRequest)\s?[|-]\s?{_TAIL}"
    rf"|(?:Sync|Cleanup)\s(?:Template|Helper)\s{_TAIL}"
    r"|(?i:admin\s?\|\s?[a-z][\w -]{3,40}(?:\([^()\n]{2,40}\))?)"
    r")"
)
"""How flows of the CoE Starter Kit are named: `Admin | Sync Template v4 (Flows)`, `SYNC HELPER - Get Apps`."""
SCHEMA_NAME = re.compile(
    r"(?<![\w./@-])(?P<name>(?:admin|msdyn|mspcat|msft|coe|cat|new|cr[0-9a-f]{3})_[A-Za-z]\w{3,100})(?![\w.@-]\w)"
)
"""Names with a publisher's prefix, as tables, columns and connection references have them."""
NOT_A_NAME = re.compile(r"(?:Failure|Success|Warning|Error|Index|Status|Date|Version)\b", re.I)
LIMIT = 200
"""Components of one text."""
GENERIC = re.compile(r"(?:n/?a|none|no|yes|-+|\.+|all|any|other|unknown|_no response_|not applicable)\W*", re.I)


@dataclass(frozen=True)
class ComponentMention:
    """A component that a text names, and where; `loose` when only its way of writing shows that it is a name."""

    component: ComponentFact
    start: int
    end: int
    loose: bool = False


def find_components(page: Page) -> list[ComponentMention]:
    """Return the components that error texts name, surest pattern first, then flows that are named anywhere."""
    found: list[ComponentMention] = []
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(page.text):
            if len(found) >= LIMIT:
                return found
            if any(one.start <= match.start() < one.end for one in found):
                continue
            groups = match.groupdict()
            name = join_wraps(page.raw[match.start("name") : match.end("name")]) if groups.get("name") else None
            identity = clean_guid(groups["id"]) if groups.get("id") else None
            if name or identity:
                component = ComponentFact(kind=kind, name=_trim(name) if name else None, id=identity)
                found.append(ComponentMention(component, match.start(), match.end()))
    for match in NAMED_FLOW.finditer(re.sub(r"\n(?!\n)", " ", page.text)):
        if len(found) >= LIMIT:
            return found
        if any(one.start <= match.start() < one.end for one in found) or NOT_A_NAME.match(match["name"]):
            continue
        name = _trim(join_wraps(page.raw[match.start("name") : match.end("name")]))
        found.append(ComponentMention(ComponentFact(kind=FLOW, name=name), match.start(), match.end(), loose=True))
    for match in SCHEMA_NAME.finditer(page.text):
        if len(found) < LIMIT and not any(one.start <= match.start() < one.end for one in found):
            found.append(ComponentMention(ComponentFact(name=match["name"]), match.start(), match.end(), loose=True))
    return found


def name_answered(text: str) -> ComponentFact | None:
    """Return the component that a form's answer names, or None when the answer is no name ("COE upgrade", "none")."""
    text = join_wraps(text)
    if not text or GENERIC.fullmatch(text) or len(text) > 200:
        return None
    match = NAMED_FLOW.search(text)
    if match:
        return ComponentFact(kind=FLOW, name=_trim(match["name"]))
    schema = re.fullmatch(r"[\"']?([A-Za-z]\w{1,10}_\w{2,100})[\"']?", text)
    if schema:
        return ComponentFact(name=schema[1])
    if re.search(r"\||\bHELPER\b|Sync|_", text):
        return ComponentFact(name=_trim(re.split(r":\s", text)[0]))
    return None


def _trim(name: str) -> str:
    name = re.sub(r"\s(?:I|We|It|This|The|And|When|But)$", "", name.strip().rstrip(".,;:-"))
    name = name.strip("\"'“”‘’ ")
    return name + ")" if name.count("(") == name.count(")") + 1 else name
