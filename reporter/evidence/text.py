"""Text as people paste it: banners, side panels, e-mails, Markdown, whole issue bodies."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from reporter.evidence.codes import CodeMention, find_codes
from reporter.evidence.components import ComponentMention, find_components, name_answered
from reporter.evidence.facts import ComponentFact, ErrorFact, FileFact, Finding, Found
from reporter.evidence.fault import find_faults
from reporter.evidence.ids import find_ids
from reporter.evidence.labels import find_labels, is_session
from reporter.evidence.messages import MessageMention, find_messages, message_behind
from reporter.evidence.pac import find_pac
from reporter.evidence.page import Page, make_page
from reporter.evidence.sections import COMPONENT_LABEL, EMPTY, VERSION_LABEL, Section, answer_page, split_sections
from reporter.evidence.situation import find_situation
from reporter.evidence.statuses import StatusMention, find_statuses
from reporter.evidence.tables import find_tables
from reporter.evidence.versions import VersionsRead, find_versions
from reporter.report import spell_code

PANEL = re.compile(r"\bTotal\s+operation\s+time\b.{0,400}?\bOverwrite\s+customizations\b", re.I | re.S)
SCANNERS: tuple[Callable[[Page], Iterable[Finding]], ...] = (
    find_situation,
    find_labels,
    find_faults,
    find_pac,
    find_tables,
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


def find_errors(page: Page, named: ComponentFact | None = None, answer: Page | None = None) -> Iterator[ErrorFact]:
    """Yield the errors of a text: codes with what stands around them, messages without a code, a flow that is named.

    `named` is the component that a form's answer names.
    """
    codes, statuses, components = find_codes(page), find_statuses(page), find_components(page)
    messages = find_messages(page)
    groups = _group(page, codes, messages)
    for number, (code, message, start, end) in enumerate(groups):
        inside = [one for one in statuses if start <= one.start < end]
        parts = [one for one in components if start <= one.start < end and not one.loose]
        if len(groups) == 1:
            inside, parts = inside or statuses, parts or [one for one in components if not one.loose]
        component = parts[0].component if parts else None
        if component is None and number == 0:
            component = named or next((one.component for one in components), None)
        yield _make_error(page, code, message, inside, component, start)
    if not groups:
        yield from _without_error(page, statuses, components, named, answer)
    seen = {one.status.casefold() for one in statuses if any(start <= one.start < end for _, _, start, end in groups)}
    if len(groups) > 1:
        for status in statuses:
            if status.status.casefold() not in seen:
                seen.add(status.status.casefold())
                yield ErrorFact(None, page.where(status.start), http_status=status.status)


def _group(
    page: Page, codes: list[CodeMention], messages: list[MessageMention]
) -> list[tuple[CodeMention | None, MessageMention | None, int, int]]:
    """Pair codes with messages: each place of the text belongs to the code before it, or to a message of its own."""
    groups: list[tuple[CodeMention | None, MessageMention | None, int, int]] = []
    taken: set[int] = set()
    distinct: dict[str, CodeMention] = {}
    best: dict[str, tuple[CodeMention, MessageMention]] = {}
    for number, code in enumerate(codes):
        distinct.setdefault(code.code, code)
        limit = codes[number + 1].start if number + 1 < len(codes) else len(page.text)
        behind = message_behind(page, code.end)
        after = [one for one in messages if code.end <= one.start < limit and one.start - code.end < 600]
        around = [one for one in messages if one.start <= code.start < one.end]
        message = next(iter(after), None) or behind or next(iter(around), None)
        if message and code.code not in best:
            best[code.code] = (code, message)
            taken |= {one.start for one in messages if one.start < message.end and message.start < one.end}
    if len(distinct) == 1 and not best:
        free = [one for one in messages if one.start not in taken]
        if free:
            code = next(iter(distinct.values()))
            best[code.code] = (code, free[0])
            taken.add(free[0].start)
    for code in distinct.values():
        place, message = best.get(code.code, (code, None))
        end = max(message.end, place.end) if message else place.end + 200
        following = [one.start for one in codes if one.start > place.start and one.code != place.code]
        groups.append(
            (place, message, min(place.start, message.start) if message else place.start, min([end, *following]))
        )
    groups += [(None, one, one.start, one.end) for one in messages if one.start not in taken]
    return sorted(groups, key=lambda group: (group[0] is None, group[2]))


def _make_error(
    page: Page,
    code: CodeMention | None,
    message: MessageMention | None,
    statuses: list[StatusMention],
    component: ComponentFact | None,
    start: int,
) -> ErrorFact:
    return ErrorFact(
        code=code.code if code else None,
        where=page.where(code.start if code else start),
        message=message.text if message else None,
        http_status=statuses[0].status if statuses else None,
        component=component,
        spellings=spell_code(code.code) if code else (),
    )


def _without_error(
    page: Page,
    statuses: list[StatusMention],
    components: list[ComponentMention],
    named: ComponentFact | None,
    answer: Page | None,
) -> Iterator[ErrorFact]:
    component = named or next((one.component for one in components), None)
    start = statuses[0].start if statuses else (components[0].start if components else 0)
    if statuses or component:
        where = answer.where(0) if named and answer and not statuses else page.where(start)
        yield ErrorFact(None, where, http_status=statuses[0].status if statuses else None, component=component)


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
