"""Write whole frames to the terminal from a thread of its own, without the event loop ever waiting for it."""

import os
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import IO

_MOST = 400_000
"""Characters that may wait for the terminal. What is drawn beyond is left out, and drawn anew once there is room."""

_PIECE = 4_096
"""Bytes at once: between two pieces the writer looks whether it still may."""

_PATIENCE = 1.5
"""Seconds that the end waits for what is still to be written."""


class PlainWriter:
    """A writer as Textual's own, but for a terminal that stops reading.

    ``repaint`` is called, in the writing thread, when frames were left out and there is room again. A queue of the C
    kind: ``write`` may run in the handler of a signal while ``write`` is running.
    """

    def __init__(self, file: IO[str], repaint: Callable[[], object] = lambda: None) -> None:
        self._handle = file.fileno()
        self._queue: SimpleQueue[str | None] = SimpleQueue()
        self._repaint = repaint
        self._given = self._taken = 0
        self._left_out = False
        self._hushed = False
        self._thread = threading.Thread(target=self._run, name="tunewise-output", daemon=True)

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    def write(self, text: str) -> None:
        """Hand over a text to write. A frame is left out while too much waits already; what sets a mode never is."""
        if len(text) > 64 and self._given - self._taken > _MOST:
            self._left_out = True
            return
        self._given += len(text)
        self._queue.put(text)

    def hush(self) -> None:
        """Write nothing any more: the terminal is being put back."""
        self._hushed = True

    def is_alive(self) -> bool:
        """Tell whether something still waits for the terminal."""
        return self._thread.is_alive()

    def isatty(self) -> bool:
        """Return that this is a terminal."""
        return True

    def fileno(self) -> int:
        """Return the file number of what is written to."""
        return self._handle

    def flush(self) -> None:
        """Do nothing: the thread writes at once."""

    def stop(self) -> None:
        """Write what waits, as long as the terminal takes it, and end."""
        self._queue.put(None)
        if self._thread.is_alive():
            self._thread.join(_PATIENCE)

    def _run(self) -> None:
        while (text := self._queue.get()) is not None:
            if not self._send(text.encode("utf-8", "replace")):
                break
            self._taken += len(text)
            if self._left_out and self._given == self._taken:
                self._left_out = False
                self._repaint()

    def _send(self, data: bytes) -> bool:
        """Write everything; return whether there is still somebody to write to."""
        while data and not self._hushed:
            try:
                data = data[os.write(self._handle, data[:_PIECE]) :]
            except BlockingIOError:
                # Another program on this terminal has set it not to wait: wait for it here.
                self._await_room()
            except OSError:
                return False
        return True

    def _await_room(self) -> None:
        import select  # noqa: PLC0415  # hardly ever needed

        select.select([], [self._handle], [], 1.0)
