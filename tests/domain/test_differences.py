"""What differs between two scenarios, in words."""

from datetime import date

from tunewise.domain.differences import differences
from tunewise.domain.scenario import Scenario
from tunewise.session.edits import Edit, apply


def lines(*edits: Edit, start: Scenario | None = None) -> list[str]:
    before = start or Scenario(title="x")
    after = before
    for edit in edits:
        after = apply(edit, after)
    return [one.line() for one in differences(before, after)]


def test_two_equal_scenarios_differ_in_nothing() -> None:
    assert lines() == []


def test_a_changed_a_new_and_a_withdrawn_key_are_named_with_their_tables() -> None:
    start = apply(Edit({"signals.requirement_stability": 70, "facts.training_allowed": True}, ""), Scenario(title="x"))
    changes = {"signals.requirement_stability": 80, "facts.training_allowed": None, "signals.request_volume": 5}
    assert lines(Edit(changes, ""), start=start) == [
        "signals.requirement_stability: 70 → 80",
        "facts.training_allowed: yes → not told",
        "signals.request_volume: not told → 5",
    ]


def test_figures_lists_and_days_read_as_a_person_writes_them() -> None:
    changes = {
        "costs.monthly_requests": {"low": 10, "likely": 20, "high": 40},
        "task.failures": ["tone", "format"],
        "plan.starts_on": date(2026, 12, 1),
    }
    assert lines(Edit(changes, "")) == [
        "task.failures: not told → tone, format",
        "costs.monthly_requests.low: not told → 10",
        "costs.monthly_requests.likely: not told → 20",
        "costs.monthly_requests.high: not told → 40",
        "plan.starts_on: not told → 2026-12-01",
    ]


def test_what_a_file_holds_is_shown_safely_and_cut() -> None:
    (row,) = lines(Edit({"notes": "\x1b[2J" + "x" * 300}, ""))
    assert row.startswith("notes: not told → \\x1b[2Jxxx")
    assert row.endswith("…")
    assert len(row) < 90
