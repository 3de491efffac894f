"""What if: who leads along one signal or over two, how much weight the lead bears, and two options line by line.

All of it goes through the gates, and it is exact: signals are whole numbers from 0 to 100, and each of them is tried.
The scope of the scenario stays as it is.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import groupby

from tunewise.domain.analysis import Difference, HeadToHead, Segment, Strip, TwoWayMap, WeightInterval
from tunewise.domain.assessment import RankedOption
from tunewise.domain.scenario import Scenario
from tunewise.engine.landscape import Landscape
from tunewise.engine.thresholds import thresholds
from tunewise.knowledge.tables import Knowledge

# An end of the scale that is met but for the error of binary fractions is the end of the scale.
_HAIR = 1e-9


def winner_strips(scenario: Scenario, knowledge: Knowledge) -> tuple[Strip, ...]:
    """Return for each signal which option is the destination at which slider values, all else as it is.

    These are the signals in scope, and those out of scope that a gate looks at which may rule an option out.
    """
    landscape = Landscape(scenario, knowledge)
    return tuple(
        Strip(signal, landscape.readings[signal].value, _segments(signal, landscape)) for signal in landscape.signals
    )


def _segments(signal: str, landscape: Landscape) -> tuple[Segment, ...]:
    """Return the runs of values with one destination that is either open or held everywhere."""
    leaders = landscape.along(signal)
    limits = thresholds(landscape.knowledge, signal, landscape.scenario.task.classes)
    regions = [bisect_right(limits, value) for value in range(101)]
    held: dict[tuple[str | None, int], bool] = {}
    places = []
    for value, place in enumerate(zip(leaders, regions, strict=True)):
        if place not in held:
            option = place[0]
            held[place] = option is not None and bool(landscape.closed_gates(option, {signal: value}))
        places.append((place[0], held[place]))
    segments, first = [], 0
    for (option, off), run in groupby(places):
        last = first + len(list(run)) - 1
        segments.append(Segment(first, last, option, off))
        first = last + 1
    return tuple(segments)


def default_pair(strips: Sequence[Strip]) -> tuple[str, str]:
    """Return the two signals of ``strips`` whose nearest flips lie nearest to where the scenario stands.

    Signals that never flip, or whose value is unknown, fill up in the order of the strips. Needs two strips at least.
    """
    nearest = sorted(strips, key=_distance_to_flip)  # stable: what never flips keeps its order
    return nearest[0].signal, nearest[1].signal


def _distance_to_flip(strip: Strip) -> float:
    value = strip.value
    if value is None:
        return float("inf")
    home = next(segment for segment in strip.segments if segment.first <= value <= segment.last)
    ways = [value - home.first + 1] if home.first > 0 else []
    ways += [home.last + 1 - value] if home.last < 100 else []
    return min(ways, default=float("inf"))


def two_way_map(  # noqa: PLR0913  # a grid of two named signals and its size
    scenario: Scenario, knowledge: Knowledge, x_signal: str, y_signal: str, columns: int, rows: int
) -> TwoWayMap:
    """Return the destination for pairs of values of two different signals, all else as it is.

    ``columns`` and ``rows``, from 2 up, spread evenly from 0 to 100; more than 101 would only repeat values.
    """
    landscape = Landscape(scenario, knowledge)
    xs, ys = _spread_over_slider(columns), _spread_over_slider(rows)
    cells = []
    for y in ys:
        leaders = landscape.along(x_signal, {y_signal: y})
        cells.append(tuple(leaders[x] for x in xs))
    here = (landscape.readings[x_signal].value, landscape.readings[y_signal].value)
    return TwoWayMap(x_signal, y_signal, xs, ys, tuple(cells), *here)


def _spread_over_slider(count: int) -> tuple[int, ...]:
    steps = min(count, 101) - 1
    return tuple((200 * step + steps) // (2 * steps) for step in range(steps + 1))


def weight_intervals(scenario: Scenario, knowledge: Knowledge) -> tuple[WeightInterval, ...]:
    """Return for each factor in scope the points between which the destination stays first, the others rescaled.

    This is the weight stability interval of PROMETHEE, against every option that is not ruled out, also parts and
    extensions of the leader. It is exact, from fits that are not rounded; a lead that only rounding or the tie rule
    gives counts as none. There are no intervals where every option is ruled out.
    """
    landscape = Landscape(scenario, knowledge)
    leader = landscape.destination()
    if leader is None:
        return ()
    points = {factor.id: float(factor.points_in(landscape.scope)) for factor in landscape.factors}
    out = landscape.ruled_out({})
    gaps = {
        rival: {factor: landscape.fit(leader, factor) - landscape.fit(rival, factor) for factor in points}
        for rival in landscape.options
        if rival != leader and rival not in out
    }
    leads = {rival: max(0.0, sum(points[factor] * by[factor] for factor in points)) for rival, by in gaps.items()}
    slopes = {factor: {rival: _slope(factor, by, points) for rival, by in gaps.items()} for factor in points}
    return tuple(_interval(factor, points[factor], leads, slopes[factor]) for factor in points)


def _slope(factor: str, gaps: dict[str, float], points: dict[str, float]) -> float:
    """Return what the lead gains with each point that ``factor`` takes from the others, in points."""
    others = sum(points[name] * gaps[name] for name in points if name != factor) / (100 - points[factor])
    return gaps[factor] - others


def _interval(factor: str, points: float, leads: dict[str, float], slopes: dict[str, float]) -> WeightInterval:
    # Where two rivals draw level at the same point, the one that draws away faster takes over.
    low, _, below = max(
        ((points - leads[rival] / slope, slope, rival) for rival, slope in slopes.items() if slope > 0),
        default=(0.0, 0.0, None),
    )
    high, _, above = min(
        ((points - leads[rival] / slope, slope, rival) for rival, slope in slopes.items() if slope < 0),
        default=(100.0, 0.0, None),
    )
    if low <= _HAIR:
        low, below = 0.0, None
    if high >= 100 - _HAIR:
        high, above = 100.0, None
    return WeightInterval(factor, points, low, high, below, above)


def head_to_head(one: str, other: str, options: Iterable[RankedOption]) -> HeadToHead:
    """Return two of ``options`` line by line, the greatest difference either way first, in tenths of a point."""
    entries = {entry.option: entry for entry in options}
    first, second = entries[one], entries[other]
    lines = zip(first.contributions, second.contributions, strict=True)
    differences = [Difference(line.factor, line.earned_tenths, against.earned_tenths) for line, against in lines]
    return HeadToHead(
        one=one,
        other=other,
        lead_tenths=first.score_tenths - second.score_tenths,
        differences=tuple(sorted(differences, key=lambda entry: -abs(entry.tenths))),
        dominates=dominates(first, second),
    )


def dominates(one: RankedOption, other: RankedOption) -> bool:
    """Tell whether ``one`` earns at least as much on every line, to a tenth: then no weighting reverses the order."""
    lines = zip(one.contributions, other.contributions, strict=True)
    return all(line.earned_tenths >= against.earned_tenths for line, against in lines)
