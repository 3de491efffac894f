"""Where a signal stands: stated, derived from a fact, or unknown; with a note where two answers differ."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.strategies import effort
from tests.engine.cases import KNOWLEDGE, LAB, assessed
from tunewise.engine.readings import band, count_of, position_of, slider_of

EXAMPLES = KNOWLEDGE.meta.examples_scale
VOLUME = KNOWLEDGE.meta.volume_scale


def test_every_signal_has_one_reading_in_the_order_of_the_tables() -> None:
    assert [reading.signal for reading in assessed().readings] == list(KNOWLEDGE.signals)


def test_what_nobody_told_is_unknown_and_has_no_value_and_no_word() -> None:
    for reading in assessed().readings:
        assert (reading.value, reading.origin, reading.band, reading.note) == (None, "unknown", "", "")


def test_a_slider_that_was_set_is_stated() -> None:
    reading = assessed(LAB).reading("freshness_need")
    assert (reading.value, reading.origin, reading.band, reading.note) == (18, "stated", "low", "")


def test_a_count_of_examples_stands_in_for_the_data_slider() -> None:
    reading = assessed(facts={"labelled_examples": 1_250}).reading("labelled_data")
    assert (reading.value, reading.origin, reading.band, reading.note) == (
        62,
        "derived",
        "medium",
        "from 1,250 examples",
    )


def test_monthly_requests_stand_in_for_the_volume_slider() -> None:
    reading = assessed(costs={"monthly_requests": 120_000}).reading("request_volume")
    assert (reading.value, reading.origin, reading.note) == (52, "derived", "from 120,000 requests a month")


def test_of_a_range_of_requests_the_likely_one_counts() -> None:
    costs = {"monthly_requests": {"low": 10, "likely": 1_000_000, "high": 10_000_000}}
    assert assessed(costs=costs).reading("request_volume").value == 70


def test_a_stated_slider_wins_and_a_count_that_says_otherwise_is_noted() -> None:
    reading = assessed(LAB, facts={"labelled_examples": 100}).reading("labelled_data")
    assert (reading.value, reading.origin, reading.note) == (72, "stated", "100 examples would read 40")


@pytest.mark.parametrize(("stated", "noted"), [(30, True), (31, False), (40, False), (49, False), (50, True)])
def test_a_difference_is_noted_from_ten_on_either_side(stated: int, noted: bool) -> None:
    reading = assessed(signals={"labelled_data": stated}, facts={"labelled_examples": 100}).reading("labelled_data")
    assert bool(reading.note) is noted


def test_no_fact_stands_in_for_the_other_signals() -> None:
    facts = {"labelled_examples": 5, "prompting_ladder_level": 1, "weeks_available": 6}
    result = assessed(facts=facts, costs={"monthly_requests": 5})
    known = {reading.signal for reading in result.readings if reading.origin != "unknown"}
    assert known == {"labelled_data", "request_volume", "time_available"}


@pytest.mark.parametrize(
    ("weeks", "value", "note"),
    [
        (0, 0, "from 0 weeks"),
        (2, 10, "from 2 weeks"),
        (4, 40, "from 4 weeks"),
        (8, 70, "from 8 weeks"),
        (520, 100, "from 520 weeks"),
    ],
)
def test_weeks_stand_in_for_the_time_slider(weeks: int, value: int, note: str) -> None:
    reading = assessed(facts={"weeks_available": weeks}).reading("time_available")
    assert (reading.value, reading.origin, reading.note) == (value, "derived", note)


def test_a_stated_time_wins_and_weeks_that_say_otherwise_are_noted() -> None:
    reading = assessed(signals={"time_available": 90}, facts={"weeks_available": 4}).reading("time_available")
    assert (reading.value, reading.origin, reading.note) == (90, "stated", "4 weeks would read 40")


@pytest.mark.parametrize(
    ("value", "word"), [(0, "low"), (39, "low"), (40, "medium"), (69, "medium"), (70, "high"), (100, "high")]
)
def test_a_slider_value_has_a_word(value: int, word: str) -> None:
    assert band(value, KNOWLEDGE.meta.bands) == word


@pytest.mark.parametrize(
    ("count", "value"), [(0, 0), (1, 0), (99, 40), (100, 40), (1_000, 60), (10_000, 80), (100_000, 100), (10**9, 100)]
)
def test_examples_lie_on_a_log_scale(count: int, value: int) -> None:
    assert slider_of(count, EXAMPLES) == value


@pytest.mark.parametrize(
    ("count", "value"), [(0, 0), (1, 0), (10_000, 30), (100_000, 50), (1_000_000, 70), (10**11, 100)]
)
def test_requests_lie_on_a_log_scale_of_their_own(count: int, value: int) -> None:
    assert slider_of(count, VOLUME) == value


def test_no_examples_lie_below_every_count() -> None:
    assert position_of(0, EXAMPLES) == float("-inf")
    assert position_of(100, EXAMPLES) == pytest.approx(40)


@pytest.mark.parametrize(
    ("value", "count"), [(0, 1), (40, 100), (60, 1_000), (72, 3_980), (80, 10_000), (100, 100_000)]
)
def test_a_slider_stands_for_a_count_of_three_digits(value: int, count: int) -> None:
    assert count_of(value, EXAMPLES) == count


@given(value=st.integers(0, 100))
@effort()
def test_a_volume_slider_and_its_count_stand_for_each_other(value: int) -> None:
    assert slider_of(count_of(value, VOLUME), VOLUME) == value


@given(value=st.integers(30, 100))
@effort()
def test_a_data_slider_and_its_count_stand_for_each_other_where_counts_are_whole_enough(value: int) -> None:
    assert slider_of(count_of(value, EXAMPLES), EXAMPLES) == value


@given(counts=st.tuples(st.integers(0, 10**12), st.integers(0, 10**12)))
@effort()
def test_more_is_never_less_on_the_scale(counts: tuple[int, int]) -> None:
    less, more = sorted(counts)
    assert 0 <= slider_of(less, EXAMPLES) <= slider_of(more, EXAMPLES) <= 100
