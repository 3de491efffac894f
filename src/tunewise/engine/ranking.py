"""The ranking: options in order, and the path from what is open today to where the case should arrive."""

from collections.abc import Mapping

from tunewise.domain.assessment import Contribution, RankedOption, Reading
from tunewise.domain.scenario import Scenario, Scope
from tunewise.engine.failures import mends, told_facts
from tunewise.engine.gates import GateStates, findings_for, tier_of
from tunewise.engine.scoring import columns
from tunewise.knowledge.tables import Knowledge


def rank_options(
    scenario: Scenario, readings: Mapping[str, Reading], gates: GateStates, scope: Scope, knowledge: Knowledge
) -> tuple[RankedOption, ...]:
    """Return all options: by score, then the simpler first; what is ruled out stands last."""
    found = columns(scenario, readings, scope, knowledge)
    entries = [
        _entry(option, tuple([column[option] for column in found]), gates, knowledge) for option in knowledge.choices
    ]
    return tuple(
        sorted(
            entries,
            key=lambda entry: (
                entry.tier == "ruled-out",
                -entry.score_tenths,
                -knowledge.choices[entry.option].simplicity,
                entry.letter,
            ),
        )
    )


def _entry(option: str, lines: tuple[Contribution, ...], gates: GateStates, knowledge: Knowledge) -> RankedOption:
    choice = knowledge.choices[option]
    closed, unanswered = findings_for(option, gates, knowledge)
    return RankedOption(
        option=option,
        letter=choice.letter,
        label=choice.label,
        tier=tier_of(closed),
        score_tenths=sum(line.earned_tenths for line in lines),
        contributions=lines,
        gates=closed,
        preconditions=unanswered,
    )


def destination_of(options: tuple[RankedOption, ...]) -> RankedOption | None:
    """Return the best option that is not ruled out: where to arrive."""
    return next((entry for entry in options if entry.tier != "ruled-out"), None)


def next_step_of(options: tuple[RankedOption, ...], scenario: Scenario, knowledge: Knowledge) -> RankedOption | None:
    """Return what to build today: the first open part of the destination that mends what fails or needs no training.

    That is the destination itself where it has no parts, or none to start with; where it is not open, the best open
    option stands in. An option is not vetoed by a question that must be answered before anything is built, but it is no
    step to take today either: an option without such a question comes before it. A part that runs already is no step.
    """
    destination = destination_of(options)
    if destination is None:
        return None
    remedy, told = knowledge.meta.verdict.remedy_from, told_facts(scenario, knowledge)
    done = _done(scenario, knowledge)
    still_open = [entry for entry in options if entry.tier == "open"]
    startable = [entry for entry in still_open if entry.confirmed]
    for part in sequence_of(destination.option, scenario, knowledge):
        entry = next((entry for entry in startable if entry.option == part and part not in done), None)
        mended = any(mends(knowledge, part, failure, told) >= remedy for failure in scenario.task.failures)
        # Whatever is trained is trained on what is left once the other part stands.
        if entry and (mended or knowledge.trains(destination.option) > knowledge.trains(part)):
            return entry
    if destination in startable:
        return _lighter(destination, startable, knowledge)
    undone = [entry for entry in (*startable, *still_open) if entry.option not in done]
    return next(iter((*undone, *startable, *still_open)), None)


def _lighter(destination: RankedOption, startable: list[RankedOption], knowledge: Knowledge) -> RankedOption:
    """Return an option that trains nothing where it is as good within the resolution: it can be taken back."""
    if not knowledge.trains(destination.option):
        return destination
    close = destination.score_tenths - 10 * knowledge.meta.verdict.resolution_points
    ties = (entry for entry in startable if not knowledge.trains(entry.option) and entry.score_tenths > close)
    return next(ties, destination)


def _done(scenario: Scenario, knowledge: Knowledge) -> set[str]:
    """Return what runs already; a prompt that has not climbed the whole ladder is not done."""
    level = scenario.facts.prompting_ladder_level or 0
    worked_out = level >= knowledge.meta.verdict.whole_ladder_level
    return {option for option in scenario.facts.in_place if option != "prompt" or worked_out}


def sequence_of(option: str, scenario: Scenario, knowledge: Knowledge) -> tuple[str, ...]:
    """Return the parts of ``option`` in building order: what trains last, what mends the first failure first."""
    combination = knowledge.combinations.get(option)
    if combination is None:
        return ()
    first, told = scenario.task.failures[:1], told_facts(scenario, knowledge)
    return tuple(
        sorted(
            combination.sequence,
            key=lambda part: (knowledge.trains(part), *(-mends(knowledge, part, failure, told) for failure in first)),
        )
    )


def nested(one: str, other: str, knowledge: Knowledge) -> bool:
    """Tell whether one option is part of the other: then they are a sequence, not rivals."""
    first, second = set(knowledge.parts_of(one)), set(knowledge.parts_of(other))
    return first <= second or second <= first
