"""Send only the cells that change: a writer in the place of Textual's own, for lines where every byte counts.

Textual repaints regions. This reads what it writes, keeps a copy of the screen, and sends what differs from what the
terminal shows. While the terminal is busy nothing piles up: further frames only change the copy, and the latest state
is sent when there is room again. Controls (modes, clipboard, title) keep their order and are never dropped.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import IO, Final

from textual.drivers._writer_thread import WriterThread

from tunewise.domain.text import shown
from tunewise.ui.terminal.differences import Difference, Shown
from tunewise.ui.terminal.line_out import LineOut
from tunewise.ui.terminal.stream import Stream

LONGEST_END: Final = 1.0
"""Seconds for which what is left is still sent when the app ends."""
LONGEST_STALL: Final = 0.3
"""Seconds without a byte taken after which the terminal is not waited for any longer at the end."""

_BUSY: Final = 0.05
_LONGEST_FRAME: Final = 0.5  # a frame that is not ended by then is drawn as it is
_MOST_UNREAD: Final = 1_000_000
_MOST_QUEUED: Final = 30

_FRAME: Final = ("\x1b[?2026h", "\x1b[?2026l")


class _Anew:
    """Trust nothing the terminal shows; its size, where it was told."""

    def __init__(self, width: int = 0, height: int = 0) -> None:
        self.size = (width, height)


class _ScreenTaken:
    """The terminal's other screen is there without being asked for."""


_SCREEN_TAKEN: Final = _ScreenTaken()


