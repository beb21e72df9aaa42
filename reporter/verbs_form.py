"""`reporter form`: the verbs for issue forms of any repository."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reporter.options import Json, find_surroundings

form_app = typer.Typer(help="GitHub issue forms of any repository.", rich_markup_mode=None, no_args_is_help=True)
FormSpec = Annotated[str, typer.Argument(metavar="FORM", help="A file, a folder, a checkout or OWNER/REPO[/FILE].")]


@form_app.command("list")
def form_list(form: FormSpec, as_json: Json = False) -> int:
    """List the forms and contact links that a folder, a checkout or a repository offers."""
    from reporter.commands.form import list_all

    return list_all(find_surroundings(), form, as_json=as_json)


@form_app.command("show")
def form_show(form: FormSpec, as_json: Json = False) -> int:
    """Show a form's fields."""
    from reporter.commands.form import show

    return show(find_surroundings(), form, as_json=as_json)


@form_app.command("check")
def form_check(form: FormSpec, as_json: Json = False) -> int:
    """Say what GitHub would refuse in a form, with line and element."""
    from reporter.commands.form import check as command

    return command(find_surroundings(), form, as_json=as_json)


@form_app.command("render")
def form_render(
    form: FormSpec,
    answers: Annotated[Path | None, typer.Option("--answers", metavar="FILE", help="Answers by id or label.")] = None,
    incomplete: Annotated[bool, typer.Option("--incomplete", help="Allow required fields without answer.")] = False,
) -> int:
    """Print the body that GitHub would make of the answers."""
    from reporter.commands.form import render

    return render(find_surroundings(), form, answers=answers, incomplete=incomplete)


@form_app.command("add")
def form_add(form: FormSpec) -> int:
    """Fetch a repository's forms anew and keep the copy."""
    from reporter.commands.form import add

    return add(find_surroundings(), form)
