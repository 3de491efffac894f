"""How well an option fits a signal: piecewise-linear curves, combinations carried by their parts, and priors."""

from bisect import bisect_right
from functools import lru_cache

from tunewise.engine.failures import Told, mends
from tunewise.engine.readings import position_of
from tunewise.knowledge.schema import Knot, Option, Task
from tunewise.knowledge.tables import Knowledge

Curve = tuple[tuple[float, float], ...]
"""Knots (slider position, fit) in rising order of position."""

_FITS_KEPT = 512
"""Tables of fits that are kept: those of three kinds of task."""
_TABLES_KEPT = 4096


@lru_cache(maxsize=_FITS_KEPT)
def fits(knowledge: Knowledge, option: str, signal: str, task: str | None, classes: int | None) -> tuple[float, ...]:
    """Return the fit of ``option`` on ``signal`` at every slider value from 0 to 100."""
    parts = curves(knowledge, option, signal, task, classes)
    columns = [[share * fit for fit in _climbed(curve)] for share, curve in parts]
    return tuple(columns[0]) if len(columns) == 1 else tuple(map(sum, zip(*columns, strict=True)))


@lru_cache(maxsize=_TABLES_KEPT)
def curves(
    knowledge: Knowledge, option: str, signal: str, task: str | None, classes: int | None
) -> tuple[tuple[float, Curve], ...]:
    """Return the curves that carry ``signal`` for ``option``, with their shares."""
    return tuple(
        (share, curve_of(knowledge, knowledge.options[part], signal, task, classes))
        for part, share in shares_of(knowledge, option, signal).items()
    )


def fit_at(  # noqa: PLR0913  # one value of one signal for one option and task
    knowledge: Knowledge, option: str, signal: str, task: str | None, classes: int | None, value: int
) -> float:
    """Return the fit of ``option`` on ``signal`` at one slider value from 0 to 100."""
    return sum(share * _on(curve, value) for share, curve in curves(knowledge, option, signal, task, classes))


def shares_of(knowledge: Knowledge, option: str, signal: str) -> dict[str, float]:
    """Return which parts of ``option`` carry ``signal``, with their shares; a plain option carries all itself."""
    combination = knowledge.combinations.get(option)
    if combination is None:
        return {option: 1.0}
    carriers = combination.carry[signal]
    return {carriers: 1.0} if isinstance(carriers, str) else carriers


def curve_of(knowledge: Knowledge, option: Option, signal: str, task: str | None, classes: int | None) -> Curve:
    """Return the curve of ``option`` on ``signal`` with named counts of examples put in their places.

    Without a task the anchors are those of open-ended writing, the general figures of article 000.
    """
    anchors = task_counts(knowledge, task or "generation", classes)
    placed = [(_place(knot, anchors, option.examples_factor, knowledge), knot[1]) for knot in option.fit[signal]]
    if any(position > 100 for position, _ in placed):
        # The task needs more examples than the slider can tell: the closing knot at 100 would lie before its anchors.
        placed = [
            (position, fit) for (position, fit), knot in zip(placed, option.fit[signal], strict=True) if knot[0] != 100
        ]
    return tuple(sorted(placed, key=lambda knot: knot[0]))


def task_counts(knowledge: Knowledge, task: str, classes: int | None) -> dict[str, int]:
    """Return how many examples are ``enough``, ``good`` and ``full`` for a task with that many classes."""
    entry: Task = knowledge.tasks[task]
    times = (classes or entry.default_classes) if entry.per_class else 1
    enough, good = entry.enough * times, entry.good * times
    return {"enough": enough, "good": good, "full": max(entry.full, good)}


def _place(knot: Knot, anchors: dict[str, int], factor: int, knowledge: Knowledge) -> float:
    position = knot[0]
    if isinstance(position, int):
        return float(position)
    count = anchors[position] * factor if position in anchors else int(position.removeprefix("n"))
    return position_of(count, knowledge.meta.examples_scale)


def _on(curve: Curve, value: float) -> float:
    """Return the fit at ``value``; a vertical step counts as already climbed."""
    return _between(curve, bisect_right(curve, value, key=lambda knot: knot[0]), value)


def _climbed(curve: Curve) -> list[float]:
    """Return the fit at every slider value from 0 to 100."""
    fits, after = list[float](), 0
    for value in range(101):
        while after < len(curve) and curve[after][0] <= value:
            after += 1
        fits.append(_between(curve, after, value))
    return fits


def _between(curve: Curve, after: int, value: float) -> float:
    """Return the fit at ``value``, which lies before the knot of that number and not before the one ahead of it."""
    if after == 0:
        return curve[0][1]
    if after == len(curve):
        return curve[-1][1]
    (left, low), (right, high) = curve[after - 1], curve[after]
    return low + (high - low) * (value - left) / (right - left)


@lru_cache(maxsize=256)
def prior_weights(prior: tuple[int, int, int]) -> tuple[float, ...]:
    """Return the weight of each slider value from 0 to 100 under a triangular prior (low, most likely, high)."""
    low, mode, high = prior
    heights: list[float] = []
    for value in range(101):
        if value < low or value > high:
            heights.append(0.0)
        elif value <= mode:
            heights.append(1.0 if mode == low else (value - low) / (mode - low))
        else:
            heights.append((high - value) / (high - mode))
    total = sum(heights)
    return tuple(height / total for height in heights)


@lru_cache(maxsize=_TABLES_KEPT)
def expected_fit(knowledge: Knowledge, option: str, signal: str, task: str | None, classes: int | None) -> float:
    """Return the mean fit of ``option`` on ``signal`` while the signal is unknown."""
    weights = prior_weights(knowledge.signals[signal].prior)
    table = fits(knowledge, option, signal, task, classes)
    return sum(weight * fit for weight, fit in zip(weights, table, strict=True))


def task_fit(knowledge: Knowledge, option: str, task: str | None) -> float:
    """Return how well ``option`` suits ``task``; the mean over all tasks while it is unknown."""
    row = knowledge.choices[option].task
    return row[task] if task else sum(row.values()) / len(row)


@lru_cache(maxsize=_TABLES_KEPT)
def spread(  # noqa: PLR0913  # a pair of options on one signal for one task: six names, no more
    knowledge: Knowledge, one: str, other: str, factor: str, task: str | None, classes: int | None, told: Told
) -> float:
    """Return the variance of the difference in fit of two options while ``factor`` is unknown."""
    weights: tuple[float, ...]
    if factor == "task":
        first, second = knowledge.choices[one].task, knowledge.choices[other].task
        values = [first[name] - second[name] for name in knowledge.tasks]
        weights = (1 / len(values),) * len(values)
    elif factor == "failures":
        values = [
            mends(knowledge, one, name, told) - mends(knowledge, other, name, told) for name in knowledge.failures
        ]
        weights = tuple(entry.share for entry in knowledge.failures.values())
    else:
        weights = prior_weights(knowledge.signals[factor].prior)
        pairs = zip(
            fits(knowledge, one, factor, task, classes), fits(knowledge, other, factor, task, classes), strict=True
        )
        values = [left - right for left, right in pairs]
    mean = sum(weight * value for weight, value in zip(weights, values, strict=True))
    return sum(weight * (value - mean) ** 2 for weight, value in zip(weights, values, strict=True))
