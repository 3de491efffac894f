"""Pick one of a few; what the cursor is on can be tried out at once."""

from collections.abc import Callable

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical

from tunewise.ui.commands import key_of
from tunewise.ui.keymap import bindings_of
from tunewise.ui.lines import Line, cut, line, pad, safe
from tunewise.ui.screens.dialogs import Dialog
from tunewise.ui.widgets.painted import Painted
from tunewise.ui.widgets.panel import Panel


class PickList(Painted, can_focus=True):
    """A list with a cursor."""

    DEFAULT_CSS = "PickList { height: auto; max-height: 16; }"

    def __init__(self, entries: dict[str, str], current: str) -> None:
        super().__init__()
        self.entries = entries
        self.names = list(entries)
        self.cursor = self.names.index(current) if current in self.names else 0

    def paint(self, width: int, height: int) -> list[Line]:
        """Return the entries."""
        longest = min(max(map(cell_len, map(safe, self.names)), default=0) + 2, max(18, width // 2))
        room = max(18, longest)
        return [
            line(
                ("▸ " if index == self.cursor else "  ", "accent"),
                (pad(safe(name), room - 1) + " ", "strong" if index == self.cursor else "text"),
                (cut(safe(self.entries[name]), max(0, width - room - 2)), "muted"),
            )
            for index, name in enumerate(self.names)
        ]


class PickDialog(Dialog[str | None]):
    """Pick one of a few; what the cursor is on can be tried out at once."""

    DEFAULT_CSS = """
    PickDialog { align: center middle; background: $background 60%; }
    PickDialog Vertical { width: 84; max-width: 96%; height: auto; background: $background; padding: 1 2; }
    PickDialog Panel { height: auto; }
    """
    BINDINGS = [
        Binding("tab", "move(1)", "Down", show=False),
        Binding("shift+tab", "move(-1)", "Up", show=False),
        *bindings_of("dialog", {"close": "cancel"}),
        *bindings_of("list", {"down": "move(1)", "up": "move(-1)", "open": "pick"}),
    ]

    def __init__(self, title: str, entries: dict[str, str], current: str, preview: Callable[[str], None]) -> None:
        super().__init__()
        self._title = title
        self._entries = entries
        self._current = current
        self._preview = preview

    def compose(self) -> ComposeResult:
        """Yield the title, the list and the keys."""
        with Vertical():
            yield Panel(lambda app, width, height: [line((safe(self._title), "strong"))])
            yield PickList(self._entries, self._current)
            yield Panel(
                lambda app, width, height: [
                    line(
                        (key_of("list.open"), "accent"),
                        (" keeps · ", "muted"),
                        (key_of("dialog.close"), "accent"),
                        (" goes back", "muted"),
                    )
                ]
            )

    def action_move(self, steps: int) -> None:
        """Move the cursor and try out what it is on."""
        for picks in self.query(PickList):
            picks.cursor = (picks.cursor + steps) % len(picks.names)
            self._preview(picks.names[picks.cursor])
            picks.repaint()

    def action_pick(self) -> None:
        """Keep what the cursor is on."""
        for picks in self.query(PickList):
            self.close_with(picks.names[picks.cursor])

    def action_cancel(self) -> None:
        """Go back to what was."""
        self._preview(self._current)
        self.close_with(None)
