"""Conditions that name what no table lists, or no subject at all, are refused wherever they stand."""

from pathlib import Path

import pytest

from tests.knowledge.tables import Copy

ACCESS = '{ fact = "training_allowed", is = false }'
CLOSES = f"closes_when = [{ACCESS}]"
ONE_OF = "a clause needs exactly one subject: signal, fact, check, task, leads, failure, failures_only, placed, or all"
WORDS = "the words of a clause may only put in {value}"

# the condition that is put in place of a good one, key that is named, what is said
BROKEN = [
    ('{ signal = "volume", below = 5 }', "volume", "is not known"),
    ('{ fact = "training_alowed", is = false }', "training_alowed", "is not known"),
    ('{ check = "ready", is = false }', "ready", "is not known"),
    ('{ task = "poetry" }', "poetry", "is not known"),
    ('{ leads = "weather" }', "weather", "is not known"),
    ('{ failure = "weather" }', "weather", "is not known"),
    ('{ failures_only = ["tone", "weather"] }', "weather", "is not known"),
    ('{ placed = "magic" }', "magic", "is not known"),
    ('{ all = [{ task = "qa" }, { leads = "weather" }] }', "weather", "is not known"),
    ('{ all = [{ all = [{ task = "poetry" }] }] }', "poetry", "is not known"),
    ("{ is = false }", "", ONE_OF),
    ('{ fact = "training_allowed", failure = "tone", is = false }', "", ONE_OF),
    ('{ leads = "tone", task = "qa" }', "", ONE_OF),
    ('{ placed = "rag", failures_only = [] }', "", ONE_OF),
    ("{ all = [{ below = 5 }] }", "", ONE_OF),
    ('{ all = [{ task = "qa" }], leads = "tone" }', "", "a clause of several parts has no subject of its own"),
    ("{ all = [] }", "", "a clause of several parts has none"),
    ('{ signal = "request_volume" }', "", "the clause on request_volume needs one bound that this signal has"),
    (
        '{ signal = "request_volume", below_examples = 5 }',
        "",
        "the clause on request_volume needs one bound that this signal has",
    ),
    ('{ fact = "training_allowed", below = 5 }', "", "the clause on training_allowed needs is"),
    ('{ fact = "weeks_available", is = true }', "", "the clause on weeks_available needs below or at_least"),
    ('{ fact = "in_place", at_least = 1 }', "", "the clause on in_place needs below or at_least"),
    ('{ check = "timeline_agreed" }', "", "the clause on timeline_agreed needs is"),
    ('{ leads = "tone", below = 5 }', "", "a clause on a name takes no bound"),
    ('{ fact = "gap_to_target_points", below = 10, words = "{gap} points" }', "", WORDS),
    ('{ fact = "gap_to_target_points", below = 10, words = "{} points" }', "", WORDS),
]


@pytest.mark.parametrize(("clause", "name", "problem"), BROKEN)
def test_a_condition_that_cannot_be_is_named_by_its_gate(tmp_path: Path, clause: str, name: str, problem: str) -> None:
    error = Copy(tmp_path).change("gates.toml", CLOSES, f"closes_when = [{clause}]").refusal()
    key = f"no-training-access.{name}" if name else "no-training-access"
    assert (error.file, error.key, error.problem) == ("gates.toml", key, problem)
    assert "\n" not in str(error)


@pytest.mark.parametrize(("clause", "name", "problem"), BROKEN)
def test_an_exception_is_looked_at_like_any_other_condition(
    tmp_path: Path, clause: str, name: str, problem: str
) -> None:
    error = Copy(tmp_path).change("gates.toml", CLOSES, f"{CLOSES}\nunless = [{clause}]").refusal()
    assert error.key == (f"no-training-access.{name}" if name else "no-training-access")
    assert error.problem == problem


@pytest.mark.parametrize(
    ("file", "old", "new", "key"),
    [
        (
            "checklist.toml",
            '{ fact = "prompting_ladder_level", at_least = 5, words = "level {value} of 5" }',
            '{ leads = "weather" }',
            "advanced_prompting_tried.weather",
        ),
        (
            "lessons.toml",
            'applies_when = [{ failure = "format" }, ',
            'applies_when = [{ failure = "weather" }, ',
            "constrain-before-tuning.weather",
        ),
        (
            "patterns.toml",
            'applies_when = [{ task = "qa" }, ',
            'applies_when = [{ task = "poetry" }, ',
            "train-base-prompt-person.poetry",
        ),
        (
            "axes.toml",
            'when = [{ signal = "freshness_need", at_least = 0 }]',
            'when = [{ signal = "newness", at_least = 0 }]',
            "knowledge 15.newness",
        ),
    ],
)
def test_a_condition_is_looked_at_in_every_table_that_has_any(
    tmp_path: Path, file: str, old: str, new: str, key: str
) -> None:
    error = Copy(tmp_path).change(file, old, new).refusal()
    assert (error.file, error.key, error.problem) == (file, key, "is not known")


@pytest.mark.parametrize(
    "clause",
    [
        '{ task = "qa" }',
        '{ leads = "tone" }',
        '{ placed = "lora+rag" }',
        '{ all = [{ task = "qa" }, { all = [{ leads = "tone" }, { signal = "freshness_need", below = 9 }] }] }',
    ],
)
def test_a_good_condition_of_every_new_kind_is_taken(tmp_path: Path, clause: str) -> None:
    changed = Copy(tmp_path).change("gates.toml", CLOSES, f"closes_when = [{clause}]").load()
    leaves = [leaf for one in changed.gates["no-training-access"].closes_when for leaf in one.leaves()]
    assert len(leaves) == clause.count("{") - clause.count("all =")
