"""Gates: each one closes and opens by its facts, says why, and never vetoes what nobody has told."""

from typing import Any

import pytest

from tests.engine.cases import CLEARED, KNOWLEDGE, LAB, TRAINED, assessed, order, scores
from tunewise.domain.assessment import GateFinding

Tables = dict[str, dict[str, Any]]

TONE: Tables = {"task": {"failures": ["tone"]}}
FACTS: Tables = {"task": {"failures": ["missing_facts"]}}
STALE: Tables = {"task": {"failures": ["stale_facts"]}}
FORMAT: Tables = {"task": {"failures": ["format"]}}
POLICY: Tables = {"task": {"failures": ["policy"]}}
REASONING: Tables = {"task": {"failures": ["reasoning"]}}
DEAR: Tables = {"task": {"failures": ["latency_or_cost"]}}
WORDS: Tables = {"task": {"failures": ["vocabulary"]}}


def fact(name: str, value: object) -> Tables:
    """Return the tables that tell one fact."""
    return {"facts": {name: value}}


def signal(name: str, value: int) -> Tables:
    """Return the tables that answer one signal."""
    return {"signals": {name: value}}


def limit(gate: str, name: str) -> int:
    """Return the bound that a gate holds a signal to, as the tables have it."""
    entry = KNOWLEDGE.gates[gate]
    leaves = [leaf for clause in (*entry.closes_when, *entry.unless) for leaf in clause.leaves() if leaf.signal == name]
    bound = leaves[0].below if leaves[0].below is not None else leaves[0].at_least
    assert bound is not None
    return bound


FORMAT_FROM = limit("nothing-to-enforce", "format_strictness")

