"""Finds issue forms: in a file, a folder, a checkout or a repository; shipped and cached copies say their date."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any
from urllib.parse import quote

from reporter.errors import InputError, ReporterError
from reporter.paths import need_file
from reporter.places import Places, write_private
from reporter.report import write_json
from reporter.targets.form_markdown import read_markdown_template
from reporter.targets.form_model import ContactLink, FormChoice, IssueForm
from reporter.targets.form_reading import read_config, read_form
from reporter.targets.form_remote import FOLDER, Remote, fetch_forms, is_form_name
from reporter.targets.form_spec import RepositorySpec, parse_spec

KNOWN_FORMS = Path(__file__).parent / "known_forms"
"""Forms that ship with the program, one folder `OWNER__REPO` each."""
MOST_BYTES = 4_000_000
"""A form is written by a person; GitHub reads no body of more than 65,536 characters."""
SOURCE_FILE = "source.json"
FRESH_SECONDS = 24 * 3600


def find_files(
    spec: str, *, places: Places, environ: Mapping[str, str] | None = None, remote: Remote | None = None
) -> dict[str, bytes]:
    """Return the files that a form's name stands for, by name: one file, or all of a folder, checkout or repository.

    Raises:
        InputError: there is nothing by this name, or it cannot be read.
        ReporterError: the repository cannot be reached and there is no copy.
    """
    place = parse_spec(spec)
    try:
        if isinstance(place, RepositorySpec):
            find_repository(place, places=places, environ=os.environ if environ is None else environ, remote=remote)
            folder = copy_folder(places, place.repository)
            files = _copied_files(folder if _source(folder) else KNOWN_FORMS / folder.name.lower())
            return {name: data for name, data in files.items() if place.file in (None, name)}
        return _folder_files(_form_folder(place)) if place.is_dir() else {place.name: read_file(place)}
    except OSError as error:
        raise InputError(f"{place} cannot be read ({error.strerror}).") from error


def read_file(path: Path) -> bytes:
    """Return the bytes of one file that should be a form.

    Raises:
        InputError: it is not there, no ordinary file, or far too large for a form.
    """
    need_file(path, "an issue form")
    with path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise InputError(f"{path} is larger than {MOST_BYTES // 1_000_000} MB: that is no issue form.")
    return data


def _form_folder(folder: Path) -> Path:
    return next((one for one in (folder / FOLDER, folder / "ISSUE_TEMPLATE") if one.is_dir()), folder)


def _folder_files(folder: Path) -> dict[str, bytes]:
    names = sorted(one.name for one in folder.iterdir() if one.is_file() and is_form_name(one.name))
    return {name: read_file(folder / name) for name in names}


def list_folder(folder: Path, *, repository: str | None = None, dated: str | None = None) -> FormChoice:
    """Return the forms and contact links in a folder: of a checkout, or one that holds the files themselves.

    Raises:
        InputError: the folder has no file that could be a form.
    """
    place = _form_folder(folder)
    repository = repository or (_origin(folder) if place != folder else None)
    try:
        return read_files(_folder_files(place), str(place), repository, dated)
    except OSError as error:
        raise InputError(f"The folder {place} cannot be read ({error.strerror}).") from error


def read_files(files: Mapping[str, bytes], where: str, repository: str | None, dated: str | None) -> FormChoice:
    """Return the forms among files; those that are none are told in `problems`.

    Raises:
        InputError: there is no file at all.
    """
    if not files:
        raise InputError(f"{where} has no issue form: no file there ends in .yml, .yaml or .md.")
    forms: list[IssueForm] = []
    links: tuple[ContactLink, ...] = ()
    blank, problems = True, []
    for name, data in files.items():
        try:
            if name.lower() in ("config.yml", "config.yaml"):
                links, blank = read_config(data, name)
            else:
                forms.append(replace(read_bytes(data, name), repository=repository, dated=dated))
        except ReporterError as error:  # noqa: PERF203 - each file fails for itself
            problems.append(str(error))
    return FormChoice(tuple(forms), links, blank, tuple(problems))


def read_bytes(data: bytes, name: str) -> IssueForm:
    """Return the form or Markdown template that a file holds, told apart by its name."""
    return read_markdown_template(data, name) if name.lower().endswith(".md") else read_form(data, name)


def find_repository(
    spec: RepositorySpec,
    *,
    places: Places,
    environ: Mapping[str, str],
    remote: Remote | None = None,
    refresh: bool = False,
    now: datetime | None = None,
) -> FormChoice:
    """Return a repository's forms: a copy of today or the one that ships, else from GitHub, else an older copy.

    Args:
        spec: The repository.
        places: The cache keeps the copies.
        environ: Environment variables, for `gh` and the addresses of GitHub.
        remote: Where GitHub is.
        refresh: Ask GitHub whatever copies there are, and fail if it does not answer.
        now: The time, for the age of copies.

    Raises:
        ReporterError: GitHub cannot be reached and there is no copy.
    """
    now = now or datetime.now(timezone.utc)
    folder = copy_folder(places, spec.repository)
    shipped = KNOWN_FORMS / folder.name.lower()
    if not refresh:
        if _age(folder, now) < FRESH_SECONDS and _holds(folder, spec.file):
            return _read_copy(folder)
        if shipped.is_dir():
            return _read_copy(folder if _holds(folder, None) else shipped)
    try:
        source, files = fetch_forms(
            spec.repository, spec.file, environ=environ, remote=remote or Remote.from_environ(environ)
        )
    except ReporterError as error:
        if refresh or not _holds(folder, spec.file):
            raise
        choice = _read_copy(folder)
        age = f"{error} This is the copy of {str(_source(folder).get('fetched', 'an unknown day'))[:10]}."
        return replace(choice, problems=(age, *choice.problems))
    dated = now.astimezone(timezone.utc).isoformat(timespec="seconds")
    choice = read_files(files, source, spec.repository, dated[:10])
    for name, data in files.items():
        write_private(folder / quote(name, safe=" ()-_."), data)
    names = sorted({*files, *(_source(folder).get("files") or [] if spec.file else [])})
    whole = spec.file is None or bool(_source(folder).get("whole"))
    told = {"repository": spec.repository, "from": source, "fetched": dated, "whole": whole, "files": names}
    write_private(folder / SOURCE_FILE, write_json(told).encode())
    return choice


def copy_folder(places: Places, repository: str) -> Path:
    """Return the folder that keeps the copy of a repository's forms."""
    return places.cache / "forms" / repository.replace("/", "__")


