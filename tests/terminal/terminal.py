"""One run of the program in a real pseudo-terminal of 80 by 24."""

from __future__ import annotations

import json
import os
import re
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import pexpect

ENTER, DOWN, BACK_TAB = "\r", "\x1b[B", "\x1b[Z"
PATIENCE = 60
"""Seconds to wait for a screen; the machine may be busy."""
CODES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07]*\x07|[@-_])")


class Terminal:
    """Spawns `reporter`, waits for screens, types keys."""

    def __init__(self, home: Path, work: Path, *arguments: str, **environ: str) -> None:
        work.mkdir(exist_ok=True)
        self.work = work
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "reporter", *arguments],
            cwd=str(work),
            env={
                **{
                    key: os.environ[key]
                    for key in ("PATH", "HOME", "LANG", "COVERAGE_PROCESS_START")
                    if key in os.environ
                },
                "REPORTER_HOME": str(home),
                "PYTHONPATH": str(Path(__file__).parents[2]),
                "PROMPT_TOOLKIT_NO_CPR": "1",
                "TERM": "xterm-256color",
                "TZ": "UTC",
                **environ,
            },
            dimensions=(24, 80),
            encoding="utf-8",
            timeout=PATIENCE,
        )
        self.child.delaybeforesend = None
        self.seen = ""

    def wait(self, text: str) -> None:
        """Wait until the text is on the screen."""
        self.child.expect(re.escape(text))
        self.seen += (self.child.before or "") + text

    def keys(self, *keys: str) -> None:
        """Type keys, with the pause of a quick hand between them."""
        for key in keys:
            time.sleep(0.04)
            self.child.send(key)

    def paste(self, text: str) -> None:
        """Paste as terminals do, in brackets; what the program writes meanwhile is read."""
        data = f"\x1b[200~{text}\x1b[201~"
        for start in range(0, len(data), 900):
            self.child.send(data[start : start + 900])
            try:
                self.seen += self.child.read_nonblocking(100_000, timeout=0.001)
            except pexpect.TIMEOUT:
                continue

    def end(self) -> int:
        """Wait for the end; return the exit code, or minus the signal."""
        self.child.expect(pexpect.EOF)
        self.seen += self.child.before or ""
        self.child.close()
        return self.child.exitstatus if self.child.exitstatus is not None else -int(self.child.signalstatus or 0)

    @property
    def text(self) -> str:
        """Everything that was written, without control sequences."""
        return CODES.sub("", self.seen).replace("\r", "")

    def report(self) -> dict[str, Any]:
        """Return `report.json` of the one bundle in the working folder."""
        (bundle,) = self.work.glob("*.zip")
        with zipfile.ZipFile(bundle) as opened:
            return json.loads(opened.read("report.json"))  # type: ignore[no-any-return]  # JSON
