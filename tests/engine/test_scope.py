"""Which factors count: the quick scope of article 002, or all of them."""

from typing import Any

import pytest

from tests.engine.cases import CLEARED, KNOWLEDGE, LAB, assessed, case, lines
from tunewise.domain.scenario import Scenario
from tunewise.domain.validation import to_data, to_scenario
from tunewise.engine.assess import assess
from tunewise.engine.scope import scope_of

QUICK = [factor.id for factor in KNOWLEDGE.signals.values() if factor.points]
FURTHER = [factor.id for factor in KNOWLEDGE.signals.values() if not factor.points]


def scoped(scope: str, scenario: Scenario) -> Scenario:
    """Return ``scenario`` with a scope of its own."""
    return to_scenario({**to_data(scenario), "scope": scope})


def test_there_are_five_quick_signals_and_six_further_ones() -> None:
    assert len(QUICK) == 5
    assert set(LAB["signals"]) == set(QUICK)
    assert FURTHER == [
        "format_strictness",
        "latency_pressure",
        "specialised_language",
        "reasoning_gap",
        "team_capacity",
        "time_available",
    ]


def test_with_nothing_told_the_scope_is_quick() -> None:
    assert scope_of(case(), KNOWLEDGE) == "quick"


@pytest.mark.parametrize("signal", QUICK)
def test_a_quick_signal_leaves_the_scope_quick(signal: str) -> None:
    assert scope_of(case(signals={signal: 50}), KNOWLEDGE) == "quick"


@pytest.mark.parametrize("signal", FURTHER)
@pytest.mark.parametrize("value", [0, 50])
def test_a_further_signal_makes_the_scope_full_even_at_nothing(signal: str, value: int) -> None:
    assert scope_of(case(LAB, signals={**LAB["signals"], signal: value}), KNOWLEDGE) == "full"


@pytest.mark.parametrize("weeks", [0, 6])
def test_weeks_that_were_told_make_the_scope_full(weeks: int) -> None:
    assert scope_of(case(LAB, facts={"weeks_available": weeks}), KNOWLEDGE) == "full"


@pytest.mark.parametrize(
    "tables",
    [
        {"task": {"failures": ["tone"]}},
        {"facts": {"prompting_ladder_level": 5}},
        {"facts": {"in_place": ["rag"]}},
        CLEARED,
    ],
)
def test_a_failure_or_another_fact_leaves_the_scope_quick(tables: Any) -> None:  # noqa: ANN401
    assert scope_of(case(LAB, tables), KNOWLEDGE) == "quick"


@pytest.mark.parametrize("scope", ["quick", "full"])
@pytest.mark.parametrize("tables", [{}, {"signals": {"team_capacity": 50}}])
def test_a_scope_that_is_named_holds_whatever_was_told(scope: str, tables: dict[str, Any]) -> None:
    named = scoped(scope, case(LAB, tables))
    assert scope_of(named, KNOWLEDGE) == scope
    assert assess(named, KNOWLEDGE).ranking.scope == scope


def test_the_lines_are_those_of_the_scope() -> None:
    quick, full = assessed(LAB), assess(scoped("full", case(LAB)), KNOWLEDGE)
    assert list(lines(quick, "lora")) == [factor.id for factor in KNOWLEDGE.factors_in("quick")]
    assert list(lines(full, "lora")) == [factor.id for factor in KNOWLEDGE.factors_in("full")]


def test_in_the_quick_scope_a_further_signal_closes_gates_and_earns_nothing() -> None:
    pressed = scoped("quick", case(LAB, signals={**LAB["signals"], "latency_pressure": 90}))
    found = assess(pressed, KNOWLEDGE).ranking
    assert [entry.score_tenths for entry in found.options if entry.option == "lora"] == [849]
    assert "no-time-for-a-large-model" in {one.gate for one in found.find("stronger-model").gates}


def test_the_scope_alone_opens_and_closes_no_gate() -> None:
    quick, full = (assess(scoped(scope, case(LAB, CLEARED)), KNOWLEDGE).ranking for scope in ("quick", "full"))
    for option in KNOWLEDGE.choices:
        assert quick.find(option).gates == full.find(option).gates
        assert quick.find(option).preconditions == full.find(option).preconditions


def test_the_scope_is_kept_only_where_it_was_named() -> None:
    assert to_data(scoped("full", case(LAB)))["scope"] == "full"
    assert "scope" not in to_data(case(LAB))
