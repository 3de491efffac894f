"""Whatever a scenario holds, saving and opening it gives the same scenario."""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given

from tests.domain.strategies import HOSTILE, effort, scenarios
from tunewise.domain.scenario import Scenario
from tunewise.domain.validation import to_scenario
from tunewise.store.scenario_files import load_scenario, save_scenario, scenario_text


@given(scenario=scenarios())
@effort()
def test_any_scenario_comes_back_from_its_file_as_it_was(tmp_path: Path, scenario: Scenario) -> None:
    path = tmp_path / "case.toml"
    assert save_scenario(scenario, path).remark == ""
    assert load_scenario(path) == scenario


@given(scenario=scenarios())
@effort()
def test_saving_what_was_loaded_writes_the_same_bytes(tmp_path: Path, scenario: Scenario) -> None:
    path = tmp_path / "case.toml"
    save_scenario(scenario, path)
    first = path.read_bytes()
    save_scenario(load_scenario(path), path)
    assert path.read_bytes() == first


@given(scenario=scenarios())
@effort()
def test_a_file_never_holds_a_raw_control_character(scenario: Scenario) -> None:
    raw = [one for one in scenario_text(scenario) if ord(one) < 0x20 and one not in "\n\t"]
    assert raw == []


@pytest.mark.parametrize("piece", HOSTILE)
def test_awkward_texts_come_back_in_every_place(tmp_path: Path, piece: str) -> None:
    path = tmp_path / "case.toml"
    for text in (piece, f"a{piece}b", f"{piece}\nend", f"start\n{piece}"):
        scenario = Scenario(title=text, summary=text, notes=text)
        save_scenario(scenario, path)
        assert load_scenario(path) == scenario


def test_notes_with_line_ends_of_every_kind_come_back(tmp_path: Path) -> None:
    scenario = Scenario(title="x", notes="unix\nwindows\r\nold mac\rend\n\n")
    save_scenario(scenario, tmp_path / "case.toml")
    assert load_scenario(tmp_path / "case.toml").notes == scenario.notes


def test_texts_of_the_greatest_length_come_back(tmp_path: Path) -> None:
    scenario = Scenario(title="😀" * 200, summary="\x01" * 2_000, notes="\x01" * 20_000)
    save_scenario(scenario, tmp_path / "case.toml")
    assert load_scenario(tmp_path / "case.toml") == scenario


@pytest.mark.parametrize("amount", ["0.1", "0.000001", "99999.999999", "1E+3", "0E-9", "0.000000001"])
def test_amounts_come_back_to_the_last_digit(tmp_path: Path, amount: str) -> None:
    scenario = to_scenario({"title": "x", "costs": {"price_per_million_input_usd": Decimal(amount)}})
    save_scenario(scenario, tmp_path / "case.toml")
    assert load_scenario(tmp_path / "case.toml").costs.price_per_million_input_usd == Decimal(amount)


def test_a_range_is_written_as_one_table_and_comes_back(tmp_path: Path) -> None:
    costs = {
        "monthly_requests": {"low": 1, "likely": 2, "high": 3},
        "evaluation_usd": {"low": 0, "likely": Decimal("0.5"), "high": 1},
    }
    scenario = to_scenario({"title": "x", "costs": costs})
    assert tomllib.loads(scenario_text(scenario), parse_float=Decimal)["costs"] == costs
    save_scenario(scenario, tmp_path / "case.toml")
    assert load_scenario(tmp_path / "case.toml") == scenario
