"""What each option costs by kind: the pieces are told apart without colour and the totals are readable."""

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.charts.cases import FAST, SIZES, WIDTHS, assert_fits, row_of, shown
from tunewise.ui.charts.breakdown import CostParts, breakdown_bars
from tunewise.ui.lines import plain, texts

KINDS = ("people", "training", "tokens", "hosting", "retraining", "failures")


def costs(letter: str, label: str, amounts: tuple[float, ...], estimated: bool = False) -> CostParts:
    return CostParts(letter, label, tuple(zip(KINDS, amounts, strict=True)), estimated)


ROWS = (
    costs("p", "Prompt", (1200, 0, 7258, 0, 0, 900)),
    costs("c", "Prompt, cached", (1500, 0, 726, 0, 0, 900)),
    costs("t", "LoRA / PEFT", (6000, 2200, 2765, 0, 4400, 300), estimated=True),
    costs("d", "Distilled model", (9000, 5200, 900, 3600, 2400, 500), estimated=True),
)
GIANT = costs("x", "Full fine-tuning", (900_000, 200_000, 900, 13_600, 2400, 500))


def test_the_bars_read_as_text_in_40_by_6() -> None:
    assert (
        shown(breakdown_bars(ROWS, 40, 6))
        == """
 p Prompt       █▒K▒▒x           $9,358
 c Prompt, cac… █x               $3,126
 t LoRA / PEFT  █P█▓▓▒~R~      ░ $15.7k
 d Distilled m… █ P █▓T▓▓==~~  ░ $21.6k
 █ people ▓ training ▒ tokens = hosting
 ~ retraining x failures ░ assumed
"""
    )


def test_the_bars_read_as_text_at_80_columns() -> None:
    assert (
        shown(breakdown_bars((*ROWS, GIANT), 80, 10))
        == """
 p Prompt           █P█▒▒▒ tokens ▒▒▒▒xx                                 $9,358
 c Prompt, cached   █P█▒▒xx                                              $3,126
 t LoRA / PEFT      ██ people ███▓ T ▓▒ K ▒▒~~~ R ~~~x                 ░ $15.7k
 d Distilled model  ██████ people ██████▓▓▓▓ T ▓▓▓▓▒▒== H ===~ R ~x    ░ $21.6k
 x Full fine-tuning ███████████████ people ████████████████▓▓▓ T ▓▓▓=»    $1.1M
 ██ P people   ▓▓ T training   ▒▒ K tokens   == H hosting   ~~ R retraining
 xx F failures   » cut, longer than drawn   ░ partly assumed
"""
    )


@pytest.mark.parametrize("width", [40, *WIDTHS])
def test_every_row_has_its_letter_and_its_total(width: int) -> None:
    rows = breakdown_bars(ROWS, width, 9)
    assert_fits(rows, width, 9)
    totals = [(plain(row).split()[0], plain(row).split()[-1]) for row in rows[:4]]
    assert totals == [("p", "$9,358"), ("c", "$3,126"), ("t", "$15.7k"), ("d", "$21.6k")]


@pytest.mark.parametrize("width", [40, *WIDTHS])
def test_the_key_names_every_kind_that_occurs_and_no_other(width: int) -> None:
    text = texts(breakdown_bars(ROWS, width, 9)[4:])
    assert all(kind in text for kind in KINDS)
    text = texts(breakdown_bars(ROWS[:2], width, 9)[2:])
    assert [kind for kind in KINDS if kind in text] == ["people", "tokens", "failures"]


def test_an_assumed_row_is_marked_at_its_total() -> None:
    rows = breakdown_bars(ROWS, 80, 9)
    assert row_of(rows, "t LoRA").endswith("░ $15.7k")
    assert "░" not in row_of(rows, "p Prompt")
    assert "░ partly assumed" in texts(rows)


def test_a_row_that_dwarfs_the_others_is_cut_and_the_others_stay_readable() -> None:
    rows = breakdown_bars((*ROWS, GIANT), 80, 10)
    assert "» " in row_of(rows, "x Full")
    assert row_of(rows, "x Full").endswith("$1.1M")
    assert "tokens" in row_of(rows, "p Prompt")
    assert "»" not in texts(breakdown_bars(ROWS, 80, 10))


def test_an_endless_cost_has_no_total_and_fills_its_bar() -> None:
    endless = costs("x", "Endless", (100, 0, inf, 0, 0, 0))
    row = row_of(breakdown_bars((*ROWS, endless), 80, 10), "x Endless")
    assert row.endswith("endless")
    assert "█" not in row
    opposed = costs("x", "Both", (inf, -inf, 0, 0, 0, 0))
    assert row_of(breakdown_bars((opposed,), 80, 10), "x Both").endswith("endless")


def test_what_is_saved_lowers_the_total_and_draws_nothing() -> None:
    row = row_of(breakdown_bars((costs("a", "One", (500, 0, -200, 0, 0, 0)),), 80, 10), "a One")
    assert row.endswith("$300")
    assert "▒" not in row


def test_bars_are_as_long_as_their_totals() -> None:
    rows = breakdown_bars((costs("a", "One", (500, 0, 500, 0, 0, 0)), costs("b", "Two", (2000, 0, 0, 0, 0, 0))), 80, 6)
    lengths = [len(plain(row)[7 : plain(row).index("$")].rstrip()) for row in rows[:2]]
    assert abs(lengths[0] * 2 - lengths[1]) <= 1


def test_where_rows_do_not_fit_the_last_line_counts_them() -> None:
    rows = breakdown_bars((*ROWS, *ROWS), 40, 6)
    assert plain(rows[3]).strip() == "5 more"
    assert [plain(row).split()[0] for row in breakdown_bars(ROWS, 40, 2)] == ["p", "3"]


def test_a_kind_that_is_new_still_has_a_fill_and_a_name() -> None:
    rows = breakdown_bars((CostParts("a", "One", (("legal advice", 1000),), False),), 80, 6)
    assert "+ legal advice +" in plain(rows[0])
    assert "++ L legal advice" in plain(rows[1])


def test_nothing_to_pay_draws_no_bar() -> None:
    assert plain(breakdown_bars((costs("a", "One", (0,) * 6),), 60, 6)[0]).split() == ["a", "One", "$0"]


@pytest.mark.parametrize(("width", "height"), [(12, 8), (80, 0)])
def test_without_room_there_is_no_chart(width: int, height: int) -> None:
    assert breakdown_bars(ROWS, width, height) == []


def test_without_rows_there_is_no_chart() -> None:
    assert breakdown_bars((), 80, 8) == []


_AMOUNTS = st.one_of(st.floats(allow_nan=True, allow_infinity=True), st.floats(0, 1e7), st.sampled_from([0.0, 1e308]))
_PARTS = st.lists(st.tuples(st.sampled_from([*KINDS, "legal", ""]), _AMOUNTS), max_size=7)
_ROWS = st.lists(st.builds(CostParts, st.sampled_from("abc"), st.text(max_size=20), _PARTS, st.booleans()), max_size=9)


@FAST
@given(SIZES, _ROWS)
def test_the_bars_never_leave_their_place(size: tuple[int, int], rows: list[CostParts]) -> None:
    assert_fits(breakdown_bars(rows, *size), *size)
