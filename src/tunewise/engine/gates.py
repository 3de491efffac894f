"""Gates: which tier an option stands in, what holds it back, and what is still an open question."""

from collections.abc import Mapping
from functools import lru_cache

from tunewise.domain.assessment import GateFinding, Tier
from tunewise.engine.around import around, gates_with_signals
from tunewise.engine.clauses import Finding, Situation, any_of
from tunewise.knowledge.schema import Gate
from tunewise.knowledge.tables import Knowledge

GateStates = Mapping[str, Finding]


def evaluate_gates(situation: Situation) -> dict[str, Finding]:
    """Return for each gate whether it is closed (true), open (false) or an open question (unknown).

    The checks of ``situation`` are those that its scenario and readings settle.
    """
    known, found = around(situation.scenario, situation.knowledge).states, {}
    for gate, signals in gates_with_signals(situation.knowledge):
        place = gate.id, situation.counted, tuple([situation.readings[signal].value for signal in signals])
        state = known.get(place)
        if state is None:
            state = known[place] = gate_state(gate, situation)
        found[gate.id] = state
    return found


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
    for gate in _gates_of(knowledge, option):
        state = states[gate]
        if state.value is not False:
            (closed if state.value else unanswered).append(_finding(knowledge, gate, state))
    return tuple(closed), tuple(unanswered)


@lru_cache(maxsize=256)
def _gates_of(knowledge: Knowledge, option: str) -> tuple[str, ...]:
    """Return the gates that can hold ``option`` back."""
    return tuple(gate.id for gate in knowledge.tables.gate if option in gate.hits)


@lru_cache(maxsize=1024)
def _finding(knowledge: Knowledge, name: str, state: Finding) -> GateFinding:
    gate = knowledge.gates[name]
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
        gate.chance >= knowledge.meta.verdict.likely_from,
    )


def tier_of(closed: tuple[GateFinding, ...]) -> Tier:
    """Return the tier that the closed gates put an option into; the strictest wins."""
    tiers = {finding.tier for finding in closed}
    if "ruled-out" in tiers:
        return "ruled-out"
    return "not-yet" if tiers else "open"
