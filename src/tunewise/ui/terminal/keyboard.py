"""Read what the terminal sends: keys, the mouse and pastes, in a thread that sleeps until there is something."""

import os
import select
import threading
from codecs import getincrementaldecoder
from collections.abc import Callable

from textual._time import get_time
from textual._xterm_parser import XTermParser
from textual.message import Message

from tunewise.ui.terminal.pastes import Paste, Pasted, Pastes

_BLOCK = 65_536
_ESCAPE = 0.025
"""Seconds after which an escape that came alone is the key of that name."""

_CUT = 0.1
"""Seconds that the rest of a key is waited for whose first bytes came behind others: a line cuts anywhere."""

_MOST_WAITING = 1_000
"""Messages that may wait for the app before nothing more is read: the terminal holds the rest back."""


class Waking(threading.Event):
    """An event that can be polled, so that what waits for it wakes at once."""

    def __init__(self) -> None:
        super().__init__()
        self._out, self._in = os.pipe()

    def fileno(self) -> int:
        """Return the file number that is readable while the event is set."""
        return self._out

    def set(self) -> None:
        """Set the event and wake who waits for it."""
        if not self.is_set():
            os.write(self._in, b"x")
        super().set()

    def clear(self) -> None:
        """Clear the event."""
        if self.is_set():
            os.read(self._out, 1)
        super().clear()


class Keyboard:
    """Turns the bytes of a terminal into messages, and stops when ``stop`` is set or the terminal is gone.

    ``waiting`` returns how many messages the app has not looked at yet, ``failed`` is told of what Textual cannot
    read: that is left out, and reading goes on.
    """

    def __init__(
        self,
        handle: int,
        stop: Waking,
        send: Callable[[Message], None],
        *,
        waiting: Callable[[], int] = lambda: 0,
        failed: Callable[[Exception], object] = lambda error: None,
    ) -> None:
        self._handle = handle
        self._stop = stop
        self._send = send
        self._waiting = waiting
        self._failed = failed
        # What is no UTF-8 is shown as such, and ends nothing.
        self._decode = getincrementaldecoder("utf-8")(errors="replace").decode
        self._pastes = Pastes()
        self._patience = _ESCAPE
        self._parser = XTermParser()

    def run(self) -> bool:
        """Read until told to stop; return whether the terminal is still there."""
        poll = select.poll()
        poll.register(self._stop.fileno(), select.POLLIN)
        calm = select.poll()
        calm.register(self._stop.fileno(), select.POLLIN)
        poll.register(self._handle, select.POLLIN)
        while not self._stop.is_set():
            if self._waiting() > _MOST_WAITING:
                calm.poll(10)
                continue
            wait = self._wait()
            ready = dict(poll.poll(None if wait is None else max(1, int(wait * 1_000 + 0.999))))
            if self._handle in ready and not self._stop.is_set():
                try:
                    data = os.read(self._handle, _BLOCK)
                except BlockingIOError:
                    continue
                except OSError:
                    return False
                if not data:
                    return False
                self.feed(data)
            elif not ready and not poll.poll(0):  # a busy app may have kept this thread while the rest came
                self.tick()
        return True

    def feed(self, data: bytes) -> None:
        """Send what follows from ``data``."""
        self._patience = _ESCAPE if data == b"\x1b" else _CUT
        for part in self._pastes.feed(self._decode(data)):
            if isinstance(part, Pasted):
                self._paste(part)
            else:
                self._keys(part.text)

    def tick(self) -> None:
        """Send what follows from nothing having come for a while: a lone escape, an open paste."""
        if self._pastes.held:
            self._keys(self._pastes.release(), at_once=True)
        elif self._parser._timeout_time is not None:  # the parser does not tell how long it waits
            self._keys("")
        late = self._pastes.late()
        if late is not None:
            self._paste(late)

    def _wait(self) -> float | None:
        if self._pastes.held:
            return self._patience
        due = self._parser._timeout_time  # as above
        waits = [self._pastes.wait(), None if due is None else max(0.0, due - get_time())]
        return min((wait for wait in waits if wait is not None), default=None)

    def _keys(self, text: str, *, at_once: bool = False) -> None:
        """Send the keys in ``text``; ``at_once`` where what may follow them has been waited for already."""
        try:
            for message in self._parser.feed(text) if text else ():
                self._send(message)
            if at_once and self._parser._timeout_time is not None:  # as above
                self._parser._timeout_time = 0.0  # as above
            for message in self._parser.tick():
                self._send(message)
        except Exception as error:  # whatever a terminal sends must not end the app
            self._start_anew()
            self._failed(error)

    def _start_anew(self) -> None:
        """Read on with a new parser, which knows of the terminal what the old one knew."""
        old, new = self._parser, XTermParser()
        new.mouse_pixels, new.terminal_size = old.mouse_pixels, old.terminal_size
        new.terminal_pixel_size = old.terminal_pixel_size
        self._parser = new

    def _paste(self, part: Pasted) -> None:
        # As Textual has it: NUL is nothing that anybody pastes.
        self._send(Paste(part.text.replace("\x00", ""), part.remark()))
