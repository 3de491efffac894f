"""A disk that takes its time: who leaves in the middle of a save, or presses a key twice, loses nothing."""

import os
import shutil
import signal
from pathlib import Path

import pytest

from tests.cli.window import COMMAND, window
from tests.conftest import LAB
from tests.slow.lengths import runs
from tests.slow.terminal_events import AFTER, EDIT
from tunewise.store.leftovers import leftovers
from tunewise.store.scenario_files import load_scenario

SLOW_DISK = """
import os, time
real = os.fsync
def fsync(handle):
    if os.readlink(f"/proc/self/fd/{handle}").startswith(os.environ["SLOW_FOLDER"]):
        open(os.environ["SLOW_FOLDER"] + "/syncing", "w").close()
        time.sleep(0.4)
    real(handle)
os.fsync = fsync
"""


@pytest.mark.parametrize("leaves", ["by key", "by signal"][: runs(1, 2)])
def test_who_leaves_in_the_middle_of_a_slow_save_loses_nothing(tmp_path: Path, leaves: str) -> None:
    (tmp_path / "sitecustomize.py").write_text(SLOW_DISK, encoding="utf-8")
    folder = tmp_path / "slow"
    folder.mkdir()
    case = folder / "case.toml"
    shutil.copy(LAB, case)
    with window(COMMAND, str(case), PYTHONPATH=str(tmp_path), SLOW_FOLDER=str(folder)) as opened:
        opened.wait("84.9")
        opened.send(EDIT)
        opened.wait("•")
        opened.send("s")
        while not (folder / "syncing").exists():
            opened.read(0.01)
        if leaves == "by key":
            opened.send("sqq")
        else:
            os.kill(opened.process.pid, signal.SIGTERM)
        assert opened.ended() == (0 if leaves == "by key" else 143)
        opened.assert_as_before()
    assert load_scenario(case).signals.requirement_stability == AFTER
    assert leftovers() == []
    assert sorted(one.name for one in folder.iterdir()) == ["case.toml", "syncing"]
