"""Tables that cite what is not listed, or list what no scenario can hold, are refused by file, table and key."""

from pathlib import Path

import pytest

from tests.knowledge.tables import Copy

HYBRID = 'sources = ["002 \'Structured extraction\'", "000 \'The Hybrid Approach\'", "judgement"]'
LISTED = "must be listed here exactly when a scenario can hold it"

# file, what is there, what is put in its place, key that is named, what is said
BROKEN = [
    # sources
    (
        "options.toml",
        HYBRID,
        "sources = []",
        "combination.lora+guardrails",
        "has no source; cite one, or write judgement",
    ),
    (
        "tasks.toml",
        "sources = [\"000 'Format/Style Adaptation'\"]",
        'sources = ["900 x"]',
        "task.style",
        "cites 900, which sources.toml does not list",
    ),
    (
        "checklist.toml",
        "sources = [\"000 'The Prompt Engineering Ladder'\"]",
        'sources = ["hearsay"]',
        "rung",
        "cites hearsay, which sources.toml does not list",
    ),
    (
        "questions.toml",
        'sources = ["judgement"]',
        "sources = []",
        "question.title",
        "has no source; cite one, or write judgement",
    ),
    (
        "meta.toml",
        'sources = ["judgement: simulated reading',
        'sources = ["guess: simulated reading',
        "meta",
        "cites guess, which sources.toml does not list",
    ),
    (
        "patterns.toml",
        "sources = [\"000 'Pattern 1'\"]",
        "sources = []",
        "pattern.train-form-prompt-content",
        "has no source; cite one, or write judgement",
    ),
    (
        "routes.toml",
        'sources = ["azure-prices"]',
        'sources = ["azure-hearsay"]',
        "route.azure",
        "cites azure-hearsay, which sources.toml does not list",
    ),
    (
        "scales.toml",
        'near_from = 0.50\nsources = ["judgement"]',
        "near_from = 0.50\nsources = []",
        "scales",
        "has no source; cite one, or write judgement",
    ),
    (
        "scales.toml",
        'other_base_model_from = 50\nsources = ["judgement"]',
        'other_base_model_from = 50\nsources = ["guess"]',
        "likeness",
        "cites guess, which sources.toml does not list",
    ),
    (
        "axes.toml",
        'says = "facts hardly change"\nsources = ["judgement"]',
        'says = "facts hardly change"\nsources = []',
        "push",
        "has no source; cite one, or write judgement",
    ),
    # what a scenario can hold
    ("tasks.toml", 'id = "style"', 'id = "poetry"', "poetry", LISTED),
    ("failures.toml", 'id = "tone"', 'id = "moods"', "moods", LISTED),
    ("factors.toml", 'id = "freshness_need"', 'id = "newness"', "freshness_need", LISTED),
    ("checklist.toml", 'id = "cost_understood"', 'id = "cost_known"', "cost_known", LISTED),
    ("costs.toml", 'id = "monthly_requests"', 'id = "daily_requests"', "daily_requests", LISTED),
    # points
    ("factors.toml", "points = 14", "points = 15", "points", "sum to 101; they must sum to 100"),
    ("factors.toml", "points = 14\n", "", "points", "sum to 86; they must sum to 100"),
    ("factors.toml", "full_points = 23", "full_points = 22", "full_points", "sum to 99; they must sum to 100"),
    ("failures.toml", "share = 0.18", "share = 0.19", "share", "must sum to 1"),
    # what mends a failure
    (
        "failures.toml",
        "prompt = 0.35, ",
        "",
        "missing_facts.mends.prompt",
        "every option that is no combination needs one figure",
    ),
    (
        "failures.toml",
        "prompt = 0.35, ",
        "prompt = 0.35, luck = 0.5, ",
        "missing_facts.mends.luck",
        "every option that is no combination needs one figure",
    ),
    ("failures.toml", "prompt = 0.35, ", "prompt = 1.35, ", "missing_facts.mends", "a figure lies outside 0 to 1"),
    (
        "failures.toml",
        '{ fact = "documents_fit_window", option = "prompt"',
        '{ fact = "documents_fit_window", option = "luck"',
        "missing_facts.eased_by",
        "names luck, which is no option",
    ),
    (
        "failures.toml",
        '{ fact = "documents_fit_window", option = "prompt"',
        '{ fact = "documents_fit", option = "prompt"',
        "missing_facts.eased_by.documents_fit",
        "is not a fact of the scenario",
    ),
    ("failures.toml", "prompt = 0.35, ", "prompt = -0.1, ", "missing_facts.mends", "a figure lies outside 0 to 1"),
]


@pytest.mark.parametrize(("file", "old", "new", "key", "problem"), BROKEN)
def test_a_citation_or_a_name_that_does_not_exist_is_named(
    tmp_path: Path, file: str, old: str, new: str, key: str, problem: str
) -> None:
    error = Copy(tmp_path).change(file, old, new).refusal()
    assert (error.file, error.key, error.problem) == (file, key, problem)
    assert "\n" not in str(error)


def test_a_source_that_is_taken_away_is_missed_where_it_is_cited_first(tmp_path: Path) -> None:
    error = Copy(tmp_path).change("sources.toml", 'id = "003"', 'id = "033"').refusal()
    assert (error.file, error.key) == ("factors.toml", "factor.freshness_need")
    assert error.problem == "cites 003, which sources.toml does not list"


def test_a_combination_may_have_a_figure_of_its_own_for_what_it_mends(tmp_path: Path) -> None:
    changed = Copy(tmp_path).change("failures.toml", "prompt = 0.35, ", 'prompt = 0.35, "lora+rag" = 0.9, ').load()
    assert changed.failures["missing_facts"].mends["lora+rag"] == 0.9
