"""Work for an hour in a real tmux, and say whether Tunewise grew, slowed down or let go of anything.

``python tests/slow/soak.py [MINUTES [COMMAND]]``: keys, edits, saves, undo, screens, dialogs, other sizes, and a
terminal that is detached and attached again, over and over. A line a minute; the last one is JSON with the figures and,
under ``wrong``, what fell short. Exit status: 0 fine, 1 something fell short, 2 there is no tmux.
"""

import fcntl
import json
import os
import random
import select
import shutil
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

ROOT = Path(__file__).parent.parent.parent
SCENARIO = ROOT / "scenarios" / "support-replies.toml"
COMMAND = str(Path(sys.executable).parent / "tunewise")
SHORT_MINUTES = 5.0
"""Shorter runs are judged by what they do, not by what grew: there is no time to grow used to anything first."""

ESCAPE = "\x1b"
SLIDER = (ESCAPE, ESCAPE, ESCAPE, "2", "j", "j")
"""To the second slider of Recommend, from wherever the app is."""
LOOKS = (
    (*SLIDER, "l", "l", "h", "L", "u", "U", "u"),
    (*SLIDER, "5", "7", "\r", "j", "\x7f", "u", "u"),
    (ESCAPE, "2", "w", ESCAPE, "m", ESCAPE, "p", ESCAPE, "f", ESCAPE, "n", ESCAPE, "x", "x"),
    (ESCAPE, "2", "r", "r", ESCAPE),
    (ESCAPE, "1", "n", "n", "b", "b"),
    (ESCAPE, "3", "e", "e", "E", "E", "w", ESCAPE, "f", ESCAPE, "v", ESCAPE),
    (ESCAPE, "3", "r", ESCAPE),
    (ESCAPE, "4", "w", ESCAPE, "p", ESCAPE, "d", ESCAPE),
    (ESCAPE, "?", ESCAPE, ":", "c", "o", "s", "t", ESCAPE, "t", "j", ESCAPE, "D", ESCAPE, "z", ESCAPE),
    (ESCAPE, "o", "a", "b", ESCAPE, "S", ESCAPE, "s"),
)
SIZES = ((80, 24), (100, 30), (60, 20), (200, 60), (20, 5), (132, 43), (61, 17))


class Sample(NamedTuple):
    """What the app holds at one moment: kilobytes in memory, open files, threads."""

    kilobytes: int
    handles: int
    threads: int


