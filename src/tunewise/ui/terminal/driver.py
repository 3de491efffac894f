"""The driver: Textual's own for Linux and macOS, made to survive what terminals do.

It leans on how Textual 8.2.8 is built inside: a writer that is set as ``_writer_thread``, an input thread that runs
``_run_input_thread``, and ``exit_event`` that ends it. Tests hold each of these.
"""

import os
import signal
from contextlib import suppress
from types import FrameType
from typing import IO, TYPE_CHECKING, Any, Protocol

from textual import events
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size
from textual.message import Message

from tunewise.terminal.abilities import answers_questions, writes_cells
from tunewise.ui.terminal.guard import Guard
from tunewise.ui.terminal.keyboard import Keyboard, Waking
from tunewise.ui.terminal.plain import PlainWriter

if TYPE_CHECKING:
    from textual.app import App

_TAKE_SCREEN = "\x1b[?1049h"
"""What takes the terminal's other screen."""

_LARGEST = 2_000
"""Columns and rows of a size that is believed when a terminal sends it as text."""

_SIZE_PAUSE = 0.04
"""Seconds between two looks at the size while it changes all the time."""

_PATIENCE = 3.0
"""Seconds from the end of the app to the end of the program, whatever the terminal does."""


class Writer(Protocol):
    """What the driver needs of a writer."""

    def start(self) -> None:
        """Begin."""

    def write(self, text: str) -> None:
        """Take a text to write."""

    def stop(self) -> None:
        """Write the rest and end."""

    def hush(self) -> None:
        """Write nothing any more."""


