"""The values of an assessment answer the questions that every screen asks."""

import pytest

from tunewise.domain.assessment import (
    CheckResult,
    Contribution,
    GateFinding,
    RankedOption,
    ReadinessReport,
    State,
    Tier,
)


def line(earned: int, *, assumed: bool = False) -> Contribution:
    """Return a contribution of ``earned`` of 180 tenths."""
    return Contribution("freshness_need", earned, 180, assumed)


def question(tier: Tier, *, asks: str = "", asks_first: bool = False) -> GateFinding:
    """Return an unanswered gate of ``tier``."""
    return GateFinding("gate", tier, False, "", "", "", asks, "", asks_first)


def option(tier: Tier = "open", *preconditions: GateFinding) -> RankedOption:
    """Return an option made of two lines."""
    return RankedOption("lora", "A", "LoRA", tier, 234, (line(154), line(80, assumed=True)), (), preconditions)


def check(item: str, state: State) -> CheckResult:
    """Return a result for ``item``."""
    return CheckResult(item, item, state, True, "", "")


def report(*states: State) -> ReadinessReport:
    """Return a readiness report of items a, b, c… in ``states``."""
    items = tuple(check(name, state) for name, state in zip("abcdefgh", states, strict=False))
    return ReadinessReport(items, None, None, None, None)


def test_tenths_are_shown_as_points() -> None:
    assert (line(154).earned_points, line(154).possible_points) == (15.4, 18.0)
    assert option().score_points == 23.4


def test_the_assumed_part_of_a_score_is_the_sum_of_its_assumed_lines() -> None:
    assert option().assumed_tenths == 80


def test_an_open_option_is_confirmed_when_nothing_that_comes_first_is_a_question() -> None:
    assert option().confirmed
    assert option("open", question("ruled-out")).confirmed
    assert option("open", question("ruled-out"), question("not-yet")).confirmed
    assert not option("open", question("ruled-out"), question("not-yet", asks_first=True)).confirmed
    assert not option("not-yet").confirmed


def test_a_question_that_several_gates_ask_counts_once() -> None:
    questions = (question("ruled-out", asks="a"), question("not-yet", asks="a"), question("not-yet", asks="b"))
    assert option("open", *questions).open_questions == 2
    assert option().open_questions == 0


def test_a_case_is_ready_only_when_every_item_holds() -> None:
    assert report("yes", "yes").ready
    assert not report("yes", "no").ready
    assert not report("yes", "unknown").ready


def test_the_items_that_hold_are_counted() -> None:
    assert report("yes", "no", "yes", "unknown").holding == 2


@pytest.mark.parametrize(
    ("states", "item"),
    [
        (("yes", "unknown", "no"), "c"),
        (("unknown", "unknown"), "a"),
        (("no", "no"), "a"),
        (("yes", "unknown"), "b"),
    ],
)
def test_the_next_item_is_one_that_fails_before_one_that_is_not_answered(states: tuple[State, ...], item: str) -> None:
    found = report(*states).next_item
    assert found is not None
    assert found.item == item


def test_there_is_no_next_item_once_all_hold() -> None:
    assert report("yes", "yes").next_item is None
