"""Versions as people write them: before and after apart, everything else left alone."""

from __future__ import annotations

import pytest

from reporter.evidence.page import make_page
from reporter.evidence.versions import find_versions, parse_version


def read(text: str, answer: str | None = None) -> tuple[str | None, str | None, str | None]:
    found = find_versions(make_page(text, "t"), make_page(answer, "t") if answer else None)
    source, target, stated = (one.version if one else None for one in (found.source, found.target, found.stated))
    return source, target, stated


@pytest.mark.parametrize(
    ("text", "source", "target"),
    [
        ("We tried to upgrade the solution from 4.43 to 4.45.1 and it failed.", "4.43", "4.45.1"),
        ("Upgrade of Core from version 4.22.2 to version 4.24 ends with an error.", "4.22.2", "4.24"),
        ("[BUG] Update 4.17 -> 4.20 fails", "4.17", "4.20"),
        ("Update from 4.50.1 --> 4.50.6", "4.50.1", "4.50.6"),
        ("Upgrading v3.14 → v4.2 in production", "3.14", "4.2"),
        ("Upgrade CoE Core Components 4.32 to 4.33 fails", "4.32", "4.33"),
        ("moving the kit from 4.16 (October 2023) to 4.22 (January 2024)", "4.16", "4.22"),
        ("from the October release (4.43) to the January release (4.46)", "4.43", "4.46"),
        ("from 4.50.2 to CenterofExcellenceCoreComponents_4.50.6", "4.50.2", "4.50.6"),
        ("I want to upgrade to version 4.50.6 from 4.45", "4.45", "4.50.6"),
        ("Currently we are on 4.17 and want to upgrade to 4.33.", "4.17", "4.33"),
        ("Current version: 4.31.1\nNew version: 4.32\nThe upgrade stops.", "4.31.1", "4.32"),
        ("Current version is v. 4.31.1, we upgrade to v. 4.32", "4.31.1", "4.32"),
        ("Importing CenterofExcellenceCoreComponents_4_45_managed.zip fails", None, "4.45"),
        ("The import of CenterofExcellenceCoreComponents_4.50.6_managed (1).zip failed", None, "4.50.6"),
        ("I am trying to install version 3.22 of core", None, "3.22"),
        ("Unable to import 4.23 solution", None, "4.23"),
        ("Upgrade to 4.29 fails", None, "4.29"),
        ("Core 4.33 upgrade failure", None, "4.33"),
        ("Updating to the latest version (4.49.2) is not possible", None, "4.49.2"),
        ("Trying to upgrade to the newest kit from 4.43.1 stops half-way", "4.43.1", None),
        ("We update from the latest package to nothing else, see 4.2", None, None),
        ('upgrade from "4.1" to "4.2"', "4.1", "4.2"),
        ("upgrading\nfrom\n4.1\nto\n4.2", "4.1", "4.2"),
    ],
)
def test_reads_source_and_target_of_a_sentence(text: str, source: str | None, target: str | None) -> None:
    assert read(text)[:2] == (source, target)


@pytest.mark.parametrize(
    "text",
    [
        "The import ran for 4.5 minutes and used 3.2 GB.",
        "Import with Power Platform Build Tools 2.0.25 and pac 1.30.3 fails.",
        "We install .NET Framework 4.8 and PowerShell 7.4 first, then import.",
        "Admin | Sync Template v4 (Flows) fails after the import.",
        "We use version 4.50.6 and the flow fails.",
        "Dynamics 365 and CenterofExcellenceCoreComponents_x.xx_managed.zip: import failed",
        "On 30.05.2022 we had to import it again.",
        "The kit 2/2024 import failed at 19/2 9:15",
        "2026-01-05T10:00:00.1234567Z Task : Import Solution\n2026-01-05T10:00:00.2Z Version      : 2.0.25",
        "Import fails in Chrome 120.0.6099.71 and Edge 119.0",
        "Up to 99.9% of the rows are imported",
    ],
)
def test_takes_nothing_else_for_source_or_target(text: str) -> None:
    assert read(text)[:2] == (None, None)


@pytest.mark.parametrize(
    ("text", "answer", "expected"),
    [
        ("The upgrade fails.", "4.29", (None, None, "4.29")),
        ("We upgrade to 4.33.", "4.29", ("4.29", "4.33", "4.29")),
        ("The import of 4.23 worked, the upgrade did not.", "4.23", (None, "4.23", "4.23")),
        ("Upgrading from 4.17 fails.", "4.20", ("4.17", "4.20", "4.20")),
        ("It fails.", "4.50.2 -> 4.50.6", ("4.50.2", "4.50.6", None)),
        ("Upgrade from 4.11 to 4.29", "4.11", ("4.11", "4.29", "4.11")),
        ("The upgrade fails.", "April 2024 4.29", (None, None, "4.29")),
        ("The upgrade fails.", "3.22 & 2.19", (None, None, None)),
        ("The upgrade fails.", "May 30.05.2022", (None, None, None)),
    ],
)
def test_a_form_answer_alone_has_no_part(
    text: str, answer: str, expected: tuple[str | None, str | None, str | None]
) -> None:
    assert read(text, answer) == expected


def test_parse_version_wants_exactly_one() -> None:
    assert [parse_version(text) for text in ("v4.50.6", "1.7", "CoE 4_45", "none", "4.1 or 4.2", "")] == [
        "4.50.6",
        "1.7",
        "4.45",
        None,
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("text", "source", "target"),
    [
        ("CoE Core v4.33 to v4.43 upgrade fails", "4.33", "4.43"),
        ("We updated the solution to 4.33 (was 4.29)", "4.29", "4.33"),
        ("Solution: ContosoCore_4.45_managed.zip. The import fails.", None, "4.45"),
        ("We are on version 4.17, the update fails", None, None),
        ("the flow of 4.31 worked, now it fails", None, None),
        ("We try to upgrade to the January release, which is 4.22. We come from 4.16.", "4.16", "4.22"),
        ("Version before upgrade: 4.20\nVersion after upgrade: 4.24", "4.20", "4.24"),
        ("Imported version 4.17 over 4.15 and got an error", "4.15", "4.17"),
        ("The upgrade runs from 10.30 to 11.45 and fails", None, None),
    ],
)
def test_reads_further_ways_of_writing(text: str, source: str | None, target: str | None) -> None:
    assert read(text)[:2] == (source, target)
