"""Two options side by side: the bars add up to the lead."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.charts.cases import FAST, FULL, HEAD_TO_HEAD, LEGEND, SIZES, WIDTHS, assert_fits, row_of, shown
from tunewise.domain.analysis import Difference, HeadToHead
from tunewise.ui.charts.differences import head_to_head_bars
from tunewise.ui.lines import Line, plain


def test_the_differences_read_as_text_at_80_columns() -> None:
    assert (
        shown(head_to_head_bars(HEAD_TO_HEAD, LEGEND, 80, 12))
        == """
                            H earns more │ A earns more                 points
 volume                                  │███████████████████████████ A   +7.9
 data                                    │███████████████████         A   +5.5
 task                                    │███████████████▌            A   +4.6
 long prompts                            │██████████                  A   +2.9
 simplicity             █████████████████│                            H   -5.0
 stability                               │███▌                        A   +1.0
 freshness                           ▐███│                            H   -1.0
 lead         A against H, the sum                                    A  +15.9
"""
    )


@pytest.mark.parametrize("width", WIDTHS)
def test_every_factor_has_its_row_and_its_better_option(width: int) -> None:
    rows = head_to_head_bars(HEAD_TO_HEAD, LEGEND, width, 9)
    assert_fits(rows, width, 9)
    assert "A   +7.9" in row_of(rows, "volume")
    assert "H   -5.0" in row_of(rows, "simplicity")
    assert plain(rows[-1]).split()[-2:] == ["A", "+15.9"]


def test_a_wide_chart_also_says_what_each_earns() -> None:
    assert row_of(head_to_head_bars(HEAD_TO_HEAD, LEGEND, 120, 9), "volume").endswith("13.8 against 5.9")


def test_an_option_that_is_better_on_every_line_says_so() -> None:
    rows = head_to_head_bars(HEAD_TO_HEAD._replace(dominates=True), LEGEND, 80, 9)
    assert "H earns more on no line" in plain(rows[-1])


def test_equal_earnings_draw_no_bar_and_name_nobody() -> None:
    equal = HeadToHead("lora", "prompt", 0, (Difference("data", 50, 50),), dominates=True)
    rows = head_to_head_bars(equal, LEGEND, 80, 9)
    assert row_of(rows, "data").split() == ["data", "│", "0.0"]


@st.composite
def _pairs(draw: st.DrawFn) -> HeadToHead:
    earned = st.integers(0, 180)
    differences = tuple(Difference(factor, draw(earned), draw(earned)) for factor in FULL)
    return HeadToHead("lora", "prompt", sum(entry.tenths for entry in differences), differences, dominates=False)


def _last_number(row: Line) -> int:
    return round(float(plain(row).split()[-1]) * 10)


@FAST
@given(_pairs(), st.integers(3, 30), st.sampled_from(WIDTHS[:2]))
def test_what_shows_adds_up_to_the_lead_however_few_lines_there_are(pair: HeadToHead, height: int, width: int) -> None:
    rows = head_to_head_bars(pair, LEGEND, width, height)
    assert_fits(rows, width, height)
    shown_rows = rows[1:-1] if height >= 4 else rows[:-1]
    assert sum(_last_number(row) for row in shown_rows) == _last_number(rows[-1]) == pair.lead_tenths


@FAST
@given(_pairs(), SIZES)
def test_the_differences_never_leave_their_place(pair: HeadToHead, size: tuple[int, int]) -> None:
    assert_fits(head_to_head_bars(pair, LEGEND, *size), *size)
