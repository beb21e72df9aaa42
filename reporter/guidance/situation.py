"""The situation: what rules may ask about a report, as a few plain values under fixed names.

| name | value |
|---|---|
| `has_code`, `has_text`, `has_error` | an error has a code; a text; one of them |
| `documented`, `general` | a known error fits; else a code is a general one that only has a name |
| `known_id`, `transient`, `part`, `known_to` | of the surest known error: id, passing, whose part, reported where |
| `fixed` | the newest attempt with an outcome fixed it |
| `tries`, `hours` | failed tries; hours from the first to the last of them (unknown without times) |
| `health` | `clear`, `incident` or unknown: what was seen on the service health page |
| `works_in_test` | yes, no or unknown |
| `alarm` | the words of corruption or a security incident in the errors or the summary (unknown if none) |
| `severity` | A, B, C or unknown |
| `kit` | the solution or the failing part belongs to a kit that rules/products.yml names |
| `kit_part` | the error names a flow, app or other part of that kit |
| `own` | a solution is named, and it is no such kit |
| `feature` | a feature is asked for |
| `operation`, `method`, `flow` | kind of operation; way of import; the error names a flow |
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from reporter.guidance.model import Match
from reporter.guidance.pattern import flatten, holds
from reporter.guidance.reading import load_data
from reporter.report import Attempt, Report

RULES = Path(__file__).parent / "rules"
Value = str | int | float | bool | None
Condition = Mapping[str, Any]


@dataclass(frozen=True)
class Product:
    """A kit that has its own place for issues and is not covered by Microsoft Support."""

    name: str
    repository: str
    note: str
    unique_names: tuple[str, ...]
    short_names: tuple[str, ...]
    parts: tuple[str, ...]


@lru_cache(maxsize=1)
def load_products() -> tuple[Product, ...]:
    """Return the kits of rules/products.yml."""
    return tuple(
        Product(
            name=row["name"],
            repository=row["repository"],
            note=row["note"],
            unique_names=tuple(row["unique_names"]),
            short_names=tuple(name.casefold() for name in row["short_names"]),
            parts=tuple(row["parts"]),
        )
        for row in load_data(RULES / "products.yml")["products"]
    )


def find_product(report: Report) -> Product | None:
    """Return the kit that the report's solution, failing parts, messages, title or summary name."""
    names = [name for name in (report.solution.unique_name, report.solution.name, report.solution.file) if name]
    parts = _part_names(report)
    for product in load_products():
        if (report.form_file or "").startswith(f"{product.repository}/"):
            return product
        known = tuple(flatten(name) for name in product.unique_names)
        if any(name.casefold() in product.short_names for name in names):
            return product
        if any(one in flatten(name) for name in names for one in known):
            return product
        if any(_is_part(part, product) for part in parts):
            return product
        texts = (report.title, report.summary, *(error.message for error in report.errors))
        text = flatten("\n".join(one for one in texts if one))
        if any(one in text for one in known):
            return product
    return None


def describe(report: Report, matches: Sequence[Match] = ()) -> dict[str, Value]:
    """Return the situation of a report; the names are those of the table above, None is unknown."""
    known = next((match.known for match in matches if not match.known.generic), None)
    product = find_product(report)
    failed = _failed_tries(report, matches)
    outcomes = [one.outcome for one in report.attempts if one.outcome and one.outcome != "not tried"]
    named = report.solution.unique_name or report.solution.name
    return {
        "has_code": any(error.code for error in report.errors),
        "has_error": any(error.code or error.message for error in report.errors),
        "has_text": any(error.message for error in report.errors),
        "documented": known is not None,
        "general": known is None and any(match.known.generic for match in matches),
        "known_id": known.id if known else None,
        "transient": bool(known and known.transient),
        "part": known.part if known else None,
        "known_to": known.report_to if known else None,
        "title": known.title if known else None,
        "reason": known.report_reason if known else None,
        "wait": next((step.wait for step in known.steps if step.wait), None) if known else None,
        "fixed": bool(outcomes) and outcomes[-1] == "fixed",
        "tries": max(len(failed), report.operation.tries or 0),
        "hours": _hours(report, failed),
        "health": read_health(report.checks.service_health),
        "works_in_test": report.checks.works_in_test if report.checks.works_in_test in ("yes", "no") else None,
        "alarm": _alarm(report),
        "severity": report.impact.severity,
        "kit": product is not None,
        "kit_name": product.name if product else None,
        "kit_part": product is not None and any(_is_part(part, product) for part in _part_names(report)),
        "own": bool(named) and product is None,
        "feature": "feature" in " ".join(filter(None, (report.form_file, report.title))).casefold(),
        "operation": report.operation.kind,
        "method": report.operation.method,
        "flow": any("flow" in (error.component.kind or "").casefold() for error in report.errors if error.component),
    }


