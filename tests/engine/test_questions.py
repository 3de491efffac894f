"""What to find out next: what would change the answer most comes first."""

import pytest
from hypothesis import given

from tests.domain.strategies import effort, scenarios
from tests.engine.cases import CLEARED, KNOWLEDGE, LAB, Tables, assessed, case, without
from tunewise.domain.scenario import Scenario
from tunewise.engine.assess import assess
from tunewise.engine.fit import fits, prior_weights
from tunewise.engine.questions import value_of_answer


def keys(*tables: object, **more: object) -> list[str]:
    """Return the keys that are asked for, in order."""
    return [question.key for question in assessed(*tables, **more).questions]  # type: ignore[arg-type]


def test_with_nothing_told_the_task_is_asked_first_then_the_signals_then_the_preconditions() -> None:
    found = keys()
    assert found[0] == "task.kind"
    assert set(found[1:6]) == {f"signals.{name}" for name in KNOWLEDGE.signals}
    assert found[6:] == ["facts.best_prompt_fails_at_reasoning", "facts.current_model_meets_latency"]


def test_with_every_signal_told_the_preconditions_come_by_their_chance_to_close() -> None:
    assert keys(LAB) == [
        "facts.prompting_ladder_level",
        "readiness.separate_validation_set",
        "facts.gap_to_target_points",
        "task.failures",
        "facts.best_prompt_fails_at_reasoning",
        "facts.training_allowed",
        "facts.current_model_meets_latency",
    ]


def test_one_signal_left_is_asked_after_the_preconditions() -> None:
    found = keys(task=LAB["task"], signals=without(LAB["signals"], "freshness_need"))
    assert found[-1] == "signals.freshness_need"
    assert found[0] == "facts.prompting_ladder_level"


def test_two_signals_left_are_asked_before_the_preconditions() -> None:
    found = keys(task=LAB["task"], signals=without(LAB["signals"], "freshness_need", "labelled_data"))
    assert set(found[:2]) == {"signals.freshness_need", "signals.labelled_data"}


def test_a_question_that_two_gates_ask_is_asked_once() -> None:
    lora = assessed(LAB).ranking.find("lora")
    asked = [finding.asks for finding in lora.preconditions]
    assert asked.count("task.failures") == 2
    assert keys(LAB).count("task.failures") == 1


def test_when_all_is_answered_nothing_is_asked() -> None:
    assert keys(LAB, CLEARED) == []


def test_when_everything_is_ruled_out_only_the_signals_are_asked_and_they_are_worth_nothing() -> None:
    facts = {"training_allowed": False, "current_model_meets_latency": False}
    found = assessed(task={"kind": "qa"}, facts=facts).questions
    assert {question.key for question in found} == {f"signals.{name}" for name in KNOWLEDGE.signals}
    assert {question.worth_points for question in found} == {0}


def test_a_question_comes_with_its_words_and_its_reason() -> None:
    task, *signals = assessed().questions
    assert (task.text, task.why) == (KNOWLEDGE.factors["task"].question, KNOWLEDGE.factors["task"].why)
    freshness = next(question for question in signals if question.key == "signals.freshness_need")
    assert freshness.text == "How often do the facts change that the answers rest on?"
    gate = next(question for question in assessed(LAB).questions if question.key == "facts.prompting_ladder_level")
    assert gate.text == KNOWLEDGE.gates["prompting-not-exhausted"].question
    assert gate.why == KNOWLEDGE.gates["prompting-not-exhausted"].says


def test_the_worth_of_an_answer_is_the_mean_best_score_with_it_less_the_best_without() -> None:
    tables: Tables = {"task": {"kind": "qa"}, "signals": {"requirement_stability": 60, "labelled_data": 30}}
    result = assessed(tables)
    weights = prior_weights(KNOWLEDGE.signals["freshness_need"].prior)
    best = 0.0
    for value, weight in enumerate(weights):
        rows = []
        for entry in result.ranking.options:
            others = sum(line.earned_points for line in entry.contributions if line.factor != "freshness_need")
            rows.append(others + 18 * fits(KNOWLEDGE, entry.option, "freshness_need", "qa", None)[value])
        best += weight * max(rows)
    expected = best - max(entry.score_points for entry in result.ranking.options)
    found = value_of_answer("freshness_need", case(tables), result.ranking.options, KNOWLEDGE)
    # The lines are rounded to a tenth, the exact value is not.
    assert found == pytest.approx(expected, abs=0.1)
    assert found > 0.1


@given(scenario=scenarios())
@effort()
def test_only_what_is_unknown_is_asked_and_no_question_twice(scenario: Scenario) -> None:
    result = assess(scenario, KNOWLEDGE)
    found = [question.key for question in result.questions]
    assert len(found) == len(set(found))
    unknown = {f"signals.{reading.signal}" for reading in result.readings if reading.value is None}
    assert {key for key in found if key.startswith("signals.")} == unknown
    assert ("task.kind" in found) is (scenario.task.kind is None)
    assert all(question.worth_points == 0 or question.worth_points >= 0.05 for question in result.questions)


@given(scenario=scenarios())
@effort(30)
def test_among_the_signals_the_answer_that_is_worth_most_comes_first(scenario: Scenario) -> None:
    found = [question for question in assess(scenario, KNOWLEDGE).questions if question.key.startswith("signals.")]
    worths = [question.worth_points for question in found]
    assert worths == sorted(worths, reverse=True)
