"""How sure a payback is: spreads, and draws that are the same however they are sliced and shared by all ways."""

from collections.abc import Mapping
from decimal import Decimal
from math import inf, isclose, isnan
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.domain.strategies import effort
from tests.engine.cases import KNOWLEDGE, LAB, case
from tests.engine.costings import SIMPLE, ZEROS, costing, fixed, simple, traffic
from tunewise.domain.cost_figures import GROUPS
from tunewise.domain.figures import Percentiles, Range
from tunewise.domain.workbench import Chances, CostDraws
from tunewise.engine.assess import assess
from tunewise.engine.costs.course import calendar_of, crossings_of, way_of
from tunewise.engine.costs.draws import CostSampler, _percentile
from tunewise.engine.costs.months import paid_back_months
from tunewise.engine.costs.outcomes import Field
from tunewise.engine.costs.spreads import Spread
from tunewise.engine.costs.workbench import Costing

SHARES = st.floats(0.001, 0.999)


def drawn(costs: Mapping[str, Any], draws: int = 200, slices: int = 200, seed: int = 1) -> CostDraws:
    """Return what ``draws`` draws say, made in slices of ``slices``."""
    scenario = case(LAB, costs=costs).model_copy(update={"random_seed": seed})
    sampler = CostSampler(Costing(assess(scenario, KNOWLEDGE), KNOWLEDGE), draws)
    while sampler.done < draws:
        sampler.draw(min(slices, draws - sampler.done))
    return sampler.result()


def chances(costs: Mapping[str, Any], rival: str = "lora", draws: int = 200) -> Chances:
    """Return what the draws say of one way."""
    found = drawn(costs, draws).find(rival)
    assert found is not None
    return found


@given(parts=st.lists(st.integers(0, 1_000), min_size=3, max_size=3), share=SHARES)
@effort()
def test_of_a_range_share_and_value_are_each_the_others_inverse(parts: list[int], share: float) -> None:
    low, likely, high = sorted(parts)
    spread = Spread(Range(low=Decimal(low), likely=Decimal(likely), high=Decimal(high)))
    value = spread.at(share)
    assert low - 1e-9 <= value <= high + 1e-9
    if low < high:
        assert isclose(spread.below(value), share, abs_tol=1e-6)
    assert spread.mean == pytest.approx((low + likely + high) / 3)


@given(p50=st.floats(0.01, 1e6), more=st.floats(1, 50), share=SHARES)
@effort()
def test_of_percentiles_share_and_value_are_each_the_others_inverse(p50: float, more: float, share: float) -> None:
    figure = Percentiles(p50=Decimal(str(round(p50, 6))), p90=Decimal(str(round(p50 * more, 6))))
    spread = Spread(figure)
    assert isclose(spread.at(0.5), float(figure.p50), rel_tol=1e-9)
    assert isclose(spread.at(0.9), float(figure.p90), rel_tol=1e-9)
    if spread.sigma > 1e-6:
        assert isclose(spread.below(spread.at(share)), share, abs_tol=1e-6)
    assert spread.mean >= float(figure.p50)
    assert spread.at(0) > 0
    assert spread.at(1) < inf


def test_a_figure_that_is_sure_has_all_its_weight_in_one_place() -> None:
    for figure in (Decimal(3), Range(low=Decimal(3), likely=Decimal(3), high=Decimal(3))):
        spread = Spread(figure)
        assert [spread.at(share) for share in (0.1, 0.9)] == [3, 3]
        assert [spread.below(value) for value in (2.9, 3, 3.1)] == [0, 1, 1]
    same = Spread(Percentiles(p50=Decimal(3), p90=Decimal(3)))
    assert [same.below(value) for value in (-1, 2.9, 3)] == [0, 0, 1]
    edge = Spread(Range(low=Decimal(1), likely=Decimal(1), high=Decimal(3)))
    assert [edge.below(value) for value in (0, 2, 4)] == [0, 0.75, 1]
    assert Spread(Range(low=Decimal(1), likely=Decimal(3), high=Decimal(3))).below(2) == 0.25


UNSURE: dict[str, Any] = simple(
    monthly_requests={"low": 10_000, "likely": 120_000, "high": 400_000},
    evaluation_usd={"p50": 400, "p90": 2_000},
    plans={"rag": {"retrieved_tokens": 500, "engineering_weeks": 1}, "guardrails": {"engineering_weeks": 1}},
)


