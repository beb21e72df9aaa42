"""Text as people paste it: banners, side panels, e-mails, Markdown, whole issue bodies."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from reporter.evidence.components import name_answered
from reporter.evidence.dependencies import find_dependencies
from reporter.evidence.errors_in_text import find_errors
from reporter.evidence.facts import FileFact, Finding, Found
from reporter.evidence.fault import find_faults
from reporter.evidence.ids import find_ids
from reporter.evidence.labels import find_labels, is_session
from reporter.evidence.pac import find_pac
from reporter.evidence.page import Page, make_page
from reporter.evidence.sections import COMPONENT_LABEL, EMPTY, VERSION_LABEL, Section, answer_page, split_sections
from reporter.evidence.situation import find_situation
from reporter.evidence.tables import find_tables
from reporter.evidence.versions import VersionsRead, find_versions

PANEL = re.compile(r"\bTotal\s+operation\s+time.{0,400}?\bOverwrite\s+customizations\b", re.I | re.S)
SCANNERS: tuple[Callable[[Page], Iterable[Finding]], ...] = (
    find_situation,
    find_labels,
    find_faults,
    find_pac,
    find_tables,
    find_dependencies,
)
"""What is looked for in every text, as people paste several things into one message."""


def read_text(text: str, file: str, first_line: int = 1) -> Iterator[Finding | Section]:
    """Yield everything that the rules read out of a text; labelled answers of an issue body come as sections."""
    page, sections = split_sections(make_page(text, file, first_line))
    yield from sections
    if is_session(page):
        yield FileFact(file, "session-details")
    elif not sections and PANEL.search(page.text):
        yield FileFact(file, "solution-history", "The side panel of one operation.")
    answers = {
        label: _answer(page, sections, pattern)
        for label, pattern in (("version", VERSION_LABEL), ("component", COMPONENT_LABEL))
    }
    named = name_answered(answers["component"].raw) if answers["component"] else None
    yield from find_errors(page, named, answers["component"])
    yield from find_ids(page)
    for scan in SCANNERS:
        yield from scan(page)
    yield from _versions(page, find_versions(page, answers["version"]), answers["version"])


def read_errors(text: str, file: str, first_line: int = 1) -> Iterator[Finding]:
    """Yield only errors and ids: for a stretch out of the middle of a long text."""
    page = make_page(text, file, first_line)
    yield from find_errors(page)
    yield from find_ids(page)
    yield from find_faults(page)


def _answer(page: Page, sections: tuple[Section, ...], pattern: re.Pattern[str]) -> Page | None:
    for section in sections:
        if pattern.search(section.label) and not EMPTY.fullmatch(section.text.strip()) and len(section.text) < 300:
            return answer_page(page, section)
    return None


def _versions(page: Page, read: VersionsRead, answer: Page | None) -> Iterator[Found]:
    for path, mention in (
        ("solution.source_version", read.source),
        ("solution.target_version", read.target),
        ("solution.version", read.stated),
    ):
        if mention and (path != "solution.version" or not (read.source or read.target)):
            where = answer.where(0) if answer and mention.start < 0 else page.where(mention.start)
            yield Found(path, mention.version, where)
