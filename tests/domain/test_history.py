"""History: every step back and forward again, and one drag is one step."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.domain.strategies import effort
from tunewise.domain.history import MOST_STEPS, History, Step
from tunewise.domain.scenario import Scenario

ONE, OTHER = frozenset({"one"}), frozenset({"other"})


def step(title: str, keys: frozenset[str] = ONE) -> Step:
    """Return a step to a scenario of that title."""
    return Step(Scenario(title=title), f"to {title}", keys)


def titles(history: History) -> tuple[list[str], str, list[str]]:
    """Return the titles of past, now and future."""
    return (
        [one.scenario.title for one in history.past],
        history.now.scenario.title,
        [one.scenario.title for one in history.future],
    )


START = History(Step(Scenario(title="a"), "open"))


def test_a_new_history_has_nothing_to_undo_or_redo() -> None:
    assert titles(START) == ([], "a", [])
    assert START.undo() is START
    assert START.redo() is START


def test_a_step_is_undone_and_redone() -> None:
    history = START.push(step("b"))
    assert titles(history) == (["a"], "b", [])
    assert titles(history.undo()) == ([], "a", ["b"])
    assert history.undo().redo() == history


def test_a_step_to_the_same_scenario_is_no_step() -> None:
    history = START.push(step("b"))
    assert history.push(Step(Scenario(title="b"), "again", OTHER)) is history


def test_a_new_step_forgets_what_was_undone() -> None:
    history = START.push(step("b")).undo().push(step("c"))
    assert titles(history) == (["a"], "c", [])


def test_steps_of_one_drag_are_one_step() -> None:
    history = START.push(step("b")).push(step("c"), merge=True).push(step("d"), merge=True)
    assert titles(history) == (["a"], "d", [])


def test_two_changes_of_one_key_are_two_steps_unless_they_are_one_drag() -> None:
    assert titles(START.push(step("b")).push(step("c"))) == (["a", "b"], "c", [])


def test_steps_that_touch_other_keys_are_never_joined() -> None:
    history = START.push(step("b", ONE)).push(step("c", OTHER), merge=True)
    assert titles(history) == (["a", "b"], "c", [])


def test_steps_without_keys_are_never_joined() -> None:
    history = START.push(step("b", frozenset())).push(step("c", frozenset()), merge=True)
    assert titles(history) == (["a", "b"], "c", [])


def test_the_scenario_that_was_opened_is_never_joined_away() -> None:
    opened = History(step("a"))
    assert titles(opened.push(step("b"), merge=True)) == (["a"], "b", [])


def test_a_drag_that_comes_back_to_where_it_began_is_no_step() -> None:
    history = START.push(step("b", OTHER)).push(step("c")).push(step("b"), merge=True)
    assert titles(history) == (["a"], "b", [])
    assert history.now.keys == OTHER


@given(names=st.lists(st.sampled_from("abcdef"), max_size=12))
@effort()
def test_undoing_all_leads_to_the_start_and_redoing_all_to_the_end(names: list[str]) -> None:
    history = START
    for name in names:
        history = history.push(step(name))
    end = history
    steps = len(history.past)
    for _ in range(steps):
        history = history.undo()
    assert history.now == START.now
    assert history.undo() is history
    for _ in range(steps):
        history = history.redo()
    assert history == end
    assert history.redo() is history


@given(moves=st.lists(st.sampled_from(["undo", "redo", "push"]), max_size=20))
@effort()
def test_no_two_neighbours_of_a_history_are_the_same(moves: list[str]) -> None:
    history = START
    for number, move in enumerate(moves):
        history = history.push(step(f"t{number % 3}")) if move == "push" else getattr(history, move)()
        line = [*history.past, history.now, *reversed(history.future)]
        assert all(one.scenario != other.scenario for one, other in pairwise(line))


def test_the_oldest_of_very_many_steps_are_forgotten() -> None:
    history = History(Step(Scenario(title="0"), "open"))
    for number in range(1, MOST_STEPS + 3):
        history = history.push(Step(Scenario(title=str(number)), "title"))
    assert len(history.past) == MOST_STEPS
    assert history.past[0].scenario.title == "2"
    assert history.past[-1].scenario.title == str(MOST_STEPS + 1)
