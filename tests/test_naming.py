"""The bundle's file name says what and when; where it goes is checked before any work."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

import pytest

from reporter.answers import check_answers
from reporter.errors import InputError
from reporter.naming import name_bundle, place_bundle
from reporter.report import Report

NOW = datetime(2026, 1, 2, tzinfo=timezone.utc)


def test_name_of_a_full_report() -> None:
    report = check_answers(
        {
            "solution": {"name": "Center of Excellence - Core Components"},
            "errors": [{"code": "80097376"}],
            "timeline": [{"at": "2025-11-19T01:00+03:00", "what": "it failed"}],
        },
        name="a",
    )
    assert name_bundle(report, target="github", now=NOW, encrypted=False) == (
        "report-2025-11-18-core-components-80097376-github.zip"
    )


def test_name_of_an_empty_report_and_an_encrypted_one() -> None:
    assert (
        name_bundle(Report(), target="internal", now=NOW, encrypted=True) == "report-2026-01-02-internal-encrypted.zip"
    )


def test_a_name_is_never_longer_than_portals_take() -> None:
    report = check_answers({"solution": {"name": "Ünïcode / " * 50}}, name="a")
    name = name_bundle(report, target="microsoft", now=NOW, encrypted=True)
    assert len(name) <= 110
    assert name.isascii()
    assert "/" not in name


def test_a_folder_or_a_zip_can_be_named(tmp_path: Path) -> None:
    assert place_bundle(tmp_path, "a.zip", force=False) == tmp_path / "a.zip"
    assert place_bundle(tmp_path / "b.zip", "a.zip", force=False) == tmp_path / "b.zip"


def test_an_existing_file_needs_force(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_text("mine")
    with pytest.raises(InputError, match="--force"):
        place_bundle(tmp_path, "a.zip", force=False)
    assert place_bundle(tmp_path, "a.zip", force=True) == tmp_path / "a.zip"


@pytest.mark.parametrize("output", ["missing", "missing/b.zip", "file.txt"])
def test_a_place_that_cannot_be_is_told(tmp_path: Path, output: str) -> None:
    (tmp_path / "file.txt").write_text("x")
    with pytest.raises(InputError):
        place_bundle(tmp_path / output, "a.zip", force=False)
