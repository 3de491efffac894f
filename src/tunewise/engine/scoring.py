"""The score: points times fit, rounded half up to a tenth, line by line, so that the lines add up to the score."""

from math import floor

from tunewise.domain.assessment import Contribution, Reading
from tunewise.domain.scenario import Scenario
from tunewise.engine.fit import expected_fit, fit_at, shares_of, task_fit
from tunewise.knowledge.schema import Factor, Knowledge

# Binary fractions of decimal fits fall a hair short of the half they stand for.
_HAIR = 1e-9


def tenths(points: float, fit: float) -> int:
    """Return ``points`` times ``fit`` in tenths of a point, rounded half up."""
    return floor(10 * points * fit + 0.5 + _HAIR)


def score_lines(
    option: str, scenario: Scenario, readings: tuple[Reading, ...], knowledge: Knowledge
) -> tuple[Contribution, ...]:
    """Return the contribution of every factor to ``option``, in the order of the tables."""
    by_signal = {reading.signal: reading for reading in readings}
    return tuple(
        _line(option, factor, scenario, by_signal.get(factor.id), knowledge) for factor in knowledge.tables.factor
    )


def _line(
    option: str, factor: Factor, scenario: Scenario, reading: Reading | None, knowledge: Knowledge
) -> Contribution:
    kind = scenario.task.kind
    possible = factor.points * 10
    if factor.kind == "fixed":
        return Contribution(factor.id, tenths(factor.points, knowledge.choices[option].simplicity), possible, False)
    if factor.kind == "task":
        fit = task_fit(knowledge, option, kind)
        return Contribution(factor.id, tenths(factor.points, fit), possible, kind is None)
    carried_by = tuple(shares_of(knowledge, option, factor.id)) if option in knowledge.combinations else ()
    classes = scenario.task.classes
    if reading is None or reading.value is None:
        fit = expected_fit(knowledge, option, factor.id, kind, classes)
        return Contribution(factor.id, tenths(factor.points, fit), possible, True, carried_by)
    fit = fit_at(knowledge, option, factor.id, kind, classes, reading.value)
    return Contribution(factor.id, tenths(factor.points, fit), possible, False, carried_by)
