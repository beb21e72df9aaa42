"""Turning pseudonyms back into the values they stand for."""

from __future__ import annotations

import re

from reporter.redaction.pseudonyms import Pseudonyms
from reporter.redaction.shapes import PSEUDONYM

_ADDRESS = re.compile(rb"(?:@|%40)redacted\.example", re.IGNORECASE)


def restore_text(text: str, pseudonyms: Pseudonyms) -> tuple[str, int]:
    """Return the text with every known pseudonym turned back, and how many there were."""
    count = 0
    raw = text.encode("utf-8", "surrogateescape")
    parts: list[bytes] = []
    at = 0
    for match in PSEUDONYM.finditer(raw):
        if match.start() < at:
            continue
        end = match.end()
        address = _ADDRESS.match(raw, end)
        name = raw[match.start() : address.end() if address else end]
        original = pseudonyms.original(name)
        if original is None and address:
            name = match[0]
            original = pseudonyms.original(name)
        if original is None:
            continue
        parts += [raw[at : match.start()], original]
        at = match.start() + len(name)
        count += 1
    return b"".join([*parts, raw[at:]]).decode("utf-8", "surrogateescape"), count
