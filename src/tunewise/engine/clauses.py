"""Conditions of gates and checklist items, with three values: true, false, and unknown (``None``)."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from tunewise.domain.assessment import CheckResult, Reading
from tunewise.domain.scenario import Scenario
from tunewise.engine.readings import count_of
from tunewise.knowledge.schema import Clause, Knowledge


class Finding(NamedTuple):
    """What a clause comes to here, and the fact that it rests on in words."""

    value: bool | None
    because: str = ""


UNKNOWN = Finding(None)


class Situation(NamedTuple):
    """What clauses look at: the scenario, its readings, and the checklist as far as it is settled."""

    scenario: Scenario
    readings: Mapping[str, Reading]
    checks: Mapping[str, CheckResult]
    knowledge: Knowledge


def any_of(clauses: Iterable[Clause], situation: Situation) -> Finding:
    """Return true with the first reason if a clause is true, false if all are false, else unknown."""
    value: bool | None = False
    for clause in clauses:
        finding = evaluate(clause, situation)
        if finding.value:
            return finding
        if finding.value is None:
            value = None
    return Finding(value)


def evaluate(clause: Clause, situation: Situation) -> Finding:
    """Return what ``clause`` comes to."""
    if clause.signal is not None:
        return _signal(clause, situation, situation.readings[clause.signal])
    if clause.fact is not None:
        return _fact(clause, getattr(situation.scenario.facts, clause.fact))
    if clause.check is not None:
        return _check(clause, situation.checks[clause.check])
    return _failure(clause, situation)


def _signal(clause: Clause, situation: Situation, reading: Reading) -> Finding:
    if reading.value is None:
        return UNKNOWN
    factor = situation.knowledge.signals[reading.signal]
    if clause.below_examples is not None or clause.at_least_examples is not None:
        exact = situation.scenario.facts.labelled_examples
        about = "" if exact is not None else "about "
        count = exact if exact is not None else count_of(reading.value, situation.knowledge.meta.examples_scale)
        enough = count >= (clause.at_least_examples or 0)
        value = enough if clause.below_examples is None else count < clause.below_examples
        return Finding(value, f"{about}{count:,} examples")
    return Finding(_compare(clause, reading.value), f"{factor.short} {reading.value}")


def _fact(clause: Clause, value: int | bool | None) -> Finding:
    if value is None:
        return UNKNOWN
    if clause.is_ is not None:
        return Finding(value is clause.is_)
    return Finding(_compare(clause, value), clause.words.format(value=value))


def _compare(clause: Clause, value: int) -> bool:
    if clause.below is not None:
        return value < clause.below
    return clause.at_least is not None and value >= clause.at_least


def _check(clause: Clause, check: CheckResult) -> Finding:
    if check.state == "unknown":
        return UNKNOWN
    return Finding((check.state == "yes") is clause.is_, check.because)


def _failure(clause: Clause, situation: Situation) -> Finding:
    named = situation.scenario.task.failures
    if not named:
        return UNKNOWN
    labels = ", ".join(situation.knowledge.failures[name].label for name in named)
    if clause.failure is not None:
        return Finding(clause.failure in named, labels)
    return Finding(set(named) <= set(clause.failures_only or ()), labels)
