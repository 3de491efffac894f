"""How figures, ways and amounts of the Cost screen read as lines: pure functions of what the desk found."""

from datetime import date
from decimal import Decimal

import pytest

from tests.conftest import LAB
from tunewise.domain.cost_figures import GROUPS, PLAN_FIGURES
from tunewise.domain.costs import PricedModel
from tunewise.domain.errors import ScenarioError
from tunewise.domain.figures import Percentiles, Range
from tunewise.domain.scenario import Scenario
from tunewise.domain.workbench import BreakEven, Workbench
from tunewise.engine.assess import assess
from tunewise.engine.costs.workbench import cost_workbench
from tunewise.knowledge.tables import Knowledge
from tunewise.report.costs import uncosted_words
from tunewise.session.edits import Edit, apply
from tunewise.store.scenario_files import load_scenario
from tunewise.terminal.stand_ins import stand_ins
from tunewise.ui.fields import Field, field_of, plan_field, refusal
from tunewise.ui.lines import bullet, plain, width_of
from tunewise.ui.views.amounts import dollars
from tunewise.ui.views.cost import (
    chart_months,
    notes_lines,
    spend_paths,
    table_columns,
    table_head,
    table_row,
    table_usd,
)
from tunewise.ui.views.fields import short, show_amount
from tunewise.ui.views.looks.cost_parts import show_exact
from tunewise.ui.views.looks.moves import show_compact
from tunewise.ui.views.plans import amount, figures_of, plan_row
from tunewise.ui.views.price_choices import table_choices

PRICE = "price_per_million_input_usd"
ALL_COUNTED = Edit({"costs.counted": list(GROUPS)}, "all")


def workbench(knowledge: Knowledge, edit: Edit | None = None) -> Workbench:
    """Return the workbench of the lab example after an edit."""
    scenario = load_scenario(LAB)
    return cost_workbench(assess(scenario if edit is None else apply(edit, scenario), knowledge), knowledge)


def figure(knowledge: Knowledge, name: str, value: object, rival: str = "lora", width: int = 100) -> str:
    """Return the row of a figure once it was told."""
    found = workbench(knowledge, Edit({f"costs.plans.{rival}.{name}": value}, "x"))
    return plain(plan_row(name, found.find(rival), knowledge, width))


def test_an_amount_reads_as_it_was_typed() -> None:
    assert dollars(Decimal(4)) == "$4.00"
    assert dollars(Decimal("0.15")) == "$0.15"
    assert dollars(Decimal(1800)) == "$1,800"
    assert dollars(Decimal("1800.5")) == "$1,800.50"
    assert dollars(Decimal("0.000168")) == "$0.000168"
    assert dollars(Decimal(0)) == "$0.00"


def test_a_figure_reads_with_its_unit() -> None:
    assert amount(Decimal("0.05"), "batch_share") == "5 %"
    assert amount(Decimal("0.00333333"), "batch_share") == "0.33 %"
    assert amount(Decimal(150), "hourly_rate_usd") == "$150"
    assert amount(Decimal("2.5"), "engineering_weeks") == "2.5"
    assert show_amount(Decimal("-0.05"), "share") == "-5 %"


@pytest.mark.parametrize(
    ("value", "words"),
    [(0, "0"), (800, "800"), (80_000, "80k"), (1_200_000, "1.2M"), (3_000_000_000, "3B")],
)
def test_a_count_reads_in_few_cells(value: int, words: str) -> None:
    assert short(Decimal(value)) == words
    assert show_compact(Decimal(value)) == words


def test_an_amount_far_below_a_cent_keeps_its_digits() -> None:
    assert show_exact(Decimal("0.00064")) == "$0.000640"
    assert show_exact(Decimal(2)) == "$2.00"
    assert show_exact(Decimal(0)) == "$0"
    assert table_usd(Decimal(0)) == "–"


def test_a_figure_says_where_it_comes_from(knowledge: Knowledge) -> None:
    assert figure(knowledge, "engineering_weeks", 2).split()[-1] == "2"
    assert "P90 5" in figure(knowledge, "engineering_weeks", Percentiles(p50=Decimal(2), p90=Decimal(5)).model_dump())
    spread = Range(low=Decimal(1), likely=Decimal(2), high=Decimal(4)).model_dump()
    assert "1–4" in figure(knowledge, "engineering_weeks", spread)
    found = workbench(knowledge, ALL_COUNTED)
    row = plain(plan_row("monthly_maintenance_hours", found.find("lora"), knowledge, 100))
    assert "typical 4–8, check this" in row
    assert "× today" in plain(plan_row("price_per_million_input_usd", found.find("lora"), knowledge, 100))
    assert "off" in plain(plan_row("price_per_million_cache_read_usd", found.find("cached-prompt"), knowledge, 100))


