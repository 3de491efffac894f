"""Another theme is seen on every screen, also on those that were left before it was chosen."""

import pytest

from tests.conftest import LAB
from tests.ui.driving import Driver, driving


def backgrounds(driver: Driver) -> set[str]:
    """Return the colours that stand behind the letters of the whole screen."""
    strips = driver.app.screen._compositor.render_strips()
    styles = [style for strip in strips for _, style, _ in strip if style is not None]
    widgets = [widget.background_colors[1].hex for widget in driver.app.screen.walk_children(with_self=True)]
    return {style.bgcolor.name for style in styles if style.bgcolor is not None} | {one.lower() for one in widgets}


@pytest.mark.parametrize("start", ["2", "3"])
async def test_a_theme_is_seen_on_screens_that_were_left_before(start: str) -> None:
    async with driving(LAB) as driver:
        before = backgrounds(driver)
        for key in (start, "4", "1"):
            await driver.press(key)
        driver.app.use_theme("light")
        await driver.pilot.pause()
        light = backgrounds(driver)
        assert not light & before
        for key in ("2", "3", "4", "1"):
            await driver.press(key)
            assert backgrounds(driver) == light, key


async def test_a_screen_that_is_made_later_has_the_theme_of_now() -> None:
    async with driving(LAB) as driver:
        driver.app.use_theme("light")
        await driver.pilot.pause()
        light = backgrounds(driver)
        for key in ("3", "4", "?"):
            await driver.press(key)
            if key != "?":
                assert backgrounds(driver) == light, key
