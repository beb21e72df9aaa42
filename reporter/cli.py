"""The command line: arguments become one call per verb; the only place that turns errors into words and exit codes."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reporter.errors import InputError, Interrupted, ReporterError

if TYPE_CHECKING:
    from reporter.console import Surroundings

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
form_app = typer.Typer(help="GitHub issue forms of any repository.", rich_markup_mode=None, no_args_is_help=True)
app.add_typer(drafts_app, name="drafts")
app.add_typer(form_app, name="form")

Evidence = Annotated[list[str] | None, typer.Argument(help="Files, folders, or - for standard input.")]
For = Annotated[str | None, typer.Option("--for", metavar="github|microsoft|internal", help="Where the report goes.")]
MustFor = Annotated[str, typer.Option("--for", metavar="github|microsoft|internal", help="Where the report goes.")]
Output = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="PATH", help="A folder, or a file ending in .zip.")
]
Form = Annotated[str | None, typer.Option("--form", help="Issue form: a file, a folder or OWNER/REPO[/FILE].")]
Accessible = Annotated[bool, typer.Option("--accessible", help="Plain lines, nothing repainted.")]
Keep = Annotated[list[str] | None, typer.Option("--keep", metavar="KIND", help="Keep values of this kind.")]
Remove = Annotated[list[str] | None, typer.Option("--remove", metavar="KIND", help="Remove values of this kind.")]
Blank = Annotated[
    list[str] | None, typer.Option("--blank", metavar="FILE:X,Y,W,H", help="Paint over a part of a picture.")
]
Oversize = Annotated[
    str | None,
    typer.Option(
        "--oversize",
        metavar="leave-out|windows|parts|one-zip",
        help="What to do if the zip is too large.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Force = Annotated[bool, typer.Option("--force", help="Overwrite an existing file.")]
Encrypt = Annotated[bool, typer.Option("--encrypt", help="Encrypt the zip (AES-256); asks for a passphrase twice.")]


USAGE_ERROR: Any = typer.BadParameter.__mro__[1]
"""The root of wrong usage, in typer's own copy of click and in the click of older typers."""


def run(arguments: Sequence[str], application: typer.Typer = app) -> int:
    """Run one command; return its exit code (0, 1, 2, 3 or 130). Never shows a traceback."""
    from reporter.commands.crash import write_crash

    try:
        _stop_on_signals()
        result = application(args=list(arguments), prog_name="reporter", standalone_mode=False)
        if result == Interrupted.exit_code:  # what newer typers make of Ctrl-C
            return _stopped()
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except ReporterError as error:
        _say(str(error))
        return error.exit_code
    except typer.Exit as stop:
        return stop.exit_code
    except (KeyboardInterrupt, EOFError, typer.Abort):
        return _stopped()
    except BrokenPipeError:
        return 1
    except (OSError, MemoryError) as error:
        _say(describe_trouble(error))
        return 1
    except USAGE_ERROR as error:
        told = error.format_message()
        _say(told if told.startswith("Usage:") else f"{told} `reporter --help` lists the commands and options.")
        return InputError.exit_code
    except Exception as error:
        _say(write_crash(error))
        return 3


def describe_trouble(error: OSError | MemoryError) -> str:
    """Return the sentence for trouble of the machine that no command has words of its own for."""
    if isinstance(error, MemoryError):
        return "There is not enough memory for this. Close other programs, or name fewer or smaller files."
    place = os.fsdecode(error.filename) if isinstance(error.filename, (str, bytes)) else "A file or stream"
    return (
        f"{place} cannot be read or written ({error.strerror or type(error).__name__}). Check the name, the "
        "permissions and the free space, then run the command again."
    )


def _stopped() -> int:
    _say("\nStopped; nothing is half written. `reporter drafts` lists what can be resumed.")
    return Interrupted.exit_code


def _say(text: str) -> None:
    from reporter.console import visible

    try:
        sys.stderr.write(visible(text) + "\n")
    except (OSError, ValueError):
        return  # standard error is closed: there is nobody to tell


class _Stop(KeyboardInterrupt):
    """Ctrl-C or its like: of a class of its own, as Python ends by the signal itself after some plain ones."""


def _stop_on_signals() -> None:
    """A terminate or hang-up signal ends the run as Ctrl-C does; one that is ignored (`nohup`) stays ignored."""

    def stop(number: int, _frame: FrameType | None) -> None:
        raise _Stop(f"signal {number}")

    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            try:
                signal.signal(number, stop)
            except ValueError:
                return  # not the main thread: the caller handles signals itself


def _surroundings() -> Surroundings:
    from reporter.console import Surroundings

    return Surroundings()


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

    return start(_surroundings())


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
        _surroundings(),
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
        _surroundings(), draft, output=output, accessible=accessible, comment=comment, force=force, encrypt=encrypt
    )


