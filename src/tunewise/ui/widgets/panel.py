"""A panel that only shows: its lines come from a function of the app and the size."""

from collections.abc import Callable

from tunewise.ui.host import Host
from tunewise.ui.lines import Line
from tunewise.ui.widgets.painted import Painted

PaintPanel = Callable[[Host, int, int], list[Line]]


class Panel(Painted):
    """Shows what its function returns, cut to its height."""

    DEFAULT_CSS = "Panel { height: 1fr; }"

    def __init__(self, paint: PaintPanel, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._paint = paint

    def paint(self, width: int, height: int) -> list[Line]:
        """Return the lines."""
        return self._paint(self.tunewise, width, height)[:height]
