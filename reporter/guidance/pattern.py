"""Patterns of known errors: plain text, compared without regard to case, line breaks and kinds of quotes.

There are no regular expressions in them, so that no catalogue file, and no text it is held against, can make a
comparison slow: the time is proportional to the text. `...` in a pattern stands for up to `GAP` characters.
"""

from __future__ import annotations

GAP = 300
"""Most characters that `...` stands for."""

_SAME = str.maketrans(
    dict.fromkeys('"`‘’‚‛“”„‟′″«»‹›', "'")
    | dict.fromkeys("‐‑‒–—―−", "-")
    | {"\\": None, "\u00ad": None, "\u200b": None, "\ufeff": None, "\u2026": "..."}
)


def flatten(text: str) -> str:
    """Return the text as it is compared: case folded, one blank for any white space, one kind of quote and dash."""
    return " ".join(text.translate(_SAME).casefold().split())


def holds(flat: str, pattern: str) -> bool:
    """Whether a flattened text holds a flattened pattern; both must have gone through `flatten`."""
    first, *rest = (part.strip() for part in pattern.split("..."))
    if first not in flat or any(part not in flat for part in rest):
        return False
    start = flat.find(first)
    while start != -1:
        if _follows(flat, start + len(first), rest):
            return True
        start = flat.find(first, start + max(1, len(first)))
    return False


def _follows(flat: str, end: int, parts: list[str]) -> bool:
    for part in parts:
        found = flat.find(part, end, end + GAP + len(part))
        if found == -1:
            return False
        end = found + len(part)
    return True
