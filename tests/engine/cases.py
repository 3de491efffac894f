"""Scenarios to assess, made from the tables a file would hold."""

from collections.abc import Mapping
from typing import Any

from tunewise.domain.assessment import Assessment, Contribution
from tunewise.domain.scenario import Scenario
from tunewise.domain.validation import to_scenario
from tunewise.engine.assess import assess
from tunewise.knowledge.load import shipped_knowledge
from tunewise.knowledge.tables import Knowledge

KNOWLEDGE = shipped_knowledge()

Tables = Mapping[str, Mapping[str, Any]]

LAB: Tables = {
    "task": {"kind": "style"},
    "signals": {
        "requirement_stability": 82,
        "labelled_data": 72,
        "request_volume": 84,
        "freshness_need": 18,
        "long_prompt_tolerance": 36,
    },
}
"""The decision lab of article 002: consistent tone in support replies."""

CLEARED: Tables = {
    "task": {"failures": ["tone"]},
    "facts": {
        "prompting_ladder_level": 5,
        "gap_to_target_points": 20,
        "best_prompt_fails_at_reasoning": False,
        "training_allowed": True,
        "current_model_meets_latency": True,
        "data_may_leave": True,
        "sources_must_be_cited": False,
        "tuning_route_offered": True,
        "adapter_fell_short": False,
        "tasks_on_one_model": 1,
    },
    "readiness": {
        "hundred_checked_examples": True,
        "requirements_stable": True,
        "metric_and_baseline": True,
        "separate_validation_set": True,
        "maintenance_planned": True,
    },
}
"""Answers that open every gate for a small adapter, given enough data and stable requirements, in the quick scope."""

WORKBENCH: Tables = {
    "costs": {
        "monthly_requests": 120_000,
        "extra_prompt_tokens": 420,
        "prompt_tokens_removed": 260,
        "price_per_million_input_usd": 4,
        "training_run_usd": 1800,
        "evaluation_usd": 400,
    }
}
"""The cost workbench of article 002."""

TRAINED = ("prompt-tuning", "lora", "full-tuning", "distillation", "lora+guardrails", "lora+rag")


def case(*tables: Tables, scope: str | None = None, **more: Mapping[str, Any]) -> Scenario:
    """Return the scenario that the tables make together; what comes later wins."""
    merged: dict[str, dict[str, Any]] = {}
    for part in (*tables, more):
        for name, table in part.items():
            merged.setdefault(name, {}).update(table)
    return to_scenario({"format": 1, "title": "A case", "scope": scope, **merged})


def assessed(
    *tables: Tables, knowledge: Knowledge = KNOWLEDGE, scope: str | None = None, **more: Mapping[str, Any]
) -> Assessment:
    """Return the assessment of what the tables make together."""
    return assess(case(*tables, scope=scope, **more), knowledge)


def order(assessment: Assessment) -> list[str]:
    """Return the options as they are ranked."""
    return [entry.option for entry in assessment.ranking.options]


def scores(assessment: Assessment) -> dict[str, int]:
    """Return the score of every option in tenths."""
    return {entry.option: entry.score_tenths for entry in assessment.ranking.options}


def lines(assessment: Assessment, option: str) -> dict[str, Contribution]:
    """Return the contributions to ``option`` by factor."""
    return {line.factor: line for line in assessment.ranking.find(option).contributions}


def without(table: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Return ``table`` without some of its keys."""
    return {key: value for key, value in table.items() if key not in names}
