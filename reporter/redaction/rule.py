"""A rule: which literals make it look, which pattern decides, what kind the value is, examples that prove it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

REACH = 256
"""How many bytes before a literal a rule may look at."""
LIMIT = 16384
"""How many bytes a pattern may look at after a literal; longer values are continued by `run`."""

Accept = Callable[["re.Match[bytes]"], bool]


@dataclass(frozen=True)
class Rule:
    """One rule. The pattern has a group `value` (the part that is replaced) or is replaced as a whole."""

    id: str
    kind: str
    literals: tuple[str, ...]
    """What must stand in the folded text (see `fold`) for the rule to be tried."""
    pattern: str
    at: Literal["start", "end"] = "start"
    """Where the pattern begins: at the literal's start or behind its end."""
    back: int = 0
    """So many bytes before the literal the pattern begins."""
    before: bytes = b""
    """Of these bytes all that stand before the literal belong to it (at most `REACH`)."""
    accept: Accept | None = None
    parts: str = ""
    """A pattern with a group `value` that is searched for within the value; only what it finds is replaced."""
    run: bytes = b""
    """A value that ends in one of these bytes at the pattern's limit goes on as long as they do."""
    examples: tuple[tuple[str, str], ...] = ()
    """(text, value that must be found in it)."""
    counters: tuple[str, ...] = ()
    """Texts in which this rule must find nothing."""
    compiled: re.Pattern[bytes] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "compiled", re.compile(self.pattern.encode("latin-1"), re.DOTALL))


def rows(kind: str, table: Sequence[tuple[str, str, str, str]]) -> tuple[Rule, ...]:
    """Return rules for tokens that begin with a literal: (id, literals parted by blanks, pattern, example)."""
    return tuple(
        Rule(name, kind, tuple(literals.split()), pattern, examples=((example, example),))
        for name, literals, pattern, example in table
    )
