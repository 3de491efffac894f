"""The whole neighbourhood of a scenario: scores and tiers for any readings, quick enough to scan and to draw from.

A landscape gives exactly what an assessment of the changed scenario would give, in the scope of the scenario as it is.
Scores come from tables of tenths, one for each option, signal and slider value. Which options are ruled out is worked
out once for each region between the thresholds of the gates.

A change of the labelled-data slider stands for that many examples: a count that was told no longer decides, except at
the very value that the scenario reads already.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from types import MappingProxyType

from tunewise.domain.assessment import Reading
from tunewise.domain.scenario import Scenario, Scope
from tunewise.engine.clauses import Situation
from tunewise.engine.fit import fits
from tunewise.engine.gates import gate_state
from tunewise.engine.readiness import settle_checks
from tunewise.engine.readings import band, read_signals
from tunewise.engine.scope import scope_of
from tunewise.engine.scoring import factor_fit, tenths
from tunewise.engine.thresholds import thresholds
from tunewise.knowledge.schema import Clause
from tunewise.knowledge.tables import Knowledge

Changes = Mapping[str, int]
"""Slider values that replace what the scenario says, by signal."""

Table = tuple[tuple[int, ...], ...]
"""Whole numbers by option (in the order of a landscape) and slider value from 0 to 100."""

UNCHANGED: Changes = MappingProxyType({})
"""The scenario as it is."""

ClosedGates = dict[tuple[str | int, ...], bool]
"""Whether a gate is closed, by its id and the zones of the signals that it looks at."""

_AROUND_KEPT = 8
_around: dict[tuple[int | None, ...], tuple[tuple[object, ...], ClosedGates]] = {}
_TABLES_KEPT = 64
_KNOWLEDGE_KEPT = 8


class Landscape:
    """Scores and destinations around ``scenario``. It keeps tables of its own, so ask one landscape many questions.

    ``opened`` names gates that are taken as open, whatever they say.
    """

    def __init__(self, scenario: Scenario, knowledge: Knowledge, opened: frozenset[str] = frozenset()) -> None:
        self.scenario = scenario
        self.knowledge = knowledge
        self.scope = scope_of(scenario, knowledge)
        self.factors = knowledge.factors_in(self.scope)
        self.options = in_tie_order(knowledge)
        self.readings = {reading.signal: reading for reading in read_signals(scenario, knowledge)}
        looks_at = _looks_at(knowledge)
        ruling = [gate for gate in knowledge.tables.gate if gate.tier == "ruled-out" and gate.id not in opened]
        self._moving = [(gate, tuple(looks_at[gate.id])) for gate in ruling if looks_at[gate.id]]
        self.gated = tuple(
            signal for signal in knowledge.signals if any(signal in signals for _, signals in self._moving)
        )
        """The signals that a gate looks at which may rule an option out."""
        self._zones = {signal: self._zones_of(signal) for signal in self.gated}
        self._checks = settle_checks(scenario, self.readings, knowledge)
        situation = self._situation(UNCHANGED)
        settled = (gate for gate in ruling if not looks_at[gate.id] and gate_state(gate, situation).value)
        self.settled = frozenset(option for gate in settled for option in gate.hits)
        """The options that are ruled out whatever the signals say."""
        self._closed = _closed_gates(scenario, knowledge, self.readings["labelled_data"].value)
        self._regions: dict[tuple[int, ...], frozenset[str]] = {}
        # Lines hold what each factor gives each option as things stand, in tenths.
        self.lines = {
            factor.id: tuple(self._line(option, factor.id) for option in self.options) for factor in self.factors
        }
        self.base = tuple(sum(column) for column in zip(*self.lines.values(), strict=True))

    @property
    def signals(self) -> tuple[str, ...]:
        """Return the signals that can change the destination: those in scope and those that a gate looks at."""
        return tuple(signal for signal in self.knowledge.signals if signal in self.lines or signal in self.gated)

    def fit(self, option: str, factor: str) -> float:
        """Return the fit as things stand, 0 to 1; the expected one while the answer is unknown."""
        return factor_fit(option, self.knowledge.factors[factor], self.scenario, self.readings, self.knowledge)[0]

    def _line(self, option: str, factor: str) -> int:
        return tenths(self.knowledge.factors[factor].points_in(self.scope), self.fit(option, factor))

    def table(self, signal: str) -> Table:
        """Return for each option the tenths that ``signal`` gives at every slider value; all 0 out of scope."""
        task = self.scenario.task
        return _tenths_table(self.knowledge, signal, self.scope, task.kind, task.classes)

    def zones(self, signal: str) -> tuple[int, ...]:
        """Return a number for every slider value: values with the same number meet the same gates."""
        return self._zones.get(signal, (0,) * 101)

    def scores(self, changes: Changes) -> list[int]:
        """Return the score of each option in tenths, in the order of ``options``, with ``changes`` made."""
        totals = list(self.base)
        for signal, value in changes.items():
            if signal in self.lines:
                pairs = zip(totals, self.table(signal), self.lines[signal], strict=True)
                totals = [total + column[value] - now for total, column, now in pairs]
        return totals

    def ruled_out(self, changes: Changes) -> frozenset[str]:
        """Return the options that a closed gate rules out, with ``changes`` made."""
        region = tuple(
            -1 if (value := changes.get(signal, self.readings[signal].value)) is None else zones[value]
            for signal, zones in self._zones.items()
        )
        if region not in self._regions:
            self._regions[region] = self._ruled_out_in(dict(zip(self._zones, region, strict=True)), changes)
        return self._regions[region]

    def _ruled_out_in(self, region: Mapping[str, int], changes: Changes) -> frozenset[str]:
        situation = None
        out = set(self.settled)
        for gate, signals in self._moving:
            # A gate looks at a few signals, so it is worked out once for all regions that differ in others.
            place: tuple[str | int, ...] = (gate.id, *(region[signal] for signal in signals))
            if place not in self._closed:
                situation = situation or self._situation(changes)
                self._closed[place] = bool(gate_state(gate, situation).value)
            if self._closed[place]:
                out.update(gate.hits)
        return frozenset(out)

    def destination(self, changes: Changes = UNCHANGED) -> str | None:
        """Return the best option that is not ruled out, with ``changes`` made."""
        return self.best(self.scores(changes), self.ruled_out(changes))

    def best(self, scores: Sequence[float], out: frozenset[str]) -> str | None:
        """Return the option with the best of ``scores`` that is not ``out``; the simpler one of equals."""
        best, leader = -1.0, None
        for option, score in zip(self.options, scores, strict=True):
            if score > best and option not in out:
                best, leader = score, option
        return leader

    def along(self, signal: str, changes: Changes = UNCHANGED) -> list[str | None]:
        """Return the destination at every value of ``signal`` from 0 to 100, with ``changes`` of other signals made."""
        return [leader for leader, _ in self.best_along(signal, changes)]

    def best_along(self, signal: str, changes: Changes = UNCHANGED) -> list[tuple[str | None, int]]:
        """Return the destination and its score in tenths at every value of ``signal`` from 0 to 100."""
        count, found = len(self.options), list[tuple[str | None, int]]()
        scores = [score * count for score in self.scores(changes)]
        columns: dict[str, list[int]] = {}
        if signal in self.lines:
            task = self.scenario.task
            table = _ranked_table(self.knowledge, signal, self.scope, task.kind, task.classes)
            rows = zip(self.options, scores, self.lines[signal], table, strict=True)
            for option, score, now, column in rows:
                rest = score - now * count
                columns[option] = [rest + value for value in column]
        for first, last in _runs(self.zones(signal)):
            out = self.ruled_out({**changes, signal: first})
            standing = [column[first : last + 1] for option, column in columns.items() if option not in out]
            if standing:
                bests = (max(values) for values in zip(*standing, strict=True))
                found += [(self.options[-1 - best % count], best // count) for best in bests]
            else:
                leader = None if columns else self.best(scores, out)
                score = self.base[self.options.index(leader)] if leader else 0
                found += [(leader, score)] * (last + 1 - first)
        return found

    def closed_gates(self, option: str, changes: Changes = UNCHANGED) -> tuple[str, ...]:
        """Return the gates that rule ``option`` out or put it off, with ``changes`` made, as the tables list them."""
        situation = self._situation(changes)
        gates = self.knowledge.tables.gate
        return tuple(gate.id for gate in gates if option in gate.hits and gate_state(gate, situation).value)

    def _zones_of(self, signal: str) -> tuple[int, ...]:
        zones = _zones(self.knowledge, signal, self.scenario.task.classes)
        now = self.readings[signal].value
        if signal == "labelled_data" and now is not None:
            # Only here does a count that was told decide; everywhere else the slider tells how many there are.
            return (*zones[:now], zones[-1] + 1, *zones[now + 1 :])
        return zones

    def _situation(self, changes: Changes) -> Situation:
        bands = self.knowledge.meta.bands
        readings = dict(self.readings)
        for signal, value in changes.items():
            if value != readings[signal].value:
                readings[signal] = Reading(signal, value, "stated", band(value, bands))
        counted = readings["labelled_data"] is self.readings["labelled_data"]
        checks = self._checks
        if not counted or any(readings[one] is not self.readings[one] for one in _settling(self.knowledge)):
            checks = settle_checks(self.scenario, readings, self.knowledge, counted=counted)
        return Situation(self.scenario, readings, checks, self.knowledge, counted)


def _closed_gates(scenario: Scenario, knowledge: Knowledge, labelled_data: int | None) -> ClosedGates:
    """Return what is known already of the gates around scenarios that differ from ``scenario`` in signals only.

    Between two keys a signal moves and the rest stays the very same tables, so most gates need no second look. Tables
    are told apart by identity: comparing them would take longer than the gates.
    """
    parts = (knowledge, scenario.task, scenario.facts, scenario.costs, scenario.readiness, scenario.evidence)
    key = (*map(id, parts), labelled_data)
    kept = _around.get(key)
    if kept is None:
        while len(_around) >= _AROUND_KEPT:
            _around.pop(next(iter(_around), key), None)
        # The parts are kept too, so that no other table gets the identity of one that is gone.
        kept = _around[key] = (parts, {})
    return kept[1]


@lru_cache(maxsize=_KNOWLEDGE_KEPT)
def in_tie_order(knowledge: Knowledge) -> tuple[str, ...]:
    """Return the options in the order in which equal scores are settled: the simpler first, then by letter."""
    choices = knowledge.choices
    return tuple(sorted(choices, key=lambda name: (-choices[name].simplicity, choices[name].letter)))


@lru_cache(maxsize=_TABLES_KEPT)
def _tenths_table(knowledge: Knowledge, signal: str, scope: Scope, task: str | None, classes: int | None) -> Table:
    points = knowledge.signals[signal].points_in(scope)
    return tuple(
        tuple(tenths(points, fit) for fit in fits(knowledge, option, signal, task, classes))
        for option in in_tie_order(knowledge)
    )


@lru_cache(maxsize=_TABLES_KEPT)
def _ranked_table(knowledge: Knowledge, signal: str, scope: Scope, task: str | None, classes: int | None) -> Table:
    """Return tenths times the number of options, plus the place from behind: the greatest of them names the leader."""
    table = _tenths_table(knowledge, signal, scope, task, classes)
    count = len(table)
    return tuple(tuple(value * count + count - 1 - place for value in row) for place, row in enumerate(table))


@lru_cache(maxsize=_TABLES_KEPT)
def _zones(knowledge: Knowledge, signal: str, classes: int | None) -> tuple[int, ...]:
    """Return how many thresholds of gates lie at or below each slider value."""
    limits = thresholds(knowledge, signal, classes)
    return tuple(bisect_right(limits, value) for value in range(101))


def _runs(zones: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last slider value of each run of equal zones."""
    for _, run in groupby(range(len(zones)), key=lambda value: zones[value]):
        values = list(run)
        yield values[0], values[-1]


