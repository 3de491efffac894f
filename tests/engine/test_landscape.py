"""The neighbourhood of a scenario: what it says of changed readings is what an assessment of them says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.strategies import effort, told_scenarios
from tests.engine.cases import KNOWLEDGE, LAB, assessed, case
from tunewise.domain.scenario import Scenario
from tunewise.engine.assess import assess
from tunewise.engine.fit import fits
from tunewise.engine.landscape import Changes, Landscape
from tunewise.engine.precedents import scenario_of
from tunewise.engine.readings import read_signals
from tunewise.engine.scope import scope_of

PUBLISHED = [scenario_of(precedent, KNOWLEDGE) for precedent in KNOWLEDGE.cases.precedent]
NOTHING_STANDS = {"facts": {"current_model_meets_latency": False, "training_allowed": False}}

changes = st.dictionaries(st.sampled_from(list(KNOWLEDGE.signals)), st.integers(0, 100), max_size=4)
situations = st.one_of(told_scenarios(), st.sampled_from(PUBLISHED))


def applied(scenario: Scenario, moved: Changes) -> Scenario:
    """Return ``scenario`` with sliders moved, in the same scope; examples that are moved are no longer counted."""
    update: dict[str, object] = {
        "signals": scenario.signals.model_copy(update=dict(moved)),
        "scope": scope_of(scenario, KNOWLEDGE),
    }
    now = {reading.signal: reading.value for reading in read_signals(scenario, KNOWLEDGE)}["labelled_data"]
    if moved.get("labelled_data", now) != now:
        update["facts"] = scenario.facts.model_copy(update={"labelled_examples": None})
    return scenario.model_copy(update=update)


@given(scenario=situations, moved=changes)
@effort(100)
def test_scores_gates_and_destination_are_those_of_an_assessment(scenario: Scenario, moved: Changes) -> None:
    landscape = Landscape(scenario, KNOWLEDGE)
    ranking = assess(applied(scenario, moved), KNOWLEDGE).ranking
    assert dict(zip(landscape.options, landscape.scores(moved), strict=True)) == {
        entry.option: entry.score_tenths for entry in ranking.options
    }
    assert landscape.ruled_out(moved) == {entry.option for entry in ranking.options if entry.tier == "ruled-out"}
    assert landscape.destination(moved) == ranking.destination
    for entry in ranking.options:
        assert landscape.closed_gates(entry.option, moved) == tuple(finding.gate for finding in entry.gates)


@given(scenario=situations)
@effort()
def test_without_a_change_it_is_the_assessment_itself(scenario: Scenario) -> None:
    landscape, result = Landscape(scenario, KNOWLEDGE), assess(scenario, KNOWLEDGE)
    assert landscape.destination() == result.ranking.destination
    known = {reading.signal: reading.value for reading in result.readings if reading.value is not None}
    assert landscape.destination(known) == result.ranking.destination


@given(scenario=situations, signal=st.sampled_from(list(KNOWLEDGE.signals)), moved=changes)
@effort(30)
def test_a_walk_along_a_signal_meets_the_same_destinations(scenario: Scenario, signal: str, moved: Changes) -> None:
    landscape = Landscape(scenario, KNOWLEDGE)
    others = {name: value for name, value in moved.items() if name != signal}
    there = [landscape.destination({**others, signal: value}) for value in range(101)]
    assert Landscape(scenario, KNOWLEDGE).along(signal, others) == there


@given(scenario=situations, signal=st.sampled_from(list(KNOWLEDGE.signals)))
@effort(30)
def test_values_of_one_zone_meet_the_same_gates(scenario: Scenario, signal: str) -> None:
    landscape = Landscape(scenario, KNOWLEDGE)
    ends: dict[int, list[int]] = {}
    for value, zone in enumerate(landscape.zones(signal)):
        ends[zone] = [ends.get(zone, [value])[0], value]
    for first, last in ends.values():
        there = [assess(applied(scenario, {signal: value}), KNOWLEDGE).ranking.options for value in (first, last)]
        outs = [{entry.option for entry in options if entry.tier == "ruled-out"} for options in there]
        assert outs[0] == outs[1]


def test_a_count_that_was_told_decides_where_the_scenario_stands_and_the_slider_everywhere_else() -> None:
    told = case(
        task={"kind": "classification", "classes": 2, "failures": ["class_boundaries"]},
        signals={"freshness_need": 20, "labelled_data": 30},
        facts={"labelled_examples": 10_000, "prompting_ladder_level": 5},
    )
    landscape = Landscape(told, KNOWLEDGE)
    assert landscape.ruled_out({}) == landscape.ruled_out({"labelled_data": 30})
    assert landscape.ruled_out({"labelled_data": 29}) != landscape.ruled_out({})


def test_what_every_signal_leaves_ruled_out_is_settled() -> None:
    landscape = Landscape(case(LAB, facts={"training_allowed": False}), KNOWLEDGE)
    assert "lora" in landscape.settled
    assert landscape.settled <= landscape.ruled_out({"request_volume": 0})


def test_the_signals_are_those_that_can_change_the_destination() -> None:
    quick = Landscape(case(LAB), KNOWLEDGE)
    assert [signal for signal in quick.signals if signal in quick.lines] == list(LAB["signals"])
    assert {"latency_pressure", "reasoning_gap"} <= set(quick.signals)
    assert "team_capacity" not in quick.signals
    full = Landscape(case(LAB, signals={"team_capacity": 50}), KNOWLEDGE)
    assert full.signals == tuple(KNOWLEDGE.signals)


@pytest.mark.parametrize("signal", ["freshness_need", "latency_pressure"])
def test_where_everything_is_ruled_out_there_is_no_destination_anywhere(signal: str) -> None:
    assert Landscape(case(LAB, NOTHING_STANDS), KNOWLEDGE).along(signal) == [None] * 101


def test_a_gate_that_is_taken_as_open_holds_nobody_back() -> None:
    held = case(LAB, facts={"training_allowed": False})
    assert Landscape(held, KNOWLEDGE).destination() != "lora"
    assert Landscape(held, KNOWLEDGE, frozenset({"no-training-access"})).destination() == "lora"


def test_an_unknown_answer_counts_with_its_expected_fit() -> None:
    known, unknown = Landscape(case(LAB), KNOWLEDGE), Landscape(case(task={"kind": "style"}), KNOWLEDGE)
    table = fits(KNOWLEDGE, "lora", "labelled_data", "style", None)
    assert known.fit("lora", "labelled_data") == table[72]
    assert min(table) < unknown.fit("lora", "labelled_data") < max(table)
    assert known.fit("lora", "simplicity") == KNOWLEDGE.choices["lora"].simplicity


def test_what_trains_waits_below_stability_20_and_is_still_where_to_arrive() -> None:
    below, at = (
        assessed(LAB, signals={"requirement_stability": 19}),
        assessed(LAB, signals={"requirement_stability": 20}),
    )
    assert (below.ranking.destination, at.ranking.destination) == ("lora", "lora")
    assert (below.ranking.find("lora").tier, at.ranking.find("lora").tier) == ("not-yet", "open")


@given(
    scenario=situations, steps=st.lists(changes, min_size=1, max_size=4), aside=st.sampled_from(list(KNOWLEDGE.signals))
)
@effort(40)
def test_what_stood_before_never_shows(scenario: Scenario, steps: list[Changes], aside: str) -> None:
    """Between two keys most tables stay the very same ones, and what is known of them is used again."""
    for moved in steps:
        scenario = applied(scenario, moved)
        alone = Scenario.model_validate(scenario.model_dump())
        assert alone.facts is not scenario.facts
        used, fresh = Landscape(scenario, KNOWLEDGE), Landscape(alone, KNOWLEDGE)
        assert used.along(aside) == fresh.along(aside)
        assert used.ruled_out(moved) == fresh.ruled_out(moved)
        assert assess(scenario, KNOWLEDGE) == assess(alone, KNOWLEDGE)
