"""Work in a real tmux: a few seconds with the other tests; for an hour ``python tests/slow/soak.py 60``."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.slow.lengths import runs
from tests.slow.soak import fallen_short

SCRIPT = Path(__file__).with_name("soak.py")


@pytest.mark.skipif(shutil.which("tmux") is None, reason="there is no tmux on this machine")
def test_work_in_tmux_neither_grows_nor_slows_down_and_ends_in_peace() -> None:
    minutes = str(runs(0, 12))
    done = subprocess.run(
        [sys.executable, str(SCRIPT), minutes], capture_output=True, text=True, timeout=1_200, check=False
    )
    assert done.stderr == ""
    figures = json.loads(done.stdout.splitlines()[-1])
    assert (figures["wrong"], done.returncode) == ([], 0)


def test_without_tmux_the_script_says_so(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(SCRIPT)], capture_output=True, text=True, check=False, env={"PATH": str(tmp_path)}
    )
    assert (done.stdout, done.returncode) == ("there is no tmux on this machine: nothing was tried\n", 2)


def test_what_grew_slowed_down_or_was_left_is_named() -> None:
    fine: dict[str, Any] = {"minutes": 60, "exit status": 0, "left": 0}
    fine |= {"kilobytes": (100, 110), "handles": (9, 9), "threads": (7, 8), "ms of a key": (10, 20)}
    assert fallen_short(fine) == []
    assert fallen_short({**fine, "kilobytes": (100, 111)}) == ["kilobytes: 100 at the start, 111 at the end"]
    assert fallen_short({**fine, "handles": (9, 10), "ms of a key": (10, 21)}) == [
        "handles: 9 at the start, 10 at the end",
        "ms of a key: 10 at the start, 21 at the end",
    ]
    assert len(fallen_short({**fine, "exit status": 1, "left": 2})) == 2
    assert fallen_short({**fine, "minutes": 1, "kilobytes": (100, 200)}) == []
