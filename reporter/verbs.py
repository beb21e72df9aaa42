"""The verbs of the sending side: each declares its arguments and calls one command."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reporter.options import (
    Accessible,
    Blank,
    Encrypt,
    Evidence,
    For,
    Force,
    Form,
    Json,
    Keep,
    MustFor,
    Output,
    Oversize,
    Remove,
    find_surroundings,
)
from reporter.verbs_form import form_app
from reporter.verbs_receive import receive_app

app = typer.Typer(
    name="reporter",
    help='Turn "it failed" into a report that can be acted on: a GitHub issue, a Microsoft support case or an '
    "internal ticket, with everything in one safe zip.",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
drafts_app = typer.Typer(help="Show or delete the drafts on this machine.", rich_markup_mode=None)
app.add_typer(drafts_app, name="drafts")
app.add_typer(form_app, name="form")


def _version(wanted: bool) -> None:
    if wanted:
        from reporter import __version__

        typer.echo(f"reporter {__version__}")
        raise typer.Exit


Version = Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")]


@app.callback(invoke_without_command=True)
def _start(
    context: typer.Context,
    _: Version = False,
) -> int:
    """Without a command: start a new report, or offer to resume the newest draft."""
    if context.invoked_subcommand is not None:
        return 0
    from reporter.commands.new import start

    return start(find_surroundings())


@app.command()
def new(
    evidence: Evidence = None,
    target: For = None,
    form: Form = None,
    output: Output = None,
    accessible: Accessible = False,
    force: Force = False,
    encrypt: Encrypt = False,
) -> int:
    """Make a report: from the evidence, through a few questions, to one zip."""
    from reporter.commands.new import new as command

    return command(
        find_surroundings(),
        evidence or [],
        target=target,
        form=form,
        output=output,
        accessible=accessible,
        force=force,
        encrypt=encrypt,
    )


@app.command()
def resume(
    draft: Annotated[str | None, typer.Argument(help="A draft's id; the newest without it.")] = None,
    output: Output = None,
    accessible: Accessible = False,
    comment: Annotated[bool, typer.Option("--comment", help="Only what is new since it was handed in.")] = False,
    force: Force = False,
    encrypt: Encrypt = False,
) -> int:
    """Go on with a draft where it stopped."""
    from reporter.commands.new import resume as command

    return command(
        find_surroundings(), draft, output=output, accessible=accessible, comment=comment, force=force, encrypt=encrypt
    )


@drafts_app.callback(invoke_without_command=True)
def _drafts(context: typer.Context, as_json: Json = False) -> int:
    """List the drafts."""
    if context.invoked_subcommand is not None:
        return 0
    from reporter.commands.drafts import list_all

    return list_all(find_surroundings(), as_json=as_json)


@drafts_app.command("delete")
def drafts_delete(draft: Annotated[str, typer.Argument(help="The draft's id, or `all`.")]) -> int:
    """Delete a draft with everything in it."""
    from reporter.commands.drafts import delete

    return delete(find_surroundings(), draft)


@app.command()
def build(
    answers: Annotated[str, typer.Argument(help="YAML, JSON or TOML, a draft's id, or an old bundle's report.json.")],
    evidence: Evidence = None,
    target: MustFor = "github",
    output: Output = None,
    encrypt: Encrypt = False,
    force: Force = False,
    strict: Annotated[bool, typer.Option("--strict", help="Refuse if something required is missing.")] = False,
    keep: Keep = None,
    remove: Remove = None,
    form: Form = None,
    blank: Blank = None,
    oversize: Oversize = None,
) -> int:
    """Make the bundle from an answers file, with no prompt."""
    from reporter.commands.build import build as command

    return command(
        find_surroundings(),
        answers,
        evidence or [],
        target=target,
        output=output,
        encrypt=encrypt,
        force=force,
        strict=strict,
        keep=keep or [],
        remove=remove or [],
        form=form,
        blank=blank or [],
        oversize=oversize,
    )


@app.command()
def check(
    answers: Annotated[str, typer.Argument(help="An answers file or a draft's id.")],
    target: MustFor = "github",
    as_json: Json = False,
) -> int:
    """Say what a triager would still ask; exit 1 if something required is missing."""
    from reporter.commands.check import check as command

    return command(find_surroundings(), answers, target=target, as_json=as_json)


@app.command()
def facts(
    evidence: Evidence = None,
    as_json: Json = False,
    machine: Annotated[bool, typer.Option("--machine", help="Show facts about this machine too.")] = False,
) -> int:
    """Show what can be read out of evidence."""
    from reporter.commands.facts import facts as command

    return command(find_surroundings(), evidence or [], as_json=as_json, machine=machine)


@app.command(context_settings={"ignore_unknown_options": True})  # a code may be -2146864266
def explain(
    what: Annotated[list[str], typer.Argument(help="An error code, a text, or files.")], as_json: Json = False
) -> int:
    """Say what is known about an error: cause, steps, where to report."""
    from reporter.commands.explain import explain as command

    return command(find_surroundings(), what, as_json=as_json)


@app.command()
def schema() -> int:
    """Print the JSON Schema of the answers file."""
    from reporter.report import json_schema, write_json

    find_surroundings().stdout.write(write_json(json_schema()))
    return 0


@app.command()
def demo(output: Output = None, force: Force = False) -> int:
    """Go the whole way on built-in sample evidence: one bundle for each target, no prompt."""
    from reporter.commands.demo import demo as command

    return command(find_surroundings(), output=output, force=force)


@app.command()
def send(
    bundle: Annotated[Path, typer.Argument(help="A finished bundle.")],
    via: Annotated[str, typer.Option("--via", metavar="browser|gh|mail", help="The way to hand it over.")] = "browser",
    to: Annotated[str | None, typer.Option("--to", help="OWNER/REPO, or a mail address with --via mail.")] = None,
    link_limit: Annotated[
        int | None, typer.Option("--link-limit", metavar="N", help="Most characters of the prefilled address.")
    ] = None,
    draft: Annotated[str | None, typer.Option("--draft", help="The draft that keeps the issue's address.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Create the issue without asking.")] = False,
    pictures: Annotated[bool, typer.Option("--pictures", help="Attach pictures with gh, where it can.")] = False,
) -> int:
    """Hand a bundle over: open the form, create the issue, or write a mail draft."""
    from reporter.commands.send import send as command

    return command(
        find_surroundings(), bundle, via=via, to=to, link_limit=link_limit, draft=draft, yes=yes, pictures=pictures
    )


@app.command()
def redact(
    paths: Annotated[list[str] | None, typer.Argument(help="Files, folders, or - for a pipe.")] = None,
    target: MustFor = "github",
    output: Output = None,
    as_json: Json = False,
    keep: Keep = None,
    remove: Remove = None,
    blank: Blank = None,
    draft: Annotated[str | None, typer.Option("--draft", help="Use the pseudonyms of this draft.")] = None,
    force: Force = False,
) -> int:
    """Write redacted copies of files, and say what was replaced."""
    from reporter.commands.redact import redact as command

    return command(
        find_surroundings(),
        paths or [],
        target=target,
        output=output,
        as_json=as_json,
        keep=keep or [],
        remove=remove or [],
        blank=blank or [],
        draft=draft,
        force=force,
    )


@app.command()
def restore(
    source: Annotated[str, typer.Argument(help="A file, or - for standard input.")],
    draft: Annotated[str, typer.Option("--draft", help="The draft that the pseudonyms belong to.")],
) -> int:
    """Turn the pseudonyms in a reply back into the real values, on this machine only."""
    from reporter.commands.restore import restore as command

    return command(find_surroundings(), source, draft=draft)


app.add_typer(receive_app)
