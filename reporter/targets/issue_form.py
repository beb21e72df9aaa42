"""One issue form by its name: a file, a folder, a checkout, or a repository on GitHub."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from reporter.errors import InputError, ReporterError
from reporter.places import Places
from reporter.targets.form_model import FormChoice, FormField, FormOption, IssueForm
from reporter.targets.form_remote import Remote
from reporter.targets.form_source import find_repository, list_folder, read_bytes, read_file
from reporter.targets.form_spec import RepositorySpec, parse_spec

DEFAULT_FORM = "microsoft/coe-starter-kit/1-coe-starter-kit-bug.yml"
"""The form of the first domain; it ships with the program and needs no network."""

__all__ = ["DEFAULT_FORM", "FormChoice", "FormField", "FormOption", "IssueForm", "list_forms", "load_form"]


def load_form(
    spec: str, *, places: Places, environ: Mapping[str, str] | None = None, remote: Remote | None = None
) -> IssueForm:
    """Return the form that a name stands for.

    Args:
        spec: A file, a folder, a checkout, `OWNER/REPO` or `OWNER/REPO/FILE`.
        places: The cache for copies of repositories' forms.
        environ: Environment variables; this process's own without it.
        remote: Where GitHub is, for tests.

    Returns:
        The form. Of several, the first that calls itself a bug form, with a note that says so.

    Raises:
        InputError: there is nothing by this name, or several forms of which none is the obvious one.
        ReporterError: the file is no form, or the repository cannot be reached and there is no copy.
    """
    place = parse_spec(spec)
    if isinstance(place, Path) and not place.is_dir():
        try:
            return read_bytes(read_file(place), place.name)
        except OSError as error:
            raise InputError(f"{place} cannot be read ({error.strerror}).") from error
    choice = list_forms(spec, places=places, environ=environ, remote=remote)
    return choose_form(choice, spec, place.file if isinstance(place, RepositorySpec) else None)


def list_forms(
    spec: str,
    *,
    places: Places,
    environ: Mapping[str, str] | None = None,
    remote: Remote | None = None,
    refresh: bool = False,
) -> FormChoice:
    """Return everything that a folder, a checkout or a repository offers: forms, templates, contact links.

    Raises:
        InputError: there is nothing by this name.
        ReporterError: the repository cannot be reached and there is no copy.
    """
    place = parse_spec(spec)
    if isinstance(place, RepositorySpec):
        environ = os.environ if environ is None else environ
        return find_repository(place, places=places, environ=environ, remote=remote, refresh=refresh)
    if place.is_dir():
        return list_folder(place)
    return FormChoice((load_form(spec, places=places, environ=environ, remote=remote),))


def choose_form(choice: FormChoice, spec: str, file: str | None = None) -> IssueForm:
    """Return the named form of a choice, or without a name its only form, or the first that is for bugs.

    Raises:
        InputError: there is no such form, or the choice is not obvious; lists what there is.
        ReporterError: no file of the choice is a form.
    """
    if not choice.forms:
        raise ReporterError("\n".join([f"{spec} has no issue form that can be read.", *choice.problems]))
    offered = "\n".join(f"  {form.file}: {form.name}" for form in choice.forms)
    if file:
        wanted = file.casefold()
        for form in choice.forms:
            name = (form.file or "").casefold()
            if wanted in (name, name.rpartition(".")[0]):
                return form
        broken = [problem for problem in choice.problems if problem.casefold().startswith(wanted)]
        if broken:
            raise ReporterError(broken[0])
        raise InputError(f"{spec}: there is no form of this name. There are:\n{offered}")
    if len(choice.forms) == 1:
        return choice.forms[0]
    bugs = [form for form in choice.forms if _is_for_bugs(form)]
    if not bugs:
        raise InputError(f"{spec} offers several forms. Add the file name of one of them:\n{offered}")
    note = f"{bugs[0].file} was chosen of {len(choice.forms)} forms, as the first for bugs."
    return replace(bugs[0], notes=(*bugs[0].notes, note))


def _is_for_bugs(form: IssueForm) -> bool:
    words = f"{form.file} {form.name} {' '.join(form.labels)} {form.type or ''}".casefold()
    return form.kind == "form" and ("bug" in words or "crash" in words)
