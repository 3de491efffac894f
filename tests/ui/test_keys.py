"""Keys of one's own: whatever set counts, it works, and everything on the screen names the keys that count."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from textual import events

from tests.conftest import LAB
from tests.ui.driving import MEDIUM, SMALL, TINY, Driver, driving
from tunewise.domain.key_names import parse_key, written
from tunewise.domain.keymaps import slips_of
from tunewise.domain.scenario import Scenario
from tunewise.store.keymaps import read_keys, set_of_keys
from tunewise.ui.commands import COMMANDS, keyed, keys_of, put_in_force
from tunewise.ui.keymap import put_keys

SIZES = (SMALL, MEDIUM, TINY)
_SPARE = (*"ABCDFIJKMNOPQRVWXZ;'@#$%&*()<>", *(f"f{number}" for number in range(5, 10)), "ctrl+e", "ctrl+k", "ctrl+x")


@pytest.fixture(autouse=True)
def _default_keys_afterwards() -> Iterator[None]:
    yield
    put_in_force({})


def stability(driver: Driver) -> object:
    """Return the signal as the session has it."""
    return driver.scenario.signals.requirement_stability


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_people_who_know_vim_find_their_keys(size: tuple[int, int]) -> None:
    put_in_force(set_of_keys("vim", COMMANDS).keys)
    async with driving(LAB, size) as driver:
        await driver.press("j", "j", "l", "L")
        assert stability(driver) == 93
        await driver.press("x")
        assert stability(driver) is None
        await driver.press("u", "h")
        assert stability(driver) == 92
        await driver.press("escape", "slash")
        await driver.type("readiness")
        await driver.press("enter")
        assert "[4 Ready]" in driver.lines[0]
        await driver.press("question_mark", "ctrl+d", "ctrl+d", "g")
        await driver.press("q")
        assert "[4 Ready]" in driver.lines[0]


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_people_who_do_not_know_vim_need_no_letter_to_work(size: tuple[int, int], tmp_path: Path) -> None:
    put_in_force(set_of_keys("plain", COMMANDS).keys)
    own = tmp_path / "own.toml"
    own.write_bytes(LAB.read_bytes())
    async with driving(own, size) as driver:
        assert "f12 help" in driver.lines[-1]
        await driver.press("j", "k", "u", "s", "q", "h", "l")
        assert driver.app.is_running
        assert driver.app.screen.focused is None
        assert not driver.app.session.dirty
        await driver.press("down", "down", "right")
        assert stability(driver) == 83
        assert "F1-F4 screens" in driver.lines[-1]
        await driver.press("f6")
        assert stability(driver) == 82
        await driver.press("f7", "f5")
        assert "requirement_stability = 83" in own.read_text(encoding="utf-8")
        await driver.press("f3")
        assert "[3 Cost]" in driver.lines[0]


async def test_everything_on_the_screen_names_the_keys_that_count(tmp_path: Path) -> None:
    file = tmp_path / "keys.toml"
    rows = 'undo = "A"\nhelp = "H"\nquit = "Q"\nrecommend.why = "W"\nrecommend.pin = "@"\nleave = ["f9", "escape"]\n'
    file.write_text(f"[keys]\n{rows}field.ten-less = 'shift+left'\nfield.unknown = ['&']\ncost.count = 'C'\n", "utf-8")
    found = read_keys(file, COMMANDS)
    assert found.problems == ()
    put_in_force(found.keys)
    async with driving(LAB) as driver:
        assert driver.lines[-1].strip().endswith("H help")
        assert "W why" in driver.lines[-1]
        assert "@ pin" in driver.text
        await driver.press("w", "question_mark", "u")
        assert "─ ranking" in driver.text
        await driver.press("W")
        assert "W next 1/3" in driver.text
        assert "H source · f9 back" in driver.text
        await driver.press("f9", "H")
        assert "[2 Recommend]" not in driver.lines[0]
        await driver.press("H", "3")
        assert "C counts typical figures" in driver.text
        await driver.press("down")
        assert "f9 leave" in driver.lines[-1]
        assert "& unknown" in driver.lines[-1]
        await driver.press("ctrl+c")
        assert driver.status == "Q leaves; unsaved changes are asked about first."
        await driver.press("escape", "colon")
        await driver.type("take the last")
        assert "(A)" in driver.text


async def test_a_key_without_a_command_does_nothing_and_is_not_shown(tmp_path: Path) -> None:
    file = tmp_path / "keys.toml"
    file.write_text("[keys]\nrecommend.cases = []\nexport = []\n", encoding="utf-8")
    put_in_force(read_keys(file, COMMANDS).keys)
    async with driving(LAB) as driver:
        assert "cases" not in driver.lines[-1]
        await driver.press("p")
        assert "esc back" not in driver.text


async def test_tab_can_be_given_to_another_command(tmp_path: Path) -> None:
    file = tmp_path / "keys.toml"
    file.write_text("[keys]\ngo.next = ['N', 'down']\nundo = 'tab'\n", encoding="utf-8")
    found = read_keys(file, COMMANDS)
    assert found.problems == ()
    put_in_force(found.keys)
    async with driving(LAB) as driver:
        await driver.press("N", "N", "right", "tab")
        assert stability(driver) == 82


def _random_keys(random: Random) -> dict[str, tuple[str, ...]]:
    """Return keys as a reckless person would write them: some commands moved to spare keys, swapped, or emptied."""
    keys = {one.id: one.keys for one in COMMANDS}
    for command in random.sample(COMMANDS, random.randint(1, 12)):
        kind = random.random()
        if kind < 0.15:
            keys[command.id] = ()
        elif kind < 0.4:
            other = random.choice(COMMANDS)
            keys[command.id], keys[other.id] = keys[other.id], keys[command.id]
        else:
            keys[command.id] = tuple(parse_key(one).name for one in random.sample(_SPARE, random.randint(1, 2)))
    return keys


def _accepted(count: int) -> list[dict[str, tuple[str, ...]]]:
    random, found = Random(6), []
    for _ in range(20_000):
        keys = _random_keys(random)
        parsed = {one: tuple(parse_key(written(key)) for key in those) for one, those in keys.items()}
        if not any(slip.refused for slip in slips_of(parsed, COMMANDS)):
            found.append(keys)
        if len(found) == count:
            break
    return found


def _reached(driver: Driver) -> dict[str, str]:
    """Return which command each key runs, for what has the focus now."""
    active = driver.app.screen.active_bindings
    return {key: one.binding.id or "" for key, one in active.items() if one.binding.id}


async def test_whatever_keys_are_accepted_every_essential_command_keeps_a_key_that_works() -> None:
    sets = _accepted(40)
    assert len(sets) == 40
    async with driving(LAB, start="readiness") as driver:
        for number, keys in enumerate(sets):
            put_in_force(keys)
            put_keys(driver.app)
            for focused in (False, True):
                driver.app.screen.set_focus(driver.app.screen.focus_chain[0] if focused else None)
                runs = _reached(driver)
                places = {"all", "readiness", "field"} if focused else {"all", "readiness"}
                for command in COMMANDS:
                    if command.where in places and (command.essential or keys[command.id]):
                        works = [key for key in keys_of(command.id) if runs.get(key) == command.id]
                        assert works, (number, command.id, keys[command.id], focused)


def test_texts_name_the_first_key() -> None:
    put_in_force({"undo": ("f6", "ctrl+u"), "export": ()})
    assert keyed("{undo} takes it back, {save} keeps it{nothing here}") == "f6 takes it back, s keeps it{nothing here}"


async def test_keys_typed_ahead_go_to_the_screen_that_the_key_before_them_shows() -> None:
    """Over a slow line several keys arrive at once."""
    async with driving(LAB) as driver:
        await at_once(driver, "3", "e", "4", "j", "3", "e")
        assert driver.app.current_mode == "cost"
        assert "3/10" in driver.text
        await driver.press("4")
        assert driver.line_with("Advanced prompting tried").startswith("▸")


async def test_a_key_that_a_field_takes_is_no_command() -> None:
    async with driving(LAB) as driver:
        await driver.press("j", "j")
        await at_once(driver, "4", "4", "l")
        assert driver.app.current_mode == "recommend"
        assert driver.scenario.signals.requirement_stability == 45


async def test_keys_go_where_the_focus_is_once_another_window_had_it() -> None:
    async with driving(LAB) as driver:
        driver.app.post_message(events.AppBlur())
        await driver.pilot.pause()
        await driver.press("3")
        assert driver.app.current_mode == "cost"
        assert driver.app.app_focus


async def at_once(driver: Driver, *keys: str) -> None:
    """Press keys so that they all arrive together."""
    for key in keys:
        driver.app.post_message(events.Key(key, key if len(key) == 1 else None))
    await driver.pilot.pause()


async def test_what_is_typed_at_once_with_the_key_that_accepts_it_is_all_there() -> None:
    async with driving(Scenario(title="x", notes="one"), start="scenario") as driver:
        await driver.press(*["n"] * 7, "tab", "enter")
        await at_once(driver, *"abc", "f2")
        assert sorted(driver.scenario.notes) == sorted("abcone")


@pytest.mark.parametrize("keys", ["enter", "f2"])
async def test_what_follows_the_key_that_accepts_a_line_is_no_part_of_it(keys: str) -> None:
    async with driving(Scenario(title="x"), start="scenario") as driver:
        await driver.press("n", "enter")
        await at_once(driver, *"Replies", keys, "2", "j", "j", "4", "4")
        assert driver.scenario.title == "Replies"
        assert driver.app.current_mode == "recommend"
        assert driver.scenario.signals.requirement_stability == 44


async def test_letters_and_arrows_that_arrive_together_keep_their_order_in_an_editor() -> None:
    async with driving(Scenario(title="x"), start="scenario") as driver:
        await driver.press("n", "enter")
        await at_once(
            driver, *"Teplis", "left", "backspace", "i", "right", "home", "delete", *"R", "end", *"!", "enter"
        )
        assert driver.scenario.title == "Replis!"


async def test_a_key_that_means_nothing_to_a_dialog_means_nothing_once_it_is_gone() -> None:
    async with driving(LAB, start="readiness") as driver:
        await at_once(driver, "e", "x", "f3", "l", "enter")
        while "Reading" in driver.status:
            await driver.pilot.pause(0.02)
        assert driver.app.current_mode == "readiness"
        assert "xl: does not exist" in driver.status


async def test_keys_typed_ahead_go_to_the_first_question_of_a_case_that_is_begun() -> None:
    async with driving(Scenario(title="x"), start="scenario") as driver:
        await at_once(driver, "enter", "j", "j", "right")
        assert driver.scenario.task.kind == "style"


async def test_keys_typed_ahead_move_in_the_closer_look_of_a_screen_that_just_came_back() -> None:
    async with driving(LAB) as driver:
        await at_once(driver, "1", "2", "n", "j")
        assert driver.line_with("answer    How far up the prompting ladder").startswith("▸")


async def test_letters_to_jump_by_show_on_a_screen_that_the_key_before_them_opens() -> None:
    async with driving(LAB) as driver:
        await at_once(driver, "4", "z")
        assert "type a letter to go there" in driver.lines[-1]
        await at_once(driver, "c")
        assert driver.line_with("Requirements are stable").startswith("▸")


async def test_keys_typed_ahead_go_to_what_a_command_of_the_palette_opens() -> None:
    async with driving(LAB) as driver:
        await at_once(driver, "colon", *"pays", "enter", "e")
        assert driver.app.current_mode == "cost"
        assert "2/10" in driver.text


async def test_letters_typed_ahead_go_into_the_dialog_that_the_key_before_them_opens() -> None:
    async with driving(LAB) as driver:
        await at_once(driver, "o", *"nowhere", "enter")
        assert "nowhere: is neither a file nor a shipped scenario" in driver.status
