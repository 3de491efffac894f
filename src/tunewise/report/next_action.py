"""The next best action in one sentence: what to answer, to do, to find out, or simply to build."""

from tunewise.domain.assessment import Assessment, RankedOption
from tunewise.knowledge.tables import Knowledge


def next_best_action(assessment: Assessment, knowledge: Knowledge) -> str:
    """Say what helps most now, in this order.

    What must be answered before anything is built; what opens the destination where it is held back; the answer that
    may change the pick; else the first step itself.
    """
    ranking = assessment.ranking
    if ranking.destination is None:
        return "Every option is ruled out: loosen one of the limits, or take another look at what fails."
    destination = ranking.find(ranking.destination)
    first = next((finding for finding in destination.preconditions if finding.asks_first), None)
    if first is not None:
        return f"Answer first: {knowledge.gates[first.gate].question}"
    if destination.gates:
        return f"Do next: {destination.gates[0].opens}{_so_far(assessment, destination)}"
    best = next(iter(assessment.questions), None)
    if best is not None and best.change_chance >= _LIKELY and not best.key.startswith(("facts", "readiness")):
        return f"Find out next: {best.text} It changes the pick with a chance of {best.change_chance:.0%}."
    step = ranking.find(ranking.next_step) if ranking.next_step else destination
    if knowledge.trains(step.option):
        return (
            f"Start with {step.label}: train, compare on the held-out set, and stop if it gains less than ten percent."
        )
    return f"Start with {step.label}, measure on the same cases, and name what still fails."


_LIKELY = 0.2
"""From this chance to change the pick a question comes before the first step."""


def _so_far(assessment: Assessment, destination: RankedOption) -> str:
    """Return how many examples there are, where too few of them hold the destination back."""
    short = any(finding.gate == "too-few-examples" for finding in destination.gates[:1])
    examples = assessment.readiness.examples
    return f" You have {examples:,}." if short and examples is not None else ""
