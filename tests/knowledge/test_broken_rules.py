"""Gates, checklist items and questions that point nowhere are refused by file, table and key."""

from pathlib import Path

import pytest

from tests.knowledge.tables import Copy

CHECK = '{ fact = "prompting_ladder_level", at_least = 5, words = "level {value} of 5" }'
ASKS_STABLE = 'asks = "readiness.requirements_stable"'

# file, what is there, what is put in its place, key that is named, what is said
BROKEN = [
    # failures and gates
    (
        "failures.toml",
        'called_for = ["rag", ',
        'called_for = ["rags", ',
        "missing_facts",
        "names rags, which is no option",
    ),
    (
        "gates.toml",
        'hits = ["prompt-tuning", ',
        'hits = ["prompt tuning", ',
        "facts-not-weights.hits",
        "names prompt tuning, which is no option",
    ),
    (
        "gates.toml",
        'instead = "rag"',
        'instead = "rags"',
        "facts-not-weights.instead",
        "names rags, which is no option",
    ),
    (
        "gates.toml",
        ASKS_STABLE,
        'asks = "readiness.stable"',
        "moving-target.asks.readiness.stable",
        "is no key of a scenario",
    ),
    ("gates.toml", ASKS_STABLE, 'asks = "task.mood"', "moving-target.asks.task.mood", "is no key of a scenario"),
    ("gates.toml", ASKS_STABLE, 'asks = "mood"', "moving-target.asks.mood", "is no key of a scenario"),
    # checklist
    ("checklist.toml", CHECK, '{ fact = "ladder", at_least = 5 }', "advanced_prompting_tried.ladder", "is not known"),
    (
        "checklist.toml",
        "yes_sets = { prompting_ladder_level = 5 }",
        "yes_sets = { level = 5 }",
        "advanced_prompting_tried.yes_sets.level",
        "is not a fact of the scenario",
    ),
    # questions
    (
        "questions.toml",
        '"signals.freshness_need", ',
        '"signals.newness", ',
        "signals.signals.newness",
        "is no key of a scenario",
    ),
    (
        "questions.toml",
        'asks = ["notes"]',
        'asks = ["random_seed"]',
        "review.random_seed",
        "no table words this question",
    ),
    ("questions.toml", 'key = "summary"', 'key = "abstract"', "task.summary", "no table words this question"),
]


@pytest.mark.parametrize(("file", "old", "new", "key", "problem"), BROKEN)
def test_a_rule_that_points_nowhere_is_named(
    tmp_path: Path, file: str, old: str, new: str, key: str, problem: str
) -> None:
    error = Copy(tmp_path).change(file, old, new).refusal()
    assert (error.file, error.key, error.problem) == (file, key, problem)
    assert "\n" not in str(error)
