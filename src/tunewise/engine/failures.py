"""How far an option mends what fails: the named failures by their rank, or all by their share while none is named."""

from functools import lru_cache

from tunewise.domain.scenario import Scenario
from tunewise.knowledge.tables import Knowledge

Told = frozenset[str]
"""The facts that ease a remedy and are told to be so."""

NOTHING_TOLD: Told = frozenset()


def told_facts(scenario: Scenario, knowledge: Knowledge) -> Told:
    """Return the facts of ``scenario`` that let an option mend a failure further."""
    facts = {eased.fact for failure in knowledge.tables.failure for eased in failure.eased_by}
    return frozenset(fact for fact in facts if getattr(scenario.facts, fact))


@lru_cache(maxsize=2048)
def mends(knowledge: Knowledge, option: str, failure: str, told: Told = NOTHING_TOLD) -> float:
    """Return how far ``option`` mends ``failure``, 0 to 1: a combination as its best part, if not said otherwise."""
    entry = knowledge.failures[failure]
    own = entry.mends.get(option)
    if own is None:
        own = max(mends(knowledge, part, failure, told) for part in knowledge.parts_of(option))
    return max([own, *(eased.mends for eased in entry.eased_by if eased.option == option and eased.fact in told)])


def rank_weights(count: int) -> tuple[float, ...]:
    """Return the weights of ``count`` failures in their order, falling evenly: 2/3 and 1/3, or 3/6, 2/6 and 1/6."""
    total = count * (count + 1) / 2
    return tuple((count - place) / total for place in range(count))


def failure_fit(knowledge: Knowledge, option: str, failures: tuple[str, ...], told: Told = NOTHING_TOLD) -> float:
    """Return how far ``option`` mends ``failures``, 0 to 1, the first one counting most.

    While none is named it is the mean over all of them, weighted by how often each is what fails first.
    """
    if not failures:
        return sum(entry.share * mends(knowledge, option, name, told) for name, entry in knowledge.failures.items())
    pairs = zip(rank_weights(len(failures)), failures, strict=True)
    return sum(weight * mends(knowledge, option, name, told) for weight, name in pairs)