def test_the_same_seed_gives_the_same_figures_however_the_draws_are_sliced() -> None:
    whole, sliced = drawn(UNSURE, 120, 120), drawn(UNSURE, 120, 7)
    assert whole == sliced
    assert (whole.draws, whole.seed, whole.horizon_months) == (120, 1, 36)
    assert drawn(UNSURE, 120, seed=2) != whole
    assert whole.find("full-tuning") is None


def test_shared_figures_have_the_same_draw_in_all_ways() -> None:
    price = {"low": 1, "likely": 4, "high": 10}
    plan = {"static_prompt_tokens": 100, "training_usd": 500}
    costs = {
        "monthly_requests": {"low": 10_000, "likely": 120_000, "high": 400_000},
        "extra_prompt_tokens": 420,
        "price_per_million_input_usd": price,
        "plans": {"lora": plan, "rag": {**plan, "training_usd": 1_000}},
    }
    found = drawn(costs)
    one, twice = found.find("lora"), found.find("rag")
    assert one is not None
    assert twice is not None
    assert [2 * months for months in one.months] == pytest.approx(list(twice.months))


def test_counting_typical_values_leaves_the_draws_of_what_is_told_as_they_are() -> None:
    told = {**UNSURE, "plans": {"cached-prompt": {"price_per_million_cache_read_usd": 1}}}
    plain, counted = drawn(told), drawn({**told, "counted": ["retraining", "training"]})
    assert plain.find("cached-prompt") == counted.find("cached-prompt")


def test_with_nothing_uncertain_every_draw_is_the_one_value() -> None:
    costs = simple(plans={"cached-prompt": {"price_per_million_cache_read_usd": 1}})
    pulled = costing(costs)
    sampler = CostSampler(pulled, 5)
    assert not sampler.anything_uncertain
    sampler.draw(5)
    found = sampler.result().find("lora")
    assert found is not None
    months = pulled.pair("lora").break_even().months
    assert months is not None
    assert set(found.months) == {found.p10_months, found.p90_months}
    assert isclose(found.p50_months, months, rel_tol=1e-12)
    assert (found.within_horizon, found.never) == (1, 0)
    assert CostSampler(costing(UNSURE)).anything_uncertain


def test_before_the_first_draw_nothing_is_said_to_pay_back() -> None:
    found = CostSampler(costing(UNSURE)).result().find("lora")
    assert found is not None
    assert (found.p50_months, found.within_horizon, found.never) == (inf, 0, 0)


def test_against_a_prompt_that_is_not_costed_nothing_is_drawn() -> None:
    costs = {"monthly_requests": 5, "plans": {"lora": {"output_tokens": 9, "price_per_million_output_usd": 2}}}
    assert drawn(costs, 2).chances == ()


@given(months=st.lists(st.one_of(st.floats(0, 100), st.just(inf)), min_size=1, max_size=40))
@effort()
def test_percentiles_keep_infinite_values_and_rise(months: list[float]) -> None:
    ordered = sorted(months)
    found = [_percentile(ordered, share) for share in (0, 0.1, 0.5, 0.9, 1)]
    assert found == sorted(found)
    assert not any(isnan(one) for one in found)
    assert (found[0], found[-1]) == (ordered[0], ordered[-1])


def test_a_percentile_that_falls_on_the_last_payback_before_never_is_that_payback() -> None:
    assert _percentile([1.0, 5.0, *[inf] * 9], 0.1) == 5
    assert _percentile([1.0, *[inf] * 9], 0.1) == inf
    assert _percentile([], 0.5) == inf


def test_p10_is_under_p50_is_under_p90() -> None:
    for one in drawn({**UNSURE, "counted": list(GROUPS)}).chances:
        assert one.p10_months <= one.p50_months <= one.p90_months
        assert one.p10_npv_usd <= one.p50_npv_usd <= one.p90_npv_usd
        assert len(one.months) == 200


def test_draws_agree_with_the_exact_answer_where_only_the_saving_is_uncertain() -> None:
    saving = {"low": 50, "likely": 100, "high": 300}
    found = chances(fixed(saving, 0, 3_600), draws=4_000)
    exact = Spread(Range(low=Decimal(50), likely=Decimal(100), high=Decimal(300)))
    assert found.within_horizon == pytest.approx(1 - exact.below(100), abs=0.03)
    for months, share in ((found.p10_months, 0.9), (found.p50_months, 0.5), (found.p90_months, 0.1)):
        assert months == pytest.approx(3_600 / exact.at(share), rel=0.05)
    assert found.p50_npv_usd == pytest.approx(36 * exact.at(0.5) - 3_600, rel=0.1)


