"""What if: who leads where, how much weight a lead bears, what an option would need, and two options line by line."""

from collections.abc import Mapping
from itertools import islice, pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.domain.strategies import effort
from tests.engine.cases import KNOWLEDGE, LAB, assessed, case
from tests.engine.test_landscape import NOTHING_STANDS, PUBLISHED, applied, situations
from tunewise.domain.analysis import Segment, Strip, WeightInterval
from tunewise.domain.assessment import RankedOption
from tunewise.domain.scenario import Scenario
from tunewise.engine.assess import assess
from tunewise.engine.landscape import Landscape
from tunewise.engine.requirements import requirements_for
from tunewise.engine.scope import scope_of
from tunewise.engine.scoring import factor_fit
from tunewise.engine.whatif import default_pair, dominates, head_to_head, two_way_map, weight_intervals, winner_strips

SIGNALS = list(KNOWLEDGE.signals)
OPTIONS = list(KNOWLEDGE.choices)
NO_TRAINING = {"facts": {"training_allowed": False}}


def destination(scenario: Scenario, changes: Mapping[str, int]) -> str | None:
    return assess(applied(scenario, changes), KNOWLEDGE).ranking.destination


def standing(scenario: Scenario, changes: Mapping[str, int]) -> tuple[str | None, bool]:
    ranking = assess(applied(scenario, changes), KNOWLEDGE).ranking
    if ranking.destination is None:
        return None, False
    return ranking.destination, ranking.find(ranking.destination).tier == "not-yet"


def leading_at(strip: Strip, value: int) -> str | None:
    return next(segment.option for segment in strip.segments if segment.first <= value <= segment.last)


# -- along one signal ------------------------------------------------------------------------------------------------


@given(scenario=situations)
@effort(40)
def test_every_strip_covers_the_slider_and_shows_where_the_scenario_stands(scenario: Scenario) -> None:
    now = assess(scenario, KNOWLEDGE)
    for strip in winner_strips(scenario, KNOWLEDGE):
        ends = [(segment.first, segment.last) for segment in strip.segments]
        assert [value for first, last in ends for value in range(first, last + 1)] == list(range(101))
        leaders = [(segment.option, segment.held) for segment in strip.segments]
        assert all(one != other for one, other in pairwise(leaders))
        assert strip.value == now.reading(strip.signal).value
        if strip.value is not None:
            assert leading_at(strip, strip.value) == now.ranking.destination


@given(scenario=situations, value=st.integers(0, 100))
@effort(25)
def test_a_strip_says_what_the_assessment_says_there(scenario: Scenario, value: int) -> None:
    for strip in winner_strips(scenario, KNOWLEDGE):
        assert leading_at(strip, value) == destination(scenario, {strip.signal: value})


@pytest.mark.parametrize("scenario", PUBLISHED[::9], ids=lambda scenario: scenario.title)
def test_at_each_flip_another_option_leads_or_it_opens_on_either_side(scenario: Scenario) -> None:
    for strip in winner_strips(scenario, KNOWLEDGE):
        for before, after in pairwise(strip.segments):
            here = standing(scenario, {strip.signal: after.first})
            there = standing(scenario, {strip.signal: before.last})
            assert here == (after.option, after.held) != there == (before.option, before.held)


def test_a_gate_that_puts_the_leader_off_shows_as_a_flip_of_its_own() -> None:
    strip = next(one for one in winner_strips(case(LAB), KNOWLEDGE) if one.signal == "requirement_stability")
    assert strip.segments == (Segment(0, 19, "lora", held=True), Segment(20, 100, "lora"))
    assert strip.flips == ((20, "lora"),)


