"""Believable traps: situations that ask for the wrong thing, and what must be, or must never be, recommended."""

from typing import Any

import pytest

from tests.engine.cases import KNOWLEDGE, LAB, TRAINED, Tables, assessed
from tunewise.domain.assessment import Ranking

STEADY = LAB["signals"]
"""Stable, with much data, at high volume, with hardly any need for fresh facts."""


def ranked(failures: list[str], facts: dict[str, Any], **more: Any) -> Ranking:  # noqa: ANN401
    """Return the ranking of a steady case at high volume in which ``failures`` fail."""
    task = {"kind": "style", "failures": failures, **more.pop("task", {})}
    signals = {**STEADY, **more.pop("signals", {})}
    if "labelled_examples" in facts:
        signals.pop("labelled_data")
    return assessed(task=task, signals=signals, facts=facts, **more).ranking


def standing(ranking: Ranking) -> set[str]:
    """Return the options that are not ruled out."""
    return {entry.option for entry in ranking.options if entry.tier != "ruled-out"}


def test_prompting_that_was_never_tried_comes_before_any_training_however_much_data_there_is() -> None:
    ranking = ranked(["tone"], {"prompting_ladder_level": 0, "labelled_examples": 50_000})
    assert ranking.next_step == "prompt"
    assert not [entry.option for entry in ranking.options if entry.option in TRAINED and entry.tier == "open"]


def test_a_format_that_a_schema_settles_needs_no_training_even_with_twenty_thousand_examples() -> None:
    ranking = ranked(
        ["format"],
        {"prompting_ladder_level": 5, "labelled_examples": 20_000},
        task={"kind": "extraction"},
        signals={"reasoning_gap": 10, "format_strictness": 95},
    )
    assert ranking.next_step == "guardrails"
    assert ranking.destination is not None
    assert not KNOWLEDGE.trains(ranking.destination)


@pytest.mark.parametrize("level", [2, 5])
def test_sixty_examples_are_no_training_set_whatever_the_volume(level: int) -> None:
    ranking = ranked(["tone"], {"prompting_ladder_level": level, "labelled_examples": 60})
    assert ranking.next_step in {"prompt", "prompt+guardrails", "rag"}
    assert ranking.next_step is not None
    assert not KNOWLEDGE.trains(ranking.next_step)
    assert ranking.find("lora").tier == "not-yet"


@pytest.mark.parametrize("scope", ["quick", "full"])
def test_two_thousand_requests_a_month_never_pay_for_training(scope: str) -> None:
    told = {name: value for name, value in STEADY.items() if name != "request_volume"}
    ranking = assessed(
        task={"kind": "style", "failures": ["tone"]},
        signals=told,
        facts={"prompting_ladder_level": 5},
        costs={"monthly_requests": 2_000},
        scope=scope,
    ).ranking
    assert not standing(ranking) & set(TRAINED)
    assert ranking.next_step == "prompt"


@pytest.mark.parametrize("failures", [["stale_facts"], ["stale_facts", "tone"], ["tone", "stale_facts"]])
def test_facts_that_change_daily_are_looked_up_first_even_with_fifty_thousand_examples(failures: list[str]) -> None:
    ranking = ranked(
        failures,
        {"prompting_ladder_level": 5, "labelled_examples": 50_000},
        task={"kind": "qa"},
        signals={"freshness_need": 95},
    )
    assert ranking.next_step == "rag"
    assert ranking.destination in {"rag", "rag+guardrails", "lora+rag"}
    assert "lora" not in standing(ranking)


@pytest.mark.parametrize("failures", [["unclear_task"], ["tone", "unclear_task"]])
def test_what_nobody_can_define_is_written_down_before_anything_is_trained(failures: list[str]) -> None:
    ranking = ranked(failures, {"prompting_ladder_level": 5, "labelled_examples": 20_000})
    assert ranking.next_step == "prompt"
    assert not [entry.option for entry in ranking.options if entry.option in TRAINED and entry.tier == "open"]


def test_requirements_that_change_weekly_stay_in_the_prompt() -> None:
    ranking = ranked(
        ["tone"], {"prompting_ladder_level": 5, "labelled_examples": 20_000}, signals={"requirement_stability": 5}
    )
    assert ranking.next_step in {"prompt", "prompt+guardrails"}
    assert not [entry.option for entry in ranking.options if entry.option in TRAINED and entry.tier == "open"]


@pytest.mark.parametrize("fact", ["training_allowed", "tuning_route_offered"])
def test_where_training_is_not_to_be_had_nothing_that_trains_stands(fact: str) -> None:
    ranking = ranked(["tone"], {"prompting_ladder_level": 5, "labelled_examples": 20_000, fact: False})
    assert not standing(ranking) & set(TRAINED)
    assert ranking.next_step == "prompt"


def test_a_best_prompt_that_fails_at_reasoning_calls_for_a_stronger_model_and_no_training() -> None:
    ranking = ranked(
        ["reasoning"],
        {"prompting_ladder_level": 5, "labelled_examples": 50_000, "best_prompt_fails_at_reasoning": True},
        task={"kind": "reasoning"},
    )
    assert (ranking.next_step, ranking.destination) == ("stronger-model", "stronger-model")
    assert not standing(ranking) & {*TRAINED, "prompt"}


