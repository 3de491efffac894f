"""However the app ends, the work is written first, the terminal is as it was, and the exit status says why."""

import fcntl
import os
import random
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.ending_app import SECRET
from tests.conftest import LAB, ROOT

APP = str(Path(__file__).parent / "ending_app.py")
COMMAND = str(Path(sys.executable).parent / "tunewise")
LONG = bool(os.environ.get("TUNEWISE_LONG_TESTS"))
MODES = re.compile(rb"\x1b\[\?([\d;]+)([hl])")


class Window:
    """A program in a terminal of 100 by 30. Without ``controls`` no signal comes when the terminal goes away."""

    def __init__(self, *command: str, controls: bool = True, **settings: str) -> None:
        self.ours, self.theirs = os.openpty()
        fcntl.ioctl(self.theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        self.before = termios.tcgetattr(self.theirs)
        self.raw = b""
        self.process = subprocess.Popen(
            command,
            stdin=self.theirs,
            stdout=self.theirs,
            stderr=self.theirs,
            env={**os.environ, "PYTHONPATH": str(ROOT), "COLORTERM": "truecolor", **settings},
            start_new_session=True,
            preexec_fn=(lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0)) if controls else None,  # noqa: PLW1509
        )

    def wait(self, words: str, seconds: float = 20) -> None:
        """Read until ``words`` come."""
        start, end = len(self.raw), time.monotonic() + seconds
        while words.encode() not in self.raw[start:]:
            assert self.process.poll() is None, self.raw[-800:]
            assert time.monotonic() < end, self.raw[-800:]
            self.read()

    def read(self, seconds: float = 0.05) -> None:
        """Read what there is."""
        if select.select([self.ours], [], [], seconds)[0]:
            self.raw += os.read(self.ours, 65_536)

    def send(self, keys: str | bytes) -> None:
        """Press keys."""
        os.write(self.ours, keys if isinstance(keys, bytes) else keys.encode())

    def ended(self, *, reading: bool = True) -> int:
        """Return the exit status, once there is one."""
        end = time.monotonic() + 20
        while self.process.poll() is None:
            assert time.monotonic() < end, self.raw[-800:]
            if reading:
                self.read()
            else:
                time.sleep(0.02)
        while reading and select.select([self.ours], [], [], 0)[0]:
            self.raw += os.read(self.ours, 65_536)
        return self.process.returncode

    def stopped(self) -> None:
        """Wait until the program stands still."""
        os.waitid(os.P_PID, self.process.pid, os.WSTOPPED | os.WNOWAIT)

    def hang_up(self) -> None:
        """Take the terminal away."""
        for handle in (self.ours, self.theirs):
            if handle >= 0:
                os.close(handle)
        self.ours = self.theirs = -1

    def assert_as_before(self) -> None:
        """Hold that the terminal is as it was."""
        assert termios.tcgetattr(self.theirs) == self.before
        now = {mode: way == b"h" for modes, way in MODES.findall(self.raw) for mode in modes.split(b";")}
        assert [mode for mode, on in now.items() if on and mode not in {b"25", b"7"}] == []
        assert now.get(b"25", True)
        assert now.get(b"7", True)
        assert self.raw.count(b"\x1b[<u") >= len(re.findall(rb"\x1b\[>\d+u", self.raw))


@contextmanager
def window(*command: str, controls: bool = True, **settings: str) -> Iterator[Window]:
    """Open a window, and leave nothing of it behind."""
    opened = Window(*command, controls=controls, **settings)
    try:
        yield opened
    finally:
        if opened.process.poll() is None:
            opened.process.kill()
        opened.process.wait()
        opened.hang_up()


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
        assert len(opened.raw) == size


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
        for _ in range(10_000 if LONG else 60):
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
        assert lines == ([] if closed == "2>/dev/null" else [words])
