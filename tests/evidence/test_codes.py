"""Error codes in every spelling, and what only looks like one."""

from __future__ import annotations

import pytest

from reporter.evidence.codes import find_codes
from reporter.evidence.page import make_page


def codes(text: str) -> list[str]:
    return list(dict.fromkeys(one.code for one in find_codes(make_page(text, "t"))))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Error code\n\n80097376", "0x80097376"),
        ("failure with code [80040216].", "0x80040216"),
        ("0x8004801E happened", "0x8004801E"),
        ("Code: 0X8004801e", "0x8004801E"),
        ("ErrorCode: -2147188706", "0x8004801E"),
        ("ErrorCode: −2147188706", "0x8004801E"),
        ("the error code is 2147778590", "0x8004801E"),
        ("error code-80072031", "0x80072031"),
        ("Error Code – 80072031", "0x80072031"),
        ("Error #80072031", "0x80072031"),
        ("Error code 8OO97376", "0x80097376"),
        ("Error code80097376Exception messageError while importing", "0x80097376"),
        ('{"error":{"code":"0x80040217","message":"none"}}', "0x80040217"),
        ("> Error code: **80048539**", "0x80048539"),
        ("80048539 - Upgrade fails", "0x80048539"),
        ("HRESULT 0x80131500", "0x80131500"),
    ],
)
def test_reads_a_code_in_every_spelling(text: str, expected: str) -> None:
    assert codes(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "case number 2404110030000299",
        "ticket 80040216",
        "see https://example.com/Error-Code-80040265/td-p/1606090",
        "[the thread](https://example.com/t/80040265)",
        "workflow {80040216-4dea-eb11-bacb-000d3a5786fb}",
        "workflow {80040216-\n4dea-eb11-bacb-000d3a5786fb}",
        "![80040216](https://example.com/80040216.png)",
        '<img alt="Error 80040216" src="https://example.com/a.png">',
        "screenshot_80040216.png and 80040216.png",
        "call +49 80040216 or phone 80040216",
        "AB#80040216",
        "hash 0867E13987980D03336B80040216F525D616",
        "the file is 80040216123 bytes",
        "at 20:49:12 on 2021-09-27",
        "version 1.0.20220517.1",
    ],
)
def test_takes_nothing_else_for_a_code(text: str) -> None:
    assert codes(text) == []


def test_two_codes_with_a_slash_between_are_two() -> None:
    assert codes("80097376/80072031 in turn") == ["0x80097376", "0x80072031"]
