"""Checklists, contacts and resources of `reporter explain`, as lines for people and as data for machines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from reporter.guidance.checklist import (
    load_about,
    load_checklists,
    load_contacts,
    load_information,
    load_resources,
)
from reporter.guidance.model import Checklist, Item


def topic_lines(topic: str) -> Iterator[str]:
    """Yield the lines of `contacts`, `resources`, `checklists` or one checklist by its id."""
    if topic == "contacts":
        yield from _contact_lines()
    elif topic == "resources":
        yield from _resource_lines()
    else:
        for checklist in find_checklists(topic):
            yield from _checklist_lines(checklist)


def topic_data(topic: str) -> dict[str, Any]:
    """Return the same as plain JSON data."""
    if topic == "contacts":
        return {
            "about": load_about(),
            "contacts": [asdict(one) for one in load_contacts()],
            "information": [asdict(one) for one in load_information()],
        }
    if topic == "resources":
        return {"resources": [asdict(one) for one in load_resources()]}
    return {"checklists": [asdict(one) for one in find_checklists(topic)]}


def find_checklists(topic: str) -> tuple[Checklist, ...]:
    """Return the checklist with this id, or all of them for `checklists`."""
    return tuple(one for one in load_checklists() if topic in ("checklists", one.id))


def _checklist_lines(checklist: Checklist) -> Iterator[str]:
    yield f"{checklist.title} ({checklist.when})  [{checklist.id}]"
    for item in checklist.items:
        yield from _item_lines(item, box="[ ] ")


def _contact_lines() -> Iterator[str]:
    yield load_about()
    for contact in load_contacts():
        yield f"{contact.title}:"
        yield from (f"  - {row}" for row in contact.when)
        yield f"  {contact.note}"
        yield from (f"  {link}" for link in contact.links)
    yield "What to provide, wherever it goes:"
    for item in load_information():
        yield from _item_lines(item, box="- ")


def _resource_lines() -> Iterator[str]:
    group = None
    for resource in load_resources():
        if resource.group != group:
            group = resource.group
            yield f"{group}:"
        yield f"  - {resource.title}: {resource.url}" + (f" ({resource.note})" if resource.note else "")


def _item_lines(item: Item, *, box: str) -> Iterator[str]:
    yield f"  {box}{item.text}"
    yield from (f"      - {row}" for row in item.details)
    yield from (f"      {link}" for link in item.links)
