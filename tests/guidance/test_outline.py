"""All that the guide on import errors says, heading by heading, is carried by the catalogue, a checklist or a rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from reporter.guidance.catalog import load_catalog
from reporter.guidance.checklist import (
    load_about,
    load_checklists,
    load_contacts,
    load_information,
    load_resources,
)
from reporter.guidance.pattern import flatten

OUTLINE = Path(__file__).parents[1] / "fixtures" / "guidance" / "outline.txt"


def read_outline() -> Iterator[tuple[str, str, str]]:
    for line in OUTLINE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            key, carrier, words = line.split(" => ")
            yield key, carrier, words


def all_text(data: Any) -> str:
    if isinstance(data, dict):
        return "\n".join(map(all_text, data.values()))
    if isinstance(data, (list, tuple)):
        return "\n".join(map(all_text, data))
    return str(data) if isinstance(data, str) else ""


def carried_by(carrier: str) -> str:
    kind, _, name = carrier.partition(":")
    if kind == "checklist":
        return all_text(asdict(next(one for one in load_checklists() if one.id == name)))
    if kind == "contact":
        return all_text(asdict(next(one for one in load_contacts() if one.to == name)))
    if kind in ("about", "information", "resources"):
        found: Any = {"about": load_about, "information": load_information, "resources": load_resources}[kind]()
        return found if isinstance(found, str) else all_text([asdict(one) for one in found])
    entry_id, _, step_id = carrier.partition("/")
    entry = load_catalog().find(entry_id)
    assert entry is not None, entry_id
    if not step_id:
        return all_text(asdict(entry))
    return all_text(asdict(next(step for step in entry.steps if step.id == step_id)))


@pytest.mark.parametrize(("key", "carrier", "words"), list(read_outline()))
def test_what_the_guide_says_is_carried(key: str, carrier: str, words: str) -> None:
    text = flatten(carried_by(carrier)).replace("'", "")
    for word in words.split("; "):
        assert flatten(word).replace("'", "") in text, f"{key}: {carrier} does not say “{word}”"


def test_the_outline_has_every_heading_and_item() -> None:
    keys = [key for key, _, _ in read_outline()]
    assert len(keys) == 179
    assert [key for key in keys if key.startswith("Step ")] == [
        "Step 1: Wait and Retry",
        "Step 2: Check Service Health",
        "Step 3: Import During Off-Peak Hours",
        "Step 4: Import in Stages (If",
        "Step 1: Verify Import Status",
        "Step 2: Check for Partial Import",
        "Step 3: Retry the Import",
        "Step 4: Alternative Import Method",
    ]


def test_every_part_of_the_guidance_is_in_the_outline() -> None:
    carriers = {carrier.partition("/")[0] for _, carrier, _ in read_outline()}
    assert {f"checklist:{one.id}" for one in load_checklists()} <= carriers
    assert {"contact:microsoft", "contact:github", "information", "resources", "about"} <= carriers
