"""Every budget of the terminal: start, keys, a held key over a slow line, idleness, the end, and the commands.

    python benchmarks/terminal.py             # measure, with the recorded figures and the budgets beside them
    python benchmarks/terminal.py --runs 9    # more rounds: steadier times
    python benchmarks/terminal.py --check     # end with status 1 where a budget is missed
    python benchmarks/terminal.py --record    # keep these figures in benchmarks/recorded.toml

Everything goes through a real pseudo terminal of 100 by 30, once with whole repaints (plain) and once with
changed cells only (cells, as over SSH). Rounds are interleaved and medians shown. Bytes are exact; times only mean
something as ratios to an empty Textual app and an empty Python, measured in the same rounds.
"""

import argparse
import compileall
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import defaultdict
from pathlib import Path
from statistics import median, quantiles

from assess import timed
from terminal_line import Began, Line

import tunewise
from tunewise.engine.assess import assess
from tunewise.knowledge.load import shipped_knowledge
from tunewise.session.edits import set_value
from tunewise.session.session import Session
from tunewise.store.scenario_files import shipped_scenarios

TWO_MODELS = "from pydantic import BaseModel\nclass One(BaseModel):\n  a: int\nclass Two(BaseModel):\n  a: One\n"
"""The least that anything with models costs: where this alone passes the budget of ``rank``, nothing can keep it."""

HERE = Path(__file__).parent
LAB = HERE.parent / "scenarios" / "support-replies.toml"
RECORDED = HERE / "recorded.toml"
WRITERS = ("plain", "cells")
COMMAND = str(Path(sys.executable).parent / "tunewise")
BARE = [sys.executable, str(HERE / "bare_app.py")]

# What is measured: unit, what it must keep and what it aims at, and whether the budget is for the cells writer only.
BUDGETS: dict[str, tuple[str, float, float, bool]] = {
    "first paint ÷ bare": ("x", 1.4, 1.0, False),
    "settled ÷ bare": ("x", 2.0, 1.6, False),
    "bytes until settled": ("B", 14_000, 7_000, True),
    "slider: last byte p50": ("ms", 9, 6, False),
    "slider: last byte p95": ("ms", 16, 16, False),
    "slider ÷ key of a bare app": ("x", 3, 2, False),
    "slider": ("B", 600, 300, True),
    "focus": ("B", 1_500, 750, True),
    "chart": ("B", 2_500, 1_250, True),
    "whole screen": ("B", 8_000, 4_000, True),
    "dialog": ("B", 8_000, 4_000, True),
    "held key, slow line: backlog": ("ms", 500, 200, True),
    "held key, slow line: bytes": ("B", 200_000, 100_000, True),
    "idle": ("B/s", 0, 0, False),
    "idle: processor": ("%", 0.3, 0.3, False),
    "quit key to end": ("ms", 100, 50, False),
    "assess one scenario": ("ms", 3, 1, False),
    "everything a key needs": ("ms", 8, 3, False),
    "rank ÷ python -c pass": ("x", 12, 8, False),
    "rank ÷ two pydantic models": ("x", 1.5, 1.2, False),
    "--version ÷ python -c pass": ("x", 3, 2, False),
}

RIGHT, DOWN, UP, ESCAPE = b"l", b"j", b"k", b"\x1b"
# How each kind of key is pressed: what leads there, then the keys that are measured.
KINDS: dict[str, tuple[list[bytes], list[bytes]]] = {
    "slider": ([DOWN, DOWN], [RIGHT] * 10),
    "focus": ([], [DOWN, UP] * 4),
    "chart": ([ESCAPE, b"3", DOWN], [RIGHT] * 4),
    "whole screen": ([ESCAPE], [b"2", b"1", b"2"]),
    "dialog": ([b"2", ESCAPE], [b"?", ESCAPE, b":", ESCAPE]),
}

Figures = dict[str, list[float]]


def app(writer: str, folder: Path, **line: float) -> Line:
    """Open the example and wait until the screen is calm."""
    case = folder / f"{writer}.toml"
    shutil.copy(LAB, case)
    own = {"XDG_STATE_HOME": tempfile.mkdtemp(dir=folder), "XDG_CONFIG_HOME": str(folder), "TUNEWISE_OUTPUT": writer}
    opened = Line([sys.executable, "-m", "tunewise", str(case)], settings=own, **line)
    opened.settle()
    return opened


def start_and_end(writer: str, folder: Path, least: Began, found: Figures) -> None:
    """Measure the start, three idle seconds, and the quit key."""
    line = app(writer, folder)
    ours = line.began_drawing()
    found["first paint ÷ bare"].append(ours.painted / least.painted)
    found["settled ÷ bare"].append(ours.settled / least.settled)
    found["bytes until settled"].append(ours.bytes_settled)
    mark, used = len(line.arrived), line.cpu()
    line.pump(time.monotonic() + 3)
    found["idle"].append(line.since(mark) / 3)
    found["idle: processor"].append((line.cpu() - used) / 3 * 100)
    pressed = line.press(b"\x11")
    line.pump(pressed + 10)
    found["quit key to end"].append((line.ended_at - pressed) * 1_000 if line.status is not None else 10_000.0)
    line.close()


def after_key(line: Line, key: bytes) -> float:
    """Press a key and return how many milliseconds later its last byte arrived."""
    pressed = line.press(key)
    line.answer(pressed)
    return (line.arrived[-1][0] - pressed) * 1_000


