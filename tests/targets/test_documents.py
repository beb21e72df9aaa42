"""Every text of a bundle, for the smallest and the fullest report, as it is written (set REWRITE_GOLDEN=1 to renew)."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest

from reporter.report import TARGETS, Report, Target
from reporter.targets.document import RenderContext
from reporter.targets.documents import render_documents
from tests.targets.cases import FULLEST, TYPICAL, make_context

GOLDEN = Path(__file__).parent.parent / "golden"
CASES: dict[str, tuple[Report, bool]] = {
    "smallest": (Report(), False),
    "typical": (TYPICAL, True),
    "fullest": (FULLEST, True),
}
PASTED = {"github": "issue.md", "microsoft": "ticket.md", "internal": "ticket.md"}


def render(context: RenderContext) -> dict[str, str]:
    return {document.name: document.text for document in render_documents(context)}


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("case", CASES)
def test_the_texts_are_as_in_the_golden_files(case: str, target: Target) -> None:
    report, full = CASES[case]
    texts = {name: text for name, text in render(make_context(report, target, full=full)).items() if name[:4] != "copy"}
    folder = GOLDEN / case / target
    if os.environ.get("REWRITE_GOLDEN"):
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
    assert texts == {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


@pytest.mark.parametrize(
    ("target", "names"),
    [
        ("github", ["issue.md", "title.txt", "copy.html", "copy.txt", "report.html", "README.txt"]),
        ("microsoft", ["ticket.md", "title.txt", "report.html", "README.txt"]),
        (
            "internal",
            ["ticket.md", "ticket.txt", "ticket.jira", "ticket.html", "title.txt", "report.html", "README.txt"],
        ),
    ],
)
def test_each_target_has_its_texts_the_one_to_paste_first(target: Target, names: list[str]) -> None:
    assert list(render(make_context(TYPICAL, target, full=True))) == names


@pytest.mark.parametrize("target", TARGETS)
def test_all_six_items_of_information_to_provide_are_in_the_text(target: Target) -> None:
    text = render(make_context(FULLEST, target, full=True))[PASTED[target]]
    wanted = (
        *("0x80097376", "0x80072031", FULLEST.errors[0].message, FULLEST.errors[1].message),
        *("4.47.1", "4.49.2"),
        *("Region: Europe", "Environment type: Production", "License: Power Apps Premium"),
        *("Wait ten minutes and import again", "another error"),
        *("1 screenshot", "attachments/01-error.png"),
        *("2025-11-18 09:30:07 UTC (10:30:07 +01:00)", "Import failed with 0x80097376 (BadGateway)"),
    )
    assert [item for item in wanted if str(item) not in text] == []


@pytest.mark.parametrize("target", TARGETS)
def test_what_is_not_known_is_said_and_not_invented(target: Target) -> None:
    text = render(make_context(Report(), target))[PASTED[target]].replace("**", "")
    for said in (
        "Error code and message: not given",
        "Version before: not given",
        "Version to import: not given",
        "Region: not given",
        "Environment type: not given",
        "License: not given",
        "Screenshots: not given",
    ):
        assert said in text
    assert not re.search(r"\bNone\b|\bnull\b|Undefined", text.replace("\nNone\n", "\n"))  # a dropdown's own word


@pytest.mark.parametrize("target", TARGETS)
def test_the_same_report_gives_the_same_texts(target: Target) -> None:
    assert render(make_context(FULLEST, target, full=True)) == render(make_context(FULLEST, target, full=True))


def test_a_public_issue_does_not_name_the_contact() -> None:
    texts = render(make_context(FULLEST, "github", full=True))
    assert [name for name, text in texts.items() if "Megan Bowen" in text or "555 0100" in text] == []


def test_severity_a_says_what_it_commits_the_customer_to() -> None:
    report = FULLEST.model_copy(update={"impact": FULLEST.impact.model_copy(update={"severity": "A"})})
    text = render(make_context(report, "microsoft", full=True))["ticket.md"]
    assert (
        "**A, critical**: significant loss or degradation of a service, needs attention at once.\n\n"
        "- What it commits you to: confirming the critical impact and working on it with Microsoft day and night "
        "(24x7); otherwise it may be lowered to B.\n" in text
    )


def test_the_fields_of_the_support_form_stand_in_its_order() -> None:
    text = render(make_context(FULLEST, "microsoft", full=True))["ticket.md"]
    assert re.findall(r"^## (\d+\. .*)$", text, re.MULTILINE) == [
        "1. Product",
        "2. Problem type and subtype",
        "3. Issue description",
        "4. Title",
        "5. Environment",
        "6. When it began",
        "7. Severity",
        "8. Business impact",
        "9. Support plan",
        "10. Contact",
        "11. Consent to diagnostic information",
        "12. Attachments",
    ]


def test_the_readme_says_it_in_ten_lines() -> None:
    for target in TARGETS:
        lines = render(make_context(TYPICAL, target, full=True))["README.txt"].splitlines()
        assert len([line for line in lines if line]) <= 13
        assert lines[1].endswith("Open report.html first, in any browser.")
        assert any("sha256sum -c SHA256SUMS" in line for line in lines)


def parts_of(report: Report) -> dict[str, Any]:
    data = report.model_dump(mode="json", by_alias=True, exclude_none=True)
    return {key: value for key, value in data.items() if value and key != "schema"}


@pytest.mark.parametrize("key", parts_of(FULLEST))
@pytest.mark.parametrize("target", TARGETS)
def test_any_part_may_be_missing_or_alone(target: Target, key: str) -> None:
    parts = parts_of(FULLEST)
    alone = Report.model_validate({key: parts[key]})
    without = Report.model_validate({name: value for name, value in parts.items() if name != key})
    for report in (alone, without):
        texts = render(make_context(report, target, full=True))
        assert all(text.endswith("\n") and not text.startswith("\n") for text in texts.values())
        assert not any("\n\n\n" in text for name, text in texts.items() if name.endswith(".md"))
