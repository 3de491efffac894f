"""The ranked stack: all options in order, and below them the chosen one in detail where there is room."""

from collections.abc import Callable
from functools import partial
from itertools import islice

from textual import events
from textual.message import Message

from tunewise.engine.movement import since_pinned
from tunewise.ui.commands import key_of
from tunewise.ui.keymap import bindings_of
from tunewise.ui.lines import Line, line, rule
from tunewise.ui.views.ranking import Mark, option_detail, ranking_row, visible_window
from tunewise.ui.widgets.painted import Painted

_ROOM_FOR_DETAIL = 6


class RankedStack(Painted, can_focus=True):
    """Options by score. The cursor stays on the leader until it is moved."""

    DEFAULT_CSS = "RankedStack { height: 1fr; }"
    BINDINGS = bindings_of(
        "list",
        {
            "down": "move(1)",
            "up": "move(-1)",
            "first": "move(-99)",
            "last": "move(99)",
            "open": "screen.look('why')",
        },
    )

    class Chosen(Message):
        """Another option was chosen."""

    def __init__(self) -> None:
        super().__init__(id="stack")
        self._chosen: str | None = None
        self._first = 0

    @property
    def chosen(self) -> str:
        """Return the option under the cursor: the one picked, else the destination, else the first."""
        ranking = self.tunewise.assessment.ranking
        return self._chosen or ranking.destination or ranking.options[0].option

    def paint(self, width: int, height: int) -> list[Line]:
        """Return the options, then the chosen one in detail."""
        app = self.tunewise
        options = app.assessment.ranking.options
        place = next(index for index, entry in enumerate(options) if entry.option == self.chosen)
        first, last = visible_window(len(options), place, height)
        self._first = first
        baseline, decided = app.session.baseline, app.assessment.scenario.decision.option
        changes = since_pinned(baseline, app.assessment) if baseline else {}
        rows = [
            ranking_row(
                entry,
                app.assessment,
                width,
                Mark(entry.option == self.chosen, self.has_focus, entry.option == decided, changes.get(entry.option)),
            )
            for entry in options[first:last]
        ]
        if last < len(options) and rows:
            rows[-1] = line((f"  ▾ {len(options) - last + 1} more", "muted"))
        if first > 0:
            rows[0] = line((f"  ▴ {first + 1} more", "muted"))
        if height - len(rows) >= _ROOM_FOR_DETAIL:
            title = rule(f"why · {key_of('recommend.why')}", width)
            detail = option_detail(self.chosen, app.assessment, app.knowledge, width)
            rows += [title, *islice(detail, height - len(rows) - 1)]
        return rows[:height]

    def action_move(self, steps: int) -> None:
        """Move the cursor; past the ends the focus moves on."""
        options = [entry.option for entry in self.tunewise.assessment.ranking.options]
        place = options.index(self.chosen) + steps
        if not -1 <= place <= len(options):
            place = max(0, min(len(options) - 1, place))
        if place < 0:
            self.screen.focus_previous()
        elif place >= len(options):
            self.screen.focus_next()
        else:
            self._choose(options[place])

    def places(self) -> list[tuple[int, Callable[[], None]]]:
        """Return the options that show."""
        options = [entry.option for entry in self.tunewise.assessment.ranking.options]
        first, last = visible_window(len(options), options.index(self.chosen), self.size.height)
        start, end = first + (first > 0), last - (last < len(options))
        return [(place - first, partial(self._choose, options[place])) for place in range(start, end)]

    def _choose(self, option: str) -> None:
        self._chosen = option
        self.repaint()
        self.post_message(self.Chosen())

    def on_click(self, event: events.Click) -> None:
        """Choose the option under the mouse."""
        options = self.tunewise.assessment.ranking.options
        place = self._first + event.y
        if place < len(options):
            self._chosen = options[place].option
            self.repaint()
