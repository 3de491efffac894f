"""The score: points times fit, rounded half up to a tenth, line by line, so that the lines add up to the score."""

from collections.abc import Mapping
from functools import lru_cache
from math import floor

from tunewise.domain.assessment import Contribution, Reading
from tunewise.domain.scenario import Scenario, Scope
from tunewise.engine.failures import failure_fit, told_facts
from tunewise.engine.fit import expected_fit, fit_at, shares_of, task_fit
from tunewise.knowledge.schema import Factor
from tunewise.knowledge.tables import Knowledge

# Binary fractions of decimal fits fall a hair short of the half they stand for.
_HAIR = 1e-9
_LINES_KEPT = 1024


def tenths(points: float, fit: float) -> int:
    """Return ``points`` times ``fit`` in tenths of a point, rounded half up."""
    return floor(10 * points * fit + 0.5 + _HAIR)


def score_lines(
    option: str, scenario: Scenario, readings: Mapping[str, Reading], scope: Scope, knowledge: Knowledge
) -> tuple[Contribution, ...]:
    """Return the contribution of every factor of ``scope`` to ``option``, in the order of the tables."""
    return tuple(_line(option, factor, scenario, readings, scope, knowledge) for factor in knowledge.factors_in(scope))


def _line(  # noqa: PLR0913  # one cell of the table: option and factor, in a situation, by the tables
    option: str, factor: Factor, scenario: Scenario, readings: Mapping[str, Reading], scope: Scope, knowledge: Knowledge
) -> Contribution:
    points = factor.points_in(scope)
    if factor.kind == "signal":
        task = scenario.task
        return _signal_line(knowledge, option, factor.id, points, task.kind, task.classes, readings[factor.id].value)
    fit, assumed = factor_fit(option, factor, scenario, readings, knowledge)
    return Contribution(factor.id, tenths(points, fit), points * 10, assumed, ())


@lru_cache(maxsize=_LINES_KEPT)
def _signal_line(  # noqa: PLR0913  # all that a line of a signal depends on: between two keys nearly all are the same
    knowledge: Knowledge,
    option: str,
    signal: str,
    points: int,
    task: str | None,
    classes: int | None,
    value: int | None,
) -> Contribution:
    fit, assumed = _signal_fit(knowledge, option, signal, task, classes, value)
    carried_by = tuple(shares_of(knowledge, option, signal)) if option in knowledge.combinations else ()
    return Contribution(signal, tenths(points, fit), points * 10, assumed, carried_by)


def factor_fit(
    option: str, factor: Factor, scenario: Scenario, readings: Mapping[str, Reading], knowledge: Knowledge
) -> tuple[float, bool]:
    """Return the fit of ``option`` on ``factor``, 0 to 1, and whether it is assumed because nobody has answered."""
    task = scenario.task
    if factor.kind == "fixed":
        return knowledge.choices[option].simplicity, False
    if factor.kind == "task":
        return task_fit(knowledge, option, task.kind), task.kind is None
    if factor.kind == "failures":
        return failure_fit(knowledge, option, task.failures, told_facts(scenario, knowledge)), not task.failures
    return _signal_fit(knowledge, option, factor.id, task.kind, task.classes, readings[factor.id].value)


def _signal_fit(  # noqa: PLR0913  # as above
    knowledge: Knowledge, option: str, signal: str, task: str | None, classes: int | None, value: int | None
) -> tuple[float, bool]:
    if value is None:
        return expected_fit(knowledge, option, signal, task, classes), True
    return fit_at(knowledge, option, signal, task, classes, value), False
