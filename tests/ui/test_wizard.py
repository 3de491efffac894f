"""The Scenario screen: a wizard over the same model, every question skippable."""

from tests.conftest import LAB
from tests.ui.driving import SMALL, driving
from tunewise.domain.scenario import Scenario


async def test_a_newcomer_tells_a_case_from_nothing_and_sees_the_leader_all_the_while() -> None:
    async with driving(Scenario(title="Untitled scenario"), SMALL, start="scenario") as driver:
        assert "Not enough told yet" in driver.lines[1]
        await driver.press("n")
        await driver.press("enter")
        await driver.press(*["backspace"] * 18)
        await driver.type("Tickets")
        await driver.press("enter")
        assert driver.scenario.title == "Tickets"
        await driver.press("down", "down")
        await driver.press("right", "right", "right")
        assert driver.scenario.task.kind == "classification"
        await driver.press("n", *"80")
        assert driver.scenario.signals.requirement_stability == 80
        await driver.press("down", *"10")
        await driver.press("n", *"66")
        await driver.press("n", *"88", "down", *"30")
        assert "LoRA / PEFT fits best" in driver.lines[1]
        await driver.press("n", "n", "n")
        assert "Told: stability 80 high" in driver.text


async def test_every_step_can_be_skipped_and_taken_back() -> None:
    async with driving(Scenario(title="x"), start="scenario") as driver:
        for step in ("Task", "Signals", "Data", "Traffic", "Limits", "Team", "Review"):
            await driver.press("n")
            assert f"[{step}]" in driver.lines[3]
        await driver.press("n")
        assert driver.status.startswith("This is the last step")
        await driver.press("b")
        assert "[Team]" in driver.lines[3]
        assert driver.scenario == Scenario(title="x")


async def test_failures_are_named_in_order_and_taken_back() -> None:
    async with driving(Scenario(title="x"), start="scenario") as driver:
        await driver.press("n", *["down"] * 7)
        await driver.press("space", "up", "space")
        assert list(driver.scenario.task.failures) == ["format", "reasoning"]
        assert "✓ 2 reasons wrongly" in driver.text
        await driver.press("space")
        assert list(driver.scenario.task.failures) == ["format"]
        await driver.press("u")
        assert list(driver.scenario.task.failures) == ["format", "reasoning"]


async def test_each_question_says_why_it_is_asked_and_by_which_source() -> None:
    async with driving(LAB, start="scenario") as driver:
        await driver.press("n", "n")
        assert "why: requirement stability" in driver.text
        assert "Training freezes a behaviour." in driver.text
        assert "Sources: 000" in driver.text


async def test_starting_from_a_shipped_scenario_replaces_the_case_and_leaves_its_file_alone() -> None:
    async with driving(Scenario(title="x"), start="scenario") as driver:
        assert "forms-to-json" in driver.text
        await driver.press("tab")
        while "support-replies" not in driver.line_with("▸"):
            await driver.press("down")
        assert "Customer replies need a calm" in driver.text, "the story is told before it is chosen"
        await driver.press("enter")
        assert driver.scenario.title == "Support replies in one calm voice"
        assert driver.app.session.path is None
        assert "84.9" in driver.lines[1]
        assert "[Task]" in driver.lines[3]


async def test_starting_over_with_unsaved_changes_asks_first() -> None:
    async with driving(LAB, start="scenario") as driver:
        await driver.press("n", "n", "right", "escape", "b", "b", "tab", "enter")
        assert "There are unsaved changes." in driver.text
        await driver.press("escape")
        assert driver.scenario.signals.requirement_stability == 83
        await driver.press("enter", "d")
        assert driver.scenario.title == "Untitled scenario"


async def test_notes_of_several_lines_are_edited_whole() -> None:
    async with driving(Scenario(title="x", notes="one"), start="scenario") as driver:
        await driver.press("n", "n", "n", "n", "n", "n", "n", "tab", "enter")
        await driver.press("end", "enter")
        await driver.type("two")
        await driver.press("f2")
        assert driver.scenario.notes == "one\ntwo"
        await driver.press("u")
        assert driver.scenario.notes == "one"


async def test_the_same_model_stands_behind_every_screen() -> None:
    async with driving(LAB, start="scenario") as driver:
        await driver.press("n", "n", "right")
        await driver.press("f2")
        assert "83 high" in driver.line_with("Requirement stability")
        await driver.press("down", "down", "right", "f1")
        assert "84 high" in driver.line_with("Requirement stability")


async def test_the_first_step_of_a_number_that_is_unknown_makes_one_that_can_be() -> None:
    async with driving(LAB, start="scenario") as driver:
        await driver.press("n", "j", "j", "j")
        assert "▸ Classes, if it is one" in driver.text
        await driver.press("left")
        assert driver.scenario.task.classes == 2
        await driver.press("right", "right")
        assert driver.scenario.task.classes == 4
