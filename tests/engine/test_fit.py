"""Fit curves: straight lines between knots, counts of examples in their places, priors for what is unknown."""

from itertools import pairwise
from pathlib import Path

import pytest

from tests.engine.cases import KNOWLEDGE, TRAINED
from tests.knowledge.tables import Copy
from tunewise.domain.scenario import TASK_KINDS
from tunewise.engine.failures import NOTHING_TOLD, mends
from tunewise.engine.fit import (
    curve_of,
    expected_fit,
    fits,
    prior_weights,
    shares_of,
    spread,
    task_counts,
    task_fit,
)

LORA = KNOWLEDGE.options["lora"]
CLASSES = (None, 2, 4, 37, 500, 10_000)


def test_a_fit_lies_on_the_straight_line_between_its_knots() -> None:
    table = fits(KNOWLEDGE, "lora", "requirement_stability", None, None)
    assert len(table) == 101
    assert table[30] == pytest.approx(0.20)
    assert table[45] == pytest.approx(0.425)
    assert table[100] == pytest.approx(1.0)


def test_beyond_its_last_knot_a_curve_is_level() -> None:
    # 10,000 classes need more than the 100,000 examples that the slider can tell: the last anchor lies beyond it.
    curve = curve_of(KNOWLEDGE, KNOWLEDGE.options["full-tuning"], "labelled_data", "classification", 10_000)
    assert curve[-1][0] > 100
    assert fits(KNOWLEDGE, "full-tuning", "labelled_data", "classification", 10_000)[100] < 1.0


def test_a_curve_that_starts_and_ends_inside_the_slider_is_level_outside(tmp_path: Path) -> None:
    knots = "long_prompt_tolerance = [[0, 0.80], [100, 0.80]]"
    changed = Copy(tmp_path).change("options.toml", knots, "long_prompt_tolerance = [[20, 0.5], [60, 0.7]]").load()
    table = fits(changed, "lora", "long_prompt_tolerance", None, None)
    assert (table[0], table[20], table[60], table[100]) == (0.5, 0.5, 0.7, 0.7)
    assert table[40] == pytest.approx(0.6)


def test_counts_of_examples_stand_where_the_log_scale_puts_them() -> None:
    curve = curve_of(KNOWLEDGE, LORA, "labelled_data", "style", None)
    positions = [round(position, 1) for position, _ in curve]
    # none, 100, 200 (enough), 500 (good), 10,000 (full), and the end of the slider
    assert positions == [0.0, 40.0, 46.0, 54.0, 80.0, 100.0]


def test_full_tuning_needs_five_times_the_examples() -> None:
    curve = curve_of(KNOWLEDGE, KNOWLEDGE.options["full-tuning"], "labelled_data", "style", None)
    assert [round(position, 1) for position, _ in curve] == [0.0, 40.0, 60.0, 68.0, 94.0, 100.0]


def test_two_knots_at_one_place_are_a_step_that_counts_as_climbed() -> None:
    # Two classes need 100 examples: "n100" and "enough" fall together.
    curve = curve_of(KNOWLEDGE, LORA, "labelled_data", "classification", 2)
    assert [fit for position, fit in curve if round(position, 6) == 40] == [0.10, 0.45]
    assert fits(KNOWLEDGE, "lora", "labelled_data", "classification", 2)[40] == pytest.approx(0.45)
    assert fits(KNOWLEDGE, "lora", "labelled_data", "classification", 2)[39] < 0.10


@pytest.mark.parametrize(
    ("task", "classes", "counts"),
    [
        ("style", None, (200, 500, 10_000)),
        ("style", 9, (200, 500, 10_000)),
        ("classification", None, (200, 400, 10_000)),
        ("classification", 10, (500, 1_000, 10_000)),
        ("classification", 1_000, (50_000, 100_000, 100_000)),
        ("reasoning", None, (1_000, 10_000, 30_000)),
    ],
)
def test_a_task_says_how_many_examples_it_needs_and_classes_count_where_they_matter(
    task: str, classes: int | None, counts: tuple[int, int, int]
) -> None:
    assert tuple(task_counts(KNOWLEDGE, task, classes).values()) == counts


def test_without_a_task_the_counts_of_open_ended_writing_stand_in() -> None:
    assert fits(KNOWLEDGE, "lora", "labelled_data", None, None) == fits(
        KNOWLEDGE, "lora", "labelled_data", "generation", None
    )


@pytest.mark.parametrize("option", list(KNOWLEDGE.choices))
@pytest.mark.parametrize("signal", list(KNOWLEDGE.signals))
def test_every_fit_lies_between_nothing_and_all(option: str, signal: str) -> None:
    for kind in TASK_KINDS:
        table = fits(KNOWLEDGE, option, signal, kind, None)
        assert all(-1e-9 <= fit <= 1 + 1e-9 for fit in table)


