"""What reports say, in words, and that text of a user stays text."""

import pytest

from tests.conftest import SCENARIOS
from tunewise.domain.scenario import Scenario
from tunewise.engine.assess import assess
from tunewise.engine.movement import explain_movement
from tunewise.knowledge.schema import Knowledge
from tunewise.report import sentences, text
from tunewise.report.markdown import to_markdown
from tunewise.session.edits import apply, set_ladder_level, set_value
from tunewise.store.scenario_files import load_scenario


def moved(before: Scenario, after: Scenario, knowledge: Knowledge) -> str:
    """Say why the ranking moved between two scenarios."""
    movement = explain_movement(assess(before, knowledge), assess(after, knowledge))
    return sentences.moved(movement, "the change", knowledge)


def test_an_overtaking_is_told_with_its_exact_terms(lab: Scenario, knowledge: Knowledge) -> None:
    words = moved(lab, apply(set_value("signals.freshness_need", 85), lab), knowledge)
    assert words == "freshness 18 → 85 put F before A by 5.5 (freshness +19.4)"


def test_a_gate_that_closes_is_named_with_the_options_that_it_holds(lab: Scenario, knowledge: Knowledge) -> None:
    words = moved(lab, apply(set_ladder_level(2), lab), knowledge)
    assert words == "the change: puts off ABCDEF (prompting not exhausted)"
    assert (
        moved(apply(set_ladder_level(2), lab), lab, knowledge) == "the change: opens ABCDEF (prompting not exhausted)"
    )


def test_a_change_that_moves_nothing_says_so(lab: Scenario, knowledge: Knowledge) -> None:
    assert moved(lab, apply(set_value("summary", "x"), lab), knowledge) == ("the change: the ranking stays as it is")


def test_today_follows_what_holds_the_destination_back(lab: Scenario, knowledge: Knowledge) -> None:
    assert sentences.today(assess(lab, knowledge), knowledge) == "Today: Prompt engineering (69.0)."
    held = assess(apply(set_ladder_level(2), lab), knowledge)
    assert (
        sentences.today(held, knowledge)
        == "Today: Prompt engineering (69.0): prompting is not exhausted (level 2 of 5)."
    )


def test_today_says_when_nothing_is_open(lab: Scenario, knowledge: Knowledge) -> None:
    slow = apply(set_value("facts.current_model_meets_latency", False), lab)
    held = apply(set_value("facts.training_allowed", False), slow)
    assessment = assess(held, knowledge)
    assert assessment.ranking.destination is None
    assert sentences.today(assessment, knowledge).startswith("Today: nothing is open")
    assert assessment.ranking.verdict.text == "Every option is ruled out by what was told."


def test_a_training_step_is_not_called_free_while_checks_are_missing(knowledge: Knowledge) -> None:
    assessment = assess(load_scenario(SCENARIOS / "strict-latency.toml"), knowledge)
    assert "of 8 readiness checks are missing" in sentences.today(assessment, knowledge)


def test_assumed_signals_are_listed(knowledge: Knowledge) -> None:
    rows = text.ranking(assess(Scenario(title="x"), knowledge), knowledge)
    assert rows[-1].startswith("Assumed, because nobody has said: kind of task, requirement stability")


@pytest.mark.parametrize("title", ["*bold* <b> [x](y) | `z`", "\x1b[31mred", "# head"])
def test_markdown_shows_a_title_literally(title: str, knowledge: Knowledge) -> None:
    head = to_markdown(assess(Scenario(title=title, summary=title), knowledge), knowledge).split("\n")[0]
    assert "\x1b" not in head
    for special in "*<[|`":
        assert f"{special}" not in head.replace(f"\\{special}", "")


def test_markdown_names_the_knowledge_that_was_used(lab: Scenario, knowledge: Knowledge) -> None:
    report = to_markdown(assess(lab, knowledge), knowledge)
    assert f"sha256 {knowledge.sha256[:12]}" in report
    assert "| Labelled data | 16.9 | 18 |  |" in report
    assert "- [x] Requirements are stable (yes: stability 82)" in report
