"""What would change the answer, in words and letters, from values chosen by hand."""

import pytest

from tunewise.domain.analysis import Change, Requirements, Segment, Strip, TwoWayMap, WeightInterval
from tunewise.knowledge.tables import Knowledge
from tunewise.report import whatif

A_TO_F = (Segment(0, 61, "lora"), Segment(62, 100, "lora+rag"))
H_A_F = (Segment(0, 19, "prompt"), *(Segment(20, 61, "lora"), Segment(62, 100, "lora+rag")))


@pytest.mark.parametrize(
    ("value", "segments", "words"),
    [
        (50, (Segment(0, 100, "lora"),), "nothing changes"),
        (None, (Segment(0, 100, "lora"),), "not answered; nothing changes"),
        (18, A_TO_F, "A to 61, then F"),
        (80, A_TO_F, "F from 62, A below"),
        (30, H_A_F, "A from 20 to 61, then F, H below"),
        (None, H_A_F, "not answered; H to 19, A to 61, then F"),
        (5, (Segment(0, 9, "lora"), Segment(10, 100, None)), "A to 9, then ·"),
    ],
)
def test_a_strip_is_told_in_words(
    value: int | None, segments: tuple[Segment, ...], words: str, knowledge: Knowledge
) -> None:
    assert whatif.strip_words(Strip("freshness_need", value, segments), knowledge) == words


def test_a_strip_shows_flips_and_where_the_scenario_stands(knowledge: Knowledge) -> None:
    bar = whatif.strip_bar(Strip("freshness_need", 18, A_TO_F), knowledge)
    assert bar == "AAAAAAA◆AAAAAAAAAAAAAAA│FFFFFFFFFFFFFFFF"
    assert len(whatif.strip_bar(Strip("freshness_need", None, H_A_F), knowledge)) == 40


@pytest.mark.parametrize("value", [None, 0, 1, 2, 3, 50, 99, 100])
def test_a_short_segment_keeps_a_cell(value: int | None, knowledge: Knowledge) -> None:
    narrow = (Segment(0, 0, "prompt"), Segment(1, 1, "rag"), Segment(2, 99, "lora"), Segment(100, 100, "lora+rag"))
    bar = whatif.strip_bar(Strip("freshness_need", value, narrow), knowledge)
    assert len(bar) == 40
    assert bar.count("◆") == (value is not None)
    seen = set(bar) - {"│"}
    assert len(seen) >= 4 if value in {None, 50} else len(seen) >= 3


def test_a_weight_is_told_with_who_takes_over(knowledge: Knowledge) -> None:
    free = WeightInterval("simplicity", 10, 0, 100, None, None)
    both = WeightInterval("simplicity", 10, 4.25, 31.9, "lora+rag", "prompt")
    assert whatif.weight_words(free, knowledge) == "stays at any weight"
    assert whatif.weight_words(both, knowledge) == (
        "stays from 4.2 to 31.9; F LoRA + RAG below, H Prompt engineering above"
    )
    assert whatif.weight_lines((), None, knowledge) == ["Every option is ruled out: no weight changes that."]


def test_a_change_of_data_or_volume_is_told_as_a_count(knowledge: Knowledge) -> None:
    assert whatif.need_of(Change("labelled_data", 72, 43, True), knowledge).words == (
        "Labelled data 72 → 43: about 3,980 → 141 examples"
    )
    assert whatif.need_of(Change("request_volume", None, 50, False), knowledge).words == (
        "Request volume not answered → 50: about 100,000 requests a month (not in the team's hands)"
    )
    assert whatif.need_of(Change("freshness_need", 18, 64, False), knowledge) == (
        "Freshness need 18 → 64 (not in the team's hands)",
        None,
        None,
    )


def test_what_an_option_needs_is_told_with_the_gates_that_hold_it_back(knowledge: Knowledge) -> None:
    changes = (Change("labelled_data", 20, 50, True),)
    rows = whatif.need_lines(Requirements("lora", False, True, changes, ("too-few-examples",), None), knowledge)
    assert rows[0] == "For LoRA / PEFT to come to the front, this would have to be true:"
    assert rows[2] == "Gates that would have to open:"
    assert rows[3].startswith("  not yet: Fewer than 100 checked examples")
    assert rows[4].startswith("    → Collect and check at least 100 examples")


def test_an_option_that_leads_or_never_will_says_so(knowledge: Knowledge) -> None:
    leads = Requirements("lora", True, True, (), (), None)
    beaten = Requirements("rag", False, False, (), (), "lora")
    far = Requirements("rag", False, False, (), (), None)
    shut = Requirements("rag", False, True, (), ("nothing-to-look-up",), None)
    assert whatif.need_words(leads, knowledge) == "LoRA / PEFT is in front as things stand."
    assert whatif.need_words(beaten, knowledge) == (
        "As things stand LoRA / PEFT earns at least as much on every line, and no small change turns that."
    )
    assert whatif.need_words(far, knowledge) == "No change of one or two signals brings Retrieval (RAG) to the front."
    assert whatif.need_words(shut, knowledge) == (
        "Retrieval (RAG) comes to the front once the gates below are open; no signal has to change."
    )


def a_map(x_value: int | None, y_value: int | None) -> TwoWayMap:
    """Return a map of three columns and two rows."""
    cells = (("lora", "lora", None), ("prompt", "lora", "lora"))
    return TwoWayMap("labelled_data", "freshness_need", (0, 50, 100), (0, 100), cells, x_value, y_value)


def test_a_map_has_the_greatest_value_on_top(knowledge: Knowledge) -> None:
    rows = whatif.map_lines(a_map(50, 0), knowledge)
    assert rows[:4] == ["  ↑ Freshness need", "  100 │HAA", "    0 │A◆·", "      └───"]
    assert "  ·  every option is ruled out" in rows


def test_a_map_of_an_unanswered_signal_has_no_mark(knowledge: Knowledge) -> None:
    rows = whatif.map_lines(a_map(None, 0), knowledge)
    assert "  Not answered: labelled data; so there is no ◆." in rows
    assert not any("◆" in row for row in rows[:4])
