"""The only door to other programs: no shell, a time limit, and a result instead of an exception."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class CommandResult:
    """How a program ended; `code` is None where it did not end by itself, and `problem` then says why in words."""

    code: int | None
    stdout: str = ""
    stderr: str = ""
    problem: str | None = None

    @property
    def ok(self) -> bool:
        """Whether the program ran to its end and reported success."""
        return self.code == 0


def find_program(name: str, environ: Mapping[str, str] | None = None) -> str | None:
    """Return the full path of a program on PATH, or None; the current folder is never searched unless PATH names it."""
    environ = os.environ if environ is None else environ
    if os.path.dirname(name):  # noqa: PTH120 - only asks whether the caller gave a path
        return name if Path(name).is_file() else None
    path = environ.get("PATH", os.defpath)
    found = shutil.which(name, path=path)
    if found is None:
        return None
    here, folder = Path.cwd(), Path(found).resolve().parent
    named = any(Path(part).resolve() == here for part in path.split(os.pathsep) if part)
    return found if folder != here or named else None


def run_command(
    args: Sequence[str],
    *,
    timeout: float = 5.0,
    input: str | None = None,  # noqa: A002 - the name that subprocess gives it
    environ: Mapping[str, str] | None = None,
    inherit: bool = False,
) -> CommandResult:
    """Run a program and wait for it, at most `timeout` seconds; then it is killed with everything it started.

    Args:
        args: Program and arguments; never a shell, so nothing in them is expanded.
        timeout: Seconds.
        input: Text for its standard input; without it, it reads the end of file at once.
        environ: All of its environment variables; this process's own without it.
        inherit: Let it use this terminal (an editor, a sign-in) instead of capturing what it says.

    Returns:
        The result; a failure of any kind is in it, never raised. Output that is no UTF-8 has replacement characters.
    """
    name = Path(args[0]).name
    program = find_program(args[0], environ)
    if program is None:
        return CommandResult(None, problem=f"{name} was not found on this machine")
    if program.lower().endswith((".bat", ".cmd")) and any(re.search(r'["%&|<>^!\r\n]', arg) for arg in args[1:]):
        # Windows hands the arguments of a batch file to cmd.exe, which would run what is inside them.
        return CommandResult(None, problem=f"{name} is a batch file, which cannot be given this text safely")
    captured = None if inherit else subprocess.PIPE
    try:
        process = subprocess.Popen(  # noqa: S603 - no shell; the program comes from PATH by a fixed name
            [program, *args[1:]],
            stdin=subprocess.PIPE if input is not None else (None if inherit else subprocess.DEVNULL),
            stdout=captured,
            stderr=captured,
            env=None if environ is None else dict(environ),
            start_new_session=not inherit and os.name != "nt",
        )
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return CommandResult(None, problem=f"{name} cannot be started ({reason})")
    out: bytes | None
    err: bytes | None
    problem: str | None = None
    try:
        out, err = process.communicate(input.encode("utf-8", "replace") if input is not None else None, timeout=timeout)
    except subprocess.TimeoutExpired:
        out, err = _end(process, group=not inherit)
        problem = f"{name} did not answer within {timeout:g} seconds and was stopped"
        return CommandResult(None, _text(out), _text(err), problem)
    except BaseException:
        _end(process, group=not inherit)  # Ctrl-C: the program must not go on behind the user's back
        raise
    if process.returncode < 0:
        problem = f"{name} was ended by signal {-process.returncode}"
    return CommandResult(None if problem else process.returncode, _text(out), _text(err), problem)


def _end(process: subprocess.Popen[bytes], *, group: bool) -> tuple[bytes | None, bytes | None]:
    with suppress(OSError):
        if group and os.name != "nt":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    try:
        return process.communicate(timeout=1)
    except (subprocess.TimeoutExpired, OSError, ValueError):
        return None, None  # a grandchild keeps the pipes open: what it says is not waited for


def _text(data: bytes | None) -> str:
    return (data or b"").decode("utf-8", "replace").replace("\r\n", "\n")
