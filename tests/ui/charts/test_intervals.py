"""Weight intervals: how far the points of a factor may move before another option takes over."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.charts.cases import FAST, INTERVALS, LEGEND, SIZES, WIDTHS, assert_fits, row_of, shown
from tunewise.domain.analysis import WeightInterval
from tunewise.ui.charts.intervals import weight_intervals
from tunewise.ui.lines import plain


def test_the_intervals_read_as_text_at_80_columns() -> None:
    assert (
        shown(weight_intervals(INTERVALS, LEGEND, 80, 12))
        == """
              points the leader stays between          taken over by
 stability        14 ├───◆──────────────────────────┤  never
 data             18 H├────◆────────────────────────┤  H below 3.2
 volume           16  L├──◆─────────┤D                 L below 6.2, D above 47.9
 freshness        18 ├─────◆─────┤F                    F above 40.1
 long prompts     10 ├──◆───────────────────────────┤  never
 task             14 ├───◆──────────────────────┤B     B above 88
 simplicity       10 ├──◆──────┤H                      H above 31.2
                     0───────25──────50─────75────100
"""
    )


@pytest.mark.parametrize("width", WIDTHS)
def test_words_say_who_takes_over_at_every_width(width: int) -> None:
    rows = weight_intervals(INTERVALS, LEGEND, width, 9)
    assert_fits(rows, width, 9)
    assert row_of(rows, "stability").endswith("never")
    assert row_of(rows, "volume").split()[-1] == "47.9"
    assert all(plain(row).count("◆") == 1 for row in rows[1:8])


def test_a_wide_chart_names_who_takes_over() -> None:
    assert row_of(weight_intervals(INTERVALS, LEGEND, 200, 9), "data").endswith("H Prompt engineering below 3.2")


def test_few_lines_keep_the_first_factors_rather_than_the_axis() -> None:
    rows = weight_intervals(INTERVALS, LEGEND, 80, 7)
    assert plain(rows[0]).split()[0] == "stability"
    assert "simplicity" in plain(rows[-1])


@FAST
@given(SIZES, st.floats(0, 100), st.floats(0, 100), st.floats(0, 100))
def test_the_intervals_never_leave_their_place(size: tuple[int, int], one: float, two: float, three: float) -> None:
    low, now, high = sorted((one, two, three))
    entry = WeightInterval("data", now, low, high, "prompt", "rag")
    rows = weight_intervals([entry] * 3, LEGEND, *size)
    assert_fits(rows, *size)


def test_without_intervals_there_is_no_chart() -> None:
    assert weight_intervals([], LEGEND, 80, 9) == []
