"""Edits: some keys get values, and the scenario after it is valid as a whole or the edit does not happen."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.strategies import effort, scenarios
from tests.engine.cases import LAB, case
from tunewise.domain.errors import ScenarioError
from tunewise.domain.figures import Range
from tunewise.domain.scenario import Scenario, Task
from tunewise.domain.validation import to_data, to_scenario
from tunewise.domain.wanted import TABLES
from tunewise.knowledge.load import shipped_knowledge
from tunewise.session.edits import Edit, apply, set_ladder_level, set_value, settle_check

KNOWLEDGE = shipped_knowledge()
NEW = Scenario(title="New")


def told(scenario: Scenario) -> dict[str, Any]:
    """Return what a scenario holds beside its title."""
    return {key: value for key, value in to_data(scenario).items() if key not in {"format", "title"}}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("signals.labelled_data", 72),
        ("facts.training_allowed", False),
        ("readiness.cost_understood", True),
        ("task.kind", "qa"),
        ("task.failures", ["tone", "format"]),
        ("costs.monthly_requests", 120_000),
        ("costs.monthly_requests", {"low": 1, "likely": 2, "high": 3}),
    ],
)
def test_an_edit_sets_one_key_and_leaves_the_others(key: str, value: object) -> None:
    table, name = key.split(".")
    assert told(apply(set_value(key, value), NEW)) == {table: {name: value}}


@pytest.mark.parametrize(("key", "value"), [("title", "Other"), ("summary", "s"), ("notes", "n"), ("random_seed", 5)])
def test_an_edit_sets_a_key_that_is_in_no_table(key: str, value: object) -> None:
    assert to_data(apply(set_value(key, value), NEW))[key] == value


def test_nothing_makes_a_key_unknown_again() -> None:
    scenario = apply(set_value("signals.labelled_data", 72), NEW)
    assert apply(set_value("signals.labelled_data", None), scenario) == NEW
    assert apply(set_value("summary", None), apply(set_value("summary", "s"), NEW)) == NEW


def test_making_an_unknown_key_unknown_changes_nothing() -> None:
    assert apply(set_value("costs.evaluation_usd", None), NEW) == NEW
    assert apply(set_value("notes", None), NEW) == NEW


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("signals.labelled_data", 101),
        ("signals.labelled_data", "72"),
        ("signals.labeled_data", 72),
        ("task.kind", "poetry"),
        ("title", ""),
        ("title", None),
        ("title", "half\ud800"),
        ("mood.today", "good"),
        ("costs.monthly_requests", {"low": 2, "likely": 1, "high": 3}),
        ("costs.monthly_requests.low", 5),
        ("costs.plans.lroa.engineering_weeks", 5),
        ("costs.plans.lora.enginering_weeks", 5),
        ("costs.plans.lora.cache_hit_share", 2),
        ("costs.models.today.name", "a model without a date"),
        ("title.first", "x"),
        ("title.first.letter", "x"),
    ],
)
def test_an_edit_that_is_not_valid_is_refused_and_changes_nothing(key: str, value: object) -> None:
    before = to_data(NEW)
    with pytest.raises(ScenarioError) as caught:
        apply(set_value(key, value), NEW)
    assert caught.value.key
    assert to_data(NEW) == before


def test_an_edit_of_two_keys_succeeds_where_each_alone_would_fail() -> None:
    scenario = apply(Edit({"costs.extra_prompt_tokens": 100, "costs.prompt_tokens_removed": 90}, "tokens"), NEW)
    with pytest.raises(ScenarioError):
        apply(set_value("costs.extra_prompt_tokens", 50), scenario)
    both = apply(Edit({"costs.extra_prompt_tokens": 50, "costs.prompt_tokens_removed": 40}, "tokens"), scenario)
    assert (both.costs.extra_prompt_tokens, both.costs.prompt_tokens_removed) == (50, 40)


def test_an_edit_of_two_keys_fails_as_a_whole() -> None:
    with pytest.raises(ScenarioError):
        apply(Edit({"signals.labelled_data": 5, "signals.freshness_need": 500}, "both"), NEW)


def test_an_edit_is_named_after_its_key_or_as_it_is_told() -> None:
    assert set_value("signals.labelled_data", 5).label == "labelled data"
    assert set_value("title", "x").label == "title"
    assert set_value("title", "x", "name of the case").label == "name of the case"
    assert set_value("signals.labelled_data", 5).keys == frozenset({"signals.labelled_data"})


def test_a_range_survives_the_edit_of_another_key() -> None:
    scenario = apply(set_value("costs.monthly_requests", {"low": 1, "likely": 2, "high": 3}), NEW)
    after = apply(set_value("signals.labelled_data", 5), scenario)
    assert isinstance(after.costs.monthly_requests, Range)
    assert after.costs == scenario.costs


@given(scenario=scenarios(), value=st.integers(0, 100))
@effort()
def test_an_edit_changes_its_key_and_no_other_of_any_scenario(scenario: Scenario, value: int) -> None:
    after = apply(set_value("signals.freshness_need", value), scenario)
    assert after.signals.freshness_need == value
    assert apply(set_value("signals.freshness_need", scenario.signals.freshness_need), after) == scenario


def test_a_tick_for_prompting_sets_the_ladder_so_that_the_list_and_the_gates_agree() -> None:
    edit = settle_check("advanced_prompting_tried", True, NEW, KNOWLEDGE)
    assert told(apply(edit, NEW)) == {"facts": {"prompting_ladder_level": 5}}
    assert edit.label == "advanced prompting tried"


def test_a_no_to_prompting_clears_the_level_that_said_yes_and_is_kept() -> None:
    ticked = apply(settle_check("advanced_prompting_tried", True, NEW, KNOWLEDGE), NEW)
    after = apply(settle_check("advanced_prompting_tried", False, ticked, KNOWLEDGE), ticked)
    assert told(after) == {"readiness": {"advanced_prompting_tried": False}}


def test_a_no_to_prompting_keeps_a_lower_level_that_says_the_same() -> None:
    third = apply(set_ladder_level(3), NEW)
    after = apply(settle_check("advanced_prompting_tried", False, third, KNOWLEDGE), third)
    assert told(after) == {"facts": {"prompting_ladder_level": 3}, "readiness": {"advanced_prompting_tried": False}}


@pytest.mark.parametrize("level", [3, 5])
def test_an_answer_about_prompting_that_is_withdrawn_leaves_nothing(level: int) -> None:
    there = apply(set_ladder_level(level), NEW)
    assert apply(settle_check("advanced_prompting_tried", None, there, KNOWLEDGE), there) == NEW


@pytest.mark.parametrize("answer", [True, False])
def test_an_item_that_stands_for_no_fact_is_kept_as_the_users_word(answer: bool) -> None:
    edit = settle_check("maintenance_planned", answer, NEW, KNOWLEDGE)
    assert told(apply(edit, NEW)) == {"readiness": {"maintenance_planned": answer}}
    there = apply(edit, NEW)
    assert apply(settle_check("maintenance_planned", None, there, KNOWLEDGE), there) == NEW


def test_a_ladder_level_replaces_a_bare_answer() -> None:
    answered = apply(set_value("readiness.advanced_prompting_tried", False), NEW)
    assert told(apply(set_ladder_level(5), answered)) == {"facts": {"prompting_ladder_level": 5}}
    assert apply(set_ladder_level(None), answered) == NEW
    assert set_ladder_level(2).label == "prompting ladder level"


@given(scenario=scenarios(), item=st.sampled_from(list(KNOWLEDGE.checks)), answer=st.sampled_from([True, False, None]))
@effort()
def test_answering_an_item_touches_only_the_list_and_the_facts(
    scenario: Scenario, item: str, answer: bool | None
) -> None:
    after = apply(settle_check(item, answer, scenario, KNOWLEDGE), scenario)
    update = {"facts": scenario.facts, "readiness": scenario.readiness}
    assert after.model_copy(update=update) == scenario
    again = apply(settle_check(item, answer, after, KNOWLEDGE), after)
    assert again == after


def test_an_edit_hands_out_a_frozen_scenario_and_leaves_the_old_one_alone() -> None:
    after = apply(set_value("task.kind", "qa"), NEW)
    assert NEW.task == Task()
    assert after is not NEW


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("costs.plans.lora.engineering_weeks", 6),
        ("costs.plans.lora.engineering_weeks", {"low": 4, "likely": 6, "high": 8}),
        ("costs.plans.lora", {"engineering_weeks": 6, "lead_months": 2}),
        ("costs.models.today", {"name": "openai/gpt-4.1", "priced_on": date(2026, 11, 20)}),
    ],
)
def test_an_edit_reaches_a_key_at_any_depth_and_takes_its_tables_out_again(key: str, value: object) -> None:
    scenario = apply(set_value(key, value), NEW)
    held: Any = told(scenario)
    for part in key.split("."):
        assert list(held) == [part]
        held = held[part]
    assert held == value
    assert apply(set_value(key, None), scenario) == NEW


def test_taking_one_figure_of_a_way_out_leaves_its_others() -> None:
    both = apply(Edit({"costs.plans.lora.lead_months": 2, "costs.plans.rag.lead_months": 1}, "lead"), NEW)
    assert told(apply(set_value("costs.plans.rag.lead_months", None), both)) == {
        "costs": {"plans": {"lora": {"lead_months": 2}}}
    }


@pytest.mark.parametrize(
    "key", ["costs.plans.lora.lead_months", "costs.plans.lora", "title.first", "mood.today.really"]
)
def test_taking_out_what_is_not_there_changes_nothing(key: str) -> None:
    assert apply(set_value(key, None), NEW) == NEW
    bare = apply(set_value("costs.plans.lora", {}), NEW)
    assert apply(set_value("costs.plans.lora.lead_months", None), bare) == bare


def test_a_key_below_a_plain_value_is_refused_and_says_what_to_set() -> None:
    scenario = apply(set_value("costs.monthly_requests", 5), NEW)
    with pytest.raises(ScenarioError, match=r"costs\.monthly_requests: is a value.*set costs\.monthly_requests itself"):
        apply(set_value("costs.monthly_requests.low", 1), scenario)


def test_one_end_of_a_range_can_be_moved_alone() -> None:
    scenario = apply(set_value("costs.monthly_requests", {"low": 1, "likely": 2, "high": 3}), NEW)
    after = apply(set_value("costs.monthly_requests.high", 9), scenario)
    assert told(after) == {"costs": {"monthly_requests": {"low": 1, "likely": 2, "high": 9}}}


@given(scenario=scenarios(), weeks=st.integers(0, 10_000))
@effort()
def test_a_figure_of_a_plan_can_be_set_and_taken_back_in_any_scenario(scenario: Scenario, weeks: int) -> None:
    key = "costs.plans.distillation.engineering_weeks"
    before = scenario.costs.plan("distillation").get("engineering_weeks")
    after = apply(set_value(key, weeks), scenario)
    assert after.costs.plan("distillation")["engineering_weeks"] == weeks
    assert apply(set_value(key, before), after) == scenario


def test_what_an_edit_leaves_as_it_was_is_the_very_same_table_so_that_many_steps_need_little_memory() -> None:
    before = case(LAB)
    after = apply(set_value("signals.freshness_need", 44), before)
    assert after.task is before.task
    assert after.costs is before.costs
    assert after.signals is not before.signals


@given(before=scenarios(), after=scenarios(), key=st.sampled_from(["title", "summary", "scope", ""]), data=st.data())
@effort()
def test_an_edit_of_some_keys_is_that_scenario_read_as_a_whole(
    before: Scenario, after: Scenario, key: str, data: st.DataObject
) -> None:
    """Tables that an edit does not touch are not looked at again; what comes out is the same."""
    wanted, told_before = to_data(after), to_data(before)
    tables = [name for name, value in wanted.items() if isinstance(value, dict)]
    chosen = data.draw(st.lists(st.sampled_from(tables), unique=True, max_size=3)) if tables else []
    changes: dict[str, Any] = {}
    for table in chosen:
        for name in {*wanted[table], *told_before.get(table, {})}:
            changes[f"{table}.{name}"] = wanted[table].get(name)
        told_before[table] = wanted[table]
    if key and key in wanted:
        changes[key] = told_before[key] = wanted[key]
    changed = apply(Edit(changes, "many"), before)
    assert changed == to_scenario(told_before)
    for name in TABLES:
        assert getattr(changed, name) != getattr(before, name) or getattr(changed, name) is getattr(before, name)
