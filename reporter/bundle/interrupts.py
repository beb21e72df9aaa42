"""Ctrl-C while threads work: heard at once, acted on where no lock is half taken."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")


class HeldSignals:
    """Holds signals back until `check`, which hands the first one to the handler that was there before.

    Python raises KeyboardInterrupt between any two steps of the main thread, also between taking a lock and noting it:
    the other threads then wait for ever. A second signal of the user is not held back.
    """

    def __init__(self) -> None:
        self._before: dict[int, Callable[[int, FrameType | None], Any]] = {}
        self._waiting: tuple[int, FrameType | None] | None = None

    def __enter__(self) -> HeldSignals:
        if threading.current_thread() is threading.main_thread():
            for number in (getattr(signal, name) for name in _NAMES if hasattr(signal, name)):
                handler = signal.getsignal(number)
                if callable(handler):
                    self._before[number] = handler
                    signal.signal(number, self._hold)
        return self

    def _hold(self, number: int, frame: FrameType | None) -> None:
        if self._waiting is not None:
            self._before[number](number, frame)
        self._waiting = (number, frame)

    def check(self) -> None:
        """Act on a signal that came since the last check.

        Raises:
            KeyboardInterrupt: or whatever the handler from before raises.
        """
        if self._waiting is not None:
            (number, frame), self._waiting = self._waiting, None
            self._before[number](number, frame)

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        if error is None:
            self.check()