@lru_cache(maxsize=_KNOWLEDGE_KEPT)
def _looks_at(knowledge: Knowledge) -> dict[str, frozenset[str]]:
    """Return the signals that each gate looks at, itself or through an item of the checklist."""
    signals_of = _signals_of_items(knowledge)
    found = {}
    for gate in knowledge.tables.gate:
        clauses = (*gate.closes_when, *gate.unless)
        checks = {leaf.check for clause in clauses for leaf in clause.leaves() if leaf.check is not None}
        found[gate.id] = frozenset(_signals_in(clauses)).union(*(signals_of[check] for check in checks))
    return found


@lru_cache(maxsize=_KNOWLEDGE_KEPT)
def _signals_of_items(knowledge: Knowledge) -> dict[str, frozenset[str]]:
    """Return the signals that each item of the checklist looks at."""
    return {item.id: frozenset(_signals_in((*item.holds_when, *item.fails_when))) for item in knowledge.tables.item}


@lru_cache(maxsize=_KNOWLEDGE_KEPT)
def _settling(knowledge: Knowledge) -> frozenset[str]:
    """Return the signals that can settle an item of the checklist."""
    return frozenset[str]().union(*_signals_of_items(knowledge).values())


def _signals_in(clauses: Sequence[Clause]) -> Iterator[str]:
    for clause in clauses:
        yield from (leaf.signal for leaf in clause.leaves() if leaf.signal is not None)
