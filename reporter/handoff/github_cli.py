"""GitHub's own program `gh`: what is asked of it, and its failures as one sentence each."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reporter.errors import ReporterError
from reporter.processes import CommandResult, find_program, run_command

LABEL_PERMISSIONS = ("TRIAGE", "WRITE", "MAINTAIN", "ADMIN")
ATTACH_PERMISSIONS = ("WRITE", "MAINTAIN", "ADMIN")
ATTACH_VERSION = (2, 99)
_ISSUE = re.compile(r"https://[\w.-]+/[\w.-]+/[\w.-]+/issues/\d+")


class GhError(ReporterError):
    """`gh` did not do what it was asked; `uncertain` where it may have done it all the same."""

    def __init__(self, text: str, *, uncertain: bool = False) -> None:
        super().__init__(text)
        self.uncertain = uncertain


@dataclass(frozen=True)
class Repository:
    """What may be done in a repository."""

    name: str
    permission: str = ""
    has_issues: bool = True
    archived: bool = False

    @property
    def may_label(self) -> bool:
        """Whether labels are kept; without the permission GitHub drops them or refuses."""
        return self.permission in LABEL_PERMISSIONS

    @property
    def may_attach(self) -> bool:
        """Whether pictures can be uploaded with `--attach`."""
        return self.permission in ATTACH_PERMISSIONS


@dataclass(frozen=True)
class Gh:
    """The program, with the environment variables it runs in. `timeout` in seconds, for one call."""

    environ: Mapping[str, str]
    timeout: float = 60.0

    def run(self, *args: str, timeout: float | None = None) -> CommandResult:
        """Run `gh` without prompts, pager and colours."""
        quiet = {"GH_PROMPT_DISABLED": "1", "GH_PAGER": "cat", "NO_COLOR": "1", "GH_NO_UPDATE_NOTIFIER": "1"}
        return run_command(["gh", *args], timeout=timeout or self.timeout, environ={**self.environ, **quiet})

    def check_ready(self) -> tuple[int, ...]:
        """Return the version, once it is certain that somebody is signed in.

        Raises:
            GhError: `gh` is missing, does not run, or is not signed in.
        """
        if find_program("gh", self.environ) is None:
            raise GhError("gh was not found on this machine: install it from https://cli.github.com.")
        told = self.run("--version", timeout=15)
        if not told.ok:
            raise GhError(f"gh does not run: {_first_line(told)}.")
        status = self.run("auth", "status", "--hostname", "github.com", timeout=30)
        if not status.ok:
            if status.problem:
                raise GhError(f"{status.problem}.")
            raise GhError(explain(status, "github.com", signing_in=True))
        found = re.search(r"(\d+)\.(\d+)(?:\.(\d+))?", told.stdout)
        return tuple(int(part or 0) for part in found.groups()) if found else (0,)

    def look_at(self, repository: str) -> Repository:
        """Return what may be done in the repository.

        Raises:
            GhError: it is not there, not visible, or GitHub does not answer.
        """
        fields = "nameWithOwner,viewerPermission,hasIssuesEnabled,isArchived"
        told = self.run("repo", "view", repository, "--json", fields)
        if not told.ok:
            raise GhError(explain(told, repository))
        data = _json(told.stdout)
        data = data if isinstance(data, dict) else {}
        return Repository(
            name=repository,
            permission=str(data.get("viewerPermission") or ""),
            has_issues=data.get("hasIssuesEnabled") is not False,
            archived=data.get("isArchived") is True,
        )

    def find_own(self, repository: str, title: str) -> str | None:
        """Return the address of this user's newest issue with exactly this title, or None.

        Raises:
            GhError: GitHub does not answer.
        """
        query = ["--author", "@me", "--state", "all", "--limit", "50", "--json", "title,url"]
        told = self.run("issue", "list", "-R", repository, *query)
        if not told.ok:
            raise GhError(explain(told, repository))
        rows = _json(told.stdout)
        for row in rows if isinstance(rows, list) else []:
            if isinstance(row, dict) and _same(str(row.get("title")), title) and row.get("url"):
                return str(row["url"])
        return None

    def create(
        self, repository: str, title: str, body: Path, *, labels: Sequence[str] = (), pictures: Sequence[Path] = ()
    ) -> tuple[str, str | None]:
        """Create the issue and return its address, and what went wrong although it was created.

        Raises:
            GhError: it was not created, or (`uncertain`) nobody knows.
        """
        args = ["issue", "create", "-R", repository, "--title", title, "--body-file", str(body)]
        for label in labels:
            args += ["--label", label]
        for picture in pictures:
            args += ["--attach", str(picture)]
        told = self.run(*args)
        found = _ISSUE.findall(told.stdout)
        if found:
            return found[-1], None if told.ok else f"gh created the issue, but then said: {_first_line(told)}."
        if told.ok:
            raise GhError("gh said that it was done, but gave no address of an issue.", uncertain=True)
        if told.problem:
            raise GhError(f"{told.problem} while it created the issue.", uncertain=True)
        raise GhError(explain(told, repository), uncertain=_may_have_arrived(told))


def explain(result: CommandResult, repository: str, *, signing_in: bool = False) -> str:
    """Return a failure of `gh` as one sentence with what to do (exit codes: `gh help exit-codes`)."""
    if result.problem:
        return f"{result.problem}."
    said = result.stderr + result.stdout
    for pattern, sentence in _FAILURES:
        if re.search(pattern, said, re.IGNORECASE):
            return sentence.replace("{repository}", repository)
    if result.code == 4 or signing_in:
        return "gh is not signed in to github.com: run `gh auth login`."
    if result.code == 2:
        return "gh was cancelled."
    return f"gh failed with exit code {result.code}: {_first_line(result)}."


_FAILURES = (
    (r"HTTP 401|bad credentials", "GitHub refused the sign-in of gh (HTTP 401): run `gh auth login` again."),
    (
        r"HTTP 429|rate limit|abuse detection|submitted too quickly",
        "GitHub takes no more requests from this account for now (rate limit): wait some minutes.",
    ),
    (r"has disabled issues|HTTP 410", "{repository} takes no issues (HTTP 410): report by another way."),
    (r"could not add label|label\S* .*not found", "{repository} does not have the form's labels."),
    (r"archived", "{repository} is archived and takes no issues."),
    (r"body is too long", "GitHub refused the text, which has more than 65,536 characters (HTTP 422)."),
    (r"title is too long", "GitHub refused the title, which has more than 256 characters (HTTP 422)."),
    (r"HTTP 422|validation failed", "GitHub refused the issue as not valid (HTTP 422): read the text and shorten it."),
    (
        r"HTTP 403|forbidden|resource not accessible|SAML",
        "This account may not write issues in {repository} (HTTP 403): use --via browser.",
    ),
    (
        r"HTTP 404|could not resolve to a repository|not found",
        "{repository} does not exist, or this account may not see it (HTTP 404): check the name.",
    ),
    (r"HTTP 5\d\d|service unavailable", "GitHub itself has a fault at the moment (HTTP 5xx): wait some minutes."),
    (
        r"error connecting|no such host|could not resolve host|network is unreachable|timeout|connection refused",
        "gh cannot reach GitHub: check the network.",
    ),
    (r"gh auth login", "gh is not signed in to github.com: run `gh auth login`."),
)
"""What `gh` and GitHub say, and what it means; the first that fits is told."""


def _may_have_arrived(result: CommandResult) -> bool:
    return bool(re.search(r"HTTP 5\d\d|timeout|EOF|connection reset", result.stderr, re.IGNORECASE))


def _first_line(result: CommandResult) -> str:
    lines = (result.stderr.strip() or result.stdout.strip() or result.problem or "it gave no reason").splitlines()
    return lines[0].strip().rstrip(".")


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
