"""The value matrix: what the user reads off it, with all options and all factors in 80 columns."""

from re import finditer

import pytest
from hypothesis import given

from tests.ui.charts.cases import FAST, FULL, LABELS, LEGEND, LETTERS, QUICK, SIZES, WIDTHS, assert_fits, row_of, shown
from tests.ui.charts.cases import options as twelve
from tunewise.domain.assessment import Tier
from tunewise.ui.charts.matrix import cell_words, value_matrix
from tunewise.ui.lines import plain, texts

HELD: dict[str, Tier] = {"lora": "not-yet", "full-tuning": "ruled-out"}


def test_the_quick_scope_reads_as_text_at_80_columns() -> None:
    rows = value_matrix(twelve(QUICK, ["volume"], HELD), LEGEND, 80, 20, ("prompt", "freshness"))
    assert (
        shown(rows)
        == """
                 stabili data      volume  ▸freshnes long  task    simpl score
 at stake        14      18        16       18       10    14      10      100
                 ─────── ───────── ──────── ──────── ───── ─────── ─────
 A LoRA / PEFT   ██████▍ ████████▊ ░░░░░░░  ██████▉  ████  ██████▋ █▌     83.2 ·
 B LoRA + guard… ██████▎ ████████▎ ░░░░░░   ██████▋  ███▊  ██████▏ █▊     79.8
 C Prompt tunin… ██████  ███████▉  ░░░░░░   ██████▌  ███▋  █████▋  ██▏    76.4
 D Distillation… █████▊  ███████▍  ░░░░░    ██████▎  ███▍  █████▎  ██▍    73.0
 E Full fine-tu… █████▋  ███████   ░░░░░    ██████   ███▎  ████▊   ██▊    69.7 ✗
 F LoRA + RAG    █████▍  ██████▌   ░░░░     █████▉   ███   ████▎   ███    66.3
 H Prompt engin… █████▎  ██████▏   ░░░░    ▸█████▋   ██▊   ███▊    ███▎   62.8
 G Guardrails /… █████   █████▋    ░░░      █████▍   ██▋   ███▍    ███▋   59.5
 L Prompting +…  ████▉   █████▎    ░░░      █████▎   ██▍   ██▉     ███▉   56.2
 I Stronger bas… ████▋   ████▊     ░░       █████    ██▎   ██▌     ████▎  52.8
 J Retrieval (R… ████▌   ████▍     ░░       ████▊    ██    ██      ████▌  49.3
 K RAG + guardr… ████▎   ████      ░░       ████▋    █▊    █▌      ████▊  46.1
 ░ assumed   · not yet   ✗ ruled out
"""
    )


@pytest.mark.parametrize("points", [QUICK, FULL], ids=["quick", "full"])
@pytest.mark.parametrize("width", WIDTHS)
def test_every_option_and_every_factor_shows_from_56_columns_on(width: int, points: dict[str, int]) -> None:
    rows = value_matrix(twelve(points), LEGEND, width, 14)
    assert_fits(rows, width, 14)
    stakes = [int(word) for word in plain(rows[1]).split() if word.isdigit()]
    assert stakes == [*points.values(), 100]
    assert [plain(row).split()[0] for row in rows[2:]] == list(LETTERS.values())
    scores = [f"{entry.score_points:.1f}" for entry in twelve(points)]
    assert [plain(row).split()[-1] for row in rows[2:]] == scores


@pytest.mark.parametrize("width", WIDTHS)
def test_each_column_has_a_name_of_its_own_of_two_letters_at_least(width: int) -> None:
    rows = [plain(row) for row in value_matrix(twelve(FULL), LEGEND, width, 20)]
    columns = [match.span() for match in finditer("─+", rows[2])]
    assert all(end - start >= 2 for start, end in columns)
    heads = [rows[0][start:end].strip() for start, end in columns]
    assert all(LEGEND.name(factor).startswith(head) for factor, head in zip(FULL, heads, strict=True))


def test_columns_are_as_wide_as_their_points() -> None:
    rule = plain(value_matrix(twelve(QUICK), LEGEND, 200, 20)[2]).split()
    cells = dict(zip(QUICK, (len(piece) for piece in rule), strict=True))
    assert all(abs(cells[factor] / sum(cells.values()) - points / 100) < 0.01 for factor, points in QUICK.items())


def test_what_is_assumed_is_hatched_and_not_solid() -> None:
    row = row_of(value_matrix(twelve(QUICK, list(QUICK)), LEGEND, 80, 20), "A LoRA")
    assert "░" in row
    assert not set(row) & set("█▉▊▋▌▍▎▏")


def test_leader_and_rival_stand_out_and_the_rest_is_quiet() -> None:
    rows = value_matrix(twelve(QUICK), LEGEND, 80, 14)[2:]
    bars = {plain(row).split()[0]: {role for text, role in row if "█" in text} for row in rows}
    assert bars.pop("A") == {"accent"}
    assert bars.pop("F") == {"rival"}
    assert set.union(*bars.values()) == {"bar"}


@pytest.mark.parametrize(("width", "words"), [(80, ("·", "✗")), (120, ("not yet", "✗ ruled out"))])
def test_an_option_held_back_says_so_after_its_score(width: int, words: tuple[str, str]) -> None:
    rows = value_matrix(twelve(QUICK, held=HELD), LEGEND, width, 20)
    assert row_of(rows, "A LoRA").endswith(f"83.2 {words[0]}")
    assert row_of(rows, "E Full").endswith(f"69.7 {words[1]}")
    assert row_of(rows, "B LoRA").endswith("79.8")


@pytest.mark.parametrize("cursor", LABELS)
def test_the_row_under_the_cursor_shows_also_where_rows_do_not_fit(cursor: str) -> None:
    rows = value_matrix(twelve(QUICK), LEGEND, 80, 7, (cursor, "data"))
    assert_fits(rows, 80, 7)
    marked = [text for text in texts(rows[2:]).split("\n") if "▸" in text]
    assert [text.split()[0] for text in marked] == [LETTERS[cursor]]


def test_the_cell_under_the_cursor_is_put_into_words() -> None:
    entries = twelve(QUICK, ["volume"])
    assert cell_words(entries, LEGEND, ("lora", "data")) == "data: A earns 17.5 of 18"
    assert cell_words(entries, LEGEND, ("rag", "volume")) == "volume: J earns 4 of 16, assumed"
    assert cell_words(entries, LEGEND, ("lora", "nothing")) == ""
    part = entries[1].contributions[0]._replace(carried_by=("lora", "guardrails"))
    combined = entries[1]._replace(contributions=(part,))
    assert cell_words([combined], LEGEND, ("lora+guardrails", "stability")).endswith(
        "through LoRA / PEFT and Guardrails / structured output"
    )


@FAST
@given(SIZES)
def test_the_matrix_never_leaves_its_place(size: tuple[int, int]) -> None:
    width, height = size
    for points in (QUICK, FULL):
        assert_fits(value_matrix(twelve(points, ["data"], HELD), LEGEND, width, height, ("rag", "task")), width, height)


def test_nothing_to_show_is_no_lines() -> None:
    assert value_matrix([], LEGEND, 80, 20) == []


def test_where_there_are_no_factors_the_scores_are_left() -> None:
    assert len(value_matrix(twelve({}), LEGEND, 80, 20)) == len(LABELS)
