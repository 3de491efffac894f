"""How far an option mends what fails: by rank where failures are named, by their share while none is."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.strategies import effort
from tests.engine.cases import KNOWLEDGE, LAB, assessed, case, lines
from tests.knowledge.tables import Copy
from tunewise.domain.scenario import FAILURES
from tunewise.engine.failures import failure_fit, mends, rank_weights, told_facts

named = st.lists(st.sampled_from(FAILURES), unique=True, min_size=1).map(tuple)


@pytest.mark.parametrize("count", range(1, len(FAILURES) + 1))
def test_the_weights_of_the_ranks_sum_to_one_and_fall_evenly(count: int) -> None:
    weights = rank_weights(count)
    assert len(weights) == count
    assert sum(weights) == pytest.approx(1)
    steps = [first - second for first, second in pairwise(weights)]
    assert all(step == pytest.approx(weights[-1]) for step in steps)


def test_the_first_of_two_counts_twice_and_of_three_for_half() -> None:
    assert rank_weights(1) == (1.0,)
    assert rank_weights(2) == pytest.approx((2 / 3, 1 / 3))
    assert rank_weights(3) == pytest.approx((3 / 6, 2 / 6, 1 / 6))
    assert rank_weights(0) == ()


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("combination", list(KNOWLEDGE.combinations))
def test_a_combination_mends_at_least_as_well_as_its_best_part(combination: str, failure: str) -> None:
    best = max(mends(KNOWLEDGE, part, failure) for part in KNOWLEDGE.parts_of(combination))
    own = KNOWLEDGE.failures[failure].mends.get(combination)
    assert mends(KNOWLEDGE, combination, failure) == (best if own is None else own)
    assert mends(KNOWLEDGE, combination, failure) >= best


def test_a_combination_may_have_a_figure_of_its_own() -> None:
    # Run, check and retry reach further in reasoning than either part alone.
    assert mends(KNOWLEDGE, "prompt", "reasoning") == 0.90
    assert mends(KNOWLEDGE, "guardrails", "reasoning") == 0.20
    assert mends(KNOWLEDGE, "prompt+guardrails", "reasoning") == 0.95


def test_a_figure_of_its_own_counts_even_below_that_of_a_part(tmp_path: Path) -> None:
    own = Copy(tmp_path).change("failures.toml", "prompt = 0.35, ", 'prompt = 0.35, "lora+rag" = 0.2, ').load()
    assert mends(own, "lora+rag", "missing_facts") == 0.2
    assert mends(own, "rag+guardrails", "missing_facts") == 1.0


def test_a_fact_that_is_told_lets_an_option_mend_more() -> None:
    fits = frozenset({"documents_fit_window"})
    assert mends(KNOWLEDGE, "prompt", "missing_facts") == 0.35
    assert mends(KNOWLEDGE, "prompt", "missing_facts", fits) == 0.85
    # A combination gains with its part, another option does not.
    assert mends(KNOWLEDGE, "prompt+guardrails", "missing_facts", fits) == 0.85
    assert mends(KNOWLEDGE, "guardrails", "missing_facts", fits) == 0.15
    assert mends(KNOWLEDGE, "prompt", "tone", fits) == mends(KNOWLEDGE, "prompt", "tone")


@pytest.mark.parametrize(("told", "found"), [(None, set()), (False, set()), (True, {"documents_fit_window"})])
def test_a_fact_eases_only_where_it_is_told_and_true(told: bool | None, found: set[str]) -> None:
    facts = {"training_allowed": True} | ({} if told is None else {"documents_fit_window": told})
    assert told_facts(case(facts=facts), KNOWLEDGE) == found


def test_an_easing_never_makes_an_option_mend_less(tmp_path: Path) -> None:
    less = (
        Copy(tmp_path)
        .change("failures.toml", 'option = "prompt", mends = 0.85', 'option = "prompt", mends = 0.1')
        .load()
    )
    assert mends(less, "prompt", "missing_facts", frozenset({"documents_fit_window"})) == 0.35


def test_a_plain_option_mends_what_its_table_says() -> None:
    assert mends(KNOWLEDGE, "rag", "missing_facts") == 1.0
    assert mends(KNOWLEDGE, "lora", "stale_facts") == 0.0


def test_the_failure_named_first_counts_most() -> None:
    facts_first = failure_fit(KNOWLEDGE, "rag", ("missing_facts", "tone"))
    tone_first = failure_fit(KNOWLEDGE, "rag", ("tone", "missing_facts"))
    assert facts_first == pytest.approx(2 / 3 * 1.0 + 1 / 3 * 0.35)
    assert tone_first == pytest.approx(1 / 3 * 1.0 + 2 / 3 * 0.35)


@pytest.mark.parametrize("option", list(KNOWLEDGE.choices))
@pytest.mark.parametrize("failure", FAILURES)
def test_one_failure_alone_counts_whole(option: str, failure: str) -> None:
    assert failure_fit(KNOWLEDGE, option, (failure,)) == mends(KNOWLEDGE, option, failure)


@pytest.mark.parametrize("option", list(KNOWLEDGE.choices))
def test_while_none_is_named_each_counts_by_how_often_it_comes_first(option: str) -> None:
    expected = sum(KNOWLEDGE.failures[name].share * mends(KNOWLEDGE, option, name) for name in FAILURES)
    assert failure_fit(KNOWLEDGE, option, ()) == pytest.approx(expected)


@given(failures=named, option=st.sampled_from(list(KNOWLEDGE.choices)))
@effort()
def test_a_fit_lies_between_the_worst_and_the_best_of_what_is_named(failures: tuple[str, ...], option: str) -> None:
    figures = [mends(KNOWLEDGE, option, name) for name in failures]
    assert min(figures) - 1e-9 <= failure_fit(KNOWLEDGE, option, failures) <= max(figures) + 1e-9


@given(failures=named)
@effort()
def test_two_failures_of_different_kinds_are_mended_best_by_a_combination(failures: tuple[str, ...]) -> None:
    for combination, entry in KNOWLEDGE.combinations.items():
        whole = failure_fit(KNOWLEDGE, combination, failures)
        assert all(whole >= failure_fit(KNOWLEDGE, part, failures) - 1e-9 for part in entry.parts)


def test_in_the_full_scope_what_fails_earns_points_and_is_assumed_until_it_is_named() -> None:
    full = {"signals": {**LAB["signals"], "team_capacity": 50}}
    unnamed = lines(assessed(LAB, full), "lora")["failures"]
    toned = lines(assessed(LAB, full, task={"failures": ["tone"]}), "lora")["failures"]
    assert (unnamed.assumed, unnamed.possible_tenths) == (True, 230)
    assert (toned.assumed, toned.earned_tenths) == (False, 230)


def test_in_the_quick_scope_what_fails_earns_no_points() -> None:
    assert "failures" not in lines(assessed(LAB, task={"failures": ["tone"]}), "lora")
