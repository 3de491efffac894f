"""What stands behind the widgets of a screen: nothing but the background of the theme."""

from collections.abc import Sequence
from typing import cast

from textual.containers import Vertical
from textual.filter import LineFilter
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tunewise.ui.host import Host
from tunewise.ui.palette import Palette


class Blank:
    """The lines of a widget that has nothing of its own to show.

    Textual draws what lies behind widgets whenever a cell in front of it changes.
    """

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self._drawn_for: tuple[int, Palette, Sequence[LineFilter]] | None = None
        self._strip = Strip([])

    def lines(self, crop: Region) -> list[Strip]:
        """Return as many lines as ``crop`` asks for."""
        widget = self._widget
        palette, filters = cast("Host", widget.app).palette, widget.get_line_filters()
        if self._drawn_for != (crop.width, palette, filters):
            self._drawn_for = crop.width, palette, filters
            self._strip = Strip.blank(crop.width, palette.styles["text"])
            for one in filters:
                self._strip = self._strip.apply_filter(one, widget.background_colors[1])
        return [self._strip] * crop.height


class Backdrop(Vertical):
    """A container in the background of the theme."""

    def __init__(self, *children: Widget, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(*children, id=id, classes=classes)
        self._blank = Blank(self)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return blank lines."""
        return self._blank.lines(crop)
