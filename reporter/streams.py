"""The standard streams as a shell may leave them: closed, full, or in a code page; none of it stops the work."""

from __future__ import annotations

import contextlib
import os
import sys


def mend_streams() -> None:
    """Open closed streams on the null device, and make redirected output UTF-8.

    A closed descriptor would otherwise be given to the next file that is opened, and talk would be written into it.
    Redirected on Windows, output would be in a code page without most characters.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            handle = os.open(os.devnull, os.O_RDWR)
            os.set_inheritable(handle, handle == number)
            setattr(sys, name, os.fdopen(handle, "w" if number else "r", encoding="utf-8", errors="replace"))
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace", **({} if stream.isatty() else {"encoding": "utf-8", "newline": "\n"}))


def drop_unwritten() -> bool:
    """Forget output that cannot be written any more, as Python would complain about it at the end of the process.

    Returns:
        Whether results were lost so.
    """
    lost = _drop("stdout")
    _drop("stderr")
    return lost


def _drop(name: str) -> bool:
    stream = getattr(sys, name)
    try:
        stream.flush()
    except (OSError, ValueError):
        with contextlib.suppress(OSError, ValueError):
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, stream.fileno())
            os.close(null)
        return True
    return False
