"""What Textual 8.2.8 and Rich get wrong and the app cannot live with. Each repair has a test that shows the fault."""

from functools import lru_cache
from typing import Any, Final

from rich.segment import Segment
from textual._styles_cache import StylesCache
from textual.color import Color
from textual.style import Style

PIECES_KEPT: Final = 256
"""Pieces of drawn lines that are kept because they may be drawn again."""


@lru_cache(maxsize=256)
def _inner_and_outer(base_background: Color, background: Color) -> tuple[Style, Style]:
    return Style(background=base_background + background), Style(background=base_background)


def _of_colours(_: StylesCache, base_background: Color, background: Color) -> tuple[Style, Style]:
    """Return the styles inside and outside a border: what depends on two colours alone."""
    return _inner_and_outer(base_background, background)


def mend_textual() -> None:
    """Replace what is wrong, for the life of the program."""
    # Textual's own keeps its answers by widget as well, and with each answer all that the widget ever drew: a thousand
    # closed dialogs stay in memory.
    StylesCache.get_inner_outer = _of_colours  # type: ignore[method-assign, assignment]  # for whoever calls it
    # Rich keeps 16,384 pieces of the lines that it cut, some ten megabytes of what showed hours ago.
    split: Any = Segment._split_cells
    if split.cache_parameters()["maxsize"] > PIECES_KEPT:
        again = lru_cache(maxsize=PIECES_KEPT)(split.__func__.__wrapped__)
        Segment._split_cells = classmethod(again)  # type: ignore[assignment, arg-type]  # for whoever calls it