class Soak:
    """A tmux of our own with the app in it, and a terminal that looks at it."""

    def __init__(self, folder: Path, command: str, pace: float) -> None:
        self.folder, self.pace = folder, pace
        self.file = folder / "case.toml"
        shutil.copy(SCENARIO, self.file)
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "PYTHONPATH") if name in os.environ}
        self.environment = {
            **kept,
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            "HOME": str(folder),
            "XDG_STATE_HOME": str(folder / "state"),
            "XDG_CONFIG_HOME": str(folder / "settings"),
            "TMUX_TMPDIR": str(folder),
        }
        self.client: subprocess.Popen[bytes] | None = None
        self.last = b""
        self.ours = -1
        settings = folder / "tmux.conf"
        settings.write_text("set -g status off\nset -s escape-time 20\nset -g default-terminal tmux-256color\n")
        self.status = folder / "status"
        # The status goes by a file: tmux now and then misses the end of what it runs.
        line = f"{command} {self.file}; echo $? > {self.status}.new; mv {self.status}.new {self.status}"
        self.tmux("-f", str(settings), "new-session", "-d", "-x", "100", "-y", "30", line)
        self.resize(100, 30)
        shell = self.tmux("list-panes", "-F", "#{pane_pid}").strip()
        children = Path(f"/proc/{shell}/task/{shell}/children")
        while not (children_now := children.read_text("utf-8").split()):
            time.sleep(0.01)
        self.pid = int(children_now[0])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.detach()
        subprocess.run(
            ["tmux", "-L", "soak", "kill-server"], env=self.environment, check=False, stderr=subprocess.DEVNULL
        )

    def tmux(self, *words: str) -> str:
        """Tell tmux something and return what it says."""
        done = subprocess.run(
            ["tmux", "-L", "soak", *words], env=self.environment, check=True, capture_output=True, text=True
        )
        return done.stdout

    def resize(self, width: int, height: int) -> None:
        """Give the app another size; from then on it does not follow the terminal that looks at it."""
        self.tmux("resize-window", "-x", str(width), "-y", str(height))

    def attach(self) -> None:
        """Look at the app in a terminal."""
        self.ours, theirs = os.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 60, 200, 0, 0))
        self.client = subprocess.Popen(
            ["tmux", "-L", "soak", "attach"],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=self.environment,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509
        )
        os.close(theirs)
        self.quiet()

    def detach(self) -> None:
        """Take the terminal away, as a connection that drops does."""
        if self.client is not None:
            os.close(self.ours)
            self.client.wait(10)
            self.client = None

    def read(self, seconds: float) -> int:
        """Read for so long what tmux draws, and return how much there was."""
        size, end = 0, time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and select.select([self.ours], [], [], left)[0]:
            self.last = os.read(self.ours, 65_536)
            size += len(self.last)
        return size

    def quiet(self) -> None:
        """Wait until nothing is drawn any more."""
        end = time.monotonic() + 20
        while self.read(0.15) and time.monotonic() < end:
            pass

    def press(self, *keys: str) -> None:
        """Press keys, each with a moment for the app to answer; escapes need theirs."""
        for key in keys:
            os.write(self.ours, key.encode())
            self.read(max(self.pace, 0.06 if key == ESCAPE else 0))

    def latency(self, times: int) -> float:
        """Return how many milliseconds it takes until a key is seen to do something, in the middle of some."""
        self.press(*SLIDER, "5", "0")
        taken = []
        for turn in range(times):
            self.quiet()
            start = time.monotonic()
            os.write(self.ours, b"lh"[turn % 2 : turn % 2 + 1])
            if not select.select([self.ours], [], [], 20)[0]:
                raise RuntimeError("a key was not answered in 20 seconds")
            taken.append(time.monotonic() - start)
        self.quiet()
        return round(statistics.median(taken) * 1000, 1)

    def sample(self) -> Sample:
        """Return what the app holds now."""
        words = dict(line.split(":", 1) for line in Path(f"/proc/{self.pid}/status").read_text("utf-8").splitlines())
        handles = len(os.listdir(f"/proc/{self.pid}/fd"))  # noqa: PTH208
        return Sample(int(words["VmRSS"].split()[0]), handles, int(words["Threads"]))

    def round(self, chance: random.Random, looks: int = len(LOOKS)) -> None:
        """Do everything once, in some order, or only so many of the looks."""
        for keys in chance.sample(LOOKS, looks):
            self.press(*keys)
        self.press(*SLIDER, *str(chance.randint(20, 80)), "j", *str(chance.randint(20, 80)), "L", "s")
        for width, height in chance.sample(SIZES, 3):
            self.resize(width, height)
            self.press("j", "k")
        self.resize(100, 30)
        self.detach()
        self.attach()

    def traces(self) -> list[str]:
        """Return what is left to tell why the app or its terminal ended."""
        status = self.status.read_text("utf-8").strip() if self.status.exists() else ""
        alive = Path(f"/proc/{self.pid}").exists()
        logs = [log.read_text("utf-8", "replace")[-2_000:] for log in self.folder.glob("state/tunewise/**/*.log")]
        shown = self.last[-300:].decode("utf-8", "replace")
        return [f"exit status {status}" if status else f"the app {'lives' if alive else 'is gone'}", repr(shown), *logs]

    def leave(self) -> int:
        """Save and leave, and return the exit status."""
        self.press(ESCAPE, ESCAPE, ESCAPE, "s")
        self.quiet()
        os.write(self.ours, b"q")  # nothing is read after it: with the app the terminal ends
        end = time.monotonic() + 20
        while not self.status.exists():
            if time.monotonic() > end:
                raise RuntimeError("it does not leave: " + self.tmux("capture-pane", "-p"))
            time.sleep(0.05)
        return int(self.status.read_text("utf-8"))


