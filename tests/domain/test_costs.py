"""The costs of a scenario: what a plan may hold, what is refused in which words, and that nothing of it changes."""

import copy
import pickle
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.domain.test_validation import refusal
from tunewise.domain.cost_figures import GROUPS, PLAN_FIGURES
from tunewise.domain.costs import RIVAL_IDS, Costs, parts_of
from tunewise.domain.figures import FrozenDict, Percentiles, Range, kind_of_figure, likely, uncertain
from tunewise.domain.validation import to_data, to_scenario, wanted

UNCERTAIN = "or { low, likely, high } in rising order, or { p50, p90 }"
PRICE = "price_per_million_input_usd"
SPREAD = Percentiles(p50=Decimal(2), p90=Decimal(5))
THREE = Range(low=Decimal(1), likely=Decimal(2), high=Decimal(5))


@pytest.mark.parametrize(
    "change",
    [
        lambda plan: plan.__setitem__("epochs", 1),
        lambda plan: plan.__delitem__("epochs"),
        lambda plan: plan.__ior__({"epochs": 1}),
        lambda plan: plan.clear(),
        lambda plan: plan.pop("epochs"),
        lambda plan: plan.popitem(),
        lambda plan: plan.setdefault("epochs", 1),
        lambda plan: plan.update(epochs=1),
    ],
)
def test_a_plan_never_changes(change: Callable[[Any], object]) -> None:
    plan = Costs.model_validate({"plans": {"lora": {"epochs": 3}}}).plan("lora")
    with pytest.raises(TypeError, match="a scenario never changes"):
        change(plan)
    assert plan == {"epochs": 3}


def test_a_scenario_with_plans_can_be_kept_compared_and_copied() -> None:
    data = {"title": "x", "costs": {"plans": {"lora": {"epochs": 3, "output_tokens": {"p50": 2, "p90": 5}}}}}
    one, other = to_scenario(data), to_scenario(data)
    assert hash(one) == hash(other)
    assert copy.deepcopy(one) == pickle.loads(pickle.dumps(one)) == one
    assert isinstance(copy.deepcopy(one).costs.plans["lora"], FrozenDict)
    assert one.costs.plan("rag") == {}


def test_a_figure_is_one_value_three_or_two() -> None:
    assert [list(map(int, parts_of(one))) for one in (THREE, SPREAD, 3)] == [[1, 2, 5], [2, 5], [3]]
    assert [int(likely(one)) for one in (THREE, SPREAD, 3)] == [2, 2, 3]
    assert (uncertain(THREE), uncertain(SPREAD), uncertain(Decimal(3))) == (True, True, False)
    assert not uncertain(Percentiles(p50=Decimal(2), p90=Decimal(2)))
    kinds = [kind_of_figure(one) for one in (3, THREE, SPREAD, {"low": 1}, {"p50": 1}, {})]
    assert kinds == ["point", "range", "percentiles", "range", "percentiles", "percentiles"]


@pytest.mark.parametrize("name", PLAN_FIGURES)
def test_every_figure_of_a_plan_keeps_the_ends_of_its_bounds_and_refuses_what_lies_beyond(name: str) -> None:
    spec = PLAN_FIGURES[name]
    least = Decimal("0.000000001") if spec.above_zero else spec.least
    for value in (least, spec.most, spec.default):
        assert Costs.model_validate({"plans": {"lora": {name: value}}}).plan("lora")[name] == value
    for value in (spec.least - 1, spec.most + 1):
        error = refusal(costs={"plans": {"lora": {name: value}}})
        assert error.key == f"costs.plans.lora.{name}"
        assert f"from {spec.least} to {spec.most}" in error.remedy


def test_a_gpu_of_which_nothing_can_be_used_is_refused_and_not_free() -> None:
    error = refusal(costs={"plans": {"lora": {"gpu_usable_share": 0}}})
    assert (error.key, error.problem) == ("costs.plans.lora.gpu_usable_share", "0 leaves nothing to divide by")


