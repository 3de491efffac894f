"""Why the ranking moved between two assessments: exact terms, overtakings, and gates that opened or closed."""

from itertools import combinations
from typing import NamedTuple

from tunewise.domain.analysis import PinnedChange
from tunewise.domain.assessment import Assessment, RankedOption, Tier


class Term(NamedTuple):
    """What one factor moved, in tenths of a point."""

    factor: str
    tenths: int


class Overtaking(NamedTuple):
    """``winner`` passed ``loser``: their gap (winner less loser) before and after, and the terms of its change."""

    winner: str
    loser: str
    gap_before_tenths: int
    gap_after_tenths: int
    terms: tuple[Term, ...]


class TierChange(NamedTuple):
    """An option went from one tier to another; ``gate`` names the gate that closed, or that opened."""

    option: str
    before: Tier
    after: Tier
    gate: str


class Movement(NamedTuple):
    """The whole difference between two assessments of the same case. ``readings`` are (signal, before, after)."""

    readings: tuple[tuple[str, int | None, int | None], ...]
    leader_before: str | None
    leader_after: str | None
    leader_change_tenths: int
    leader_terms: tuple[Term, ...]
    overtakings: tuple[Overtaking, ...]
    tier_changes: tuple[TierChange, ...]

    @property
    def still(self) -> bool:
        """Tell whether no score, order or tier changed."""
        return not (self.leader_terms or self.overtakings or self.tier_changes) and (
            self.leader_before == self.leader_after
        )


def explain_movement(before: Assessment, after: Assessment) -> Movement:
    """Return why the ranking moved from ``before`` to ``after``.

    The leader's terms are those of the option that leads ``after``; every overtaking carries the terms that explain it
    exactly: gap after less gap before is their sum.
    """
    old = {entry.option: entry for entry in before.ranking.options}
    new = {entry.option: entry for entry in after.ranking.options}
    leader = after.ranking.destination
    terms = _terms(old[leader], new[leader]) if leader else ()
    return Movement(
        readings=tuple(
            (reading.signal, was.value, reading.value)
            for was, reading in zip(before.readings, after.readings, strict=True)
            if was.value != reading.value
        ),
        leader_before=before.ranking.destination,
        leader_after=leader,
        leader_change_tenths=sum(term.tenths for term in terms),
        leader_terms=terms,
        overtakings=_overtakings(before, after, old, new),
        tier_changes=tuple(
            TierChange(option, old[option].tier, entry.tier, _cause(old[option], entry))
            for option, entry in new.items()
            if entry.tier != old[option].tier
        ),
    )


def since_pinned(before: Assessment, after: Assessment) -> dict[str, PinnedChange]:
    """Return for each option how its score and its place changed from ``before`` to ``after``."""
    old = {entry.option: (entry.score_tenths, place) for place, entry in enumerate(before.ranking.options)}
    return {
        entry.option: PinnedChange(entry.score_tenths - old[entry.option][0], old[entry.option][1] - place)
        for place, entry in enumerate(after.ranking.options)
    }


def _terms(old: RankedOption, new: RankedOption) -> tuple[Term, ...]:
    # By name: a change of scope brings other factors, and those that left earn nothing any more.
    was = {line.factor: line.earned_tenths for line in old.contributions}
    now = {line.factor: line.earned_tenths for line in new.contributions}
    terms = [Term(factor, now.get(factor, 0) - was.get(factor, 0)) for factor in {**was, **now}]
    return tuple(sorted((term for term in terms if term.tenths), key=lambda term: -abs(term.tenths)))


def _overtakings(
    before: Assessment, after: Assessment, old: dict[str, RankedOption], new: dict[str, RankedOption]
) -> tuple[Overtaking, ...]:
    was = {entry.option: place for place, entry in enumerate(before.ranking.options)}
    found = []
    for ahead, behind in combinations([entry.option for entry in after.ranking.options], 2):
        if was[ahead] > was[behind]:
            found.append(_overtaking(ahead, behind, old, new))
    return tuple(found)


def _overtaking(winner: str, loser: str, old: dict[str, RankedOption], new: dict[str, RankedOption]) -> Overtaking:
    gained = {term.factor: term.tenths for term in _terms(old[winner], new[winner])}
    for term in _terms(old[loser], new[loser]):
        gained[term.factor] = gained.get(term.factor, 0) - term.tenths
    terms = sorted(
        (Term(factor, tenths) for factor, tenths in gained.items() if tenths), key=lambda one: -abs(one.tenths)
    )
    return Overtaking(
        winner,
        loser,
        old[winner].score_tenths - old[loser].score_tenths,
        new[winner].score_tenths - new[loser].score_tenths,
        tuple(terms),
    )


def _cause(old: RankedOption, new: RankedOption) -> str:
    """Return the gate that closed, or else the one that opened."""
    closed_before = [finding.gate for finding in old.gates]
    closed_after = [finding.gate for finding in new.gates]
    fresh = [gate for gate in closed_after if gate not in closed_before]
    return fresh[0] if fresh else next(gate for gate in closed_before if gate not in closed_after)
