"""Duplicates: issues about the same failure, asked of `gh` where it is installed and signed in; never required."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from reporter.guidance.search import choose_repository, make_queries
from reporter.processes import CommandResult, run_command
from reporter.report import Report

Run = Callable[..., CommandResult]
MOST_ISSUES = 10
MOST_QUERIES = 3
SECONDS = 10.0
FIELDS = "number,title,state,url,updatedAt"


@dataclass(frozen=True)
class Issue:
    """An issue that may be about the same failure."""

    number: int
    title: str
    state: str
    url: str
    updated: str | None = None
    found_by: str = ""

    @property
    def line(self) -> str:
        """One line to choose from."""
        return f"#{self.number} ({self.state}) {self.title}"


@dataclass(frozen=True)
class Lookup:
    """What was found; `problem` says why nothing could be asked (gh missing, not signed in, no network)."""

    repository: str
    issues: tuple[Issue, ...] = ()
    problem: str | None = None


def find_duplicates(report: Report, *, repository: str | None = None, run: Run = run_command) -> Lookup:
    """Ask `gh` for issues by code, by failing part and by the words of the error; best query first, each issue once.

    The queries leave this machine: give the report as it is redacted for GitHub. A failure is a `problem`, no error.
    """
    where = repository or choose_repository(report)
    signed_in = run(["gh", "auth", "status", "--hostname", "github.com"], timeout=SECONDS)
    if signed_in.problem or signed_in.code != 0:
        return Lookup(where, problem=signed_in.problem or "gh is not signed in; `gh auth login` signs in.")
    issues: dict[int, Issue] = {}
    problem = None
    for label, query in make_queries(report)[:MOST_QUERIES]:
        result = run(_arguments(where, query), timeout=SECONDS)
        if result.problem or result.code != 0:
            problem = result.problem or _first_line(result.stderr) or "gh could not search."
            continue
        for issue in _read(result.stdout, label):
            issues.setdefault(issue.number, issue)
    return Lookup(where, tuple(issues.values())[:MOST_ISSUES], None if issues else problem)


def comment_there(issue: Issue) -> tuple[str, ...]:
    """Return what to say when the user knows an issue as the same failure: comment there instead of a new one."""
    return (
        f"Then comment on it instead of opening a second one: {issue.url}",
        "A comment with your versions, environment type, ids and times helps more than another issue.",
    )


def _arguments(repository: str, query: str) -> Sequence[str]:
    # `--search=` in one word: a query that begins with a dash must not be read as an option.
    return [
        "gh", "issue", "list", f"--repo={repository}", "--state=all", f"--limit={MOST_ISSUES}",
        f"--search={query}", f"--json={FIELDS}",
    ]  # fmt: skip


def _read(text: str, label: str) -> Iterator[Issue]:
    try:
        rows: Any = json.loads(text)
    except ValueError:
        return
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, dict) and isinstance(row.get("number"), int):
            yield Issue(
                number=row["number"],
                title=" ".join(str(row.get("title") or "").split()),
                state=str(row.get("state") or "").lower(),
                url=str(row.get("url") or ""),
                updated=row.get("updatedAt"),
                found_by=label,
            )


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "")
