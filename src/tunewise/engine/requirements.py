"""What would have to be true for an option to be the destination: the smallest change of signals, and gates to open."""

from collections.abc import Iterator, Sequence
from itertools import permutations, product
from typing import NamedTuple

from tunewise.domain.analysis import Change, Requirements
from tunewise.domain.scenario import Scenario
from tunewise.engine.landscape import UNCHANGED, Landscape
from tunewise.knowledge.tables import Knowledge

_GRID = 5
"""How far apart the values of the first of two signals are tried, before the best find is refined."""


class _Find(NamedTuple):
    """Changes that bring an option to the front; the smaller find is the better one.

    ``cost`` is how many slider points they move in all, ``beyond`` how many of them the team cannot bring about.
    """

    cost: int
    beyond: int
    changes: tuple[tuple[str, int], ...]


def requirements_for(option: str, scenario: Scenario, knowledge: Knowledge) -> Requirements:
    """Return what would have to be true for ``option`` to be the destination.

    One signal is tried first, each at every value; of equally small changes the one that the team can bring about is
    taken. Then pairs of signals on which the option can gain on the leader, the first on a grid of 5 and then point by
    point. Where the option is ruled out and no change of signals helps, the gates that rule it out are taken as open.
    ``gates`` names what holds it back even with the changes made. An unknown signal moves from its most likely value.
    """
    landscape = Landscape(scenario, knowledge)
    leader = landscape.destination()
    if leader == option:
        return Requirements(option, True, True, (), landscape.closed_gates(option), None)
    dominated_by = leader if leader is not None and _dominated(option, leader, landscape) else None
    opened: tuple[str, ...] = ()
    found = None if option in landscape.settled else _smallest(option, leader, landscape)
    if found is None and option in landscape.ruled_out(UNCHANGED):
        closed = landscape.closed_gates(option)
        opened = tuple(gate for gate in closed if knowledge.gates[gate].tier == "ruled-out")
        landscape = Landscape(scenario, knowledge, frozenset(opened))
        leader = landscape.destination()
        found = _Find(0, 0, ()) if leader == option else _smallest(option, leader, landscape)
    changes = dict(found.changes) if found else {}
    remaining = set(landscape.closed_gates(option, changes)) | set(opened)
    return Requirements(
        option=option,
        leads=False,
        reachable=found is not None,
        changes=tuple(_change(signal, value, landscape) for signal, value in changes.items()),
        gates=tuple(gate for gate in knowledge.gates if gate in remaining),
        dominated_by=dominated_by,
    )


def _dominated(option: str, leader: str, landscape: Landscape) -> bool:
    own, best = landscape.options.index(option), landscape.options.index(leader)
    return all(line[best] >= line[own] for line in landscape.lines.values())


def _change(signal: str, value: int, landscape: Landscape) -> Change:
    factor = landscape.knowledge.signals[signal]
    return Change(signal, landscape.readings[signal].value, value, factor.controllable)


def _smallest(option: str, leader: str | None, landscape: Landscape) -> _Find | None:
    """Return the smallest change that brings ``option`` to the front: one signal if that does, else two."""
    singles = (
        _find({signal: value}, landscape)
        for signal in landscape.signals
        for value in _wins(option, landscape.along(signal))
    )
    best = min(singles, default=None, key=_order)
    return best or _smallest_pair(option, leader, landscape)


def _wins(option: str, leaders: Sequence[str | None]) -> Iterator[int]:
    return (value for value, leading in enumerate(leaders) if leading == option)


def _find(changes: dict[str, int], landscape: Landscape) -> _Find:
    controllable = [landscape.knowledge.signals[signal].controllable for signal in changes]
    cost = sum(abs(value - _standing_at(signal, landscape)) for signal, value in changes.items())
    return _Find(cost, controllable.count(False), tuple(changes.items()))


def _order(find: _Find) -> tuple[int, int]:
    return find.cost, find.beyond


def _standing_at(signal: str, landscape: Landscape) -> int:
    value = landscape.readings[signal].value
    return landscape.knowledge.signals[signal].prior[1] if value is None else value