def test_a_whole_figure_is_drawn_in_whole_steps_and_a_share_never_passes_one() -> None:
    costs = traffic(1, "0.5", 100, retraining_paid="lumps")
    costs["plans"]["lora"] |= {
        "retraining_every_months": {"low": 0, "likely": 1, "high": 2},
        "solved_share": {"p50": Decimal("0.9"), "p90": 1},
        "adapters_sharing": {"p50": 1, "p90": 2},
    }
    sampler = CostSampler(costing(costs))
    values = [{leaf: at(pull()) for leaf, at, pull in sampler._spreads} for _ in range(300)]
    months = {one["costs.plans.lora.retraining_every_months"] for one in values}
    assert months == {0.0, 1.0, 2.0}
    assert max(one["costs.plans.lora.solved_share"] for one in values) == 1
    assert min(one["costs.plans.lora.adapters_sharing"] for one in values) == 1


def exactly(costs: Mapping[str, Any], rival: str = "lora") -> tuple[float, float]:
    """Return months and worth of a way by the exact figures of the workbench."""
    pulled = costing(costs)
    pair = pulled.pair(rival)
    courses = [pulled.course(one) for one in (pulled.baseline, rival)]
    flows = [[flow + due for flow, due in zip(one.flow, one.due, strict=True)] for one in courses]
    horizon = pulled.shared.horizon_months
    worth = sum(
        (before - after) * one
        for before, after, one in zip(*(flow[:horizon] for flow in flows), pulled.worth, strict=True)
    )
    return pair.paid_back_months(), float(worth - pair.extra_usd)


@given(
    before=st.decimals("0.01", 3, places=2),
    after=st.decimals("0.01", 3, places=2),
    once=st.integers(-20_000, 50_000),
    growth=st.decimals("-0.03", "0.05", places=3),
    decline=st.sampled_from([0, Decimal("0.2")]),
    discount=st.sampled_from([0, Decimal("0.1")]),
    fee=st.integers(0, 900),
    retraining=st.sampled_from([{}, {"retraining_every_months": 6, "retraining_usd": 900}]),
    gpus=st.sampled_from(
        [{}, {"gpu_hourly_usd": 1, "gpu_minimum": 1, "gpu_tokens_per_second": 2, "variable_prompt_tokens": 3_000}]
    ),
    lead=st.sampled_from([0, 0, Decimal("2.5")]),
    paid=st.sampled_from(["lumps", "accrued"]),
    horizon=st.sampled_from([1, 12, 36, 600]),
    swapped=st.booleans(),
)
@effort(200)
def test_a_draw_says_of_the_same_figures_what_the_workbench_says(
    before: Decimal, after: Decimal, once: int, growth: Decimal, decline: Decimal, discount: Decimal, fee: int,
    retraining: dict[str, int], gpus: dict[str, int], lead: Decimal, paid: str, horizon: int, swapped: bool,
) -> None:  # fmt: skip
    costs = traffic(
        before,
        after,
        max(0, once),
        today={"training_usd": max(0, -once)},
        lora={"monthly_fixed_usd": fee, "lead_months": lead, **retraining, **gpus},
        monthly_growth_share=growth,
        yearly_price_decline_share=decline,
        yearly_discount_share=discount,
        retraining_paid=paid,
        horizon_months=horizon,
        compare_with="lora" if swapped else "today",
    )
    rival = "today" if swapped else "lora"
    months, worth = exactly(costs, rival)
    found = chances(costs, rival, 1)
    assert isclose(found.p50_npv_usd, worth, rel_tol=1e-9, abs_tol=1e-3)
    drawn_months = found.months[0]
    if min(months, drawn_months) > 500:
        return
    beyond = (paid == "lumps" and bool(retraining)) or (bool(gpus) and bool(growth))
    if drawn_months > horizon or months > horizon:
        # Beyond the horizon a draw looks at whole years, and spreads lumps over them.
        assume(not beyond)
        assert months == pytest.approx(drawn_months, rel=1e-6, abs=1e-6)
    else:
        assume(not (beyond and months == inf))
        assert isclose(drawn_months, months, rel_tol=1e-6, abs_tol=1e-6) or beyond


@pytest.mark.parametrize("lead", [1, Decimal("2.5")])
def test_going_back_to_today_never_pays_where_the_other_way_only_starts_after_the_horizon(lead: Decimal) -> None:
    costs = traffic(2, 1, 0, lora={"lead_months": lead}, horizon_months=1, compare_with="lora")
    assert exactly(costs, "today")[0] == inf
    assert chances(costs, "today", 1).months == (inf,)


