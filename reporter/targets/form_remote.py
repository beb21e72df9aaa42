"""Brings a repository's issue forms over the network: by `gh` where it is signed in, else by plain HTTPS."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from reporter.errors import ReporterError
from reporter.processes import find_program, run_command

FOLDER = ".github/ISSUE_TEMPLATE"
MOST_BYTES = 1_000_000
MOST_FILES = 60
Fetch = Callable[[str], bytes]


class NotThereError(ReporterError):
    """The repository, its folder of forms or the file does not exist, or is not visible to this user."""


@dataclass(frozen=True)
class Remote:
    """Where GitHub is: tests pass a server of their own. `timeout` in seconds, for each answer."""

    api: str = "https://api.github.com"
    raw: str = "https://raw.githubusercontent.com"
    timeout: float = 10.0
    use_gh: bool = True

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Remote:
        """Return GitHub, or the servers named by `REPORTER_GITHUB_API` and `REPORTER_GITHUB_RAW`."""
        return cls(
            api=environ.get("REPORTER_GITHUB_API", cls.api).rstrip("/"),
            raw=environ.get("REPORTER_GITHUB_RAW", cls.raw).rstrip("/"),
        )


def fetch_forms(
    repository: str, file: str | None, *, environ: Mapping[str, str], remote: Remote
) -> tuple[str, dict[str, bytes]]:
    """Return the repository that the forms really come from, and the files of its form folder by name.

    A repository without a form folder of its own uses its owner's `OWNER/.github` (github/docs: creating a default
    community health file).

    Args:
        repository: OWNER/REPO.
        file: Only this file.
        environ: Environment variables for `gh`.
        remote: Where GitHub is.

    Raises:
        NotThereError: there is nothing to fetch.
        ReporterError: the network or GitHub failed; says how.
    """
    signed_in = remote.use_gh and _signed_in(environ)
    owner = repository.split("/")[0]
    problem: NotThereError | None = None
    for source in dict.fromkeys((repository, f"{owner}/.github")):
        try:
            if signed_in:
                return source, _fetch_with_gh(source, file, environ)
            return source, _fetch_with_https(source, file, remote)
        except NotThereError as error:  # noqa: PERF203 - two rounds at most
            problem = problem or error
    raise problem or NotThereError(f"{repository} has no issue forms.")


def _signed_in(environ: Mapping[str, str]) -> bool:
    if find_program("gh", environ) is None:
        return False
    return run_command(["gh", "auth", "status", "--hostname", "github.com"], timeout=10, environ=environ).ok


def _fetch_with_gh(repository: str, file: str | None, environ: Mapping[str, str]) -> dict[str, bytes]:
    def get(path: str, accept: str) -> bytes:
        args = ["gh", "api", "-H", f"Accept: {accept}", f"repos/{repository}/contents/{quote(path)}"]
        result = run_command(args, timeout=20, environ=environ)
        if result.ok:
            return result.stdout.encode()
        if "404" in result.stderr:
            raise NotThereError(f"GitHub has no {path} in {repository}, or this account may not see it.")
        reason = result.problem or (result.stderr.strip().splitlines() or ["it gave no reason"])[0]
        raise ReporterError(f"gh could not read the forms of {repository}: {reason}.")

    names = [file] if file else _names(get(FOLDER, "application/vnd.github+json"), repository)
    return {name: get(f"{FOLDER}/{name}", "application/vnd.github.raw+json") for name in names}


def _fetch_with_https(repository: str, file: str | None, remote: Remote) -> dict[str, bytes]:
    def get(url: str, what: str) -> bytes:
        request = urllib.request.Request(url, headers={"User-Agent": "reporter", "Accept": "*/*"})  # noqa: S310 - https
        try:
            with urllib.request.urlopen(request, timeout=remote.timeout) as answer:  # noqa: S310 - the base is https
                data: bytes = answer.read(MOST_BYTES + 1)
        except urllib.error.HTTPError as error:
            error.close()
            if error.code == 404:
                raise NotThereError(f"GitHub has no {what} in {repository}, or it is not public.") from None
            if error.code in (403, 429):
                raise ReporterError(
                    f"GitHub answers no more questions from this address for now (HTTP {error.code}). Sign in with "
                    f"`gh auth login`, or name the form's file: {repository}/FILE.yml."
                ) from None
            raise ReporterError(f"GitHub answered HTTP {error.code} for the forms of {repository}.") from None
        except (OSError, ValueError) as error:
            reason = getattr(error, "reason", None) or error
            raise ReporterError(f"The forms of {repository} cannot be fetched ({reason}).") from None
        if len(data) > MOST_BYTES:
            raise ReporterError(f"{what} of {repository} is larger than {MOST_BYTES:,} bytes, which no issue form is.")
        return data

    names = [file] if file else _names(get(f"{remote.api}/repos/{repository}/contents/{FOLDER}", FOLDER), repository)
    base = f"{remote.raw}/{repository}/HEAD/{FOLDER}"
    return {name: get(f"{base}/{quote(name)}", f"{FOLDER}/{name}") for name in names}


def _names(listing: bytes, repository: str) -> list[str]:
    try:
        rows = json.loads(listing)
        names = [row["name"] for row in rows if row.get("type") == "file"]
    except (ValueError, TypeError, KeyError, AttributeError):
        raise ReporterError(f"GitHub's list of the forms of {repository} could not be read.") from None
    forms = [name for name in names if is_form_name(name)]
    if not forms:
        raise NotThereError(f"{repository} has no issue forms in {FOLDER}.")
    return sorted(forms)[:MOST_FILES]


def is_form_name(name: object) -> bool:
    """Whether a file of the form folder may be a form, a template or the chooser's configuration."""
    return isinstance(name, str) and bool(
        re.fullmatch(r"(?!\.)[^/\\\x00-\x1f:*?\"<>|]+\.(ya?ml|md)", name, re.IGNORECASE)
    )
