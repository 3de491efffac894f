"""The order of the options, and the path from what is open today to where the case should arrive."""

from hypothesis import given

from tests.domain.strategies import effort, scenarios
from tests.engine.cases import CLEARED, KNOWLEDGE, LAB, TRAINED, assessed, order, scores
from tunewise.domain.scenario import Scenario
from tunewise.engine.assess import assess
from tunewise.engine.ranking import nested


@given(scenario=scenarios())
@effort()
def test_options_stand_by_score_then_simplicity_and_what_is_ruled_out_stands_last(scenario: Scenario) -> None:
    ranked = assess(scenario, KNOWLEDGE).ranking.options
    assert {entry.option for entry in ranked} == set(KNOWLEDGE.choices)
    keys = [
        (
            entry.tier == "ruled-out",
            -entry.score_tenths,
            -KNOWLEDGE.choices[entry.option].simplicity,
            entry.letter,
        )
        for entry in ranked
    ]
    assert keys == sorted(keys)
    for entry in ranked:
        assert (entry.letter, entry.label) == (
            KNOWLEDGE.choices[entry.option].letter,
            KNOWLEDGE.choices[entry.option].label,
        )


@given(scenario=scenarios())
@effort()
def test_the_destination_is_the_best_that_is_not_ruled_out_and_the_next_step_is_open(scenario: Scenario) -> None:
    ranking = assess(scenario, KNOWLEDGE).ranking
    standing = [entry.option for entry in ranking.options if entry.tier != "ruled-out"]
    assert ranking.destination == (standing[0] if standing else None)
    still_open = [entry for entry in ranking.options if entry.tier == "open"]
    if ranking.next_step is None:
        assert not still_open
    else:
        step = ranking.find(ranking.next_step)
        assert step.tier == "open"
        sooner = [entry for entry in still_open if entry.confirmed]
        assert step is (sooner[0] if sooner else still_open[0])


def test_options_that_are_ruled_out_stand_last_with_the_score_they_earned() -> None:
    result = assessed(LAB, facts={"training_allowed": False})
    assert order(result)[6:] == ["lora", "lora+guardrails", "prompt-tuning", "distillation", "full-tuning", "lora+rag"]
    assert result.ranking.find("lora").score_points == 84.9
    assert (result.ranking.destination, result.ranking.next_step) == ("prompt", "prompt")


def test_options_that_are_not_yet_open_keep_their_place() -> None:
    free, held = assessed(LAB), assessed(LAB, facts={"prompting_ladder_level": 1})
    assert order(held) == order(free)
    assert {entry.option for entry in held.ranking.options if entry.tier == "not-yet"} == set(TRAINED)
    assert held.ranking.destination == "lora"
    assert held.ranking.next_step == "prompt"


def test_an_unknown_fact_is_no_veto() -> None:
    lora = assessed(LAB).ranking.find("lora")
    assert lora.tier == "open"
    assert order(assessed(LAB))[0] == "lora"


def test_an_unknown_fact_is_no_pass_either() -> None:
    result = assessed(LAB)
    assert not result.ranking.find("lora").confirmed
    assert result.ranking.next_step == "prompt"


def test_once_every_precondition_is_answered_the_next_step_is_the_destination() -> None:
    ranking = assessed(LAB, CLEARED).ranking
    assert (ranking.next_step, ranking.destination) == ("lora", "lora")


def test_a_question_that_could_only_rule_it_out_does_not_hold_the_next_step_back() -> None:
    ranking = assessed(task={"kind": "generation"}).ranking
    prompt = ranking.find("prompt")
    assert {finding.tier for finding in prompt.preconditions} == {"ruled-out"}
    assert ranking.next_step == "prompt"


def test_an_unconfirmed_option_is_the_next_step_when_no_other_is_open() -> None:
    ranking = assessed(LAB, facts={"current_model_meets_latency": False}).ranking
    assert [entry.option for entry in ranking.options if entry.tier != "ruled-out"] == ["distillation"]
    assert not ranking.find("distillation").confirmed
    assert (ranking.next_step, ranking.destination) == ("distillation", "distillation")


def test_there_may_be_a_destination_without_a_next_step() -> None:
    moving = {"requirements_stable": False}
    ranking = assessed(LAB, facts={"current_model_meets_latency": False}, readiness=moving).ranking
    assert (ranking.next_step, ranking.destination) == (None, "distillation")


def test_when_everything_is_ruled_out_there_is_neither() -> None:
    facts = {"current_model_meets_latency": False, "training_allowed": False}
    ranking = assessed(LAB, facts=facts).ranking
    assert (ranking.next_step, ranking.destination) == (None, None)
    assert {entry.tier for entry in ranking.options} == {"ruled-out"}


def test_a_weak_base_model_leads_to_a_stronger_one_or_to_facts_but_not_to_training() -> None:
    result = assessed(LAB, facts={"best_prompt_fails_at_reasoning": True})
    standing = {entry.option for entry in result.ranking.options if entry.tier != "ruled-out"}
    assert standing == {"stronger-model", "rag", "rag+guardrails"}


def test_facts_that_change_daily_lead_to_retrieval_and_moving_work_without_examples_to_prompting() -> None:
    fresh = assessed(task={"kind": "qa"}, signals={"freshness_need": 95, "long_prompt_tolerance": 70})
    assert order(fresh)[0] == "rag"
    moving = assessed(signals={"requirement_stability": 5, "labelled_data": 5, "request_volume": 20})
    assert order(moving)[0] == "prompt"


def test_an_option_is_nested_in_the_combination_that_it_is_part_of_and_in_itself() -> None:
    assert nested("lora", "lora+rag", KNOWLEDGE)
    assert nested("lora+rag", "rag", KNOWLEDGE)
    assert nested("lora", "lora", KNOWLEDGE)
    assert not nested("lora", "rag", KNOWLEDGE)
    assert not nested("lora+rag", "lora+guardrails", KNOWLEDGE)


def test_a_tier_that_changes_elsewhere_moves_no_score() -> None:
    assert scores(assessed(LAB, facts={"training_allowed": False})) == scores(assessed(LAB))
