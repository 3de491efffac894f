"""Open scenarios that hold hostile texts at every place, in a terminal, look at all screens, and leave.

``python -m tests.slow.hostile_sessions [FILE [NUMBER]]``: FILE is a list of texts as JSON, such as a published list of
naughty strings; without one the texts are those of ``tests/hostile_texts.py``. Each scenario holds one text, or NUMBER
of them in turn, and is opened twice, with whole rows and with changed cells. A line for each session that fell short;
the last line is JSON with the counts. Exit status: 0 fine, 1 something fell short.
"""

import json
import os
import re
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path
from typing import Final

from tests.cli.window import COMMAND, Window, window
from tests.hostile_texts import NAUGHTY, raw_in, scenario_of
from tunewise.store.scenario_files import save_scenario

OUTPUTS: Final = ("plain", "cells")
ESCAPE, LEAVE = "\x1b", "\x11"
LOOKS: Final = ("1", "2", "3", "4", "2", "w", "?", ESCAPE, ":", ESCAPE, "o", ESCAPE, "S", ESCAPE, ESCAPE)
"""Keys that each change much: the screens, why, help, the commands, the files of the folder, another name."""
EDIT: Final = ("j", "j", "l", "D", ESCAPE, "u")
"""Keys that edit a signal, show how the scenario differs from its file, and take the edit back."""
ANSWER_SECONDS = 5.0
ALONE_SECONDS = 0.2
"""How long nothing follows an escape: what a busy reader finds right behind it is a key with alt to it."""

_OWN: Final = re.compile(r"\x1b(?:\[[\d;]*[CDHJKm]|\[\?[\d;]+(?:[hl]|\$p)|\[>\d+u|\[<u|\]22;[a-z-]*(?:\x07|\x1b\\))")
"""The sequences that the app itself sends: the cursor, colours, modes, the look of the pointer."""
_LONGEST_NAME = 120


def name_of(text: str) -> str:
    """Return the text as the name of a scenario file, as far as a file may have it."""
    raw = text.replace("/", "-").replace("\0", "").encode("utf-8", "replace")[:_LONGEST_NAME]
    return f"{raw.decode('utf-8', 'ignore')} case.toml"


def answered(opened: Window) -> bool:
    """Wait until something is drawn, and then until nothing is any more; say whether there was anything."""
    start, size = time.monotonic(), len(opened.raw)
    while len(opened.raw) == size:
        assert opened.process.poll() is None, "it ended by itself"
        if time.monotonic() > start + ANSWER_SECONDS / 2:
            return False
        opened.read()
    while len(opened.raw) > size:
        assert time.monotonic() < start + 2 * ANSWER_SECONDS, "it does not rest"
        size = len(opened.raw)
        opened.read()
    return True


def press(opened: Window, keys: Iterable[str]) -> None:
    """Press keys, each once the one before was drawn; what comes late counts for the next, so two silent ones fail."""
    silent = ""
    for key in keys:
        opened.send(key)
        if key == ESCAPE:
            time.sleep(ALONE_SECONDS)
        told = answered(opened)
        assert told or not silent, f"no answer to {silent} and {key!a}"
        silent = "" if told else ascii(key)


def raw_of(texts: Sequence[str], written: bytes) -> list[str]:
    """Return what a terminal must not get of what was written while the texts were shown."""
    told = written.decode("utf-8", "backslashreplace")
    found = [ascii(one) for one in raw_in(_OWN.sub("", told).replace("\r", ""))]
    theirs = [text[one.start() : one.start() + 8] for text in texts for one in re.finditer("\x1b", text)]
    found += [ascii(sequence) for sequence in theirs if sequence in told]
    return sorted({*found, *(["a traceback"] if "Traceback" in told else [])})


def fallen_short(texts: Sequence[str], output: str, folder: Path) -> list[str]:
    """Open a scenario full of the texts, look at everything, leave; return what was not as it must be."""
    case = folder / name_of(texts[0])
    save_scenario(scenario_of(*texts), case)
    before = case.read_bytes()
    settings = {"HOME": str(folder), "XDG_STATE_HOME": str(folder / "state"), "XDG_CONFIG_HOME": str(folder / "config")}
    settings["TUNEWISE_OUTPUT"] = output
    with window(COMMAND, str(case), controls=True, size="80x24", **settings) as opened:
        try:
            opened.wait("?2004h")  # the last mode that is set: the app is about to draw
            answered(opened)
            press(opened, (*LOOKS, *EDIT))
            leaving = time.monotonic()
            opened.send(LEAVE)
            status = opened.ended()
            assert time.monotonic() < leaving + ANSWER_SECONDS, "it left late"
        except AssertionError as short:
            return [str(short)]
        wrong = raw_of(texts, opened.raw)
    if status:
        wrong.append(f"exit status {status}")
    if case.read_bytes() != before:
        wrong.append("the file changed")
    wrong += [f"{one} was written" for one in folder.rglob("errors.log")]
    return wrong


def session(texts: Sequence[str], output: str) -> list[str]:
    """Do that in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
        return fallen_short(texts, output, Path(folder))


def tried(files: Iterable[Sequence[str]]) -> Iterator[tuple[str, list[str]]]:
    """Open a file with each of these groups of texts, in both ways; yield what fell short, by way and texts."""
    cases = list(product(files, OUTPUTS))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for (texts, output), wrong in zip(cases, pool.map(session, *zip(*cases, strict=True)), strict=True):
            if wrong:
                yield f"{output} {', '.join(ascii(text)[:60] for text in texts)}", wrong


def main(texts: Sequence[str], together: int = 1) -> int:
    """Try so many texts together in a file, say what fell short, and return the exit status."""
    files = [texts[first : first + together] for first in range(0, len(texts), together)]
    short = 0
    for short, (name, wrong) in enumerate(tried(files), 1):  # noqa: B007  # the last one counts
        sys.stdout.write(f"{name}: {'; '.join(wrong)}\n")
        sys.stdout.flush()
    counts = {"texts": len(texts), "sessions": len(files) * len(OUTPUTS), "fell short": short}
    sys.stdout.write(f"{json.dumps(counts)}\n")
    return 1 if short else 0


if __name__ == "__main__":
    told = json.loads(Path(sys.argv[1]).read_text("utf-8")) if sys.argv[1:] else NAUGHTY
    sys.exit(main(told, *map(int, sys.argv[2:3])))