def test_reasoning_that_fails_on_a_capable_model_is_prompted_and_not_tuned_with_fifty_thousand_examples() -> None:
    ranking = ranked(
        ["reasoning"],
        {"prompting_ladder_level": 2, "labelled_examples": 50_000},
        task={"kind": "reasoning"},
        signals={"reasoning_gap": 10},
    )
    assert ranking.next_step in {"prompt", "prompt+guardrails"}
    assert ranking.destination in {"prompt", "prompt+guardrails"}
    assert not standing(ranking) & set(TRAINED)


def test_rules_that_are_broken_are_enforced_around_the_model_and_not_trained_in() -> None:
    ranking = ranked(
        ["policy"], {"prompting_ladder_level": 5, "labelled_examples": 50_000}, task={"kind": "generation"}
    )
    assert ranking.next_step == "guardrails"
    assert ranking.destination is not None
    assert not KNOWLEDGE.trains(ranking.destination)


def test_a_model_that_is_too_slow_with_a_short_prompt_leaves_only_a_smaller_one() -> None:
    ranking = ranked(
        ["latency_or_cost"],
        {"prompting_ladder_level": 3, "labelled_examples": 20_000, "current_model_meets_latency": False},
        task={"kind": "classification"},
    )
    assert (ranking.next_step, ranking.destination) == ("distillation", "distillation")


@pytest.mark.parametrize("failures", [["tone"], ["missing_facts"], ["policy", "missing_facts"], []])
@pytest.mark.parametrize("level", [2, 5])
def test_sources_that_must_be_cited_leave_only_what_retrieves_and_start_with_retrieval(
    failures: list[str], level: int
) -> None:
    ranking = ranked(
        failures,
        {"prompting_ladder_level": level, "labelled_examples": 20_000, "sources_must_be_cited": True},
        task={"kind": "qa"},
    )
    assert standing(ranking) <= {"rag", "rag+guardrails", "lora+rag"}
    assert ranking.destination is not None
    assert ranking.next_step in {"rag", "rag+guardrails"}


def test_data_that_may_not_leave_rules_out_what_others_host() -> None:
    ranking = ranked(
        ["reasoning"],
        {"prompting_ladder_level": 5, "data_may_leave": False},
        task={"kind": "reasoning"},
        signals={"reasoning_gap": 60},
    )
    assert "stronger-model" not in standing(ranking)
    assert ranking.next_step != "stronger-model"


def test_an_adapter_that_fell_short_is_not_trained_again() -> None:
    ranking = ranked(
        ["vocabulary"],
        {"prompting_ladder_level": 5, "labelled_examples": 60_000, "adapter_fell_short": True},
        task={"kind": "generation"},
        signals={"specialised_language": 90, "team_capacity": 90, "time_available": 90},
    )
    assert not standing(ranking) & {"lora", "lora+guardrails", "lora+rag", "prompt-tuning"}
    assert ranking.destination == "full-tuning"


@pytest.mark.parametrize("level", [2, 5])
@pytest.mark.parametrize("signals", [{}, {"format_strictness": 20}], ids=["quick", "full"])
def test_three_hundred_labels_with_five_examples_each_are_retrieved_or_prompted_and_not_yet_trained(
    signals: dict[str, int], level: int
) -> None:
    ranking = ranked(
        ["class_boundaries"],
        {"prompting_ladder_level": level, "labelled_examples": 1_500},
        task={"kind": "classification", "classes": 300},
        signals=signals,
    )
    assert ranking.next_step in {"rag", "prompt"}
    assert ranking.find("lora").tier == ranking.find("distillation").tier == "not-yet"


def test_where_nothing_is_known_no_verdict_is_given_and_the_first_question_is_the_task() -> None:
    result = assessed()
    assert result.ranking.verdict.word == "not-enough-told"
    assert result.questions[0].key == "task.kind"
    assert result.ranking.next_step == "prompt"


MEMORY: Tables = {"task": {"kind": "qa", "failures": ["missing_facts"]}, "signals": {**STEADY, "freshness_need": 10}}


@pytest.mark.parametrize("level", [0, 5])
def test_facts_that_are_missing_are_not_trained_in_though_they_never_change(level: int) -> None:
    facts = {"prompting_ladder_level": level, "documents_fit_window": False}
    ranking = assessed(MEMORY, facts=facts).ranking
    assert ranking.next_step == "rag"
    assert "lora" not in standing(ranking)
    assert not [entry.option for entry in ranking.options if entry.option in TRAINED and entry.tier == "open"]


def test_a_few_pages_of_facts_need_no_retrieval() -> None:
    facts = {"prompting_ladder_level": 1, "documents_fit_window": True}
    ranking = assessed(MEMORY, {"signals": {"long_prompt_tolerance": 90}}, facts=facts).ranking
    assert {"prompt", "rag"} <= standing(ranking)
    assert ranking.next_step in {"prompt", "rag"}


def test_a_gap_of_five_points_is_closed_with_the_prompt() -> None:
    ranking = ranked(["tone"], {"prompting_ladder_level": 5, "labelled_examples": 5_000, "gap_to_target_points": 5})
    assert ranking.next_step == "prompt"
    assert not [entry.option for entry in ranking.options if entry.option in TRAINED and entry.tier == "open"]


def test_three_weeks_are_too_short_for_training() -> None:
    ranking = ranked(["tone"], {"prompting_ladder_level": 3, "labelled_examples": 5_000, "weeks_available": 3})
    assert ranking.next_step == "prompt"
    assert not [entry.option for entry in ranking.options if entry.option in TRAINED and entry.tier == "open"]
