"""What every line passes on its way to the terminal: the second wall behind ``shown``, and filters of the terminal."""

from collections.abc import Sequence
from functools import lru_cache

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from tunewise.domain.text import STEERING


class SafeLines(LineFilter):
    """Drops what could steer the terminal or hide in a line, and every link and action that a text brought along.

    Nothing is put in its place but spaces, as wide as what was dropped, so no row shifts. What widgets themselves
    attach to a style, such as the number of a row, stays.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return ``segments`` without them; the same list where there are none."""
        if all(_harmless(segment) for segment in segments):
            return segments
        return [segment if _harmless(segment) else _cleaned(segment) for segment in segments]


def line_filters(textual: Sequence[LineFilter], *ours: LineFilter) -> list[LineFilter]:
    """Return what lines pass: Textual's own filters (of colours), then ``ours`` in their order, then the wall.

    The wall comes last, so that nothing that another filter puts into a line gets round it.
    """
    return [*textual, *ours, _WALL]


# One for the life of the program: Textual keeps filtered lines by their filters.
_WALL = SafeLines()


def _harmless(segment: Segment) -> bool:
    text, style, _ = segment
    # Nearly every text is of ASCII, or of box lines: both are told without a look at each character in Python.
    if not (text.isascii() and text.isprintable()) and STEERING.search(text):
        return False
    return style is None or not _brings(style)


def _cleaned(segment: Segment) -> Segment:
    text, style, control = segment
    clean = STEERING.sub("", text)
    missing = cell_len(text) - cell_len(clean)
    if missing > 0:
        clean = STEERING.sub(lambda found: " " * cell_len(found[0]), text)
    # A joiner or a selector changes the width of its neighbours; the row keeps the width that was measured.
    clean = set_cell_size(clean, cell_len(text))
    return Segment(clean, _bare(style) if style is not None and _brings(style) else style, control)


_SCROLLING = {("@mouse.down", action) for action in ("grab", "scroll_up", "scroll_down")}
"""The actions of Textual's own scroll bars."""


def foreign_actions(style: Style) -> list[str]:
    """Return the names of the events that ``style`` has an action for, those of scroll bars aside."""
    return [name for name, action in style.meta.items() if name.startswith("@") and (name, action) not in _SCROLLING]


@lru_cache(1024)
def _brings(style: Style) -> bool:
    """Tell whether ``style`` holds a link or an action."""
    return style.link is not None or bool(foreign_actions(style))


def _bare(style: Style) -> Style:
    """Return ``style`` without link and actions."""
    foreign = foreign_actions(style)
    kept = {name: value for name, value in style.meta.items() if name not in foreign}
    bare = style.clear_meta_and_links()
    return bare + Style.from_meta(kept) if kept else bare
