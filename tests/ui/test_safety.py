"""Text of a file or a user is text: never markup, never a control sequence, never a crash."""

import os
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

import pytest

from tests.conftest import LAB
from tests.hostile_texts import NAUGHTY, raw_in, scenario_of, text_places
from tests.ui.driving import MEDIUM, SIZES, SMALL, TINY, Driver, driving
from tunewise.domain.scenario import Scenario
from tunewise.domain.text import shown
from tunewise.ui.app import TunewiseApp
from tunewise.ui.filters import foreign_actions
from tunewise.ui.screens.dialogs import Dialog

LONG = bool(os.environ.get("TUNEWISE_SLOW"))
"""Whether every text is shown in every view; otherwise each view shows a few of them, in turn."""

VIEWS: dict[str, tuple[tuple[str, ...], ...]] = {
    "scenario": ((), *[("n",)] * 5),
    "recommend": ((), *(("w",) for _ in range(3)), *(("n",) for _ in range(4)), ("p",), ("m",)),
    "cost": ((), ("x",), *[("e",)] * 8, *(("w",) for _ in range(3)), ("f",), ("v",)),
    "readiness": ((), *[("d",)] * 2, *[("w",)] * 3, *[("r",)] * 2, *[("p",)] * 2),
}
"""The keys that go from one view of a screen to the next."""

DIALOGS: dict[str, tuple[tuple[str, ...], ...]] = {
    "scenario": (("S",), ("o",), ("Y",)),
    "recommend": (
        ("question_mark",),
        ("w", "down", "question_mark"),
        ("colon",),
        ("t",),
        ("c",),
        ("down", "right", "q"),
    ),
    "cost": (("p",), ("question_mark",), ("down", "question_mark"), ("i",)),
    "readiness": (("i",), ("e",), ("b",), ("a",), ("v",), ("w", "w", "c"), ("down", "c"), ("p", "p", "c"), ("n",)),
}
"""The keys that open each dialog of a screen."""