@pytest.mark.parametrize("option", TRAINED)
@pytest.mark.parametrize("kind", TASK_KINDS)
def test_what_trains_fits_better_the_more_data_there_is_whatever_the_classes(option: str, kind: str) -> None:
    for classes in CLASSES:
        table = fits(KNOWLEDGE, option, "labelled_data", kind, classes)
        assert all(later >= sooner for sooner, later in pairwise(table))


def test_a_combination_is_carried_by_its_part_or_by_shares_of_both() -> None:
    assert shares_of(KNOWLEDGE, "lora+rag", "freshness_need") == {"rag": 1.0}
    assert shares_of(KNOWLEDGE, "lora+rag", "request_volume") == {"lora": 0.6, "rag": 0.4}
    assert shares_of(KNOWLEDGE, "lora", "freshness_need") == {"lora": 1.0}
    mixed = fits(KNOWLEDGE, "lora+rag", "request_volume", None, None)
    lora, rag = (fits(KNOWLEDGE, part, "request_volume", None, None) for part in ("lora", "rag"))
    assert mixed[84] == pytest.approx(0.6 * lora[84] + 0.4 * rag[84])


def test_the_fit_to_an_unknown_task_is_the_mean() -> None:
    row = KNOWLEDGE.options["prompt"].task
    assert task_fit(KNOWLEDGE, "prompt", None) == pytest.approx(sum(row.values()) / 7)
    assert task_fit(KNOWLEDGE, "prompt", "qa") == 0.5


@pytest.mark.parametrize(
    ("prior", "weights"),
    [
        ((0, 1, 2), {1: 1.0}),
        ((0, 0, 2), {0: 2 / 3, 1: 1 / 3}),
        ((98, 100, 100), {99: 1 / 3, 100: 2 / 3}),
        ((7, 7, 7), {7: 1.0}),
        ((0, 2, 4), {1: 0.25, 2: 0.5, 3: 0.25}),
    ],
)
def test_a_prior_is_a_triangle_over_the_slider(prior: tuple[int, int, int], weights: dict[int, float]) -> None:
    found = prior_weights(prior)
    assert {value: weight for value, weight in enumerate(found) if weight} == pytest.approx(weights)


@pytest.mark.parametrize("signal", list(KNOWLEDGE.signals))
def test_the_weights_of_every_prior_sum_to_one_and_peak_at_the_most_likely(signal: str) -> None:
    prior = KNOWLEDGE.signals[signal].prior
    weights = prior_weights(prior)
    assert sum(weights) == pytest.approx(1)
    assert max(weights) == weights[prior[1]]
    assert not any(weights[: prior[0]])
    assert not any(weights[prior[2] + 1 :])


@pytest.mark.parametrize("option", list(KNOWLEDGE.choices))
def test_an_expected_fit_lies_within_the_curve(option: str) -> None:
    for signal in KNOWLEDGE.signals:
        table = fits(KNOWLEDGE, option, signal, None, None)
        assert min(table) - 1e-9 <= expected_fit(KNOWLEDGE, option, signal, None, None) <= max(table) + 1e-9


def test_two_options_that_move_together_have_no_spread_between_them() -> None:
    assert spread(KNOWLEDGE, "rag", "rag+guardrails", "freshness_need", None, None, NOTHING_TOLD) == pytest.approx(0)
    assert spread(KNOWLEDGE, "rag", "lora", "freshness_need", None, None, NOTHING_TOLD) > 0.05


def test_the_spread_over_tasks_is_the_variance_of_the_difference() -> None:
    one, other = KNOWLEDGE.choices["rag"].task, KNOWLEDGE.choices["lora"].task
    gaps = [one[name] - other[name] for name in KNOWLEDGE.tasks]
    mean = sum(gaps) / len(gaps)
    expected = sum((gap - mean) ** 2 for gap in gaps) / len(gaps)
    assert spread(KNOWLEDGE, "rag", "lora", "task", None, None, NOTHING_TOLD) == pytest.approx(expected)


def test_the_spread_over_failures_counts_each_by_how_often_it_comes_first_and_by_what_is_told() -> None:
    told = frozenset({"documents_fit_window"})
    shares = [entry.share for entry in KNOWLEDGE.failures.values()]
    for facts in (NOTHING_TOLD, told):
        gaps = [
            mends(KNOWLEDGE, "rag", name, facts) - mends(KNOWLEDGE, "prompt", name, facts)
            for name in KNOWLEDGE.failures
        ]
        mean = sum(share * one for share, one in zip(shares, gaps, strict=True))
        expected = sum(share * (one - mean) ** 2 for share, one in zip(shares, gaps, strict=True))
        assert spread(KNOWLEDGE, "rag", "prompt", "failures", None, None, facts) == pytest.approx(expected)
    eased = spread(KNOWLEDGE, "rag", "prompt", "failures", None, None, told)
    assert eased < spread(KNOWLEDGE, "rag", "prompt", "failures", None, None, NOTHING_TOLD)
