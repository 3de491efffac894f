"""The command palette: type a part of a command's name or of what it does, and enter runs it."""

from collections.abc import Callable
from typing import NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Input

from tunewise.ui.lines import Line, cut, line, pad, safe
from tunewise.ui.screens.dialogs import Dialog
from tunewise.ui.views.ranking import visible_window
from tunewise.ui.widgets.painted import Painted
from tunewise.ui.widgets.typed_text import TypedText


class Entry(NamedTuple):
    """Something that can be run: its name, what it does, and the call."""

    name: str
    help: str
    run: Callable[[], object]


def matching(entries: list[Entry], typed: str) -> list[Entry]:
    """Return the entries that hold every word typed; those whose name begins with it come first."""
    words = typed.lower().split()
    found = [one for one in entries if all(word in f"{one.name} {one.help}".lower() for word in words)]
    return sorted(found, key=lambda one: not one.name.lower().startswith(typed.strip().lower()))


class EntryList(Painted):
    """The entries that match, with a cursor."""

    DEFAULT_CSS = "EntryList { height: 12; max-height: 60%; }"

    def __init__(self, entries: list[Entry]) -> None:
        super().__init__()
        self.entries = entries
        self.cursor = 0

    def paint(self, width: int, height: int) -> list[Line]:
        """Return the entries around the cursor."""
        if not self.entries:
            return [line((" no command is called so", "muted"))]
        first, last = visible_window(len(self.entries), self.cursor, height)
        return [
            line(
                ("▸ " if index == self.cursor else "  ", "accent"),
                (pad(safe(entry.name), 34), "strong" if index == self.cursor else "text"),
                (cut(entry.help, max(0, width - 37)), "muted"),
            )
            for index, entry in enumerate(self.entries[first:last], first)
        ]


class PaletteDialog(Dialog[Entry | None]):
    """Find a command and run it."""

    DEFAULT_CSS = """
    PaletteDialog { align: center top; background: $background 60%; }
    PaletteDialog Vertical { width: 92; max-width: 100%; height: auto; background: $background; padding: 1 1; }
    PaletteDialog Input { background: $surface; margin-bottom: 1; }
    """
    AUTO_FOCUS = "Input"
    BINDINGS = [
        Binding("escape,ctrl+c", "dismiss(None)", "Close", show=False, priority=True),
        Binding("down,ctrl+n,tab", "move(1)", "Down", show=False, priority=True),
        Binding("up,ctrl+p,shift+tab", "move(-1)", "Up", show=False, priority=True),
        Binding("pagedown", "move(10)", "Page down", show=False, priority=True),
        Binding("pageup", "move(-10)", "Page up", show=False, priority=True),
    ]

    def __init__(self, entries: list[Entry]) -> None:
        super().__init__()
        self._entries = entries

    def compose(self) -> ComposeResult:
        """Yield the field and the list."""
        with Vertical():
            field = TypedText(placeholder="a command, a theme, a shipped scenario", compact=True)
            field.cursor_blink = False
            yield field
            yield EntryList(self._entries)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what matches."""
        for shown in self.query(EntryList):
            shown.entries = matching(self._entries, event.value)
            shown.cursor = 0
            shown.repaint()

    def on_input_submitted(self) -> None:
        """Run what the cursor is on."""
        for shown in self.query(EntryList):
            if shown.entries and self.is_current:
                self.dismiss(shown.entries[shown.cursor])

    def action_move(self, steps: int) -> None:
        """Move the cursor."""
        for shown in self.query(EntryList):
            shown.cursor = max(0, min(len(shown.entries) - 1, shown.cursor + steps))
            shown.repaint()
