"""Put the terminal back as it was, also where nothing else of the app works any more."""

import os
import select
import signal
import sys
import termios
import time
from contextlib import suppress
from typing import Any

RESET = (
    b"\x1b\\"  # the end of whatever string was being written
    b"\x1b[?2026l"  # show what was held back
    b"\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?1016l"  # the mouse
    b"\x1b[?2004l\x1b[?1004l\x1b[?2048l"  # brackets round pastes, focus, sizes sent as text
    b"\x1b[<u"  # the keyboard of the alternate screen, so before that one is left
    b"\x1b[0m\x1b[?7h\x1b[?25h"  # colours, wrapping, cursor
    b"\x1b[?1049l"
)
"""What undoes every mode that the app asks a terminal for."""


def terminal_handles() -> tuple[int, ...]:
    """Return the file numbers of the terminal that is read from and of the one that is drawn on, where there are."""
    found = []
    for stream in (sys.__stdin__, sys.__stderr__):
        with suppress(ValueError, OSError, AttributeError):
            handle = stream.fileno()  # type: ignore[union-attr]  # a stream may be closed: None
            if os.isatty(handle) and handle not in found:
                found.append(handle)
    return tuple(found)


class Before:
    """How the terminal was set before the app began."""

    def __init__(self) -> None:
        self._settings: dict[int, list[Any]] = {}
        for handle in terminal_handles():
            with suppress(termios.error):
                self._settings[handle] = termios.tcgetattr(handle)

    def hide_typing(self) -> None:
        """Let what is typed not be shown; it still waits for whoever reads next."""
        for handle, settings in self._settings.items():
            quiet = [*settings[:3], settings[3] & ~termios.ECHO, *settings[4:]]
            with suppress(termios.error, OSError):
                termios.tcsetattr(handle, termios.TCSANOW, quiet)

    def put_back(self) -> None:
        """Set the terminal as it was; nothing happens where it is gone."""
        # From the background this would stop the program instead; blocked, it is allowed.
        with suppress(ValueError, OSError):
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTTOU})
        for handle, settings in self._settings.items():
            with suppress(termios.error, OSError):
                termios.tcsetattr(handle, termios.TCSANOW, settings)


def leave_early() -> None:
    """Write what undoes what is drawn before the app runs."""
    _undo(b"\x1b[0m\x1b[?25h\x1b[?1049l")


_PATIENCE = 0.3
"""Seconds that a terminal which is busy drawing gets to take what undoes its modes; a dead one gets no more."""


def undo_modes() -> None:
    """Write what undoes every mode, waiting for the terminal hardly at all."""
    _undo(RESET)


def _undo(raw: bytes) -> None:
    for handle in terminal_handles()[-1:]:
        with suppress(OSError, ValueError):
            # A handle of its own: not to wait is a property that the shell's handle would share.
            own = os.open(os.ttyname(handle), os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)
            try:
                _write_soon(own, raw)
            finally:
                os.close(own)


def _write_soon(handle: int, raw: bytes) -> None:
    """Write ``raw`` as far as the terminal takes it in time. Raises ``OSError`` where it is gone."""
    end = time.monotonic() + _PATIENCE
    while raw:
        with suppress(BlockingIOError):
            raw = raw[os.write(handle, raw) :]
        left = end - time.monotonic()
        if raw and (left <= 0 or not select.select([], [handle], [], left)[1]):
            return
