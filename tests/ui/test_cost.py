"""The Cost screen: six simple controls first, every figure of every way behind them, and what follows from each."""

import asyncio
from decimal import Decimal

import pytest
from textual.widgets import Input, Static

from tests.conftest import LAB, SCENARIOS
from tests.ui.driving import LARGE, MEDIUM, SIZES, SMALL, TINY, Driver, driving
from tunewise.domain.cost_figures import GROUPS, PLAN_FIGURES
from tunewise.domain.figures import Percentiles, Range
from tunewise.domain.money import show_usd
from tunewise.domain.scenario import Scenario
from tunewise.domain.workbench import CostDraws
from tunewise.engine.costs.draws import CostSampler
from tunewise.report.cost_case import cost_case
from tunewise.report.cost_report import swing_cells
from tunewise.store.themes import theme_paths
from tunewise.ui.cost_desk import CostDesk
from tunewise.ui.screens.cost import PAGES, CostScreen
from tunewise.ui.views.looks.costs import COST_LOOKS
from tunewise.ui.widgets.closer_look import CloserLook
from tunewise.ui.widgets.rival_table import RivalTable

FORMS = SCENARIOS / "forms-to-json.toml"


@pytest.fixture(autouse=True)
def few_draws(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw a tenth as often, where a test does not compare with what the command line draws."""
    if request.node.get_closest_marker("all_draws") is None:
        monkeypatch.setattr(CostDesk, "sampler", lambda desk: CostSampler(desk.costing, 1_000))


@pytest.fixture
def no_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the chances undrawn where a test looks at everything else."""
    monkeypatch.setattr(CostScreen, "_draw_soon", lambda screen: None)


def screen_of(driver: Driver) -> CostScreen:
    """Return the screen under test."""
    assert isinstance(driver.app.screen, CostScreen)
    return driver.app.screen


def row_of(driver: Driver, letter: str) -> str:
    """Return the row of one way in the table."""
    return next(row for row in driver.lines if row[:3] in {f" {letter} ", f"›{letter} ", f"▸{letter} "})


def cells(row: str, last: int) -> list[str]:
    """Return the last words of a row."""
    return row.split()[-last:]


def counted(driver: Driver) -> tuple[str, ...]:
    """Return the kinds of which typical figures count."""
    return driver.scenario.costs.counted


def draws_of(driver: Driver) -> CostDraws | None:
    """Return the chances of what stands now, once they are drawn."""
    return driver.app.desk.draws


def baseline_of(driver: Driver) -> str | None:
    """Return what break-even is told against, where it is not today."""
    return driver.scenario.costs.compare_with


def on_table(driver: Driver) -> bool:
    """Tell whether the focus is on the table."""
    return isinstance(driver.app.focused, RivalTable)


async def turn_to(driver: Driver, page: str) -> None:
    """Turn the pages of controls until one shows."""
    for _ in PAGES:
        if screen_of(driver).page == page:
            return
        await driver.press("e")
    raise AssertionError(page)


async def choose(driver: Driver, rival: str) -> None:
    """Put the cursor of the table on one way."""
    table = driver.app.screen.query_one(RivalTable)
    table.focus()
    await driver.press("home")
    for _ in table.names:
        if table.chosen == rival:
            break
        await driver.press("down")
    assert table.chosen == rival
    await driver.press("escape")


# A newcomer's view.


@pytest.mark.parametrize("size", SIZES)
async def test_a_newcomer_sees_six_controls_three_ways_and_the_answer(size: tuple[int, int]) -> None:
    async with driving(LAB, size, start="cost") as driver:
        against = "vs" if size == TINY else "against"
        assert driver.lines[1] == f" LoRA / PEFT pays back in 17.6 months; {against} caching never."
        for control, value in (
            ("Requests a month", "120,000"),
            ("Extra prompt tokens per call", "420"),
            ("Tokens removed by tuning", "260"),
            ("Price per million input tokens", "$4.00"),
            ("Training run", "$1,800"),
            ("Evaluation and roll-out", "$400"),
        ):
            assert value in driver.line_with(control)
        assert [row_of(driver, letter)[1] for letter in "pcA"] == ["p", "c", "A"]


async def test_the_table_shows_exactly_the_figures_of_the_simple_workbench() -> None:
    async with driving(LAB, SMALL, start="cost") as driver:
        assert cells(row_of(driver, "p"), 6) == ["–", "$202", "$2,419", "$7,258", "$0.0017", "baseline"]
        assert cells(row_of(driver, "A"), 7) == ["$2,200", "$76.80", "$3,122", "$4,965", "$0.000640", "17.6", "months"]
        assert cells(row_of(driver, "c"), 7)[1:5] == ["$20.16", "$242", "$726", "$0.000168"]
        found = driver.app.desk.workbench
        assert found.find("today").bill.monthly_usd == Decimal("201.60")  # type: ignore[union-attr]
        assert found.find("lora").bill.first_year_usd == Decimal("3121.60")  # type: ignore[union-attr]
        assert found.find("lora").against.break_even.months == Decimal(2200) / Decimal("124.8")  # type: ignore[union-attr]
        assert {one.rival for one in found.costed} == {"today", "cached-prompt", "lora"}


async def test_the_answer_says_what_a_cached_prompt_would_do_and_what_to_do_next() -> None:
    async with driving(LAB, SMALL, start="cost") as driver:
        assert driver.lines[1].strip() == "LoRA / PEFT pays back in 17.6 months; against caching never."
        assert driver.lines[2].startswith(" Every figure is a point: enter gives one a range, c counts people")
        assert all("…" not in row for row in driver.lines[1:3])
        assert "not costed: B C D E H L I" in driver.text


async def test_the_chart_marks_where_the_paths_cross() -> None:
    async with driving(LAB, SMALL, start="cost") as driver:
        assert "✕ 17.6" in driver.line_with("36 months")
        assert driver.text.count("✕") == 2, "one on the axis, one in the chart"


async def test_what_is_unknown_is_named_and_nothing_is_invented() -> None:
    async with driving(Scenario(title="blank"), start="cost") as driver:
        assert "Not enough told to cost it" in driver.lines[1]
        assert driver.lines[2].startswith(" Still unknown: requests a month, extra prompt tokens per call")
        assert driver.text.count("unknown") >= 7
        assert "The chart needs every control" in driver.text
        assert "$" not in driver.text
        for look in "wfrv":
            await driver.press(look)
            assert "Not costed yet: it needs requests a month" in " ".join(driver.text.split()), look


# Typing.


async def test_every_digit_moves_the_table_the_chart_and_the_answer_at_once() -> None:
    async with driving(LAB, start="cost") as driver:
        await driver.press("down", "1", "2")
        assert driver.scenario.costs.monthly_requests == 12
        assert "over 100 years" in row_of(driver, "A")
        seen = set()
        for _ in range(5):
            await driver.press("0")
            seen.add((driver.lines[1], row_of(driver, "p"), row_of(driver, "A")))
        assert len(seen) == 5
        assert driver.scenario.costs.monthly_requests == 1_200_000
        assert "pays back in 1.8 months" in driver.lines[1]


async def test_dollars_take_cents() -> None:
    async with driving(LAB, start="cost") as driver:
        await driver.press(*["down"] * 4)
        await driver.press("0", "full_stop", "1", "5")
        assert driver.scenario.costs.price_per_million_input_usd == Decimal("0.15")
        assert "$0.15" in driver.line_with("Price per million")


async def test_a_removal_larger_than_the_prompt_is_refused_in_one_line_and_what_stood_before_comes_back() -> None:
    async with driving(LAB, start="cost") as driver:
        await driver.press("down", "down", "down", "9", "9", "9")
        assert "999" in driver.line_with("Tokens removed"), "what was typed stays visible while it is refused"
        await driver.press("enter")
        assert driver.scenario.costs.prompt_tokens_removed == 260
        assert driver.status.startswith("Tokens removed by tuning: 999 tokens removed from the 420")
        assert not driver.app.session.dirty
        assert "17.6 months" in driver.lines[1]


@pytest.mark.parametrize("key", ["comma", "minus", "full_stop", "plus"])
async def test_a_mark_that_a_count_cannot_have_is_refused_and_changes_nothing(key: str) -> None:
    async with driving(LAB, start="cost") as driver:
        await driver.press("down", "1", "2", key)
        assert driver.scenario.costs.monthly_requests == 12
        assert driver.status == "Requests a month: type digits only: a whole number; enter types a range."


async def test_a_decimal_comma_is_not_taken_for_a_hundredfold_price() -> None:
    async with driving(LAB, start="cost") as driver:
        await driver.press("down", "down", "down", "down", "0", "comma")
        assert "with a point before cents" in driver.status
        assert driver.scenario.costs.price_per_million_input_usd == 0
        await driver.press("enter", "enter", *["backspace"] * 4)
        await driver.type("4,5")
        await driver.press("enter")
        assert "this is no figure" in driver.text
        await driver.press("escape")
        assert driver.scenario.costs.price_per_million_input_usd == 0


async def test_arrows_change_the_second_digit_of_a_figure() -> None:
    async with driving(LAB, start="cost") as driver:
        await driver.press("down", "right")
        assert driver.scenario.costs.monthly_requests == 130_000
        await driver.press("left", "left")
        assert driver.scenario.costs.monthly_requests == 110_000
        await driver.press("u")
        assert driver.scenario.costs.monthly_requests == 120_000, "arrows in quick succession are one step"


async def test_nothing_saved_never_pays_back_and_says_why() -> None:
    async with driving(LAB, start="cost") as driver:
        await driver.press("down", "0")
        assert "LoRA / PEFT never pays back: nothing is saved each month" in driver.lines[1]
        assert cells(row_of(driver, "A"), 1) == ["never"]


async def test_a_payback_beyond_a_lifetime_is_not_counted_in_months() -> None:
    async with driving(LAB, start="cost") as driver:
        await driver.press("down", "1", "0", "0")
        assert "LoRA / PEFT pays back in over 100 years" in driver.lines[1]


# Ranges.


async def type_over(driver: Driver, text: str) -> None:
    """Empty the editor that enter opens on a figure, and type into it."""
    await driver.press("enter", "end", "ctrl+u")
    await driver.type(text)
    await driver.press("enter")


async def test_enter_types_a_figure_as_a_range_and_the_row_shows_how_far_it_may_stray() -> None:
    async with driving(LAB, MEDIUM, start="cost") as driver:
        await driver.press("down")
        await type_over(driver, "60000 120000 200000")
        told = driver.scenario.costs.monthly_requests
        assert told == Range(low=Decimal(60_000), likely=Decimal(120_000), high=Decimal(200_000))
        assert "120,000 60k–200k" in driver.line_with("Requests a month")
        assert "Drawing the chances" in driver.lines[2] or "Chance of payback" in driver.lines[2]
        assert "Moves it most" not in driver.lines[2], "there is nothing else that could move it"
        await driver.press("down")
        await type_over(driver, "400 420 440")
        await driver.drawn()
        assert "Moves it most: requests a month." in driver.lines[2]
        await driver.press("u", "u")
        assert driver.scenario.costs.monthly_requests == 120_000


async def test_a_figure_may_be_told_by_its_median_and_its_ninth_decile() -> None:
    async with driving(LAB, MEDIUM, start="cost") as driver:
        await driver.press("down")
        await type_over(driver, "p50 30000 p90 100000")
        assert driver.scenario.costs.monthly_requests == Percentiles(p50=Decimal(30_000), p90=Decimal(100_000))
        assert "P50, P90 100k" in driver.line_with("Requests a month")
        await driver.press("enter")
        assert "p50 30000 p90 100000" in driver.text, "the editor opens with what was told"
        await driver.press("escape")


@pytest.mark.parametrize("text", ["many", "1 2", "3 2 1", "p50 9 p90 1", "-4", "1.5", "[b]1[/b]"])
async def test_what_is_no_figure_is_refused_in_one_line_and_changes_nothing(text: str) -> None:
    async with driving(LAB, LARGE, start="cost") as driver:
        await driver.press("down")
        await type_over(driver, text)
        assert driver.app.screen.query_one(Input).value == text, "the editor keeps what was typed"
        problem = driver.app.screen.query_one("#problem", Static)
        assert str(problem.render()).strip()
        assert problem.size.height == 1
        assert driver.scenario.costs.monthly_requests == 120_000
        await driver.press("escape")
        assert driver.scenario.costs.monthly_requests == 120_000
        assert not driver.app.session.dirty


async def test_an_emptied_editor_makes_the_figure_unknown() -> None:
    async with driving(LAB, start="cost") as driver:
        await driver.press("down")
        await type_over(driver, "")
        assert driver.scenario.costs.monthly_requests is None
        assert "Still unknown: requests a month." in driver.lines[2]


async def test_escape_leaves_the_editor_of_a_figure_as_it_was() -> None:
    async with driving(LAB, start="cost") as driver:
        await driver.press("down", "enter", "9", "escape")
        assert driver.scenario.costs.monthly_requests == 120_000


# Pages of figures.


async def test_e_turns_through_all_ten_pages_and_capital_e_turns_back() -> None:
    async with driving(LAB, MEDIUM, start="cost") as driver:
        assert len(PAGES) == 10
        seen = []
        for number, page in enumerate(PAGES, 1):
            assert screen_of(driver).page == page
            assert f"{number}/10" in driver.lines[3]
            seen.append(driver.lines[4])
            await driver.press("e")
        assert screen_of(driver).page == "simple"
        assert len(set(seen)) == 10
        await driver.press("E")
        assert screen_of(driver).page == "time"


@pytest.mark.parametrize("size", SIZES)
async def test_every_figure_has_a_row_that_fits(size: tuple[int, int]) -> None:
    async with driving(LAB, size, start="cost") as driver:
        words = driver.app.knowledge.cost_figures
        shown = set()
        for _ in PAGES:
            await driver.press("e")
            rows = [row[2:26].rstrip() for row in driver.lines]
            shown |= {figure for figure in PLAN_FIGURES if words[figure].label[:24].rstrip() in rows}
            assert all(len(row) <= size[0] for row in driver.lines)
        missing = set(PLAN_FIGURES) - shown
        assert not missing


async def test_the_figures_belong_to_the_way_under_the_cursor_of_the_table() -> None:
    async with driving(LAB, MEDIUM, start="cost") as driver:
        await turn_to(driver, "prompt")
        assert "LoRA / PEFT" in driver.lines[3]
        assert "160  from the simple controls" in driver.line_with("Static prompt tokens")
        await choose(driver, "today")
        assert "today" in driver.lines[3]
        assert "420  from the simple controls" in driver.line_with("Static prompt tokens")


async def test_a_figure_of_a_plan_is_typed_stepped_cleared_and_undone() -> None:
    async with driving(LAB, MEDIUM, start="cost") as driver:
        await turn_to(driver, "people")
        await driver.press("down", "1", "0", "0")
        assert driver.scenario.costs.plan("lora") == {"hourly_rate_usd": 100}
        assert "$100" in driver.line_with("Hour of an engineer")
        await driver.press("down", "2")
        assert driver.scenario.costs.plan("lora")["engineering_weeks"] == 2
        assert "$10.2k" in row_of(driver, "A"), "$2,200 and two weeks of 40 hours at $100"
        await driver.press("right")
        assert driver.scenario.costs.plan("lora")["engineering_weeks"] == Decimal("2.1")
        await driver.press("delete")
        assert "engineering_weeks" not in driver.scenario.costs.plan("lora")
        await driver.press("u")
        assert driver.scenario.costs.plan("lora")["engineering_weeks"] == Decimal("2.1")
        await driver.press("u", "u")
        assert driver.scenario.costs.plans == {}
        assert not driver.app.session.dirty


async def test_shares_are_typed_and_stepped_in_per_cent() -> None:
    async with driving(LAB, MEDIUM, start="cost") as driver:
        await turn_to(driver, "quality")
        await driver.press("down", "9", "5")
        assert driver.scenario.costs.plan("lora")["valid_format_share"] == Decimal("0.95")
        assert "95 %" in next(row for row in driver.lines if row.startswith("▸"))
        await driver.press("left")
        assert driver.scenario.costs.plan("lora")["valid_format_share"] == Decimal("0.94")
        await type_over(driver, "80 90 95")
        told = driver.scenario.costs.plan("lora")["valid_format_share"]
        assert told == Range(low=Decimal("0.8"), likely=Decimal("0.9"), high=Decimal("0.95"))


async def test_a_share_beyond_all_is_refused_in_per_cent_and_what_stood_before_comes_back() -> None:
    async with driving(LAB, MEDIUM, start="cost") as driver:
        await turn_to(driver, "quality")
        await driver.press("down", "9", "0", "enter")
        await asyncio.sleep(1.1)  # another gesture
        await driver.press("9", "0", "0", "enter")
        assert driver.scenario.costs.plan("lora")["valid_format_share"] == Decimal("0.9")
        assert "type per cent from 0 to 100, or low likely high" in driver.status


async def test_growth_may_be_negative_and_a_refused_one_gives_back_what_stood_before() -> None:
    async with driving(LAB, MEDIUM, start="cost") as driver:
        await turn_to(driver, "time")
        await driver.press("down")
        await driver.type("-5")
        assert driver.scenario.costs.monthly_growth_share == Decimal("-0.05")
        assert "-5 %" in driver.line_with("Growth a month")
        await driver.press("enter")
        await driver.type("-500")
        await driver.press("enter")
        assert driver.scenario.costs.monthly_growth_share == Decimal("-0.05")
        assert driver.status.startswith("Growth a month: this does not fit here; type per cent from -100 to 100")
        await driver.press(*["right"] * 3)
        assert driver.scenario.costs.monthly_growth_share == Decimal("-0.02")


async def test_steps_start_from_what_counts_where_nothing_was_told() -> None:
    async with driving(LAB, MEDIUM, start="cost") as driver:
        await turn_to(driver, "time")
        await driver.press("down", "left")
        assert driver.scenario.costs.monthly_growth_share == Decimal("-0.01")
        await driver.press(*["down"] * 3)
        assert "36  unless told" in driver.line_with("▸ Horizon")
        await driver.press("right")
        assert driver.scenario.costs.horizon_months == 37


async def test_the_horizon_and_lumps_of_retraining_belong_to_all_ways() -> None:
    async with driving(LAB, MEDIUM, start="cost") as driver:
        await turn_to(driver, "time")
        assert "36" in driver.line_with("Horizon")
        await driver.press(*["down"] * 5, "right")
        assert driver.scenario.costs.retraining_paid == "lumps"
        await driver.press("up", "1", "2", "enter")
        assert driver.scenario.costs.horizon_months == 12
        assert "12 months" in driver.text
        await type_over(driver, "12 24 36")
        assert "give a whole number from 1 to 600" in driver.text
        assert driver.scenario.costs.horizon_months == 12
        await driver.press("escape", "c")
        assert "nothing typical about time" in driver.status


async def test_a_simple_control_says_when_a_figure_of_todays_plan_counts_in_its_place() -> None:
    told = {"today": {"static_prompt_tokens": 512, "price_per_million_input_usd": Decimal(2)}}
    costs = {
        "extra_prompt_tokens": 420,
        "prompt_tokens_removed": 260,
        "price_per_million_input_usd": 4,
        "plans": told,
    }
    async with driving(Scenario.model_validate({"title": "x", "costs": costs}), SMALL, start="cost") as driver:
        assert "not used: e says 512" in driver.line_with("Extra prompt tokens")
        assert "not used: e says $2.00" in driver.line_with("Price per million")
        for size in (TINY, MEDIUM):
            await driver.resize(*size)
            assert "e: 512 counts" in driver.line_with("Extra prompt tokens")


async def test_the_cursor_stays_on_the_way_whose_figure_is_typed() -> None:
    async with driving(FORMS, MEDIUM, start="cost") as driver:
        await driver.press("x")
        await choose(driver, "guardrails")
        await turn_to(driver, "people")
        await driver.press("down", "1", "2", "0")
        assert driver.scenario.costs.plan("guardrails")["hourly_rate_usd"] == 120
        assert screen_of(driver).chosen == "guardrails"


# Typical figures.


async def test_c_counts_all_that_the_simple_controls_leave_out_and_leaves_it_out_again() -> None:
    async with driving(LAB, SMALL, start="cost") as driver:
        before = driver.text
        assert "c counts typical figures" in driver.lines[3]
        await driver.press("c")
        assert counted(driver) == GROUPS
        assert driver.status.startswith("Typical figures count for everything; ° marks them, ? ")
        assert driver.status.endswith(".")
        assert "c leaves typical out" in driver.lines[3]
        assert "LoRA / PEFT°" in row_of(driver, "A"), "a typical figure marks the way"
        assert "LoRA / PEFT never pays back" in driver.lines[1]
        await driver.press("c")
        assert counted(driver) == ()
        assert driver.status == "Typical figures are left out; the cached prompt alone rests on some (°)."
        assert driver.lines[3:-2] == before.splitlines()[3:-2]
        await driver.press("u", "u")
        assert not driver.app.session.dirty


async def test_c_on_a_page_counts_typical_figures_of_that_page_alone() -> None:
    async with driving(LAB, MEDIUM, start="cost") as driver:
        await turn_to(driver, "people")
        assert "left out; typical" in driver.line_with("Hour of an engineer")
        await driver.press("c")
        assert counted(driver) == ("people",)
        assert driver.status.startswith("Typical figures count for people; ° marks them")
        assert "$150  typical $125–$187.50" in driver.line_with("Hour of an engineer")
        assert "check this" in driver.line_with("Upkeep a month")
        await turn_to(driver, "hosting")
        await driver.press("c")
        assert counted(driver) == ("people", "hosting")
        await driver.press("c")
        assert counted(driver) == ("people",)
        await turn_to(driver, "simple")
        await driver.press("c")
        assert counted(driver) == ()


async def test_what_was_told_stands_in_place_of_what_is_typical() -> None:
    async with driving(LAB, MEDIUM, start="cost") as driver:
        await turn_to(driver, "people")
        await driver.press("c", "down", "right")
        assert driver.scenario.costs.plan("lora")["hourly_rate_usd"] == 160, "it steps from what counts now"
        assert "typical" not in driver.line_with("Hour of an engineer")


@pytest.mark.usefixtures("no_draws")
@pytest.mark.parametrize("page", GROUPS)
async def test_every_page_can_be_counted_and_taken_back(page: str) -> None:
    async with driving(LAB, MEDIUM, start="cost") as driver:
        await turn_to(driver, page)
        await driver.press("c")
        assert counted(driver) == (page,)
        await driver.press("u")
        assert counted(driver) == ()


# The table.


async def test_b_tells_break_even_against_the_way_under_the_cursor_and_back() -> None:
    async with driving(LAB, SMALL, start="cost") as driver:
        await driver.press("b")
        assert baseline_of(driver) == "lora"
        assert "vs LoRA / PEFT" in driver.text
        assert cells(row_of(driver, "A"), 1) == ["baseline"]
        assert cells(row_of(driver, "p"), 3) == ["until", "month", "17.6"]
        assert " until month" in row_of(driver, "p"), "the cell keeps its distance from the one before"
        await driver.press("b")
        assert baseline_of(driver) is None
        assert cells(row_of(driver, "p"), 1) == ["baseline"]
        await driver.press("u", "u")
        assert not driver.app.session.dirty


async def test_a_wanted_baseline_that_is_not_costed_is_said_above_every_other_note() -> None:
    async with driving(LAB, SMALL, start="cost") as driver:
        screen_of(driver).take_changes({"costs.compare_with": "rag"}, "x")
        await driver.pilot.pause()
        assert "! Compared with today, not with Retrieval, which needs figures of Retrieval." in driver.text


async def test_a_way_that_is_not_costed_is_no_baseline() -> None:
    async with driving(LAB, MEDIUM, start="cost") as driver:
        await driver.press("x")
        await choose(driver, "prompt")
        await driver.press("b")
        assert baseline_of(driver) is None
        assert "not costed yet" in driver.status


async def test_x_shows_the_ways_that_are_not_costed_with_what_they_need() -> None:
    async with driving(LAB, MEDIUM, start="cost") as driver:
        assert "Prompt tuning" not in driver.text
        await driver.press("x")
        assert "needs its figures: c counts typical ones, e tells them" in row_of(driver, "C")
        await choose(driver, "prompt-tuning")
        await driver.press("w")
        assert "Not costed yet" in driver.text
        await driver.press("escape", "x")
        assert "needs its figures" not in driver.text


@pytest.mark.usefixtures("no_draws")
@pytest.mark.parametrize("size", [TINY, SMALL])
async def test_where_the_table_is_cut_off_it_says_so_and_the_cursor_stays_in_sight(size: tuple[int, int]) -> None:
    async with driving(LAB, size, start="cost") as driver:
        await turn_to(driver, "people")
        await driver.press("c")
        await turn_to(driver, "simple")
        await driver.press("c", "c", "x")
        await turn_to(driver, "people")
        assert "more ways" in driver.text
        assert any(row.startswith("›A ") for row in driver.lines)
        table = driver.app.screen.query_one(RivalTable)
        table.focus()
        await driver.press("home")
        for name in table.names:
            assert table.chosen == name
            assert sum(row.startswith("▸") for row in driver.lines) == 1, name
            await driver.press("down")


async def test_the_cursor_walks_from_the_controls_through_the_table_and_round() -> None:
    async with driving(LAB, SMALL, start="cost") as driver:
        await driver.press(*["tab"] * 7)
        assert on_table(driver)
        await driver.press("up", "up")
        assert screen_of(driver).chosen == "today"
        await driver.press("up")
        assert not on_table(driver), "past the first way lies the last control"
        await driver.press("down", "end", "down")
        assert not on_table(driver), "past the last way the focus moves on"


async def test_a_click_chooses_a_way() -> None:
    async with driving(LAB, SMALL, start="cost") as driver:
        place = next(number for number, row in enumerate(driver.lines) if row.startswith(" c "))
        await driver.pilot.click(offset=(5, place))
        await driver.pilot.pause()
        assert screen_of(driver).chosen == "cached-prompt"


# Closer looks.


@pytest.mark.usefixtures("no_draws")
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", list(COST_LOOKS.table))
async def test_every_page_of_every_look_fits_every_size_and_escape_leaves_it(name: str, size: tuple[int, int]) -> None:
    look = COST_LOOKS.table[name]
    async with driving(FORMS, size, start="cost") as driver:
        for keys in ((), ("c",)):
            await driver.press(*keys)
            for _ in range(look.pages):
                await driver.press(look.key)
                assert "esc back" in driver.text
                assert all(len(row) <= size[0] for row in driver.lines)
                for other in (TINY, LARGE):
                    await driver.resize(*other)
                    assert all(len(row) <= other[0] for row in driver.lines)
                    assert "esc back" in driver.text
                await driver.resize(*size)
            await driver.press("escape")
            assert "esc back" not in driver.text
            assert "Requests a month" in driver.text


def test_every_look_has_as_many_pages_as_it_says() -> None:
    for name, look in COST_LOOKS.table.items():
        assert len(COST_LOOKS.pages_of(name)) == look.pages


async def test_the_lines_of_a_bill_add_up_to_its_totals() -> None:
    async with driving(LAB, LARGE, start="cost") as driver:
        await driver.press("c", "w")
        for entry in driver.app.desk.workbench.costed:
            assert entry.bill is not None
            assert sum((one.usd for one in entry.bill.once), Decimal(0)) == entry.bill.once_usd
            assert sum((one.usd for one in entry.bill.monthly), Decimal(0)) == entry.bill.monthly_usd
        bill = driver.app.desk.workbench.find("lora").bill
        assert bill is not None
        assert f"once: {show_usd(bill.once_usd)}" in driver.text
        assert f"a month, the first one: {show_usd(bill.monthly_usd)}" in driver.text
        for one in (*bill.once, *bill.monthly):
            assert show_usd(one.usd) in driver.line_with(one.label)
        assert "6 weeks × 40 h × $150" in driver.line_with("Building it")


@pytest.mark.usefixtures("no_draws")
async def test_a_bill_says_whole_how_its_tokens_are_worked_out_where_outputs_are_tried_again() -> None:
    async with driving(LAB, SMALL, start="cost") as driver:
        told = {"valid_format_share": Decimal("0.9"), "output_tokens": 400, "price_per_million_output_usd": 16}
        screen_of(driver).take_changes({"costs.plans.lora": {**told, "max_retries": 2}}, "x")
        await driver.press("w")
        words = " ".join(driver.text.split())
        assert "120,000 requests × 160 in at $4.00/M, 400 out at $16.00/M × 1.11 attempts" in words


@pytest.mark.usefixtures("no_draws")
async def test_the_figures_of_the_tornado_are_rounded_as_in_the_report() -> None:
    async with driving(LAB, LARGE, start="cost") as driver:
        ranges = {"low": 1001, "likely": 1234, "high": 4321}
        screen_of(driver).take_changes({"costs.evaluation_usd": ranges}, "x")
        await driver.press("f")
        case = cost_case(driver.app.assessment, driver.app.knowledge, draws=0)
        _, ends, _ = swing_cells(case.swings[0], case)
        assert ends.replace(" to ", " … ") in driver.line_with("evaluation and roll-out")


async def test_w_turns_from_the_bill_to_the_kinds_of_cost_and_to_the_warnings() -> None:
    async with driving(LAB, MEDIUM, start="cost") as driver:
        await driver.press("w")
        assert "bill of A LoRA / PEFT" in driver.text
        assert "Net present value over 36 months" in driver.text
        await driver.press("w")
        assert "kinds of cost" in driver.text
        await driver.press("w")
        assert "to bear in mind" in driver.text
        assert "No hosting in the bill" in driver.text
        await driver.press("w")
        assert "bill of A LoRA / PEFT" in driver.text


@pytest.mark.usefixtures("no_draws")
async def test_the_bill_says_what_a_solved_task_costs_and_what_the_months_are_worth() -> None:
    async with driving(LAB, MEDIUM, start="cost") as driver:
        await driver.press("w")
        assert "Pays back: 17.6 months." in driver.text
        assert "All tasks count as solved: $0.000640 each, $0.000640 in tokens." in driver.text
        assert "Net present value over 36 months, 0% a year off: $2,293." in driver.text
        assert "Return on what is paid more at the start: 104%." in driver.text
        assert "closed form" not in driver.text
        await driver.press("escape")
        await turn_to(driver, "time")
        for _ in range(3):
            await driver.press("down")
        await driver.press("1", "0", "escape", "w")
        assert driver.scenario.costs.yearly_discount_share == Decimal("0.1")
        assert "Net present value over 36 months, 10% a year off: $1," in driver.text
        assert "Payback of discounted cash: " in driver.text
        assert "Return on" not in driver.text, "a return leaves the discount out"
        assert "simulated" not in driver.text


@pytest.mark.usefixtures("no_draws")
async def test_a_loss_is_not_called_a_return() -> None:
    async with driving(LAB, MEDIUM, start="cost") as driver:
        await driver.press("c", "w")
        assert "Net present value over 36 months, 0% a year off: -$" in driver.text
        assert "Return on" not in driver.text


async def test_enter_on_the_table_opens_the_bill_of_that_way() -> None:
    async with driving(LAB, MEDIUM, start="cost") as driver:
        await driver.press(*["tab"] * 7, "up", "enter")
        assert "bill of c Cached prompt" in driver.text


async def test_f_shows_what_moves_it_a_map_and_where_it_turns() -> None:
    async with driving(LAB, MEDIUM, start="cost") as driver:
        await driver.press("f")
        assert "months to pay back, each 20 % lower and higher" in driver.text
        assert "now 17.6" in driver.text
        await driver.press("f")
        assert "volume and price" in driver.text
        assert "120k" in driver.text
        await driver.press("f")
        assert "Where paying back within 36 months turns" in driver.text
        assert "58,761" in driver.line_with("requests a month (now 120,000)")
        assert "$1.959" in driver.line_with("price per million input tokens (now $4)")


async def test_a_way_that_is_the_baseline_has_nothing_that_moves_it() -> None:
    async with driving(LAB, MEDIUM, start="cost") as driver:
        await choose(driver, "today")
        for _ in range(3):
            await driver.press("f")
            assert "This is the baseline" in driver.text


async def test_v_shows_the_spend_in_large_with_all_names() -> None:
    async with driving(LAB, MEDIUM, start="cost") as driver:
        await driver.press("c", "v")
        assert "cumulative spend, $" in driver.text
        assert "crosses the baseline" in driver.text, "the key of the chart is not cut off"


@pytest.mark.all_draws
async def test_chances_appear_once_drawn_and_are_the_same_for_the_same_seed() -> None:
    async with driving(LAB, MEDIUM, start="cost") as driver:
        await driver.press("r")
        assert "Nothing is uncertain" in driver.text
        await driver.press("escape", "c")
        await driver.drawn()
        assert "Chance of payback within 36 months: 0 %." in driver.lines[2], "a never that is sure is told once"
        assert "never pays back" in driver.lines[1]
        for size in (*SIZES, MEDIUM):
            await driver.resize(*size)
            await driver.press("r")
            assert "seed" in driver.text or size == TINY
            await driver.press("r")
            assert all(len(row) <= size[0] for row in driver.lines)
        await driver.press("escape", "r")
        assert "10,000 draws, seed" in driver.text
        first = draws_of(driver)
        await driver.press("r")
        assert "chances of all ways, against today" in driver.text
        await driver.press("escape", "c", "c")
        await driver.drawn()
        assert draws_of(driver) is not first
        assert draws_of(driver) == first


async def test_an_edit_cancels_the_draws_under_way_and_only_what_stands_now_is_told() -> None:
    async with driving(LAB, SMALL, start="cost") as driver:
        await driver.press("c")
        await asyncio.sleep(0.5)
        assert draws_of(driver) is None, "they are under way"
        await driver.press("down", "right")
        assert "Drawing the chances" in driver.lines[2]
        await driver.drawn()
        told = draws_of(driver)
        assert told is not None
        sampler = driver.app.desk.sampler()
        while sampler.done < sampler.total:
            sampler.draw(sampler.total - sampler.done)
        assert sampler.result() == told
        assert len([worker for worker in driver.app.workers if worker.group == "draws"]) <= 1


async def test_rule_and_source_are_one_key_away() -> None:
    async with driving(LAB, LARGE, start="cost") as driver:
        await turn_to(driver, "people")
        await driver.press("down", "question_mark")
        assert "Hour of an engineer" in driver.lines[0]
        assert "typical $125 – $150 – $187.50" in driver.text
        assert "Sources:" in driver.text
        await driver.press("escape", "escape")
        await driver.press("c", "w", "down", "down", "question_mark")
        assert "Key in the file: costs.plans.lora." in driver.text
        await driver.press("escape", "w", "w", "question_mark")
        assert "Cost adjusts the choice" in driver.text
        assert "Sources:" in driver.text


async def test_help_on_the_table_speaks_of_the_way_under_its_cursor() -> None:
    async with driving(LAB, MEDIUM, start="cost") as driver:
        await driver.press(*["tab"] * 7, "up", "question_mark")
        assert "how Cached prompt is costed" in driver.text


async def test_escape_always_leaves() -> None:
    async with driving(LAB, SMALL, start="cost") as driver:
        for keys in (("w",), ("f", "f"), ("r",), ("v",), ("down",), ("down", "5"), ("w", "question_mark"), ("p",)):
            await driver.press(*keys)
            await driver.press("escape", "escape")
            assert driver.app.focused is None
            assert "[3 Cost]" in driver.lines[0]
            assert "esc back" not in driver.text
            assert driver.app.is_running


# The whole way back.


async def test_everything_that_can_be_changed_is_undone_with_u() -> None:
    async with driving(LAB, MEDIUM, start="cost") as driver:
        before = driver.scenario
        await driver.press("down", "1", "0", "0", "0", "escape", "c")
        await driver.press("b", "escape")
        await turn_to(driver, "hosting")
        await driver.press("down", "5", "escape", "c", "c")
        await turn_to(driver, "time")
        await driver.press("down", "right", "down", "right", "escape")
        assert driver.scenario != before
        for _ in range(20):
            await driver.press("u")
        assert driver.scenario == before
        assert "pays back in 17.6 months" in driver.lines[1]


@pytest.mark.usefixtures("no_draws")
@pytest.mark.parametrize("theme", sorted(theme_paths()))
async def test_every_theme_shows_every_page_and_look(theme: str) -> None:
    async with driving(LAB, MEDIUM, start="cost", theme=theme) as driver:
        await driver.press("c", "x")
        for key in (*"www", "escape", *"ff", "escape", *"rr", "escape", "v", "escape", *"eeeeeeeee", "p", "escape"):
            await driver.press(key)
            assert "tunewise" in driver.lines[0] or key == "p"


async def test_a_case_that_training_does_not_fix_says_so() -> None:
    async with driving(SCENARIOS / "changing-documents.toml", MEDIUM, start="cost") as driver:
        assert "this prices a tuned model" in " ".join(driver.text.split())


@pytest.mark.usefixtures("no_draws")
@pytest.mark.parametrize("path", sorted(SCENARIOS.glob("*.toml")), ids=lambda path: path.stem)
async def test_every_shipped_scenario_shows_its_costs(path: object) -> None:
    async with driving(path, SMALL, start="cost") as driver:  # type: ignore[arg-type]
        await driver.press("c")
        for key in ("w", "w", "w", "f", "f", "f", "r", "r", "v"):
            await driver.press(key)
            assert all(len(row) <= 80 for row in driver.lines)
        look = driver.app.screen.query_one(CloserLook)
        assert look.showing == "spend"