def test_the_lab_flips_where_data_or_requests_get_few_or_facts_move() -> None:
    flips = {strip.signal: strip.flips for strip in winner_strips(case(LAB), KNOWLEDGE)}
    for signal, low, high in (("labelled_data", 40, 46), ("request_volume", 29, 35), ("freshness_need", 58, 64)):
        ((value, _),) = flips[signal]
        assert low <= value <= high
    assert flips["labelled_data"][0][1] == flips["request_volume"][0][1] == "lora"
    assert flips["long_prompt_tolerance"] == ()


def test_below_stability_20_the_lab_has_to_wait_but_does_not_change_where_to_arrive() -> None:
    strips = {strip.signal: strip for strip in winner_strips(case(LAB), KNOWLEDGE)}
    assert leading_at(strips["requirement_stability"], 19) == leading_at(strips["requirement_stability"], 20)
    tiers = [assessed(LAB, signals={"requirement_stability": at}).ranking.find("lora").tier for at in (19, 20)]
    assert tiers == ["not-yet", "open"]


def test_signals_out_of_scope_show_where_a_gate_looks_at_them() -> None:
    shown = [strip.signal for strip in winner_strips(case(LAB), KNOWLEDGE)]
    assert shown[:5] == list(LAB["signals"])
    assert "reasoning_gap" in shown
    assert "team_capacity" not in shown


def test_where_nothing_stands_every_strip_is_empty() -> None:
    for strip in winner_strips(case(LAB, NOTHING_STANDS), KNOWLEDGE):
        assert strip.segments == (Segment(0, 100, None),)


# -- over two signals ------------------------------------------------------------------------------------------------


@given(scenario=situations, pair=st.permutations(SIGNALS), point=st.tuples(st.integers(0, 20), st.integers(0, 10)))
@effort(30)
def test_a_cell_of_the_map_is_the_assessment_there(scenario: Scenario, pair: list[str], point: tuple[int, int]) -> None:
    x_signal, y_signal, *_ = pair
    found = two_way_map(scenario, KNOWLEDGE, x_signal, y_signal, 21, 11)
    column, row = point
    changes = {x_signal: found.xs[column], y_signal: found.ys[row]}
    assert found.cells[row][column] == destination(scenario, changes)
    now = assess(scenario, KNOWLEDGE)
    assert (found.x_value, found.y_value) == (now.reading(x_signal).value, now.reading(y_signal).value)


def test_the_map_spreads_its_cells_evenly_from_end_to_end() -> None:
    found = two_way_map(case(LAB), KNOWLEDGE, "labelled_data", "freshness_need", 5, 3)
    assert (found.xs, found.ys) == ((0, 25, 50, 75, 100), (0, 50, 100))
    assert [len(row) for row in found.cells] == [5, 5, 5]
    wide = two_way_map(case(LAB), KNOWLEDGE, "labelled_data", "freshness_need", 60, 20)
    assert {after - before for before, after in pairwise(wide.xs)} == {1, 2}


def test_a_map_wider_than_the_slider_shows_every_value_once() -> None:
    found = two_way_map(case(LAB), KNOWLEDGE, "labelled_data", "freshness_need", 140, 2)
    assert found.xs == tuple(range(101))


def strip_of(signal: str, value: int | None, *flips: int) -> Strip:
    starts = [0, *flips]
    ends = [*(flip - 1 for flip in flips), 100]
    rows = zip(starts, ends, strict=True)
    return Strip(signal, value, tuple(Segment(first, last, OPTIONS[place]) for place, (first, last) in enumerate(rows)))


def test_the_map_starts_with_the_two_signals_whose_flips_are_nearest() -> None:
    strips = (strip_of("far", 50, 90), strip_of("below", 50, 45), strip_of("never", 50), strip_of("above", 50, 10, 53))
    assert default_pair(strips) == ("above", "below")


def test_a_flip_just_below_is_as_near_as_one_just_above() -> None:
    assert default_pair((strip_of("a", 50, 52), strip_of("b", 50, 50), strip_of("c", 50, 51))) == ("b", "c")