class TunewiseDriver(LinuxDriver):
    """Reads and draws. ``guard`` and ``log`` are set on a subclass for one run: see ``driver_for``."""

    guard: Guard

    def __init__(self, app: "App[Any]", **options: Any) -> None:  # noqa: ANN401  # what Textual hands on
        self._writer: Writer | None = None
        self._cells_failed = False
        self._size_wanted = False
        self._size_sent: events.Resize | None = None
        self._suspended = False
        self._screen_taken = False
        super().__init__(app, **options)
        assert self._file is not None  # noqa: S101  # the command looked before it opened the app
        self._output: IO[str] = self._file
        self.exit_event: Waking = Waking()
        self.guard.ask_to_end = self._ask_to_end

    # The writer.

    @property  # type: ignore[override]  # Textual sets a writer of its own here
    def _writer_thread(self) -> Writer | None:
        return self._writer

    @_writer_thread.setter
    def _writer_thread(self, writer: object) -> None:
        """Take a writer of our own where Textual makes one of its own, which would let the event loop wait."""
        self._take(None if writer is None else self._new_writer())

    def _take(self, writer: Writer | None) -> None:
        self._writer = writer
        self.guard.hush = writer.hush if writer is not None else lambda: None

    def _new_writer(self) -> Writer:
        if writes_cells(os.environ).value == "cells" and not self._cells_failed:
            try:
                from tunewise.ui.terminal.cells import CellWriter  # noqa: PLC0415  # needed over SSH only

                writer = CellWriter(self._output, self._cells_gave_up)
            except Exception as error:  # whatever it is, there is another way to draw
                self._cells_failed = True
                self.report(error)
            else:
                writer.forget()  # whatever stood there before is not ours
                return writer
        return PlainWriter(self._output, self._repaint)

    def write(self, data: str) -> None:
        """Write to the terminal. A writer that fails is replaced, for the rest of the run, by the plain one."""
        if self._writer is None:
            return
        if self._screen_taken and data == _TAKE_SCREEN:
            # Asked for twice, a terminal would clear what it shows.
            self._screen_taken = False
            if (takes := getattr(self._writer, "screen_is_taken", None)) is not None:
                takes()
            return
        try:
            if isinstance(self._writer, PlainWriter) or _works(self._writer):
                self._writer.write(data)
                return
        except Exception as error:  # as above
            self.report(error)
        self._cells_failed = True
        with suppress(Exception):
            self._writer.stop()
        plain = PlainWriter(self._output, self._repaint)
        self._take(plain)
        plain.start()
        plain.write(data)
        self._repaint()

    def _cells_gave_up(self, reason: str) -> None:
        """Draw everything anew as Textual does; the writer itself hands it on from now on."""
        self._cells_failed = True
        self._repaint()

    def _repaint(self) -> None:
        """Draw everything anew, soon; of any thread."""

        def repaint() -> None:
            with suppress(Exception):
                self._app.screen.refresh(layout=True)
                self._app.screen.refresh()

        with suppress(RuntimeError):  # the loop is closed: nothing is drawn any more
            self._loop.call_soon_threadsafe(repaint)

    # Questions that a terminal would print instead of answering them.

    def _request_terminal_sync_mode_support(self) -> None:
        if answers_questions(os.environ):
            super()._request_terminal_sync_mode_support()

    def _query_in_band_window_resize(self) -> None:
        if answers_questions(os.environ):
            super()._query_in_band_window_resize()

    # Beginning, pausing, ending.

    def start_application_mode(self) -> None:
        """Begin to read and to draw."""
        self._screen_taken = self.guard.hand_over()
        self.guard.drawing = True
        self._suspended = False
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if self._writer is None:  # continued in the background, where the terminal is another's
            self.guard.drawing = False
            return
        signal.signal(signal.SIGWINCH, lambda number, frame: self._look_at_size())

    def stop_application_mode(self) -> None:
        """Stop reading and drawing, and put the terminal back."""
        if not self._suspended:
            self.guard.end_within(_PATIENCE, lambda: self._app.return_code or 0)
        if self._mouse_pixels:
            self.write("\x1b[?1016l")
        super().stop_application_mode()

    def suspend_application_mode(self) -> None:
        """Leave the terminal to the shell for a while."""
        self._suspended = True
        super().suspend_application_mode()

    def disable_input(self) -> None:
        """Stop reading; the second time there is nothing to stop, and what was typed since is for the shell."""
        if self._key_thread is not None:
            super().disable_input()
            self._key_thread = None

    def close(self) -> None:
        """Write what waits; the terminal is the shell's after that."""
        if self._writer is not None:
            self._writer.stop()
            # A terminal that did not take the rest still is in the app's modes.
            self.guard.drawing = _unfinished(self._writer)
            self._writer = None

    def _sigcont_application(self, *_: object) -> None:
        """Take the terminal up again; one that was not left (the program was just stopped) is left first."""
        if self._auto_restart:
            if self.guard.drawing:
                self.suspend_application_mode()
            self._must_signal_resume = True
            self.resume_application_mode()
            self._repaint()

    def _sigtstp_application(self, number: int = signal.SIGTSTP, frame: FrameType | None = None) -> None:
        """Leave the terminal and stop, with the work written."""
        with suppress(Exception):
            self.guard.flush()
        super()._sigtstp_application(number, frame)

    def _ask_to_end(self, code: int) -> None:
        self._loop.call_soon_threadsafe(self._app.exit, None, code)

    # Sizes.

    def _look_at_size(self, sent: events.Resize | None = None) -> None:
        """Tell the app its new size soon, ``sent`` by the terminal or asked for: once, however often it changes."""
        self._size_sent = sent
        if not self._size_wanted:
            self._size_wanted = True
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._loop.call_later, _SIZE_PAUSE, self._tell_size)

    def _tell_size(self) -> None:
        self._size_wanted = False
        # A size that changed twice between two frames looks the same, but the terminal may have moved what it shows.
        if (forget := getattr(self._writer, "forget", None)) is not None:
            forget()
        size = Size(*self._get_terminal_size())
        self._app.post_message(self._size_sent or events.Resize(size, size))

    # Reading.

    def process_message(self, message: Message) -> None:
        """Hand a message to the app; a size that no terminal has is none, and one that is known is no news."""
        if not isinstance(message, events.Resize):
            super().process_message(message)
        elif message.size == self._app.size:
            return
        elif 0 < message.size.width <= _LARGEST and 0 < message.size.height <= _LARGEST:
            self._look_at_size(message)

    def _run_input_thread(self) -> None:
        """Read until told to stop. A terminal that is gone ends the app, with its work written."""
        keyboard = Keyboard(
            self.fileno, self.exit_event, self.process_message, waiting=self._waiting, failed=self.report
        )
        try:
            there = keyboard.run()
        except Exception as error:  # nobody could end the app any more
            self.report(error)
            self._ask_to_end(1)
            return
        if not there:
            self.guard.terminal_lost()

    def _waiting(self) -> int:
        """Return how many messages the app has not looked at yet."""
        app = self._app
        with suppress(Exception):  # read from another thread: a screen may be changing
            return (
                app.message_queue_size
                + app.screen.message_queue_size
                + (app.focused.message_queue_size if app.focused is not None else 0)
            )
        return 0

    def report(self, error: Exception) -> None:
        """Note an error after which the app goes on; set for a run."""


def driver_for(guard: Guard, report: Any) -> type[TunewiseDriver]:  # noqa: ANN401  # a method
    """Return the driver of one run, with its guard."""
    return type("TunewiseDriver", (TunewiseDriver,), {"guard": guard, "report": staticmethod(report)})


def _unfinished(writer: object) -> bool:
    """Tell whether a writer that was stopped has not sent everything."""
    return bool(getattr(writer, "unfinished", False)) or bool(getattr(writer, "is_alive", bool)())


def _works(writer: object) -> bool:
    """Tell whether the thread of a writer, where it has one, still runs."""
    alive = getattr(writer, "is_alive", None)
    return alive is None or bool(alive())
