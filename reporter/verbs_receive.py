"""The verbs of the receiving side: verify, inspect, unpack, open."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reporter.options import Force, Json, find_surroundings

receive_app = typer.Typer(rich_markup_mode=None)


@receive_app.command()
def verify(
    bundle: Annotated[Path, typer.Argument(help="A bundle, or any zip with SHA256SUMS.")], as_json: Json = False
) -> int:
    """Say whether a bundle is whole and unchanged; exit 1 and what is wrong if not."""
    from reporter.commands.bundle import verify as command

    return command(find_surroundings(), bundle, as_json=as_json)


@receive_app.command()
def inspect(bundle: Annotated[Path, typer.Argument(help="A bundle, or any zip.")], as_json: Json = False) -> int:
    """Show what is in a bundle without unpacking it."""
    from reporter.commands.bundle import inspect as command

    return command(find_surroundings(), bundle, as_json=as_json)


@receive_app.command()
def unpack(
    bundle: Annotated[Path, typer.Argument(help="A bundle, or any zip.")],
    folder: Annotated[Path, typer.Argument(help="The folder to write into; best a new one.")],
    force: Force = False,
) -> int:
    """Check a bundle and unpack it into a folder; hostile zips are refused."""
    from reporter.commands.bundle import unpack as command

    return command(find_surroundings(), bundle, folder, force=force)


@receive_app.command("open")
def open_(bundle: Annotated[Path, typer.Argument(help="A bundle.")]) -> int:
    """Check a bundle and show its page in the browser."""
    from reporter.commands.bundle import open_bundle as command

    return command(find_surroundings(), bundle)
