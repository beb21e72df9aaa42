"""Checklists for an import or upgrade; when to contact whom; what to provide; where to read on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from reporter.guidance.model import Checklist, Item
from reporter.guidance.reading import load_data
from reporter.guidance.situation import RULES
from reporter.report import Destination


@dataclass(frozen=True)
class Contact:
    """When to turn to a destination, where it is, and what to know before."""

    to: Destination
    title: str
    when: tuple[str, ...]
    note: str
    links: tuple[str, ...] = ()


@dataclass(frozen=True)
class Resource:
    """Something to read on, or a place to ask."""

    group: str
    title: str
    url: str
    note: str | None = None


@lru_cache(maxsize=1)
def load_checklists() -> tuple[Checklist, ...]:
    """Return the checklists in the order of an import and of an upgrade."""
    return tuple(
        Checklist(id=row["id"], title=row["title"], when=row["when"], items=tuple(map(_item, row["items"])))
        for row in load_data(RULES / "checklists.yml")["checklists"]
    )


@lru_cache(maxsize=1)
def load_contacts() -> tuple[Contact, ...]:
    """Return when to contact Microsoft Support, the kit's GitHub, and your own administrators."""
    return tuple(
        Contact(
            to=row["to"],
            title=row["title"],
            when=tuple(row["when"]),
            note=row["note"],
            links=tuple(row.get("links") or ()),
        )
        for row in _contacts()["contacts"]
    )


def load_information() -> tuple[Item, ...]:
    """Return what to provide with a report, wherever it goes."""
    return tuple(map(_item, _contacts()["information"]))


def load_about() -> str:
    """Return what the guidance is about, in a few sentences."""
    return " ".join(str(_contacts()["about"]).split())


def load_resources() -> tuple[Resource, ...]:
    """Return official documentation, community places and support."""
    return tuple(
        Resource(group=group["group"], title=row["title"], url=row["url"], note=row.get("note"))
        for group in _contacts()["resources"]
        for row in group["links"]
    )


@lru_cache(maxsize=1)
def _contacts() -> dict[str, Any]:
    return load_data(RULES / "contacts.yml")


def _item(row: Mapping[str, Any]) -> Item:
    return Item(
        id=row["id"],
        text=row["text"],
        details=tuple(row.get("details") or ()),
        links=tuple(row.get("links") or ()),
    )
