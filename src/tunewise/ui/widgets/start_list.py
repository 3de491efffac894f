"""What to start from: nothing, a file, or one of the shipped scenarios."""

from collections.abc import Callable
from functools import partial

from textual import events
from textual.binding import Binding

from tunewise.domain.scenario import Scenario
from tunewise.ui.host import Opening
from tunewise.ui.keymap import bindings_of
from tunewise.ui.lines import Line, line
from tunewise.ui.views.ranking import visible_window
from tunewise.ui.views.wizard import start_row
from tunewise.ui.widgets.painted import Painted

BLANK_START = "nothing (a blank scenario)"
FILE_START = "a file …"


class StartList(Painted, can_focus=True):
    """A list with a cursor; enter starts from what it is on."""

    DEFAULT_CSS = "StartList { height: 1fr; }"
    BINDINGS = [
        *bindings_of("list", {"down": "move(1)", "up": "move(-1)", "open": "start"}),
        Binding("space", "start", "Start", show=False),
    ]

    def __init__(
        self, scenarios: dict[str, Scenario], start: Callable[[str], Opening], moved: Callable[[], None]
    ) -> None:
        """Call ``start`` with what is chosen: a shipped scenario, ``BLANK_START`` or ``FILE_START``."""
        super().__init__(id="start-list")
        self.scenarios = scenarios
        self._start, self._moved = start, moved
        self.names = [BLANK_START, FILE_START, *scenarios]
        self.cursor = 0
        self._first = 0

    @property
    def chosen(self) -> Scenario | None:
        """Return the shipped scenario under the cursor, if it is one."""
        return self.scenarios.get(self.names[self.cursor])

    def paint(self, width: int, height: int) -> list[Line]:
        """Return the entries around the cursor."""
        self._first, last = visible_window(len(self.names), self.cursor, height)
        rows = [
            start_row(name, self.scenarios.get(name), width, chosen=index == self.cursor, focused=self.has_focus)
            for index, name in enumerate(self.names[self._first : last], self._first)
        ]
        if last < len(self.names) and rows:
            rows[-1] = line((f"  ▾ {len(self.names) - last + 1} more", "muted"))
        return rows

    def places(self) -> list[tuple[int, Callable[[], None]]]:
        """Return the entries that show."""
        last = min(len(self.names), self._first + self.size.height)
        end = last - (last < len(self.names))
        return [(place - self._first, partial(self._go, place)) for place in range(self._first, end)]

    def action_move(self, steps: int) -> None:
        """Move the cursor."""
        self._go(max(0, min(len(self.names) - 1, self.cursor + steps)))

    def _go(self, place: int) -> None:
        self.cursor = place
        self.repaint()
        self._moved()

    def action_start(self) -> Opening:
        """Start from what the cursor is on."""
        return self._start(self.names[self.cursor])

    def on_click(self, event: events.Click) -> None:
        """Start from what was clicked."""
        place = self._first + event.y
        if place < len(self.names):
            self.cursor = place
            self.action_start()
