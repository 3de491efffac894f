"""Winner strips: where along a signal the recommendation flips."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.charts.cases import FAST, LABELS, LEGEND, SIZES, STRIPS, WIDTHS, assert_fits, row_of, shown
from tunewise.domain.analysis import Segment, Strip
from tunewise.ui.charts.strips import winner_strips
from tunewise.ui.lines import plain


def test_strips_read_as_text_at_80_columns() -> None:
    assert (
        shown(winner_strips(STRIPS, LEGEND, 80, 12, "data"))
        == """
  stability    HHHHHHHH│AAAAAAAAAAAAAAAAAAAAAAAAAAA◆AAAAAAAA  A from 20
▸ data         HHHHHHHHHHHHHHHHHH│AAAAAAAAAAAAA◆AAAAAAAAAAAA  A from 43
  volume       HHHHHHHHHHHHH│AAAAAAAA◆AAAAA│DDDDDDDDDDDDDDDD  A 32 to 66, then D
  freshness    AAAAAAAA◆AAAAAAAAAAAAAAAAA│FFFFFFFFFFFFFFFFFF  A to 61, then F
  long prompts AAAAAAAAAAAAAAAA◆AAAAAAAAAAAAAAAAAAAAAAAAAAAA  nothing changes
  latency      AAAAAAAAAAAAAAAAAAAAAAAAA│DDDDDDDDDDDDD│–––––  unknown, 2 flips
               0──────────25─────────50─────────75───────100
 A LoRA / PEFT   F LoRA + RAG   D Distillation to a small…
 H Prompt engineering   – all ruled out
"""
    )


@pytest.mark.parametrize("width", WIDTHS)
def test_words_name_the_nearest_flips_at_every_width(width: int) -> None:
    rows = winner_strips(STRIPS, LEGEND, width, len(STRIPS))
    assert_fits(rows, width, len(STRIPS))
    assert "A from 20" in plain(rows[0])
    assert "A 32 to 66, then D" in plain(rows[2])
    assert plain(rows[3]).endswith("A to 61, then F")
    assert plain(rows[4]).endswith("nothing changes")


def test_a_wide_chart_also_says_who_leads_below() -> None:
    assert row_of(winner_strips(STRIPS, LEGEND, 120, 6), "stability").endswith("A from 20, H below")


def test_an_unknown_signal_has_no_place_of_its_own() -> None:
    rows = winner_strips(STRIPS, LEGEND, 80, 6)
    assert [plain(row).count("◆") for row in rows] == [1, 1, 1, 1, 1, 0]
    one_flip = Strip("latency", None, STRIPS[0].segments)
    assert row_of(winner_strips([one_flip], LEGEND, 80, 1), "latency").endswith("unknown, A from 20")
    none = Strip("latency", None, STRIPS[4].segments)
    assert row_of(winner_strips([none], LEGEND, 80, 1), "latency").endswith("unknown, no flip")


def test_where_everything_is_ruled_out_a_dash_leads() -> None:
    strip = Strip("latency", 10, (Segment(0, 61, None), Segment(62, 100, "lora")))
    assert row_of(winner_strips([strip], LEGEND, 80, 1), "latency").endswith("– to 61, then A")


def test_the_leader_has_the_accent_and_its_rival_its_own_role() -> None:
    roles = {text[0]: role for text, role in winner_strips(STRIPS, LEGEND, 80, 12)[3] if text[0] in "AF"}
    assert roles == {"A": "accent", "F": "rival"}


def test_the_signal_under_the_cursor_shows_where_not_all_fit() -> None:
    for strip in STRIPS:
        rows = winner_strips(STRIPS, LEGEND, 80, 2, strip.signal)
        assert_fits(rows, 80, 2)
        assert sum(plain(row).startswith(f"▸ {LEGEND.name(strip.signal)}") for row in rows) == 1


@st.composite
def _strips(draw: st.DrawFn) -> Strip:
    firsts = sorted({0, *draw(st.lists(st.integers(1, 100), max_size=12))})
    lasts = [first - 1 for first in firsts[1:]] + [100]
    options = st.sampled_from([*LABELS, None])
    segments = tuple(Segment(first, last, draw(options)) for first, last in zip(firsts, lasts, strict=True))
    return Strip("data", draw(st.none() | st.integers(0, 100)), segments)


@FAST
@given(SIZES, st.lists(_strips(), max_size=8))
def test_strips_never_leave_their_place(size: tuple[int, int], strips: list[Strip]) -> None:
    assert_fits(winner_strips(strips, LEGEND, *size, "data"), *size)


@FAST
@given(_strips())
def test_every_segment_shows_however_short_it_is(strip: Strip) -> None:
    bar = row_of(winner_strips([strip], LEGEND, 120, 1), "data").split()[1]
    pieces = [LEGEND.letter(segment.option) for segment in strip.segments]
    seen = [letter for letter in bar if letter not in "│◆"]
    merged = [letter for index, letter in enumerate(seen) if index == 0 or seen[index - 1] != letter]
    expected = [letter for index, letter in enumerate(pieces) if index == 0 or pieces[index - 1] != letter]
    # A segment of one cell gives its letter to ◆; every other one keeps at least one.
    assert len(merged) >= len(expected) - 2 * (strip.value is not None)
    assert bar.count("◆") == (strip.value is not None)
