"""A title that says something."""

from __future__ import annotations

from typing import Any

import pytest

from reporter.interview.title import propose_title
from reporter.report import Report


@pytest.mark.parametrize(
    ("data", "title"),
    [
        ({}, None),
        ({"operation": {"kind": "upgrade"}}, "Upgrade fails"),
        (
            {"errors": [{"code": "0x80040216", "message": "index rebuild"}]},
            "Import fails: 80040216",
        ),
        (
            {"errors": [{"message": "Something  went\nwrong"}]},
            "Import fails: Something went wrong",
        ),
        (
            {"solution": {"unique_name": "Core", "target_version": "4.50"}, "operation": {"kind": "install"}},
            "Installation of Core 4.50 fails",
        ),
        (
            {"solution": {"unique_name": "Core", "target_version": "4.50"}, "operation": {"kind": "update"}},
            "Update of Core to 4.50 fails",
        ),
        (
            {
                "solution": {"name": "Core", "source_version": "1", "target_version": "2"},
                "errors": [{"code": "80048539"}, {"code": "80048539"}, {"code": "0x80072031"}],
            },
            "Upgrade of Core from 1 to 2 fails: 80048539, then 80072031",
        ),
    ],
)
def test_the_title_says_what_failed_and_how(data: dict[str, Any], title: str | None) -> None:
    assert propose_title(Report.model_validate(data)) == title


def test_a_long_title_is_cut_with_an_ellipsis() -> None:
    title = propose_title(Report.model_validate({"errors": [{"code": "80097376", "component": {"name": "n" * 300}}]}))
    assert title is not None
    assert len(title) == 200
    assert title.endswith("…")
