"""The Cost screen: the workbench in figures and as a chart."""

from decimal import Decimal

import pytest

from tests.conftest import LAB, SCENARIOS
from tests.ui.driving import SMALL, driving
from tunewise.domain.figures import Range
from tunewise.domain.scenario import Scenario


async def test_the_workbench_shows_the_articles_figures() -> None:
    async with driving(LAB, start="cost") as driver:
        assert "Tuning pays back in 17.6 months: $125 a month saved for $2,200 once." in driver.lines[1]
        prompt, tuned = driver.line_with("p prompt only  "), driver.line_with("t tuned  ")
        assert [*prompt.split()[-3:]] == ["$202", "$2,419", "–"]
        assert [*tuned.split()[-5:]] == ["$2,200", "$76.80", "$3,122", "17.6", "months"]


async def test_the_chart_marks_where_the_paths_cross() -> None:
    async with driving(LAB, start="cost") as driver:
        assert driver.text.count("✕") == 2, "one in the legend, one in the chart"
        assert "36 months" in driver.text


async def test_typing_a_figure_recomputes_with_every_digit() -> None:
    async with driving(LAB, start="cost") as driver:
        await driver.press("down", "1", "2")
        assert driver.scenario.costs.monthly_requests == 12
        await driver.press(*"00000")
        assert driver.scenario.costs.monthly_requests == 1_200_000
        assert "1.8 months" in driver.lines[1]


async def test_dollars_take_cents() -> None:
    async with driving(LAB, start="cost") as driver:
        await driver.press(*["down"] * 4)
        await driver.press("0", "full_stop", "1", "5")
        assert driver.scenario.costs.price_per_million_input_usd == Decimal("0.15")
        assert "$0.15" in driver.line_with("Price per million")


async def test_a_reduction_larger_than_the_prompt_is_refused_in_one_line_and_what_stood_before_comes_back() -> None:
    async with driving(LAB, start="cost") as driver:
        await driver.press("down", "down", "down", "9", "9", "9")
        assert "999" in driver.line_with("Tokens removed"), "what was typed stays visible while it is refused"
        await driver.press("enter")
        assert driver.scenario.costs.prompt_tokens_removed == 260
        assert driver.app.message.startswith("Tokens removed by tuning: removes 999 tokens from the 420")
        assert not driver.app.session.dirty


@pytest.mark.parametrize("key", ["comma", "minus", "full_stop"])
async def test_a_mark_that_a_count_cannot_have_is_refused_and_changes_nothing(key: str) -> None:
    async with driving(LAB, start="cost") as driver:
        await driver.press("down", "1", "2", key)
        assert driver.scenario.costs.monthly_requests == 12
        assert driver.status == "Requests a month: type digits only: a whole number."


async def test_a_decimal_comma_is_not_taken_for_a_hundredfold_price() -> None:
    async with driving(LAB, start="cost") as driver:
        await driver.press("down", "down", "down", "down", "0", "comma")
        assert "with a point before cents" in driver.status
        assert driver.scenario.costs.price_per_million_input_usd == 0


async def test_a_payback_beyond_a_lifetime_is_not_counted_in_months() -> None:
    async with driving(LAB, start="cost") as driver:
        await driver.press("down", "1", "0", "0")
        assert "Tuning pays back in over 100 years" in driver.lines[1]


async def test_what_is_unknown_is_named_and_nothing_is_invented() -> None:
    async with driving(Scenario(title="blank"), start="cost") as driver:
        assert "Not enough told to cost it" in driver.lines[1]
        assert driver.text.count("unknown") >= 8
        assert "The chart needs every control" in driver.text


async def test_nothing_saved_never_pays_back_and_says_so() -> None:
    async with driving(LAB, start="cost") as driver:
        await driver.press("down", "0")
        assert "Tuning never pays back: nothing is saved each month" in driver.lines[1]
        assert "never" in driver.line_with("t tuned  ")


async def test_arrows_change_the_second_digit_of_a_figure() -> None:
    async with driving(LAB, start="cost") as driver:
        await driver.press("down", "right")
        assert driver.scenario.costs.monthly_requests == 130_000
        await driver.press("left", "left")
        assert driver.scenario.costs.monthly_requests == 110_000


async def test_a_range_shows_its_likely_value_and_its_bounds() -> None:
    costs = {"monthly_requests": Range(low=Decimal(80_000), likely=Decimal(120_000), high=Decimal(200_000))}
    async with driving(Scenario.model_validate({"title": "x", "costs": costs}), start="cost") as driver:
        assert "120,000  likely, of 80,000 to 200,000" in driver.line_with("Requests a month")


async def test_a_case_that_training_does_not_fix_says_so_on_the_cost_screen() -> None:
    async with driving(SCENARIOS / "changing-documents.toml", SMALL, start="cost") as driver:
        assert "this prices a tuned model" in driver.lines[2]
