"""Kill a process that saves, again and again, at random moments; say what became of the file each time.

Run by ``test_kills.py``, or by hand: ``python tests/slow/kills.py FOLDER RUNS replace|new [SEED]``.
Prints one line of counts as JSON.
"""

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from pathlib import Path

from tunewise.domain.documents import digest
from tunewise.store.atomic import Consent, write_atomically

VERSIONS = [letter * 5_000 + b"\n# end\n" for letter in (b"A", b"B")]


def save_for_ever(path: Path, *, new: bool) -> None:
    """Save one version after the other; a new file is removed before it is made again."""
    expected = ""
    while True:
        for raw in VERSIONS:
            if new:
                path.unlink(missing_ok=True)
            elif path.exists():
                expected = digest(path.read_bytes())
            write_atomically(path, raw, expected=expected, consent=Consent.NONE)


def killed_once(path: Path, delay: float, *, new: bool) -> str:
    """Let a child save until it is killed after ``delay`` seconds; return what the file is then."""
    child = os.fork()
    if child == 0:
        try:
            save_for_ever(path, new=new)
        finally:
            os._exit(1)
    time.sleep(delay)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        return "died of itself"
    if not path.exists():
        return "not there" if new else "gone"
    return "whole" if path.read_bytes() in VERSIONS else "broken"


def main(folder: Path, runs: int, kind: str, seed: int) -> None:
    """Kill ``runs`` times and print the counts; the last save must work and clear up what was left a day ago."""
    chance = random.Random(seed)
    path = folder / "case.toml"
    if kind != "new":
        path.write_bytes(VERSIONS[0])
    counts = Counter(killed_once(path, chance.uniform(0, 0.02), new=kind == "new") for _ in range(runs))
    left = list(folder.glob(".tunewise-*.tmp"))
    for one in left:
        os.utime(one, (0, 0))
    write_atomically(path, VERSIONS[0])
    counts["temporary files left by kills"] = len(left)
    counts["left after the next day's save"] = len(list(folder.glob(".tunewise-*.tmp")))
    sys.stdout.write(json.dumps(counts))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], int((sys.argv[4:] or ["0"])[0]))
