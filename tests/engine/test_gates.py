"""Gates: each one closes and opens by its facts, says why, and never vetoes what nobody has told."""

from typing import Any

import pytest

from tests.engine.cases import CLEARED, KNOWLEDGE, LAB, TRAINED, assessed, order, scores
from tunewise.domain.assessment import GateFinding

Tables = dict[str, dict[str, Any]]

# gate: tables that close it, tables that open it
SWITCHES: dict[str, list[tuple[Tables, Tables]]] = {
    "facts-not-weights": [
        ({"task": {"failures": ["missing_facts"]}}, {"task": {"failures": ["tone"]}}),
        ({"task": {"failures": ["stale_facts", "missing_facts"]}}, {"task": {"failures": ["stale_facts", "tone"]}}),
    ],
    "base-model-too-weak": [
        ({"facts": {"best_prompt_fails_at_reasoning": True}}, {"facts": {"best_prompt_fails_at_reasoning": False}})
    ],
    "best-prompt-not-enough": [
        ({"facts": {"best_prompt_fails_at_reasoning": True}}, {"facts": {"best_prompt_fails_at_reasoning": False}})
    ],
    "no-training-access": [({"facts": {"training_allowed": False}}, {"facts": {"training_allowed": True}})],
    "model-too-slow": [
        ({"facts": {"current_model_meets_latency": False}}, {"facts": {"current_model_meets_latency": True}})
    ],
    "prompting-not-exhausted": [
        ({"facts": {"prompting_ladder_level": 4}}, {"facts": {"prompting_ladder_level": 5}}),
        ({"readiness": {"advanced_prompting_tried": False}}, {"readiness": {"advanced_prompting_tried": True}}),
    ],
    "too-few-examples": [
        ({"facts": {"labelled_examples": 99}}, {"facts": {"labelled_examples": 100}}),
        ({"signals": {"labelled_data": 39}}, {"signals": {"labelled_data": 40}}),
        ({"readiness": {"hundred_checked_examples": False}}, {"readiness": {"hundred_checked_examples": True}}),
    ],
    "moving-target": [
        ({"signals": {"requirement_stability": 19}}, {"signals": {"requirement_stability": 70}}),
        ({"readiness": {"requirements_stable": False}}, {"readiness": {"requirements_stable": True}}),
    ],
    "gap-is-small": [({"facts": {"gap_to_target_points": 9}}, {"facts": {"gap_to_target_points": 10}})],
    "nothing-to-measure-with": [
        (
            {"readiness": {"metric_and_baseline": False}},
            {"readiness": {"metric_and_baseline": True, "separate_validation_set": True}},
        ),
        (
            {"readiness": {"metric_and_baseline": True, "separate_validation_set": False}},
            {"readiness": {"metric_and_baseline": True, "separate_validation_set": True}},
        ),
    ],
    "task-unclear": [({"task": {"failures": ["tone", "unclear_task"]}}, {"task": {"failures": ["tone"]}})],
}
ROWS = [(gate, closing, opening) for gate, pairs in SWITCHES.items() for closing, opening in pairs]
IDS = [f"{gate}-{place}" for gate, pairs in SWITCHES.items() for place in range(len(pairs))]


def finding(tables: Tables, option: str, gate: str) -> GateFinding | None:
    """Return what ``gate`` says about ``option``: closed, an open question, or nothing."""
    entry = assessed(tables).ranking.find(option)
    return next((one for one in (*entry.gates, *entry.preconditions) if one.gate == gate), None)


def test_every_gate_of_the_tables_is_tested_here() -> None:
    assert set(SWITCHES) == set(KNOWLEDGE.gates)


@pytest.mark.parametrize(("gate", "closing", "opening"), ROWS, ids=IDS)
def test_a_gate_closes_by_its_facts_for_exactly_the_options_it_hits(
    gate: str, closing: Tables, opening: Tables
) -> None:
    entry = KNOWLEDGE.gates[gate]
    for ranked in assessed(closing).ranking.options:
        closed = [one for one in ranked.gates if one.gate == gate]
        assert bool(closed) is (ranked.option in entry.hits)
        for one in closed:
            assert one.closed
            assert (one.tier, one.says, one.opens) == (entry.tier, entry.says, entry.opens)
            assert (one.instead, one.asks) == (entry.instead, entry.asks)
            assert ranked.tier in {entry.tier, "ruled-out"}


@pytest.mark.parametrize(("gate", "closing", "opening"), ROWS, ids=IDS)
def test_a_gate_opens_by_its_facts_and_is_a_question_no_longer(gate: str, closing: Tables, opening: Tables) -> None:
    for option in KNOWLEDGE.choices:
        assert finding(opening, option, gate) is None


