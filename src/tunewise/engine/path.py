"""The path: from the step of today over what opens the destination to the destination, and what may be added later."""

from typing import TYPE_CHECKING

from tunewise.domain.analysis import PathStep
from tunewise.domain.assessment import Assessment, RankedOption
from tunewise.engine.clauses import Situation, any_of
from tunewise.engine.failures import mends, told_facts
from tunewise.engine.ranking import sequence_of
from tunewise.knowledge.tables import Knowledge

if TYPE_CHECKING:
    from tunewise.knowledge.cases import Pattern


def path_of(assessment: Assessment, knowledge: Knowledge) -> tuple[PathStep, ...]:
    """Return the steps in order; empty when every option is ruled out."""
    ranking = assessment.ranking
    if ranking.destination is None:
        return ()
    destination = ranking.find(ranking.destination)
    steps = [PathStep("today", ranking.next_step)] if ranking.next_step else []
    if ranking.next_step == ranking.destination:
        steps += _questions(destination, knowledge)
    else:
        steps += [PathStep("do", text=finding.opens, gate=finding.gate) for finding in destination.gates]
        steps += _questions(destination, knowledge)
        steps += _parts(destination, assessment, knowledge)
        steps.append(PathStep("arrive", ranking.destination))
    return (*steps, *_extensions(destination, assessment, knowledge))


def _questions(destination: RankedOption, knowledge: Knowledge) -> list[PathStep]:
    """Return what is still to answer before the destination may start, each question once."""
    seen: dict[str, PathStep] = {}
    for finding in destination.preconditions:
        question = knowledge.gates[finding.gate].question
        if finding.tier == "not-yet" and finding.likely:
            seen.setdefault(question, PathStep("ask", text=question, gate=finding.gate))
    return list(seen.values())


def _parts(destination: RankedOption, assessment: Assessment, knowledge: Knowledge) -> list[PathStep]:
    """Return the parts of a combination that are built after the first, with when to add them."""
    combination = knowledge.combinations.get(destination.option)
    if combination is None:
        return []
    scenario = assessment.scenario
    order = sequence_of(destination.option, scenario, knowledge)
    step = assessment.ranking.next_step
    there = {*scenario.facts.in_place, *(knowledge.parts_of(step) if step else ())}
    later = [part for part in order if part not in there]
    # The words of the table are written for the usual order; where it is another one they do not hold.
    then = combination.then if order == combination.sequence else ""
    steps = [PathStep("build", part, then if part == order[-1] else "") for part in later]
    return [step._replace(text=f"{_alone(step, assessment, destination)}{step.text}") for step in steps]


def _alone(step: PathStep, assessment: Assessment, destination: RankedOption) -> str:
    """Say so where a part is ruled out on its own and comes as part of the destination only."""
    ruled_out = step.option and assessment.ranking.find(step.option).tier == "ruled-out"
    return f"Not on its own, but as part of {destination.label}. " if ruled_out else ""


def _extensions(destination: RankedOption, assessment: Assessment, knowledge: Knowledge) -> list[PathStep]:
    """Return the combinations that the destination is part of and that are not ruled out, the best first."""
    parts = set(knowledge.parts_of(destination.option))
    return [
        PathStep("later", entry.option, knowledge.combinations[entry.option].then)
        for entry in assessment.ranking.options
        if entry.tier != "ruled-out"
        and entry.option in knowledge.combinations
        and parts < set(knowledge.parts_of(entry.option))
    ]


def patterns_for(assessment: Assessment, knowledge: Knowledge) -> "tuple[Pattern, ...]":
    """Return the hybrid patterns that fit the destination or the situation, the best fitting first."""
    situation = situation_of(assessment, knowledge)
    destination = assessment.ranking.destination

    def weight(pattern: "Pattern") -> int:
        return 2 * (destination in pattern.fits) + bool(any_of(pattern.applies_when, situation).value)

    return tuple(sorted((one for one in knowledge.cases.pattern if weight(one)), key=lambda one: -weight(one)))


def unmended(assessment: Assessment, knowledge: Knowledge) -> tuple[str, ...]:
    """Return the named failures that the destination mends by less than half: they call for something besides."""
    destination = assessment.ranking.destination
    if destination is None:
        return ()
    half, told = knowledge.meta.verdict.remedy_from, told_facts(assessment.scenario, knowledge)
    failures = assessment.scenario.task.failures
    return tuple(name for name in failures if mends(knowledge, destination, name, told) < half)


def situation_of(assessment: Assessment, knowledge: Knowledge) -> Situation:
    """Return what conditions look at, from an assessment."""
    return Situation(
        assessment.scenario,
        {reading.signal: reading for reading in assessment.readings},
        {item.item: item for item in assessment.readiness.items},
        knowledge,
    )
