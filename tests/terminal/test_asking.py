"""A terminal is asked for what it can do, away from the screen, and is left as it was, whatever it answers."""

import os
import pty
import termios
import threading
from collections.abc import Iterator

import pytest

from tunewise.terminal.asking import Answers, ask, read_answers, reason_not_to_ask
from tunewise.terminal.tmux import TmuxSettings, read_settings, tmux_settings


@pytest.fixture
def ends() -> Iterator[tuple[int, int]]:
    """Return the two ends of a terminal: its own, and the program's."""
    outer, inner = pty.openpty()
    yield outer, inner
    os.close(outer)
    os.close(inner)


def answering(outer: int, answer: bytes) -> threading.Thread:
    """Answer, as a terminal does, once the questions have arrived."""

    def run() -> None:
        os.read(outer, 1_000)
        os.write(outer, answer)

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_what_a_terminal_answers_is_understood(ends: tuple[int, int]) -> None:
    outer, inner = ends
    before = termios.tcgetattr(inner)
    thread = answering(outer, b"\x1b[5;3R\x1b[?2026;2$y\x1b[?0u\x1b[?62;4;52c")
    answers = ask(inner, inner, patience=5)
    thread.join()
    assert answers == Answers(True, True, True, True, 2)
    assert termios.tcgetattr(inner) == before


def test_a_terminal_that_knows_little_answers_no(ends: tuple[int, int]) -> None:
    outer, inner = ends
    thread = answering(outer, b"\x1b[5;7R\x1b[?1;2c")
    assert ask(inner, inner, patience=5) == Answers(True, False, False, None, 6)
    thread.join()


@pytest.mark.parametrize("typed", [b"", b"hello\r", b"\xff\x00\x1b["])
def test_no_answer_or_typed_keys_are_no_answers_and_the_terminal_is_as_before(
    ends: tuple[int, int], typed: bytes
) -> None:
    outer, inner = ends
    before = termios.tcgetattr(inner)
    os.write(outer, typed)
    assert not ask(inner, inner, patience=0.05).answered
    assert termios.tcgetattr(inner) == before


def test_what_is_no_terminal_cannot_be_asked() -> None:
    reading, writing = os.pipe()
    with pytest.raises(OSError, match="ioctl"):
        ask(reading, writing)
    os.close(reading)
    os.close(writing)


@pytest.mark.parametrize(
    ("term", "reads", "writes", "wanted", "why"),
    [
        ("xterm-256color", True, True, True, ""),
        ("xterm-256color", False, False, True, "there is no terminal here"),
        ("xterm-256color", False, True, False, "standard input is no terminal"),
        ("xterm-256color", True, False, True, "standard error is no terminal"),
        ("xterm-256color", True, True, False, "--no-questions leaves it in peace"),
        ("linux", True, True, True, "TERM is linux, and such a terminal may print questions as text"),
        ("vt100", True, True, True, "TERM is vt100, and such a terminal may print questions as text"),
        ("dumb", True, True, True, "TERM is dumb, and such a terminal may print questions as text"),
    ],
)
def test_each_cause_not_to_ask_has_words_of_its_own(
    term: str, why: str, *, reads: bool, writes: bool, wanted: bool
) -> None:
    assert reason_not_to_ask({"TERM": term}, reads=reads, writes=writes, wanted=wanted) == why


def test_answers_among_other_bytes_are_found() -> None:
    found = b"xx\x1b[?2026;0$yyy\x1b[?64;1;9c"
    assert read_answers(found) == Answers(True, False, False, None, None)


def test_tmux_is_not_run_where_there_is_none() -> None:
    assert tmux_settings({}) is None


def test_how_tmux_is_set_is_read() -> None:
    told = read_settings("3.3a|500|external|xterm-256color|256,RGB\n")
    assert told == TmuxSettings("3.3a", 500, "external", "xterm-256color", "256,RGB")
    assert read_settings("3.4||on||") == TmuxSettings("3.4", None, "on", "", "")
    assert read_settings("usage: tmux") is None
