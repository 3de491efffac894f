"""Two of the real app on one file: the second is told, and may save once the first was killed."""

import os
import shutil
import signal
from pathlib import Path

from tests.cli.window import COMMAND, window
from tests.conftest import LAB
from tests.slow.terminal_events import AFTER, EDIT
from tunewise.store.leftovers import leftovers
from tunewise.store.scenario_files import load_scenario


def test_the_second_copy_is_told_and_saves_after_the_first_was_killed(tmp_path: Path) -> None:
    case = tmp_path / "case.toml"
    shutil.copy(LAB, case)
    with window(COMMAND, str(case)) as first:
        first.wait("84.9")
        first.send(EDIT)
        first.wait("•")
        with window(COMMAND, str(case)) as second:
            second.wait("is open in another")
            second.calm()  # a question takes no key that may have been on its way before it could be read
            second.send("r")
            second.wait("[read-only]")
            second.send(EDIT)
            second.wait("•")
            first.read(1)
            os.kill(first.process.pid, signal.SIGKILL)
            first.ended(reading=False)
            second.send("s")
            second.wait("Saved")
            second.send("q")
            assert second.ended() == 0
    assert load_scenario(case).signals.requirement_stability == AFTER
    (left,) = leftovers()
    assert (left.file, left.changes) == (str(case), 1)
