"""A field in one row: shows what the scenario holds, and asks for an edit when keys or the mouse say so."""

from collections.abc import Callable
from time import monotonic
from typing import NamedTuple

from textual import events

from tunewise.session.edits import Edit, set_value
from tunewise.ui.fields import Field
from tunewise.ui.keymap import bindings_of
from tunewise.ui.lines import Line
from tunewise.ui.views.fields import field_row
from tunewise.ui.widgets.painted import Painted

SAME_GESTURE_SECONDS = 1.0
"""Changes of one field that follow each other this closely are one step of the history."""


class Asked(NamedTuple):
    """An edit of ``field`` is asked for; ``continues`` says that it belongs to the gesture before it.

    A ``quiet`` one is refused without a word, because more is being typed: then ``refused`` is called.
    """

    edit: Edit
    field: Field
    continues: bool = False
    quiet: bool = False
    refused: Callable[[], None] = lambda: None


class FieldRow(Painted, can_focus=True):
    """One row. Subclasses say what a step, a digit and a switch do."""

    DEFAULT_CSS = "FieldRow { height: 1; }"
    glides = False
    """Whether changes that follow each other closely are one gesture, and so one step of the history."""
    BINDINGS = bindings_of("field")

    def __init__(self, field: Field) -> None:
        super().__init__(id=None)
        self.field = field
        self.typed = ""
        self._last_change = 0.0

    def paint(self, width: int, height: int) -> list[Line]:
        """Return the one row."""
        app = self.tunewise
        return [
            field_row(self.field, app.assessment, app.knowledge, width, focused=self.has_focus, typed=self.shown_typing)
        ]

    @property
    def shown_typing(self) -> str:
        """Return what was typed and has to be shown because it is not a value yet."""
        return ""

    def setting(self, value: object) -> Edit:
        """Return the edit that gives this field ``value``."""
        return set_value(self.field.key, value, self.field.label[:1].lower() + self.field.label[1:])

    def ask(self, edit: Edit, *, quiet: bool = False) -> None:
        """Ask for ``edit``; close upon the last one it joins it."""
        now = monotonic()
        continues = self.glides and now - self._last_change < SAME_GESTURE_SECONDS
        self._last_change = now
        self.tunewise.take_edit(Asked(edit, self.field, continues, quiet, self.repaint))

    def on_blur(self) -> None:
        """End what was being typed."""
        self.end_typing()
        self._last_change = 0.0

    def end_typing(self) -> None:
        """Forget what was typed."""
        self.typed = ""

    def action_adjust(self, steps: int) -> None:
        """Change the value by ``steps``."""
        self.end_typing()
        self.step(steps)

    def action_clear(self) -> None:
        """Make the value unknown, or take back the last character typed."""
        if len(self.typed) > 1:
            self.take(self.typed[:-1])
            return
        self.end_typing()
        self._last_change = 0.0  # a step of its own: one undo brings the value back
        self.ask(self.setting(None))

    def action_switch(self) -> None:
        """Switch to the next answer."""
        self.step(1)

    def action_enter(self) -> None:
        """Finish what was typed."""
        self.end_typing()
        self.repaint()

    def step(self, steps: int) -> None:
        """Change the value by ``steps``; what that means is the subclass's business."""

    def take(self, typed: str) -> None:
        """Take what was typed so far as the value."""


class Typing(FieldRow):
    """A row that takes digits."""

    accepted = "0123456789"

    def takes_key(self, event: events.Key) -> bool:
        """Collect digits; every one of them changes the value at once."""
        character = event.character or ""
        if len(character) != 1 or character not in self.accepted:
            return False
        fresh = monotonic() - self._last_change >= SAME_GESTURE_SECONDS and not self.shown_typing
        self.take(("" if fresh else self.typed) + character)
        return True
