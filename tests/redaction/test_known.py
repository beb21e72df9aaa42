"""Known values are found wherever they stand, whatever other values begin around them."""

from __future__ import annotations

import pytest

from reporter.redaction.known import Known
from reporter.redaction.scanner import Progress


@pytest.mark.parametrize(
    ("values", "text", "found"),
    [
        ((b"a-kana99x", b"kanaritenant"), b"at a-kanaritenant now", [b"kanaritenant"]),
        ((b"a-kana99x", b"kanaritenant", b"riten"), b"at a-kanaritenant now", [b"kanaritenant"]),
        ((b"on-kan77x", b"kana"), b"at on-kana now", [b"kana"]),
        ((b"abcdef-xyz", b"ef-xyz-more"), b"abcdef-xyz-more", [b"abcdef-xyz"]),
    ],
)
def test_a_value_is_found_behind_the_beginning_of_another(
    values: tuple[bytes, ...], text: bytes, found: list[bytes]
) -> None:
    known = Known((value, "own-term") for value in values)
    spans = known.scan(text, 0, len(text), Progress())
    assert [text[start:end] for start, end, _ in spans] == found
