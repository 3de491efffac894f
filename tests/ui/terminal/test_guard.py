"""The guard: the work first, then the terminal, then the end, and all of it once."""

import contextlib
import os
import pty
import signal
import sys
import termios
import threading
import tty
from collections.abc import Iterator

import pytest

from tunewise.ui.terminal import restore
from tunewise.ui.terminal.guard import DEADLY, Guard


class EndedError(Exception):
    """The program would have ended."""


@pytest.fixture(autouse=True)
def _no_end(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let nothing end the tests, and put the handlers back."""
    before = {number: signal.getsignal(number) for number in (*DEADLY, signal.SIGTSTP, signal.SIGCONT)}

    def end(code: int) -> None:
        raise EndedError(code)

    monkeypatch.setattr(os, "_exit", end)
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def test_the_work_is_written_before_the_end_and_a_second_signal_changes_nothing() -> None:
    done: list[str] = []
    guard = Guard(lambda: done.append("flush"))
    guard.stand()
    with pytest.raises(EndedError, match="143"):
        signal.raise_signal(signal.SIGTERM)
    os.kill(os.getpid(), signal.SIGHUP)
    guard.terminal_lost()
    assert done == ["flush"]


def test_work_that_cannot_be_written_does_not_stop_the_end() -> None:
    def fail() -> None:
        raise OSError("disk full")

    with pytest.raises(EndedError, match="129"):
        Guard(fail).terminal_lost()


def test_an_app_that_runs_is_asked_to_end_with_the_status_of_the_signal(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    guard = Guard()
    guard.ask_to_end, guard.drawing = asked.append, True
    monkeypatch.setattr(guard, "end_within", lambda seconds, code: asked.append(code()))
    guard.on_signal(signal.SIGQUIT)
    assert asked == [131, 131]


def test_an_app_that_has_just_ended_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(code: int) -> None:
        raise RuntimeError("the loop is closed")

    guard = Guard()
    guard.ask_to_end, guard.drawing = closed, True
    monkeypatch.setattr(guard, "end_within", lambda seconds, code: None)
    with pytest.raises(EndedError, match="130"):
        guard.on_signal(signal.SIGINT)


def test_an_ignored_signal_stays_ignored() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    Guard().stand()
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN


def test_the_terminal_is_put_back_without_waiting_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = pty.openpty()
    before = termios.tcgetattr(theirs)
    stream = os.fdopen(theirs, "w")
    monkeypatch.setattr(sys, "__stdin__", stream)
    monkeypatch.setattr(sys, "__stderr__", stream)
    guard = Guard()
    tty.setraw(theirs)
    guard.put_back()
    assert termios.tcgetattr(theirs) != before, "not drawing: the terminal is not ours"
    guard.drawing = True
    guard.put_back()
    assert termios.tcgetattr(theirs) == before
    assert os.read(ours, 1_000) == restore.RESET
    assert os.get_blocking(theirs), "how the shell shares it stays"
    os.set_blocking(theirs, False)
    with contextlib.suppress(BlockingIOError):
        while True:
            os.write(theirs, b"x" * 4_096)
    restore.undo_modes()
    os.close(ours)
    stream.close()


def test_whoever_draws_is_silent_before_the_modes_are_undone(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr("tunewise.ui.terminal.guard.undo_modes", lambda: done.append("undo"))
    guard = Guard()
    guard.drawing, guard.hush = True, lambda: done.append("hush")
    with pytest.raises(EndedError, match="129"):
        guard.terminal_lost()
    assert done == ["hush", "undo"]


def test_a_busy_terminal_gets_a_moment_to_take_what_undoes_its_modes() -> None:
    ours, theirs = pty.openpty()
    tty.setraw(theirs)
    handle = os.open(os.ttyname(theirs), os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)
    with contextlib.suppress(BlockingIOError):
        while True:
            os.write(handle, b"x" * 4096)
    reader = threading.Timer(0.05, lambda: os.read(ours, 1 << 20))
    reader.start()
    restore._write_soon(handle, b"RESET")
    reader.join()
    seen = b""
    while not seen.endswith(b"RESET"):
        seen += os.read(ours, 1 << 16)
    for one in (ours, theirs, handle):
        os.close(one)
