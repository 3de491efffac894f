"""The map of two needs: what the model must know and how it must act."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.charts.cases import FAST, SIZES, WIDTHS, assert_fits, shown
from tunewise.domain.analysis import Place
from tunewise.ui.charts.axes import two_axis_map
from tunewise.ui.lines import plain, texts

FIELDS = {(10, 10): "prompting", (90, 10): "retrieval", (10, 90): "tuning", (90, 90): "both"}


def test_the_map_reads_as_text_in_40_by_8() -> None:
    assert (
        shown(two_axis_map(Place(18, 72, ()), 40, 8, "LoRA / PEFT"))
        == """
 ↑ how it must act        ◆ LoRA / PEFT
 100 ┤ tuning / guar… │ both
     │      ◆         │
  50 ┤────────────────┼────────────────
     │                │
   0 ┤ prompting      │ retrieval
     └0───────25──────50──────75────100
 ◆ 18, 72    what the model must know →
"""
    )


@pytest.mark.parametrize("width", [40, *WIDTHS])
@pytest.mark.parametrize("height", [8, 12, 20])
def test_all_four_fields_are_named_wherever_you_are(width: int, height: int) -> None:
    for across, up in FIELDS:
        rows = two_axis_map(Place(across, up, ()), width, height, "LoRA / PEFT")
        assert_fits(rows, width, height)
        assert all(field in texts(rows) for field in FIELDS.values())


@FAST
@given(st.integers(0, 100), st.integers(0, 100), st.sampled_from([8, 12, 17]))
def test_you_are_once_on_the_map_and_never_on_a_name(across: int, up: int, height: int) -> None:
    rows = two_axis_map(Place(across, up, ()), 76, height, "LoRA / PEFT")
    body = texts(rows[1:-2])
    assert body.count("◆") == 1
    assert all(name in body for name in ("tuning / guardrails", "both", "prompting", "retrieval"))
    assert plain(rows[-1]).startswith(f" ◆ to know {across}, to act {up} ")


def test_more_need_for_knowledge_is_to_the_right_and_more_for_behaviour_above() -> None:
    def spot(across: int, up: int) -> tuple[int, int]:
        body = [plain(row) for row in two_axis_map(Place(across, up, ()), 76, 12, "LoRA / PEFT")[1:-2]]
        return next((text.index("◆"), row) for row, text in enumerate(body) if "◆" in text)

    assert spot(80, 50)[0] > spot(20, 50)[0]
    assert spot(50, 80)[1] < spot(50, 20)[1]


@FAST
@given(SIZES, st.integers(0, 100), st.integers(0, 100))
def test_the_map_never_leaves_its_place(size: tuple[int, int], across: int, up: int) -> None:
    assert_fits(two_axis_map(Place(across, up, ()), *size, "Distillation to a small model"), *size)
