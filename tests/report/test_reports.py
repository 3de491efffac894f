"""What reports say, in words, and that text of a user stays text."""

import pytest

from tests.conftest import SCENARIOS
from tunewise.domain.scenario import Decision, OptionId, Scenario
from tunewise.engine.assess import assess
from tunewise.engine.movement import explain_movement
from tunewise.knowledge.tables import Knowledge
from tunewise.report import sentences, text
from tunewise.report.markdown import to_markdown
from tunewise.session.edits import apply, set_ladder_level, set_value
from tunewise.store.scenario_files import load_scenario


def moved(before: Scenario, after: Scenario, knowledge: Knowledge) -> str:
    """Say why the ranking moved between two scenarios."""
    movement = explain_movement(assess(before, knowledge), assess(after, knowledge))
    return sentences.moved(movement, "the change", knowledge)


def test_an_overtaking_is_told_with_its_exact_terms(lab: Scenario, knowledge: Knowledge) -> None:
    words = moved(lab, apply(set_value("signals.labelled_data", 42), lab), knowledge)
    assert words == "data 72 → 42 put H before A by 0.8 (data +16.7)"


def test_an_overtaking_on_equal_points_says_so(lab: Scenario, knowledge: Knowledge) -> None:
    words = moved(lab, apply(set_value("signals.requirement_stability", 30), lab), knowledge)
    assert words == "stability 82 → 30 put H before B on equal points (stability +11.5)"


def test_a_gate_that_closes_is_named_with_the_options_that_it_holds(lab: Scenario, knowledge: Knowledge) -> None:
    words = moved(lab, apply(set_ladder_level(2), lab), knowledge)
    assert words == "the change: puts off ABCD (prompting not exhausted)"
    assert moved(apply(set_ladder_level(2), lab), lab, knowledge) == "the change: opens ABCD (prompting not exhausted)"


def test_a_change_that_moves_nothing_says_so(lab: Scenario, knowledge: Knowledge) -> None:
    assert moved(lab, apply(set_value("summary", "x"), lab), knowledge) == ("the change: the ranking stays as it is")


def test_today_follows_what_holds_the_destination_back(lab: Scenario, knowledge: Knowledge) -> None:
    assert sentences.today(assess(lab, knowledge), knowledge) == "Today: Prompt engineering (69.0)."
    held = assess(apply(set_ladder_level(2), lab), knowledge)
    words = "Today: Prompt engineering. A waits: prompting not exhausted."
    assert sentences.today(held, knowledge) == words


def test_today_says_when_nothing_is_open(lab: Scenario, knowledge: Knowledge) -> None:
    slow = apply(set_value("facts.current_model_meets_latency", False), lab)
    held = apply(set_value("facts.training_allowed", False), slow)
    assessment = assess(held, knowledge)
    assert assessment.ranking.destination is None
    assert sentences.today(assessment, knowledge).startswith("Today: nothing is open")
    assert assessment.ranking.verdict.text == "Every option is ruled out by what was told."


def test_a_training_step_is_not_called_free_while_checks_are_missing(knowledge: Knowledge) -> None:
    assessment = assess(load_scenario(SCENARIOS / "strict-latency.toml"), knowledge)
    assert "1 of 8 readiness checks is missing" in sentences.today(assessment, knowledge)


def test_what_is_assumed_is_listed_the_task_first(knowledge: Knowledge) -> None:
    rows = text.ranking(assess(Scenario(title="x"), knowledge), knowledge)
    assert rows[-1].startswith("Assumed, because nobody has said: kind of task, requirement stability")


def test_in_the_full_scope_failures_are_assumed_too(knowledge: Knowledge) -> None:
    assessment = assess(Scenario(title="x", scope="full"), knowledge)
    assert sentences.assumed(assessment, knowledge).startswith(
        "Assumed, because nobody has said: kind of task, what fails, requirement stability"
    )
    assert sentences.scope_words(assessment, knowledge) == "Full scope: 14 factors share the points."


def test_what_does_not_count_is_not_called_assumed(lab: Scenario, knowledge: Knowledge) -> None:
    assessment = assess(lab, knowledge)
    assert sentences.assumed(assessment, knowledge) == ""
    assert sentences.scope_words(assessment, knowledge).startswith("Quick scope: the five signals of the lab")


def test_a_decision_stands_beside_the_recommendation_with_its_reason(lab: Scenario, knowledge: Knowledge) -> None:
    decided = decide(lab, "rag", "The contract\nasks for sources.")
    words = "You chose Retrieval (RAG) instead: The contract asks for sources."
    rows = text.ranking(assess(decided, knowledge), knowledge)
    assert rows.index(words) < next(row for row, line in enumerate(rows) if line.startswith("  A "))
    assert f"> {words}" in to_markdown(assess(decided, knowledge), knowledge)
    agreed = assess(decide(lab, "lora", "So be it."), knowledge)
    assert sentences.chosen(agreed, knowledge) == "You chose LoRA / PEFT, as recommended: So be it."


def decide(scenario: Scenario, option: OptionId, reason: str) -> Scenario:
    """Return ``scenario`` with a decision of the user."""
    return scenario.model_copy(update={"decision": Decision(option=option, reason=reason)})


@pytest.mark.parametrize(
    ("share", "words"), [(0, "0%"), (0.001, "<1%"), (0.005, "1%"), (0.845, "85%"), (0.9949, "99%"), (0.995, ">99%")]
)
def test_a_chance_is_never_rounded_to_certainty(share: float, words: str) -> None:
    assert sentences.percent(share) == words
    assert sentences.percent(1.0) == "100%"


@pytest.mark.parametrize("title", ["*bold* <b> [x](y) | `z`", "\x1b[31mred", "# head"])
def test_markdown_shows_a_title_literally(title: str, knowledge: Knowledge) -> None:
    decision = Decision(option="rag", reason=title)
    report = to_markdown(assess(Scenario(title=title, summary=title, decision=decision), knowledge), knowledge)
    lines = report.split("\n")
    assert "\x1b" not in report
    quoted = next(line for line in lines if line.startswith("> You chose"))
    for special in "*<[|`":
        assert f"{special}" not in lines[0].replace(f"\\{special}", "")
        assert f"{special}" not in quoted.replace(f"\\{special}", "")


def test_markdown_names_the_knowledge_that_was_used(lab: Scenario, knowledge: Knowledge) -> None:
    report = to_markdown(assess(lab, knowledge), knowledge)
    assert f"sha256 {knowledge.sha256[:12]}" in report
    assert "| Labelled data | 16.9 | 18 |  |" in report
    assert "- [x] Requirements are stable (yes: stability 82)" in report


def test_markdown_of_a_case_without_a_way_out_still_says_why(lab: Scenario, knowledge: Knowledge) -> None:
    slow = apply(set_value("facts.current_model_meets_latency", False), lab)
    report = to_markdown(assess(apply(set_value("facts.training_allowed", False), slow), knowledge), knowledge)
    assert "**Every option is ruled out by what was told.**" in report
    assert "## Path" not in report
    assert "## Readiness" in report
