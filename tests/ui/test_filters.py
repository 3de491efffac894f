"""The filter that every line passes: what got through the first wall neither steers the terminal nor shifts a row."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.color import Color
from textual.filter import LineFilter, Monochrome
from textual.widgets import Button, Input, Label, OptionList, Static, TextArea

from tests.conftest import LAB
from tests.domain.strategies import effort, texts
from tests.hostile_texts import CONTROLS, DIRECTIONS, MARKUP, NAUGHTY, raw_in
from tests.ui.driving import driving
from tunewise.domain.text import shown
from tunewise.ui.filters import SafeLines, foreign_actions, line_filters

BLACK = Color(0, 0, 0)
FILTER = SafeLines()


def through(text: str, style: Style | None = None) -> Segment:
    """Return one segment after the filter."""
    (found,) = FILTER.apply([Segment(text, style)], BLACK)
    return found


@pytest.mark.parametrize("text", NAUGHTY, ids=range(len(NAUGHTY)))
def test_no_text_steers_the_terminal_and_none_shifts_the_row(text: str) -> None:
    found = through(text).text
    assert raw_in(found) == []
    assert "\n" not in found
    assert cell_len(found) == cell_len(text)


@given(text=st.one_of(texts(200), st.text(st.characters(), max_size=80)))
@effort()
def test_whatever_comes_keeps_its_width_and_loses_what_steers(text: str) -> None:
    found = through(text).text
    assert raw_in(found) == []
    assert cell_len(found) == cell_len(text)


@given(text=texts(200), limit=st.integers(1, 60))
@effort()
def test_what_is_shown_takes_no_more_cells_than_it_may(text: str, limit: int) -> None:
    assert cell_len(shown(text, limit)) <= limit


def test_a_line_without_strangers_is_not_touched() -> None:
    line = [Segment("words ", Style(bold=True)), Segment("── ▂▄█ 漢字 ü", None), Segment("row", Style(meta={"row": 3}))]
    assert FILTER.apply(line, BLACK) is line


def test_a_style_loses_its_actions_and_links_and_keeps_the_rest() -> None:
    style = Style(bold=True, color="red", link="http://x", meta={"@click": "app.quit", "row": 3, "@mouse.up": "x"})
    found = through("name", style).style
    assert found is not None
    assert (found.link, found.meta, found.bold) == (None, {"row": 3}, True)
    assert found.color == style.color


def test_the_scroll_bars_of_textual_keep_working() -> None:
    bar = Style(meta={"@mouse.down": "grab"})
    assert through(" ", bar).style is bar
    assert foreign_actions(Style(meta={"@mouse.down": "app.quit"})) == ["@mouse.down"]


def test_the_wall_stands_behind_every_other_filter() -> None:
    class Unsafe(LineFilter):
        def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
            return [Segment("\x1b" + text, style) for text, style, _ in segments]

    filters = line_filters([Monochrome()], Unsafe())
    line = [Segment("x", Style(color="red"))]
    for one in filters:
        line = one.apply(line, BLACK)
    assert [segment.text for segment in line] == ["x"]
    assert [type(one) for one in filters] == [Monochrome, Unsafe, SafeLines]


async def test_the_app_lets_every_line_pass_the_wall_last() -> None:
    async with driving(LAB) as driver:
        assert isinstance(list(driver.app.get_line_filters())[-1], SafeLines)


class Careless(App[None]):
    """An app that hands texts to widgets as no app should: as markup, and raw."""

    def __init__(self, text: str, *, markup: bool) -> None:
        super().__init__()
        self._text, self._markup = text, markup

    def get_line_filters(self) -> list[LineFilter]:
        """Return the wall."""
        return line_filters(super().get_line_filters())

    def compose(self) -> ComposeResult:
        """Yield widgets of many kinds."""
        text, markup = self._text, self._markup
        yield Static(text, markup=markup)
        yield Label(text, markup=markup)
        yield OptionList(text, markup=markup)
        if not markup:
            yield Input(text)
            yield TextArea(text)
        button = Button("x")
        button.border_title = "title" if markup else None
        yield button


@pytest.mark.parametrize("text", CONTROLS[:3] + DIRECTIONS[:2] + ("[@click=app.quit]A[/]", "[link='http://x']B[/link]"))
async def test_even_widgets_that_were_handed_raw_text_send_none_of_it(text: str) -> None:
    app = Careless(text, markup=text in MARKUP or text.startswith("["))
    async with app.run_test(size=(60, 30)) as pilot:
        await pilot.pause()
        for strip in app.screen._compositor.render_strips(app.size):
            for words, style, _ in strip:
                assert raw_in(words) == []
                assert style is None or (style.link is None and foreign_actions(style) == [])
        for row in range(4):
            await pilot.click(offset=(0, row))
        assert app._exit is False