@drafts_app.callback(invoke_without_command=True)
def _drafts(context: typer.Context, as_json: Json = False) -> int:
    """List the drafts."""
    if context.invoked_subcommand is not None:
        return 0
    from reporter.commands.drafts import list_all

    return list_all(_surroundings(), as_json=as_json)


@drafts_app.command("delete")
def drafts_delete(draft: Annotated[str, typer.Argument(help="The draft's id, or `all`.")]) -> int:
    """Delete a draft with everything in it."""
    from reporter.commands.drafts import delete

    return delete(_surroundings(), draft)


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
        _surroundings(),
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

    return command(_surroundings(), answers, target=target, as_json=as_json)


@app.command()
def facts(
    evidence: Evidence = None,
    as_json: Json = False,
    machine: Annotated[bool, typer.Option("--machine", help="Show facts about this machine too.")] = False,
) -> int:
    """Show what can be read out of evidence."""
    from reporter.commands.facts import facts as command

    return command(_surroundings(), evidence or [], as_json=as_json, machine=machine)


@app.command(context_settings={"ignore_unknown_options": True})  # a code may be -2146864266
def explain(
    what: Annotated[list[str], typer.Argument(help="An error code, a text, or files.")], as_json: Json = False
) -> int:
    """Say what is known about an error: cause, steps, where to report."""
    from reporter.commands.explain import explain as command

    return command(_surroundings(), what, as_json=as_json)


@app.command()
def schema() -> int:
    """Print the JSON Schema of the answers file."""
    from reporter.report import json_schema, write_json

    _surroundings().stdout.write(write_json(json_schema()))
    return 0


@app.command()
def demo(output: Output = None, force: Force = False) -> int:
    """Go the whole way on built-in sample evidence: one bundle for each target, no prompt."""
    from reporter.commands.demo import demo as command

    return command(_surroundings(), output=output, force=force)


FormSpec = Annotated[str, typer.Argument(metavar="FORM", help="A file, a folder, a checkout or OWNER/REPO[/FILE].")]


@form_app.command("list")
def form_list(form: FormSpec, as_json: Json = False) -> int:
    """List the forms and contact links that a folder, a checkout or a repository offers."""
    from reporter.commands.form import list_all

    return list_all(_surroundings(), form, as_json=as_json)


@form_app.command("show")
def form_show(form: FormSpec, as_json: Json = False) -> int:
    """Show a form's fields."""
    from reporter.commands.form import show

    return show(_surroundings(), form, as_json=as_json)


@form_app.command("check")
def form_check(form: FormSpec, as_json: Json = False) -> int:
    """Say what GitHub would refuse in a form, with line and element."""
    from reporter.commands.form import check as command

    return command(_surroundings(), form, as_json=as_json)


@form_app.command("render")
def form_render(
    form: FormSpec,
    answers: Annotated[Path | None, typer.Option("--answers", metavar="FILE", help="Answers by id or label.")] = None,
    incomplete: Annotated[bool, typer.Option("--incomplete", help="Allow required fields without answer.")] = False,
) -> int:
    """Print the body that GitHub would make of the answers."""
    from reporter.commands.form import render

    return render(_surroundings(), form, answers=answers, incomplete=incomplete)


@form_app.command("add")
def form_add(form: FormSpec) -> int:
    """Fetch a repository's forms anew and keep the copy."""
    from reporter.commands.form import add

    return add(_surroundings(), form)


@app.command()
def verify(
    bundle: Annotated[Path, typer.Argument(help="A bundle, or any zip with SHA256SUMS.")], as_json: Json = False
) -> int:
    """Say whether a bundle is whole and unchanged; exit 1 and what is wrong if not."""
    from reporter.commands.bundle import verify as command

    return command(_surroundings(), bundle, as_json=as_json)


@app.command()
def inspect(bundle: Annotated[Path, typer.Argument(help="A bundle, or any zip.")], as_json: Json = False) -> int:
    """Show what is in a bundle without unpacking it."""
    from reporter.commands.bundle import inspect as command

    return command(_surroundings(), bundle, as_json=as_json)


@app.command()
def unpack(
    bundle: Annotated[Path, typer.Argument(help="A bundle, or any zip.")],
    folder: Annotated[Path, typer.Argument(help="The folder to write into; best a new one.")],
    force: Force = False,
) -> int:
    """Check a bundle and unpack it into a folder; hostile zips are refused."""
    from reporter.commands.bundle import unpack as command

    return command(_surroundings(), bundle, folder, force=force)


@app.command("open")
def open_(bundle: Annotated[Path, typer.Argument(help="A bundle.")]) -> int:
    """Check a bundle and show its page in the browser."""
    from reporter.commands.bundle import open_bundle as command

    return command(_surroundings(), bundle)


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
        _surroundings(), bundle, via=via, to=to, link_limit=link_limit, draft=draft, yes=yes, pictures=pictures
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
        _surroundings(),
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

    return command(_surroundings(), source, draft=draft)
