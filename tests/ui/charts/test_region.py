"""The two-way map: which option is the destination over two signals at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.charts.cases import FAST, LEGEND, SIZES, WIDTHS, assert_fits, shown, two_way
from tunewise.domain.analysis import TwoWayMap
from tunewise.ui.charts.region import region_map
from tunewise.ui.lines import plain, texts


def test_the_map_reads_as_text_at_56_columns() -> None:
    assert (
        shown(region_map(two_way(step=5), LEGEND, 56, 14))
        == """
 ↑ freshness
 100 ┤JJJJJJJJJJJJJJJJJJJJJJJJJJFFFFFFFFFFFFFFFFFFFFFFFF
     │JJJJJJJJJJJJJJJJJJJJJJJJJJFFFFFFFFFFFFFFFFFFFFFFFF
  75 ┤JJJJJJJJJJJJJJJJJJJJJJJJJJFFFFFFFFFFFFFFFFFFFFFFFF
     │JJJJJJJJJJJJJJJJJJJJJJJJJJFFFFFFFFFFFFFFFFFFFFFFFF
  50 ┤HHHHHHHHHHHHHHHHHHHHHAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
     │HHHHHHHHHHHHHHHHHHHHHAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
  25 ┤HHHHHHHHHHHHHHHHHHHHHAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
     │HHHHHHHHHHHHHHHHHHHHHAAAAAAAAAAAAAA◆AAAAAAAAAAAAAA
   0 ┤HHHHHHHHHHHHHHHHHHHHHAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
     └0───────────25───────────50──────────75────────100
 ◆ data 72, freshness 18                          data →
 A LoRA / PEFT   F LoRA + RAG   H Prompt engineering
 J Retrieval (RAG)
"""
    )


@pytest.mark.parametrize("width", WIDTHS)
def test_the_map_fits_and_names_every_option_in_it(width: int) -> None:
    rows = region_map(two_way(), LEGEND, width, 18)
    assert_fits(rows, width, 18)
    assert all(entry in texts(rows) for entry in ("A LoRA / PEFT", "F LoRA + RAG", "J Retrieval (RAG)"))


def test_both_axes_are_named_and_numbered_from_0_to_100() -> None:
    text = texts(region_map(two_way(), LEGEND, 80, 18)).split("\n")
    assert text[0].strip() == "↑ freshness"
    assert text[1].startswith(" 100 ┤")
    assert [word for word in ("0", "24", "52", "76", "100") if word in text[15]] == ["0", "24", "52", "76", "100"]
    assert text[16].endswith("data →")


@given(st.integers(0, 100), st.integers(0, 100))
@FAST
def test_you_are_in_the_nearest_cell(across: int, up: int) -> None:
    rows = [plain(row)[6:] for row in region_map(two_way(across, up), LEGEND, 107, 27)[1:-3]]
    spots = [(row, text.index("◆")) for row, text in enumerate(rows) if "◆" in text]
    assert len(spots) == 1
    row, column = spots[0]
    assert abs(column - across / 100 * (len(rows[0]) - 1)) <= 3
    assert abs(len(rows) - 1 - row - up / 100 * (len(rows) - 1)) <= 1


def test_while_one_signal_is_unknown_you_are_nowhere_and_the_chart_says_so() -> None:
    text = texts(region_map(two_way(None), LEGEND, 80, 18))
    assert "◆" not in text
    assert "data unknown" in text
    assert "data and freshness unknown" in texts(region_map(two_way(None, None), LEGEND, 80, 18))


def test_letters_at_a_border_are_strong_and_inside_the_leader_keeps_its_accent() -> None:
    row = region_map(two_way(), LEGEND, 80, 18)[9]
    strong = "".join(text for text, role in row if role == "strong")
    assert strong == "HA"
    assert {role for text, role in row if text.startswith("AA")} == {"accent"}


def test_where_everything_is_ruled_out_the_map_shows_a_dash() -> None:
    nobody = TwoWayMap("data", "freshness", (0, 100), (0, 100), ((None, "lora"), (None, None)), 0, 0)
    text = texts(region_map(nobody, LEGEND, 80, 18))
    assert "–" in text
    assert "– all ruled out" in text


@FAST
@given(SIZES, st.sampled_from([1, 4, 5, 50, 100]))
def test_the_map_never_leaves_its_place(size: tuple[int, int], step: int) -> None:
    assert_fits(region_map(two_way(step=step), LEGEND, *size), *size)