def _read_copy(folder: Path) -> FormChoice:
    source = _source(folder)
    dated = str(source.get("fetched", ""))[:10] or None
    return read_files(_copied_files(folder), str(folder), source.get("repository"), dated)


def _copied_files(folder: Path) -> dict[str, bytes]:
    names = _source(folder).get("files")
    listed = [name for name in names if is_form_name(name)] if isinstance(names, list) else []
    paths = {name: folder / quote(name, safe=" ()-_.") for name in listed}
    return {name: path.read_bytes() for name, path in paths.items() if path.is_file()}


def _source(folder: Path) -> dict[str, Any]:
    try:
        data = json.loads((folder / SOURCE_FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def _holds(folder: Path, file: str | None) -> bool:
    source = _source(folder)
    names = source.get("files")
    if not isinstance(names, list) or not names:
        return False
    return file in names if file else source.get("whole") is True


def _age(folder: Path, now: datetime) -> float:
    try:
        return (now - datetime.fromisoformat(str(_source(folder).get("fetched")))).total_seconds()
    except (ValueError, TypeError):
        return float("inf")


def _origin(checkout: Path) -> str | None:
    """Return OWNER/REPO of a checkout's `origin`, if that is on GitHub."""
    try:
        text = (checkout / ".git" / "config").read_text("utf-8", "replace")
    except OSError:
        return None
    found = re.search(r'\[remote "origin"\][^\[]*?url\s*=\s*\S*github\.com[:/]([\w.-]+/[\w.-]+)', text)
    return found[1].removesuffix(".git") if found else None
