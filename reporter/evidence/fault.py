"""OrganizationServiceFault: the XML that .NET programs and plug-in traces print, alone or inside other text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reporter.evidence.facts import ComponentFact, ErrorFact, EventFact, Finding, Found
from reporter.evidence.page import Page
from reporter.evidence.times import parse_time
from reporter.report import normalise_code, spell_code

BEGIN = re.compile(r"<(?:\w+:)?OrganizationServiceFault\b")
END = re.compile(r"</(?:\w+:)?OrganizationServiceFault>")
LIMIT = 60_000
"""Characters of one fault."""
CODE = re.compile(r"<(?:\w+:)?ErrorCode>\s*(-?\d{9,10})\s*</")
MESSAGE = re.compile(r"<(?:\w+:)?Message>\s*(?P<text>.{1,4000}?)\s*</(?:\w+:)?Message>", re.S)
TIME = re.compile(r"<(?:\w+:)?Timestamp>\s*([^<]{10,40})</")
ACTIVITY = re.compile(r"<(?:\w+:)?ActivityId>\s*([0-9a-fA-F-]{36})\s*</")
PLUGIN = re.compile(r"\[(?P<assembly>[\w.]{2,120}):\s*(?P<type>[\w.`]{2,160})\]")
THROWN = re.compile(r"System\.ServiceModel\.FaultException`1\[.{1,200}?\]+:\s+(?P<text>\S[^\n<]{3,1500})")


def find_faults(page: Page) -> Iterator[Finding]:
    """Yield the innermost error of every fault: its inner faults tell the cause."""
    place = 0
    while match := BEGIN.search(page.raw, place):
        end = END.search(page.raw, match.end(), match.end() + LIMIT)
        place = end.end() if end else min(match.end() + LIMIT, len(page.raw))
        text = page.raw[match.start() : place]
        codes = list(CODE.finditer(text))
        messages = list(MESSAGE.finditer(text))
        where = page.where(match.start() + (codes[-1].start() if codes else 0))
        code = normalise_code(codes[-1][1]) if codes else None
        message = re.sub(r"\s+", " ", messages[-1]["text"]) if messages else None
        plugin = PLUGIN.search(text)
        component = ComponentFact("plug-in", plugin["type"]) if plugin else None
        if code or message:
            yield ErrorFact(code, where, message, None, None, component, spell_code(code) if code else ())
        activity = ACTIVITY.search(text)
        if activity and set(activity[1]) > {"0", "-"}:
            yield Found("ids.activity", activity[1], where)
        at = parse_time(time[1]) if (time := TIME.search(text)) else None
        if at:
            yield EventFact(at, "The service reported the error", where)
    if place == 0:
        for match in THROWN.finditer(page.raw):
            yield ErrorFact(None, page.where(match.start()), message=match["text"].strip())
