"""Progress of long work on stderr: nothing for the first second, then a bar with rate and time left."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from reporter.console import Surroundings, is_terminal

DELAY = 1.0
"""Seconds before anything is shown."""
EVERY = 10.0
"""Seconds between lines where nothing can be repainted."""


@contextmanager
def show_progress(
    surroundings: Surroundings, what: str, *, clock: Callable[[], float] = time.monotonic
) -> Iterator[Callable[[int, int], None]]:
    """Give a function that takes bytes done and bytes in all (0: unknown), and shows them if it takes long."""
    start = clock()
    bar: list[Any] = []
    spoken = [start + DELAY]
    painted = is_terminal(surroundings.stderr) and not surroundings.accessible

    def tell(done: int, total: int) -> None:
        now = clock()
        if now - start < DELAY or (not painted and now < spoken[0]):
            return
        if not painted:
            spoken[0] = now + EVERY
            if is_terminal(surroundings.stderr):
                surroundings.say(describe(what, done, total, now - start))
            return
        if not bar:
            bar.append(_start_bar(surroundings, what, total))
        progress, task = bar[0]
        progress.update(task, completed=done, total=total or None)

    try:
        yield tell
    finally:
        for progress, _task in bar:
            progress.stop()


def describe(what: str, done: int, total: int, seconds: float) -> str:
    """Return one line such as `Packing: 120 of 600 MB, 60 MB/s, 8 s left`."""
    rate = done / seconds if seconds > 0 else 0.0
    text = f"{what}: {done / 1e6:.0f}" + (f" of {total / 1e6:.0f} MB" if total else " MB") + f", {rate / 1e6:.0f} MB/s"
    return text + (f", {max(0, total - done) / rate:.0f} s left" if total and rate else "")


def _start_bar(surroundings: Surroundings, what: str, total: int) -> tuple[Any, Any]:
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    progress = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
        console=surroundings.rich(),
        transient=True,
    )
    progress.start()
    return progress, progress.add_task(what, total=total or None)
