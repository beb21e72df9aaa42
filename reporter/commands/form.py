"""`reporter form list|show|check|render|add`: GitHub issue forms of any repository."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reporter.console import Surroundings, visible
from reporter.errors import InputError
from reporter.report import FormAnswer, write_json
from reporter.targets.form_model import FormChoice, FormField, IssueForm


def list_all(surroundings: Surroundings, spec: str, *, as_json: bool = False) -> int:
    """Print the forms, templates and contact links that a folder, checkout or repository offers."""
    from reporter.targets.issue_form import list_forms

    choice = list_forms(spec, places=surroundings.places, environ=surroundings.environ)
    if as_json:
        surroundings.stdout.write(write_json(_choice_data(choice)))
    else:
        for form in choice.forms:
            surroundings.result(visible(f"{form.file}\t{form.name}\t{form.description}"))
        for link in choice.links:
            surroundings.result(visible(f"{link.url}\t{link.name}\t{link.about}"))
    for problem in choice.problems:
        surroundings.say(problem)
    dated = next((form.dated for form in choice.forms if form.dated), None)
    if dated:
        surroundings.say(f"Copy of {dated}; `reporter form add {spec}` refreshes it.")
    if not choice.blank_issues:
        surroundings.say("This repository takes no blank issues.")
    return 0 if choice.forms else 1


def show(surroundings: Surroundings, spec: str, *, as_json: bool = False) -> int:
    """Print a form's fields."""
    from reporter.targets.issue_form import load_form

    form = load_form(spec, places=surroundings.places, environ=surroundings.environ)
    if as_json:
        surroundings.stdout.write(write_json(form_data(form)))
    else:
        surroundings.result("\n".join(_lines(form)))
    for note in form.notes:
        surroundings.say(note)
    return 0


def check(surroundings: Surroundings, spec: str, *, as_json: bool = False) -> int:
    """Print every error that GitHub would refuse the form for; exit 1 if there is one."""
    from reporter.targets.form_checks import check_spec

    checked = check_spec(spec, places=surroundings.places, environ=surroundings.environ)
    problems = [(name, problem) for name, found in checked for problem in found]
    if as_json:
        rows = [{"file": name, "line": one.line, "element": one.element, "error": one.text} for name, one in problems]
        surroundings.stdout.write(write_json(rows))
    else:
        for name, problem in problems:
            surroundings.result(visible(f"{name}:{problem.line or 1}: {problem}"))
    right = sum(1 for _, found in checked if not found)
    count = f"{len(problems)} error{'s' if len(problems) != 1 else ''}"
    surroundings.say(f"{right} of {len(checked)} files are as GitHub wants them, {count}.")
    return 1 if problems else 0


def render(surroundings: Surroundings, spec: str, *, answers: Path | None, incomplete: bool = False) -> int:
    """Print the issue's body for the answers in a file."""
    from reporter.targets.form_body import MOST_CHARACTERS, known_keys, render_body
    from reporter.targets.issue_form import load_form

    form = load_form(spec, places=surroundings.places, environ=surroundings.environ)
    given = read_form_answers(answers, form) if answers else {}
    unknown = [key for key in given if key not in set(known_keys(form))]
    if unknown:
        keys = ", ".join(field.key for field in form.submitted)
        raise InputError(f"The form has no field {', '.join(unknown)}. Its fields are: {keys}.")
    body = render_body(form, given, incomplete=incomplete)
    surroundings.stdout.write(body + "\n")
    if len(body) > MOST_CHARACTERS:
        surroundings.say(f"The body has {len(body):,} characters; GitHub takes {MOST_CHARACTERS:,}.")
    return 0


def add(surroundings: Surroundings, spec: str) -> int:
    """Fetch a repository's forms anew and keep the copy; print where it is."""
    from reporter.targets.form_source import copy_folder
    from reporter.targets.form_spec import RepositorySpec, parse_spec
    from reporter.targets.issue_form import list_forms

    place = parse_spec(spec)
    if not isinstance(place, RepositorySpec):
        raise InputError(f"{spec} is already on this machine; use it as it is. `form add` takes OWNER/REPO.")
    choice = list_forms(spec, places=surroundings.places, environ=surroundings.environ, refresh=True)
    for problem in choice.problems:
        surroundings.say(problem)
    names = ", ".join(str(form.file) for form in choice.forms) or "none that can be read"
    surroundings.say(f"Forms of {place.repository}: {names}.")
    surroundings.result(str(copy_folder(surroundings.places, place.repository)))
    return 0 if choice.forms else 1


def read_form_answers(path: Path, form: IssueForm) -> dict[str, FormAnswer]:
    """Return the answers of a file: keys are ids or labels, at the top or under `form` as in an answers file.

    Raises:
        InputError: the file cannot be read, or an answer is neither text nor a list of texts.
    """
    from reporter.answers import read_data
    from reporter.targets.form_body import known_keys

    data, _ = read_data(path)
    if isinstance(data.get("form"), dict) and "form" not in set(known_keys(form)):
        data = data["form"]
    answers: dict[str, FormAnswer] = {}
    for key, value in data.items():
        if value is None:
            continue
        if isinstance(value, dict) or (isinstance(value, list) and any(isinstance(one, dict | list) for one in value)):
            raise InputError(f"{path.name}: {key} must be a text or a list of texts.")
        listed = isinstance(value, list)
        answers[str(key)] = [_plain(one) for one in value if one is not None] if listed else _plain(value)
    return answers


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)


def form_data(form: IssueForm) -> dict[str, Any]:
    """Return a form as `form show --json` prints it."""
    return {
        "name": form.name,
        "description": form.description,
        "title": form.title,
        "labels": list(form.labels),
        "assignees": list(form.assignees),
        "type": form.type,
        "kind": form.kind,
        "file": form.file,
        "repository": form.repository,
        "dated": form.dated,
        "fields": [_field_data(field) for field in form.fields],
        "notes": list(form.notes),
    }


def _field_data(field: FormField) -> dict[str, Any]:
    options: list[Any] = [option.label for option in field.options]
    if field.type == "checkboxes":
        options = [{"label": option.label, "required": option.required} for option in field.options]
    return {
        "type": field.type,
        "id": field.id,
        "label": field.label,
        "description": field.description,
        "placeholder": field.placeholder,
        "required": field.required,
        "options": options,
        "multiple": field.multiple,
        "default": field.default,
        "render": field.render,
        "value": field.value,
        "accept": field.accept,
    }


def _choice_data(choice: FormChoice) -> dict[str, Any]:
    return {
        "forms": [
            {"file": form.file, "name": form.name, "description": form.description, "kind": form.kind}
            for form in choice.forms
        ],
        "contact_links": [{"name": link.name, "url": link.url, "about": link.about} for link in choice.links],
        "blank_issues": choice.blank_issues,
        "problems": list(choice.problems),
    }


def _lines(form: IssueForm) -> list[str]:
    lines = [form.name, form.description, f"title: {form.title}" if form.title else ""]
    lines += [f"labels: {', '.join(form.labels)}" if form.labels else "", ""]
    for field in form.fields:
        if not field.submitted:
            lines.append(f"({field.type}) {' '.join((field.value or '').split())[:100]}")
            continue
        needed = " (required)" if field.required else ""
        key = f" [{field.id}]" if field.id else ""
        lines.append(f"{field.type}{key}: {field.label}{needed}")
        lines += [f"    - {option.label}{' (required)' if option.required else ''}" for option in field.options]
    return [visible(line) for index, line in enumerate(lines) if line or index > 3]
