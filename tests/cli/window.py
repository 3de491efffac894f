"""A program in a terminal of our own, whatever becomes of the one or the other."""

import fcntl
import os
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import ROOT

COMMAND = str(Path(sys.executable).parent / "tunewise")
MODES = re.compile(rb"\x1b\[\?([\d;]+)([hl])")


def known(data: bytes) -> bytes:
    """Leave out the private sequences that pyte would print."""
    return re.sub(rb"\x1b\[[<=>][0-9;]*[a-zA-Z]|\x1b\[[0-9;?]*\$p|\x1bP[^\x1b]*\x1b\\", b"", data)


class Window:
    """A program in a terminal of ``size``, columns x rows.

    Without ``controls`` no signal comes when the terminal goes away.
    """

    def __init__(self, *command: str, controls: bool = True, size: str = "100x30", **settings: str) -> None:
        self.ours, self.theirs = os.openpty()
        self.resize(*map(int, size.split("x")))
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

    def until(self, words: str, seconds: float = 20) -> bytes:
        """Read until ``words`` have come at any time, and return all that came."""
        if words.encode() not in self.raw:
            self.wait(words, seconds)
        return self.raw

    def calm(self, seconds: float = 0.5) -> bytes:
        """Read until nothing comes for a while, and return all that came."""
        while select.select([self.ours], [], [], seconds)[0]:
            self.read()
        return self.raw

    def read(self, seconds: float = 0.05) -> None:
        """Read what there is."""
        if select.select([self.ours], [], [], seconds)[0]:
            self.raw += os.read(self.ours, 65_536)

    def send(self, keys: str | bytes) -> None:
        """Press keys."""
        os.write(self.ours, keys if isinstance(keys, bytes) else keys.encode())

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size."""
        fcntl.ioctl(self.ours, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def used(self) -> float:
        """Return how many seconds of a processor the program used so far; until it is waited for also after its end."""
        words = Path(f"/proc/{self.process.pid}/stat").read_text("utf-8").rsplit(")", 1)[1].split()
        return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")

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
def window(*command: str, controls: bool = True, size: str = "100x30", **settings: str) -> Iterator[Window]:
    """Open a window, and leave nothing of it behind."""
    opened = Window(*command, controls=controls, size=size, **settings)
    try:
        yield opened
    finally:
        if opened.process.poll() is None:
            opened.process.kill()
        opened.process.wait()
        opened.hang_up()
