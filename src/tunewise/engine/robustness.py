"""How sure the ranking is: stochastic multicriteria acceptability analysis (SMAA-2) on random points and readings.

Lahdelma and Salminen 2001. A draw takes points from around those of the tables, answers from around those given, and
open answers from their priors; the gates go by what was drawn. Facts that nobody told pass, as everywhere.

Scores are made of the same tenths as those of the ranking, times what each point is worth in the draw: with fixed
points a draw is an assessment of the readings drawn, and where nothing is in doubt the leader stays first for certain.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from math import sqrt
from operator import mul
from typing import Final, Literal, NamedTuple

from tunewise.domain.analysis import Acceptability, Cause, Robustness
from tunewise.domain.assessment import Ranking, VerdictWord
from tunewise.domain.scenario import Scenario
from tunewise.engine.draws import Doubt, Line, Source, sources_of, weigher_of
from tunewise.engine.landscape import Landscape
from tunewise.engine.ranking import nested
from tunewise.knowledge.tables import Knowledge

Rows = tuple[Line, ...]
"""For each option what every factor in scope gives it, in tenths."""

Weights = Sequence[float]
"""How many times its points in the tables each factor in scope is worth."""

_Drawn = Mapping[str, Sequence[int]]

_Cause = Literal["weights", "answers", "unanswered", "all"]

_LOOSE: Final[dict[_Cause, frozenset[Doubt]]] = {
    "weights": frozenset(),
    "answers": frozenset(("answers",)),
    "unanswered": frozenset(("unanswered",)),
    "all": frozenset(("answers", "unanswered")),
}
_CONFIDENCE_DRAWS: Final = 400
"""On how many of the first draws a confidence factor rests: each of them is scored again for each option that won."""

_TWO_SIDED_95: Final = 1.96


class _Field(NamedTuple):
    """Places of the options in the order of ties: those that stand in a draw, and those that are ruled out in it."""

    standing: tuple[int, ...]
    out: tuple[int, ...]


class Sampler:
    """Draws as often as it is asked to, and tells at any time how sure the ranking is so far.

    The same scenario and seed give the same figures, however the draws are sliced. ``done`` counts the draws made,
    ``total`` is how many are enough, and ``leader`` is the destination of the assessment.
    """

    def __init__(self, scenario: Scenario, knowledge: Knowledge) -> None:
        self.done = 0
        self.total = knowledge.meta.sampling.draws
        landscape = Landscape(scenario, knowledge)
        self.leader = landscape.destination()
        self._leads = -1 if self.leader is None else landscape.options.index(self.leader)
        self._landscape = landscape
        self._points = {factor.id: factor.points_in(landscape.scope) for factor in landscape.factors}
        self._weigh = weigher_of(landscape)
        self._sources = {source.factor: source for source in sources_of(landscape)}
        self._now = {factor: tuple(map(float, line)) for factor, line in landscape.lines.items()}
        self._known_fields: dict[tuple[str, ...], dict[tuple[int, ...], _Field]] = {}
        count = len(landscape.options)
        self._ranks = [[0] * count for _ in range(count)]
        self._out_orders: Counter[tuple[int, tuple[int, ...]]] = Counter()
        self._beaten = [0.0] * count
        self._winning_weights: list[Weights] = [[0.0] * len(self._points)] * count
        self._leader_first = dict.fromkeys(_LOOSE, 0)
        self._kept: list[tuple[Rows, _Field]] = []

    def draw(self, count: int) -> None:
        """Make ``count`` more draws."""
        drawn = {factor: [source.draw() for _ in range(count)] for factor, source in self._sources.items()}
        fixed: list[Weights] = [(1.0,) * len(self._points)] * count
        weights: list[Weights] = [self._weigh() for _ in range(count)] if self._weigh else fixed
        alone: tuple[tuple[_Cause, list[Weights]], ...]
        alone = (("weights", weights), ("answers", fixed), ("unanswered", fixed))
        for cause, weightings in alone:
            if weightings is fixed and not self._loose(cause):
                # Then each draw would be the assessment itself.
                self._leader_first[cause] += count if self.leader is not None else 0
                continue
            for weighting, (rows, field) in zip(weightings, self._situations(cause, drawn, count), strict=True):
                self._leader_first[cause] += _first(_scores(weighting, rows), field) == self._leads
        for weighting, (rows, field) in zip(weights, self._situations("all", drawn, count), strict=True):
            if len(self._kept) < _CONFIDENCE_DRAWS:
                self._kept.append((rows, field))
            self._count_places(weighting, _scores(weighting, rows), field)
        self.done += count

    def _situations(self, cause: _Cause, drawn: _Drawn, count: int) -> Iterator[tuple[Rows, _Field]]:
        """Yield lines and field of each draw, with only that let loose; all else is as it is told or expected."""
        loose = self._loose(cause)
        columns: list[Iterable[Line]] = [
            [loose[factor].lines[place] for place in drawn[factor]] if factor in loose else repeat(now, count)
            for factor, now in self._now.items()
        ]
        fields = self._fields(tuple(signal for signal in self._landscape.gated if signal in loose), drawn, count)
        if not loose:
            yield from zip(repeat(tuple(zip(*self._now.values(), strict=True)), count), fields, strict=True)
            return
        for lines, field in zip(zip(*columns, strict=True), fields, strict=True):
            yield tuple(zip(*lines, strict=True)), field

    def _loose(self, cause: _Cause) -> dict[str, Source]:
        return {factor: source for factor, source in self._sources.items() if source.doubt in _LOOSE[cause]}

    def _fields(self, signals: tuple[str, ...], drawn: _Drawn, count: int) -> Iterator[_Field]:
        """Yield which options stand in each draw, as the drawn values of ``signals`` open and close the gates."""
        known = self._known_fields.setdefault(signals, {})
        zones = [self._landscape.zones(signal) for signal in signals]
        for draw in range(count):
            values = [drawn[signal][draw] for signal in signals]
            region = tuple([zone[value] for zone, value in zip(zones, values, strict=True)])
            if region not in known:
                known[region] = self._field(dict(zip(signals, values, strict=True)))
            yield known[region]

    def _field(self, changes: Mapping[str, int]) -> _Field:
        out = self._landscape.ruled_out(changes)
        places = list(enumerate(self._landscape.options))
        return _Field(
            tuple(place for place, option in places if option not in out),
            tuple(place for place, option in places if option in out),
        )

    def _count_places(self, weighting: Weights, scores: list[float], field: _Field) -> None:
        if not field.standing:
            return  # where nothing stands, nobody takes a place
        standing, out = _in_order(field.standing, scores), _in_order(field.out, scores)
        for rank, place in enumerate(standing):
            self._ranks[place][rank] += 1
        self._out_orders[len(standing), tuple(out)] += 1
        winner = standing[0]
        sums = self._winning_weights[winner]
        self._winning_weights[winner] = [total + weight for total, weight in zip(sums, weighting, strict=True)]
        self._leader_first["all"] += winner == self._leads
        if self.leader is not None:
            self._count_beaten([*standing, *out], scores, field)

    def _count_beaten(self, order: list[int], scores: list[float], field: _Field) -> None:
        leads = self._leads
        for place in order[order.index(leads) + 1 :]:
            self._beaten[place] += 1
        if scores.count(scores[leads]) == 1:
            self._beaten[leads] += 0.5
            return
        # Equal scores count one half either way: the order in which ties are settled is no reason to be sure.
        peers = field.out if leads in field.out else field.standing
        for place in peers:
            if scores[place] == scores[leads]:
                self._beaten[place] += -0.5 if order.index(place) > order.index(leads) else 0.5

    def result(self) -> Robustness:
        """Return what the draws made so far say, the most likely to lead first; without a draw no option shows.

        Left out is what no draw lets stand. Of the others, those that a draw rules out take its last places, by score.
        Each option's shares sum to 1, and those of each place too, less the draws in which everything is ruled out.
        """
        places = range(len(self._ranks))
        stood = [place for place in places if any(self._ranks[place])]
        ranks = self._whole_ranks(stood)
        entries = [self._acceptability(place, ranks[place][: len(stood)]) for place in stood]
        draws = max(1, self.done)
        return Robustness(
            draws=self.done,
            seed=self._landscape.scenario.random_seed,
            leader=self.leader,
            options=tuple(sorted(entries, key=lambda entry: (-entry.first, -entry.holistic))),
            causes=tuple(Cause(cause, self._leader_first[cause] / draws) for cause in _LOOSE),
            error=monte_carlo_error(draws),
        )

    def _whole_ranks(self, stood: list[int]) -> list[list[int]]:
        """Return how often each option took each place, with the last places for what is ruled out in a draw."""
        ranks = [list(row) for row in self._ranks]
        for (standing, out), times in self._out_orders.items():
            for rank, place in enumerate((place for place in out if place in stood), standing):
                ranks[place][rank] += times
        return ranks

    def _acceptability(self, place: int, ranks: list[int]) -> Acceptability:
        shares = tuple(times / self.done for times in ranks)
        wins = ranks[0]
        central = [total / wins for total in self._winning_weights[place]] if wins else []
        return Acceptability(
            option=self._landscape.options[place],
            ranks=shares,
            leader_ahead=self._beaten[place] / self.done,
            central_weights=tuple(
                (factor, times * points) for (factor, points), times in zip(self._points.items(), central, strict=False)
            ),
            confidence=self._confidence(place, central) if wins else 0.0,
            holistic=sum(weight * share for weight, share in zip(place_weights(len(shares)), shares, strict=True)),
        )

    def _confidence(self, place: int, central: Weights) -> float:
        """Return the share of the kept draws that the option at ``place`` wins under its central weights."""
        won = sum(_wins(place, central, rows, field) for rows, field in self._kept)
        return won / len(self._kept)


def _scores(weights: Weights, rows: Rows) -> list[float]:
    return [sum(map(mul, weights, row)) for row in rows]


def _first(scores: list[float], field: _Field) -> int | None:
    """Return who comes first, or ``None`` where nothing stands."""
    return max(field.standing, key=scores.__getitem__, default=None)  # of equals the first: the order of ties


def _in_order(places: tuple[int, ...], scores: list[float]) -> list[int]:
    return sorted(places, key=scores.__getitem__, reverse=True)  # stable: equals keep the order of ties


def _wins(place: int, weights: Weights, rows: Rows, field: _Field) -> bool:
    """Tell whether the option at ``place`` comes first; sooner than by scoring them all."""
    if place not in field.standing:
        return False
    own = sum(map(mul, weights, rows[place]))
    for rival in field.standing:
        score = sum(map(mul, weights, rows[rival]))
        if score > own or (score == own and rival < place):
            return False
    return True


def place_weights(places: int) -> tuple[float, ...]:
    """Return what each place counts in the holistic acceptability: rank-order centroid weights, 1 for the first."""
    steps = [1 / place for place in range(1, places + 1)]
    return tuple(sum(steps[place:]) / sum(steps) for place in range(places))


def monte_carlo_error(draws: int) -> float:
    """Return how far a share of one half may be off after so many draws, at 95 %."""
    return _TWO_SIDED_95 * sqrt(0.25 / draws)


def peers_of(robustness: Robustness, ranking: Ranking, knowledge: Knowledge) -> tuple[str, ...]:
    """Return the options that lie too close to the destination to call, in the order of the ranking.

    Rivals are neither ruled out nor parts or extensions of the destination. A rival is too close within the resolution
    of the tables, or where the destination is ahead in too few draws.
    """
    if ranking.destination is None:
        return ()
    rule, lead = knowledge.meta.verdict, ranking.find(ranking.destination).score_tenths
    near = lead - 10 * rule.resolution_points
    return tuple(
        entry.option
        for entry in ranking.options
        if entry.option in (chances := _chances(robustness, ranking, knowledge))
        and (entry.score_tenths > near or chances[entry.option] < rule.close_below_chance)
    )


def verdict_of(robustness: Robustness, ranking: Ranking, knowledge: Knowledge) -> VerdictWord:
    """Return the word of the verdict as the draws have it: the chances to stay ahead are those that were drawn."""
    rule = knowledge.meta.verdict
    if ranking.destination is None:
        return "nothing-fits"
    if ranking.verdict.told_share < rule.enough_told_share:
        return "not-enough-told"
    if ranking.find(ranking.destination).score_points < rule.weak_best_points:
        return "nothing-fits"
    if peers_of(robustness, ranking, knowledge):
        return "too-close"
    leader = robustness.find(ranking.destination)
    return "clear" if leader is None or leader.first >= rule.clear_from_chance else "leaning"


def _chances(robustness: Robustness, ranking: Ranking, knowledge: Knowledge) -> dict[str, float]:
    """Return for each rival how likely the destination is ahead; sure where it was ruled out in every draw."""
    leader = ranking.destination
    entries = {entry.option: entry.leader_ahead for entry in robustness.options}
    return {
        entry.option: entries.get(entry.option, 1.0)
        for entry in ranking.options
        if leader is not None and entry.tier != "ruled-out" and not nested(entry.option, leader, knowledge)
    }
