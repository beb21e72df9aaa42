"""What a form's name means: a path on this machine, or a repository on GitHub and a file of its form folder."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from reporter.errors import InputError
from reporter.paths import is_there, typed_path

_REPOSITORY = re.compile(
    r"(?P<repository>[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})/[A-Za-z0-9._-]{1,100})(?:/(?P<file>[^/\\]+))?"
)


@dataclass(frozen=True)
class RepositorySpec:
    """A repository, and one file of its form folder where it was named."""

    repository: str
    file: str | None = None


def parse_spec(spec: str) -> Path | RepositorySpec:
    """Return what a form's name means: a path that exists, or OWNER/REPO[/FILE], also as a github.com address.

    Raises:
        InputError: it is neither.
    """
    path = typed_path(spec)
    if spec and is_there(path):
        return path
    found = re.match(r"(?:https?://)?(?:www\.)?github\.com/([^/]+/[^/?#]+)([^#]*)", spec)
    if found:
        address = urlsplit(found[2])
        template = parse_qs(address.query).get("template", [None])[0]
        shown = re.search(r"/\.github/ISSUE_TEMPLATE/([^/]+)$", address.path)
        return RepositorySpec(found[1].removesuffix(".git"), template or (unquote(shown[1]) if shown else None))
    found = _REPOSITORY.fullmatch(spec.rstrip("/"))
    if found and not re.search(r"\.(ya?ml|md)$", found["repository"], re.IGNORECASE):
        return RepositorySpec(found["repository"], found["file"])
    raise InputError(f"There is no form {spec}. Name a file, a folder, a checkout, or OWNER/REPO[/FILE] on GitHub.")


def name_form(spec: str | None) -> str | None:
    """Return a form's name as others may read it: OWNER/REPO[/FILE], or of a path its last part alone."""
    if spec is None or "github.com/" in spec:
        return spec
    found = _REPOSITORY.fullmatch(spec.rstrip("/"))
    if found and not re.search(r"\.(ya?ml|md)$", found["repository"], re.IGNORECASE):
        return spec
    return re.split(r"[/\\]", spec.rstrip("/\\"))[-1] or None
