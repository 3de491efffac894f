"""The slider values at which a condition of a gate or of the checklist changes; between them, tiers stay."""

from collections.abc import Iterator
from functools import lru_cache

from tunewise.engine.readings import count_of
from tunewise.knowledge.schema import Clause
from tunewise.knowledge.tables import Knowledge


@lru_cache(maxsize=512)
def thresholds(knowledge: Knowledge, signal: str, classes: int | None) -> tuple[int, ...]:
    """Return the values of ``signal`` from which a condition comes out differently, rising; 101 is never reached."""
    limits = {
        limit
        for clause in _clauses(knowledge)
        if clause.signal == signal
        for limit in _limits(clause, classes, knowledge)
    }
    return tuple(sorted(limits))


def _clauses(knowledge: Knowledge) -> Iterator[Clause]:
    for gate in knowledge.tables.gate:
        for clause in (*gate.closes_when, *gate.unless):
            yield from clause.leaves()
    for item in knowledge.tables.item:
        for clause in (*item.holds_when, *item.fails_when):
            yield from clause.leaves()


def _limits(clause: Clause, classes: int | None, knowledge: Knowledge) -> Iterator[int]:
    for limit in (clause.below, clause.at_least):
        if limit is not None:
            yield limit
    per_class = clause.below_examples_per_class
    counts = [clause.below_examples, clause.at_least_examples]
    counts.append(None if per_class is None else per_class * (classes or 1))
    scale = knowledge.meta.examples_scale
    for count in counts:
        if count is not None:
            yield next((value for value in range(101) if count_of(value, scale) >= count), 101)
