"""The whole neighbourhood of a scenario: scores and tiers for any readings, quick enough to scan and to draw from.

A landscape gives exactly what an assessment of the changed scenario would give, in the scope of the scenario as it is.
Scores come from tables of tenths, one for each option, signal and slider value. Which options are ruled out is worked
out once for each region between the thresholds of the gates.

A change of the labelled-data slider stands for that many examples: a count that was told no longer decides, except at
the very value that the scenario reads already.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from types import MappingProxyType
from typing import NamedTuple

from tunewise.domain.assessment import Reading
from tunewise.domain.scenario import Scenario, Scope
from tunewise.engine.around import around, gates_with_signals, settling_signals
from tunewise.engine.clauses import Situation
from tunewise.engine.fit import fits
from tunewise.engine.gates import evaluate_gates, gate_state
from tunewise.engine.readiness import settle_checks
from tunewise.engine.readings import band, read_signals
from tunewise.engine.scope import scope_of
from tunewise.engine.scoring import columns, factor_fit, tenths
from tunewise.engine.thresholds import thresholds
from tunewise.knowledge.schema import Gate
from tunewise.knowledge.tables import Knowledge

Changes = Mapping[str, int]
"""Slider values that replace what the scenario says, by signal."""

Table = tuple[tuple[int, ...], ...]
"""Whole numbers by option (in the order of a landscape) and slider value from 0 to 100."""

UNCHANGED: Changes = MappingProxyType({})
"""The scenario as it is."""

_TABLES_KEPT = 64
_KNOWLEDGE_KEPT = 8


class _Row(NamedTuple):
    """What one option has at every slider value, with the least and the most of it."""

    values: tuple[int, ...]
    least: int
    most: int


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
        ruling = [(gate, signals) for gate, signals in _ruling(knowledge) if gate.id not in opened]
        self._moving = [(gate, signals) for gate, signals in ruling if signals]
        looked_at = frozenset[str]().union(*(signals for _, signals in self._moving))
        self.gated = tuple(signal for signal in knowledge.signals if signal in looked_at)
        """The signals that a gate looks at which may rule an option out."""
        self._zones = {signal: self._zones_of(signal) for signal in self.gated}
        self._checks = settle_checks(scenario, self.readings, knowledge)
        states = evaluate_gates(self._situation(UNCHANGED))
        settled = (gate for gate, signals in ruling if not signals and states[gate.id].value)
        self.settled = frozenset(option for gate in settled for option in gate.hits)
        """The options that are ruled out whatever the signals say."""
        known, told = around(scenario, knowledge), self.readings["labelled_data"].value
        self._closed = known.closed.setdefault(told, {})
        self._regions = known.ruled_out.setdefault((told, opened), {})
        # Lines hold what each factor gives each option as things stand, in tenths.
        given = zip(self.factors, columns(scenario, self.readings, self.scope, knowledge), strict=True)
        self.lines = {
            factor.id: tuple([column[option].earned_tenths for option in self.options]) for factor, column in given
        }
        self.base = tuple(sum(column) for column in zip(*self.lines.values(), strict=True))

    @property
    def signals(self) -> tuple[str, ...]:
        """Return the signals that can change the destination: those in scope and those that a gate looks at."""
        return tuple(signal for signal in self.knowledge.signals if signal in self.lines or signal in self.gated)

    def fit(self, option: str, factor: str) -> float:
        """Return the fit as things stand, 0 to 1; the expected one while the answer is unknown."""
        return factor_fit(option, self.knowledge.factors[factor], self.scenario, self.readings, self.knowledge)[0]

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
        out = self._regions.get(region)
        if out is None:
            out = self._ruled_out_in(dict(zip(self._zones, region, strict=True)), changes)
            self._regions[region] = out
        return out

    def _ruled_out_in(self, region: Mapping[str, int], changes: Changes) -> frozenset[str]:
        situation = None
        out = set(self.settled)
        for gate, signals in self._moving:
            # A gate looks at a few signals, so it is worked out once for all regions that differ in others.
            place: tuple[str | int, ...] = (gate.id, *(region[signal] for signal in signals))
            closed = self._closed.get(place)
            if closed is None:
                situation = situation or self._situation(changes)
                closed = self._closed[place] = bool(gate_state(gate, situation).value)
            if closed:
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
        found = list[tuple[str | None, int]]()
        scores = self.scores(changes)
        for first, last in _runs(self.zones(signal)):
            out = self.ruled_out({**changes, signal: first})
            if signal in self.lines:
                found += self._bests(signal, scores, out, first, last + 1)
            else:
                leader = self.best(scores, out)
                score = self.base[self.options.index(leader)] if leader else 0
                found += [(leader, score)] * (last + 1 - first)
        return found

    def _bests(
        self, signal: str, scores: Sequence[int], out: frozenset[str], first: int, end: int
    ) -> list[tuple[str | None, int]]:
        """Return the destination and its score at each value of ``signal`` from ``first`` up to ``end``."""
        count, task = len(self.options), self.scenario.task
        table = _ranked_table(self.knowledge, signal, self.scope, task.kind, task.classes)
        rows = zip(self.options, scores, self.lines[signal], table, strict=True)
        standing = [(score * count - now * count, row) for option, score, now, row in rows if option not in out]
        if not standing:
            return [(None, 0)] * (end - first)
        # An option whose best stays below what another has at least never leads.
        floor = max(rest + row.least for rest, row in standing)
        able = [(rest, row.values[first:end]) for rest, row in standing if rest + row.most >= floor]
        bests = map(max, zip(*([rest + value for value in values] for rest, values in able), strict=True))
        return [(self.options[-1 - best % count], best // count) for best in bests]

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
        if not counted or any(readings[one] is not self.readings[one] for one in settling_signals(self.knowledge)):
            checks = settle_checks(self.scenario, readings, self.knowledge, counted=counted)
        return Situation(self.scenario, readings, checks, self.knowledge, counted)


@lru_cache(maxsize=_KNOWLEDGE_KEPT)
def _ruling(knowledge: Knowledge) -> tuple[tuple[Gate, tuple[str, ...]], ...]:
    """Return the gates that may rule an option out, each with the signals that it looks at."""
    return tuple((gate, signals) for gate, signals in gates_with_signals(knowledge) if gate.tier == "ruled-out")


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
def _ranked_table(
    knowledge: Knowledge, signal: str, scope: Scope, task: str | None, classes: int | None
) -> tuple[_Row, ...]:
    """Return tenths times the number of options, plus the place from behind: the greatest of them names the leader."""
    table = _tenths_table(knowledge, signal, scope, task, classes)
    count = len(table)
    ranked = [tuple(value * count + count - 1 - place for value in row) for place, row in enumerate(table)]
    return tuple(_Row(row, min(row), max(row)) for row in ranked)


@lru_cache(maxsize=_TABLES_KEPT)
def _zones(knowledge: Knowledge, signal: str, classes: int | None) -> tuple[int, ...]:
    """Return how many thresholds of gates lie at or below each slider value."""
    limits = thresholds(knowledge, signal, classes)
    return tuple(bisect_right(limits, value) for value in range(101))


@lru_cache(maxsize=_TABLES_KEPT)
def _runs(zones: tuple[int, ...]) -> tuple[tuple[int, int], ...]:
    """Return the first and the last slider value of each run of equal zones."""
    runs = [list(run) for _, run in groupby(range(len(zones)), key=lambda value: zones[value])]
    return tuple((values[0], values[-1]) for values in runs)
