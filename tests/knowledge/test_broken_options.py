"""Options and combinations that contradict one another are refused by file, table and key."""

from pathlib import Path

import pytest

from tests.knowledge.tables import Copy

STABILITY = "[[0, 0.05], [30, 0.20], [60, 0.65], [85, 0.95], [100, 1.00]]"
LORA_STYLE = "task = { style = 0.95, extraction = 0.75, classification = 0.90"
B_CARRY = 'carry = { requirement_stability = "lora", labelled_data = "lora", request_volume = "lora", '
SHARES = "request_volume = { lora = 0.6, rag = 0.4 }"

# file, what is there, what is put in its place, key that is named, what is said
BROKEN = [
    # options
    ("options.toml", 'letter = "C"', 'letter = "A"', "letter", "two options have the same letter"),
    (
        "options.toml",
        LORA_STYLE,
        "task = { extraction = 0.75, classification = 0.90",
        "lora.task.style",
        "every kind of task needs one fit",
    ),
    (
        "options.toml",
        "long_prompt_tolerance = [[0, 0.80], [100, 0.80]]\n",
        "",
        "lora.fit.long_prompt_tolerance",
        "every signal needs one curve",
    ),
    (
        "options.toml",
        "long_prompt_tolerance = [[0, 0.80]",
        "long_prompt = [[0, 0.5]]\nlong_prompt_tolerance = [[0, 0.80]",
        "lora.fit.long_prompt",
        "every signal needs one curve",
    ),
    (
        "options.toml",
        STABILITY,
        STABILITY.replace("0.95", "1.05"),
        "lora.fit.requirement_stability",
        "a fit lies outside 0 to 1",
    ),
    # combinations
    (
        "options.toml",
        'parts = ["lora", "guardrails"]',
        'parts = ["lora", "luck"]',
        "lora+guardrails.parts",
        "names luck, which is no option",
    ),
    (
        "options.toml",
        B_CARRY,
        B_CARRY.replace(' labelled_data = "lora",', ""),
        "lora+guardrails.carry.labelled_data",
        "every signal needs a part that carries it",
    ),
    (
        "options.toml",
        B_CARRY,
        B_CARRY.replace('labelled_data = "lora"', 'labelled_data = "rag"'),
        "lora+guardrails.carry.labelled_data",
        "shares must be of its parts and sum to 1",
    ),
    (
        "options.toml",
        SHARES,
        SHARES.replace("0.4", "0.5"),
        "lora+rag.carry.request_volume",
        "shares must be of its parts and sum to 1",
    ),
    (
        "options.toml",
        'simplicity = 0.20\nwins = "Structured',
        'simplicity = 0.55\nwins = "Structured',
        "lora+guardrails.simplicity",
        "a combination cannot be simpler than a part",
    ),
    (
        "options.toml",
        'sequence = ["guardrails", "lora"]',
        'sequence = ["guardrails"]',
        "lora+guardrails.sequence",
        "must hold its parts, each once",
    ),
    (
        "options.toml",
        'sequence = ["guardrails", "lora"]',
        'sequence = ["guardrails", "rag"]',
        "lora+guardrails.sequence",
        "must hold its parts, each once",
    ),
    (
        "options.toml",
        'sequence = ["guardrails", "lora"]',
        'sequence = ["guardrails", "lora", "lora"]',
        "lora+guardrails.sequence",
        "must hold its parts, each once",
    ),
    (
        "options.toml",
        "task = { style = 0.85, extraction = 1.00",
        "task = { style = 0.96, extraction = 1.00",
        "lora+guardrails.task.style",
        "exceeds that of its best part",
    ),
    (
        "options.toml",
        "task = { style = 0.85, extraction = 1.00",
        "task = { poetry = 0, style = 0.85, extraction = 1.00",
        "lora+guardrails.task.poetry",
        "every kind of task needs one fit",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "key", "problem"), BROKEN)
def test_an_option_or_combination_that_cannot_be_is_named(
    tmp_path: Path, file: str, old: str, new: str, key: str, problem: str
) -> None:
    error = Copy(tmp_path).change(file, old, new).refusal()
    assert (error.file, error.key, error.problem) == (file, key, problem)
    assert "\n" not in str(error)


def test_a_combination_may_be_as_simple_as_its_less_simple_part(tmp_path: Path) -> None:
    was, equal = 'simplicity = 0.20\nwins = "Structured', 'simplicity = 0.50\nwins = "Structured'
    changed = Copy(tmp_path).change("options.toml", was, equal).load()
    assert changed.combinations["lora+guardrails"].simplicity == changed.options["lora"].simplicity
