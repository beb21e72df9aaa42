"""Every path of a report has a name that a person reads."""

from __future__ import annotations

import pytest
from pydantic import BaseModel

from reporter.labels import LABELS, SECTIONS, label_of, section_of
from reporter.report import Report


def list_paths() -> list[str]:
    paths = []
    for name, field in Report.model_fields.items():
        if name == "schema_version":
            continue
        default = field.get_default(call_default_factory=True)
        paths.append(name)
        if isinstance(default, BaseModel):
            paths += [f"{name}.{key}" for key in type(default).model_fields]
    return paths


def test_every_path_of_the_report_has_a_label() -> None:
    assert [path for path in list_paths() if path not in LABELS and path not in SECTIONS] == []


@pytest.mark.parametrize(
    ("path", "label", "section"),
    [
        ("solution.source_version", "Version before", "Solution"),
        ("errors.0.code", "Error code", "Errors"),
        ("errors[2].message", "Full error message", "Errors"),
        ("errors.0.component.name", "Component named by the error, name", "Errors"),
        ("timeline", "Timeline", "Timeline"),
        ("something.new_thing", "New thing", "New thing"),
    ],
)
def test_labels_of_rows_and_of_unknown_paths(path: str, label: str, section: str) -> None:
    assert (label_of(path), section_of(path)) == (label, section)
