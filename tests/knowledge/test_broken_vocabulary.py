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
    # what a scenario can hold
    ("tasks.toml", 'id = "style"', 'id = "poetry"', "poetry", LISTED),
    ("failures.toml", 'id = "tone"', 'id = "moods"', "moods", LISTED),
    ("factors.toml", 'id = "freshness_need"', 'id = "newness"', "freshness_need", LISTED),
    ("checklist.toml", 'id = "cost_understood"', 'id = "cost_known"', "cost_known", LISTED),
    ("costs.toml", 'id = "monthly_requests"', 'id = "daily_requests"', "daily_requests", LISTED),
    # points
    ("factors.toml", "points = 14", "points = 15", "points", "sum to 101; they must sum to 100"),
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
