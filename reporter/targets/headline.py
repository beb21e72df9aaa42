"""The case in one sentence, and the shortest name of an error."""

from __future__ import annotations

import re

from reporter.report import ErrorDetail, Report
from reporter.targets.title import shorten

_DONE = {"install": "Installation", "upgrade": "Upgrade", "update": "Update", "patch": "Patch"}


def tell_headline(report: Report) -> str:
    """Return the case in one sentence: what was done to what, where, and how it failed."""
    solution, environment = report.solution, report.environment
    before, after = (_short(version) for version in (solution.source_version, solution.target_version))
    words = [_DONE.get(report.operation.kind or "", "Import")]
    words.append(f"of {_short(solution.name or solution.unique_name) or 'a solution'}")
    words.append(f"from {before} to {after}" if before and after and before != after else after or before)
    if environment.type:
        article = "an" if environment.type.lower().startswith(tuple("aeiou")) else "a"
        words.append(f"in {article} {_short(environment.type)} environment")
    if environment.region:
        words.append(f"in {_short(environment.region)}")
    codes = list(dict.fromkeys(_short(name_error(error)) for error in report.errors))
    words.append("failed" + (f": {', then '.join(codes[:3])}" if codes else ", the error is not given"))
    if len(codes) > 3:
        words.append(f"and {len(codes) - 3} more")
    return " ".join(word for word in words if word) + "."


def name_error(error: ErrorDetail) -> str:
    """Return the shortest name of an error: code and status, or the beginning of its message."""
    if error.code:
        return " ".join(part for part in (error.code, error.http_status) if part)
    return error.http_status or " ".join((error.message or "an error without code").split())[:80]


def says_the_same(title: str, headline: str) -> bool:
    """Whether nearly every word of the headline stands in the title."""
    told, words = (set(re.findall(r"\w{3,}", text.casefold().replace("0x", ""))) for text in (title, headline))
    return len(words - told) <= max(1, len(words) // 3)


def _short(text: str | None) -> str:
    """Return a name for the middle of a sentence: one line, at most 120 characters."""
    return shorten(" ".join((text or "").split()), 120)
