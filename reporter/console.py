"""What the program sees of its surroundings: streams, environment variables, folders, clock; an argument everywhere."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone, tzinfo
from typing import IO, TYPE_CHECKING

from reporter.places import Places, find_places

if TYPE_CHECKING:
    from rich.console import Console


def system_zone() -> tzinfo:
    """Return the zone of this machine, UTC where it cannot be told."""
    import tzlocal

    try:
        return tzlocal.get_localzone()
    except Exception:  # a broken TZ variable or zone file is no reason to stop
        return timezone.utc


@dataclass(frozen=True)
class Surroundings:
    """Results go to `stdout`, talk and prompts to `stderr`; tests pass their own instead of patching."""

    stdin: IO[str] = field(default_factory=lambda: sys.stdin)
    stdout: IO[str] = field(default_factory=lambda: sys.stdout)
    stderr: IO[str] = field(default_factory=lambda: sys.stderr)
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    places: Places = field(default_factory=find_places)
    zone: tzinfo = field(default_factory=system_zone)
    fixed_now: datetime | None = None

    def now(self) -> datetime:
        """Return the current time with this machine's zone."""
        return self.fixed_now or datetime.now(self.zone)

    @property
    def interactive(self) -> bool:
        """Whether a person can be asked: input and talk are both a terminal."""
        return is_terminal(self.stdin) and is_terminal(self.stderr)

    @property
    def accessible(self) -> bool:
        """Whether plain lines are wanted instead of repainted screens (`ACCESSIBLE`, or a terminal that cannot)."""
        return bool(self.environ.get("ACCESSIBLE")) or self.environ.get("TERM") == "dumb"

    def say(self, text: str = "") -> None:
        """Write one line of talk, with control characters made visible, so foreign text cannot drive the terminal.

        Where nobody can hear it (closed, a broken pipe, a full disk) the work goes on all the same.
        """
        with contextlib.suppress(OSError, ValueError):
            self.stderr.write(visible(text) + "\n")
            self.stderr.flush()

    def result(self, text: str) -> None:
        """Write one line of result: to a terminal with control characters made visible, else exactly as it is."""
        self.stdout.write((visible(text) if is_terminal(self.stdout) else text) + "\n")
        self.stdout.flush()

    def rich(self) -> Console:
        """Return a rich console on stderr that honours `NO_COLOR` and `TERM=dumb`."""
        from rich.console import Console

        return Console(file=self.stderr, highlight=False, soft_wrap=False)


def is_terminal(stream: IO[str] | None) -> bool:
    """Whether the stream is open and a terminal."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


def visible(text: str) -> str:
    """Return the text with control and direction-changing characters replaced by U+FFFD, tab and newline kept."""
    return "".join(
        char if char in "\n\t" or (char.isprintable() or char == " ") else ("" if char == "\r" else "\ufffd")
        for char in text
    )
