"""The cost workbench: the figures of article 002 to the cent, and what is not known yet or never comes."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given

from tests.domain.strategies import costs_tables, effort
from tests.engine.cases import KNOWLEDGE, WORKBENCH, assessed, case, without
from tunewise.domain.assessment import CostReport
from tunewise.domain.errors import ScenarioError
from tunewise.domain.figures import likely
from tunewise.domain.money import show_months, show_usd
from tunewise.engine.assess import assess
from tunewise.engine.cost import break_even_of, cumulative_usd

CONTROLS = WORKBENCH["costs"]


def cost(**controls: Any) -> CostReport:  # noqa: ANN401
    """Return the workbench of article 002 with some controls changed; ``None`` makes one unknown."""
    table = {name: value for name, value in {**CONTROLS, **controls}.items() if value is not None}
    return assessed(costs=table).cost


def test_the_workbench_of_article_002_comes_out_to_the_cent() -> None:
    report = cost()
    assert report.prompt_only_monthly_usd == Decimal("201.60")
    assert report.tuned_monthly_usd == Decimal("76.80")
    assert report.saving_monthly_usd == Decimal("124.80")
    assert report.one_time_usd == Decimal(2200)
    assert report.break_even.kind == "month"
    assert report.break_even.months == Decimal(2200) / Decimal("124.80")
    assert str(report.break_even.months).startswith("17.628")
    assert report.prompt_only_first_year_usd == Decimal("2419.20")
    assert report.tuned_first_year_usd == Decimal("3121.60")
    assert (report.missing, report.uncertain) == ((), ())


def test_it_is_shown_as_the_article_shows_it() -> None:
    report = cost()
    amounts = (
        report.prompt_only_monthly_usd,
        report.tuned_monthly_usd,
        report.one_time_usd,
        report.prompt_only_first_year_usd,
        report.tuned_first_year_usd,
    )
    assert [show_usd(amount) for amount in amounts if amount is not None] == [
        "$202", "$76.80", "$2,200", "$2,419", "$3,122",
    ]  # fmt: skip
    assert report.break_even.months is not None
    assert show_months(report.break_even.months) == "17.6 months"


def test_a_cached_prompt_saves_a_tenth_so_it_takes_ten_times_as_long() -> None:
    report = cost()
    assert report.break_even.months is not None
    assert report.cached_break_even.months == report.break_even.months * 10


def test_no_saving_never_pays_anything_back_and_says_why() -> None:
    for control in ("monthly_requests", "prompt_tokens_removed", "price_per_million_input_usd"):
        found = cost(**{control: 0}).break_even
        assert (found.kind, found.months, found.reason) == ("never", None, "nothing is saved each month")


def test_nothing_to_pay_back_is_paid_back_at_once_even_without_a_saving() -> None:
    for report in (
        cost(training_run_usd=0, evaluation_usd=0),
        cost(training_run_usd=0, evaluation_usd=0, monthly_requests=0),
    ):
        assert (report.break_even.kind, report.break_even.months) == ("at-once", Decimal(0))


@pytest.mark.parametrize(
    ("control", "unknown"),
    [
        ("monthly_requests", {"prompt_only_monthly_usd", "tuned_monthly_usd", "saving_monthly_usd"}),
        ("price_per_million_input_usd", {"prompt_only_monthly_usd", "tuned_monthly_usd", "saving_monthly_usd"}),
        ("extra_prompt_tokens", {"prompt_only_monthly_usd", "tuned_monthly_usd"}),
        ("prompt_tokens_removed", {"tuned_monthly_usd", "saving_monthly_usd"}),
        ("training_run_usd", {"one_time_usd"}),
        ("evaluation_usd", {"one_time_usd"}),
    ],
)
def test_a_control_that_is_not_told_leaves_only_what_needs_it_unknown(control: str, unknown: set[str]) -> None:
    report = cost(**{control: None})
    assert report.missing == (control,)
    figures = ("prompt_only_monthly_usd", "tuned_monthly_usd", "saving_monthly_usd", "one_time_usd")
    assert {name for name in figures if getattr(report, name) is None} == unknown
    assert (report.break_even.kind == "unknown") is bool(unknown & {"saving_monthly_usd", "one_time_usd"})
    assert (report.prompt_only_first_year_usd is None) is ("prompt_only_monthly_usd" in unknown)
    assert (report.tuned_first_year_usd is None) is bool(unknown & {"tuned_monthly_usd", "one_time_usd"})


def test_with_nothing_told_every_control_is_missing() -> None:
    report = assessed().cost
    assert report.missing == tuple(KNOWLEDGE.controls)
    assert (report.break_even.kind, report.cached_break_even.kind) == ("unknown", "unknown")


def test_of_a_range_the_likely_figure_counts_and_the_control_is_named_as_uncertain() -> None:
    requests = {"low": 10_000, "likely": 120_000, "high": 1_000_000}
    price = {"low": Decimal("0.5"), "likely": 4, "high": 10}
    report = cost(monthly_requests=requests, price_per_million_input_usd=price)
    assert report.prompt_only_monthly_usd == Decimal("201.60")
    assert report.uncertain == ("monthly_requests", "price_per_million_input_usd")


@pytest.mark.parametrize("price", ["1e-40", "1e-400", "1e-999999"])
def test_a_price_of_almost_nothing_is_refused_or_assessed_but_breaks_nothing(price: str) -> None:
    controls = {**CONTROLS, "price_per_million_input_usd": Decimal(price)}
    try:
        scenario = case(costs=controls)
    except ScenarioError as error:
        assert error.key == "costs.price_per_million_input_usd"  # noqa: PT017  # either answer is right
        return
    report = assess(scenario, KNOWLEDGE).cost
    assert report.break_even.kind in {"month", "never"}


@pytest.mark.parametrize(
    ("one_time", "saving", "kind"),
    [
        (None, Decimal(1), "unknown"),
        (Decimal(1), None, "unknown"),
        (None, None, "unknown"),
        (Decimal(0), Decimal(0), "at-once"),
        (Decimal(1), Decimal(0), "never"),
        (Decimal(1), Decimal(2), "month"),
    ],
)
def test_a_payback_is_a_month_at_once_never_or_not_known(
    one_time: Decimal | None, saving: Decimal | None, kind: str
) -> None:
    assert break_even_of(one_time, saving).kind == kind


def test_the_two_lines_of_the_chart_meet_at_the_payback() -> None:
    report = cost()
    assert cumulative_usd(report, Decimal(0)) == (Decimal(0), Decimal(2200))
    assert cumulative_usd(report, Decimal(12)) == (Decimal("2419.20"), Decimal("3121.60"))
    assert report.break_even.months is not None
    meeting = cumulative_usd(report, report.break_even.months)
    assert meeting is not None
    assert meeting[0] == pytest.approx(meeting[1])


@pytest.mark.parametrize("control", list(CONTROLS))
def test_there_are_no_lines_while_a_figure_is_missing(control: str) -> None:
    assert cumulative_usd(cost(**{control: None}), Decimal(12)) is None


@given(controls=costs_tables())
@effort()
def test_tuned_costs_are_prompt_costs_less_the_saving_and_never_below_nothing(controls: dict[str, Any]) -> None:
    assume({"monthly_requests", "extra_prompt_tokens", "prompt_tokens_removed"} <= set(controls))
    assume("price_per_million_input_usd" in controls)
    scenario = case(costs=controls)
    report = assess(scenario, KNOWLEDGE).cost
    prompt, tuned, saving = report.prompt_only_monthly_usd, report.tuned_monthly_usd, report.saving_monthly_usd
    assert prompt is not None
    assert tuned is not None
    assert saving is not None
    assert tuned == prompt - saving
    assert 0 <= tuned <= prompt
    requests, price = scenario.costs.monthly_requests, scenario.costs.price_per_million_input_usd
    assert requests is not None
    assert price is not None
    if likely(requests) == 0 or likely(price) == 0:
        assert prompt == 0


@given(controls=costs_tables())
@effort()
def test_costs_alone_never_move_a_score_unless_they_say_the_volume(controls: dict[str, Any]) -> None:
    table = without(controls, "monthly_requests")
    assert assessed(costs=table).ranking == assessed().ranking
