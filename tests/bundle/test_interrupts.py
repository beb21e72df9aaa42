from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator

import pytest

from reporter.bundle.interrupts import HeldSignals

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


@pytest.fixture(autouse=True)
def usual_handler() -> Iterator[None]:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_a_signal_waits_for_the_next_check() -> None:
    with HeldSignals() as held:
        os.kill(os.getpid(), signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            held.check()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_signal_that_nobody_checked_for_acts_at_the_end() -> None:
    held = HeldSignals()
    held.__enter__()
    os.kill(os.getpid(), signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        held.__exit__(None, None, None)


def test_an_impatient_second_signal_is_not_held_back() -> None:
    held = HeldSignals()
    held.__enter__()
    try:
        os.kill(os.getpid(), signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
    finally:
        held.__exit__(None, ValueError(), None)


def test_other_threads_leave_the_handlers_alone() -> None:
    seen: list[object] = []

    def look() -> None:
        with HeldSignals():
            seen.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen == [signal.default_int_handler]
