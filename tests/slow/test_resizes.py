"""A terminal that changes its size again and again, as one does that is dragged, harms nothing: 2,000 times in full."""

import random
import shutil
import time
from pathlib import Path

from tests.cli.window import COMMAND, Window, window
from tests.conftest import LAB
from tests.slow.lengths import runs
from tunewise.store.leftovers import leftovers

SIZES = [(1, 1), (20, 5), (1000, 200), (200, 2), (2, 200), (40, 10)]


def rested(opened: Window) -> None:
    """Read until nothing is drawn any more."""
    size, end = -1, time.monotonic() + 60
    while size != len(opened.raw):
        assert time.monotonic() < end, "it does not rest"
        size = len(opened.raw)
        opened.read(0.4)


def test_a_storm_of_resizes_leaves_an_app_that_lives_answers_rests_and_leaves(tmp_path: Path) -> None:
    chance = random.Random(14)
    case = tmp_path / "case.toml"
    shutil.copy(LAB, case)
    with window(COMMAND, str(case)) as opened:
        opened.wait("84.9")
        for turn in range(runs(40, 2_000)):
            size = SIZES[turn % 20] if turn % 20 < len(SIZES) else (chance.randint(1, 250), chance.randint(1, 70))
            opened.resize(*size)
            opened.read(0.005)
            if turn % 7 == 0:
                opened.send("jk"[turn % 2])
        opened.resize(100, 30)
        rested(opened)
        used = opened.used()
        time.sleep(runs(1, 3))
        assert opened.used() - used < 0.1, "it does not rest"
        opened.send("\x1b")
        rested(opened)
        opened.send("3")
        opened.wait("17.6 months")
        opened.send("q")
        assert opened.ended() == 0
        opened.assert_as_before()
    assert case.read_bytes() == LAB.read_bytes()
    assert leftovers() == []
