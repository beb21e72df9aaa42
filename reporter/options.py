"""What the verbs share: the options of the command line, and the surroundings that each is run in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from reporter.console import Surroundings

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


def find_surroundings() -> Surroundings:
    """Return the streams, environment, folders and clock of this process; imported late, for a quick start."""
    from reporter.console import Surroundings

    return Surroundings()
