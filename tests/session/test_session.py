"""The session: one scenario being worked on, its history, its file, and why the ranking last moved."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.strategies import effort, scenarios
from tests.engine.cases import KNOWLEDGE, LAB, case
from tunewise.domain.errors import ScenarioError
from tunewise.domain.scenario import Scenario
from tunewise.engine.assess import assess
from tunewise.session.edits import Edit, set_ladder_level, set_value, settle_check
from tunewise.session.session import Session

KEYS = ("signals.labelled_data", "signals.freshness_need", "facts.gap_to_target_points")


def lab(path: Path | None = None) -> Session:
    """Return a session with the lab of article 002."""
    return Session(case(LAB), KNOWLEDGE, path)


def drag(session: Session, key: str, *values: int) -> None:
    """Move a slider: the first press is a step, the others continue it."""
    for place, value in enumerate(values):
        session.edit(set_value(key, value), continues=place > 0)


def test_a_session_starts_clean_assessed_and_with_nothing_to_undo() -> None:
    session = lab(Path("case.toml"))
    assert session.scenario == case(LAB)
    assert session.assessment == assess(case(LAB), KNOWLEDGE)
    assert (session.path, session.dirty, session.movement, session.last_change) == (Path("case.toml"), False, None, "")
    assert session.undo() == ""
    assert session.redo() == ""
    assert (session.movement, session.last_change) == (None, "")


def test_an_edit_is_assessed_and_told() -> None:
    session = lab()
    assert session.edit(set_value("signals.freshness_need", 90))
    assert session.assessment == assess(session.scenario, KNOWLEDGE)
    assert session.last_change == "freshness need"
    assert session.movement is not None
    assert session.movement.readings == (("freshness_need", 18, 90),)
    assert session.dirty


def test_an_edit_that_changes_nothing_is_no_step() -> None:
    session = lab()
    assert not session.edit(set_value("signals.freshness_need", 18))
    assert (session.movement, session.dirty, session.undo()) == (None, False, "")


def test_an_edit_that_is_refused_leaves_everything_as_it_was() -> None:
    session = lab()
    session.edit(set_value("signals.freshness_need", 90))
    before = (session.history, session.assessment, session.movement, session.last_change, session.path)
    with pytest.raises(ScenarioError):
        session.edit(set_value("signals.freshness_need", 101))
    with pytest.raises(ScenarioError):
        session.edit(set_value("signals.freshness_need", 101), continues=True)
    assert (session.history, session.assessment, session.movement, session.last_change, session.path) == before


def test_undo_and_redo_say_what_they_took_back_and_repeated() -> None:
    session = lab()
    session.edit(set_value("signals.freshness_need", 90))
    session.edit(set_value("task.kind", "qa"))
    assert session.undo() == "kind"
    assert session.last_change == "undid kind"
    assert session.undo() == "freshness need"
    assert session.scenario == case(LAB)
    assert session.redo() == "freshness need"
    assert session.last_change == "redid freshness need"
    assert session.scenario.signals.freshness_need == 90
    assert session.assessment == assess(session.scenario, KNOWLEDGE)


def test_undo_tells_how_the_ranking_moved_back() -> None:
    session = lab()
    session.edit(set_value("signals.freshness_need", 90))
    forward = session.movement
    session.undo()
    assert forward is not None
    assert session.movement is not None
    assert session.movement.readings == (("freshness_need", 90, 18),)
    there = {(one.winner, one.loser) for one in forward.overtakings}
    back = {(one.loser, one.winner) for one in session.movement.overtakings}
    assert there == back


def test_a_drag_is_one_step_and_its_movement_is_told_from_where_it_began() -> None:
    session = lab()
    drag(session, "signals.freshness_need", 30, 45, 60, 75)
    assert session.movement is not None
    assert session.movement.readings == (("freshness_need", 18, 75),)
    assert session.undo() == "freshness need"
    assert session.scenario == case(LAB)
    session.redo()
    assert session.scenario.signals.freshness_need == 75


def test_a_second_drag_of_the_same_slider_is_a_second_step() -> None:
    session = lab()
    drag(session, "signals.freshness_need", 30, 45)
    drag(session, "signals.freshness_need", 60, 75)
    assert session.movement is not None
    assert session.movement.readings == (("freshness_need", 45, 75),)
    session.undo()
    assert session.scenario.signals.freshness_need == 45


def test_an_edit_of_another_key_never_joins_a_drag() -> None:
    session = lab()
    drag(session, "signals.freshness_need", 30, 45)
    session.edit(set_value("signals.labelled_data", 5), continues=True)
    session.undo()
    assert session.scenario.signals.freshness_need == 45


def test_a_drag_right_after_opening_does_not_swallow_the_opened_scenario() -> None:
    session = lab()
    session.edit(set_value("signals.freshness_need", 30), continues=True)
    session.undo()
    assert session.scenario == case(LAB)


def test_a_drag_that_comes_back_to_where_it_began_leaves_no_step() -> None:
    session = lab()
    drag(session, "signals.freshness_need", 30, 45, 18)
    assert session.scenario == case(LAB)
    assert not session.dirty
    assert session.undo() == ""


def test_a_drag_that_passes_where_it_began_does_not_swallow_the_step_before_it() -> None:
    session = lab()
    session.edit(set_value("signals.freshness_need", 50))
    drag(session, "signals.freshness_need", 51, 50, 49)
    session.undo()
    assert session.scenario.signals.freshness_need == 50


def test_a_press_right_after_undo_is_a_step_of_its_own() -> None:
    session = lab()
    session.edit(set_value("signals.freshness_need", 50))
    session.edit(set_value("signals.freshness_need", 60))
    session.undo()
    session.edit(set_value("signals.freshness_need", 51), continues=True)
    assert session.movement is not None
    assert session.movement.readings == (("freshness_need", 50, 51),)
    session.undo()
    assert session.scenario.signals.freshness_need == 50


def test_what_was_saved_is_clean_until_it_changes_and_clean_again_when_it_comes_back() -> None:
    session = lab()
    session.edit(set_value("signals.freshness_need", 90))
    session.saved(Path("saved.toml"))
    assert (session.dirty, session.path) == (False, Path("saved.toml"))
    session.undo()
    assert session.dirty
    session.redo()
    assert not session.dirty


def test_a_pin_is_the_baseline_that_changes_are_told_against_until_it_is_taken_out() -> None:
    session = lab()
    session.edit(set_value("signals.freshness_need", 30))
    assert session.pin()
    pinned = session.assessment
    assert session.baseline == pinned
    session.edit(set_value("signals.freshness_need", 40))
    session.edit(set_value("signals.labelled_data", 60))
    assert session.movement is not None
    assert session.movement.readings == (("labelled_data", 72, 60), ("freshness_need", 30, 40))
    assert not session.pin()
    left: tuple[object, object] = (session.baseline, session.movement)
    assert left == (None, None)


def test_opening_another_scenario_takes_the_pin_out() -> None:
    session = lab()
    session.pin()
    session.open(case(task={"kind": "qa"}), None)
    assert session.baseline is None


def test_another_scenario_put_in_its_place_is_one_step_that_undo_brings_back() -> None:
    session = lab(Path("case.toml"))
    other = case(task={"kind": "qa"})
    session.replace(other, "start from a shipped case")
    assert (session.scenario, session.dirty, session.path) == (other, True, Path("case.toml"))
    assert session.last_change == "start from a shipped case"
    assert session.undo() == "start from a shipped case"
    assert session.scenario == case(LAB)


def test_the_movement_to_another_scenario_is_told_from_what_was_on_show_and_not_from_an_old_drag() -> None:
    session = lab()
    drag(session, "signals.freshness_need", 30, 45)
    session.replace(case(LAB, signals={"freshness_need": 60}), "start over")
    assert session.movement is not None
    assert session.movement.readings == (("freshness_need", 45, 60),)


def test_opening_another_scenario_starts_a_history_of_its_own() -> None:
    session = lab(Path("case.toml"))
    session.edit(set_value("signals.freshness_need", 90))
    other = case(task={"kind": "qa"})
    session.open(other, Path("other.toml"))
    assert (session.scenario, session.path, session.dirty) == (other, Path("other.toml"), False)
    assert (session.movement, session.last_change, session.undo()) == (None, "", "")
    assert session.assessment == assess(other, KNOWLEDGE)
    session.open(case(LAB), None)
    assert session.path is None


def test_after_opening_a_movement_is_told_from_the_opened_scenario() -> None:
    session = lab()
    drag(session, "signals.freshness_need", 30, 45)
    session.open(case(LAB), None)
    session.edit(set_value("signals.freshness_need", 60), continues=True)
    assert session.movement is not None
    assert session.movement.readings == (("freshness_need", 18, 60),)


def test_ticks_and_levels_are_edits_like_any_other() -> None:
    session = lab()
    session.edit(settle_check("advanced_prompting_tried", True, session.scenario, KNOWLEDGE))
    assert session.assessment.readiness.ladder_level == 5
    session.edit(set_ladder_level(2))
    assert session.movement is not None
    assert {change.gate for change in session.movement.tier_changes} == {"prompting-not-exhausted"}
    assert session.undo() == "prompting ladder level"
    assert session.undo() == "advanced prompting tried"
    assert session.scenario == case(LAB)


def edits() -> st.SearchStrategy[tuple[Edit, bool]]:
    """Return edits, some of which continue the one before."""
    one = st.builds(set_value, st.sampled_from(KEYS), st.one_of(st.none(), st.integers(0, 100)))
    return st.tuples(one, st.booleans())


@given(start=scenarios(), steps=st.lists(edits(), max_size=8))
@effort(40)
def test_undoing_all_leads_to_the_start_and_redoing_all_to_the_end(
    start: Scenario, steps: list[tuple[Edit, bool]]
) -> None:
    session = Session(start, KNOWLEDGE)
    for edit, continues in steps:
        session.edit(edit, continues=continues)
    end = session.scenario
    while session.undo():
        pass
    assert session.scenario == start
    assert not session.dirty
    while session.redo():
        pass
    assert session.scenario == end
    assert session.assessment == assess(end, KNOWLEDGE)


@given(moves=st.lists(st.one_of(edits(), st.sampled_from(["undo", "redo"])), max_size=10))
@effort(40)
def test_whatever_is_done_the_assessment_is_that_of_the_scenario_on_show(moves: list[Any]) -> None:
    session = lab()
    for move in moves:
        if isinstance(move, str):
            getattr(session, move)()
        else:
            session.edit(move[0], continues=move[1])
        assert session.assessment == assess(session.scenario, KNOWLEDGE)
        assert session.dirty is (session.scenario != case(LAB))