def _smallest_pair(option: str, leader: str | None, landscape: Landscape) -> _Find | None:
    reach = _Reach(option, landscape)
    useful = [signal for signal in landscape.signals if signal in landscape.gated or reach.gains_on(leader, signal)]
    best: _Find | None = None
    for first, second in permutations(useful, 2):
        if reach.possible(first, second):
            grid = range(0, 101, _GRID)
            best = _scan(option, (first, second), grid, reach, best)
    if best is not None:
        (first, middle), (second, _) = best.changes
        around = range(max(0, middle - _GRID + 1), min(100, middle + _GRID - 1) + 1)
        best = _scan(option, (first, second), around, reach, best)
    return best


def _scan(
    option: str, pair: tuple[str, str], values: Sequence[int], reach: "_Reach", best: _Find | None
) -> _Find | None:
    """Return the best find with the first signal at one of ``values`` and the second at any, or ``best``."""
    first, second = pair
    landscape = reach.landscape
    start = _standing_at(first, landscape)
    for value in sorted(values, key=lambda value: abs(value - start)):
        if best is not None and abs(value - start) > best.cost:
            break
        if reach.possible_at(first, value, second):
            leaders = landscape.along(second, {first: value})
            finds = [_find({first: value, second: other}, landscape) for other in _wins(option, leaders)]
            best = min((*finds, *([best] if best else [])), default=None, key=_order)
    return best


class _Reach:
    """How far an option can come against the others: the bounds that spare most of the search for pairs.

    A rival that no gate rules out anywhere near has to be passed by points. ``gains`` holds for each signal and each
    such rival what the option gains on it at every slider value, in tenths.
    """

    def __init__(self, option: str, landscape: Landscape) -> None:
        self.landscape = landscape
        place = landscape.options.index(option)
        self.rivals = [rival for rival in range(len(landscape.options)) if rival != place]
        self.lacks = {rival: landscape.base[rival] - landscape.base[place] for rival in self.rivals}
        self.gains = {
            signal: self._gains(signal, place) if signal in landscape.lines else {} for signal in landscape.signals
        }
        self._stands: dict[frozenset[str], tuple[tuple[int, int], ...]] = {}
        self.most = {signal: {rival: max(gains) for rival, gains in by.items()} for signal, by in self.gains.items()}

    def _gains(self, signal: str, place: int) -> dict[int, list[int]]:
        table, now = self.landscape.table(signal), self.landscape.lines[signal]
        own = table[place]
        return {
            rival: [mine - theirs - (now[place] - now[rival]) for mine, theirs in zip(own, table[rival], strict=True)]
            for rival in self.rivals
        }

    def gains_on(self, leader: str | None, signal: str) -> bool:
        """Tell whether some value of ``signal`` brings the option nearer to ``leader``, if there is one."""
        return any(gain > 0 for rival, gain in self.most[signal].items() if self.landscape.options[rival] == leader)

    def possible(self, first: str, second: str) -> bool:
        """Tell whether the two signals at their best could pass every rival that they cannot rule out."""
        return all(
            self.most[first].get(rival, 0) + self.most[second].get(rival, 0) >= lack
            for rival, lack in self._to_pass(first, second)
        )

    def possible_at(self, first: str, value: int, second: str) -> bool:
        """Tell whether ``second`` at its best could pass every rival that stands, with ``first`` at ``value``."""
        gains = self.gains[first]
        return all(
            (gains[rival][value] if gains else 0) + self.most[second].get(rival, 0) >= lack
            for rival, lack in self._to_pass(first, second)
        )

    def _to_pass(self, first: str, second: str) -> tuple[tuple[int, int], ...]:
        """Return the rivals that no value of the two signals rules out, each with what the option lacks to it."""
        pair = frozenset((first, second))
        if pair not in self._stands:
            places = product(*(_one_of_each(self.landscape.zones(signal)) for signal in pair))
            outs = [self.landscape.ruled_out(dict(zip(pair, values, strict=True))) for values in places]
            out = frozenset[str]().union(*outs)
            lacks = self.lacks.items()
            self._stands[pair] = tuple(item for item in lacks if self.landscape.options[item[0]] not in out)
        return self._stands[pair]


def _one_of_each(zones: Sequence[int]) -> tuple[int, ...]:
    """Return one slider value of each zone."""
    return tuple({zone: value for value, zone in enumerate(zones)}.values())