def test_beyond_the_horizon_shared_growth_counts_also_where_the_horizon_is_one_month() -> None:
    costs = traffic(1, 0, 60_000, monthly_growth_share=Decimal("0.05"), horizon_months=1)
    exact = costing(costs).pair("lora").break_even().months
    assert exact is not None
    assert chances(costs, draws=1).p50_months == pytest.approx(float(exact), rel=0.01)


def test_what_a_year_beyond_the_horizon_says_of_gpus_follows_their_staircase() -> None:
    gpus = {
        "gpu_hourly_usd": Decimal("0.1"),
        "gpu_minimum": 1,
        "gpu_tokens_per_second": 1,
        "variable_prompt_tokens": 1_000,
    }
    for swapped in (False, True):
        sides = {"today" if swapped else "lora": gpus}
        costs = traffic("0.2", "0.1", 6_000, **sides, monthly_growth_share=Decimal("0.01"), horizon_months=12)
        exact = costing(costs).pair("lora").paid_back_months()
        assert chances(costs, draws=1).p50_months == pytest.approx(exact, rel=0.03)


def test_a_way_whose_horizon_is_all_there_is_is_never_looked_at_beyond_it() -> None:
    assert (
        chances(traffic(1, "0.99", 10**6, horizon_months=600, monthly_growth_share=Decimal("-0.01")), draws=1).never
        == 1
    )


def test_field_and_months_agree_on_a_lead_that_is_lost_by_the_horizon_and_regained_later() -> None:
    # Ahead after 30 months, behind again when retraining falls due in month 36, and ahead for good in month 49.
    costs = fixed(100, 0, 3_000, horizon_months=36, retraining_paid="lumps")
    costs["plans"]["lora"] |= {"retraining_every_months": 36, "retraining_usd": 1_500}
    assert costing(costs).pair("lora").paid_back_months() == 30
    assert chances(costs, draws=1).p50_months == 30
    lost = crossings_of(3_000, [100.0] * 36, [*[0.0] * 35, 1_500.0])
    assert (lost.first, paid_back_months(lost, 36), paid_back_months(lost, 37)) == (30, 30, inf)


def test_what_is_made_up_exactly_at_the_horizon_is_paid_back_at_the_horizon() -> None:
    costs = fixed(100, 0, 1_200, horizon_months=12, retraining_paid="lumps")
    costs["plans"]["lora"] |= {"retraining_every_months": 600, "retraining_usd": 1}
    assert chances(costs, draws=1).p50_months == 12


def test_what_spares_the_retraining_of_another_way_is_ahead_when_that_falls_due() -> None:
    costs = fixed(0, 0, 3_000, retraining_paid="lumps")
    costs["plans"]["today"] |= {"retraining_every_months": 12, "retraining_usd": 5_000}
    assert costing(costs).pair("lora").break_even().months == 12
    assert chances(costs, draws=1).p50_months == 12


def test_nothing_saved_and_nothing_paid_is_at_once_in_a_draw_too() -> None:
    for shared in ({}, {"monthly_growth_share": Decimal("0.01")}):
        assert chances(traffic(1, 1, **shared), draws=1).p50_months == 0
        assert chances(traffic(1, 2, **shared), draws=1).p50_months == inf
        assert chances(traffic(1, 1, 1, **shared), draws=1).p50_months == inf


def test_a_field_of_its_own_gives_the_outcome_of_one_way() -> None:
    pulled = costing(SIMPLE)
    values = {leaf: float(value) for leaf, value in pulled.values.items()}
    shared = pulled.plans.shared(values, float)
    plans = [pulled.plans.figures(name, values, float) for name in ("today", "lora")]
    today, way = (way_of(plan, plans[0]) for plan in plans)
    found = Field(shared, calendar_of(shared, 36), today, today).outcome(way)
    assert found.months == pytest.approx(17.6282, abs=1e-4)
    assert found.npv_usd == pytest.approx(36 * 124.8 - 2_200)
    assert ZEROS


@pytest.mark.parametrize("horizon", [1, 3, 36])
def test_nothing_pays_back_before_it_is_live(horizon: int) -> None:
    """A way that goes live in the middle of a month saves from then on, not from the first of that month."""
    costs = traffic("2.49", "1.11", 111, lora={"lead_months": Decimal("2.5")}, horizon_months=horizon)
    months, _ = exactly(costs)
    assert months == pytest.approx(2.5 + 111 / 1380)
    assert chances(costs, "lora", 1).months[0] == pytest.approx(months)
