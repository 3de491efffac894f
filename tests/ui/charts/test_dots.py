"""Scores with their ranges: whether two options are apart or within each other's range."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.charts.cases import FAST, LABELS, LEGEND, LETTERS, RANGES, SIZES, WIDTHS, assert_fits, row_of, shown
from tunewise.ui.charts.dots import score_dots
from tunewise.ui.lines import plain, texts


def test_scores_read_as_text_at_80_columns() -> None:
    assert (
        shown(score_dots(RANGES[:5], LEGEND, 80, 8))
        == """
 A LoRA / PEFT                                      ├───A──┤               84.9
 B LoRA + guardrails                           ├────B──┤                   80.5
 C Prompt tuning (so…                      ├─────C──┤                      77.7
 D Distillation to a…                     ├───D──┤                         74.7
 E Full fine-tuning                      ├───E──┤                          73.9
                      50────────60────────70───────80────────90──────100
                      the scale starts at 50
"""
    )


@pytest.mark.parametrize("width", WIDTHS)
def test_every_option_stands_on_the_scale_with_its_score(width: int) -> None:
    rows = score_dots(RANGES, LEGEND, width, 14)
    assert_fits(rows, width, 14)
    for (option, score, _, _), row in zip(RANGES, rows, strict=False):
        assert plain(row).split()[0] == LETTERS[option]
        assert plain(row).endswith(f"{score:.1f}")


def test_half_a_scale_never_passes_for_a_whole_one() -> None:
    assert "scale from 50" in plain(score_dots(RANGES, LEGEND, 80, 13)[-1])
    low = score_dots([*RANGES, ("rag", 30.0, 20.0, 44.0)], LEGEND, 80, 20)
    assert "starts at" not in texts(low)
    assert plain(low[-1]).split()[0].startswith("0─")


def test_a_score_without_doubt_is_a_letter_alone() -> None:
    row = row_of(score_dots([("lora", 84.9, 84.9, 84.9)], LEGEND, 80, 3), "A LoRA")
    assert "├" not in row
    assert row.split() == ["A", "LoRA", "/", "PEFT", "A", "84.9"]


@st.composite
def _ranges(draw: st.DrawFn) -> tuple[str, float, float, float]:
    low, score, high = sorted(draw(st.tuples(*[st.floats(0, 100)] * 3)))
    return draw(st.sampled_from(list(LABELS))), score, low, high


@FAST
@given(SIZES, st.lists(_ranges(), max_size=12))
def test_the_dots_never_leave_their_place(size: tuple[int, int], rows: list[tuple[str, float, float, float]]) -> None:
    assert_fits(score_dots(rows, LEGEND, *size), *size)
