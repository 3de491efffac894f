"""Replay a collection of published cases against the tables: how often practice and recommendation meet.

    python benchmarks/cases.py              # the cases that ship
    python benchmarks/cases.py CASES.toml   # a collection with [[case]] entries: readings as { v = … }, an outcome each

A case is right when its destination or its next step is among what worked best or acceptably; a violation is a next
step that failed there. Every case is also shaken: all readings move by up to ten points, twenty times.
"""

import random
import sys
import tomllib
from pathlib import Path
from typing import Any

from tunewise.domain.scenario import Scenario
from tunewise.engine.assess import assess
from tunewise.engine.precedents import scenario_of
from tunewise.knowledge.cases import Precedent
from tunewise.knowledge.load import shipped_knowledge

OPTIONS = {
    "prompt_tuning": "prompt-tuning",
    "lora_peft": "lora",
    "full_finetuning": "full-tuning",
    "stronger_base": "stronger-model",
    "distil_small": "distillation",
    "hybrid_rag_tuned": "lora+rag",
    "hybrid_rag_guardrails": "rag+guardrails",
    "hybrid_prompt_guardrails": "prompt+guardrails",
    "hybrid_tuned_guardrails": "lora+guardrails",
}
FAILURES = {
    "style_tone": "tone",
    "domain_vocabulary": "vocabulary",
    "reasoning_limits": "reasoning",
    "latency": "latency_or_cost",
    "cost": "latency_or_cost",
    "safety_policy": "policy",
    "unclear_requirements": "unclear_task",
}
TASKS = {
    "generation_style": "style",
    "summarisation": "generation",
    "document_qa": "qa",
    "dialogue_support": "qa",
    "code_sql": "code",
    "routing": "classification",
    "moderation_alignment": "classification",
}
SIGNALS = {
    "requirement_stability": "requirement_stability",
    "request_volume": "request_volume",
    "freshness_need": "freshness_need",
    "long_prompt_tolerance": "long_prompt_tolerance",
    "latency_pressure": "latency_criticality",
    "format_strictness": "format_strictness",
    "specialised_language": "domain_specialisation",
    "team_capacity": "ml_skill",
}
"""Our signals and the readings of a collection that they are."""

BASE_MODEL = {"yes": "capable", "partly": "partly", "no": "not"}
WOBBLES, WOBBLE_POINTS = 20, 10


def precedent_of(case: dict[str, Any]) -> Precedent:
    """Return a case of a collection in the shape of ours; what only words hold is left empty."""

    def reading(name: str) -> Any:  # noqa: ANN401  # a number or a word
        return case[name]["v"]

    def option(name: str) -> str:
        return OPTIONS.get(name, name)

    needs = [case["main_need"]["v"], *([case["second_need"]] if case.get("second_need") else [])]
    outcome = case["expected"]
    return Precedent.model_validate(
        {
            "id": case["id"],
            "title": case["title"],
            "situation": "",
            "task": TASKS.get(reading("task_kind"), reading("task_kind")),
            "failures": list(dict.fromkeys(FAILURES.get(need, need) for need in needs)),
            "base_model": BASE_MODEL[reading("base_model_capable")],
            "prompting": reading("prompting_tried"),
            "labelled_examples": reading("labelled_examples"),
            "examples_basis": case["labelled_examples"].get("basis", "estimated"),
            "privacy_need": reading("privacy_need"),
            "signals": {ours: reading(theirs) for ours, theirs in SIGNALS.items()}
            | {"time_available": 100 - reading("budget_constraint")},
            "outcome": {
                "best": option(outcome["best"]),
                "acceptable": [option(name) for name in outcome["acceptable"]],
                "failed": [option(name) for name in outcome["never"]],
                "worked": "",
            },
            "source": {"title": "", "authors": "", "year": 0},
            "trust": {"confidence": "medium"},
        }
    )


def shaken(scenario: Scenario, rng: random.Random) -> Scenario:
    """Return ``scenario`` with every reading that was told moved by up to ten points."""
    signals = {
        name: None if value is None else max(0, min(100, value + rng.randint(-WOBBLE_POINTS, WOBBLE_POINTS)))
        for name, value in scenario.signals.model_dump().items()
    }
    return scenario.model_copy(update={"signals": scenario.signals.model_copy(update=signals)})


def replay(cases: tuple[Precedent, ...]) -> None:
    """Print one line a case and the totals."""
    knowledge, rng = shipped_knowledge(), random.Random(1)  # a fixed shake, no secret
    right = exact = violations = close = steady = shakes = 0
    for case in cases:
        scenario = scenario_of(case, knowledge)
        ranking = assess(scenario, knowledge).ranking
        worked = {case.outcome.best, *case.outcome.acceptable}
        good = ranking.destination in worked or ranking.next_step in worked
        right += good
        exact += ranking.destination == case.outcome.best
        violations += ranking.next_step in case.outcome.failed
        if ranking.verdict.word == "too-close":
            close += 1
        else:
            same = (assess(shaken(scenario, rng), knowledge).ranking.destination for _ in range(WOBBLES))
            steady += sum(one == ranking.destination for one in same)
            shakes += WOBBLES
        mark = "  " if good else "✗ "
        print(f"{mark}{case.id:36}{case.outcome.best:18}→ {ranking.destination!s:18}now {ranking.next_step!s:18}")
    print(f"\n{right} of {len(cases)} right, {exact} exact, {violations} violations, {close} too close to call")
    print(f"shaken by {WOBBLE_POINTS} points the destination stays in {steady / max(1, shakes):.0%} of the others")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        collection = tomllib.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
        replay(tuple(precedent_of(case) for case in collection["case"]))
    else:
        replay(shipped_knowledge().cases.precedent)
