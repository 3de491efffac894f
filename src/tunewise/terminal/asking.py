"""Ask the terminal itself what it can do. Its answers are read away from the screen, and it is left as it was."""

import os
import re
import select
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Final, NamedTuple

from tunewise.domain.text import shown
from tunewise.terminal.abilities import moves_cursor

_PATIENCE: Final = 1.0
"""Seconds that a terminal has to answer everything; over a slow line it may take half of that."""

_MOST: Final = 4_000
"""Bytes of answers that are read; more is no answer."""

# The last question is one that every terminal answers: what has not come before its answer never comes.
_SYNC, _KEYBOARD, _WHERE, _WHAT = b"\x1b[?2026$p", b"\x1b[?u", b"\x1b[6n", b"\x1b[c"
_SAVE, _BACK_AND_CLEAR = b"\r", b"\r\x1b[K"
_TRIAL: Final = "\u2588\u25c6"
"""A block and a mark, two cells together where the terminal takes UTF-8 and draws both narrow."""

_SYNC_ANSWER = re.compile(rb"\x1b\[\?2026;([0-4])\$y")
_KEYBOARD_ANSWER = re.compile(rb"\x1b\[\?(\d{1,4})u")
_WHERE_ANSWER = re.compile(rb"\x1b\[\d{1,4};(\d{1,4})R")
_WHAT_ANSWER = re.compile(rb"\x1b\[\?([0-9;]{1,100})c")
_TAKES_CLIPBOARD = b"52"
_OPEN = {"1", "2", "3"}


class Answers(NamedTuple):
    """What a terminal said. Each is nothing where it gave no answer.

    ``trial_cells`` is how many cells two narrow characters took: two where all is well.
    """

    answered: bool = False
    synchronised: bool | None = None
    kitty_keyboard: bool | None = None
    clipboard: bool | None = None
    trial_cells: int | None = None


def reason_not_to_ask(environment: Mapping[str, str], *, reads: bool, writes: bool, wanted: bool) -> str:
    """Return why the terminal is not asked, or nothing where it can be.

    ``reads`` and ``writes`` tell whether input and messages are a terminal, ``wanted`` whether the user allows it.
    """
    term = environment.get("TERM", "").strip().lower()
    if not reads or not writes:
        which = "" if reads == writes else "standard error" if reads else "standard input"
        return f"{which} is no terminal" if which else "there is no terminal here"
    if not wanted:
        return "--no-questions leaves it in peace"
    # A text console or an old terminal prints what it does not know.
    if not moves_cursor(environment) or term.startswith(("linux", "vt")):
        return f"TERM is {shown(term, 40) or 'not set'}, and such a terminal may print questions as text"
    return ""


def ask(reading: int, writing: int, *, patience: float = _PATIENCE) -> Answers:
    """Ask the terminal behind two file descriptors. Raises ``OSError`` where it cannot be set up for that."""
    import termios  # noqa: PLC0415  # there is none on some systems
    import tty  # noqa: PLC0415

    try:
        before = termios.tcgetattr(reading)
    except termios.error as error:
        raise OSError(*error.args) from None
    try:
        tty.setcbreak(reading, termios.TCSANOW)
        questions = _SAVE + _TRIAL.encode() + _WHERE + _BACK_AND_CLEAR + _SYNC + _KEYBOARD + _WHAT
        os.write(writing, questions)
        return read_answers(_all_of(reading, patience))
    except termios.error as error:
        raise OSError(*error.args) from None
    finally:
        # Drops what arrived too late, so that it is not taken for typed text.
        with suppress(termios.error):
            termios.tcsetattr(reading, termios.TCSAFLUSH, before)


def _all_of(reading: int, patience: float) -> bytes:
    """Return what arrives until the last answer is there or time is up."""
    end = time.monotonic() + patience
    found = b""
    while len(found) < _MOST and not _WHAT_ANSWER.search(found):
        left = end - time.monotonic()
        if left <= 0 or not select.select([reading], [], [], left)[0]:
            break
        piece = os.read(reading, 1_000)
        if not piece:
            break
        found += piece
    return found


def read_answers(found: bytes) -> Answers:
    """Return what the bytes that a terminal sent say."""
    what = _WHAT_ANSWER.search(found)
    sync = _SYNC_ANSWER.search(found)
    where = _WHERE_ANSWER.search(found)
    if what is None and sync is None and where is None:
        return Answers()
    return Answers(
        answered=True,
        synchronised=sync is not None and sync[1].decode() in _OPEN,
        kitty_keyboard=_KEYBOARD_ANSWER.search(found) is not None,
        clipboard=True if what and _TAKES_CLIPBOARD in what[1].split(b";") else None,
        trial_cells=int(where[1]) - 1 if where else None,
    )
