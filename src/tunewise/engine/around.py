"""What is known already of the gates and the checklist around scenarios that differ in signals only.

Between two keys a signal moves and the rest stays the very same tables, so most rules need no second look. Tables are
told apart by identity: comparing them would take longer than the rules.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from tunewise.domain.assessment import CheckResult
from tunewise.domain.scenario import Scenario
from tunewise.engine.clauses import Finding
from tunewise.knowledge.schema import Clause, Gate
from tunewise.knowledge.tables import Knowledge

Values = tuple[int | None, ...]
"""Readings of the signals that a rule looks at."""

_AROUND_KEPT: Final = 4
_RULES_KEPT: Final = 1024
_FEW_KEPT: Final = 32
_KNOWLEDGE_KEPT: Final = 8


class Around:
    """What is known of one neighbourhood. ``parts`` are the tables that it is known for."""

    def __init__(self, parts: tuple[object, ...]) -> None:
        # Kept, so that no other table gets the identity of one that is gone.
        self.parts = parts
        self.states: dict[tuple[str, bool, Values], Finding] = {}
        """The state of each gate: by whether examples are counted, and the values of the signals that it looks at."""
        self.checks: dict[tuple[bool, Values], Mapping[str, CheckResult]] = {}
        """The checklist: by whether examples are counted, and the values of the signals that can settle an item."""
        self.closed: dict[int | None, dict[tuple[str | int, ...], bool]] = {}
        """By the value of labelled data as it is: whether a gate is closed, by its id and the zones of its signals."""
        self.ruled_out: dict[tuple[int | None, frozenset[str]], dict[tuple[int, ...], frozenset[str]]] = {}
        """By that value and the gates taken as open: the options that are ruled out, by the zones of all signals."""

    def make_room(self) -> None:
        """Forget what is known once it is much. Whoever looks something up meanwhile works it out once more."""
        few: list[dict[Any, Any]] = [self.checks, self.closed, self.ruled_out]
        for known in few:
            if len(known) > _FEW_KEPT:
                known.clear()
        kept: list[dict[Any, Any]] = [self.states, *self.closed.values(), *self.ruled_out.values()]
        for known in kept:
            if len(known) > _RULES_KEPT:
                known.clear()


_around: dict[tuple[int, ...], Around] = {}


def around(scenario: Scenario, knowledge: Knowledge) -> Around:
    """Return what is known around ``scenario``."""
    parts = (knowledge, scenario.task, scenario.facts, scenario.costs, scenario.readiness, scenario.evidence)
    key = tuple(map(id, parts))
    known = _around.get(key)
    if known is None:
        while len(_around) >= _AROUND_KEPT:
            _around.pop(next(iter([*_around]), key), None)
        known = _around[key] = Around(parts)
    known.make_room()
    return known


@lru_cache(maxsize=_KNOWLEDGE_KEPT)
def gates_with_signals(knowledge: Knowledge) -> tuple[tuple[Gate, tuple[str, ...]], ...]:
    """Return each gate with the signals that it looks at, itself or through an item of the checklist."""
    signals_of = _signals_of_items(knowledge)
    found = []
    for gate in knowledge.tables.gate:
        clauses = (*gate.closes_when, *gate.unless)
        checks = {leaf.check for clause in clauses for leaf in clause.leaves() if leaf.check is not None}
        signals = frozenset(_signals_in(clauses)).union(*(signals_of[check] for check in checks))
        found.append((gate, tuple(sorted(signals))))
    return tuple(found)


@lru_cache(maxsize=_KNOWLEDGE_KEPT)
def settling_signals(knowledge: Knowledge) -> tuple[str, ...]:
    """Return the signals that can settle an item of the checklist."""
    return tuple(sorted(frozenset[str]().union(*_signals_of_items(knowledge).values())))


@lru_cache(maxsize=_KNOWLEDGE_KEPT)
def _signals_of_items(knowledge: Knowledge) -> dict[str, frozenset[str]]:
    """Return the signals that each item of the checklist looks at."""
    return {item.id: frozenset(_signals_in((*item.holds_when, *item.fails_when))) for item in knowledge.tables.item}


def _signals_in(clauses: Sequence[Clause]) -> Iterator[str]:
    for clause in clauses:
        yield from (leaf.signal for leaf in clause.leaves() if leaf.signal is not None)
