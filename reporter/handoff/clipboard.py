"""Puts a text on the clipboard, or says that this machine has none; the text is always in a file as well."""

from __future__ import annotations

import sys
import threading
from collections.abc import Mapping

from reporter.handoff.opening import has_desktop

SECONDS = 5.0
"""A clipboard program that waits for a display must not stop the hand-off."""


def copy_text(text: str, environ: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Put the text on the clipboard; return whether it is there."""
    if not has_desktop(environ, platform):
        return False
    done: list[bool] = []

    def copy() -> None:
        import pyperclip

        try:
            pyperclip.copy(text)
        except Exception:  # pyperclip raises errors of its own, of its programs and of the system
            return
        done.append(True)

    thread = threading.Thread(target=copy, daemon=True)
    thread.start()
    thread.join(SECONDS)
    return bool(done)
