"""The twelve ways in which a terminal session ends, each on the real app with an edit that is not saved."""

import os
import shutil
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from tests.cli.window import COMMAND, Window
from tests.conftest import LAB

EDIT, BEFORE, AFTER = "jjl", 82, 83
"""Keys that make an edit, and the reading of the signal that they change."""


class Case(NamedTuple):
    """The app in a window, with a file and a state of its own."""

    folder: Path
    window: Window

    @property
    def file(self) -> Path:
        """Return the file that the app has open."""
        return self.folder / "case.toml"

    @property
    def state(self) -> Path:
        """Return the place of its state."""
        return self.folder / "state"


class Event(NamedTuple):
    """What happens, and how it must end: with which status, and with the terminal put back where there still is one.

    ``controls`` is false where the terminal does not control the program, so that no signal comes when it goes away.
    """

    happen: Callable[[Case], None]
    status: int
    terminal: bool = False
    modes: bool = False
    controls: bool = True


class End(NamedTuple):
    """How the app ended: its status, the seconds until then, and the seconds of a processor that it used for that."""

    status: int
    seconds: float
    used: float


def begun(folder: Path, event: Event, **settings: str) -> Case:
    """Start the app on a copy of a shipped scenario."""
    folder.mkdir()
    shutil.copy(LAB, folder / "case.toml")
    places = {"HOME": str(folder), "XDG_STATE_HOME": str(folder / "state"), "XDG_CONFIG_HOME": str(folder)}
    return Case(folder, Window(COMMAND, str(folder / "case.toml"), controls=event.controls, **places, **settings))


def ended_by(case: Case, event: Event, *, limit: float) -> End:
    """Make the edit, let the event happen, and wait for the end; one that does not come within ``limit`` s fails."""
    window = case.window
    window.wait("84.9")
    window.send(EDIT)
    window.wait("•")
    event.happen(case)
    before, start = window.used(), time.monotonic()
    pid = window.process.pid
    while not os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
        used = window.used() - before
        assert time.monotonic() < start + limit, f"still there after {limit} s; it used {used:.2f} s of a processor"
        if event.modes:
            window.read()
        else:
            time.sleep(0.02)
    end = End(0, time.monotonic() - start, window.used() - before)
    return end._replace(status=window.ended(reading=event.modes))


def put_away(case: Case) -> None:
    """Leave nothing running and nothing open."""
    with suppress(ProcessLookupError):
        os.killpg(case.window.process.pid, signal.SIGKILL)
    case.window.process.wait()
    case.window.hang_up()


def group_is_empty(case: Case) -> bool:
    """Say whether nothing is left of what the app may have started."""
    try:
        os.killpg(case.window.process.pid, 0)
    except ProcessLookupError:
        return True
    return False


def signalled(name: str) -> Callable[[Case], None]:
    """Return an event: a signal comes."""
    number = getattr(signal, f"SIG{name}")
    return lambda case: os.kill(case.window.process.pid, number)


def closed(case: Case) -> None:
    """The terminal goes away."""
    case.window.hang_up()


def stopped_and_closed(case: Case) -> None:
    """The app is suspended, and its terminal goes away."""
    os.kill(case.window.process.pid, signal.SIGTSTP)
    case.window.stopped()
    case.window.hang_up()


def stalled(case: Case) -> None:
    """Nobody reads any more what is drawn, and there is much to draw."""
    os.set_blocking(case.window.ours, False)
    for turn in range(40):
        with suppress(BlockingIOError):
            case.window.send("\x1b[A\x1b[B")
        case.window.resize(80 + turn % 9, 24)
        time.sleep(0.02)


def stalled_and_ended(case: Case) -> None:
    """The other end stops reading; then a signal comes."""
    stalled(case)
    os.kill(case.window.process.pid, signal.SIGTERM)


def stalled_and_closed(case: Case) -> None:
    """The other end stops reading; then the terminal goes away."""
    stalled(case)
    case.window.hang_up()


def typed_no_text(case: Case) -> None:
    """Bytes that are no UTF-8 come, and the app goes on; then it is ended."""
    case.window.send(b"\xff\xfe")
    went_on(case)


def pasted_without_end(case: Case) -> None:
    """A paste begins and never ends; then the app is ended."""
    case.window.send(b"\x1b[200~pasted")
    for _ in range(6):
        case.window.read()
    os.kill(case.window.process.pid, signal.SIGHUP)


def killed(case: Case) -> None:
    """The app is killed; what was typed a second before must be there."""
    end = time.monotonic() + 1
    while time.monotonic() < end:
        case.window.read()
    os.kill(case.window.process.pid, signal.SIGKILL)


def went_on(case: Case) -> None:
    """Hold that help still opens, and end the app."""
    case.window.send("?")
    case.window.wait("more lines")
    os.kill(case.window.process.pid, signal.SIGHUP)


EVENTS = {
    "hup": Event(signalled("HUP"), 129, terminal=True, modes=True),
    "term": Event(signalled("TERM"), 143, terminal=True, modes=True),
    "int": Event(signalled("INT"), 130, terminal=True, modes=True),
    "quit": Event(signalled("QUIT"), 131, terminal=True, modes=True),
    "close": Event(closed, 129),
    "orphan": Event(closed, 129, controls=False),
    "stopclose": Event(stopped_and_closed, 129),
    "stallterm": Event(stalled_and_ended, 143, terminal=True),
    "stallclose": Event(stalled_and_closed, 129),
    "badutf8": Event(typed_no_text, 129, terminal=True, modes=True),
    "openpaste": Event(pasted_without_end, 129, terminal=True, modes=True),
    "kill9": Event(killed, -signal.SIGKILL),
}
