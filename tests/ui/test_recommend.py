"""The Recommend screen: signals move the ranking, live."""

from tests.conftest import LAB
from tests.ui.driving import MEDIUM, SMALL, TINY, driving
from tunewise.domain.scenario import Scenario
from tunewise.ui.widgets.stack import RankedStack


async def test_the_lab_example_puts_lora_first_with_exactly_84_9() -> None:
    async with driving(LAB) as driver:
        assert "LoRA / PEFT fits best: 84.9, clear" in driver.lines[1]
        first = driver.line_with("A LoRA / PEFT")
        assert " 84.9 " in first
        assert driver.lines.index(first) < driver.lines.index(driver.line_with("B LoRA + guardrails"))


async def test_moving_a_slider_moves_the_ranking_and_says_why() -> None:
    async with driving(LAB) as driver:
        await driver.press("down", "down", "right")
        assert driver.scenario.signals.requirement_stability == 83
        assert driver.status == "moved: stability 82 → 83: A +0.2 (stability +0.2); the order stays"
        assert "85.1" in driver.line_with("A LoRA / PEFT")


async def test_a_drag_that_changes_the_leader_names_the_exact_terms_from_where_it_began() -> None:
    async with driving(LAB) as driver:
        await driver.press("down", "down", "down", "down", "down")
        await driver.press(*["shift+right"] * 6)
        assert driver.scenario.signals.freshness_need == 78
        assert driver.status.startswith("moved: freshness 18 → 78: F leads A by 4.2; opens FJK (nothing to look up), ")


async def test_arrows_and_hjkl_adjust_by_one_and_shift_by_ten() -> None:
    async with driving(LAB) as driver:
        await driver.press("j", "j")
        for key, value in (("l", 83), ("h", 82), ("L", 92), ("H", 82), ("shift+right", 92), ("shift+left", 82)):
            await driver.press(key)
            assert driver.scenario.signals.requirement_stability == value
        await driver.press("L", "L", "L")
        assert driver.scenario.signals.requirement_stability == 100


async def test_digits_type_a_value_and_the_ranking_follows_every_one() -> None:
    async with driving(LAB) as driver:
        await driver.press("down", "down", "4")
        assert driver.scenario.signals.requirement_stability == 4
        await driver.press("5")
        assert driver.scenario.signals.requirement_stability == 45
        assert "45 medium" in driver.line_with("Requirement stability")
        await driver.press("7")
        assert driver.scenario.signals.requirement_stability == 7, "457 would pass 100, so a new value begins"


async def test_delete_makes_a_signal_unknown_without_a_thumb_and_marks_what_is_assumed() -> None:
    async with driving(LAB, MEDIUM) as driver:
        await driver.press("down", "down", "delete")
        assert driver.scenario.signals.requirement_stability is None
        row = driver.line_with("Stability")
        assert "◆" not in row.partition("›")[0].partition("A LoRA")[0]
        assert "░" in row
        assert "unknown" in row
        assert "assumed" in driver.text


async def test_an_unknown_signal_that_is_moved_starts_in_the_middle() -> None:
    async with driving(Scenario(title="blank")) as driver:
        await driver.press("down", "down", "right")
        assert driver.scenario.signals.requirement_stability == 50


async def test_undo_takes_back_one_gesture_and_redo_repeats_it() -> None:
    async with driving(LAB) as driver:
        await driver.press("down", "down", "right", "right", "right")
        assert driver.scenario.signals.requirement_stability == 85
        await driver.press("u")
        assert driver.scenario.signals.requirement_stability == 82
        assert "84.9" in driver.lines[1]
        await driver.press("ctrl+r")
        assert driver.scenario.signals.requirement_stability == 85
        await driver.press("u", "u")
        assert driver.status == "Nothing to undo."


async def test_making_a_signal_unknown_is_a_step_of_its_own() -> None:
    async with driving(LAB) as driver:
        await driver.press("down", "down", "right", "delete", "u")
        assert driver.scenario.signals.requirement_stability == 83


async def test_every_choice_of_a_task_is_a_step_of_its_own() -> None:
    async with driving(LAB) as driver:
        await driver.press("down", "right", "right", "u")
        assert driver.scenario.task.kind == "extraction"


async def test_the_kind_of_task_cycles_and_can_be_unknown() -> None:
    async with driving(LAB) as driver:
        await driver.press("down", "left")
        assert driver.scenario.task.kind is None
        assert "unknown" in driver.line_with("Kind of task")
        await driver.press("right")
        assert driver.scenario.task.kind == "style"


async def test_digits_change_screens_until_a_field_takes_them_and_f_keys_always_do() -> None:
    async with driving(LAB) as driver:
        await driver.press("3")
        assert "[3 Cost]" in driver.lines[0]
        await driver.press("2", "down", "down", "f4")
        assert "[4 Ready]" in driver.lines[0]
        await driver.press("f2", "3")
        assert "[2 Recommend]" in driver.lines[0], "the slider has the focus, so 3 is a value"
        assert driver.scenario.signals.requirement_stability == 3
        await driver.press("escape", "1")
        assert "[1 Scenario]" in driver.lines[0]


async def test_why_opens_the_chosen_option_with_its_ledger_and_sources() -> None:
    async with driving(LAB) as driver:
        await driver.press("w")
        assert "A LoRA / PEFT  84.9" in driver.text
        assert "16.9 of 18" in driver.text
        await driver.press("question_mark")
        assert "Sources:" in driver.text
        await driver.press("escape", "escape")
        assert "[2 Recommend]" in driver.lines[0]


async def test_the_cursor_of_the_stack_chooses_which_option_is_explained() -> None:
    async with driving(LAB, TINY) as driver:
        await driver.press(*["tab"] * 7)
        await driver.press("down", "down", "enter")
        assert "C Prompt tuning (soft prompts)" in driver.text
        await driver.press("escape")
        driver.app.screen.query_one(RankedStack).focus()
        await driver.press(*["down"] * 9)
        assert "RAG + guardrails" in driver.text, "the window follows the cursor"
        assert "more" in driver.text


async def test_a_click_on_the_track_moves_the_thumb_there() -> None:
    async with driving(LAB) as driver:
        row = driver.lines.index(driver.line_with("Requirement stability"))
        start = driver.lines[row].index("─")
        await driver.pilot.click(offset=(start, row))
        await driver.pilot.pause()
        assert driver.scenario.signals.requirement_stability == 0


async def test_a_click_on_a_screen_name_goes_there() -> None:
    async with driving(LAB) as driver:
        await driver.pilot.click(offset=(driver.lines[0].index("3 Cost") + 1, 0))
        await driver.pilot.pause()
        assert "[3 Cost]" in driver.lines[0]


async def test_what_nobody_has_told_is_not_enough_and_the_first_question_is_shown() -> None:
    async with driving(Scenario(title="blank"), SMALL) as driver:
        assert "Not enough told yet" in driver.lines[1]
        assert "Ask next: kind of task." in driver.lines[2]
