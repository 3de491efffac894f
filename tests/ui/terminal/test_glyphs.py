"""On a terminal without the marks, or without colours, every screen stands where it stood and says the same."""

import os

import pytest
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from tests.conftest import LAB
from tests.ui.driving import LARGE, MEDIUM, SMALL, TINY, Driver, driving
from tunewise.domain.scenario import Scenario
from tunewise.session.edits import apply, set_value
from tunewise.terminal.abilities import abilities_of
from tunewise.ui.terminal.glyphs import ColorlessFilter, GlyphFilter, terminal_filters

BLACK = Color(0, 0, 0)
SHORT = ("f", "m", "3", "v", "4", "question_mark", "escape")
LONG = (
    *("w", "w", "f", "f", "f", "f", "r", "r", "n", "n", "n", "n", "p", "m", "escape", "t", "escape", "colon", "escape"),
    *("3", "w", "w", "f", "f", "v", "escape", "4", "1", "question_mark", "escape"),
)
"""Keys that show some, and all, screens and looks."""
SLOW = bool(os.environ.get("TUNEWISE_SLOW"))


def plain_look(driver: Driver, **environment: str) -> None:
    """Let the app think that it is on a terminal with these settings."""
    driver.app._of_terminal = terminal_filters(abilities_of(environment, "utf-8"))
    driver.app.refresh_css()
    driver.app.screen.refresh(layout=True)


@pytest.mark.parametrize("size", [SMALL, TINY, LARGE] if SLOW else [SMALL])
async def test_every_screen_and_look_is_nothing_but_ascii_where_there_is_no_more(size: tuple[int, int]) -> None:
    async with driving(LAB, size) as driver:
        plain_look(driver, LC_ALL="C")
        for keys in LONG if SLOW else SHORT:
            await driver.press(keys)
            assert driver.text.isascii(), keys
            assert max(map(cell_len, driver.lines)) <= size[0]


async def test_no_cell_moves_when_marks_are_replaced() -> None:
    async with driving(LAB) as driver:
        before = [len(line) for line in driver.lines]
        words = [line.split("  ") for line in driver.lines]
        plain_look(driver, LC_ALL="C")
        await driver.pilot.pause()
        assert [len(line) for line in driver.lines] == before
        assert driver.line_with("A LoRA / PEFT").split("84.9")[0].isascii()
        assert words[1] == driver.lines[1].split("  ")


async def test_where_you_are_and_what_is_assumed_can_be_told_apart_in_ascii() -> None:
    told = apply(set_value("signals.requirement_stability", 80, "stability"), Scenario(title="Nothing else told"))
    async with driving(told) as driver:
        plain_look(driver, LC_ALL="C")
        await driver.pilot.pause()
        assert "@" in driver.line_with("Requirement stability")
        assert "@" not in driver.line_with("Labelled data")
        assert "/" in driver.line_with("Labelled data")


@pytest.mark.parametrize("size", [SMALL, MEDIUM])
async def test_the_cost_chart_has_one_mark_for_its_lines_in_ascii(size: tuple[int, int]) -> None:
    async with driving(LAB, size) as driver:
        plain_look(driver, LC_ALL="C")
        for keys in (("3",), ("v",)):
            await driver.press(*keys)
            plot = [line.partition(edge)[2] for line in driver.lines for edge in (" |", " +") if edge in line[:75]]
            marks = set("".join(plot).split("0---")[0]) - set(" |+")
            assert marks == set("*ApcX"), keys


async def test_a_wide_or_joined_text_of_the_user_keeps_its_width() -> None:
    for text in ("漢字かな", "👩‍💻 x", "e\u0301e", "⚠️ y", "ﬁ…"):
        (one,) = GlyphFilter("ascii").apply([Segment(text)], BLACK)
        assert cell_len(one.text) == cell_len(text)
        assert one.text.isascii()


async def test_no_colour_is_sent_where_none_is_wanted_and_emphasis_stays() -> None:
    async with driving(LAB) as driver:
        plain_look(driver, NO_COLOR="1")
        driver.app.no_color = True
        for key in LONG if SLOW else ("j", "t"):
            await driver.press(key)
            strips = driver.app.screen._compositor.render_strips(driver.app.size)
            styles = [one.style for strip in strips for one in strip if one.style is not None]
            assert not [style for style in styles if style.color is not None or style.bgcolor is not None], key
            assert any(style.bold for style in styles)


def test_bold_reversed_and_what_a_widget_attached_stay_without_colours() -> None:
    style = Style(color="red", bgcolor="blue", bold=True, reverse=True) + Style.from_meta({"row": 1})
    (one,) = ColorlessFilter().apply([Segment("x", style)], BLACK)
    assert one.style is not None
    assert (one.style.bold, one.style.reverse, one.style.color, one.style.meta) == (True, True, None, {"row": 1})


def test_a_terminal_that_can_show_all_needs_no_filter() -> None:
    assert terminal_filters(abilities_of({"TERM": "xterm-256color"}, "utf-8")) == []
    assert terminal_filters(None) == []
