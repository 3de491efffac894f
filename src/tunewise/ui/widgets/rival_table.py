"""All ways side by side, with a cursor: what the figures on the screen and the closer looks speak of."""

from collections.abc import Callable
from functools import partial

from textual import events
from textual.message import Message

from tunewise.ui.keymap import bindings_of
from tunewise.ui.lines import Line, line
from tunewise.ui.views.cost import table_head, table_row
from tunewise.ui.views.ranking import visible_window
from tunewise.ui.widgets.painted import Painted


class RivalTable(Painted, can_focus=True):
    """The ways that are costed. The cursor stays on the one that the answer speaks of until it is moved."""

    # Almost all of the room that is left, but no more than its rows need: a row beyond the edge could not be seen.
    DEFAULT_CSS = "RivalTable { height: 20fr; min-height: 3; }"
    BINDINGS = bindings_of(
        "list",
        {
            "down": "move(1)",
            "up": "move(-1)",
            "first": "move(-99)",
            "last": "move(99)",
            "open": "screen.look('bill')",
        },
    )

    class Chosen(Message):
        """Another way was chosen."""

    def __init__(self) -> None:
        super().__init__(id="rivals")
        self._chosen: str | None = None
        self._first = 0
        self._laid_out = 0
        self.all_ways = False

    @property
    def names(self) -> list[str]:
        """Return the ways that show: those that are costed, or all."""
        workbench = self.tunewise.desk.workbench
        return [one.rival for one in workbench.rivals if self.all_ways or one.bill is not None or one.rival == "today"]

    @property
    def chosen(self) -> str:
        """Return the way under the cursor: the one picked, else the one that the answer speaks of."""
        workbench = self.tunewise.desk.workbench
        if self._chosen is not None and workbench.has(self._chosen):
            return self._chosen
        return workbench.focus

    def stay(self) -> None:
        """Keep the cursor where it is, whatever the answer speaks of next."""
        self._chosen = self.chosen

    def paint(self, width: int, height: int) -> list[Line]:
        """Return the titles and the ways that fit."""
        app = self.tunewise
        workbench, knowledge, names = app.desk.workbench, app.knowledge, self.names
        place = names.index(self.chosen) if self.chosen in names else 0
        first, last = visible_window(len(names), place, max(1, height - 1)) if height else (0, len(names))
        if place == last - 1 < len(names) - 1:  # the last row says how many more there are; the cursor stays in sight
            first, last = first + 1, last + 1
        self._first = first
        rows = [table_head(workbench, knowledge, width)]
        for name in names[first:last]:
            cursor = ("▸" if self.has_focus else "›") if name == self.chosen else " "
            rows.append(table_row(workbench.find(name), workbench, knowledge, width, cursor=cursor))
        if last < len(names):
            rows[-1] = line((f"  ▾ {len(names) - last + 1} more ways", "muted"))
        return rows

    def repaint(self) -> None:
        """Repaint what differs; where there are more or fewer ways than before, take the room that they need."""
        super().repaint()
        if self._laid_out != len(self.names):
            self._laid_out = len(self.names)
            self.styles.max_height = self._laid_out + 1

    def action_move(self, steps: int) -> None:
        """Move the cursor; past the ends the focus moves on."""
        names = self.names
        place = (names.index(self.chosen) if self.chosen in names else 0) + steps
        if place == -1:
            self.screen.focus_previous()
        elif place == len(names):
            self.screen.focus_next()
        else:
            self._choose(names[max(0, min(len(names) - 1, place))])

    def _choose(self, name: str) -> None:
        self._chosen = name
        self.repaint()
        self.post_message(self.Chosen())

    def places(self) -> list[tuple[int, Callable[[], None]]]:
        """Return the ways that show."""
        names = self.names
        last = min(len(names), self._first + max(0, self.size.height - 1))
        end = last - (last < len(names))
        return [(place - self._first + 1, partial(self._choose, names[place])) for place in range(self._first, end)]

    def on_click(self, event: events.Click) -> None:
        """Choose the way under the mouse."""
        place, names = self._first + event.y - 1, self.names
        if event.y > 0 and place < len(names):
            self._choose(names[place])
