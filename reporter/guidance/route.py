"""Where a report should go: rules of rules/routing.yml held against the situation, with reasons; the user decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from string import Formatter
from typing import Any

from reporter.guidance.model import Match
from reporter.guidance.reading import load_data
from reporter.guidance.situation import RULES, Condition, Value, describe, find_product, fits
from reporter.report import Destination, Report, Routing


@dataclass(frozen=True)
class Rule:
    """One rule: when it fits, the report goes `to` there, `because` of this; `changes` would make it another place."""

    id: str
    to: Destination
    when: Condition
    because: str
    changes: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def load_rules() -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """Return the deciding rules in their order, and those that only support a decision."""
    data = load_data(RULES / "routing.yml")
    return tuple(map(_rule, data["rules"])), tuple(map(_rule, data["supporting"]))


def recommend(report: Report, matches: Sequence[Match]) -> Routing:
    """Return the recommended destination with its reasons and what would change it; what the user chose is kept.

    The first deciding rule that fits decides; other rules that fit and lead to the same place add their reasons.
    """
    situation = describe(report, matches)
    deciding, supporting = load_rules()
    fitting = [rule for rule in deciding if fits(situation, rule.when)]
    first = fitting[0]
    more = [rule for rule in (*fitting[1:], *supporting) if rule.to == first.to and fits(situation, rule.when)]
    reasons = [_fill(rule.because, situation) for rule in (first, *(rule for rule in more if rule.id != "default"))]
    product = find_product(report)
    if product and first.to in ("github", "microsoft"):
        reasons.append(product.note)
    return Routing(
        recommended=first.to,
        reasons=tuple(dict.fromkeys(reasons)),
        would_change=tuple(_fill(change, situation) for change in first.changes),
        chosen=report.routing.chosen,
    )


def _rule(row: dict[str, Any]) -> Rule:
    return Rule(
        id=row["id"],
        to=row["to"],
        when=row.get("when") or {},
        because=row["because"],
        changes=tuple(row.get("changes") or ()),
    )


def _fill(sentence: str, situation: Mapping[str, Value]) -> str:
    """Put the situation's values into a rule's sentence."""
    names = [name for _, name, _, _ in Formatter().parse(sentence) if name]
    return sentence.format(**{name: _words(situation.get(name)) for name in names})


def _words(value: Value) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    return "" if value is None else str(value).rstrip(".")
