"""A signal that asks the program to end waits for the save; then it does what it would have done."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from types import FrameType

import pytest

from tunewise.store.atomic import wait_for_saves, write_atomically

ENDING = [signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM]
DYING = """
import os, sys
from pathlib import Path
from tunewise.store.atomic import write_atomically
def ending(_):
    os.kill(os.getpid(), int(sys.argv[2]))
write_atomically(Path(sys.argv[1]), "new", check=ending)
print("saved and lived on")
"""


@pytest.mark.parametrize("number", ENDING)
def test_a_signal_in_the_middle_of_a_save_is_answered_when_the_file_is_whole(
    tmp_path: Path, number: signal.Signals
) -> None:
    path = tmp_path / "case.toml"
    path.write_text("old")
    seen: list[str] = []

    def answer(_: int, __: FrameType | None) -> None:
        seen.append(path.read_text())

    def meanwhile(_: bytes) -> None:
        os.kill(os.getpid(), number)
        seen.append("in the middle")

    before = signal.signal(number, answer)
    try:
        write_atomically(path, "new", check=meanwhile)
        assert signal.getsignal(number) is answer
    finally:
        signal.signal(number, before)
    assert seen == ["in the middle", "new"]


def test_a_signal_that_is_ignored_stays_ignored(tmp_path: Path) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        write_atomically(tmp_path / "case.toml", "new", check=lambda _: os.kill(os.getpid(), signal.SIGHUP))
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_command_that_is_ended_in_the_middle_of_a_save_leaves_a_whole_file_and_nothing_else(
    tmp_path: Path, number: signal.Signals
) -> None:
    path = tmp_path / "case.toml"
    done = subprocess.run(
        [sys.executable, "-c", DYING, str(path), str(int(number))], capture_output=True, timeout=30, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (-number, b"", b"")
    assert path.read_text() == "new"
    assert [one.name for one in tmp_path.iterdir()] == ["case.toml"]


def test_whoever_ends_the_process_can_wait_for_a_save_of_another_thread(tmp_path: Path) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slowly(_: bytes) -> None:
        begun.set()
        go_on.wait(10)

    thread = threading.Thread(target=write_atomically, args=(tmp_path / "case.toml", "new"), kwargs={"check": slowly})
    thread.start()
    assert begun.wait(10)
    assert not wait_for_saves(0.01)
    go_on.set()
    assert wait_for_saves(10)
    thread.join()
    assert (tmp_path / "case.toml").read_text() == "new"
