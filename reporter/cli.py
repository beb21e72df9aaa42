"""The command line: arguments become one call per verb; the only place that turns errors into words and exit codes."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType
from typing import Any

import typer

from reporter.errors import InputError, Interrupted, ReporterError
from reporter.verbs import app

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
