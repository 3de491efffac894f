"""The way to the terminal: it never waits longer than it was told, also where the other end has stopped reading."""

import os
import select
import time
from contextlib import suppress
from typing import IO, Final

_SMALL: Final = 512
"""Bytes at once where a write may wait: what a terminal takes that says it can take something."""
_LARGE: Final = 65_536


class LineOut:
    """Writes bytes to the terminal behind a text file.

    The terminal is opened anew where possible: what makes writing not wait is a property of an opened file that the
    shell and every program started before share, so that it must not be set on theirs.
    """

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._own = -1
        self._shared = -1
        with suppress(OSError, ValueError, AttributeError):
            self._shared = file.fileno()
            file.flush()
            flags = os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
            self._own = os.open(os.ttyname(self._shared), flags)

    def size(self) -> tuple[int, int]:
        """Return columns and rows, or zeros where they are not known."""
        if self._shared < 0:
            return 0, 0
        try:
            width, height = os.get_terminal_size(self._shared)
        except (OSError, ValueError):
            return 0, 0
        return (width, height) if width > 0 and height > 0 else (0, 0)

    def ready(self, seconds: float) -> bool:
        """Wait at most ``seconds`` until something can be written; a terminal that is gone counts as ready."""
        handle = self._handle
        if handle < 0:
            return True
        try:
            return bool(select.select([], [handle], [], seconds)[1])
        except OSError:
            return True
        except ValueError:  # more files are open than can be waited for
            time.sleep(seconds)
            return True

    def write(self, raw: bytes) -> int:
        """Write what the terminal takes now and return how many bytes that was; raises ``OSError`` when it is gone."""
        if self._handle >= 0:
            try:
                return os.write(self._handle, raw[: _LARGE if self._own >= 0 else _SMALL])
            except BlockingIOError:
                return 0
        self._file.write(raw.decode("utf-8", "replace"))
        self._file.flush()
        return len(raw)

    def close(self) -> None:
        """Close what was opened here."""
        if self._own >= 0:
            with suppress(OSError):
                os.close(self._own)
            self._own = -1

    @property
    def _handle(self) -> int:
        return self._own if self._own >= 0 else self._shared
