"""The base of all widgets of ours: it paints lines, and when they change it repaints only the cells that differ."""

from collections.abc import Callable, Sequence
from typing import Final, cast

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.color import Color
from textual.filter import LineFilter
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from tunewise.ui.host import Host
from tunewise.ui.lines import BLANK, Line, Span, cells_of, fit, joined, width_of
from tunewise.ui.palette import Palette

_LETTER: Final = Style(reverse=True)
"""What a letter to jump by has on top of the colours of a key."""


class Painted(Widget):
    """A widget whose content is a list of lines. Subclasses say what it is in ``paint``."""

    DEFAULT_CSS = "Painted { height: auto; }"

    rows: list[Line]
    hints: dict[int, str]
    """Letters to jump by, by the row that they stand at the start of."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id, classes=classes)
        self.rows = []
        self.hints = {}
        # Each line with the row that it was made from, and what else it depends on.
        self._strips: list[tuple[Line | None, Strip]] = []
        self._background = Color(0, 0, 0)
        self._strips_for: tuple[int, Palette, Sequence[LineFilter]] | None = None

    def places(self) -> list[tuple[int, Callable[[], None]]]:
        """Return the rows that a jump can go to, and what goes there once this widget has the focus."""
        return [(0, lambda: None)]

    def takes_key(self, event: events.Key) -> bool:
        """Do what ``event`` means to this widget and tell so, or tell that it is left to the commands."""
        return False

    def on_key(self, event: events.Key) -> None:
        """Let the keys that mean something here mean nothing else."""
        if self.takes_key(event):
            event.stop()
            event.prevent_default()

    @property
    def tunewise(self) -> Host:
        """Return the app as what it is."""
        return cast("Host", self.app)

    def paint(self, width: int, height: int) -> list[Line]:
        """Return the lines for ``width`` and ``height`` cells."""
        raise NotImplementedError

    def repaint(self) -> None:
        """Paint again, and send what differs."""
        if not self.display or not (size := self.size):
            return
        rows = self._painted(size.width, size.height)
        if len(rows) != len(self.rows):
            self.rows = rows
            self.refresh()
            return
        regions = []
        for y, (old, new) in enumerate(zip(self.rows, rows, strict=True)):
            if old == new:
                rows[y] = old  # what is drawn of it already stays
            elif region := difference(y, old, new):
                regions.append(region)
        self.rows = rows
        if regions:
            self.refresh(*regions)

    def _painted(self, width: int, height: int) -> list[Line]:
        rows = [fit(row, width) for row in self.paint(width, height)]
        for place, letters in self.hints.items():
            if place < len(rows):
                rows[place] = _hinted(rows[place], letters)
        return rows

    def on_resize(self) -> None:
        """Paint for the new size."""
        self.rows = self._painted(self.size.width, self.size.height)
        self.refresh()

    def watch_has_focus(self, has_focus: bool) -> None:
        """Show or hide the cursor."""
        super().watch_has_focus(has_focus)
        self.repaint()

    def render_line(self, y: int) -> Strip:
        """Return one line with the colours of the theme."""
        return self._strip(self.rows[y] if y < len(self.rows) else BLANK, self.size.width)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines as they go to the terminal; those that did not change, as they were drawn before.

        Textual asks every widget for all its lines whenever a cell of the screen changes.
        """
        if self.styles.gutter.totals != (0, 0):
            return super().render_lines(crop)
        size, palette, filters = self.size, self.tunewise.palette, self.get_line_filters()
        if self._strips_for != (size.width, palette, filters):
            self._strips_for = size.width, palette, filters
            self._strips = []
            self._background = self.background_colors[1]
        rows, drawn = self.rows, self._strips
        drawn += [(None, Strip([]))] * (crop.bottom - len(drawn))
        for y in crop.line_range:
            row = rows[y] if y < len(rows) else BLANK
            if drawn[y][0] is not row:
                drawn[y] = row, self._filtered(self._strip(row, size.width), filters)
        strips = [strip for _, strip in drawn[crop.y : crop.bottom]]
        if crop.column_span != (0, size.width):
            return [strip.crop(*crop.column_span) for strip in strips]
        return strips

    def _strip(self, row: Line, width: int) -> Strip:
        styles = self.tunewise.palette.styles
        segments = [
            Segment(text, styles["accent"] + _LETTER if role == "hint" else styles[role]) for text, role in joined(row)
        ]
        return Strip(segments, width_of(row)).adjust_cell_length(width, styles["text"])

    def _filtered(self, strip: Strip, filters: Sequence[LineFilter]) -> Strip:
        for one in filters:
            strip = strip.apply_filter(one, self._background)
        return strip

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines there are at ``width``, for widgets as high as their content."""
        return len(self.paint(width, viewport.height))


def _hinted(row: Line, letters: str) -> Line:
    """Return ``row`` with the letters to jump by in the place of its first two cells."""
    left, rest = 2, []
    for text, role in row:
        kept = text
        while left > 0 and kept:
            left -= cell_len(kept[0])
            kept = kept[1:]
        rest.append((kept, role))
    return ((letters + "›")[:2], "hint"), (" " * -left, "text"), *rest


def difference(y: int, old: Line, new: Line) -> Region | None:
    """Return the cells of a row from the first to the last that differ, or nothing when none does."""
    front = _alike(old, new)
    back = _alike(old[front:][::-1], new[front:][::-1])
    before, after = old[front : len(old) - back], new[front : len(new) - back]
    width = width_of(before)
    if width != width_of(after):
        return Region(0, y, max(width_of(old), width_of(new)), 1)
    start = width_of(old[:front])
    if before and after:
        left = _alike_within(before[0], after[0])
        before, after = _without(before, left), _without(after, left)
        start, width = start + left, width - left - _alike_within(before[-1], after[-1], from_end=True)
    return Region(start, y, width, 1) if width else None


def _alike(one: Sequence[object], other: Sequence[object]) -> int:
    """Return how many members are equal from the start on."""
    for place, (mine, theirs) in enumerate(zip(one, other, strict=False)):
        if mine != theirs:
            return place
    return min(len(one), len(other))


def _alike_within(one: Span, other: Span, *, from_end: bool = False) -> int:
    """Return how many cells two pieces have in common from one end on: none where a character may not be one cell."""
    (mine, role), (theirs, role_of_theirs) = one, other
    if role != role_of_theirs or cells_of(mine) != len(mine) or cells_of(theirs) != len(theirs):
        return 0
    return _alike(mine[::-1], theirs[::-1]) if from_end else _alike(mine, theirs)


def _without(row: Line, cells: int) -> Line:
    (text, role), *rest = row
    return (text[cells:], role), *rest
