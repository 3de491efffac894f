"""What ends the app from outside: signals, and a terminal that vanishes. The work is written before anything else.

The event loop may stand still (a terminal that nobody reads) or not run yet, so nothing here goes through it: the
handlers are plain ones, and what must happen at the end needs neither loop nor driver.
"""

import os
import select
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import NoReturn

from tunewise.store.held_signals import wait_for_saves
from tunewise.ui.terminal.restore import Before, leave_early, terminal_handles, undo_modes

DEADLY = (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM)
"""The signals that end the app."""

_PATIENCE = 2.0
"""Seconds that the app gets to end by itself after a signal."""


def by_signal(number: int) -> int:
    """Return the exit status of a program that signal ``number`` ended."""
    return 128 + number


class Guard:
    """Keeps the work and the terminal when something outside ends the app.

    ``flush`` writes what is not written yet; it runs in handlers of signals and in threads. ``ask_to_end`` asks the
    running app to end with a status, and is ``None`` as long as none runs. ``drawing`` tells whether the terminal is in
    the app's modes: not before it began, not after it ended, and not while it is suspended. ``ended_by`` is the status
    that a signal asked for. ``early`` tells whether something is drawn already and no app runs yet. ``hush`` stops
    whoever draws, so that nothing comes after what undoes the modes. ``over`` is set once the app has ended: then
    nothing has to be ended by force any more.
    """

    def __init__(self, flush: Callable[[], object] = lambda: None) -> None:
        self.flush = flush
        self.ask_to_end: Callable[[int], object] | None = None
        self.ended_by: int | None = None
        self.hush: Callable[[], object] = lambda: None
        self.drawing = False
        self.early = False
        self.over = False
        self._before = Before()
        self._ends = threading.Lock()

    def stand(self) -> None:
        """Take the signals over; of the main thread only."""
        for number in DEADLY:
            # What was started to ignore a hang-up (nohup) still must not run on without its terminal: watch() sees it.
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self.on_signal)

    def watch(self) -> None:
        """Look for the terminal to vanish, in a thread that sleeps until it does."""
        threading.Thread(target=self._wait_for_the_end, name="tunewise-watch", daemon=True).start()

    def on_signal(self, number: int, frame: FrameType | None = None) -> None:
        """Write the work, then end: at once where nobody sees it, else as the app does when it has the time."""
        for other in (*DEADLY, signal.SIGTSTP, signal.SIGCONT):
            signal.signal(other, signal.SIG_IGN)
        if not self._ends.acquire(blocking=False):
            return
        self._flush()
        self.ended_by = code = by_signal(number)
        if number == signal.SIGHUP or self.ask_to_end is None or not self.drawing:
            self.die(code)
        self.end_within(_PATIENCE, lambda: code)
        try:
            self.ask_to_end(code)
        except RuntimeError:  # the loop is closed: the app has ended but for this
            self.die(code)

    def terminal_lost(self) -> None:
        """Write the work and end; of any thread. Does nothing where a signal ends the app already."""
        if self._ends.acquire(blocking=False):
            self._flush()
            self.die(by_signal(signal.SIGHUP))

    def end_within(self, seconds: float, code: Callable[[], int]) -> None:
        """End with ``code`` unless the program has ended by itself after ``seconds``."""

        def wait() -> None:
            time.sleep(seconds)
            if not self.over:
                self._flush()
                self.die(code())

        threading.Thread(target=wait, name="tunewise-end", daemon=True).start()

    def die(self, code: int) -> NoReturn:
        """Put the terminal back and end now; a save that another thread is in the middle of is waited for."""
        wait_for_saves(_PATIENCE / 2)
        self.put_back()
        os._exit(code)

    def begin_early(self) -> None:
        """Let the terminal be drawn on before the app runs: what is typed meanwhile waits for it, unseen."""
        self.drawing = self.early = True
        self._before.hide_typing()

    def hand_over(self) -> bool:
        """Let the driver take the terminal, set as it was before all; return whether its screen is the app's."""
        early, self.early = self.early, False
        if early:
            self._before.put_back()  # what the driver finds is what it puts back when it pauses
        return early

    def give_up(self) -> None:
        """Put the terminal back where the app will not run after all."""
        if self.hand_over():
            leave_early()
            self.drawing = False

    def put_back(self) -> None:
        """Put the terminal back as it was before the app began; one that the shell has meanwhile is left alone."""
        if self.drawing:
            with suppress(Exception):
                self.hush()
            undo_modes()
            self._before.put_back()

    def _flush(self) -> None:
        with suppress(Exception):
            self.flush()

    def _wait_for_the_end(self) -> None:
        poll = select.poll()
        for handle in terminal_handles():
            poll.register(handle, 0)  # only that it hung up or broke is reported then
        while True:
            found = [state for _, state in poll.poll()]
            if any(state & (select.POLLHUP | select.POLLERR) for state in found):
                self.terminal_lost()
            if not found or any(state & select.POLLNVAL for state in found):
                return
            time.sleep(0.5)  # somebody else ends the app; not to spin meanwhile