class CellWriter(WriterThread):
    """Takes what Textual writes and sends the difference. ``write`` never waits.

    ``on_trouble`` is called once, from the thread of the writer, with the reason, when something here failed: from then
    on everything is handed on as Textual writes it, and the app should repaint all.
    """

    def __init__(self, file: IO[str], on_trouble: Callable[[str], None] | None = None) -> None:
        super().__init__(file)
        self.on_trouble = on_trouble
        self.trouble = ""
        self._items: SimpleQueue[str | _Anew | _ScreenTaken | None] = (
            SimpleQueue()
        )  # the one queue that a signal handler may use
        self._line = LineOut(file)
        self._stream = Stream(self._settled)
        self._shown = Shown()
        self._told = (0, 0)
        self._drawn_with = (0, 0)  # where the cursor was wanted when all was drawn the last time
        self._pending = b""
        self._ended = False
        self._hushed = False
        self._gone = False
        self._frame_began = 0.0

    def write(self, text: str) -> None:
        """Take text to be sent; where it is handed on unread this may wait for the terminal, as Textual's own does."""
        self._items.put(text)
        while self._stream.unread and self._items.qsize() > _MOST_QUEUED and self.is_alive():
            time.sleep(0.01)

    def screen_is_taken(self) -> None:
        """Draw on the terminal's other screen, which was asked for before; what it shows is not known."""
        self._items.put(_SCREEN_TAKEN)

    def forget(self) -> None:
        """Draw everything anew: the terminal may show something else than was sent."""
        self._items.put(_Anew())

    def hush(self) -> None:
        """Send nothing any more: the terminal is being put back."""
        self._hushed = True

    @property
    def unfinished(self) -> bool:
        """Tell whether something still waits to be sent."""
        return self._due

    def resize(self, width: int, height: int) -> None:
        """Draw everything anew; the size given counts only where the terminal itself does not tell its own."""
        self._items.put(_Anew(width, height))

    def stop(self) -> None:
        """Send what is left, for a bounded time, and end."""
        self._items.put(None)
        if self.is_alive():
            self.join(LONGEST_END + LONGEST_STALL)

    def run(self) -> None:
        """Serve until ``stop``."""
        try:
            while not self._ended:
                if self._due:
                    self._step()
                else:
                    self._take_in(_LONGEST_FRAME if self._stream.within_frame else None)
            self._finish()
        finally:
            self._line.close()

    def _finish(self) -> None:
        begin = progress = time.monotonic()
        while self._due and not self._gone:
            now = time.monotonic()
            if now - begin > LONGEST_END or now - progress > LONGEST_STALL:
                return
            if self._step():
                progress = now

    @property
    def _due(self) -> bool:
        """Whether there is something to send now."""
        stream = self._stream
        if self._pending or stream.controls:
            return True
        if not stream.drawing or stream.unread or (self._waits_for_frame and not self._ended):
            return False
        screen = stream.screen
        if stream.begun_anew or not self._shown.known:
            return bool(screen.rows)
        return bool(screen.dirty) or (screen.x, screen.y) != self._drawn_with

    @property
    def _waits_for_frame(self) -> bool:
        return self._stream.within_frame and time.monotonic() - self._frame_began < _LONGEST_FRAME

    def _step(self) -> bool:
        """Send something if the terminal takes it; return whether it did. What was written meanwhile is read first."""
        if self._hushed:
            time.sleep(_BUSY)  # the program ends any moment
            return False
        ready = self._line.ready(_BUSY)
        if len(self._pending) < _MOST_UNREAD:
            self._take_in(0)
        if not ready:
            return False
        if not self._pending:
            self._pending = self._next()
            if not self._pending and not self._ended:
                self._take_in(_BUSY)  # whatever kept it due: never spin
        try:
            count = self._line.write(self._pending) if self._pending else 0
        except OSError:
            self._gone = True
        if self._gone:
            self._pending = b""
            return False
        self._pending = self._pending[count:]
        return count > 0

    def _take_in(self, seconds: float | None) -> None:
        """Read what was written, waiting at most ``seconds`` for the first of it."""
        try:
            item = self._items.get(timeout=seconds) if seconds != 0 else self._items.get_nowait()
            end = time.monotonic() + _BUSY
            while True:
                self._read(item)
                if time.monotonic() > end:
                    return  # more comes faster than it is read: what is wanted by now is sent before the rest
                item = self._items.get_nowait()
        except Empty:
            return

    def _read(self, item: str | _Anew | _ScreenTaken | None) -> None:
        if item is None:
            self._ended = True
        elif isinstance(item, _Anew):
            self._told = item.size if any(item.size) else self._told
            self._shown.forget()
        elif isinstance(item, _ScreenTaken):
            self._stream.take_screen(True)
        elif not self._gone:
            was_within = self._stream.within_frame
            try:
                self._stream.feed(item)
            except Exception as error:  # whatever it is, the user's screen goes on
                self._give_up(error)
                self._stream.controls.append(item)
            if self._stream.within_frame and not was_within:
                self._frame_began = time.monotonic()

    def _give_up(self, error: Exception) -> None:
        """Hand everything on unread for the rest of the run, and ask for all to be painted again."""
        self.trouble = self.trouble or shown(f"{type(error).__name__}: {error}")
        self._stream.give_up()
        self._stream.controls.append("\x1b[m")
        if self.on_trouble is not None:
            with suppress(Exception):
                self.on_trouble(self.trouble)

    def _next(self) -> bytes:
        """Return what to send next: the controls in their order, then the difference, marked as one frame."""
        stream = self._stream
        frame = ""
        if stream.drawing and not stream.unread and (self._ended or not self._waits_for_frame):
            try:
                frame = self._frame()
            except Exception as error:  # whatever it is, the user's screen goes on
                self._give_up(error)
        text = "".join(stream.controls) + frame
        stream.controls.clear()
        return text.encode("utf-8", "replace")

    def _frame(self) -> str:
        self._look_at_size()
        stream, shown = self._stream, self._shown
        if stream.begun_anew:
            shown.forget()
            stream.begun_anew = False
        self._drawn_with = (stream.screen.x, stream.screen.y)
        if not stream.screen.rows:
            return ""
        difference = Difference(stream.screen, shown, stream.width, stream.height)
        cells = difference.cells() if stream.screen.dirty or not shown.known else ""
        frame = cells + difference.cursor()
        return frame.join(_FRAME) if cells and stream.marks_frames else frame

    def _settled(self) -> str:
        """Return what makes the terminal show the wanted screen, cursor and pen: what follows is not read any more."""
        if not self._stream.screen.rows and self._stream.begun_anew:
            return ""
        marked, self._stream.marks_frames = self._stream.marks_frames, False
        frame = self._frame()
        self._stream.marks_frames = marked
        return frame + Difference(self._stream.screen, self._shown, self._stream.width, self._stream.height).pen()

    def _look_at_size(self) -> None:
        """Trust nothing that is shown once the terminal has another size."""
        size = self._line.size()
        if not all(size):
            size = self._told
        stream = self._stream
        if size != (stream.width, stream.height):
            stream.width, stream.height = size
            self._shown.forget()
            if all(size):
                stream.screen.crop(*size)
