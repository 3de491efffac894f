"""How long a closer look takes: strips, a two-way map, weights, requirements and the draws, in milliseconds."""

import time
from itertools import cycle
from statistics import median

from tunewise.domain.names import UNTITLED
from tunewise.domain.scenario import Scenario
from tunewise.engine.requirements import requirements_for
from tunewise.engine.robustness import Sampler
from tunewise.engine.whatif import default_pair, two_way_map, weight_intervals, winner_strips
from tunewise.knowledge.load import shipped_knowledge
from tunewise.store.scenario_files import shipped_scenarios

RUNS = 30


def timed(work: object, runs: int = RUNS) -> float:
    """Return the median milliseconds of calling ``work``."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()  # type: ignore[operator]
        times.append((time.perf_counter() - start) * 1000)
    return median(times)


def drawn(sampler: Sampler, slice_draws: int) -> list[float]:
    """Return the milliseconds of each slice until ``sampler`` has drawn enough."""
    times = []
    while sampler.done < sampler.total:
        start = time.perf_counter()
        sampler.draw(slice_draws)
        times.append((time.perf_counter() - start) * 1000)
    return times


def main() -> None:
    """Print the figures."""
    knowledge = shipped_knowledge()
    slice_draws = knowledge.meta.sampling.slice_draws
    for name, scenario in {"blank": Scenario(title=UNTITLED), **shipped_scenarios()}.items():
        start = time.perf_counter()
        x_signal, y_signal = default_pair(winner_strips(scenario, knowledge))
        cold = (time.perf_counter() - start) * 1000
        strips = timed(lambda one=scenario: winner_strips(one, knowledge))
        two_way = timed(lambda one=scenario, x=x_signal, y=y_signal: two_way_map(one, knowledge, x, y, 60, 20))
        weights = timed(lambda one=scenario: weight_intervals(one, knowledge))
        options = cycle(knowledge.choices)
        needs = timed(
            lambda one=scenario, turn=options: requirements_for(next(turn), one, knowledge), len(knowledge.choices)
        )
        sampler = Sampler(scenario, knowledge)
        slices = drawn(sampler, slice_draws)
        result = timed(sampler.result)
        print(
            f"{name:<22} strips first {cold:5.1f} then {strips:4.1f}   map {two_way:4.1f}   weights {weights:3.1f}"
            f"   requirements {needs:5.1f}   {sampler.total:,} draws {sum(slices):5.0f}"
            f"   slice of {slice_draws} {median(slices):4.1f}, longest {max(slices):4.1f}   result {result:4.1f}"
        )


if __name__ == "__main__":
    main()