def test_signals_that_never_flip_or_are_unknown_fill_up_in_order() -> None:
    assert default_pair((strip_of("a", None, 10), strip_of("b", 50), strip_of("c", 50))) == ("a", "b")
    assert default_pair((strip_of("a", None, 10), strip_of("b", 50), strip_of("c", 50, 60))) == ("c", "a")


# -- weights ---------------------------------------------------------------------------------------------------------


Exact = Mapping[str, Mapping[str, float]]
"""Fits that are not rounded, by option that is not ruled out and by factor in scope."""


def exact_fits(scenario: Scenario) -> Exact:
    result = assess(scenario, KNOWLEDGE)
    readings = {reading.signal: reading for reading in result.readings}
    return {
        entry.option: {
            factor.id: factor_fit(entry.option, factor, scenario, readings, KNOWLEDGE)[0]
            for factor in KNOWLEDGE.factors_in(result.ranking.scope)
        }
        for entry in result.ranking.options
        if entry.tier != "ruled-out"
    }


def rescored(scenario: Scenario, fits: Exact, factor: str, points: float) -> dict[str, float]:
    """Return unrounded scores with ``factor`` at ``points`` and the others rescaled."""
    factors = KNOWLEDGE.factors_in(scope_of(scenario, KNOWLEDGE))
    worth = {entry.id: float(entry.points_in(scope_of(scenario, KNOWLEDGE))) for entry in factors}
    scale = (100 - points) / (100 - worth[factor])
    worth = {name: own * scale for name, own in worth.items()} | {factor: points}
    return {option: sum(worth[name] * fit for name, fit in row.items()) for option, row in fits.items()}


def check_inside(interval: WeightInterval, scenario: Scenario, fits: Exact, leader: str) -> None:
    width = interval.high_points - interval.low_points
    for points in (interval.low_points + width * 1e-6, interval.points, interval.high_points - width * 1e-6):
        scores = rescored(scenario, fits, interval.factor, points)
        assert scores[leader] >= max(scores.values()) - 1e-9


def check_outside(interval: WeightInterval, scenario: Scenario, fits: Exact, leader: str) -> None:
    ends = ((interval.low_points - 1e-4, interval.below), (interval.high_points + 1e-4, interval.above))
    for points, option in ends:
        if option is not None:
            scores = rescored(scenario, fits, interval.factor, points)
            assert scores[option] > scores[leader]
            assert scores[option] >= max(scores.values()) - 1e-3


@given(scenario=situations)
@effort(25)
def test_the_leader_stays_inside_the_interval_and_the_one_that_is_named_takes_over_outside(scenario: Scenario) -> None:
    leader = assess(scenario, KNOWLEDGE).ranking.destination
    intervals = weight_intervals(scenario, KNOWLEDGE)
    assume(leader is not None and intervals)
    assert leader is not None
    fits = exact_fits(scenario)
    scores = rescored(scenario, fits, intervals[0].factor, intervals[0].points)
    by_a_hair = any(scores[leader] - score < 0.01 for option, score in scores.items() if option != leader)
    for interval in intervals:
        assert 0 <= interval.low_points <= interval.points <= interval.high_points <= 100
        assert (interval.below is None) == (interval.low_points == 0)
        assert (interval.above is None) == (interval.high_points == 100)
        if not by_a_hair:
            check_inside(interval, scenario, fits, leader)
            check_outside(interval, scenario, fits, leader)


def test_every_factor_in_scope_has_its_interval_around_its_points() -> None:
    intervals = weight_intervals(case(LAB), KNOWLEDGE)
    assert [(entry.factor, entry.points) for entry in intervals] == [
        (factor.id, factor.points) for factor in KNOWLEDGE.factors_in("quick")
    ]
    simplicity = intervals[-1]
    assert simplicity.above == "prompt"
    assert simplicity.below is None
    assert 25 < simplicity.high_points < 40


