"""However the app ends, the work is written first, the terminal is as it was, and the exit status says why."""

import os
import random
import re
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.ending_app import SECRET
from tests.cli.window import COMMAND, Window, window
from tests.conftest import LAB
from tests.slow.lengths import runs

APP = str(Path(__file__).parent / "ending_app.py")


@contextmanager
def small_app(tmp_path: Path, *, controls: bool = True, **settings: str) -> Iterator[tuple[Window, Path]]:
    """Open the small app; its work is kept in the file that comes with it."""
    kept = tmp_path / "kept"
    with window(sys.executable, APP, str(kept), controls=controls, **settings) as opened:
        opened.wait("ready")
        yield opened, kept


@pytest.mark.parametrize("name", ["HUP", "TERM", "INT", "QUIT"])
def test_a_signal_keeps_the_work_restores_the_terminal_and_is_the_exit_status(tmp_path: Path, name: str) -> None:
    number = getattr(signal, f"SIG{name}")
    with small_app(tmp_path) as (opened, kept):
        os.kill(opened.process.pid, number)
        assert opened.ended() == 128 + number
        assert kept.read_text() == "kept"
        opened.assert_as_before()


@pytest.mark.parametrize("controls", [True, False])
def test_a_terminal_that_goes_away_keeps_the_work_and_leaves_nothing_running(tmp_path: Path, controls: bool) -> None:
    with small_app(tmp_path, controls=controls) as (opened, kept):
        opened.hang_up()
        assert opened.ended(reading=False) == 129
        assert kept.read_text() == "kept"


def test_a_terminal_that_nobody_reads_neither_stops_keys_nor_the_end(tmp_path: Path) -> None:
    with small_app(tmp_path) as (opened, kept):
        opened.send("f")
        time.sleep(1)
        os.kill(opened.process.pid, signal.SIGTERM)
        assert opened.ended(reading=False) == 143
        assert kept.read_text() == "kept"


def test_after_a_pause_the_app_goes_on_however_it_was_stopped(tmp_path: Path) -> None:
    with small_app(tmp_path) as (opened, _):
        for stop in (signal.SIGTSTP, signal.SIGSTOP):
            os.kill(opened.process.pid, stop)
            if stop == signal.SIGTSTP:
                opened.wait("\x1b[?1004l")
                opened.assert_as_before()
            opened.stopped()
            os.kill(opened.process.pid, signal.SIGCONT)
            opened.wait("\x1b[?1049h")
            opened.send("n")
            opened.wait("count")
        opened.send("q")
        assert opened.ended() == 0
        opened.assert_as_before()


def test_the_app_that_is_ended_while_it_is_paused_keeps_the_work_and_leaves_the_shells_terminal_alone(
    tmp_path: Path,
) -> None:
    with small_app(tmp_path) as (opened, kept):
        os.kill(opened.process.pid, signal.SIGTSTP)
        opened.wait("\x1b[?1004l")
        opened.stopped()
        size = len(opened.raw)
        os.kill(opened.process.pid, signal.SIGTERM)
        os.kill(opened.process.pid, signal.SIGCONT)
        assert opened.ended() == 143
        assert kept.read_text() == "kept"
        # Continued a moment before it was told to end, it may have taken the terminal up again: then it put it back.
        since = opened.raw[size:]
        assert since == b"" or since.rfind(b"\x1b[?1049l") > since.rfind(b"\x1b[?1049h") >= 0


def test_no_bytes_end_the_app(tmp_path: Path) -> None:
    chance = random.Random(7)
    pieces = [
        b"\x1b",
        b"\x1b[",
        b"\x1b[<0;",
        b"9" * 20,
        b";",
        b"u",
        b"M",
        b"$y",
        b"\x1b[48;1;1;0;0t",
        b"\x1bO",
        b"\xff",
        b"\x00",
    ]
    with small_app(tmp_path) as (opened, _):
        opened.send(b"\xff\xfe\x1b[99999999999;1u\x1b[48;0;0;0;0t\x1b[48;99999;99999;1;1t\x1b[<1;1;1M")
        for _ in range(runs(60, 10_000)):
            junk = b"".join(
                chance.choice(pieces) if chance.random() < 0.4 else chance.randbytes(chance.randint(1, 12))
                for _ in range(6)
            )
            # The keys of the small app that end it are kept out.
            opened.send(re.sub(rb"[qhtrcwdkf]|\x11|\x1b\[200", b"n", junk))
            opened.read(0.001)
        opened.send(b"\x1b[201~")
        for _ in range(50):
            opened.read(0.01)
        opened.send("\x1b[200~never ends")
        opened.wait("the end of the paste never came")
        opened.send("n")
        opened.wait("count")
        opened.send("q")
        assert opened.ended() == 0
        opened.assert_as_before()


@pytest.mark.parametrize(
    ("key", "kind"), [("h", "KeyError"), ("t", "KeyError"), ("r", "KeyError"), ("c", "ValueError")]
)
def test_an_unexpected_error_ends_in_one_line_with_the_work_kept(tmp_path: Path, key: str, kind: str) -> None:
    with small_app(tmp_path, XDG_STATE_HOME=str(tmp_path)) as (opened, kept):
        size = len(opened.raw)
        opened.send(key)
        assert opened.ended() == 1
        said = re.sub(rb"\x1b\[[0-9;?<>]*\$?[a-zA-Z]", b"", opened.raw[size:]).decode().split("tunewise: ")[1]
        log = tmp_path / "tunewise" / "log" / "errors.log"
        assert re.fullmatch(
            rf"stopped by an unexpected error \({kind} in \w+\.py:\d+\); your unsaved work is kept; details: {log}\r\n",
            said,
        )
        assert kept.read_text() == "kept"
        assert log.stat().st_mode & 0o777 == 0o600
        assert kind in log.read_text()
        assert SECRET not in log.read_text()
        assert SECRET.encode() not in opened.raw
        opened.assert_as_before()


def test_an_error_in_the_background_is_said_and_the_app_goes_on(tmp_path: Path) -> None:
    with small_app(tmp_path, XDG_STATE_HOME=str(tmp_path)) as (opened, _):
        for key, kind in (("w", "LookupError"), ("d", "KeyError"), ("k", "ArithmeticError")):
            opened.send(key)
            opened.wait(f"background ({kind}")
        opened.send("n")
        opened.wait("count 1")
        opened.send("q")
        assert opened.ended() == 0
        assert SECRET.encode() not in opened.raw
        assert SECRET not in (tmp_path / "tunewise" / "log" / "errors.log").read_text()


def test_a_signal_while_the_app_starts_leaves_the_terminal_as_it_was() -> None:
    with window(COMMAND, str(LAB)) as opened:
        opened.read(0.25)
        os.kill(opened.process.pid, signal.SIGTERM)
        assert opened.ended() in {143, -signal.SIGTERM}
        opened.assert_as_before()


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "</dev/null", ">/dev/null", "2>/dev/null"])
def test_without_a_terminal_the_app_says_so_in_one_line(closed: str) -> None:
    with window("/bin/sh", "-c", f"{COMMAND} {LAB} {closed}") as opened:
        assert opened.ended() == 2
        lines = opened.raw.decode().splitlines()
        words = "tunewise: the app needs a terminal; without one use: tunewise rank FILE"
        assert lines == ([] if closed.startswith("2>") else [words]), "an error is never printed as output"
