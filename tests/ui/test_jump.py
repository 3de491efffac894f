"""Jump mode: a letter at everything that can be reached, on every screen and at every size."""

import pytest

from tests.conftest import LAB
from tests.ui.driving import LARGE, MEDIUM, SMALL, TINY, driving
from tests.ui.test_goldens import compare
from tunewise.ui.screens.jump import names_of, targets_of
from tunewise.ui.screens.work import WorkScreen
from tunewise.ui.widgets.field_row import FieldRow
from tunewise.ui.widgets.stack import RankedStack

SCREENS = ("scenario", "recommend", "cost", "readiness")


@pytest.mark.parametrize("size", [SMALL, TINY], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("screen", SCREENS)
async def test_letters_look_as_recorded(screen: str, size: tuple[int, int], request: pytest.FixtureRequest) -> None:
    async with driving(LAB, size, start=screen) as driver:
        before = driver.lines
        await driver.press("z")
        compare(f"jump-{screen}-{size[0]}x{size[1]}", driver.lines, request)
        await driver.press("escape")
        assert driver.lines == before


@pytest.mark.parametrize(("screen", "size"), [*((one, SMALL) for one in SCREENS), ("recommend", LARGE)])
async def test_every_letter_goes_where_it_stands(screen: str, size: tuple[int, int]) -> None:
    async with driving(LAB, size, start=screen) as driver:
        work = driver.app.screen
        assert isinstance(work, WorkScreen)
        targets = targets_of(work)
        for name, target in list(zip(names_of(len(targets)), targets, strict=True))[:: max(1, len(targets) // 3)]:
            await driver.press("z")
            assert f"{name}›"[:2] in driver.text
            await driver.press(*name)
            assert work.focused is target.widget
            assert "type a letter" not in driver.text


async def test_a_letter_in_the_ranking_chooses_its_option() -> None:
    async with driving(LAB) as driver:
        await driver.press("z", "i")
        stack = driver.app.screen.query_one(RankedStack)
        assert (stack.has_focus, stack.chosen) == (True, "prompt-tuning")
        await driver.press("enter")
        assert "Prompt tuning" in driver.text
        await driver.press("z")
        assert driver.line_with("a›")
        await driver.press("b", "escape")
        assert "─ ranking" in driver.text


async def test_leaving_gives_the_focus_back_and_changes_nothing() -> None:
    async with driving(LAB) as driver:
        await driver.press("down", "down", "z")
        assert "type a letter to go there" in driver.lines[-1]
        await driver.press("5", "z", "right", "z", "escape")
        focused = driver.app.screen.focused
        assert isinstance(focused, FieldRow)
        assert focused.field.name == "requirement_stability"
        assert not driver.app.session.dirty


async def test_digits_and_function_keys_change_screens_from_jump_mode() -> None:
    async with driving(LAB) as driver:
        await driver.press("z", "3")
        assert "[3 Cost]" in driver.lines[0]
        await driver.press("ctrl+o", "f2")
        assert "[2 Recommend]" in driver.lines[0]
        assert "type a letter" not in driver.text


async def test_jump_mode_ends_where_rows_move_and_does_nothing_behind_a_dialog() -> None:
    async with driving(LAB) as driver:
        await driver.press("z")
        await driver.resize(*MEDIUM)
        assert "type a letter" not in driver.text
        assert "a›" not in driver.text
        await driver.press("t", "z")
        assert "a›" not in driver.text
        await driver.press("escape", "question_mark", "z", "escape")
        assert "a›" not in driver.text
        await driver.resize(40, 10)
        await driver.press("z")
        assert "a›" not in driver.text


async def test_a_click_elsewhere_ends_jump_mode() -> None:
    async with driving(LAB) as driver:
        await driver.press("z")
        await driver.pilot.click(FieldRow)
        await driver.pilot.pause()
        assert "type a letter" not in driver.text


@pytest.mark.parametrize("count", [0, 1, 26, 27, 51, 52, 200, 676])
def test_no_name_begins_another_however_many_there_are(count: int) -> None:
    names = names_of(count)
    assert len(set(names)) == count
    assert not [one for one in names for other in names if one != other and other.startswith(one)]
    assert all(len(name) <= 2 for name in names)
    assert count > 51 or all(len(name) == 1 for name in names[:25])
