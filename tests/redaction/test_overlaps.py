"""Where values overlap the longest counts, and nothing inside a kept value is replaced or called a leak."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from reporter.redaction.gate import check_bundle
from reporter.redaction.policy import load_policy
from reporter.redaction.pseudonyms import Pseudonyms
from reporter.redaction.redactor import Redactor

ADDRESS = "adele.vance@contoso.com"
PATHS = r"C:\Users\adele.vance\kit.zip"


def redactor(*keep: str) -> Redactor:
    made = Redactor(load_policy("github"), Pseudonyms.create(b"k" * 32))
    made.text(PATHS)
    made.text(ADDRESS)
    for value in keep:
        made.keep_value(value)
    return made


@pytest.mark.parametrize("text", [ADDRESS, f"from {ADDRESS} to", f"to={ADDRESS};{PATHS}", ADDRESS.upper()])
def test_an_address_is_replaced_whole_though_the_name_in_it_is_known(text: str) -> None:
    redacted = redactor().text(text)
    assert "contoso" not in redacted.lower()
    assert redactor().text(ADDRESS) in redacted


def test_nothing_inside_a_kept_value_is_replaced() -> None:
    redacted = redactor(ADDRESS).text(f"{ADDRESS} opened {PATHS}")
    assert redacted.startswith(f"{ADDRESS} opened ")
    assert "adele" not in redacted.removeprefix(ADDRESS)


def test_the_gate_lets_a_kept_value_pass_and_its_parts_alone_not(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.md", f"{ADDRESS} is kept\n")
    assert check_bundle(path, redactor(ADDRESS)) == ()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.md", f"{ADDRESS} is kept\nadele.vance is not\n")
    assert [(leak.line, leak.kind) for leak in check_bundle(path, redactor(ADDRESS))] == [(2, "user-name")]