def test_an_extension_of_the_leader_can_take_over_too() -> None:
    intervals = {
        entry.factor: entry for entry in weight_intervals(case(LAB, signals={"freshness_need": 59}), KNOWLEDGE)
    }
    assert intervals["freshness_need"].above == "lora+rag"


def led_by_rounding() -> Scenario:
    """Return a lab scenario whose leader another option would beat if scores were not rounded."""
    lab = Landscape(case(LAB), KNOWLEDGE)
    for freshness in range(101):
        for volume in range(101):
            scores = lab.scores({"freshness_need": freshness, "request_volume": volume})
            best, next_best, *_ = sorted(scores, reverse=True)
            if best - next_best <= 1:
                scenario = case(LAB, signals={"freshness_need": freshness, "request_volume": volume})
                exact = rescored(scenario, exact_fits(scenario), "simplicity", 10)
                if max(exact, key=lambda option: exact[option]) != assess(scenario, KNOWLEDGE).ranking.destination:
                    return scenario
    raise AssertionError


def test_a_lead_that_only_rounding_gives_bears_no_change_of_weight() -> None:
    for interval in weight_intervals(led_by_rounding(), KNOWLEDGE):
        assert interval.points in {interval.low_points, interval.high_points}


def test_where_nothing_stands_no_weight_can_change_that() -> None:
    assert weight_intervals(case(LAB, NOTHING_STANDS), KNOWLEDGE) == ()


# -- requirements ----------------------------------------------------------------------------------------------------


@given(scenario=st.one_of(situations, st.just(case(LAB))), option=st.sampled_from(OPTIONS))
@effort(40)
def test_what_is_required_really_brings_the_option_to_the_front(scenario: Scenario, option: str) -> None:
    found = requirements_for(option, scenario, KNOWLEDGE)
    changes = {change.signal: change.after for change in found.changes}
    opened = frozenset(gate for gate in found.gates if KNOWLEDGE.gates[gate].tier == "ruled-out")
    landscape = Landscape(scenario, KNOWLEDGE, opened)
    assert (landscape.destination(changes) == option) == found.reachable
    if found.reachable and not opened:
        assert destination(scenario, changes) == option
    assert found.leads == (assess(scenario, KNOWLEDGE).ranking.destination == option)
    for change in found.changes:
        assert change.before == assess(scenario, KNOWLEDGE).reading(change.signal).value != change.after
        assert change.controllable == KNOWLEDGE.signals[change.signal].controllable


@given(scenario=situations, option=st.sampled_from(OPTIONS))
@effort(20)
def test_no_single_change_is_smaller_and_of_equals_the_team_can_bring_it_about(scenario: Scenario, option: str) -> None:
    found = requirements_for(option, scenario, KNOWLEDGE)
    assume(found.changes)
    opened = frozenset(gate for gate in found.gates if KNOWLEDGE.gates[gate].tier == "ruled-out")
    landscape = Landscape(scenario, KNOWLEDGE, opened)
    steps = [
        (
            abs(value - (reading.value if reading.value is not None else KNOWLEDGE.signals[signal].prior[1])),
            not KNOWLEDGE.signals[signal].controllable,
        )
        for signal, reading in landscape.readings.items()
        for value, leader in enumerate(landscape.along(signal))
        if leader == option
    ]
    if len(found.changes) > 1:
        assert not steps
    elif found.changes[0].before is not None:
        (change,) = found.changes
        assert min(steps) == (abs(change.after - (change.before or 0)), not change.controllable)


def test_the_leader_needs_nothing_but_the_gates_that_put_it_off() -> None:
    held = case(LAB, facts={"prompting_ladder_level": 2})
    found = requirements_for("lora", held, KNOWLEDGE)
    assert (found.leads, found.reachable, found.changes, found.dominated_by) == (True, True, (), None)
    assert found.gates == ("prompting-not-exhausted",)