@pytest.mark.parametrize("gate", list(KNOWLEDGE.gates))
def test_while_nobody_has_told_a_gate_is_a_question_and_not_a_veto(gate: str) -> None:
    for ranked in assessed().ranking.options:
        assert ranked.gates == ()
        assert ranked.tier == "open"
        questions = [one for one in ranked.preconditions if one.gate == gate]
        assert [one.closed for one in questions] == [False] * (ranked.option in KNOWLEDGE.gates[gate].hits)


def test_between_its_bounds_a_signal_leaves_the_gate_a_question() -> None:
    # Stability from 20 to 69 neither fails nor holds: only the user's word settles it.
    question = finding({"signals": {"requirement_stability": 45}}, "lora", "moving-target")
    assert question is not None
    assert not question.closed


def test_one_missing_half_is_enough_to_close_and_one_held_half_is_not_enough_to_open() -> None:
    held = {"readiness": {"metric_and_baseline": True}}
    question = finding(held, "lora", "nothing-to-measure-with")
    assert question is not None
    assert not question.closed


def test_a_model_that_is_too_slow_whatever_the_prompt_need_not_be_prompted_any_further() -> None:
    slow = {"current_model_meets_latency": False, "prompting_ladder_level": 0, "gap_to_target_points": 0}
    entry = assessed(LAB, facts=slow).ranking.find("distillation")
    assert entry.tier == "open"
    assert not {"prompting-not-exhausted", "gap-is-small"} & {one.gate for one in entry.preconditions}


def test_a_small_gap_holds_nothing_back_when_only_cost_or_latency_fails() -> None:
    small = {"facts": {"gap_to_target_points": 2}}
    dear = {"task": {"failures": ["latency_or_cost"]}}
    dear_and_off = {"task": {"failures": ["latency_or_cost", "tone"]}}
    assert finding({**small, **dear}, "lora", "gap-is-small") is None
    closed = finding({**small, **dear_and_off}, "lora", "gap-is-small")
    assert closed is not None
    assert closed.closed


def test_an_exception_that_nobody_has_told_is_no_exception() -> None:
    closed = finding({"facts": {"gap_to_target_points": 2}}, "lora", "gap-is-small")
    assert closed is not None
    assert closed.closed


def test_a_closed_gate_says_what_it_rests_on() -> None:
    few = finding({"facts": {"labelled_examples": 40}}, "lora", "too-few-examples")
    ladder = finding({"facts": {"prompting_ladder_level": 2}}, "lora", "prompting-not-exhausted")
    word = finding({"readiness": {"requirements_stable": False}}, "lora", "moving-target")
    fact = finding({"facts": {"gap_to_target_points": 4}}, "lora", "gap-is-small")
    assert [one.because for one in (few, ladder, word, fact) if one] == [
        "40 examples",
        "level 2 of 5",
        "your word",
        "4 points",
    ]


@pytest.mark.parametrize("option", list(KNOWLEDGE.choices))
def test_with_every_gate_answered_well_all_options_are_open_and_confirmed(option: str) -> None:
    entry = assessed(LAB, CLEARED).ranking.find(option)
    assert (entry.tier, entry.gates, entry.preconditions, entry.confirmed) == ("open", (), (), True)


@pytest.mark.parametrize("option", TRAINED)
def test_the_strictest_of_several_closed_gates_decides_the_tier(option: str) -> None:
    both = assessed(LAB, CLEARED, facts={"gap_to_target_points": 3, "training_allowed": False})
    entry = both.ranking.find(option)
    assert entry.tier == "ruled-out"
    assert {one.tier for one in entry.gates} == {"ruled-out", "not-yet"}


def test_facts_may_be_given_to_lora_by_retrieval_so_the_two_together_are_not_ruled_out() -> None:
    result = assessed(LAB, task={"failures": ["missing_facts"]})
    assert result.ranking.find("lora").tier == "ruled-out"
    assert result.ranking.find("lora+rag").tier == "open"


@pytest.mark.parametrize(("gate", "closing", "opening"), ROWS, ids=IDS)
def test_what_a_gate_asks_for_is_among_the_questions_while_it_is_unanswered(
    gate: str, closing: Tables, opening: Tables
) -> None:
    asked = {question.key for question in assessed(LAB).questions}
    lora = assessed(LAB).ranking.find("lora")
    if gate in {one.gate for one in lora.preconditions}:
        assert KNOWLEDGE.gates[gate].asks in asked


def test_closing_gates_never_moves_a_score() -> None:
    closed: Tables = {
        "task": {"failures": ["missing_facts", "unclear_task"]},
        "facts": {"training_allowed": False, "gap_to_target_points": 1, "prompting_ladder_level": 0},
        "readiness": {"metric_and_baseline": False},
    }
    assert scores(assessed(LAB, closed)) == scores(assessed(LAB, CLEARED))
    assert order(assessed(LAB, closed)) != order(assessed(LAB, CLEARED))
