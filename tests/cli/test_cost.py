"""The costs on the command line: ways compared, changes for one run, JSON, CSV, and what is measured into a file."""

import csv
import json
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest

from tests.cli.running import run
from tests.conftest import LAB
from tunewise import cli_cost
from tunewise.domain.errors import StoreError
from tunewise.domain.prices import ModelPrice
from tunewise.session.edits import Edit, apply
from tunewise.store import catalogue
from tunewise.store.scenario_files import load_scenario, save_scenario

OLD = {"name": "openai/gpt-4.1", "priced_on": date(2025, 11, 20), "price_source": "a list"}


def asked(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Return what the command prints about the lab, or about the file that comes first."""
    file, rest = (words[0], words[1:]) if words and not words[0].startswith("-") else (str(LAB), words)
    status, out, err = run(capsys, "cost", file, *rest)
    assert (status, err) == (0, "")
    assert max(map(len, out.splitlines())) <= 80
    return out


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Return the one line with which a command refuses."""
    status, out, err = run(capsys, *words)
    assert (status, out, err.count("\n")) == (2, "", 1)
    return err


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """Return a file of the user's own."""
    path = tmp_path / "mine.toml"
    save_scenario(load_scenario(LAB), path)
    return path


def told(path: Path, **changes: object) -> str:
    """Apply changes to a file, with two dashes for a dot in their keys, and return its name."""
    edit = Edit({key.replace("__", "."): value for key, value in changes.items()}, "")
    save_scenario(apply(edit, load_scenario(path)), path)
    return str(path)


# -- text -----------------------------------------------------------------------------------------------------------


def test_cost_prints_the_workbench_to_the_cent(capsys: pytest.CaptureFixture[str]) -> None:
    out = asked(capsys)
    for amount in ("$76.80", "$124.80", "$1,800.00", "$2,200.00", "$2,419", "$3,122", "17.6 months"):
        assert amount in out


def test_another_way_is_shown_by_its_letter_or_its_id(capsys: pytest.CaptureFixture[str]) -> None:
    shown = asked(capsys, "--option", "c")
    assert "> c Cached prompt" in shown
    assert "Cached prompt, the first month once it is live" in shown
    assert asked(capsys, "--option", "cached-prompt") == shown
    # A small c is the cached prompt, a large one prompt tuning; other letters may be small.
    assert "Not enough told to cost Prompt tuning" in asked(capsys, "--option", "C")
    assert "> A LoRA / PEFT" in asked(capsys, "--option", "a")


def test_another_baseline_counts_for_this_run_alone(capsys: pytest.CaptureFixture[str], mine: Path) -> None:
    before = mine.read_bytes()
    out = asked(capsys, str(mine), "--baseline", "cached-prompt", "--horizon", "24")
    assert "LoRA / PEFT never pays back against cached" in out
    assert "Requests a month that pay it back in 24 months" in out
    assert mine.read_bytes() == before


def test_a_baseline_or_a_way_that_cannot_be_used_is_refused_with_what_helps(capsys: pytest.CaptureFixture[str]) -> None:
    assert "did you mean today?" in refused(capsys, "cost", str(LAB), "--baseline", "todya")
    assert "--baseline: Prompt engineering cannot be costed yet; it needs figures of" in refused(
        capsys, "cost", str(LAB), "--baseline", "prompt"
    )
    assert "--option: rag is ruled out; tell its figures under [costs.plans.rag]" in refused(
        capsys, "cost", str(LAB), "--option", "rag"
    )


def test_counting_typical_figures_costs_the_other_ways(capsys: pytest.CaptureFixture[str], mine: Path) -> None:
    out = asked(capsys, "--count", "people,hosting", "--draws", "50")
    assert "D Distillation°" in out
    assert "Building it" in out
    counted = told(mine, costs__counted=["people"])
    assert asked(capsys, counted, "--count", "hosting", "--draws", "50") == out
    assert "Retraining" in asked(capsys, "--count", "all", "--draws", "50")
    assert "did you mean people?" in refused(capsys, "cost", str(LAB), "--count", "poeple")
    assert "or all" in refused(capsys, "cost", str(LAB), "--count", ",")


def test_draws_and_seed_decide_the_chances(capsys: pytest.CaptureFixture[str], mine: Path) -> None:
    file = told(mine, costs__monthly_requests={"low": 60_000, "likely": 120_000, "high": 200_000})
    out = asked(capsys, file, "--draws", "70", "--seed", "5")
    assert "Chances, 70 draws with seed 5" in out
    assert asked(capsys, file, "--draws", "70", "--seed", "5") == out
    assert asked(capsys, file, "--draws", "70", "--seed", "6") != out
    assert "Chances, 10,000 draws with seed" in asked(capsys, file)


# -- JSON and CSV ---------------------------------------------------------------------------------------------------


def test_cost_as_json_keeps_the_keys_of_the_simple_report(capsys: pytest.CaptureFixture[str]) -> None:
    data = json.loads(asked_json(capsys))
    assert data["scenario"]["title"] == "Support replies in one calm voice"
    assert data["prompt_only_monthly_usd"] == 201.6
    found = data["break_even"]
    assert (found["kind"], found["months"], found["text"], found["reason"]) == ("month", 17.6282, "17.6 months", "")
    assert data["inputs"]["price_per_million_input_usd"] == 4
    assert (data["missing"], data["uncertain"], data["best_fit"]["option"]) == ([], [], "lora")
    assert {"warning", "text", "sources"} == set(data["warnings"][0])


def asked_json(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Return what the command prints as JSON."""
    status, out, err = run(capsys, "cost", str(LAB), "--json", *words)
    assert (status, err) == (0, "")
    return out


def test_json_has_every_way_with_its_lines_totals_and_chances(capsys: pytest.CaptureFixture[str]) -> None:
    data = json.loads(asked_json(capsys, "--count", "people", "--draws", "50", "--seed", "3", "--baseline", "c"))
    assert (data["baseline"], data["focus"], data["horizon_months"]) == ("cached-prompt", "lora", 36)
    ways = {way["way"]: way for way in data["ways"]}
    lora = ways["lora"]
    assert [line["label"] for line in lora["once"]][:2] == ["Building it", "Labelling"]
    assert lora["totals"]["once_usd"] == round(sum(line["usd"] for line in lora["once"]), 2)
    assert lora["totals"]["per_request_usd"] == 0.00064
    assert ways["cached-prompt"]["against_baseline"] is None
    assert ways["stronger-model"]["totals"] is None
    assert (data["chances"]["draws"], data["chances"]["seed"]) == (50, 3)
    assert set(data["chances"]["ways"]) == {way for way, one in ways.items() if one["against_baseline"]}


def test_csv_has_a_column_of_totals_for_each_costed_way(capsys: pytest.CaptureFixture[str]) -> None:
    rows = list(csv.DictReader(StringIO(asked_csv(capsys))))
    assert len(rows) == 37
    assert (rows[0]["lora_cumulative_usd"], rows[36]["lora_cumulative_usd"]) == ("2200.00", "4964.80")
    for way in ("today", "cached-prompt", "lora"):
        spent = sum(Decimal(row[f"{way}_monthly_usd"]) for row in rows)
        assert abs(spent - Decimal(rows[-1][f"{way}_cumulative_usd"])) < 1
    assert len(asked_csv(capsys, "--horizon", "60").splitlines()) == 62


def asked_csv(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Return what the command prints as CSV."""
    status, out, err = run(capsys, "cost", str(LAB), "--csv", *words)
    assert (status, err) == (0, "")
    return out


def test_csv_holds_no_text_of_the_user(capsys: pytest.CaptureFixture[str], mine: Path) -> None:
    out = run(capsys, "cost", told(mine, title="=cmd|' /C calc'!A0"), "--csv")[1]
    assert "calc" not in out
    assert not [cell for line in out.splitlines() for cell in line.split(",") if cell.startswith(("=", "+", "-", "@"))]


def test_json_and_csv_exclude_each_other_and_csv_needs_a_way(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert "--csv: does not go with --json" in refused(capsys, "cost", str(LAB), "--json", "--csv")
    blank = tmp_path / "blank.toml"
    blank.write_text('title = "blank"\n', encoding="utf-8")
    assert "no way can be costed yet; tell requests a month" in refused(capsys, "cost", str(blank), "--csv")


# -- a file from last year ------------------------------------------------------------------------------------------


def listed(usd: str) -> ModelPrice:
    """Return a price of today."""
    price = Decimal(usd)
    return ModelPrice("m", "M", price, price, None, None, None, None, date(2026, 11, 24), "a new list", ())


def squeezed(text: str) -> str:
    """Return a text with its line breaks as spaces."""
    return " ".join(text.split())


def test_old_prices_are_told_with_newer_ones_and_no_figure_changes(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, mine: Path
) -> None:
    days: list[date] = []

    def price_of(model: str, on: date) -> ModelPrice:
        days.append(on)
        return listed("2")

    monkeypatch.setattr(catalogue, "price_of", price_of)
    monkeypatch.setattr(cli_cost, "today", lambda: date(2026, 11, 24))
    out = squeezed(asked(capsys, told(mine, costs__models__today=OLD)))
    assert "prices of openai/gpt-4.1 (today) are of 2025-11-20, from a list." in out
    assert "newer prices exist: openai/gpt-4.1 input $4 → $2 (a new list, 2026-11-24)." in out
    assert "openai/gpt-4.1 ends on 2027-01-14." in out
    assert "$201.60" in out
    assert set(days) == {date(2026, 11, 24)}
    data = json.loads(run(capsys, "cost", str(mine), "--json")[1])
    (model,) = data["models"]
    assert (model["name"], model["priced_on"], model["ends_on"]) == ("openai/gpt-4.1", "2025-11-20", "2027-01-14")
    assert model["newer_prices"] == [{"word": "input", "told_usd": 4, "listed_usd": 2}]
    assert data["inputs"]["models"]["today"]["priced_on"] == "2025-11-20"
    assert data["prompt_only_monthly_usd"] == 201.6


def test_a_model_that_the_catalogue_does_not_know_is_passed_over_in_silence(
    capsys: pytest.CaptureFixture[str], mine: Path
) -> None:
    out = squeezed(asked(capsys, told(mine, costs__models__today={**OLD, "name": "nobody/nothing"})))
    assert "prices of nobody/nothing (today) are of 2025-11-20" in out
    assert "newer" not in out


def test_a_broken_prices_file_is_told_once_and_stops_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, mine: Path
) -> None:
    def price_of(model: str, on: date) -> ModelPrice:
        raise StoreError("is not valid TOML", file="prices.toml")

    monkeypatch.setattr(catalogue, "price_of", price_of)
    models = {"costs__models__today": OLD, "costs__models__lora": {**OLD, "name": "other"}}
    out = squeezed(asked(capsys, told(mine, **models)))
    assert out.count("newer prices were not looked up: prices.toml: is not valid TOML") == 1


def test_the_real_catalogue_is_asked_for_todays_prices(capsys: pytest.CaptureFixture[str], mine: Path) -> None:
    file = told(mine, costs__models__today={**OLD, "priced_on": date(2024, 1, 1)})
    assert "newer prices exist: openai/gpt-4.1 input $4 → $" in squeezed(asked(capsys, file))
    assert cli_cost.today() >= date(2026, 1, 1)


def test_hostile_names_of_models_reach_no_terminal_raw(capsys: pytest.CaptureFixture[str], mine: Path) -> None:
    model = {**OLD, "name": "\x1b[31mx\u202e", "price_source": "\x9b\x07"}
    for extra in ((), ("--json",)):
        out = run(capsys, "cost", told(mine, costs__models__today=model), *extra)[1]
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(out)


# -- measured into a file -------------------------------------------------------------------------------------------


@pytest.fixture
def prompt(tmp_path: Path) -> Path:
    """Return a prompt file."""
    path = tmp_path / "prompt.txt"
    path.write_text("You are a calm agent. Answer in two sentences. {question} Be kind.", encoding="utf-8")
    return path


@pytest.fixture
def fresh(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Path:
    """Return a file of the user's own in which nothing is told yet."""
    path = tmp_path / "fresh.toml"
    run(capsys, "new", str(path))
    return path


def test_tokens_are_counted_and_set_in_a_scenario_as_one_edit(
    capsys: pytest.CaptureFixture[str], fresh: Path, prompt: Path
) -> None:
    before = fresh.read_bytes()
    data = json.loads(run(capsys, "tokens", str(prompt), "--variable", "120", "--json")[1])
    assert fresh.read_bytes() == before
    status, out, _ = run(capsys, "tokens", str(prompt), "--variable", "120", "--into", str(fresh))
    assert status == 0
    assert "Set in the scenario:" in out
    assert out.endswith(f"Saved {fresh}.\n")
    plan = load_scenario(fresh).costs.plan("today")
    assert {f"costs.plans.today.{name}": value for name, value in plan.items()} == data["changes"]


def test_what_the_scenario_says_already_is_not_saved_again(
    capsys: pytest.CaptureFixture[str], fresh: Path, prompt: Path
) -> None:
    run(capsys, "tokens", str(prompt), "--into", str(fresh))
    fresh.write_text("# mine\n" + fresh.read_text(encoding="utf-8"), encoding="utf-8")
    before = fresh.read_bytes()
    out = run(capsys, "tokens", str(prompt), "--into", str(fresh))[1]
    assert "The scenario says the same already:" in out
    assert fresh.read_bytes() == before
    data = json.loads(run(capsys, "tokens", str(prompt), "--into", str(fresh), "--json")[1])
    assert (data["file"], data["saved"]) == (str(fresh), False)


def test_a_usage_export_is_set_in_a_scenario(capsys: pytest.CaptureFixture[str], fresh: Path, tmp_path: Path) -> None:
    export = tmp_path / "usage.csv"
    lines = ["date,model,requests,input_tokens,output_tokens"]
    lines += [f"2026-10-{day:02},m,1000,400000,50000" for day in range(1, 32)]
    export.write_text("\n".join(lines) + "\n", encoding="utf-8")
    fresh.write_text("# mine\n" + fresh.read_text(encoding="utf-8"), encoding="utf-8")
    out = run(capsys, "usage", str(export), "--into", str(fresh))[1]
    assert f"Saved {fresh}.\n" in out
    assert fresh.read_text(encoding="utf-8").startswith("# mine\n")
    costs = load_scenario(fresh).costs
    assert costs.plan("today")["output_tokens"] == 50
    assert isinstance(costs.monthly_requests, int)
    assert 29_000 < costs.monthly_requests < 32_000


def test_a_shipped_scenario_or_a_refused_edit_leaves_everything_as_it_is(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, fresh: Path, prompt: Path
) -> None:
    err = refused(capsys, "tokens", str(prompt), "--into", "support-replies")
    assert "is a shipped scenario" in err
    before = fresh.read_bytes()
    monkeypatch.setattr(
        "tunewise.evidence.tokens.PromptTokens.changes", lambda self, variable: {"costs.plans.today.output_tokens": -1}
    )
    assert "costs.plans.today.output_tokens" in refused(capsys, "tokens", str(prompt), "--into", str(fresh))
    assert fresh.read_bytes() == before


def test_a_prompt_that_contradicts_the_scenario_is_refused_in_one_line(
    capsys: pytest.CaptureFixture[str], mine: Path, prompt: Path
) -> None:
    before = mine.read_bytes()
    said = refused(capsys, "tokens", str(prompt), "--into", str(mine))
    assert "260 tokens removed from the 12 static ones of today" in said
    assert "give no more tokens removed than that, first" in said
    assert mine.read_bytes() == before
