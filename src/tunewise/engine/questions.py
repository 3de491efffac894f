"""What to find out next: first what the destination hangs on, then the answers that are worth most points."""

from tunewise.domain.assessment import OpenQuestion, RankedOption, Reading
from tunewise.domain.scenario import Scenario
from tunewise.engine.fit import expected_fit, fits, prior_weights
from tunewise.engine.ranking import destination_of
from tunewise.knowledge.schema import Knowledge

_WORTH_ASKING_POINTS = 0.05


def open_questions(
    scenario: Scenario, readings: tuple[Reading, ...], options: tuple[RankedOption, ...], knowledge: Knowledge
) -> tuple[OpenQuestion, ...]:
    """Return the open questions, the most useful first.

    An unknown task comes first: it changes every option. Then come the preconditions of the destination, by their
    chance to close, then unanswered signals by what their answer is worth: the partial expected value of perfect
    information, in points, with the other answers as they are.
    """
    questions: list[OpenQuestion] = []
    if scenario.task.kind is None:
        task = knowledge.factors["task"]
        questions.append(OpenQuestion("task.kind", task.question, task.why, 0.0))
    by_points = sorted(readings, key=lambda reading: -knowledge.signals[reading.signal].points)
    unknown = [
        _signal_question(reading.signal, scenario, options, knowledge) for reading in by_points if reading.value is None
    ]
    unknown.sort(key=lambda question: -question.worth_points)  # stable: equal worth keeps the order below
    preconditions = _precondition_questions(destination_of(options), knowledge)
    # Preconditions matter once it is clear what they are for; before that, the signals say where to go.
    ordered = [*unknown, *preconditions] if len(unknown) > 1 else [*preconditions, *unknown]
    return (*questions, *ordered)


def _precondition_questions(destination: RankedOption | None, knowledge: Knowledge) -> list[OpenQuestion]:
    if destination is None:
        return []
    gates = [knowledge.gates[finding.gate] for finding in destination.preconditions]
    seen: dict[str, OpenQuestion] = {}
    for gate in sorted(gates, key=lambda gate: -gate.chance):
        seen.setdefault(gate.asks, OpenQuestion(gate.asks, gate.question, gate.says, 0.0))
    return list(seen.values())


def _signal_question(
    signal: str, scenario: Scenario, options: tuple[RankedOption, ...], knowledge: Knowledge
) -> OpenQuestion:
    factor = knowledge.signals[signal]
    worth = value_of_answer(signal, scenario, options, knowledge)
    return OpenQuestion(
        f"signals.{signal}", factor.question, factor.why, worth if worth >= _WORTH_ASKING_POINTS else 0.0
    )


def value_of_answer(signal: str, scenario: Scenario, options: tuple[RankedOption, ...], knowledge: Knowledge) -> float:
    """Return what knowing ``signal`` is worth in points: the mean best score with it, less the best score without."""
    kind, classes = scenario.task.kind, scenario.task.classes
    standing = [entry for entry in options if entry.tier != "ruled-out"]
    if not standing:
        return 0.0
    points = knowledge.signals[signal].points
    weights = prior_weights(knowledge.signals[signal].prior)
    lines = []
    for entry in standing:
        rest = entry.score_points - points * expected_fit(knowledge, entry.option, signal, kind, classes)
        lines.append([rest + points * fit for fit in fits(knowledge, entry.option, signal, kind, classes)])
    best = [max(column) for column in zip(*lines, strict=True)]
    informed: float = sum(weight * value for weight, value in zip(weights, best, strict=True))
    return max(0.0, informed - max(entry.score_points for entry in standing))