def keys(writer: str, folder: Path, found: Figures) -> None:
    """Measure every kind of key."""
    line = app(writer, folder)
    for kind, (before, measured) in KINDS.items():
        for key in before:
            line.answer(line.press(key))
        for key in measured:
            mark = len(line.arrived)
            taken = after_key(line, key)
            if len(line.arrived) == mark:
                raise SystemExit(f"{writer}: {key!r} changed nothing ({kind})")
            found[kind].append(line.since(mark))
            found[f"{kind}: last byte"].append(taken)
    line.close()


def held(writer: str, folder: Path, found: Figures) -> None:
    """Hold a key for three seconds over a line of 64 kB/s and 100 ms."""
    line = app(writer, folder, bandwidth=64_000, delay=0.1)
    for key in (DOWN, DOWN):
        line.answer(line.press(key))
    mark, begin = len(line.arrived), time.monotonic()
    for number in range(90):
        pressed = line.press(RIGHT if number < 45 else b"h")
        line.pump(begin + (number + 1) / 30)
    line.quiet(1.0)
    line.pump(line.arrived[-1][0])
    found["held key, slow line: backlog"].append(max(line.arrived[-1][0] - pressed, 0) * 1_000)
    found["held key, slow line: bytes"].append(line.since(mark))
    line.close()


def inside(found: Figures) -> None:
    """Measure what a key needs, without a terminal."""
    knowledge, scenario = shipped_knowledge(), shipped_scenarios()["support-replies"]
    found["assess one scenario"].append(timed(lambda: assess(scenario, knowledge), 100))
    session, values = Session(scenario, knowledge), iter(range(1_000))
    step = timed(lambda: session.edit(set_value("signals.freshness_need", next(values) % 101)), 100)
    found["everything a key needs"].append(step)


def commands(found: Figures) -> None:
    """Measure the commands that open no screen against an empty Python, all in turn."""
    empty = [sys.executable, "-c", "pass"]
    models = [sys.executable, "-c", TWO_MODELS]
    runs = {"pass": empty, "models": models, "rank": [COMMAND, "rank", str(LAB)], "--version": [COMMAND, "--version"]}
    taken = defaultdict[str, list[float]](list)
    for _ in range(15):
        for name, words in runs.items():
            start = time.perf_counter()
            subprocess.run(words, capture_output=True, check=False)
            taken[name].append(time.perf_counter() - start)
    for name in ("rank", "--version"):
        found[f"{name} ÷ python -c pass"].append(median(taken[name]) / median(taken["pass"]))
    found["rank ÷ two pydantic models"].append(median(taken["rank"]) / median(taken["models"]))


def measure(rounds: int) -> dict[str, dict[str, float]]:
    """Return the medians of all figures for both writers; the first round only warms up."""
    found: dict[str, Figures] = {writer: defaultdict(list) for writer in WRITERS}
    with tempfile.TemporaryDirectory() as name:
        for number in range(rounds + 1):
            order = WRITERS if number % 2 else WRITERS[::-1]
            for writer in order:
                figures = found[writer] if number else defaultdict(list)
                bare = Line(BARE)
                bare.settle()
                least = bare.began_drawing()
                figures["key of a bare app"] += [after_key(bare, b"x") for _ in range(10)]
                bare.close()
                start_and_end(writer, Path(name), least, figures)
                keys(writer, Path(name), figures)
                held(writer, Path(name), figures)
                commands(figures)
            print(f"round {number} of {rounds}", file=sys.stderr, flush=True)
    for figures in found.values():
        inside(figures)
    return {writer: {name: one_figure(figures, name) for name in BUDGETS} for writer, figures in found.items()}


def one_figure(figures: Figures, name: str) -> float:
    """Return the median of what was measured, the quantile that the name asks for, or a ratio of two medians."""
    if name == "slider ÷ key of a bare app":
        return round(median(figures["slider: last byte"]) / median(figures["key of a bare app"]), 2)
    base = name.removesuffix(" p50").removesuffix(" p95")
    values = figures[base]
    return round(quantiles(values, n=20)[-1] if name.endswith("p95") and len(values) > 1 else median(values), 2)


def main() -> int:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3, metavar="ROUNDS")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--record", action="store_true")
    wanted = parser.parse_args()
    recorded = tomllib.loads(RECORDED.read_text("utf-8")) if RECORDED.exists() else {}
    # As installing does: else every program would be read and compiled anew at each start.
    compileall.compile_dir(Path(tunewise.__file__).parent, quiet=2)
    figures = measure(wanted.runs)
    missed = []
    print(f"{'':<30}{'unit':>5}{'plain':>10}{'before':>10}{'cells':>10}{'before':>10}{'must':>9}{'aim':>9}")
    for name, (unit, must, aim, only_cells) in BUDGETS.items():
        row = f"{name:<30}{unit:>5}"
        for writer in WRITERS:
            before = recorded.get(writer, {}).get(name)
            row += f"{figures[writer][name]:>10,g}{'-' if before is None else format(before, ',g'):>10}"
            if figures[writer][name] > must and (writer == "cells" or not only_cells):
                missed.append(f"{name} ({writer})")
        print(f"{row}{must:>9,g}{aim:>9,g}")
    print("\nmissed: " + ", ".join(missed) if missed else "\nevery budget is kept")
    if wanted.record:
        lines = [f"[{writer}]\n" + "".join(f'"{n}" = {v}\n' for n, v in figures[writer].items()) for writer in WRITERS]
        RECORDED.write_text("# Kept by benchmarks/terminal.py --record.\n" + "\n".join(lines), "utf-8")
    return 1 if missed and wanted.check else 0


if __name__ == "__main__":
    raise SystemExit(main())