@pytest.mark.parametrize(
    ("plan", "key", "problem", "remedy"),
    [
        ({"epoch": 3}, ".epoch", "is not a key of a scenario", "did you mean epochs?"),
        ({PRICE: -1}, f".{PRICE}", "-1 does not fit here", f"give dollars from 0 to 100000, {UNCERTAIN}"),
        (
            {PRICE: 100_001},
            f".{PRICE}",
            "100001 is not from 0 to 100000",
            f"give dollars from 0 to 100000, {UNCERTAIN}",
        ),
        ({PRICE: "4"}, f".{PRICE}", "'4' does not fit here", f"give dollars from 0 to 100000, {UNCERTAIN}"),
        ({PRICE: True}, f".{PRICE}", "true does not fit here", f"give dollars from 0 to 100000, {UNCERTAIN}"),
        ({PRICE: [4]}, f".{PRICE}", "[4] does not fit here", f"give dollars from 0 to 100000, {UNCERTAIN}"),
        ({PRICE: Decimal("NaN")}, f".{PRICE}", "NaN does not fit here", f"give dollars from 0 to 100000, {UNCERTAIN}"),
        (
            {PRICE: Decimal("Infinity")},
            f".{PRICE}",
            "Infinity does not fit here",
            f"give dollars from 0 to 100000, {UNCERTAIN}",
        ),
        (
            {PRICE: float("inf")},
            f".{PRICE}",
            "Infinity does not fit here",
            f"give dollars from 0 to 100000, {UNCERTAIN}",
        ),
        (
            {PRICE: Decimal("0.0000000001")},
            f".{PRICE}",
            "1E-10 is too fine",
            "give at most 9 digits after the point",
        ),
        (
            {"max_retries": Decimal("1.5")},
            ".max_retries",
            "1.5 is not a whole number",
            f"give a whole number from 0 to 20, {UNCERTAIN}",
        ),
        (
            {"gpu_minimum": {"low": 1, "likely": Decimal("1.5"), "high": 2}},
            ".gpu_minimum",
            "1.5 is not a whole number",
            f"give a whole number from 0 to 100000, {UNCERTAIN}",
        ),
        (
            {"solved_share": {"low": Decimal("0.5"), "likely": 1, "high": Decimal("1.5")}},
            ".solved_share",
            "1.5 is not from 0 to 1",
            f"give a number from 0 to 1, {UNCERTAIN}",
        ),
        (
            {"epochs": {"low": 3, "likely": 2, "high": 4}},
            ".epochs",
            "low, likely and high are not in rising order: low 3, likely 2, high 4",
            f"give a number from 0 to 1000, {UNCERTAIN}",
        ),
        (
            {"epochs": {"p50": 3, "p90": 2}},
            ".epochs",
            "p50 is not above 0, or p90 is below p50: p50 3, p90 2",
            f"give a number from 0 to 1000, {UNCERTAIN}",
        ),
        (
            {"epochs": {"p50": 0, "p90": 2}},
            ".epochs",
            "p50 is not above 0, or p90 is below p50: p50 0, p90 2",
            f"give a number from 0 to 1000, {UNCERTAIN}",
        ),
        (
            {"epochs": {}},
            ".epochs.p50",
            "is missing (and 1 more to mend: costs.plans.lora.epochs.p90)",
            f"give a number from 0 to 1000, {UNCERTAIN}",
        ),
        ({"epochs": {"low": 1, "likly": 2, "high": 3}}, ".epochs.likly", None, "did you mean likely?"),
        ({"epochs": 10**18}, ".epochs", None, f"give a number from 0 to 1000, {UNCERTAIN}"),
        (3, "", "3 does not fit here", "give a table of figures, as [costs.plans.lora]"),
    ],
)
def test_a_plan_that_does_not_fit_is_refused_in_one_line(
    plan: object, key: str, problem: str | None, remedy: str
) -> None:
    error = refusal(costs={"plans": {"lora": plan}})
    assert error.key == f"costs.plans.lora{key}"
    assert problem is None or error.problem == problem
    assert error.remedy == remedy
    assert "\n" not in str(error)


