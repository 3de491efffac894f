"""The readiness checklist: each item yes, no or unknown, from facts first and from the user's word otherwise."""

from collections.abc import Mapping

from tunewise.domain.assessment import CheckResult, ReadinessReport, Reading
from tunewise.domain.scenario import Scenario
from tunewise.engine.clauses import Situation, any_of
from tunewise.engine.fit import task_counts
from tunewise.engine.readings import count_of
from tunewise.knowledge.schema import CheckItem
from tunewise.knowledge.tables import Knowledge


def settle_checks(
    scenario: Scenario, readings: Mapping[str, Reading], knowledge: Knowledge, *, counted: bool = True
) -> dict[str, CheckResult]:
    """Return the state of every item. A fact that speaks against an item wins over a tick.

    Where the examples are not ``counted``, their number is read off the slider.
    """
    situation = Situation(scenario, readings, {}, knowledge, counted)
    return {item.id: _settle(item, situation) for item in knowledge.tables.item}


def _settle(item: CheckItem, situation: Situation) -> CheckResult:
    answer: bool | None = getattr(situation.scenario.readiness, item.id)
    against = any_of(item.fails_when, situation)
    if against.value:
        return CheckResult(item.id, item.label, "no", False, against.because, item.next_action)
    if answer is not None:
        return CheckResult(item.id, item.label, "yes" if answer else "no", True, "your word", item.next_action)
    speaks_for = any_of(item.holds_when, situation)
    if item.holds_when and speaks_for.value:
        return CheckResult(item.id, item.label, "yes", False, speaks_for.because, item.next_action)
    return CheckResult(item.id, item.label, "unknown", False, "your word needed", item.next_action)


def report_readiness(
    scenario: Scenario, readings: Mapping[str, Reading], checks: Mapping[str, CheckResult], knowledge: Knowledge
) -> ReadinessReport:
    """Return the checklist with the ladder level and the examples that the task needs."""
    task = scenario.task
    needed = task_counts(knowledge, task.kind, task.classes) if task.kind else None
    return ReadinessReport(
        items=tuple(checks.values()),
        ladder_level=scenario.facts.prompting_ladder_level,
        examples=_examples(scenario, readings["labelled_data"], knowledge),
        examples_enough=needed["enough"] if needed else None,
        examples_good=needed["good"] if needed else None,
    )


def _examples(scenario: Scenario, reading: Reading, knowledge: Knowledge) -> int | None:
    """Return how many examples there are: the count where it was told, else what the slider stands for."""
    if scenario.facts.labelled_examples is not None:
        return scenario.facts.labelled_examples
    return None if reading.value is None else count_of(reading.value, knowledge.meta.examples_scale)
