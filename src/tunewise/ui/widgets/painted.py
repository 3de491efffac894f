"""The base of all widgets of ours: it paints lines, and when they change it repaints only the cells that differ."""

from collections.abc import Callable
from typing import Final, cast

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from tunewise.ui.host import Host
from tunewise.ui.lines import BLANK, Line, fit, joined, plain

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

    def places(self) -> list[tuple[int, Callable[[], None]]]:
        """Return the rows that a jump can go to, and what goes there once this widget has the focus."""
        return [(0, lambda: None)]

    @property
    def tunewise(self) -> Host:
        """Return the app as what it is."""
        return cast("Host", self.app)

    def paint(self, width: int, height: int) -> list[Line]:
        """Return the lines for ``width`` and ``height`` cells."""
        raise NotImplementedError

    def repaint(self) -> None:
        """Paint again, and send what differs."""
        size = self.size
        if not size:
            return
        rows = self._painted(size.width, size.height)
        pairs = enumerate(zip(self.rows, rows, strict=False))
        regions = [region for y, (old, new) in pairs if (region := _difference(y, old, new))]
        if len(rows) != len(self.rows):
            self.rows = rows
            self.refresh()
            return
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
        width = self.size.width
        row = self.rows[y] if y < len(self.rows) else BLANK
        styles = self.tunewise.palette.styles
        hint = styles["accent"] + _LETTER
        segments = [Segment(text, hint if role == "hint" else styles[role]) for text, role in joined(row)]
        return Strip(segments, sum(cell_len(text) for text, _ in row)).adjust_cell_length(width, styles["text"])

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


def _difference(y: int, old: Line, new: Line) -> Region | None:
    """Return the cells of a row from the first to the last that differ, or nothing when none does."""
    if old == new:
        return None
    before, after = _cells(old), _cells(new)
    if before is None or after is None or len(before) != len(after):
        return Region(0, y, max(len(plain(old)), len(plain(new))) * 2, 1)
    differ = [place for place, (one, other) in enumerate(zip(before, after, strict=True)) if one != other]
    return Region(differ[0], y, differ[-1] - differ[0] + 1, 1) if differ else None


def _cells(row: Line) -> list[tuple[str, str]] | None:
    """Return the cells of a row one by one, or nothing when a character is not exactly one cell wide."""
    cells = [(character, role) for text, role in row for character in text]
    return cells if len(cells) == sum(cell_len(text) for text, _ in row) else None
