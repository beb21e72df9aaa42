"""The errors of a text: codes, messages, HTTP statuses and components that stand together become one error each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from reporter.evidence.codes import CodeMention, find_codes
from reporter.evidence.components import ComponentMention, find_components
from reporter.evidence.facts import ComponentFact, ErrorFact
from reporter.evidence.messages import MessageMention, find_ends, find_messages, message_behind
from reporter.evidence.named import find_named
from reporter.evidence.page import Page
from reporter.evidence.statuses import StatusMention, find_statuses
from reporter.report import spell_code

REACH = 600
"""Characters behind a code in which its message is looked for."""
NEAR = 200
"""Characters behind a code without a message that still belong to it."""


Mention = TypeVar("Mention", StatusMention, ComponentMention)


@dataclass(frozen=True)
class Group:
    """A code, a message or both, and the stretch of the text that is theirs."""

    code: CodeMention | None
    message: MessageMention | None
    start: int
    end: int


def find_errors(page: Page, named: ComponentFact | None = None, answer: Page | None = None) -> Iterator[ErrorFact]:
    """Yield the errors of a text: codes with what stands around them, messages without a code, a flow that is named.

    `named` is the component that a form's answer names.
    """
    codes, statuses, components = find_codes(page), find_statuses(page), find_components(page)
    groups = group_mentions(page, codes, find_messages(page, codes))
    sure = [one for one in components if not one.loose]
    covered: set[str] = set()
    for number, group in enumerate(groups):
        inside = _inside(statuses, group) or (statuses if len(groups) == 1 else [])
        parts = _inside(sure, group) or (sure if len(groups) == 1 else [])
        component = parts[0].component if parts else None
        if component is None and number == 0:
            component = named or next((one.component for one in components), None)
        covered |= {one.status.casefold() for one in inside}
        yield _make_error(page, group, inside, component)
    for one in find_named(page):
        if not any(group.start <= one.start < group.end for group in groups):
            status = next((mention.status for mention in statuses if one.start <= mention.start < one.end), None)
            covered |= {status.casefold()} if status else set()
            part = next((part.component for part in sure if one.start <= part.start < one.end), None)
            yield ErrorFact(None, page.where(one.start), one.message, one.name, status, part)
    for mention in statuses:
        if mention.status.casefold() not in covered and groups:
            covered.add(mention.status.casefold())
            yield ErrorFact(None, page.where(mention.start), http_status=mention.status)
    if not groups:
        yield from _without_error(page, statuses, components, named, answer)


def group_mentions(page: Page, codes: list[CodeMention], messages: list[MessageMention]) -> list[Group]:
    """Pair codes with messages, the surest way first: brackets, known sentences, what stands behind a colon."""
    ends = find_ends(page, codes)
    groups: list[Group] = []
    weak: dict[str, Group] = {}
    for number, code in enumerate(codes):
        limit = next((one.start for one in codes[number + 1 :] if one.code != code.code), len(page.text))
        following = codes[number + 1].start if number + 1 < len(codes) else len(page.text)
        after = [one for one in messages if code.end <= one.start < min(following, code.end + REACH)]
        around = [one for one in messages if one.start <= code.start < one.end]
        bracketed = message_behind(page, code.end, ends, bracketed=True)
        message = bracketed or next(iter(after), None) or next(iter(around), None)
        if message:
            if not any(one.code and one.code.code == code.code and _repeats(one.message, message) for one in groups):
                start, end = min(code.start, message.start), max(code.end, min(message.end, limit))
                groups.append(Group(code, message, start, end))
            continue
        behind = message_behind(page, code.end, ends, bracketed=False)
        end = min(max(behind.end if behind else 0, code.end + NEAR), limit)
        if code.code not in weak or (behind and weak[code.code].message is None):
            weak[code.code] = Group(code, behind, code.start, end)
    strong = {one.code.code for one in groups if one.code}
    groups += [one for code_text, one in weak.items() if code_text not in strong]
    taken = [(one.start, one.end) for one in groups if one.message]
    free = [one for one in messages if not any(start <= one.start < end for start, end in taken)]
    alone = [one for one in groups if one.message is None]
    if len(groups) == 1 and alone and free:
        first, message = alone[0], free.pop(0)
        groups = [Group(first.code, message, message.start, message.end)]
    groups += [Group(None, one, one.start, one.end) for one in free]
    return sorted(groups, key=lambda group: (group.code is None, group.start))


def _repeats(one: MessageMention | None, other: MessageMention) -> bool:
    if one is None:
        return False
    first, second = ("".join(message.text.casefold().split()) for message in (one, other))
    return first in second or second in first


def _inside(mentions: list[Mention], group: Group) -> list[Mention]:
    """Mentions in the message itself come before those that only stand near."""
    message = group.message
    told = [one for one in mentions if message and message.start <= one.start < message.end]
    return told or [one for one in mentions if group.start <= one.start < group.end]


def _make_error(page: Page, group: Group, statuses: list[StatusMention], component: ComponentFact | None) -> ErrorFact:
    code = group.code
    return ErrorFact(
        code=code.code if code else None,
        where=page.where(code.start if code else group.start),
        message=group.message.text if group.message else None,
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