def test_the_nearest_flip_is_what_a_rival_needs() -> None:
    found = requirements_for("lora+rag", case(LAB), KNOWLEDGE)
    (change,) = found.changes
    assert (change.signal, change.before, change.controllable) == ("freshness_need", 18, False)
    assert 58 <= change.after <= 64
    assert found.gates == ()


def test_a_pair_of_signals_is_named_where_no_single_one_is_enough() -> None:
    asked = ((scenario, requirements_for(option, scenario, KNOWLEDGE)) for scenario in PUBLISHED for option in OPTIONS)
    pairs = list(islice((one for one in asked if len(one[1].changes) == 2), 3))
    assert len(pairs) == 3
    for scenario, found in pairs:
        for change in found.changes:
            alone = {change.signal: change.after}
            assert destination(scenario, alone) != found.option


def test_a_gate_that_rules_it_out_has_to_open() -> None:
    found = requirements_for("lora", case(LAB, NO_TRAINING), KNOWLEDGE)
    assert (found.leads, found.reachable, found.changes) == (False, True, ())
    assert found.gates == ("no-training-access",)


def test_beyond_the_gate_signals_may_have_to_change_too() -> None:
    found = requirements_for("lora+rag", case(LAB, NO_TRAINING), KNOWLEDGE)
    assert "no-training-access" in found.gates
    assert found.reachable
    assert [change.signal for change in found.changes] == ["freshness_need"]


def test_where_everything_is_ruled_out_the_gates_still_show_the_way() -> None:
    found = requirements_for("lora", case(LAB, NOTHING_STANDS), KNOWLEDGE)
    assert found.reachable
    assert set(found.gates) >= {"no-training-access", "model-too-slow"}
    assert found.dominated_by is None


def test_what_the_leader_dominates_is_said_so() -> None:
    ranking = assessed(LAB).ranking
    leader = ranking.find("lora")
    beaten = [entry.option for entry in ranking.options[1:] if dominates(leader, entry)]
    assert "lora+guardrails" in beaten
    for option in OPTIONS:
        expected = "lora" if option in beaten else None
        assert requirements_for(option, case(LAB), KNOWLEDGE).dominated_by == expected


def test_what_no_change_of_signals_brings_to_the_front_is_out_of_reach() -> None:
    found = requirements_for("lora+guardrails", case(LAB), KNOWLEDGE)
    assert (found.reachable, found.changes, found.gates) == (False, (), ())


# -- head to head ----------------------------------------------------------------------------------------------------


def options_of(scenario: Scenario) -> tuple[RankedOption, ...]:
    return assess(scenario, KNOWLEDGE).ranking.options


@given(scenario=situations, pair=st.permutations(OPTIONS))
@effort(40)
def test_the_differences_add_up_to_the_lead_the_greatest_first(scenario: Scenario, pair: list[str]) -> None:
    ranked = assess(scenario, KNOWLEDGE).ranking
    found = head_to_head(pair[0], pair[1], ranked.options)
    assert sum(entry.tenths for entry in found.differences) == found.lead_tenths
    assert found.lead_tenths == ranked.find(pair[0]).score_tenths - ranked.find(pair[1]).score_tenths
    sizes = [abs(entry.tenths) for entry in found.differences]
    assert sizes == sorted(sizes, reverse=True)
    assert found.dominates == (min(entry.tenths for entry in found.differences) >= 0)


@given(scenario=situations, weights=st.lists(st.floats(0, 100), min_size=14, max_size=14))
@effort(40)
def test_no_weighting_reverses_a_dominance(scenario: Scenario, weights: list[float]) -> None:
    options = options_of(scenario)
    for one in options:
        for other in options:
            if dominates(one, other):
                lines = list(zip(one.contributions, other.contributions, strict=True))
                own = [times * line.earned_tenths for times, (line, _) in zip(weights, lines, strict=False)]
                theirs = [times * line.earned_tenths for times, (_, line) in zip(weights, lines, strict=False)]
                assert sum(own) >= sum(theirs)
