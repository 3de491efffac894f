"""The path in a few lines: each step in a word, and never more lines than one can take in."""

import pytest

from tunewise.domain.scenario import Scenario
from tunewise.engine.assess import assess
from tunewise.knowledge.tables import Knowledge
from tunewise.report.way import path_lines
from tunewise.session.edits import apply, set_value
from tunewise.store.scenario_files import shipped_scenarios


def rows(scenario: Scenario, knowledge: Knowledge) -> list[str]:
    """Return the path as text."""
    return [f"{word}: {text}" for word, text in path_lines(assess(scenario, knowledge), knowledge)]


def test_the_path_leads_from_today_over_a_question_to_the_destination(lab: Scenario, knowledge: Knowledge) -> None:
    assert rows(lab, knowledge) == [
        "today: Prompt engineering",
        "ask: How far up the prompting ladder have you been, of 5 levels? And 4 more to answer.",
        "arrive: LoRA / PEFT",
        "later: LoRA + guardrails",
    ]


def test_what_opens_the_destination_is_said(lab: Scenario, knowledge: Knowledge) -> None:
    held = apply(set_value("facts.prompting_ladder_level", 2), lab)
    assert any(row.startswith("do: Climb the prompting ladder") for row in rows(held, knowledge))


def test_many_things_to_do_are_gathered(lab: Scenario, knowledge: Knowledge) -> None:
    held = apply(set_value("facts.prompting_ladder_level", 2), lab)
    for key, value in (
        ("facts.gap_to_target_points", 5),
        ("readiness.metric_and_baseline", False),
        ("readiness.maintenance_planned", False),
    ):
        held = apply(set_value(key, value), held)
    done = [row for row in rows(held, knowledge) if row.startswith("do: ")]
    assert len(done) == 2
    assert done[1] == "do: 3 more; explain lists what opens each of them"


@pytest.mark.parametrize("name", sorted(shipped_scenarios()))
def test_every_shipped_case_has_a_short_path_that_names_its_destination(name: str, knowledge: Knowledge) -> None:
    scenario = shipped_scenarios()[name]
    ranking = assess(scenario, knowledge).ranking
    lines = rows(scenario, knowledge)
    assert 1 <= len(lines) <= 7
    assert ranking.destination is not None
    label = knowledge.choices[ranking.destination].label
    assert any(line.partition(": ")[0] in {"today", "arrive"} and label in line for line in lines)


def test_without_an_option_there_is_no_path(lab: Scenario, knowledge: Knowledge) -> None:
    slow = apply(set_value("facts.current_model_meets_latency", False), lab)
    assert rows(apply(set_value("facts.training_allowed", False), slow), knowledge) == []
