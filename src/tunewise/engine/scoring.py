"""The score: points times fit, rounded half up to a tenth, line by line, so that the lines add up to the score."""

from collections.abc import Mapping
from functools import lru_cache
from math import floor
from typing import Any

from tunewise.domain.assessment import Contribution, Reading
from tunewise.domain.scenario import Scenario, Scope
from tunewise.engine.failures import failure_fit, told_facts
from tunewise.engine.fit import expected_fit, fit_at, shares_of, task_fit
from tunewise.knowledge.schema import Factor
from tunewise.knowledge.tables import Knowledge

# Binary fractions of decimal fits fall a hair short of the half they stand for.
_HAIR = 1e-9
_COLUMNS_KEPT = 256

Column = Mapping[str, Contribution]
"""What one factor gives each option."""


def tenths(points: float, fit: float) -> int:
    """Return ``points`` times ``fit`` in tenths of a point, rounded half up."""
    return floor(10 * points * fit + 0.5 + _HAIR)


def columns(
    scenario: Scenario, readings: Mapping[str, Reading], scope: Scope, knowledge: Knowledge
) -> tuple[Column, ...]:
    """Return what every factor of ``scope`` gives each option, in the order of the tables."""
    return tuple(
        _column(knowledge, factor.id, factor.points_in(scope), _answer_to(factor, scenario, readings, knowledge))
        for factor in knowledge.factors_in(scope)
    )


def _answer_to(
    factor: Factor, scenario: Scenario, readings: Mapping[str, Reading], knowledge: Knowledge
) -> tuple[Any, ...]:
    """Return all that the column of ``factor`` depends on: between two keys nearly all is the same."""
    task = scenario.task
    if factor.kind == "signal":
        return task.kind, task.classes, readings[factor.id].value
    if factor.kind == "failures":
        return task.failures, told_facts(scenario, knowledge)
    return (task.kind,) if factor.kind == "task" else ()


@lru_cache(maxsize=_COLUMNS_KEPT)
def _column(knowledge: Knowledge, factor: str, points: int, answer: tuple[Any, ...]) -> Column:
    found = {}
    for option in knowledge.choices:
        fit, assumed = _fit(knowledge, option, knowledge.factors[factor], answer)
        carried = knowledge.factors[factor].kind == "signal" and option in knowledge.combinations
        carried_by = tuple(shares_of(knowledge, option, factor)) if carried else ()
        found[option] = Contribution(factor, tenths(points, fit), points * 10, assumed, carried_by)
    return found


def _fit(knowledge: Knowledge, option: str, factor: Factor, answer: tuple[Any, ...]) -> tuple[float, bool]:
    if factor.kind == "fixed":
        return knowledge.choices[option].simplicity, False
    if factor.kind == "task":
        return task_fit(knowledge, option, *answer), answer == (None,)
    if factor.kind == "failures":
        return failure_fit(knowledge, option, *answer), not answer[0]
    task, classes, value = answer
    if value is None:
        return expected_fit(knowledge, option, factor.id, task, classes), True
    return fit_at(knowledge, option, factor.id, task, classes, value), False


def factor_fit(
    option: str, factor: Factor, scenario: Scenario, readings: Mapping[str, Reading], knowledge: Knowledge
) -> tuple[float, bool]:
    """Return the fit of ``option`` on ``factor``, 0 to 1, and whether it is assumed because nobody has answered."""
    return _fit(knowledge, option, factor, _answer_to(factor, scenario, readings, knowledge))