def test_a_figure_left_out_says_what_would_be_typical(knowledge: Knowledge) -> None:
    row = plain(plan_row("engineering_weeks", workbench(knowledge).find("lora"), knowledge, 100))
    assert "left out; typical 4–8" in row
    typed = plain(plan_row("engineering_weeks", workbench(knowledge).find("lora"), knowledge, 100, typed="2."))
    assert "2.│  enter when done" in typed
    assert "2.|  enter when done" in typed.translate(stand_ins("ascii") or {})


def test_a_price_that_was_copied_names_its_model_the_day_and_when_it_ends(knowledge: Knowledge) -> None:
    rival = workbench(knowledge, Edit({"costs.plans.lora": {PRICE: 1, "output_tokens": 5}}, "x")).find("lora")
    model = PricedModel(name="a/b\x1b[31m", priced_on=date(2026, 11, 20))
    ending = model.model_copy(update={"ends_on": date(2027, 1, 6)})

    def row(name: str, of: PricedModel | None) -> str:
        return plain(plan_row(name, rival, knowledge, 100, model=of))

    assert row(PRICE, model).endswith("$1.00  2026-11-20, a/b\\x1b[31m")
    assert row(PRICE, ending).endswith("$1.00  2026-11-20, ends 2027-01-06, a/b\\x1b[31m")
    assert "ends 2027-01-06" in row(PRICE, ending)[:78], "at 80 columns the name is cut, not the day"
    assert "a/b" not in row(PRICE, None)
    assert "a/b" not in row("output_tokens", ending), "only prices were copied"
    assert "a/b" not in row("price_per_million_output_usd", ending), "this price is not of that model"


def test_what_is_still_offered_comes_before_what_is_not(knowledge: Knowledge) -> None:
    status = {one.label: one.status for one in knowledge.cost_tables.offer}
    found = table_choices("gpt-4.1", "lora", knowledge.cost_tables, trains=True)
    offered = [status[one.label] == "offered" for one in found if one.label in status]
    assert set(offered) == {True, False}
    assert offered == sorted(offered, reverse=True)


def test_a_prompt_too_short_for_the_cache_is_said_in_place_of_its_payback(knowledge: Knowledge) -> None:
    plan = {PRICE: 4, "static_prompt_tokens": 1_000, "variable_prompt_tokens": 20}
    short_of, enough = (
        workbench(knowledge, Edit({"costs.plans.today": plan | {"static_prompt_tokens": tokens}}, "x"))
        for tokens in (1_023, 1_024)
    )
    for found, said in ((short_of, True), (enough, False)):
        row = plain(table_row(found.find("cached-prompt"), found, knowledge, 80, cursor=" "))
        assert row.endswith("too short") is said


def test_a_solved_task_is_told_with_the_whole_month_that_it_costs(knowledge: Knowledge) -> None:
    found = workbench(knowledge, Edit({"costs.plans.lora": {"solved_share": Decimal("0.5")}}, "x"))
    words = plain(table_row(found.find("lora"), found, knowledge, 80, cursor=" ")).split()
    assert "$0.0013" in words, "$76.80 for 60,000 of them"
    idle = workbench(knowledge, Edit({"costs.monthly_requests": 0}, "x"))
    assert "no traffic" in plain(table_row(idle.find("lora"), idle, knowledge, 80, cursor=" "))
    useless = workbench(knowledge, Edit({"costs.plans.lora": {"solved_share": 0}}, "x"))
    assert "none solved" in plain(table_row(useless.find("lora"), useless, knowledge, 80, cursor=" "))


def test_every_figure_of_every_way_has_a_row(knowledge: Knowledge) -> None:
    for found in (workbench(knowledge), workbench(knowledge, ALL_COUNTED)):
        for rival in found.rivals:
            for name in PLAN_FIGURES:
                row = plain(plan_row(name, rival, knowledge, 80))
                assert knowledge.cost_figures[name].label[:20] in row
    assert [name for group in GROUPS for name in figures_of(group)] == list(PLAN_FIGURES)


