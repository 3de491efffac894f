"""Published cases beside a scenario: which are near, why, and whether they agree with what is recommended."""

from typing import Any

from tunewise.domain.analysis import NearPrecedent
from tunewise.domain.assessment import Assessment
from tunewise.domain.scenario import Scenario
from tunewise.domain.validation import to_scenario
from tunewise.engine.clauses import any_of
from tunewise.engine.path import situation_of
from tunewise.engine.readings import slider_of
from tunewise.knowledge.cases import Lesson, Precedent
from tunewise.knowledge.tables import Knowledge


def scenario_of(precedent: Precedent, knowledge: Knowledge) -> Scenario:
    """Return the scenario that a published case describes, in the words of `knowledge/scales.toml`."""
    scales = knowledge.cases.scales
    facts: dict[str, Any] = {
        "labelled_examples": precedent.labelled_examples,
        "prompting_ladder_level": scales.prompting_ladder_level[precedent.prompting],
    }
    if precedent.privacy_need >= scales.data_may_not_leave_from:
        facts["data_may_leave"] = False
    data: dict[str, Any] = {
        "format": 1,
        "title": precedent.title,
        "summary": precedent.situation,
        "scope": "full",
        "task": {"kind": precedent.task, "failures": list(precedent.failures)},
        "signals": {**precedent.signals, "reasoning_gap": scales.reasoning_gap[precedent.base_model]},
        "facts": facts,
    }
    return to_scenario(data)


def near_precedents(assessment: Assessment, knowledge: Knowledge) -> tuple[NearPrecedent, ...]:
    """Return the published cases that are like this scenario, the likest first; none where nothing was told."""
    near = [_compare(precedent, assessment, knowledge) for precedent in knowledge.cases.precedent]
    return tuple(
        sorted((one for one in near if one.likeness >= knowledge.cases.scales.near_from), key=lambda one: -one.likeness)
    )


def _compare(precedent: Precedent, assessment: Assessment, knowledge: Knowledge) -> NearPrecedent:
    """Return how like the case is: what fails first, what else fails, the task, the readings, the base model."""
    rule, task = knowledge.cases.likeness, assessment.scenario.task
    because: list[str] = []
    unlike: list[str] = []
    likeness = _failures(precedent, assessment, knowledge, because, unlike)
    if task.kind == precedent.task:
        likeness += rule.task
        because.append(f"the task is {knowledge.tasks[precedent.task].label} too")
    signals, gap = readings_of(precedent, knowledge), 0.0
    told = [one for one in assessment.readings if one.value is not None and one.signal in signals]
    for reading in told:
        apart = abs(signals[reading.signal] - (reading.value or 0))
        gap += apart
        words = f"{knowledge.signals[reading.signal].short} {signals[reading.signal]} there, {reading.value} here"
        if apart <= rule.alike_within // 2:
            because.append(words)
        elif apart > 3 * rule.alike_within:
            unlike.append(words)
    if told:
        likeness += rule.signals * max(0.0, 1 - gap / len(told) / rule.nothing_in_common_from)
    likeness += _base_model(precedent, assessment, knowledge)
    ranking, outcome = assessment.ranking, precedent.outcome
    worked = {outcome.best, *outcome.acceptable}
    return NearPrecedent(
        precedent.id,
        likeness,
        tuple(because),
        tuple(unlike),
        agrees=ranking.destination in worked or ranking.next_step in worked,
        warns=ranking.destination in outcome.failed,
    )


def _failures(
    precedent: Precedent, assessment: Assessment, knowledge: Knowledge, because: list[str], unlike: list[str]
) -> float:
    rule, named = knowledge.cases.likeness, assessment.scenario.task.failures
    if not named:
        return 0.0
    first = knowledge.failures[precedent.failures[0]].short
    likeness = 0.0
    if named[0] == precedent.failures[0]:
        likeness += rule.leading_failure
        because.append(f"{first} fails first there too")
    elif set(named) & set(precedent.failures):
        likeness += rule.leading_failure / 2
        shared = next(name for name in named if name in precedent.failures)
        because.append(f"{knowledge.failures[shared].short} fails there too")
    else:
        unlike.append(f"{first} fails there")
    if set(named[1:]) & set(precedent.failures[1:]) or (len(named) == len(precedent.failures) == 1 and likeness):
        likeness += rule.other_failure
    return likeness


def _base_model(precedent: Precedent, assessment: Assessment, knowledge: Knowledge) -> float:
    value = assessment.reading("reasoning_gap").value
    if value is None:
        return 0.0
    apart = abs(knowledge.cases.scales.reasoning_gap[precedent.base_model] - value)
    rule = knowledge.cases.likeness
    return rule.base_model * max(0.0, 1 - apart / rule.other_base_model_from)


def readings_of(precedent: Precedent, knowledge: Knowledge) -> dict[str, int]:
    """Return the readings of a case with its examples on the slider."""
    examples = slider_of(precedent.labelled_examples, knowledge.meta.examples_scale)
    return {**precedent.signals, "labelled_data": examples}


def lessons_for(assessment: Assessment, knowledge: Knowledge) -> tuple[Lesson, ...]:
    """Return what practice adds to the articles here: first what speaks of the destination or the next step."""
    situation = situation_of(assessment, knowledge)
    ranking = assessment.ranking
    concerned = {ranking.destination, ranking.next_step}
    holds = [lesson for lesson in knowledge.cases.lesson if any_of(lesson.applies_when, situation).value]
    return tuple(sorted(holds, key=lambda one: not concerned & {*one.speaks_for, *one.speaks_against}))
