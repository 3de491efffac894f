"""The ranking: options in order, and the path from what is open today to where the case should arrive."""

from tunewise.domain.assessment import RankedOption, Reading
from tunewise.domain.scenario import Scenario
from tunewise.engine.gates import GateStates, findings_for, tier_of
from tunewise.engine.scoring import score_lines
from tunewise.knowledge.schema import Knowledge


def rank_options(
    scenario: Scenario, readings: tuple[Reading, ...], gates: GateStates, knowledge: Knowledge
) -> tuple[RankedOption, ...]:
    """Return all options: by score, then the simpler first; what is ruled out stands last."""
    entries = [_entry(option, scenario, readings, gates, knowledge) for option in knowledge.choices]
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


def _entry(
    option: str, scenario: Scenario, readings: tuple[Reading, ...], gates: GateStates, knowledge: Knowledge
) -> RankedOption:
    choice = knowledge.choices[option]
    lines = score_lines(option, scenario, readings, knowledge)
    closed, unanswered = findings_for(option, knowledge.tables.gate, gates)
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


def next_step_of(options: tuple[RankedOption, ...]) -> RankedOption | None:
    """Return the best option that is open today.

    An option is not vetoed by what would have to come first and nobody has answered, but it is no step to take today
    either: an option without such a question comes before it.
    """
    still_open = [entry for entry in options if entry.tier == "open"]
    return next((entry for entry in still_open if entry.confirmed), next(iter(still_open), None))


def nested(one: str, other: str, knowledge: Knowledge) -> bool:
    """Tell whether one option is part of the other: then they are a sequence, not rivals."""
    first, second = set(knowledge.parts_of(one)), set(knowledge.parts_of(other))
    return first <= second or second <= first
