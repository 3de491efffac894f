"""Run the app: guarded against what ends it from outside, and with one plain line for what ends it from inside."""

import asyncio
import contextlib
import io
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.app import App
from textual.worker import WorkerFailed

from tunewise.domain.text import shown
from tunewise.store.error_log import log_error, place_of
from tunewise.ui.terminal.driver import driver_for
from tunewise.ui.terminal.guard import Guard


class Trouble:
    """What happens to unexpected errors of one run: the work is written, they are logged, and one line is kept.

    ``kept`` says in a few words what became of the work.
    """

    def __init__(self, app: App[Any], flush: Callable[[], object], kept: Callable[[], str]) -> None:
        self._app = app
        self._flush = flush
        self._kept = kept
        self.line = ""

    def ends(self, error: BaseException) -> None:
        """Note an error that ends the app."""
        with contextlib.suppress(Exception):
            self._flush()
        if not self.line:
            log = log_error(error, "ended the app")
            self.line = f"stopped by an unexpected error ({_named(error)}){_and(self._kept())}{_details(log)}"

    def passes(self, error: BaseException) -> None:
        """Note an error that the app can live with, and say so; of any thread."""
        error = error.error if isinstance(error, WorkerFailed) else error
        with contextlib.suppress(Exception):
            self._flush()
        log = log_error(error, "the app went on")
        words = f"Something went wrong in the background ({_named(error)}){_details(log)}"
        loop, say = self._app._loop, getattr(self._app, "say", None)  # Textual has no other way
        if loop is not None and say is not None:
            with contextlib.suppress(RuntimeError):  # the loop is closed: nobody reads it any more
                loop.call_soon_threadsafe(say, words)

    # The places where errors arrive.

    def of_app(self, error: Exception) -> None:
        """Take an error of a handler, a timer, a worker or of drawing, in place of Textual's own answer to it."""
        if isinstance(error, WorkerFailed):
            self.passes(error)
            return
        self._app._return_code = 1  # as Textual does, but for the traceback that it prints
        self.ends(error)
        self._app._close_messages_no_wait()  # as above

    def of_thread(self, arguments: threading.ExceptHookArgs) -> None:
        """Take an error of a thread."""
        if arguments.exc_value is not None:
            self.passes(arguments.exc_value)

    def of_loop(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Take an error that only the event loop knows of."""
        error = context.get("exception")
        if isinstance(error, BaseException) and not isinstance(error, asyncio.CancelledError):
            self.passes(error)


def run(
    app: App[Any],
    *,
    mouse: bool,
    guard: Guard | None = None,
    kept: Callable[[], str] = lambda: "",
) -> int:
    """Run ``app`` in the terminal and return its exit status: its own, 1 after an error, 128 + n after signal n.

    ``guard`` holds what writes the work and may stand already, from before the first import. ``kept`` says in a few
    words what became of the work, for the line that is printed after an error.
    """
    guard = guard or Guard()
    guard.stand()
    guard.watch()
    trouble = Trouble(app, guard.flush, kept)
    app.driver_class = driver_for(guard, trouble.passes)
    app._handle_exception = trouble.of_app  # type: ignore[method-assign]  # every error ends up there
    threading.excepthook = trouble.of_thread
    if isinstance(sys.__stderr__, io.TextIOWrapper):
        # What is drawn is UTF-8 in every locale; in a real 8-bit one it would become escapes.
        sys.__stderr__.reconfigure(encoding="utf-8", errors="replace")
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    loop.set_exception_handler(trouble.of_loop)
    try:
        app.run(mouse=mouse, loop=loop)
    except Exception as error:  # whatever it is, it ends in one line
        trouble.ends(error)
    guard.ask_to_end = None
    with contextlib.suppress(Exception):
        guard.flush()
    guard.put_back()
    guard.over = True
    if guard.ended_by is not None:
        return guard.ended_by  # whatever broke in an app that was told to end half made
    if trouble.line:
        print(f"tunewise: {shown(trouble.line, 600)}", file=sys.__stderr__, flush=True)
        return 1
    return 1 if app.return_code is None else app.return_code


def _named(error: BaseException) -> str:
    return f"{type(error).__name__} in {place_of(error)}"


def _and(words: str) -> str:
    return f"; {words}" if words else ""


def _details(log: Path | None) -> str:
    return f"; details: {log}" if log is not None else ""
