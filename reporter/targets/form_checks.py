"""Checks all files of a form folder: each for itself, and their names against one another."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from reporter.errors import InputError, ReporterError
from reporter.places import Places
from reporter.targets.form_check import check_config, check_form, check_template
from reporter.targets.form_names import FormProblem
from reporter.targets.form_remote import Remote
from reporter.targets.form_source import find_files, read_bytes

Checked = tuple[tuple[str, tuple[FormProblem, ...]], ...]


def check_spec(
    spec: str, *, places: Places, environ: Mapping[str, str] | None = None, remote: Remote | None = None
) -> Checked:
    """Return every file that a form's name stands for, with what GitHub would refuse in it.

    Raises:
        InputError: there is nothing by this name.
        ReporterError: the repository cannot be reached and there is no copy.
    """
    files = find_files(spec, places=places, environ=environ, remote=remote)
    if not files:
        raise InputError(f"{spec} has no issue form: no file there ends in .yml, .yaml or .md.")
    names: dict[str, str] = {}
    checked = []
    for file, data in files.items():
        problems = check_file(data, file)
        name = _name(data, file)
        if name and name in names:
            problems = (
                *problems,
                FormProblem(f"name must be unique among all templates ({name} is also {names[name]})", 1),
            )
        names.setdefault(name, file)
        checked.append((file, problems))
    return tuple(checked)


def check_file(data: bytes, name: str) -> tuple[FormProblem, ...]:
    """Return what is wrong with one file, told by its name to be a form, a template or the chooser's configuration."""
    lower = Path(name).name.lower()
    if lower in ("config.yml", "config.yaml"):
        return check_config(data, name)
    return check_template(data, name) if lower.endswith(".md") else check_form(data, name)


def _name(data: bytes, file: str) -> str:
    if file.lower() in ("config.yml", "config.yaml"):
        return ""
    try:
        return read_bytes(data, file).name
    except ReporterError:
        return ""  # already told by its own check
