"""How a text arrives does not change its facts: wrapped, quoted, re-encoded, among other words."""

from __future__ import annotations

import textwrap
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.evidence import Source, gather
from reporter.evidence.facts import dump_facts
from reporter.report import spell_code

EVERY = settings(deadline=None, max_examples=25)
guids = st.uuids().map(str)
codes = st.integers(0x80040000, 0x800AFFFF).map(lambda number: f"0x{number:08X}")
flows = st.sampled_from(
    [
        "Admin | Contoso Sync v4 (Flows)",
        "HELPER - Contoso Mail",
        "SYNC HELPER - Get Contoso Roles",
        "Env Request | Approve Fabrikam Request (Child)",
    ]
)
statuses = st.sampled_from(["BadGateway", "InternalServerError", "ServiceUnavailable", "TooManyRequests"])
versions = st.tuples(st.integers(1, 9), st.integers(0, 99), st.integers(1, 20)).map(
    lambda parts: (f"{parts[0]}.{parts[1]}", f"{parts[0]}.{parts[1] + parts[2]}")
)
chatter = st.lists(
    st.sampled_from(
        [
            "Hello team,",
            "we hope you are well and enjoy the week.",
            "Any idea what this is? It stood on the screen for ages.",
            "Kind regards",
            "See https://contoso.example/t/Error-Code-80040265/p/1?x=80040203 for a thread.",
            "![80040227](https://contoso.example/80040227.png)",
            "The phone number is +49 80041234 in urgent cases.",
            "I have 3 monitors, 2 dogs and 1 problem.",
        ]
    ),
    max_size=4,
).map("\n\n".join)


@st.composite
def reports(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A text as a person would write it, and what stands in it."""
    code, flow, status = draw(codes), draw(flows), draw(statuses)
    workflow, tracking, activity = draw(guids), draw(guids), draw(guids)
    old, new = draw(versions)
    spelling = draw(st.sampled_from([code, code[2:], spell_code(code)[2]]))
    text = (
        f"We tried to upgrade from {old} to {new} and the import failed.\n\n"
        f"Error code: {spelling}\n\n"
        f"Exception message: Error while importing workflow {{{workflow}}} type ModernFlow name {flow}: "
        f'Flow server error returned with status code "{status}" and details "The tracking Id is \'{tracking}\'.".\n\n'
        f"Activity id: {activity}"
    )
    return text, {
        "code": code,
        "status": status,
        "component": {"kind": "flow", "name": flow, "id": workflow},
        "versions": (old, new),
        "ids": {"tracking": [tracking], "activity": [activity]},
    }


def check(data: bytes, expected: dict[str, Any]) -> None:
    facts = dump_facts(gather([Source("x", data=data)]))
    (error,) = facts["errors"]
    assert (error["code"], error["http_status"], error["component"]) == (
        expected["code"],
        expected["status"],
        expected["component"],
    )
    assert error["message"].startswith("Error while importing workflow {")
    assert error["message"].endswith("'.\".")
    assert (facts["solution"]["source_version"], facts["solution"]["target_version"]) == expected["versions"]
    assert facts["ids"] == expected["ids"]


def wrap(text: str, width: int) -> str:
    """Break lines as side panels and mail programs do: at blanks and after hyphens."""
    paragraphs = text.split("\n\n")
    return "\n\n".join(textwrap.fill(one, width, break_long_words=False, break_on_hyphens=True) for one in paragraphs)


@EVERY
@given(reports(), st.integers(28, 110))
def test_hard_wrapping_changes_nothing(report: tuple[str, dict[str, Any]], width: int) -> None:
    check(wrap(report[0], width).encode(), report[1])


@EVERY
@given(reports(), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]))
def test_the_encoding_changes_nothing(report: tuple[str, dict[str, Any]], encoding: str) -> None:
    check(report[0].encode(encoding), report[1])


@EVERY
@given(reports(), st.integers(1, 3), st.sampled_from(["> ", ">", " > "]), st.integers(40, 100))
def test_quoting_changes_nothing(report: tuple[str, dict[str, Any]], depth: int, mark: str, width: int) -> None:
    quoted = "\n".join(mark * depth + line for line in wrap(report[0], width).split("\n"))
    check(quoted.encode(), report[1])


@EVERY
@given(reports(), st.sampled_from(["\r\n", "\r"]))
def test_line_ends_change_nothing(report: tuple[str, dict[str, Any]], end: str) -> None:
    check(report[0].replace("\n", end).encode(), report[1])


@EVERY
@given(reports(), chatter, chatter)
def test_words_around_change_nothing(report: tuple[str, dict[str, Any]], before: str, behind: str) -> None:
    check(f"{before}\n\n{report[0]}\n\n{behind}".encode(), report[1])


@EVERY
@given(reports(), st.sampled_from(["**{}**", "`{}`", "{}  ", "\u200b{}", "{}\u00a0"]))
def test_marks_of_markdown_and_invisible_characters_change_nothing(
    report: tuple[str, dict[str, Any]], mark: str
) -> None:
    text = (
        report[0]
        .replace("Error code:", mark.format("Error code:"))
        .replace("Activity id:", mark.format("Activity id:"))
    )
    check(text.encode(), report[1])


@EVERY
@given(st.text(max_size=400))
def test_any_text_gives_facts(text: str) -> None:
    assert gather([Source.from_text(text)]).files


@EVERY
@given(st.integers(0, 10**7))
def test_numbers_in_prose_are_no_facts(number: int) -> None:
    facts = gather([Source.from_text(f"We have {number} rows, {number} users and {number} flows.")])
    assert not facts.errors
    assert not facts.found
