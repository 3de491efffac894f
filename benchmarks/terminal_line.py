"""A program in a pseudo terminal, at once or at the end of a slow line, with the time at which each byte arrives."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from typing import NamedTuple

import pyte

SIZE = (100, 30)
QUIET = 0.15
"""Seconds without output after which the screen counts as settled."""

_ANSWERS = {b"\x1b[?2026$p": b"\x1b[?2026;2$y", b"\x1b[?2048$p": b"\x1b[?2048;0$y", b"\x1b[c": b"\x1b[?62;22c"}
_UNKNOWN = re.compile(rb"\x1b\[[<=>?][0-9;]*[a-zA-Z]|\x1b\[[0-9;?]*\$p|\x1b[P_^\]][^\x07\x1b]*(?:\x07|\x1b\\)")
_FOREIGN = re.compile(r"TEXTUAL_.*|NO_COLOR|TMUX.*|TERM_PROGRAM.*|LC_.*|LINES|COLUMNS|SSH_.*|ESCDELAY|TUNEWISE_.*")
_ROOM = 65_536


class Began(NamedTuple):
    """How a program began: seconds to the first letter, seconds and bytes to the last change of the screen."""

    painted: float
    settled: float
    bytes_settled: int


class Line:
    """A program at the end of a line of ``bandwidth`` bytes a second (0: any) and ``delay`` seconds there and back."""

    def __init__(
        self, command: list[str], *, bandwidth: float = 0, delay: float = 0, settings: dict[str, str] | None = None
    ) -> None:
        self.bandwidth, self.half = bandwidth, delay / 2
        self.arrived: list[tuple[float, bytes]] = []
        self.status: int | None = None
        self.ended_at = 0.0
        self._free = 0.0
        self._keys: list[tuple[float, bytes]] = []
        environment = {name: value for name, value in os.environ.items() if not _FOREIGN.fullmatch(name)}
        environment |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"} | (settings or {})
        self.began = time.monotonic()
        self.pid, self._handle = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", SIZE[1], SIZE[0], 0, 0))
            os.execvpe(command[0], command, environment)

    def press(self, keys: bytes) -> float:
        """Send keys and return when they were pressed."""
        now = time.monotonic()
        self._keys.append((now + self.half, keys))
        return now

    def pump(self, until: float) -> None:
        """Let keys and output pass until a moment."""
        while self.status is None and (now := time.monotonic()) < until:
            while self._keys and self._keys[0][0] <= now:
                os.write(self._handle, self._keys.pop(0)[1])
            full = self.bandwidth and (self._free - now) * self.bandwidth > _ROOM
            wait = min([until, *(at for at, _ in self._keys[:1])]) - now
            wait = min(wait, 0.005) if full else wait
            if select.select([] if full else [self._handle], [], [], max(wait, 0))[0]:
                self._receive()

    def settle(self, seconds: float = 0.6) -> None:
        """Wait until the program has begun to draw, and then for calm."""
        limit = time.monotonic() + 30
        while self.status is None and self.since(0) < 500 and time.monotonic() < limit:
            self.pump(time.monotonic() + 0.05)
        self.quiet(seconds)

    def answer(self, pressed: float) -> None:
        """Wait for what follows from a key pressed at that moment, and then for calm."""
        limit = pressed + 2 * self.half + 3
        while self.status is None and time.monotonic() < limit and not self._answered(pressed):
            self.pump(time.monotonic() + 0.02)
        self.quiet(0.3)

    def _answered(self, pressed: float) -> bool:
        return bool(self.arrived) and self.arrived[-1][0] > pressed

    def quiet(self, seconds: float = QUIET, most: float = 20.0) -> None:
        """Wait until nothing has arrived for ``seconds``, at most for ``most``."""
        begin = time.monotonic()
        while self.status is None and time.monotonic() < begin + most:
            last = max(begin, self.arrived[-1][0] if self.arrived else 0.0)
            if time.monotonic() - last >= seconds:
                return
            self.pump(last + seconds)

    def _receive(self) -> None:
        try:
            raw = os.read(self._handle, 16_384)
        except OSError:
            raw = b""
        now = time.monotonic()
        if not raw:
            self.status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
            self.ended_at = time.monotonic()
            return
        self._free = max(now, self._free) + (len(raw) / self.bandwidth if self.bandwidth else 0)
        self.arrived.append((self._free + self.half, raw))
        for question, answer in _ANSWERS.items():
            if question in raw:
                self._keys.append((now + 2 * self.half, answer))

    def since(self, mark: int) -> int:
        """Return how many bytes arrived after the first ``mark`` pieces."""
        return sum(len(raw) for _, raw in self.arrived[mark:])

    def began_drawing(self) -> "Began":
        """Return when the first letter showed, and when and after how many bytes the screen changed for the last time.

        What draws the same screen again counts for neither.
        """
        screen = pyte.Screen(*SIZE)
        stream = pyte.ByteStream(screen)
        painted = settled = 0.0
        sent = bytes_settled = 0
        before: list[str] = []
        for at, raw in self.arrived:
            sent += len(raw)
            stream.feed(_UNKNOWN.sub(b"", raw))
            if screen.display != before:
                before = list(screen.display)
                settled, bytes_settled = at - self.began, sent
                painted = painted or (settled if any(row.strip() for row in before) else 0.0)
        return Began(painted, settled, bytes_settled)

    def cpu(self) -> float:
        """Return the seconds of processor time that the program has used."""
        return time.clock_gettime((~self.pid << 3) | 2)  # the clock of that process, all threads, finer than /proc

    def close(self) -> None:
        """End the program if it still runs."""
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            self.status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        os.close(self._handle)
