"""What the driver adds to Textual's: it sleeps until there is something, wakes at once, and never waits to draw."""

import asyncio
import inspect
import os
import threading
import time
from typing import Any

import pytest
from textual import events
from textual.app import App
from textual.driver import Driver
from textual.drivers import linux_driver
from textual.message import Message

from tunewise.ui.terminal.driver import TunewiseDriver, driver_for
from tunewise.ui.terminal.guard import Guard
from tunewise.ui.terminal.keyboard import Keyboard, Waking
from tunewise.ui.terminal.pastes import Paste
from tunewise.ui.terminal.plain import PlainWriter


class Reading:
    """A keyboard at the end of a pipe."""

    def __init__(self) -> None:
        self.read_from, self.write_to = os.pipe()
        self.stop = Waking()
        self.sent: list[Message] = []
        self.failed: list[Exception] = []
        self.keyboard = Keyboard(self.read_from, self.stop, self.sent.append, failed=self.failed.append)

    def keys(self, *blocks: bytes) -> list[str]:
        """Return the names of the keys that follow from ``blocks``, each one followed by a while of nothing."""
        for block in blocks:
            self.keyboard.feed(block)
            self.keyboard.tick()
        return [message.key for message in self.sent if isinstance(message, events.Key)]


def test_bytes_that_are_no_text_are_shown_as_such_and_the_keys_after_them_work() -> None:
    reading = Reading()
    assert reading.keys(b"a\xff", b"b")[::2] == ["a", "b"]
    assert [message.character for message in reading.sent if isinstance(message, events.Key)][1] == "\ufffd"


def test_an_escape_a_key_cut_in_two_and_a_key_that_nobody_knows() -> None:
    reading = Reading()
    reading.keyboard.feed(b"\x1b[")
    reading.keyboard.feed(b"A")
    assert reading.keys(b"\x1b", b"j") == ["up", "escape", "j"]
    assert reading.failed == []


def test_a_key_that_the_line_cuts_in_a_burst_is_waited_for_longer_than_an_escape_that_comes_alone() -> None:
    reading = Reading()
    reading.keyboard.feed(b"\x1b")
    alone = reading.keyboard._wait()
    reading.keyboard.tick()
    reading.keyboard.feed(b"jk\x1b")
    cut = reading.keyboard._wait()
    assert alone is not None
    assert cut is not None
    assert cut > 2 * alone
    assert reading.keys(b"OP") == ["escape", "j", "k", "f1"]


@pytest.mark.parametrize("bad", [b"\x1b[99999999999999;1u", b"\x1b[1114112;1u"])
def test_a_key_that_cannot_be_is_left_out_and_reported(bad: bytes) -> None:
    reading = Reading()
    assert reading.keys(bad, b"j")[-1] == "j"
    assert len(reading.failed) == 1


def test_a_paste_comes_whole_and_without_nul() -> None:
    reading = Reading()
    assert reading.keys(b"j\x1b[200~one\ntwo", b"\x00three\x1b[201~k") == ["j", "k"]
    (paste,) = [message for message in reading.sent if isinstance(message, events.Paste)]
    assert isinstance(paste, Paste)
    assert (paste.text, paste.remark) == ("one\ntwothree", "")
    assert paste.handler_name == "on_paste", "Textual hands it to whatever takes a paste"


def test_the_input_sleeps_and_wakes_at_once_when_told_to_stop() -> None:
    reading = Reading()
    found: list[bool] = []
    thread = threading.Thread(target=lambda: found.append(reading.keyboard.run()))
    before = time.process_time()
    thread.start()
    os.write(reading.write_to, b"j")
    while not reading.sent:
        time.sleep(0.001)
    reading.stop.set()
    thread.join(5)
    assert found == [True]
    assert time.process_time() - before < 1
    reading.stop.clear()
    assert not reading.stop.is_set()


def test_the_end_of_the_input_is_told_and_not_read_again() -> None:
    reading = Reading()
    os.write(reading.write_to, b"j")
    os.close(reading.write_to)
    assert reading.keyboard.run() is False
    assert reading.keys() == ["j"]