def fits(situation: Mapping[str, Value], condition: Condition) -> bool:
    """Whether a situation fits a rule's condition: every name in it must.

    A value is compared as text (`yes` and `no` for true and false, `known` and `unknown` for having one), a list holds
    any of its values, `{at_least: 3}` and `{at_most: 3}` compare numbers, `{holds: pac}` looks for a text.
    """
    return all(_fits(situation.get(name), wanted) for name, wanted in condition.items())


def _fits(value: Value, wanted: Any) -> bool:
    if isinstance(wanted, list):
        return any(_fits(value, one) for one in wanted)
    if isinstance(wanted, dict):
        if "holds" in wanted:
            return value is not None and str(wanted["holds"]).casefold() in str(value).casefold()
        number = value if isinstance(value, (int, float)) else None
        if number is None:
            return False
        return bool(float(wanted.get("at_least", number)) <= number <= float(wanted.get("at_most", number)))
    if wanted in ("known", "unknown"):
        return (value is None) is bool(wanted == "unknown")
    if isinstance(value, bool):
        return value is bool(wanted == "yes")
    return value is not None and str(value) == str(wanted)


_NONE = re.compile(
    r"\b(?:no|not any|none|without|nothing|zero|0)\s+(?:\w+\s+){0,3}"
    r"(?:incident|advisor|issue|outage|problem|degradation)"
)
_SOME = re.compile(r"\b(?:incident|advisor|outage|degrad|interrupt|issue|problem|unhealthy|down\b)")
_FAILURE = re.compile(r"fail|error|stopp|timed out|\bretr|\btr(?:y|ied|ies)\b")
_CLEAR = re.compile(r"\b(?:clear|healthy|green|fine|all good|ok|okay|operational|normal|none|no|nothing)\b")


def read_health(answer: str | None) -> str | None:
    """Return `incident` or `clear` for what was said about the service health page, None if it says neither."""
    text = " ".join((answer or "").casefold().split())[:2000]
    if re.search(r"\bnot (?:looked|checked|known|yet)|\bunknown\b|\bdon't know", text):
        return None
    rest = _NONE.sub(" clear ", text)
    if re.search(r"\b(?:resolved|restored|closed|over)\b", rest) and _SOME.search(rest):
        return "clear"
    if _SOME.search(rest):
        return "incident"
    return "clear" if _CLEAR.search(rest) else None


def _failed_tries(report: Report, matches: Sequence[Match]) -> list[Attempt]:
    """Return the attempts that were a try and failed; a step that only looks at something is none."""
    looking = {step.id for match in matches for step in match.known.steps if step.looks_only}
    failures = ("same error", "another error", "partly")
    return [one for one in report.attempts if one.outcome in failures and one.step not in looking]


def _hours(report: Report, failed: Sequence[Attempt]) -> float | None:
    times: list[datetime] = [one.at for one in failed if one.at]
    if report.operation.started:
        times.append(report.operation.started)
    if len(times) < 2:  # one time is no span
        times += _failures_told(report)
    if len(times) < 2:
        return None
    return round((max(times) - min(times)).total_seconds() / 3600, 1)


def _failures_told(report: Report) -> list[datetime]:
    """Return the times of the timeline that tell a failure, of one week: older ones are another story."""
    told = [event.at for event in report.timeline if _FAILURE.search(event.what.casefold())]
    return [at for at in told if max(told) - at <= timedelta(days=7)]


def _alarm(report: Report) -> str | None:
    words = load_alarm_words()
    flat = flatten("\n".join(filter(None, (report.title, report.summary, *(one.message for one in report.errors)))))
    return next((word for word in words if holds(flat, flatten(word))), None)


@lru_cache(maxsize=1)
def load_alarm_words() -> tuple[str, ...]:
    """Return the words that speak of corrupted data or a security incident."""
    return tuple(load_data(RULES / "products.yml")["alarm_words"])


def _part_names(report: Report) -> list[str]:
    return [error.component.name for error in report.errors if error.component and error.component.name]


def _is_part(name: str, product: Product) -> bool:
    flat = flatten(name)
    return any(flat.startswith(flatten(part)) for part in product.parts)
