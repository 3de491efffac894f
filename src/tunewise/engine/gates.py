"""Gates: which tier an option stands in, what holds it back, and what is still an open question."""

from collections.abc import Mapping

from tunewise.domain.assessment import GateFinding, Tier
from tunewise.engine.clauses import Finding, Situation, any_of
from tunewise.knowledge.schema import Gate
from tunewise.knowledge.tables import Knowledge

GateStates = Mapping[str, Finding]


def evaluate_gates(situation: Situation) -> dict[str, Finding]:
    """Return for each gate whether it is closed (true), open (false) or an open question (unknown)."""
    return {gate.id: gate_state(gate, situation) for gate in situation.knowledge.tables.gate}


def gate_state(gate: Gate, situation: Situation) -> Finding:
    """Return whether ``gate`` is closed (true), open (false) or an open question (unknown)."""
    if any_of(gate.unless, situation).value:
        return Finding(False)
    return any_of(gate.closes_when, situation)


def findings_for(
    option: str, states: GateStates, knowledge: Knowledge
) -> tuple[tuple[GateFinding, ...], tuple[GateFinding, ...]]:
    """Return the gates that are closed for ``option``, and those that nobody has answered yet."""
    closed: list[GateFinding] = []
    unanswered: list[GateFinding] = []
    for gate in knowledge.tables.gate:
        state = states[gate.id]
        if option in gate.hits and state.value is not False:
            (closed if state.value else unanswered).append(_finding(gate, state, knowledge.meta.verdict.likely_from))
    return tuple(closed), tuple(unanswered)


def _finding(gate: Gate, state: Finding, likely_from: float) -> GateFinding:
    return GateFinding(
        gate.id,
        gate.tier,
        bool(state.value),
        gate.says,
        gate.opens,
        gate.instead,
        gate.asks,
        state.because,
        gate.asks_first,
        gate.chance >= likely_from,
    )


def tier_of(closed: tuple[GateFinding, ...]) -> Tier:
    """Return the tier that the closed gates put an option into; the strictest wins."""
    tiers = {finding.tier for finding in closed}
    if "ruled-out" in tiers:
        return "ruled-out"
    return "not-yet" if tiers else "open"