def middle(samples: list[Sample]) -> Sample:
    """Return the middle of what was held; of open files the most."""
    return Sample(
        int(statistics.median(one.kilobytes for one in samples)),
        max(one.handles for one in samples),
        max(one.threads for one in samples),
    )


def started(soak: Soak) -> None:
    """Wait until the app shows the scenario."""
    soak.attach()
    end = time.monotonic() + 30
    while "84.9" not in soak.tmux("capture-pane", "-p"):
        if time.monotonic() > end:
            raise RuntimeError("it does not start: " + soak.tmux("capture-pane", "-p"))
        soak.read(0.1)


def worked(soak: Soak, minutes: float) -> dict[str, Any]:
    """Work for so long and return the figures. What is held is compared from when the app has seen everything once."""
    started(soak)
    chance, short = random.Random(30), minutes < SHORT_MINUTES
    times, begun, told, rounds = (3 if short else 40), time.monotonic(), 0.0, 0
    warm = min(minutes / 4, 6.0) * 60
    samples: list[Sample] = []
    first = 0
    at_start = 0.0
    while (gone := time.monotonic() - begun) < minutes * 60 or not samples:
        soak.round(chance, 3 if short else len(LOOKS))
        rounds += 1
        if gone >= warm:
            at_start = at_start or soak.latency(times)
            samples.append(soak.sample())
            first += not first or gone < warm + minutes * 6
        if gone - told >= 60:
            told = gone
            say(f"{gone / 60:.0f} min, {rounds} rounds: {soak.sample()}")
    figures: dict[str, Any] = {"minutes": minutes, "rounds": rounds, "ms of a key": (at_start, soak.latency(times))}
    start, end = middle(samples[:first]), middle(samples[-first:])
    figures |= {name: pair for name, *pair in zip(Sample._fields, start, end, strict=True)}
    figures["exit status"] = soak.leave()
    figures["left"] = len(list((soak.folder / "state" / "tunewise" / "work").glob("*/record-*")))
    figures["wrong"] = fallen_short(figures)
    return figures


def say(words: str) -> None:
    """Print a line at once."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def fallen_short(figures: dict[str, Any]) -> list[str]:
    """Return what is not as promised: no more than a tenth more memory, no more open files, no slower key."""
    wrong = []
    if figures["exit status"] != 0:
        wrong.append("it did not leave in peace")
    if figures["left"]:
        wrong.append(f"{figures['left']} records of unsaved work are left though all was saved")
    if figures["minutes"] < SHORT_MINUTES:
        return wrong
    for name, factor, more in (("kilobytes", 1.1, 0), ("handles", 1, 0), ("threads", 1, 1), ("ms of a key", 1.5, 5)):
        start, end = figures[name]
        if end > start * factor + more:
            wrong.append(f"{name}: {start} at the start, {end} at the end")
    return wrong


def main(minutes: float, command: str) -> int:
    """Work for so many minutes; return the exit status."""
    if shutil.which("tmux") is None:
        say("there is no tmux on this machine: nothing was tried")
        return 2
    # In the usual place for temporary files: the name of a socket must be short.
    with (
        tempfile.TemporaryDirectory(prefix="soak") as folder,
        Soak(Path(folder), command, 0.02 if minutes < SHORT_MINUTES else 0.1) as soak,
    ):
        try:
            figures = worked(soak, minutes)
        except (RuntimeError, OSError, subprocess.SubprocessError) as error:
            figures = {"wrong": [f"{type(error).__name__}: {error}", *soak.traces()]}
    say(json.dumps(figures))
    return 1 if figures["wrong"] else 0


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # leave no tmux behind
    sys.exit(main(float((sys.argv[1:] or ["60"])[0]), (sys.argv[2:] or [COMMAND])[0]))
