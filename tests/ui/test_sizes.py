"""Any size of the terminal: one message where there is no room, nothing done unseen, no crash in a storm of resizes."""

import os

import pytest

from tests.conftest import LAB
from tests.ui.driving import SMALL, driving
from tunewise.ui.screens.dialogs import AskDialog, TextDialog
from tunewise.ui.views.frame import SMALLEST

SLOW = bool(os.environ.get("TUNEWISE_SLOW"))
STORM = [(1, 1), (1000, 200), (20, 5), (59, 16), (60, 15), (60, 16), (2, 100), (300, 2), (10, 2), (80, 24)]


async def test_below_the_smallest_size_one_message_says_what_is_needed_and_how_to_leave() -> None:
    async with driving(LAB, (20, 5)) as driver:
        assert [line for line in driver.lines if line] == ["Tunewise needs 60×16", "here are 20×5", "q quits"]
        await driver.resize(12, 2)
        assert driver.lines == ["needs 60×16", "q quits"]
        await driver.resize(1, 1)
        assert driver.lines == ["…"]
        await driver.resize(*SMALLEST)
        assert "A LoRA / PEFT" in driver.text


async def test_no_key_changes_anything_while_only_the_message_shows() -> None:
    async with driving(LAB) as driver:
        await driver.press("j")
        before = driver.scenario
        await driver.resize(20, 5)
        await driver.press("l", "L", "delete", "5", "enter", "s", "3", "u", "colon", "t")
        assert driver.scenario == before
        await driver.resize(*SMALL)
        assert "[2 Recommend]" in driver.text
        assert not isinstance(driver.app.screen, TextDialog)


async def test_quitting_works_while_only_the_message_shows() -> None:
    async with driving(LAB, (20, 5)) as driver:
        await driver.press("q")
        assert not driver.app.is_running


async def test_unsaved_changes_are_asked_about_as_soon_as_the_question_can_be_read() -> None:
    async with driving(LAB) as driver:
        await driver.press("j", "l", "escape")
        await driver.resize(20, 5)
        await driver.press("q")
        assert isinstance(driver.app.screen, AskDialog)
        assert [line for line in driver.lines if line] == ["Tunewise needs 60×16", "here are 20×5", "esc goes back"]
        await driver.press("d")
        assert driver.app.is_running, "an answer to a question that nobody can read is none"
        await driver.resize(40, 10)
        assert "There are unsaved changes." in driver.text
        assert "discard" in driver.text
        await driver.press("escape")
        assert "Tunewise needs 60×16" in driver.text
        await driver.press("q", "d")
        assert not driver.app.is_running


async def test_a_text_that_is_being_typed_waits_while_the_terminal_is_too_small_for_it() -> None:
    async with driving(LAB) as driver:
        await driver.press("1", "n")
        await driver.press("enter") if not isinstance(driver.app.screen, TextDialog) else None
        await driver.press("S") if not isinstance(driver.app.screen, TextDialog) else None
        await driver.pilot.pause()
        dialog = driver.app.screen
        assert isinstance(dialog, TextDialog)
        await driver.type("kept")
        await driver.resize(30, 8)
        assert "needs 60×16" in driver.text
        await driver.press("x", "enter", "escape", "f2")
        assert driver.app.screen is dialog
        await driver.resize(*SMALL)
        assert "kept" in driver.text


async def test_a_long_question_is_asked_at_the_smallest_size_too() -> None:
    async with driving(LAB, SMALLEST) as driver:
        driver.app.ask("What is to become of it? " * 15, {"a": "this", "b": "that", "c": "neither"}, {})
        await driver.pilot.pause()
        assert driver.text.count("What is to become of it?") > 10
        assert "esc  stay" in driver.text


@pytest.mark.parametrize("keys", [(), ("t",), ("colon",), ("question_mark",), ("S",)] if SLOW else [(), ("S",)])
async def test_a_storm_of_sizes_harms_nothing(keys: tuple[str, ...]) -> None:
    async with driving(LAB) as driver:
        await driver.press(*keys)
        before = driver.text
        for width, height in STORM * (5 if SLOW else 1):
            await driver.pilot.resize_terminal(width, height)
        await driver.resize(*SMALL)
        assert driver.text == before


@pytest.mark.parametrize("keys", [("t",), ("colon",), ("S",), ("3", "p")] if SLOW else [("colon",), ("3", "p")])
async def test_a_dialog_is_whole_at_the_smallest_size(keys: tuple[str, ...]) -> None:
    async with driving(LAB, SMALLEST) as driver:
        await driver.press(*keys)
        frames = list(driver.app.screen.query("Vertical"))
        assert frames
        assert all(driver.app.screen.region.contains_region(frame.region) for frame in frames)


async def test_an_editor_of_a_long_text_is_whole_at_the_smallest_size() -> None:
    async with driving(LAB, SMALLEST) as driver:
        question = "Notes: what somebody who reads this in a year has to know about the case, and who said it"
        driver.app.push_screen(
            TextDialog(question, "a line\n" * 30, long=True, refused=lambda text: "is too long, " * 6)
        )
        await driver.pilot.pause()
        await driver.press("x", "f2")
        assert "is too long" in driver.text
        assert "esc leaves it as it was" in driver.text
