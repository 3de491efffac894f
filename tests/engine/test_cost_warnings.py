"""The warnings of the workbench: which appear when, and with which figures."""

from decimal import Decimal
from typing import Any

import pytest

from tests.engine.cases import CLEARED, KNOWLEDGE, LAB, WORKBENCH, assessed
from tunewise.domain.assessment import CostWarningShown

TRAINING = {"failure-decides", "training-not-yet", "training-not-the-fix", "same-model"}


def warnings(*tables: Any, **more: Any) -> dict[str, CostWarningShown]:  # noqa: ANN401
    """Return the warnings by name."""
    return {warning.warning: warning for warning in assessed(*tables, **more).cost.warnings}


def costs(**changes: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return the workbench with some controls changed."""
    return {"costs": {**WORKBENCH["costs"], **changes}}


def test_where_training_fits_best_the_failure_still_decides() -> None:
    found = warnings(LAB, CLEARED, WORKBENCH)
    assert found.keys() & TRAINING == {"failure-decides"}
    assert "LoRA / PEFT" in found["failure-decides"].text


def test_where_training_is_not_the_fix_that_is_said() -> None:
    found = warnings(WORKBENCH, task={"kind": "qa"}, signals={"freshness_need": 95})
    assert found.keys() & TRAINING == {"training-not-the-fix"}
    assert "Retrieval (RAG)" in found["training-not-the-fix"].text


def test_where_training_is_not_yet_open_its_first_gate_is_the_reason() -> None:
    found = warnings(LAB, CLEARED, WORKBENCH, facts={"gap_to_target_points": 3})
    assert found.keys() & TRAINING == {"failure-decides", "training-not-yet"}
    assert found["training-not-yet"].text == f"LoRA / PEFT is not yet open: {KNOWLEDGE.gates['gap-is-small'].says}"


def test_a_smaller_model_changes_the_price_too_and_that_is_said() -> None:
    found = warnings(LAB, WORKBENCH, facts={"current_model_meets_latency": False})
    assert found.keys() & TRAINING == {"failure-decides", "same-model"}
    assert "Distillation to a small model" in found["same-model"].text


def test_when_everything_is_ruled_out_the_ranking_warns_of_nothing() -> None:
    facts = {"training_allowed": False, "current_model_meets_latency": False}
    assert not warnings(LAB, WORKBENCH, facts=facts).keys() & TRAINING


def test_a_payback_longer_than_a_model_may_live_is_a_warning() -> None:
    text = warnings(WORKBENCH)["outlives-the-model"].text
    assert "17.6 months" in text
    assert "12 to 30 months" in text


@pytest.mark.parametrize(("training", "warned"), [("1497.60", False), ("1497.61", True)])
def test_up_to_the_shortest_life_of_a_model_there_is_no_such_warning(training: str, warned: bool) -> None:
    # A saving of $124.80 a month pays $1,497.60 back in twelve months.
    found = warnings(costs(training_run_usd=Decimal(training), evaluation_usd=0))
    assert ("outlives-the-model" in found) is warned


def test_the_cached_prompt_is_a_rival_with_its_own_payback() -> None:
    text = warnings(WORKBENCH)["cached-prompt"].text
    assert "90%" in text
    assert "1,024 tokens" in text
    assert "176.3 months" in text


@pytest.mark.parametrize("changes", [{"monthly_requests": 0}, {"training_run_usd": 0, "evaluation_usd": 0}])
def test_without_a_month_of_payback_nothing_is_said_about_payback(changes: dict[str, int]) -> None:
    assert not warnings(costs(**changes)).keys() & {"cached-prompt", "outlives-the-model"}


def test_with_nothing_told_nothing_is_said_about_payback_or_people() -> None:
    assert set(warnings()) == {"training-not-the-fix"}


@pytest.mark.parametrize(("training", "warned"), [(29_599, True), (29_600, False)])
def test_a_small_bill_leaves_people_out(training: int, warned: bool) -> None:
    found = warnings(costs(training_run_usd=training))
    assert ("people-missing" in found) is warned


def test_the_warning_about_people_names_what_pipelines_come_to() -> None:
    text = warnings(WORKBENCH)["people-missing"].text
    assert "$2,200" in text
    assert "$30,000 to $100,000" in text


def test_every_warning_comes_with_its_sources_and_with_all_places_filled() -> None:
    everything = {
        **warnings(LAB, WORKBENCH, facts={"current_model_meets_latency": False, "gap_to_target_points": 50}),
        **warnings(LAB, WORKBENCH, readiness={"requirements_stable": False}),
        **warnings(WORKBENCH),
    }
    assert set(everything) == set(KNOWLEDGE.warnings)
    for name, warning in everything.items():
        assert warning.sources == KNOWLEDGE.warnings[name].sources
        assert "{" not in warning.text


def test_the_most_important_warning_comes_first() -> None:
    assert next(iter(warnings(LAB, WORKBENCH))) == "failure-decides"
    assert next(iter(warnings(WORKBENCH))) == "training-not-the-fix"
