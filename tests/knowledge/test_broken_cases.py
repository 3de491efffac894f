"""Published cases, lessons and patterns that contradict the other tables are refused by file, table and key."""

from pathlib import Path

import pytest

from tests.knowledge.tables import Copy

FIRST = "medqa-generalist"
NO_SIGNAL = "every signal that is not derived needs one reading"
WORKED_AND_FAILED = "an option both worked and failed"

# file, what is there, what is put in its place, key that is named, what is said
BROKEN = [
    # precedents
    ("precedents.toml", 'best = "prompt"', 'best = "luck"', FIRST, "names luck, which is no option"),
    (
        "precedents.toml",
        'acceptable = ["stronger-model"]',
        'acceptable = ["luck"]',
        FIRST,
        "names luck, which is no option",
    ),
    ("precedents.toml", 'failed = ["full-tuning", ', 'failed = ["luck", ', FIRST, "names luck, which is no option"),
    ("precedents.toml", 'best = "prompt"', 'best = "lora"', FIRST, WORKED_AND_FAILED),
    ("precedents.toml", 'acceptable = ["stronger-model"]', 'acceptable = ["lora"]', FIRST, WORKED_AND_FAILED),
    ("precedents.toml", 'task = "reasoning"', 'task = "poetry"', f"{FIRST}.task", "poetry is no kind of task"),
    (
        "precedents.toml",
        'failures = ["vocabulary", "reasoning"]',
        'failures = ["vocabulary", "weather"]',
        f"{FIRST}.failures",
        "weather is no failure",
    ),
    (
        "precedents.toml",
        'failures = ["vocabulary", "reasoning"]',
        "failures = []",
        f"{FIRST}.failures",
        "names no failure",
    ),
    (
        "scales.toml",
        "reasoning_gap = { capable = 10, ",
        "reasoning_gap = { ",
        "reasoning_gap.capable",
        "every word that a case may use needs one reading",
    ),
    ("scales.toml", "\ntask = 0.15\n", "\ntask = 0.25\n", "shares", "sum to 1.1; they must sum to 1"),
    ("precedents.toml", "latency_pressure = 5\n", "", f"{FIRST}.signals.latency_pressure", NO_SIGNAL),
    (
        "precedents.toml",
        "latency_pressure = 5\n",
        "latency_pressure = 5\nreasoning_gap = 5\n",
        f"{FIRST}.signals.reasoning_gap",
        NO_SIGNAL,
    ),
    (
        "precedents.toml",
        "latency_pressure = 5\n",
        "latency_pressure = 5\nmood = 5\n",
        f"{FIRST}.signals.mood",
        NO_SIGNAL,
    ),
    (
        "precedents.toml",
        "latency_pressure = 5\n",
        "latency_pressure = 101\n",
        f"{FIRST}.signals",
        "a reading lies outside 0 to 100",
    ),
    (
        "precedents.toml",
        "latency_pressure = 5\n",
        "latency_pressure = -1\n",
        f"{FIRST}.signals",
        "a reading lies outside 0 to 100",
    ),
    (
        "precedents.toml",
        'confidence = "high"\nnote = "Not confirmed: the number of training questions."',
        'confidence = "low"\nnote = ""',
        f"{FIRST}.trust",
        "a case of low confidence must say what was not confirmed",
    ),
    # lessons
    (
        "lessons.toml",
        'speaks_for = ["guardrails", ',
        'speaks_for = ["luck", ',
        "constrain-before-tuning",
        "names luck, which is no option",
    ),
    (
        "lessons.toml",
        'speaks_against = ["lora", ',
        'speaks_against = ["luck", ',
        "constrain-before-tuning",
        "names luck, which is no option",
    ),
    (
        "lessons.toml",
        'precedents = ["complex-schema-json", ',
        'precedents = ["hearsay", ',
        "constrain-before-tuning.hearsay",
        "is no precedent",
    ),
    # patterns
    (
        "patterns.toml",
        'fits = ["lora+rag", ',
        'fits = ["luck", ',
        "train-form-prompt-content",
        "names luck, which is no option",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "key", "problem"), BROKEN)
def test_what_is_said_of_published_cases_must_hold(
    tmp_path: Path, file: str, old: str, new: str, key: str, problem: str
) -> None:
    error = Copy(tmp_path).change(file, old, new).refusal()
    assert (error.file, error.key, error.problem) == (file, key, problem)
    assert "\n" not in str(error)


def test_a_lesson_without_a_source_is_refused(tmp_path: Path) -> None:
    copy = Copy(tmp_path)
    path = copy.folder / "lessons.toml"
    text = path.read_text("utf-8")
    start = text.index("sources = [")
    end = text.index("\n]", start) + 2
    path.write_text(text[:start] + "sources = []" + text[end:], "utf-8")
    error = copy.refusal()
    assert (error.file, error.key) == ("lessons.toml", "constrain-before-tuning")
    assert error.problem == "has no source; cite one, or write judgement"