@pytest.fixture
def _first_wall_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the filter of lines away: what is shown must be safe without it."""
    monkeypatch.setattr(TunewiseApp, "get_line_filters", lambda self: [])


def safe_to_look_at(driver: Driver) -> None:
    """Check every cell of the screen: no raw character, no action, no link."""
    for strip in driver.app.screen._compositor.render_strips(driver.app.size):
        for text, style, _ in strip:
            assert not raw_in(text), (ascii(text), driver.app.screen)
            assert text.isprintable(), (ascii(text), driver.app.screen)
            if style is not None:
                assert style.link is None
                assert foreign_actions(style) == []
    assert driver.app.is_running


async def holding(driver: Driver, text: str) -> None:
    """Work on a scenario that holds ``text`` everywhere, in the view that is open."""
    driver.app.session.open(scenario_of(text), None)
    driver.app.sync()
    await driver.pilot.pause()


def some(texts: Iterator[str]) -> tuple[str, ...]:
    """Return the texts for one view."""
    return NAUGHTY if LONG else tuple(islice(texts, 2))


def test_the_texts_stand_at_every_place_of_a_scenario_that_takes_any_text() -> None:
    wanted, filled = text_places()
    assert wanted == filled
    assert len(wanted) > 20


@pytest.mark.usefixtures("_first_wall_alone")
@pytest.mark.parametrize("size", [MEDIUM, TINY], ids=str)
@pytest.mark.parametrize("screen", VIEWS)
async def test_hostile_text_in_every_field_is_shown_literally_in_every_view(screen: str, size: tuple[int, int]) -> None:
    texts = cycle(NAUGHTY if size == TINY else NAUGHTY[::-1])
    async with driving(scenario_of("start"), size, start=screen) as driver:
        for keys in VIEWS[screen]:
            if keys:
                await driver.press(*keys)
            for text in some(texts):
                await holding(driver, text)
                safe_to_look_at(driver)
                assert shown(text)[:6].rstrip() in driver.text or size == TINY


@pytest.mark.usefixtures("_first_wall_alone")
@pytest.mark.parametrize("screen", DIALOGS)
async def test_hostile_text_is_shown_literally_in_every_dialog(screen: str) -> None:
    texts = cycle(NAUGHTY)
    async with driving(scenario_of("start"), SMALL, start=screen) as driver:
        for keys in DIALOGS[screen]:
            for text in NAUGHTY if LONG else islice(texts, 1):
                await holding(driver, text)
                await driver.press(*keys)
                assert isinstance(driver.app.screen, Dialog), keys
                safe_to_look_at(driver)
                await driver.press("escape", "escape", "escape")


async def test_clicking_on_hostile_names_runs_nothing() -> None:
    async with driving(scenario_of("[@click=app.quit]xxxxxxxx[/]"), MEDIUM, start="readiness") as driver:
        for key in ("w", "w", "p", "2", "3", "1"):
            await driver.press(key)
            rows = [number for number, row in enumerate(driver.lines) if "@click" in row]
            for row in rows[:3]:
                await driver.pilot.click(offset=(driver.lines[row].index("@click") + 12, row))
            assert driver.app.is_running
            assert driver.app._exit is False
            assert not isinstance(driver.app.screen, Dialog)


@pytest.mark.usefixtures("_first_wall_alone")
async def test_names_of_files_and_what_is_said_of_them_are_shown_literally(tmp_path: Path) -> None:
    async with driving(LAB, MEDIUM) as driver:
        for text in ("a\x1b[31mb\x9bc.toml", "[/nope]\u202e.toml", "x\udc9b.toml"):
            path = tmp_path / text
            for said in (f"Saved {path}", f"{path} exists. Replace it?", text):
                driver.app.say(said)
                await driver.pilot.pause()
                safe_to_look_at(driver)
            driver.app.session.path = path
            for screen in ("1", "4", "2"):
                await driver.press(screen)
                safe_to_look_at(driver)
            driver.app.ask(f"{path} exists. Replace it?", {"r": f"replace {text}"}, {"r": lambda: None})
            await driver.pilot.pause()
            safe_to_look_at(driver)
            await driver.press("escape")
            driver.app.open_named(str(path))
            await driver.pilot.pause()
            assert "does not exist" in driver.text
            safe_to_look_at(driver)


def _keys(seed: int, keys: list[str], count: int) -> Iterator[str]:
    for _ in range(count):
        seed = (seed * 1103515245 + 12345) % 2**31
        yield keys[seed // 65536 % len(keys)]


@pytest.mark.parametrize(
    ("screen", "keys"),
    [
        ("recommend", "1 2 3 4 tab down up right left space delete 9 u ctrl+r n b"),
        ("cost", "3 e E c b x w f r v p I i 9 0 u tab down up right left delete escape enter home end minus"),
    ],
)
async def test_any_key_in_any_order_neither_ends_nor_breaks_the_app(screen: str, keys: str) -> None:
    async with driving(LAB, MEDIUM, start=screen) as driver:
        for number, key in enumerate(_keys(11, keys.split(), 600 if LONG else 40)):
            await driver.pilot.press(key)
            if number % 20 == 15:
                await driver.resize(*SIZES[number // 20 % len(SIZES)])
                assert all(len(row) <= driver.app.size.width for row in driver.lines)
        await driver.pilot.pause()
        assert driver.app.is_running
        assert len(driver.lines) == driver.app.size.height


async def test_an_editor_shows_what_a_file_holds_in_its_visible_form_and_leaves_it_as_it_was() -> None:
    hostile = Scenario(title="x", notes="red \x1b[31m \x9b1m \u202e\x07 end\nsecond line")
    async with driving(hostile, start="scenario") as driver:
        await driver.press(*["n"] * 7, "tab", "enter")
        assert "\\x1b[31m" in driver.text
        assert not {"\x1b", "\x9b", "\x07", "\u202e"} & set(driver.text)
        await driver.press("f2")
        assert driver.scenario.notes == hostile.notes


async def test_an_edit_in_an_editor_leaves_the_emoji_beside_it_whole() -> None:
    hostile = Scenario(title="x", notes="the \U0001f468\u200d\U0001f469 team")
    async with driving(hostile, start="scenario") as driver:
        await driver.press(*["n"] * 7, "tab", "enter", "A", "f2")
        assert driver.scenario.notes == f"A{hostile.notes}"


async def test_a_key_that_was_on_its_way_when_a_dialog_closed_closes_nothing_else() -> None:
    async with driving(LAB) as driver:
        await driver.press("c")
        dialog = driver.app.screen
        assert isinstance(dialog, Dialog)
        dialog.close_with("one")
        dialog.close_with("two")
        await driver.pilot.pause()
        await driver.pilot.pause()
        assert driver.app.is_running
        assert driver.scenario.decision.reason == "one"
        assert "[2 Recommend]" in driver.lines[0]
