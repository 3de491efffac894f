"""A scenario as plain data: what is unknown or empty is left out, and numbers are written as a person writes them."""

from decimal import Decimal
from typing import Any

from hypothesis import given

from tests.domain.strategies import effort, scenarios
from tunewise.domain.scenario import Scenario
from tunewise.domain.validation import to_data, to_scenario


def test_an_empty_scenario_is_its_format_and_its_title() -> None:
    assert to_data(Scenario(title="New")) == {"format": 1, "title": "New"}


def test_what_was_told_is_kept_and_what_is_unknown_is_left_out() -> None:
    data = {
        "format": 1,
        "title": "Case",
        "summary": "short",
        "notes": "long",
        "random_seed": 7,
        "scope": "quick",
        "task": {"kind": "qa", "classes": 3, "failures": ["tone", "format"]},
        "signals": {"labelled_data": 0},
        "facts": {"training_allowed": False, "weeks_available": 6, "in_place": ["rag", "guardrails"]},
        "costs": {"monthly_requests": 5},
        "readiness": {"cost_understood": True},
        "sampling": {"answers": "sure", "weights": "rough"},
        "decision": {"option": "prompt", "reason": "the house knows it"},
    }
    assert to_data(to_scenario(data)) == data


def test_an_empty_list_of_failures_is_left_out_but_not_the_task() -> None:
    assert to_data(to_scenario({"title": "x", "task": {"failures": [], "kind": "qa"}}))["task"] == {"kind": "qa"}
    assert "task" not in to_data(to_scenario({"title": "x", "task": {"failures": []}}))


def test_what_is_as_it_would_be_anyway_is_left_out() -> None:
    tables = {"sampling": {"answers": "about", "weights": "default"}, "decision": {"reason": ""}, "scope": None}
    given_data: dict[str, Any] = {"title": "x", "facts": {"in_place": []}, **tables}
    assert to_data(to_scenario(given_data)) == {"format": 1, "title": "x"}


def test_whole_amounts_are_written_without_a_point_and_others_with_their_digits() -> None:
    costs = {"price_per_million_input_usd": Decimal("4.00"), "training_run_usd": Decimal("0.15")}
    written = to_data(to_scenario({"title": "x", "costs": costs}))["costs"]
    assert repr(written["price_per_million_input_usd"]) == "4"
    assert written["training_run_usd"] == Decimal("0.15")


def test_a_range_is_written_with_whole_numbers_too() -> None:
    costs = {"evaluation_usd": {"low": Decimal("1.0"), "likely": Decimal("1.5"), "high": 2}}
    written = to_data(to_scenario({"title": "x", "costs": costs}))["costs"]["evaluation_usd"]
    assert repr(written) == "{'low': 1, 'likely': Decimal('1.5'), 'high': 2}"


@given(scenario=scenarios())
@effort()
def test_plain_data_gives_the_same_scenario_again(scenario: Scenario) -> None:
    data = to_data(scenario)
    assert to_scenario(data) == scenario
    assert to_data(to_scenario(data)) == data


@given(scenario=scenarios())
@effort()
def test_plain_data_holds_nothing_that_is_unknown_or_empty(scenario: Scenario) -> None:
    data = to_data(scenario)
    tables = [value for value in data.values() if isinstance(value, dict)]
    assert not [value for value in (*data.values(), *(one for table in tables for one in table.values()))
                if value in (None, "", [], {})]  # fmt: skip
