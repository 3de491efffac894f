"""The scenarios that ship: each is a case to learn from, and together they arrive at many different places."""

from pathlib import Path

import pytest

from tunewise.engine.assess import assess
from tunewise.knowledge.load import shipped_knowledge
from tunewise.store.paths import shipped_folder
from tunewise.store.scenario_files import load_scenario, save_scenario, shipped_scenarios

FILES = sorted(shipped_folder("scenarios").glob("*.toml"))
KNOWLEDGE = shipped_knowledge()


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_shipped_scenario_loads_and_says_what_it_is_about(path: Path) -> None:
    scenario = load_scenario(path)
    assert scenario.summary
    assert scenario.notes
    assert scenario.task.kind is not None


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_shipped_scenario_comes_back_from_a_copy_as_it_was(path: Path, tmp_path: Path) -> None:
    scenario = load_scenario(path)
    save_scenario(scenario, tmp_path / path.name)
    assert load_scenario(tmp_path / path.name) == scenario


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_shipped_scenario_is_assessed_and_told_enough_for_a_verdict(path: Path) -> None:
    result = assess(load_scenario(path), KNOWLEDGE)
    assert result.ranking.destination is not None
    assert result.ranking.next_step is not None
    assert result.ranking.verdict.word != "not-enough-told"


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_the_name_of_a_shipped_scenario_is_plain(path: Path) -> None:
    assert set(path.stem) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_at_least_twelve_scenarios_ship_and_no_two_share_a_title() -> None:
    titles = [scenario.title for scenario in shipped_scenarios().values()]
    assert len(titles) >= 12
    assert len(set(titles)) == len(titles)
    assert len(FILES) == len(titles)


def test_together_they_arrive_at_seven_different_places_or_more() -> None:
    found = {assess(scenario, KNOWLEDGE).ranking.destination for scenario in shipped_scenarios().values()}
    assert len(found) >= 7


def test_the_example_of_article_002_is_among_them_with_its_published_score() -> None:
    result = assess(shipped_scenarios()["support-replies"], KNOWLEDGE)
    assert result.ranking.options[0].option == "lora"
    assert result.ranking.options[0].score_points == 84.9
