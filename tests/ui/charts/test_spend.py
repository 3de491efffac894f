"""Cumulative spend: whose line is whose, where they cross, and what leaves the chart."""

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.charts.cases import FAST, SIZES, WIDTHS, assert_fits, shown
from tunewise.ui.charts.spend import Crossing, SpendPath, spend_chart
from tunewise.ui.lines import plain, texts

PROMPT = SpendPath("p", "rival", [201.6 * month for month in range(37)])
TUNED = SpendPath("t", "accent", [2200 + 76.8 * month for month in range(37)])
CACHED = SpendPath("c", "muted", [20.16 * month for month in range(37)])
RETRAINED = SpendPath("r", "text", [500 + 100 * month + 900 * (month // 12) for month in range(37)])
HUGE = SpendPath("d", "text", [30_000 + 30_000 * month for month in range(37)])
MEETING = Crossing(17.6, 3551)


def test_two_paths_and_their_crossing_read_as_text_at_40_columns() -> None:
    assert (
        shown(spend_chart([PROMPT, TUNED], 36, [MEETING], 40, 8))
        == """
        │                          ▂▄▆pp
 $6,000 ┤                     ▁▃▅▇█
        │                 ▁▃▅p▁▂▂▃t▄▅▆▇t
 $4,000 ┤          ▁▂▂▂✕▅▇▆▇▇█
        │▂▂▃▄▅▅▆t▇▂▄p█
 $2,000 ┤    ▁▂▄▆█
     $0 ┤▁▃p▇
        └0───────────✕ 17.6── 36 months
"""
    )


def test_where_only_whole_cells_can_be_shown_a_path_is_one_mark_and_its_letter() -> None:
    assert (
        shown(spend_chart([PROMPT, TUNED], 36, [MEETING], 40, 8, whole=True))
        == """
        │                          ***pp
 $6,000 ┤                     *****
        │                 ***p****t****t
 $4,000 ┤          ****✕******
        │*******t***p*
 $2,000 ┤    *****
     $0 ┤**p*
        └0───────────✕ 17.6── 36 months
"""
    )


def test_retraining_shows_as_a_step_and_the_giant_is_put_into_words() -> None:
    assert (
        shown(spend_chart([TUNED, RETRAINED, CACHED, HUGE], 36, [], 72, 14))
        == """
                                                            ↑ d to $1.1M
        │
        │                                                             rr
 $6,000 ┤                                                            ▄
        │                                                  ▁▂r▃▄▄▅▆▇▇
        │                                         ▂▃r▄▅▆▇▇█   ▁▁▂t▃▄▄▅▅t
 $4,000 ┤                                      t▁▂▂▃▃▄▅▅t▆▇▇██
        │                        ▁▁▂▃▃t▄▅▅▆▆▇██▅▆▇
        │         ▁▁t▂▃▃▄▅▅▆▆t▇██▃r▅▅▆▇██
 $2,000 ┤▄▄t▅▆▆▇██            │
        │              ▁▂r▃▄▅▅
        │  ▁▁▂▃▃r▅▆▆▇██                                      ▁▁▁▁▁c▁▂▂▂c
     $0 ┤▇█▁c▂▂▂▂▂▂▂▃c▃▃▃▃▃▄▄▄c▄▄▄▅▅▅▅▅c▅▆▆▆▆▆▆▆c▇▇▇▇▇███c███
        └0─────────6─────────12─────────18────────24───────── 36 months
"""
    )


def test_a_path_as_steep_as_it_likes_is_one_line_up_to_the_edge() -> None:
    cliff = SpendPath("a", "accent", [0.0, 0, 0, 0, 0, 0, 100, 100, 100, 100, 100, 100, 100])
    assert (
        shown(spend_chart([cliff], 12, [], 40, 7))
        == """
 $100 ┤                ████a████████a██a
      │                │
  $50 ┤                │
      │                │
      │                │
   $0 ┤▁▁a▁▁▁▁▁▁▁▁a▁▁▁▁
      └0───────3───────6───── 12 months
"""
    )


@pytest.mark.parametrize("width", [40, *WIDTHS])
@pytest.mark.parametrize("height", [6, 10, 24])
def test_every_path_shows_its_letter_along_its_line_and_at_its_end(width: int, height: int) -> None:
    rows = spend_chart([PROMPT, TUNED, RETRAINED, CACHED], 36, [MEETING], width, height)
    assert_fits(rows, width, height)
    text = texts(rows)
    assert all(text.count(letter) >= 2 for letter in "ptrc")
    assert text.count("✕") == 2  # on the lines and on the axis, with its month
    assert "✕ 17.6" in text


def test_paths_that_run_together_end_in_their_letters_side_by_side() -> None:
    twins = [SpendPath(letter, "text", PROMPT.values) for letter in "abc"]
    assert [plain(row)[-3:] for row in spend_chart(twins, 36, [], 60, 10) if "abc" in plain(row)] == ["abc"]


def test_ends_close_together_stand_from_the_most_to_the_least_expensive() -> None:
    near = [SpendPath(letter, "text", [0.0, 1000.0 + more]) for letter, more in (("a", 1), ("b", 3), ("c", 2))]
    assert plain(spend_chart(near, 1, [], 60, 8)[0]).endswith("bca")


def test_where_paths_overlap_the_earlier_one_shows() -> None:
    first = spend_chart([PROMPT, SpendPath("z", "muted", PROMPT.values)], 36, [], 60, 10)
    assert texts(first).count("z") == 1  # at its end only
    assert texts(first).count("p") > 3


def test_a_path_that_leaves_the_chart_says_how_far_it_goes() -> None:
    rows = spend_chart([PROMPT, TUNED, HUGE], 36, [MEETING], 80, 12)
    assert plain(rows[0]).strip() == "↑ d to $1.1M"
    assert "✕" in texts(rows[1:])
    endless = HUGE._replace(values=[inf] * 37)
    assert plain(spend_chart([PROMPT, endless], 36, [], 80, 12)[0]).strip() == "↑ d without end"


def test_many_paths_that_leave_the_chart_are_named_more_shortly() -> None:
    far = [HUGE._replace(letter=letter) for letter in "defg"]
    near = [PROMPT._replace(letter=letter) for letter in "abcst"]
    row = plain(spend_chart([*near, *far], 36, [], 44, 10)[0])
    assert row.strip() == "↑d $1.1M  ↑e $1.1M  ↑f $1.1M  ↑g $1.1M"


def test_nothing_is_cut_where_two_expensive_paths_cross() -> None:
    rows = spend_chart([PROMPT, HUGE, HUGE._replace(letter="e")], 36, [Crossing(12, 390_000)], 80, 12)
    assert "↑" not in texts(rows)
    assert "✕" in texts(rows[:-1])


def test_a_crossing_after_the_horizon_is_not_drawn() -> None:
    assert "✕" not in texts(spend_chart([PROMPT, TUNED], 12, [MEETING, Crossing(inf, inf)], 80, 12))


def test_a_crossing_above_all_lines_is_not_drawn() -> None:
    assert "✕" not in texts(spend_chart([PROMPT, TUNED], 36, [Crossing(12, 1e6), Crossing(12, 1e308)], 80, 12))


def test_where_every_path_is_endless_what_is_finite_of_them_shows() -> None:
    endless = SpendPath("p", "rival", [*PROMPT.values[:12], *[inf] * 25])
    rows = spend_chart([endless], 36, [], 80, 12)
    assert plain(rows[0]).strip() == "↑ p without end"
    assert texts(rows[1:]).count("p") >= 2
    assert_fits(spend_chart([SpendPath("p", "rival", [inf])], 36, [], 80, 12), 80, 12)


def test_a_scale_without_any_spend_still_has_its_zero() -> None:
    rows = spend_chart([SpendPath("p", "rival", [0.0] * 13)], 12, [], 40, 6)
    assert "$0 ┤" in plain(rows[-2])
    assert plain(rows[-1]).endswith("12 months")


def test_savings_go_below_zero() -> None:
    rows = spend_chart([SpendPath("p", "rival", [-10.0 * month for month in range(13)])], 12, [], 40, 8)
    assert "-$" in texts(rows)
    assert plain(rows[0]).split()[0] == "$0"


@pytest.mark.parametrize(("width", "height"), [(10, 10), (40, 2), (0, 0)])
def test_without_room_there_is_no_chart(width: int, height: int) -> None:
    assert spend_chart([PROMPT, TUNED], 36, [], width, height) == []


def test_without_paths_or_months_there_is_no_chart() -> None:
    assert spend_chart([], 36, [], 80, 12) == []
    assert spend_chart([SpendPath("p", "rival", [])], 36, [], 80, 12) == []
    assert spend_chart([PROMPT], 0, [], 80, 12) == []


_VALUES = st.one_of(
    st.floats(allow_nan=True, allow_infinity=True),
    st.floats(0, 1e7),
    st.sampled_from([0.0, 0.01, 5e9, 1e308, -1e308]),
)
_PATHS = st.lists(st.lists(_VALUES, max_size=30), max_size=9)
_CROSSINGS = st.lists(st.builds(Crossing, _VALUES, _VALUES), max_size=4)


@FAST
@given(SIZES, _PATHS, st.integers(0, 10_000), _CROSSINGS)
def test_the_chart_never_leaves_its_place(
    size: tuple[int, int], values: list[list[float]], months: int, crossings: list[Crossing]
) -> None:
    paths = [SpendPath(letter, "text", amounts) for letter, amounts in zip("abcdefghi", values, strict=False)]
    assert_fits(spend_chart(paths, months, crossings, *size), *size)


@FAST
@given(
    st.lists(st.tuples(st.floats(0, 5000), st.floats(0, 400)), min_size=1, max_size=9),
    st.integers(40, 150),
    st.integers(6, 40),
)
def test_every_letter_stands_at_the_right_edge_or_in_the_words_above(
    paths: list[tuple[float, float]], width: int, height: int
) -> None:
    drawn = [
        SpendPath(letter, "text", [once + monthly * month for month in range(25)])
        for letter, (once, monthly) in zip("abcdefghi", paths, strict=False)
    ]
    rows = [plain(row) for row in spend_chart(drawn, 24, [], width, height)]
    assert rows
    ends = "".join(row[-9:] for row in rows[:-1]) + rows[0]
    assert all(path.letter in ends for path in drawn)


@FAST
@given(st.lists(st.floats(0, 400), min_size=1, max_size=9, unique=True), st.integers(40, 150), st.integers(6, 40))
def test_a_path_that_stands_apart_anywhere_bears_its_letter_there(
    monthly: list[float], width: int, height: int
) -> None:
    paths = [
        SpendPath(letter, letter, [usd * month for month in range(25)])
        for letter, usd in zip("abcdefghi", monthly, strict=False)
    ]
    rows = spend_chart(paths, 24, [], width, height)
    drawn = {role for row in rows for text, role in row if set(text) & set("▁▂▃▄▅▆▇█│")}
    lettered = {role for row in rows for text, role in row if role in text}
    assert drawn & set("abcdefghi") <= lettered