# gate: tables that close it, tables that open it
SWITCHES: dict[str, list[tuple[Tables, Tables]]] = {
    # diagnosis
    "facts-not-weights": [(FACTS, TONE), (STALE, TONE), ({"task": {"failures": ["stale_facts", "tone"]}}, TONE)],
    "facts-before-training": [
        (FACTS, TONE),
        ({"task": {"failures": ["stale_facts", "missing_facts"]}}, {"task": {"failures": ["stale_facts", "tone"]}}),
    ],
    "facts-need-no-training": [
        ({**FACTS, **signal("reasoning_gap", 29)}, {**FACTS, **signal("reasoning_gap", 30)}),
        (
            {**FACTS, **signal("reasoning_gap", 0)},
            {"task": {"failures": ["missing_facts", "tone"]}, **signal("reasoning_gap", 0)},
        ),
        (
            {**STALE, **signal("reasoning_gap", 0)},
            {**STALE, **signal("reasoning_gap", 0), **fact("in_place", ["rag"])},
        ),
    ],
    "facts-not-in-the-prompt": [(FACTS, TONE), (STALE, TONE), (FACTS, {**FACTS, **fact("documents_fit_window", True)})],
    "checks-bring-no-facts": [(FACTS, TONE), (STALE, TONE)],
    "nothing-to-look-up": [
        (POLICY, {"task": {"failures": ["policy", "missing_facts"]}}),
        ({"task": {"failures": ["reasoning", "format"]}}, {"task": {"failures": ["class_boundaries"]}}),
        ({**TONE, **signal("freshness_need", 49)}, {**TONE, **signal("freshness_need", 50)}),
        (POLICY, {**POLICY, **fact("sources_must_be_cited", True)}),
    ],
    "vocabulary-needs-no-search": [
        (
            {**WORDS, **fact("prompting_ladder_level", 5), **signal("freshness_need", 49)},
            {**WORDS, **fact("prompting_ladder_level", 5), **signal("freshness_need", 50)},
        ),
        (
            {**WORDS, **fact("prompting_ladder_level", 5), **signal("freshness_need", 0)},
            {**WORDS, **fact("prompting_ladder_level", 4)},
        ),
        (
            {
                "task": {"failures": ["class_boundaries"], "classes": 300},
                "facts": {"prompting_ladder_level": 5, "labelled_examples": 6_000},
                **signal("freshness_need", 0),
            },
            {
                "task": {"failures": ["class_boundaries"], "classes": 300},
                "facts": {"prompting_ladder_level": 5, "labelled_examples": 5_999},
                **signal("freshness_need", 0),
            },
        ),
    ],
    "rules-outside-the-model": [
        (POLICY, TONE),
        ({"task": {"failures": ["policy", "tone"]}}, {"task": {"failures": ["tone", "policy"]}}),
    ],
    "constrain-before-tuning": [
        (FORMAT, TONE),
        (FORMAT, {**FORMAT, **signal("reasoning_gap", 40)}),
        (FORMAT, {**FORMAT, **fact("in_place", ["guardrails"])}),
    ],
    "checks-before-training": [
        (FORMAT, TONE),
        (POLICY, {"task": {"failures": ["policy", "tone"]}}),
        (FORMAT, {**FORMAT, **fact("in_place", ["guardrails"])}),
    ],
    "rules-are-not-trained": [
        (POLICY, {"task": {"failures": ["policy", "tone"]}}),
        ({**FORMAT, **signal("reasoning_gap", 29)}, {**FORMAT, **signal("reasoning_gap", 30)}),
        (POLICY, {**POLICY, **fact("in_place", ["guardrails"])}),
    ],
    "nothing-to-enforce": [
        (
            {**TONE, **signal("format_strictness", FORMAT_FROM - 1)},
            {**TONE, **signal("format_strictness", FORMAT_FROM)},
        ),
        ({**DEAR, **signal("format_strictness", 0)}, {"task": {"failures": ["tone", "format"]}}),
    ],
    "reasoning-is-not-trained": [(REASONING, TONE), (REASONING, {"task": {"failures": ["tone", "reasoning"]}})],
    "checks-do-not-change-behaviour": [(TONE, FORMAT), (REASONING, POLICY), (DEAR, FACTS), (WORDS, FORMAT)],
    "stronger-is-not-the-remedy": [
        (TONE, REASONING),
        (FACTS, {"task": {"failures": ["missing_facts", "reasoning"]}}),
        (DEAR, {**DEAR, **signal("reasoning_gap", 75)}),
        (TONE, WORDS),
    ],
    "able-when-prompted": [
        (signal("reasoning_gap", 29), signal("reasoning_gap", 30)),
        (
            signal("reasoning_gap", 0),
            {**signal("reasoning_gap", 0), **fact("best_prompt_fails_at_reasoning", True)},
        ),
    ],
    "valid-is-not-right": [
        ({**FORMAT, **signal("reasoning_gap", 40)}, {**FORMAT, **signal("reasoning_gap", 39)}),
        ({**FORMAT, **signal("reasoning_gap", 90)}, {**TONE, **signal("reasoning_gap", 90)}),
    ],
    "prompt-stands-already": [
        (
            {**FORMAT, **fact("prompting_ladder_level", 5)},
            {"task": {"failures": ["format", "tone"]}, **fact("prompting_ladder_level", 5)},
        ),
        ({**POLICY, **fact("prompting_ladder_level", 5)}, {**POLICY, **fact("prompting_ladder_level", 4)}),
    ],
    "nothing-to-check-with": [
        ({**REASONING, **fact("output_can_be_checked", False)}, {**REASONING, **fact("output_can_be_checked", True)}),
        ({**REASONING, **fact("output_can_be_checked", False)}, {**TONE, **fact("output_can_be_checked", False)}),
    ],
    "dearer-by-retries": [(DEAR, TONE), (DEAR, {"task": {"failures": ["latency_or_cost", "format"]}})],
    "task-unclear": [({"task": {"failures": ["tone", "unclear_task"]}}, TONE)],
    "prompting-exhausted": [
        ({**TONE, **fact("prompting_ladder_level", 5)}, {**TONE, **fact("prompting_ladder_level", 4)}),
        *(
            (
                {**TONE, "facts": {"prompting_ladder_level": 5}},
                {**TONE, **tables, "facts": {"prompting_ladder_level": 5, **tables.get("facts", {})}},
            )
            for tables in (
                fact("gap_to_target_points", 9),
                signal("request_volume", 19),
                fact("labelled_examples", 99),
                signal("requirement_stability", 19),
                fact("training_allowed", False),
                fact("tuning_route_offered", False),
            )
        ),
        (
            {**TONE, "facts": {"prompting_ladder_level": 5}},
            {"task": {"failures": ["tone", "unclear_task"]}, "facts": {"prompting_ladder_level": 5}},
        ),
    ],
    # limits
    "base-model-too-weak": [
        (fact("best_prompt_fails_at_reasoning", True), fact("best_prompt_fails_at_reasoning", False))
    ],
    "best-prompt-not-enough": [
        (
            fact("best_prompt_fails_at_reasoning", True),
            {**TONE, **fact("best_prompt_fails_at_reasoning", False)},
        ),
        (
            {**REASONING, **signal("reasoning_gap", 75)},
            {**REASONING, "facts": {"best_prompt_fails_at_reasoning": False}, **signal("reasoning_gap", 74)},
        ),
    ],
    "no-training-access": [(fact("training_allowed", False), fact("training_allowed", True))],
    "route-closed": [(fact("tuning_route_offered", False), fact("tuning_route_offered", True))],
    "data-may-not-leave": [(fact("data_may_leave", False), fact("data_may_leave", True))],
    "must-cite": [(fact("sources_must_be_cited", True), fact("sources_must_be_cited", False))],
    "facts-change-too-fast": [
        (signal("freshness_need", 75), signal("freshness_need", 74)),
        (signal("freshness_need", 100), {**signal("freshness_need", 100), **WORDS}),
        ({**signal("freshness_need", 90), **FACTS}, {**signal("freshness_need", 10), **FACTS}),
    ],
    "model-too-slow": [
        (fact("current_model_meets_latency", False), fact("current_model_meets_latency", True)),
    ],
    "no-time-for-a-large-model": [(signal("latency_pressure", 80), signal("latency_pressure", 79))],
    "no-time-for-lookups": [
        (signal("latency_pressure", 85), signal("latency_pressure", 84)),
        (signal("latency_pressure", 100), {**signal("latency_pressure", 100), **FACTS}),
        (signal("latency_pressure", 100), {**signal("latency_pressure", 100), **STALE}),
    ],
    "adapter-fell-short": [(fact("adapter_fell_short", True), fact("adapter_fell_short", False))],
    # readiness
    "prompting-not-exhausted": [
        (fact("prompting_ladder_level", 4), fact("prompting_ladder_level", 5)),
        ({"readiness": {"advanced_prompting_tried": False}}, {"readiness": {"advanced_prompting_tried": True}}),
        (
            fact("prompting_ladder_level", 0),
            {"facts": {"prompting_ladder_level": 0, "current_model_meets_latency": False}},
        ),
        ({**DEAR, **fact("prompting_ladder_level", 2)}, {**DEAR, **fact("prompting_ladder_level", 3)}),
        (
            {
                "signals": {"specialised_language": 79},
                "facts": {"labelled_examples": 50_000, "prompting_ladder_level": 3},
            },
            {
                "signals": {"specialised_language": 80},
                "facts": {"labelled_examples": 50_000, "prompting_ladder_level": 3},
            },
        ),
        (
            {
                "signals": {"specialised_language": 80},
                "facts": {"labelled_examples": 49_999, "prompting_ladder_level": 3},
            },
            {
                "signals": {"specialised_language": 80},
                "facts": {"labelled_examples": 50_000, "prompting_ladder_level": 3},
            },
        ),
    ],
    "too-few-examples": [
        (fact("labelled_examples", 99), fact("labelled_examples", 100)),
        (signal("labelled_data", 39), signal("labelled_data", 40)),
        ({"readiness": {"hundred_checked_examples": False}}, {"readiness": {"hundred_checked_examples": True}}),
    ],
    "classes-thinly-covered": [
        (
            {"task": {"kind": "classification", "classes": 300}, **fact("labelled_examples", 5_999)},
            {"task": {"kind": "classification", "classes": 300}, **fact("labelled_examples", 6_000)},
        ),
        (
            {"task": {"kind": "classification", "classes": 300}, **fact("labelled_examples", 1_500)},
            {"task": {"kind": "style", "classes": 300}, **fact("labelled_examples", 1_500)},
        ),
    ],
    "moving-target": [
        (signal("requirement_stability", 19), signal("requirement_stability", 70)),
        ({"readiness": {"requirements_stable": False}}, {"readiness": {"requirements_stable": True}}),
    ],
    "gap-is-small": [
        (fact("gap_to_target_points", 9), fact("gap_to_target_points", 10)),
        (
            fact("gap_to_target_points", 2),
            {"facts": {"gap_to_target_points": 2, "current_model_meets_latency": False}},
        ),
        (
            {"task": {"failures": ["tone", "latency_or_cost"]}, **fact("gap_to_target_points", 2)},
            {"task": {"failures": ["latency_or_cost", "tone"]}, **fact("gap_to_target_points", 2)},
        ),
    ],
    "no-baseline": [
        ({"readiness": {"metric_and_baseline": False}}, {"readiness": {"metric_and_baseline": True}}),
    ],
    "no-held-out-set": [
        ({"readiness": {"separate_validation_set": False}}, {"readiness": {"separate_validation_set": True}}),
    ],
    "nobody-retrains": [
        ({"readiness": {"maintenance_planned": False}}, {"readiness": {"maintenance_planned": True}}),
    ],
    "too-little-time": [(fact("weeks_available", 3), fact("weeks_available", 4))],
    # worth
    "too-few-requests": [
        (signal("request_volume", 19), signal("request_volume", 20)),
        ({"costs": {"monthly_requests": 2_000}}, {"costs": {"monthly_requests": 5_000}}),
    ],
    "small-model-needs-volume": [
        (signal("request_volume", 54), signal("request_volume", 55)),
        (signal("request_volume", 30), {"signals": {"request_volume": 30, "latency_pressure": 80}}),
        (
            signal("request_volume", 30),
            {**signal("request_volume", 30), **fact("current_model_meets_latency", False)},
        ),
    ],
    "adapter-first": [
        (fact("adapter_fell_short", False), fact("adapter_fell_short", True)),
        (
            signal("specialised_language", 69),
            {**signal("specialised_language", 69), **fact("adapter_fell_short", True)},
        ),
        (fact("labelled_examples", 19_999), {"facts": {"labelled_examples": 19_999, "adapter_fell_short": True}}),
    ],
    "soft-prompts-fall-short": [
        (signal("specialised_language", 70), {"signals": {"specialised_language": 69, "reasoning_gap": 39}}),
        (signal("reasoning_gap", 40), {"signals": {"specialised_language": 69, "reasoning_gap": 39}}),
    ],
    "one-base-for-all": [(fact("tasks_on_one_model", 10), fact("tasks_on_one_model", 9))],
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


def test_a_model_that_is_too_slow_whatever_the_prompt_need_not_be_prompted_any_further() -> None:
    slow = {"current_model_meets_latency": False, "prompting_ladder_level": 0, "gap_to_target_points": 0}
    entry = assessed(LAB, facts=slow).ranking.find("distillation")
    assert entry.tier == "open"
    assert not {"prompting-not-exhausted", "gap-is-small"} & {one.gate for one in entry.preconditions}


def test_a_small_gap_holds_nothing_back_when_cost_or_latency_fails_first() -> None:
    small = {"facts": {"gap_to_target_points": 2}}
    dear = {"task": {"failures": ["latency_or_cost", "tone"]}}
    off_and_dear = {"task": {"failures": ["tone", "latency_or_cost"]}}
    assert finding({**small, **dear}, "lora", "gap-is-small") is None
    closed = finding({**small, **off_and_dear}, "lora", "gap-is-small")
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


@pytest.mark.parametrize("option", ["lora", "distillation"])
def test_with_every_gate_answered_well_what_mends_the_failure_is_open_and_confirmed(option: str) -> None:
    entry = assessed(LAB, CLEARED).ranking.find(option)
    assert (entry.tier, entry.gates, entry.confirmed, entry.open_questions) == ("open", (), True, 0)
    # Weeks that nobody told are an unlikely obstacle, and telling them would count every factor.
    assert [finding.gate for finding in entry.preconditions] == ["too-little-time"]
    told = assessed(LAB, CLEARED, facts={"weeks_available": 8}).ranking.find(option)
    assert (told.tier, told.preconditions) == ("open", ())


def test_what_does_not_mend_the_failure_named_first_is_ruled_out() -> None:
    ranking = assessed(LAB, CLEARED, signals={**LAB["signals"], "format_strictness": 20}).ranking
    standing = {entry.option for entry in ranking.options if entry.tier != "ruled-out"}
    assert standing == {"lora", "prompt-tuning", "distillation", "full-tuning"}


def test_a_question_counts_among_the_preconditions_only_where_it_is_likely_to_close_its_gate() -> None:
    for ranked in assessed(LAB).ranking.options:
        for one in ranked.preconditions:
            assert one.likely is (KNOWLEDGE.gates[one.gate].chance >= KNOWLEDGE.meta.verdict.likely_from)
        assert ranked.open_questions == len({one.asks for one in ranked.preconditions if one.likely})


@pytest.mark.parametrize("option", TRAINED)
def test_the_strictest_of_several_closed_gates_decides_the_tier(option: str) -> None:
    both = assessed(LAB, CLEARED, facts={"gap_to_target_points": 3, "training_allowed": False})
    entry = both.ranking.find(option)
    assert entry.tier == "ruled-out"
    assert {one.tier for one in entry.gates} == {"ruled-out", "not-yet"}


def test_facts_may_be_given_to_lora_by_retrieval_so_the_two_together_are_not_ruled_out() -> None:
    with_tone = assessed(LAB, task={"failures": ["missing_facts", "tone"]}).ranking
    assert (with_tone.find("lora").tier, with_tone.find("lora+rag").tier) == ("ruled-out", "open")
    facts_alone = assessed(LAB, task={"failures": ["missing_facts"]}).ranking
    assert (facts_alone.find("lora").tier, facts_alone.find("lora+rag").tier) == ("ruled-out", "not-yet")


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
