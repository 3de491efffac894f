"""What to find out next: first what fails, then what the destination hangs on, then the answers worth most points."""

from collections.abc import Mapping
from typing import NamedTuple

from tunewise.domain.assessment import CheckResult, OpenQuestion, RankedOption, Reading
from tunewise.domain.scenario import Scenario, Scope
from tunewise.engine.clauses import Situation
from tunewise.engine.failures import failure_fit, mends, told_facts
from tunewise.engine.fit import expected_fit, fits, prior_weights
from tunewise.engine.gates import gate_state
from tunewise.engine.ranking import destination_of
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


def open_questions(standing: Standing) -> tuple[OpenQuestion, ...]:
    """Return the open questions, the most useful first.

    An unknown task comes first, then what fails: both change every option. Then come the preconditions of the
    destination, by their chance to close, and unanswered signals by what their answer is worth: the partial expected
    value of perfect information, in points, with the other answers as they are.
    """
    scenario, knowledge = standing.scenario, standing.knowledge
    questions: list[OpenQuestion] = []
    if scenario.task.kind is None:
        task = knowledge.factors["task"]
        questions.append(OpenQuestion("task.kind", task.question, task.why, 0.0))
    if not scenario.task.failures:
        questions.append(_failure_question(standing))
    by_points = sorted(standing.readings.values(), key=lambda one: -_points(one.signal, standing))
    counted = [one for one in by_points if one.value is None and _points(one.signal, standing)]
    unknown = [_signal_question(one.signal, standing) for one in counted]
    unknown.sort(key=lambda question: -question.worth_points)  # stable: equal worth keeps the order of points
    preconditions = _precondition_questions(standing)
    # Preconditions matter once it is clear what they are for; before that, the signals say where to go.
    ordered = [*unknown, *preconditions] if len(unknown) > 1 else [*preconditions, *unknown]
    once: dict[str, OpenQuestion] = {}
    for question in (*questions, *ordered):
        known = once.get(question.key)
        # A signal that a gate asks about too keeps what its points are worth.
        once[question.key] = (
            known._replace(worth_points=max(known.worth_points, question.worth_points)) if known else question
        )
    return tuple(once.values())


def _points(signal: str, standing: Standing) -> int:
    return standing.knowledge.signals[signal].points_in(standing.scope)


def _precondition_questions(standing: Standing) -> list[OpenQuestion]:
    destination = destination_of(standing.options)
    if destination is None:
        return []
    gates = [standing.knowledge.gates[finding.gate] for finding in destination.preconditions]
    seen: dict[str, OpenQuestion] = {}
    for gate in sorted(gates, key=lambda gate: (not gate.asks_first, -gate.chance)):
        if _told(gate.asks, standing):  # then it is another of its conditions that is open, and asked elsewhere
            continue
        seen.setdefault(gate.asks, OpenQuestion(gate.asks, gate.question, gate.says, 0.0, gate.chance))
    return list(seen.values())


def _told(key: str, standing: Standing) -> bool:
    """Tell whether the answer that ``key`` asks for is there: a reading, an item of the checklist, or a value."""
    table, _, name = key.partition(".")
    if table == "signals":
        return standing.readings[name].value is not None
    if table == "readiness":
        return standing.checks[name].state != "unknown"
    return getattr(getattr(standing.scenario, table), name) not in {None, ()}


def _signal_question(signal: str, standing: Standing) -> OpenQuestion:
    factor = standing.knowledge.signals[signal]
    worth, chance = value_of_answer(signal, standing)
    shown = worth if worth >= _WORTH_ASKING_POINTS else 0.0
    return OpenQuestion(f"signals.{signal}", factor.question, factor.why, shown, chance)


def value_of_answer(signal: str, standing: Standing) -> tuple[float, float]:
    """Return what knowing ``signal`` is worth in points, and the chance that it changes which option scores best.

    The worth is the mean best score with the answer, less the best score without it.
    """
    knowledge, task = standing.knowledge, standing.scenario.task
    options = [entry for entry in standing.options if entry.tier != "ruled-out"]
    if not options:
        return 0.0, 0.0
    points = _points(signal, standing)
    lines = []
    for entry in options:
        rest = entry.score_points - points * expected_fit(knowledge, entry.option, signal, task.kind, task.classes)
        table = fits(knowledge, entry.option, signal, task.kind, task.classes)
        lines.append([rest + points * fit for fit in table])
    return _value(lines, prior_weights(knowledge.signals[signal].prior), options[0].score_points)


def _value(lines: list[list[float]], weights: tuple[float, ...], best_now: float) -> tuple[float, float]:
    """Return worth and chance from what each option would score (the best one first) and how likely each answer is."""
    informed = change = 0.0
    for weight, column in zip(weights, zip(*lines, strict=True), strict=True):
        best = max(column)
        informed += weight * best
        if best > column[0]:
            change += weight
    return max(0.0, informed - best_now), change


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
    return OpenQuestion("task.failures", factor.question, factor.why, worth, change)


def _ruled_out_by(failure: str, standing: Standing) -> set[str]:
    """Return the options that would be ruled out if ``failure`` were what fails."""
    scenario = standing.scenario
    task = scenario.task.model_copy(update={"failures": (failure,)})
    named = scenario.model_copy(update={"task": task})
    situation = Situation(named, standing.readings, standing.checks, standing.knowledge)
    out: set[str] = set()
    for gate in standing.knowledge.tables.gate:
        if gate.tier == "ruled-out" and not out.issuperset(gate.hits) and gate_state(gate, situation).value:
            out.update(gate.hits)
    return out
