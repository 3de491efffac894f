"""How long one assessment and one edit take, cold and warm, as milliseconds and as ratios to an empty Python."""

import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from tunewise.domain.names import UNTITLED
from tunewise.domain.scenario import Scenario
from tunewise.engine.assess import assess
from tunewise.knowledge.load import shipped_knowledge
from tunewise.session.edits import set_value
from tunewise.session.session import Session
from tunewise.store.scenario_files import shipped_scenarios

RUNS = 300


def timed(work: object, runs: int = RUNS) -> float:
    """Return the median milliseconds of calling ``work``."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()  # type: ignore[operator]
        times.append((time.perf_counter() - start) * 1000)
    return median(times)


def process(*words: str) -> float:
    """Return the median milliseconds of a whole process, of 9."""
    return timed(lambda: subprocess.run([sys.executable, *words], capture_output=True, check=False), 9)


def main() -> None:
    """Print the figures."""
    knowledge = shipped_knowledge()
    for name, scenario in {"blank": Scenario(title=UNTITLED), **shipped_scenarios()}.items():
        start = time.perf_counter()
        assess(scenario, knowledge)
        cold = (time.perf_counter() - start) * 1000
        warm = timed(lambda one=scenario: assess(one, knowledge))
        print(f"assess {name:<24} first {cold:6.2f} ms   then {warm:6.2f} ms")
    session = Session(shipped_scenarios()["support-replies"], knowledge)
    values = iter(range(RUNS))
    step = timed(lambda: session.edit(set_value("signals.freshness_need", next(values) % 101)))
    print(f"one slider step: validate, assess, explain      {step:6.2f} ms")
    empty = process("-c", "pass")
    lab = str(Path(__file__).parent.parent / "scenarios" / "support-replies.toml")
    for words in (("--version",), ("rank", lab)):
        print(f"tunewise {words[0]:<12} {process('-m', 'tunewise', *words) / empty:5.1f} x python -c pass")


if __name__ == "__main__":
    main()
