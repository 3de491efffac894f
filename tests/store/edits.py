"""Single edits of a scenario, of every kind there is, and how far a saved text lies from the old one."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

from tunewise.domain.errors import ScenarioError
from tunewise.domain.scenario import Scenario
from tunewise.domain.validation import to_data
from tunewise.session.edits import Edit, apply

RANGE = {"low": 1, "likely": 2, "high": 3}
VALUES: Mapping[str, tuple[Any, ...]] = {
    "title": ("Another", 'quotes " and # signs', "tab\there"),
    "summary": ("One line.", "Two\nlines", ""),
    "notes": ("One line.", 'Two\nlines """ and \\ more\n', "\r\n mixed \r ends\n", "ends in spaces  \n\n"),
    "random_seed": (1, 7),
    "scope": ("quick", "full"),
    "task.kind": ("code", "qa"),
    "task.classes": (7,),
    "task.failures": (["tone"], ["format", "tone"], ["policy", "tone", "vocabulary"], []),
    "signals.labelled_data": (41, 0),
    "signals.requirement_stability": (5,),
    "signals.time_available": (5,),
    "facts.training_allowed": (True, False),
    "facts.weeks_available": (9,),
    "facts.in_place": (["prompt"], ["rag", "prompt"], ["guardrails", "prompt", "rag", "distillation"], []),
    "costs.monthly_requests": (5, RANGE, {"p50": 3, "p90": 4}),
    "costs.monthly_requests.high": (9_000, 10_000),
    "costs.extra_prompt_tokens": (900, RANGE),
    "costs.price_per_million_input_usd": (Decimal("0.25"), {"low": Decimal("0.1"), "likely": 1, "high": 2}),
    "costs.counted": (["people"], ["people", "retraining"], []),
    "costs.plans.lora.engineering_weeks": (4, Decimal("0.5"), RANGE),
    "costs.plans.lora.lead_months": (2,),
    "costs.plans.today.output_tokens": (77,),
    "costs.plans.prompt+guardrails.valid_format_share": (Decimal("0.5"),),
    "costs.plans.rag": ({"engineering_weeks": 2, "solved_share": {"low": 0, "likely": Decimal("0.5"), "high": 1}},),
    "costs.models.today.name": ("b # c",),
    "costs.models.lora": ({"name": "x", "priced_on": date(2026, 1, 2)},),
    "readiness.metric_and_baseline": (True, False),
    "readiness.maintenance_planned": (True,),
    "evidence.overrides.timeline_agreed": ("Said so.", "Two\nlines"),
    "evidence.overrides.requirements_stable": ("Yes.",),
    "evidence.review.wrong": (2,),
    "evidence.training.found.empty-target": (2,),
    "evidence.training.places": ({"duplicate": [3, 4], "empty-target": [1]},),
    "evidence.training.classes": (4,),
    "plan.starts_on": (date(2027, 2, 3),),
    "plan.owners.data": ("Cy",),
    "plan.owners.evaluation": ("Di\nEl",),
    "sampling.answers": ("sure", "about", "guess"),
    "sampling.weights": ("rough",),
    "decision": ({"option": "lora", "reason": "It must."},),
    "decision.reason": ("Other words.", "Two\nlines"),
}


def keys_of(data: Mapping[str, Any], above: str = "") -> Iterator[str]:
    """Yield every key with its tables, tables themselves too."""
    for name, value in data.items():
        yield f"{above}{name}"
        if isinstance(value, Mapping):
            yield from keys_of(value, f"{above}{name}.")


def single_edits(scenario: Scenario) -> Iterator[tuple[str, Scenario]]:
    """Yield each scenario that one valid edit leads to, with what the edit was."""
    changes: list[tuple[str, Any]] = [(key, value) for key, values in VALUES.items() for value in values]
    changes += [(key, None) for key in keys_of(to_data(scenario))]
    for key, value in changes:
        try:
            after = apply(Edit({key: value}, key), scenario)
        except ScenarioError:
            continue
        if after != scenario:
            yield f"{key} = {value!r}", after
    yield from _edits_of_results(scenario)


def _edits_of_results(scenario: Scenario) -> Iterator[tuple[str, Scenario]]:
    """Yield edits of the lists of tables that measured results are kept in."""
    variants: list[dict[str, Any]] = to_data(scenario).get("evidence", {}).get("evaluation", {}).get("variants", [])
    if not variants:
        return
    new = {"name": 'v3 = # "x"', "tests": 3}
    changed = [{**variants[0], "passed": 1}, *variants[1:]]
    for said, after in {
        "one more": [*variants, new],
        "one in front": [new, *variants],
        "one between": [variants[0], new, *variants[1:]],
        "one less": variants[:1],
        "one changed": changed,
        "turned round": variants[::-1],
        "all new": [{**new, "name": "v1"}, new],
    }.items():
        yield f"variants: {said}", apply(Edit({"evidence.evaluation.variants": after}, said), scenario)


def changed_lines(before: str, after: str) -> int:
    """Return how many lines differ: taken out, put in, or changed."""
    matcher = SequenceMatcher(None, before.split("\n"), after.split("\n"), autojunk=False)
    return sum(max(b - a, d - c) for kind, a, b, c, d in matcher.get_opcodes() if kind != "equal")
