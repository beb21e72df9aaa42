"""Every reader gets a moment of changed inputs; `fuzz.py` does the same for as long as wanted."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from reporter.evidence.readers import READERS

_SPEC = importlib.util.spec_from_file_location("evidence_fuzz", Path(__file__).with_name("fuzz.py"))
assert _SPEC
assert _SPEC.loader
fuzz = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(fuzz)


@pytest.mark.parametrize("reader", [one.read.__name__ for one in READERS])
def test_no_changed_input_is_an_error_or_a_hang(reader: str) -> None:
    assert fuzz.fuzz(reader, fuzz.list_seeds()[reader], 0.3, seed=1) > 0
