"""What is known already around a scenario: never more than fits, and no less right for being forgotten meanwhile."""

from threading import Thread

import pytest

from tests.engine.cases import KNOWLEDGE, LAB, case
from tunewise.engine import around as module
from tunewise.engine.around import around
from tunewise.engine.assess import assess
from tunewise.session.edits import apply, set_value


def test_what_is_known_of_much_is_forgotten_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_RULES_KEPT", 3)
    monkeypatch.setattr(module, "_FEW_KEPT", 3)
    scenario = case(LAB)
    for value in range(0, 100, 5):
        scenario = apply(set_value("signals.freshness_need", value), scenario)
        told = assess(scenario, KNOWLEDGE)
        assert told == assess(case(LAB, signals={"freshness_need": value}), KNOWLEDGE)
    known = around(scenario, KNOWLEDGE)
    assert max(len(known.states), len(known.checks)) <= 3


def test_few_neighbourhoods_are_known_at_a_time() -> None:
    for classes in range(2, 40):
        assess(case(LAB, task={"kind": "classification", "classes": classes}), KNOWLEDGE)
    assert len(module._around) <= module._AROUND_KEPT


def test_two_threads_find_the_same_while_things_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_RULES_KEPT", 1)
    monkeypatch.setattr(module, "_FEW_KEPT", 1)
    scenario = case(LAB)
    moved = [apply(set_value("signals.requirement_stability", value), scenario) for value in range(0, 100, 4)]
    expected = [assess(one, KNOWLEDGE) for one in moved]
    found: list[bool] = []

    def look() -> None:
        found.extend([assess(one, KNOWLEDGE) for one in moved] == expected for _ in range(3))

    threads = [Thread(target=look) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 9
