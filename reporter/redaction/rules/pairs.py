"""Rules for secrets that stand beside a telling name."""

from __future__ import annotations

from reporter.redaction.rule import Rule

PAIR_RULES: tuple[Rule, ...] = ()
