"""Checklists, contacts, what to provide and resources: in their order, with ids that stay."""

from __future__ import annotations

from reporter.guidance.checklist import load_checklists, load_contacts, load_information, load_resources


def test_checklists_come_in_the_order_of_an_import_and_of_an_upgrade() -> None:
    assert [one.id for one in load_checklists()] == [
        "pre-import",
        "during-import",
        "post-import",
        "planning",
        "execution",
        "post-upgrade",
    ]


def test_every_item_has_an_id_of_its_own() -> None:
    ids = [item.id for one in load_checklists() for item in one.items] + [item.id for item in load_information()]
    assert len(ids) == len(set(ids))


def test_each_destination_says_when_and_microsoft_that_the_kit_is_not_covered() -> None:
    contacts = {one.to: one for one in load_contacts()}
    assert list(contacts) == ["microsoft", "github", "internal"]
    assert "not the kit" in contacts["microsoft"].note
    assert "not covered by Microsoft Support" in contacts["github"].note


def test_six_things_are_to_be_provided() -> None:
    assert [one.id for one in load_information()] == [
        "error",
        "versions",
        "environment",
        "tried",
        "screenshots",
        "timeline",
    ]


def test_every_link_is_one() -> None:
    links = [resource.url for resource in load_resources()]
    links += [link for one in load_checklists() for item in one.items for link in item.links]
    assert all(link.startswith("https://") for link in links)
