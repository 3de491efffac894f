"""Gates that a small change of an answer would open or close, where another option would lead on their other side."""

from collections.abc import Iterator, Mapping

from tunewise.domain.assessment import Reading
from tunewise.domain.scenario import Scenario, Scope
from tunewise.engine.clauses import Situation
from tunewise.engine.gates import evaluate_gates
from tunewise.engine.ranking import destination_of, nested, rank_options
from tunewise.engine.readiness import settle_checks
from tunewise.engine.thresholds import thresholds
from tunewise.knowledge.tables import Knowledge


def just_across(
    scenario: Scenario, readings: Mapping[str, Reading], leader: str | None, scope: Scope, knowledge: Knowledge
) -> dict[str, str]:
    """Return the options that lead just across a gate, each with what it hangs on in words.

    ``leader`` leads as things stand. A reading within `gate_within` of a threshold may as well be on its other side.
    """
    found: dict[str, str] = {}
    for signal, value, words in _crossings(scenario, readings, knowledge):
        moved = {**readings, signal: readings[signal]._replace(value=value)}
        checks = settle_checks(scenario, moved, knowledge, counted=signal != "labelled_data")
        situation = Situation(scenario, moved, checks, knowledge, signal != "labelled_data")
        options = rank_options(scenario, moved, evaluate_gates(situation), scope, knowledge)
        destination = destination_of(options)
        if destination is not None and leader is not None and not nested(destination.option, leader, knowledge):
            found.setdefault(destination.option, words)
    return found


def _crossings(
    scenario: Scenario, readings: Mapping[str, Reading], knowledge: Knowledge
) -> Iterator[tuple[str, int, str]]:
    """Yield each signal with the nearest value on the other side of a near threshold, and the threshold in words."""
    within = knowledge.meta.verdict.gate_within
    for signal, factor in knowledge.signals.items():
        value = readings[signal].value
        counted = signal == "labelled_data" and scenario.facts.labelled_examples is not None
        if value is None or counted:
            continue
        for limit in thresholds(knowledge, signal, scenario.task.classes):
            if 0 <= value - limit < within:
                yield signal, limit - 1, f"{factor.short} {value}, which counts from {limit}"
            elif 0 < limit - value <= within and limit <= 100:
                yield signal, limit, f"{factor.short} {value}, which would count from {limit}"
