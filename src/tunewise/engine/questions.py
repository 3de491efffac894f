"""What to find out next: first what fails, then what the destination hangs on, then the answers worth most points."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from tunewise.domain.assessment import CheckResult, OpenQuestion, RankedOption, Reading
from tunewise.domain.scenario import Scenario, Scope
from tunewise.engine.clauses import Situation
from tunewise.engine.failures import failure_fit, mends, told_facts
from tunewise.engine.fit import prior_weights
from tunewise.engine.gates import gate_state
from tunewise.engine.landscape import Landscape
from tunewise.engine.ranking import destination_of
from tunewise.knowledge.schema import Gate
from tunewise.knowledge.tables import Knowledge

_WORTH_ASKING_POINTS = 0.05


class Standing(NamedTuple):
    """Where a scenario stands when questions are weighed: its readings, its checklist, its options in order."""

    scenario: Scenario
    readings: Mapping[str, Reading]
    checks: Mapping[str, CheckResult]
    options: tuple[RankedOption, ...]
    scope: Scope
    knowledge: Knowledge


class Doubt(NamedTuple):
    """What an unanswered signal leaves open.

    ``worth_points`` is the expected value of perfect information, ``change_chance`` the chance, 0 to 1, that its answer
    makes another option the destination: through its points, or through the gates that look at it. ``other`` is the one
    that most often is.
    """

    signal: str
    worth_points: float
    change_chance: float
    other: str | None = None


def doubts_of(scenario: Scenario, readings: Mapping[str, Reading], knowledge: Knowledge) -> tuple[Doubt, ...]:
    """Return what each unanswered signal leaves open, the others as they are, the greatest chance first."""
    unanswered = [signal for signal, reading in readings.items() if reading.value is None]
    if not unanswered:
        return ()
    landscape = Landscape(scenario, knowledge)
    known = [signal for signal in unanswered if signal in landscape.signals]
    found = [_doubt(signal, landscape, knowledge) for signal in known]
    return tuple(sorted(found, key=lambda doubt: (-doubt.change_chance, -doubt.worth_points)))


def _doubt(signal: str, landscape: Landscape, knowledge: Knowledge) -> Doubt:
    now = landscape.destination()
    score = landscape.scores({})[landscape.options.index(now)] if now else 0
    informed = 0.0
    shares: dict[str | None, float] = {}
    weights = prior_weights(knowledge.signals[signal].prior)
    for weight, (leader, best) in zip(weights, landscape.best_along(signal), strict=True):
        informed += weight * best
        if leader != now:
            shares[leader] = shares.get(leader, 0.0) + weight
    change = sum(shares.values())
    other = max((name for name in shares if name), key=shares.__getitem__, default=None)
    counts = knowledge.signals[signal].points_in(landscape.scope) > 0
    return Doubt(signal, max(0.0, informed - score) / 10 if counts else 0.0, change, other)


def open_questions(standing: Standing, doubts: tuple[Doubt, ...]) -> tuple[OpenQuestion, ...]:
    """Return the open questions, the most useful first.

    An unknown task comes first, then what fails: both change every option. Then comes what must be answered before
    anything is built, then signals and preconditions by their chance to change the pick or to close a gate. Signals
    whose answer would change little come last.
    """
    scenario, knowledge = standing.scenario, standing.knowledge
    first: list[OpenQuestion] = []
    if scenario.task.kind is None:
        task = knowledge.factors["task"]
        first.append(OpenQuestion("task.kind", task.question, task.why, 0.0))
    if not scenario.task.failures:
        first.append(_failure_question(standing))
    signals = [_signal_question(doubt, standing) for doubt in doubts if _asked(doubt, standing)]
    gates = _precondition_questions(standing)
    before = [question for question, asks_first in gates if asks_first]
    rest = [*signals, *(question for question, asks_first in gates if not asks_first)]
    rest.sort(key=lambda question: -question.change_chance)  # stable: signals before gates of the same chance
    once: dict[str, OpenQuestion] = {}
    for question in (*first, *before, *rest):
        known = once.get(question.key, question)
        worth = max(known.worth_points, question.worth_points)
        once[question.key] = known._replace(worth_points=worth)  # a signal that a gate asks about too keeps its worth
    return tuple(once.values())


def _asked(doubt: Doubt, standing: Standing) -> bool:
    """Tell whether a signal is worth a question: it counts in this scope, or its answer may change the pick."""
    return _points(doubt.signal, standing) > 0 or doubt.change_chance > 0


def _points(signal: str, standing: Standing) -> int:
    return standing.knowledge.signals[signal].points_in(standing.scope)


def _precondition_questions(standing: Standing) -> list[tuple[OpenQuestion, bool]]:
    """Return the questions of gates that the destination hangs on, and whether each asks before anything is built."""
    destination = destination_of(standing.options)
    if destination is None:
        return []
    gates = [standing.knowledge.gates[finding.gate] for finding in destination.preconditions]
    seen: dict[str, tuple[OpenQuestion, bool]] = {}
    for gate in sorted(gates, key=lambda gate: (not gate.asks_first, -gate.chance)):
        if not _told(gate.asks, standing):  # else another of its conditions is open, and asked about elsewhere
            asked = OpenQuestion(gate.asks, gate.question, gate.says, 0.0, gate.chance)
            seen.setdefault(gate.asks, (asked, gate.asks_first))
    return list(seen.values())


def _told(key: str, standing: Standing) -> bool:
    """Tell whether the answer that ``key`` asks for is there: a reading, an item of the checklist, or a value."""
    table, _, name = key.partition(".")
    if table == "signals":
        return standing.readings[name].value is not None
    if table == "readiness":
        return standing.checks[name].state != "unknown"
    return getattr(getattr(standing.scenario, table), name) not in {None, ()}


def _signal_question(doubt: Doubt, standing: Standing) -> OpenQuestion:
    factor = standing.knowledge.signals[doubt.signal]
    shown = doubt.worth_points if doubt.worth_points >= _WORTH_ASKING_POINTS else 0.0
    return OpenQuestion(f"signals.{doubt.signal}", factor.question, factor.why, shown, doubt.change_chance)


def _failure_question(standing: Standing) -> OpenQuestion:
    """Return the question for what fails: its points in the full scope, and its chance to change the destination.

    Each failure is named in turn; the chance counts those after which another option leads, through the gates.
    """
    knowledge = standing.knowledge
    factor = knowledge.factors["failures"]
    points = factor.points_in(standing.scope)
    destination, told = destination_of(standing.options), told_facts(standing.scenario, knowledge)
    informed = change = 0.0
    for name, failure in knowledge.failures.items():
        scores = {
            entry.option: entry.score_points
            + points * (mends(knowledge, entry.option, name, told) - failure_fit(knowledge, entry.option, (), told))
            for entry in standing.options
        }
        out = _ruled_out_by(name, standing)
        best = max((option for option in scores if option not in out), key=scores.__getitem__, default=None)
        informed += failure.share * max((score for option, score in scores.items() if option not in out), default=0.0)
        if destination is not None and best != destination.option:
            change += failure.share
    now = destination.score_points if destination else 0.0
    worth = max(0.0, informed - now) if points else 0.0
    shown = worth if worth >= _WORTH_ASKING_POINTS else 0.0
    return OpenQuestion("task.failures", factor.question, factor.why, shown, change)


@lru_cache(maxsize=8)
def _looking_at_failures(knowledge: Knowledge) -> tuple[Gate, ...]:
    """Return the gates that may rule an option out by what fails."""
    return tuple(
        gate
        for gate in knowledge.tables.gate
        if gate.tier == "ruled-out"
        and any(
            leaf.leads or leaf.failure or leaf.failures_only
            for clause in (*gate.closes_when, *gate.unless)
            for leaf in clause.leaves()
        )
    )


def _ruled_out_by(failure: str, standing: Standing) -> set[str]:
    """Return the options that would be ruled out if ``failure`` were what fails."""
    scenario, looking = standing.scenario, _looking_at_failures(standing.knowledge)
    task = scenario.task.model_copy(update={"failures": (failure,)})
    named = scenario.model_copy(update={"task": task})
    situation = Situation(named, standing.readings, standing.checks, standing.knowledge)
    # What another gate has closed stays closed whatever fails.
    others = {gate.id for gate in looking}
    out = {
        entry.option
        for entry in standing.options
        if any(finding.tier == "ruled-out" and finding.gate not in others for finding in entry.gates)
    }
    for gate in looking:
        if not out.issuperset(gate.hits) and gate_state(gate, situation).value:
            out.update(gate.hits)
    return out
