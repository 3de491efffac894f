"""Where a scenario lies on the map: what the model must know against how it must act.

Faults of context (missing or stale facts) and faults of behaviour (format, tone, vocabulary, borders, policy) are
separate axes. What pushes a scenario along an axis lives in `knowledge/axes.toml`.
"""

from tunewise.domain.analysis import Place
from tunewise.domain.assessment import Assessment
from tunewise.engine.clauses import any_of
from tunewise.engine.path import situation_of
from tunewise.knowledge.tables import Knowledge


def place_of(assessment: Assessment, knowledge: Knowledge) -> Place:
    """Return the place on both axes, 0 to 100 each: the strongest push that holds, with its reason."""
    situation = situation_of(assessment, knowledge)
    reach = {"knowledge": 0, "behaviour": 0}
    because: dict[str, str] = {}
    for push in knowledge.cases.push:
        if push.reaches > reach[push.axis] and any_of(push.when, situation).value:
            reach[push.axis] = push.reaches
            because[push.axis] = push.says
    reasons = tuple(because[axis] for axis in reach if axis in because)
    return Place(reach["knowledge"], reach["behaviour"], reasons)
