"""Killed at any moment, a save leaves the whole old file or the whole new one."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.slow.lengths import runs

SCRIPT = Path(__file__).with_name("kills.py")


@pytest.mark.parametrize("kind", ["replace", "new"])
def test_a_save_that_is_killed_leaves_a_whole_file_and_the_next_one_works(tmp_path: Path, kind: str) -> None:
    times = runs(25, 1_000)
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(tmp_path), str(times), kind],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    counts = json.loads(done.stdout)
    assert counts.get("whole", 0) + (counts.get("not there", 0) if kind == "new" else 0) == times
    assert counts["left after the next day's save"] == 0
