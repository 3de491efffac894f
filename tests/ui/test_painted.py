"""Widgets keep the lines that they drew. What they give must be what Textual itself would draw."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tests.conftest import LAB
from tests.ui.driving import MEDIUM, SIZES, Driver, driving
from tunewise.terminal.abilities import abilities_of
from tunewise.ui.lines import Line, fit
from tunewise.ui.screens.work import WorkScreen
from tunewise.ui.terminal.glyphs import terminal_filters
from tunewise.ui.widgets.backdrop import Backdrop
from tunewise.ui.widgets.painted import Painted, difference

KEYS = ("2", "j", "j", "l", "tab", "w", "escape", "3", "j", "l", "v", "escape", "4", "w", "escape", "1", "n", "n", "j")
CELL = tuple[str, object, object, bool, bool, bool]


def cells_of(strips: Iterable[Strip]) -> list[list[CELL]]:
    """Return what a terminal shows of ``strips``; the colour of the letter does not matter where there is none."""
    found = []
    for strip in strips:
        row: list[CELL] = []
        for text, style, _ in strip:
            assert style is not None
            back, bold, dim, reverse = style.bgcolor, bool(style.bold), bool(style.dim), bool(style.reverse)
            for letter in text:
                seen = letter != " " or reverse
                row.append((letter, style.color if seen else None, back, bold and seen, dim and seen, reverse))
        found.append(row)
    return found


def as_textual_draws(widget: Widget, region: Region) -> list[Strip]:
    widget._styles_cache.clear()
    return Widget.render_lines(widget, region)


def assert_drawn_alike(driver: Driver) -> None:
    seen = 0
    for widget, (region, _) in driver.app.screen._compositor.visible_widgets.items():
        if isinstance(widget, Painted | Backdrop | WorkScreen):
            inside = Region(0, 0, region.width, region.height)
            assert cells_of(widget.render_lines(inside)) == cells_of(as_textual_draws(widget, inside)), widget
            part = Region(region.width // 3, 0, region.width // 3, max(1, region.height // 2))
            assert cells_of(widget.render_lines(part)) == cells_of(as_textual_draws(widget, part)), widget
            seen += 1
    assert seen > 5


@pytest.mark.parametrize("size", SIZES)
async def test_every_widget_gives_the_lines_that_textual_would_draw(size: tuple[int, int]) -> None:
    async with driving(LAB, size=size) as driver:
        for key in KEYS:
            await driver.press(key)
            assert_drawn_alike(driver)


@pytest.mark.parametrize("theme", ["terminal", "light"])
async def test_another_theme_leaves_no_line_in_the_colours_of_the_one_before(theme: str) -> None:
    async with driving(LAB, size=MEDIUM) as driver:
        before = cells_of(driver.app.screen._compositor.render_strips())
        driver.app.use_theme(theme)
        await driver.pilot.pause()
        assert_drawn_alike(driver)
        assert cells_of(driver.app.screen._compositor.render_strips()) != before


async def test_lines_pass_what_the_terminal_needs_them_to_pass() -> None:
    async with driving(LAB, size=MEDIUM) as driver:
        driver.app._of_terminal = terminal_filters(abilities_of({"TERM": "linux"}, "ascii"))
        for key in ("2", "j", "3", "j", "4"):
            await driver.press(key)
            assert_drawn_alike(driver)
            assert driver.text.isascii()


ROWS = st.lists(st.tuples(st.text("ab █你", max_size=4), st.sampled_from(["text", "bar"])), max_size=5).map(
    lambda spans: fit(tuple(span for span in spans if span[0]), 12)
)


def letters_of(row: Line) -> list[tuple[str, str]]:
    """Return what stands in each cell; the second cell of a wide character says so."""
    found = []
    for text, role in row:
        for letter in text:
            found += [(letter, role), *[("", role)] * (cell_len(letter) - 1)]
    return found


@given(old=ROWS, new=ROWS)
def test_what_is_drawn_again_holds_every_cell_that_differs(old: Line, new: Line) -> None:
    region = difference(3, old, new)
    pairs = enumerate(zip(letters_of(old), letters_of(new), strict=True))
    differ = [place for place, (before, after) in pairs if before != after]
    assert set(differ) <= (set(range(region.x, region.right)) if region else set())
    if all(text.isascii() for text, _ in (*old, *new)) and len(old) == len(new) == 1:
        assert region == (Region(differ[0], 3, differ[-1] - differ[0] + 1, 1) if differ else None)