def test_a_share_that_is_only_near_to_all_is_not_shown_as_all(knowledge: Knowledge) -> None:
    near, all_of_them = Decimal("0.999999"), Decimal(1)
    assert amount(near, "solved_share") == "99.9999 %"
    assert amount(all_of_them, "solved_share") == "100 %"
    assert amount(Decimal("0.12345"), "solved_share") == "12.34 %"


def test_what_is_not_costed_fits_one_line_of_eighty_columns_whatever_it_is(knowledge: Knowledge) -> None:
    blank = cost_workbench(assess(Scenario(title="x"), knowledge), knowledge)
    letters = len(knowledge.choices)
    none = tuple(blank.rivals[-1]._replace(letter="W") for _ in range(letters))
    assert len(bullet("+", uncosted_words(none), 80)) == 1


@pytest.mark.parametrize("width", [56, 60, 76, 77, 80, 99, 100, 120, 200])
def test_every_row_of_the_table_has_the_width_of_its_head(width: int, knowledge: Knowledge) -> None:
    for edit in (None, ALL_COUNTED, Edit({"costs.compare_with": "lora"}, "b")):
        found = workbench(knowledge, edit)
        head = width_of(table_head(found, knowledge, width))
        assert head <= width
        for rival in found.costed:
            assert width_of(table_row(rival, found, knowledge, width, cursor=" ")) == head, rival.rival


def test_a_narrow_table_leaves_out_the_first_year_and_the_cost_of_a_solved_task() -> None:
    assert table_columns(76) == ("once", "a month", "3 years")
    assert table_columns(77) == ("once", "a month", "first year", "3 years", "a solved")


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (BreakEven("only-until", until_months=Decimal("17.628")), "until month 17.6"),
        (BreakEven("only-until", months=Decimal("9.06"), until_months=Decimal(24)), "month 9.1–24"),
        (BreakEven("never", reason="x"), "never"),
        (BreakEven("at-once"), "at once"),
        (BreakEven("month", months=Decimal(1300)), "over 100 years"),
        (BreakEven("unknown"), "unknown"),
    ],
)
def test_a_break_even_fits_its_cell_and_keeps_its_distance(found: BreakEven, words: str, knowledge: Knowledge) -> None:
    base = workbench(knowledge)
    entry = base.find("lora")
    assert entry.against is not None
    changed = entry._replace(against=entry.against._replace(break_even=found))
    assert plain(table_row(changed, base, knowledge, 80, cursor=" ")).endswith(f" {words}")


def test_notes_come_whole_or_not_at_all(knowledge: Knowledge) -> None:
    found = workbench(knowledge)
    for height in range(12):
        rows = [plain(row) for row in notes_lines(found, [], knowledge, 60, height)]
        assert len(rows) <= height
        assert not rows or rows[-1].rstrip().endswith((")", "figures"))
    assert notes_lines(found, [], knowledge, 60, 0) == []
    newer = notes_lines(found, ["newer: x is now $1.00", "x is of yesterday"], knowledge, 60, 3)
    assert "newer: x is now $1.00" in plain(newer[0])
    assert not any("yesterday" in plain(row) for row in newer)


def test_the_chart_draws_the_chosen_way_the_baseline_and_todays_first(knowledge: Knowledge) -> None:
    found = workbench(knowledge, ALL_COUNTED)
    paths, _ = spend_paths(found, "full-tuning", chart_months(found))
    assert [path.letter for path in paths][:2] == ["E", "p"]
    assert len(paths) <= 6
    blank = cost_workbench(assess(Scenario(title="x"), knowledge), knowledge)
    assert chart_months(blank) == 12


def test_a_refused_share_is_refused_in_per_cent(knowledge: Knowledge) -> None:
    error = ScenarioError("1.5 is not from 0 to 1", remedy="give a number from 0 to 1")
    solved, rework = (plan_field("lora", name, knowledge) for name in ("solved_share", "label_rework_share"))
    growth, requests = (field_of(f"costs.{name}", knowledge) for name in ("monthly_growth_share", "monthly_requests"))
    assert refusal(solved, error) == "this does not fit here; type per cent from 0 to 100, or low likely high"
    assert "from 0 to 1000," in refusal(rework, error)
    assert "from -100 to 100," in refusal(growth, error)
    assert refusal(requests, error) == "1.5 is not from 0 to 1; give a number from 0 to 1"
    order = ScenarioError("low, likely and high are not in rising order", remedy="x")
    assert refusal(solved, order).startswith("low, likely and high are not in rising order; type per cent")
    assert isinstance(solved, Field)
