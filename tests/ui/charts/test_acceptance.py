"""How sure: the table of places, the causes of doubt, and the progress of the drawing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.charts.cases import FAST, LEGEND, SIZES, WIDTHS, assert_fits, robustness, row_of, shown
from tunewise.domain.analysis import Acceptability, Robustness
from tunewise.ui.charts.acceptance import causes_bars, progress_line, rank_table
from tunewise.ui.charts.parts import percent
from tunewise.ui.lines import plain, width_of


def test_the_table_reads_as_text_at_80_columns() -> None:
    assert (
        shown(rank_table(robustness(), LEGEND, 80, 14))
        == """
 % of draws           leads            2   3   4   5   6   7   8   9  10  11  12
 A LoRA / PEFT          45 ████▏      32  18   5   ·   ·   ·   ·   ·   ·   ·   ·
 B LoRA + guardrails    25 ██▎        37  25  13  <1   ·   ·   ·   ·   ·   ·   ·
 C Prompt tuning (so…   12 █▏         21  30  21  12   3   ·   ·   ·   ·   ·   ·
 D Distillation to a…    3 ▎          12  21  29  21  12   3   ·   ·   ·   ·   ·
 E Full fine-tuning      ·             3  12  21  29  21  12   3   ·   ·   ·   ·
 F LoRA + RAG            ·             ·   3  12  21  29  21  12   3   ·   ·   ·
 H Prompt engineering    ·             ·   ·   3  12  21  29  21  12   3   ·   ·
 G Guardrails / stru…    ·             ·   ·   ·   3  12  21  29  21  12   3   ·
 L Prompting + guard…    ·             ·   ·   ·   ·   3  12  21  29  21  12   3
 I Stronger base mod…    ·             ·   ·   ·   ·   ·   3  12  21  30  21  12
 J Retrieval (RAG)       ·             ·   ·   ·   ·   ·   ·   3  14  24  34  24
 K RAG + guardrails      ·             ·   ·   ·   ·   ·   ·   ·   5  18  32  45
 2,000 draws, shares within 2.2 points
"""
    )


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("count", [1, 2, 5, 12])
def test_every_option_has_a_number_for_each_place_at_every_width(width: int, count: int) -> None:
    rows = rank_table(robustness(count), LEGEND, width, 14)
    assert_fits(rows, width, 14)
    assert plain(rows[0]).split()[3:] == ["leads", *(str(place) for place in range(2, count + 1))]
    for row in rows[1 : count + 1]:
        numbers = [word for word in plain(row).split()[2:] if word in {"·", "<1", ">99"} or word.isdigit()]
        assert len(numbers) == count


def test_a_share_is_never_rounded_to_never_or_always() -> None:
    shares = (0, 0.001, 0.005, 0.49, 0.994, 0.999, 1)
    assert [percent(share) for share in shares] == ["·", "<1", "1", "49", "99", ">99", "100"]


def test_a_likely_place_is_louder_than_an_unlikely_one() -> None:
    row = rank_table(robustness(), LEGEND, 80, 14)[3]
    loud = [word for text, role in row if role == "strong" for word in text.split()]
    assert loud == ["21", "30", "21"]


def test_an_option_that_was_ruled_out_in_some_draws_has_a_full_row() -> None:
    short = Acceptability("rag", (0.4,), 0.2, (), 0.5, 0.5)
    both = robustness(3)._replace(options=(*robustness(3).options, short))
    assert row_of(rank_table(both, LEGEND, 80, 8), "J Retrieval").split()[-2:] == ["·", "·"]


def test_the_causes_are_named_and_stand_apart() -> None:
    assert (
        shown(causes_bars(robustness(), 80))
        == """
 only the weights               96 ██████████████████████████████████████▍
 only your answers              81 ████████████████████████████████▍
 only what you did not answer   62 ████████████████████████▊
 all together                   49 ███████████████████▋
"""
    )


def test_a_leader_that_never_stays_first_reads_zero() -> None:
    causes = robustness().causes
    rows = causes_bars(robustness()._replace(causes=(causes[3]._replace(leader_first=0),)), 80)
    assert plain(rows[0]).split() == ["all", "together", "0"]


def test_the_progress_counts_and_fills() -> None:
    assert plain(progress_line(0, 2000, 60)).strip() == "0 of 2,000 draws"
    assert plain(progress_line(2000, 2000, 80)).strip() == "█" * 40 + " 2,000 of 2,000 draws"


@FAST
@given(SIZES, st.integers(1, 12), st.integers(0, 2000))
def test_nothing_leaves_its_place(size: tuple[int, int], count: int, done: int) -> None:
    width, height = size
    assert_fits(rank_table(robustness(count), LEGEND, width, height), width, height)
    assert_fits(causes_bars(robustness(), width), width, 4)
    assert width_of(progress_line(done, 2000, width)) <= width


def test_without_options_there_is_no_table() -> None:
    assert rank_table(Robustness(0, 7, None, (), (), 0.0), LEGEND, 80, 14) == []
    assert causes_bars(Robustness(0, 7, None, (), (), 0.0), 80) == []
