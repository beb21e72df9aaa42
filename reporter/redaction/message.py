"""Messages: what they repeat of an input may be pasted anywhere, so it shows nothing private."""

from __future__ import annotations

from reporter.redaction.policy import load_policy
from reporter.redaction.pseudonyms import Pseudonyms
from reporter.redaction.redactor import Redactor


def hide_private(text: str) -> str:
    """Return a text for a message without what the rules see in it; its stand-ins mean nothing elsewhere."""
    return Redactor(load_policy("github"), Pseudonyms.create()).text(text)
