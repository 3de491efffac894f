"""A save is not cut short by a signal that asks the program to end: the signal waits for the save."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

_DEADLY = (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM)
_under_way: set[object] = set()


@contextmanager
def held_signals() -> Iterator[None]:
    """Hold hang-up, interrupt, quit and terminate until the block is left, then let them do what they would have done.

    Only the main thread can hold signals; a save in another thread is told of by ``wait_for_saves``.
    """
    mark = object()
    _under_way.add(mark)
    arrived: list[int] = []

    def hold(number: int, _: FrameType | None) -> None:
        arrived.append(number)

    before: dict[signal.Signals, signal.Handlers | Callable[[int, FrameType | None], Any] | int] = {}
    try:
        if threading.current_thread() is threading.main_thread():
            for number in _DEADLY:
                # Ignored ones stay ignored; ``None`` is a handler that Python did not set and could not put back.
                now = signal.getsignal(number)
                if now is not None and now is not signal.SIG_IGN:
                    before[number] = now
                    signal.signal(number, hold)
        yield
    finally:
        for held, handler in before.items():
            signal.signal(held, handler)
        _under_way.discard(mark)
        for waiting in dict.fromkeys(arrived):
            os.kill(os.getpid(), waiting)


def wait_for_saves(seconds: float) -> bool:
    """Wait until no save of another thread is under way, ``seconds`` at most; tell whether that came about.

    For whoever ends the process at once: safe in a signal handler, takes no lock.
    """
    until = time.monotonic() + seconds
    while _under_way and time.monotonic() < until:
        time.sleep(0.005)
    return not _under_way