def test_nothing_is_read_while_the_app_has_too_much_to_look_at() -> None:
    reading = Reading()
    waiting = iter([2_000, 2_000, 0])
    reading.keyboard._waiting = lambda: next(waiting, 0)
    os.write(reading.write_to, b"j")
    os.close(reading.write_to)
    assert reading.keyboard.run() is False
    assert reading.keys() == ["j"]


def test_drawing_never_waits_for_the_terminal_and_what_was_left_out_is_drawn_anew() -> None:
    read_from, write_to = os.pipe()
    redrawn = threading.Event()
    with os.fdopen(write_to, "w") as file:
        writer = PlainWriter(file, redrawn.set)
        writer.start()
        for _ in range(200):
            writer.write("frame " * 1_000)
        writer.write("\x1b[?1049l")
        got = b""
        while not redrawn.is_set() or not got.endswith(b"\x1b[?1049l"):
            got += os.read(read_from, 65_536)
        assert 65_536 < len(got) < 600_000
        writer.write("again")
        writer.stop()
        assert os.read(read_from, 100) == b"again"
        assert not writer.is_alive()
    os.close(read_from)


def test_a_terminal_that_takes_nothing_does_not_hold_up_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tunewise.ui.terminal.plain._PATIENCE", 0.05)
    read_from, write_to = os.pipe()
    with os.fdopen(write_to, "w") as file:
        writer = PlainWriter(file)
        writer.start()
        writer.write("x" * 200_000)
        writer.stop()
        assert writer.is_alive()
        writer.hush()
        os.read(read_from, 1 << 20)
        writer.stop()
        assert not writer.is_alive(), "hushed, it writes nothing more once the terminal reads again"
        os.close(read_from)


class Broken:
    """A writer that fails once it is used."""

    def start(self) -> None:
        """Begin."""

    def write(self, text: str) -> None:
        """Fail."""
        raise ValueError("no such cell")

    def stop(self) -> None:
        """End."""

    def hush(self) -> None:
        """Be silent."""


def driver_on(handle: int, errors: list[Exception]) -> TunewiseDriver:
    """Return a driver that draws on ``handle``."""
    driver = driver_for(Guard(), errors.append)(App())
    driver._output = os.fdopen(handle, "w")
    return driver


def test_a_writer_that_fails_is_replaced_for_the_rest_of_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    errors: list[Exception] = []
    read_from, write_to = os.pipe()

    async def draw() -> None:
        driver = driver_on(write_to, errors)
        driver._writer = Broken()
        driver.write("drawn")
        driver.close()
        assert isinstance(driver._new_writer(), PlainWriter)
        driver._output.close()

    keyboard = os.fdopen(os.dup(read_from))
    monkeypatch.setattr("sys.__stdin__", keyboard)
    monkeypatch.setattr("tunewise.ui.terminal.driver.signal.signal", lambda *_: None)
    monkeypatch.setattr("textual.drivers.linux_driver.signal.signal", lambda *_: None)
    monkeypatch.setenv("TUNEWISE_OUTPUT", "cells")
    asyncio.run(draw())
    assert os.read(read_from, 100) == b"drawn"
    keyboard.close()
    assert [str(error) for error in errors] == ["no such cell"]


def test_textual_is_built_inside_as_the_driver_takes_it_to_be() -> None:
    source = inspect.getsource(linux_driver.LinuxDriver)
    for words in (
        "self._writer_thread = WriterThread(self._file)",
        "self._writer_thread.start()",
        "Thread(target=self._run_input_thread",
        "self.exit_event.set()",
        "self._key_thread.join()",
        "self._must_signal_resume",
        "self._mouse_pixels = True",
    ):
        assert words in source, words
    for name in ("_handle_exception", "_close_messages_no_wait", "_fatal_error"):
        assert hasattr(App, name)
    methods: dict[str, Any] = dict(inspect.getmembers(Driver))
    assert {"suspend_application_mode", "resume_application_mode", "process_message"} <= set(methods)
