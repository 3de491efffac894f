"""The scenarios that ship: each is a case to learn from, and together they arrive at every place there is."""

from pathlib import Path
from typing import get_args

import pytest

from tunewise.domain.assessment import Assessment
from tunewise.domain.scenario import FAILURES, OPTION_IDS, Scenario, TaskKind
from tunewise.engine.assess import assess
from tunewise.knowledge.load import shipped_knowledge
from tunewise.store.paths import shipped_folder
from tunewise.store.scenario_files import load_scenario, save_scenario, shipped_scenarios

FILES = sorted(shipped_folder("scenarios").glob("*.toml"))
KNOWLEDGE = shipped_knowledge()

# Where each scenario should arrive and what to build today. A change of the tables that moves one shows here in review.
ARRIVES = {
    "archive-labels": ("prompt-tuning", "prompt"),
    "brand-voice-catalogue": ("lora+rag", "rag"),
    "changing-documents": ("rag", "rag"),
    "clinical-notes": ("lora+guardrails", "guardrails"),
    "code-generation": ("prompt", "prompt"),
    "contract-clauses": ("rag+guardrails", "rag"),
    "court-script": ("full-tuning", "full-tuning"),
    "early-prototype": ("prompt", "prompt"),
    "forms-to-json": ("lora+guardrails", "guardrails"),
    "hard-reasoning": ("stronger-model", "stronger-model"),
    "museum-letters": ("prompt", "prompt"),
    "nothing-to-train": ("prompt+guardrails", "guardrails"),
    "report-migration": ("prompt+guardrails", "prompt"),
    "savings-chat": ("guardrails", "guardrails"),
    "sixty-examples": ("prompt", "prompt"),
    "sql-one-schema": ("prompt+guardrails", "guardrails"),
    "strict-latency": ("distillation", "distillation"),
    "support-replies": ("lora", "prompt"),
    "ticket-routing": ("lora", "prompt"),
    "writing-assistant": ("prompt", "prompt"),
}
CLOSE_CALLS = {"archive-labels", "sql-one-schema"}
SPARSE = "museum-letters"
"""One case is told so briefly that no verdict is given."""

LONGEST_SUMMARY = 200


@pytest.fixture(scope="module")
def scenarios() -> dict[str, Scenario]:
    """Return the scenarios that ship, by name."""
    return shipped_scenarios()


@pytest.fixture(scope="module")
def assessed(scenarios: dict[str, Scenario]) -> dict[str, Assessment]:
    """Return what the shipped tables make of each."""
    return {name: assess(scenario, KNOWLEDGE) for name, scenario in scenarios.items()}


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_shipped_scenario_loads_and_says_what_it_is_about(path: Path) -> None:
    scenario = load_scenario(path)
    assert 0 < len(scenario.summary) <= LONGEST_SUMMARY
    assert scenario.notes
    assert scenario.task.kind is not None


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_shipped_scenario_comes_back_from_a_copy_as_it_was(path: Path, tmp_path: Path) -> None:
    scenario = load_scenario(path)
    save_scenario(scenario, tmp_path / path.name)
    assert load_scenario(tmp_path / path.name) == scenario


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_the_file_of_a_shipped_scenario_is_plain(path: Path) -> None:
    assert set(path.stem) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#")]


@pytest.mark.parametrize("name", ARRIVES)
def test_a_shipped_scenario_arrives_where_the_table_says(name: str, assessed: dict[str, Assessment]) -> None:
    ranking = assessed[name].ranking
    assert (ranking.destination, ranking.next_step) == ARRIVES[name]


def test_the_table_names_every_shipped_scenario_and_no_two_share_a_title(scenarios: dict[str, Scenario]) -> None:
    assert set(scenarios) == set(ARRIVES) == {path.stem for path in FILES}
    assert len({scenario.title for scenario in scenarios.values()}) == len(scenarios)


def test_every_option_leads_a_shipped_scenario(assessed: dict[str, Assessment]) -> None:
    assert {result.ranking.destination for result in assessed.values()} == set(OPTION_IDS)


def test_every_task_and_every_failure_leads_a_shipped_scenario(scenarios: dict[str, Scenario]) -> None:
    assert {scenario.task.kind for scenario in scenarios.values()} == set(get_args(TaskKind))
    named = [scenario.task.failures for scenario in scenarios.values()]
    assert {failures[0] for failures in named if failures} == set(FAILURES)


def test_close_calls_are_the_exception(assessed: dict[str, Assessment]) -> None:
    close = {name for name, result in assessed.items() if result.ranking.verdict.word == "too-close"}
    assert close == CLOSE_CALLS
    assert 3 * len(close) <= len(assessed)


def test_all_but_one_are_told_enough_for_a_verdict(assessed: dict[str, Assessment]) -> None:
    words = {name: result.ranking.verdict.word for name, result in assessed.items()}
    assert [name for name, word in words.items() if word == "not-enough-told"] == [SPARSE]
    assert "nothing-fits" not in words.values()


def test_most_are_told_in_full_and_a_few_are_not(assessed: dict[str, Assessment]) -> None:
    quick = [name for name, result in assessed.items() if result.ranking.scope == "quick"]
    assert quick == ["early-prototype", "museum-letters", "support-replies"]


def test_one_team_chose_otherwise_and_says_why(scenarios: dict[str, Scenario], assessed: dict[str, Assessment]) -> None:
    chosen = {name: one.decision for name, one in scenarios.items() if one.decision.option is not None}
    assert chosen
    for name, decision in chosen.items():
        assert decision.option != assessed[name].ranking.destination
        assert decision.reason


def test_what_runs_already_is_never_the_step_of_today(
    scenarios: dict[str, Scenario], assessed: dict[str, Assessment]
) -> None:
    for name, scenario in scenarios.items():
        # A prompt that has not climbed the whole ladder is in place and still a step.
        unfinished = {"prompt"} if scenario.facts.prompting_ladder_level != 5 else set()
        assert assessed[name].ranking.next_step not in {*scenario.facts.in_place} - unfinished


def test_the_example_of_article_002_is_among_them_with_its_published_score(assessed: dict[str, Assessment]) -> None:
    ranking = assessed["support-replies"].ranking
    assert ranking.scope == "quick"
    assert ranking.options[0].option == "lora"
    assert ranking.options[0].score_points == 84.9
