"""Every kind of terminal, each a real one: it starts, shows, takes a key and leaves, and sends what that kind knows."""

import os
import re
from itertools import product

import pytest

from tests.cli.test_terminal import COMMAND, Terminal
from tests.conftest import LAB

SLOW = bool(os.environ.get("TUNEWISE_SLOW"))
NAMES = (
    "xterm",
    "xterm-256color",
    "screen",
    "screen-256color",
    "tmux-256color",
    "linux",
    "vt100",
    "",
    "never-heard-of",
)
WAYS: tuple[dict[str, str], ...] = ({}, {"COLORTERM": "truecolor"}, {"NO_COLOR": "1"}, {"LC_ALL": "C"})
ALL = [{"TERM": name, **way} for name, way in product(NAMES, WAYS)]
SOME = [{"TERM": "xterm-256color", "NO_COLOR": "1", "LC_ALL": "C"}, {"TERM": "linux"}]

COLOUR = re.compile(rb"\x1b\[[0-9;]*?(?<![0-9])([345789][0-9]|10[0-7])(?![0-9])[0-9;]*m")
MANY, ANY_COLOUR = re.compile(rb"[34]8;5;"), re.compile(rb"[34]8;2;")
KEYBOARD = b"\x1b[>"


def opened(settings: dict[str, str]) -> Terminal:
    """Open a scenario in such a terminal, press a key, and leave."""
    plain = {
        "COLORTERM": "",
        "NO_COLOR": "",
        "LC_ALL": "",
        "LANG": "C.UTF-8",
        "TMUX": "",
        "STY": "",
        "TERM_PROGRAM": "",
    }
    terminal = Terminal(COMMAND, str(LAB), **plain | settings)
    assert "84.9" in terminal.wait(30, "K RAG + guardrails")
    terminal.send("3")
    assert "17.6 months" in terminal.wait(20, "[3 Cost]")
    terminal.send("q")
    terminal.wait(20)
    return terminal


@pytest.mark.parametrize(
    "settings", ALL if SLOW else SOME, ids=lambda one: " ".join(f"{k}={v}" for k, v in one.items())
)
def test_it_starts_shows_takes_a_key_leaves_and_sends_what_the_terminal_knows(settings: dict[str, str]) -> None:
    terminal = opened(settings)
    assert terminal.status == 0
    name = settings["TERM"]
    without = "NO_COLOR" in settings or name == "vt100"
    direct = "COLORTERM" in settings and name != "linux"
    assert bool(COLOUR.search(terminal.raw)) != without
    assert bool(ANY_COLOUR.search(terminal.raw)) == (direct and not without)
    assert bool(MANY.search(terminal.raw)) == ("256" in name and not direct and not without)
    assert terminal.raw.isascii() == (settings.get("LC_ALL") == "C" or name == "vt100")
    assert (KEYBOARD in terminal.raw) != (name in {"linux", "vt100"})
    assert b"\\u" not in terminal.raw


@pytest.mark.parametrize("name", ["dumb", "unknown"])
def test_a_terminal_that_cannot_move_its_cursor_is_refused_in_one_line(name: str) -> None:
    terminal = Terminal(COMMAND, str(LAB), TERM=name)
    assert f"TERM={name}" in terminal.wait(20)
    assert terminal.status == 2
    assert b"\x1b" not in terminal.raw


def test_a_command_prints_what_the_locale_of_the_terminal_has() -> None:
    terminal = Terminal(COMMAND, "rank", str(LAB), LC_ALL="C")
    terminal.wait(30)
    assert terminal.status == 0
    assert terminal.raw.isascii()
    assert b"\\u" not in terminal.raw
    assert b"LoRA / PEFT fits best: 84.9" in terminal.raw


def test_doctor_asks_the_terminal_and_leaves_nothing_on_the_screen_but_its_words() -> None:
    terminal = Terminal(COMMAND, "doctor", TERM="xterm-256color", LANG="C.UTF-8")
    while b"\x1b[c" not in terminal.raw and terminal.status is None:
        terminal.wait(0.1)
    terminal.send("\x1b[1;3R\x1b[?2026;2$y\x1b[?62;52c")
    terminal.wait(20)
    assert terminal.status == 0
    assert "nothing flickers" in terminal.raw.decode()
    assert b"62;52c" not in terminal.raw
