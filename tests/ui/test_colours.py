"""Colours on terminals of few: nothing vanishes, and what matters is never told by colour alone."""

from itertools import product

import pytest
from rich.color import ColorSystem

from tests.conftest import LAB
from tests.ui.driving import driving
from tunewise.store.themes import load_theme, theme_paths
from tunewise.terminal.abilities import abilities_of
from tunewise.ui.palette import Palette, readable_in_sixteen, rounded_contrast
from tunewise.ui.terminal.glyphs import terminal_filters

OWN_COLORS = [name for name in theme_paths() if not load_theme(name).ansi]
WORDS = ("text", "muted", "accent", "rival", "good", "warn", "bad")


@pytest.mark.parametrize(("name", "role"), list(product(OWN_COLORS, WORDS)))
def test_words_can_be_read_with_256_colours(name: str, role: str) -> None:
    colors = load_theme(name).colors
    for back in ("background", "surface"):
        assert rounded_contrast(colors[role], colors[back], ColorSystem.EIGHT_BIT) >= 4.5


@pytest.mark.parametrize("name", OWN_COLORS)
def test_no_colour_of_a_chosen_theme_vanishes_among_sixteen(name: str) -> None:
    colors = readable_in_sixteen(load_theme(name)).colors
    for role in (*WORDS, "line", "bar"):
        assert rounded_contrast(colors[role], colors["background"]) >= 3, role


def test_a_theme_of_the_terminals_own_colours_stays_as_it_is() -> None:
    theme = load_theme("terminal")
    assert Palette(theme, sixteen=True).styles == Palette(theme).styles


async def test_cursor_unsaved_mark_and_refusal_are_told_without_colour() -> None:
    async with driving(LAB) as driver:
        driver.app._of_terminal = terminal_filters(abilities_of({"NO_COLOR": "1"}, "utf-8"))
        driver.app.no_color = True
        await driver.press("j", "j", "l")
        assert driver.line_with("Requirement stability").startswith("▸")
        assert "•" in driver.lines[0]
        await driver.press("u", "u")
        assert driver.status == "Nothing to undo."


async def test_what_is_typed_and_where_is_reversed_where_there_are_no_colours() -> None:
    async with driving(LAB) as driver:
        driver.app._of_terminal = terminal_filters(abilities_of({"NO_COLOR": "1"}, "utf-8"))
        driver.app.no_color = True
        await driver.press("S")
        await driver.type("abc")
        strips = driver.app.screen._compositor.render_strips(driver.app.size)
        assert any(one.style and one.style.reverse for strip in strips for one in strip)
        assert "┌" in driver.text
