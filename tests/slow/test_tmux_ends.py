"""A tmux that is ended, politely or not, takes no edit with it. Only in full: a second for each way."""

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.slow.lengths import runs
from tests.slow.soak import COMMAND, Soak, started
from tests.slow.terminal_events import AFTER, EDIT
from tunewise.store.leftovers import leftovers

WAYS: dict[str, Callable[[Soak], object]] = {
    "kill-session": lambda soak: soak.tmux("kill-session"),
    "kill-server": lambda soak: soak.tmux("kill-server"),
    "kill -9": lambda soak: os.kill(int(soak.tmux("display-message", "-p", "#{pid}")), signal.SIGKILL),
}


@pytest.mark.skipif(shutil.which("tmux") is None or not runs(0, 1), reason="needs tmux and TUNEWISE_SLOW=1")
@pytest.mark.parametrize("way", WAYS)
def test_the_edit_comes_back_after_tmux_was_ended(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # In the usual place for temporary files: the name of a socket must be short.
    with tempfile.TemporaryDirectory(prefix="soak") as folder, Soak(Path(folder), COMMAND, 0.05) as soak:
        started(soak)
        soak.press(*EDIT)
        while "•" not in soak.tmux("capture-pane", "-p"):
            soak.read(0.05)
        WAYS[way](soak)
        end = time.monotonic() + 10
        while Path(f"/proc/{soak.pid}").exists():
            assert time.monotonic() < end, "it runs on without its terminal"
            time.sleep(0.05)
        monkeypatch.setenv("XDG_STATE_HOME", str(Path(folder) / "state"))
        (left,) = leftovers()
        assert left.work is not None
        assert left.work.scenario.signals.requirement_stability == AFTER