@pytest.mark.parametrize(
    ("costs", "key", "remedy"),
    [
        ({"plans": {"lorra": {}}}, "costs.plans.lorra", "did you mean lora?"),
        ({"plans": {"zzz": {}}}, "costs.plans.zzz", f"keys here are {', '.join(RIVAL_IDS)}"),
        ({"plans": 3}, "costs.plans", "give a table of figures, as [costs.plans.lora]"),
        (
            {"monthly_requests": 10**18},
            "costs.monthly_requests",
            f"give a whole number from 0 to 100000000000, {UNCERTAIN}",
        ),
        (
            {"monthly_requests": {"p50": 1, "p90": 10**12}},
            "costs.monthly_requests",
            f"give a whole number from 0 to 100000000000, {UNCERTAIN}",
        ),
        (
            {"monthly_requests": {"low": -1, "likely": 0, "high": 1}},
            "costs.monthly_requests",
            f"give a whole number from 0 to 100000000000, {UNCERTAIN}",
        ),
        (
            {"monthly_growth_share": 2},
            "costs.monthly_growth_share",
            "give a share from -1 to 1, or { low, likely, high }",
        ),
        (
            {"monthly_growth_share": {"low": -2, "likely": 0, "high": 1}},
            "costs.monthly_growth_share",
            "give a share from -1 to 1, or { low, likely, high }",
        ),
        (
            {"yearly_discount_share": -1},
            "costs.yearly_discount_share",
            "give a share from 0 to 1, or { low, likely, high }",
        ),
        ({"horizon_months": 0}, "costs.horizon_months", "give a whole number from 1 to 600"),
        ({"retraining_paid": "never"}, "costs.retraining_paid", "give one of accrued, lumps"),
        ({"compare_with": "magic"}, "costs.compare_with", f"give one of {', '.join(RIVAL_IDS)}"),
        ({"counted": ["persons"]}, "costs.counted.0", f"give a list of different ones of {', '.join(GROUPS)}"),
        ({"counted": ["people", "people"]}, "costs.counted", f"give a list of different ones of {', '.join(GROUPS)}"),
        ({"models": {"lora": {"name": "x"}}}, "costs.models.lora.priced_on", "give a date, as 2026-11-20"),
        (
            {"models": {"lora": {"name": "", "priced_on": date(2026, 11, 20)}}},
            "costs.models.lora.name",
            "give a text of 1 to 200 characters",
        ),
        (
            {"models": {"lora": {"name": "x" * 201, "priced_on": date(2026, 11, 20)}}},
            "costs.models.lora.name",
            "give a text of 1 to 200 characters",
        ),
        (
            {"models": {"lora": {"name": "x", "priced_on": date(2026, 11, 20), "end_on": date(2027, 1, 1)}}},
            "costs.models.lora.end_on",
            "did you mean ends_on?",
        ),
        ({"models": {"lora": 3}}, "costs.models.lora", "give a table with name and priced_on"),
        ({"models": {"lorra": {}}}, "costs.models.lorra", "did you mean lora?"),
    ],
)
def test_other_costs_that_do_not_fit_are_refused_in_one_line(costs: dict[str, Any], key: str, remedy: str) -> None:
    error = refusal(costs=costs)
    assert (error.key, error.remedy) == (key, remedy)
    assert "\n" not in str(error)


@pytest.mark.parametrize(
    ("costs", "problem"),
    [
        ({"extra_prompt_tokens": 5}, "6 tokens removed from the 5 that the prompt adds"),
        ({"plans": {"today": {"static_prompt_tokens": 5}}}, "6 tokens removed from the 5 static ones of today"),
    ],
)
def test_no_more_tokens_are_removed_than_there_are(costs: dict[str, Any], problem: str) -> None:
    error = refusal(costs={**costs, "prompt_tokens_removed": 6})
    assert (error.key, error.problem) == ("costs", problem)
    assert error.remedy == "give no more tokens removed than that, first"
    assert to_scenario({"title": "x", "costs": {**costs, "prompt_tokens_removed": 5}}).costs.prompt_tokens_removed == 5


def test_keys_that_are_called_like_the_kinds_of_figures_are_named() -> None:
    assert refusal(costs={"plans": {"point": {}}}).key == "costs.plans.point"
    assert refusal(costs={"monthly_requests": {"low": 1, "likely": 2, "high": 3, "p50": 4}}).key.startswith("costs.")


def test_what_is_told_comes_back_as_it_was_written() -> None:
    costs = {
        "counted": ["people"],
        "compare_with": "cached-prompt",
        "plans": {"lora": {"epochs": 3, "output_tokens": {"p50": 2, "p90": 5}, PRICE: Decimal("0.15")}},
        "models": {"lora": {"name": "openai/gpt-4.1-mini", "priced_on": date(2026, 11, 20)}},
    }
    assert to_data(to_scenario({"title": "x", "costs": costs}))["costs"] == costs


def test_every_place_of_a_plan_has_words_for_what_belongs_there() -> None:
    for name in PLAN_FIGURES:
        assert wanted(["costs", "plans", "lora", name]).endswith(UNCERTAIN)
