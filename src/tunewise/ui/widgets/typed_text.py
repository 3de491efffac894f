"""A field of one line that says what it changed in a pasted text, instead of cutting it silently."""

from textual.message import Message
from textual.widgets import Input

from tunewise.ui.terminal.pastes import Fit, Paste, in_lines, in_one_line

MOST_IN_A_LINE, MOST_IN_LINES = 10_000, 1_000_000
"""Characters that a paste brings into a field of one line, and into one of many."""


class Remarked(Message):
    """What was changed in a pasted text; empty when nothing was."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words


def fit_for_a_line(event: Paste | object) -> Fit:
    """Return a paste as one line, with what the terminal's side has to say of it."""
    return in_one_line(getattr(event, "text", ""), MOST_IN_A_LINE, getattr(event, "remark", ""))


def fit_for_lines(event: Paste | object) -> Fit:
    """Return a paste as lines, with what the terminal's side has to say of it."""
    return in_lines(getattr(event, "text", ""), MOST_IN_LINES, getattr(event, "remark", ""))


class TypedText(Input):
    """An input that keeps all lines of a paste, as one, and none of what is invisible."""

    def on_mount(self) -> None:
        """Show the text where it is wider than the field: a scrollbar would take its only row."""
        self.styles.scrollbar_size_horizontal = 0

    def _on_paste(self, event: Paste) -> None:  # type: ignore[override]  # the driver sends no other pastes
        event.prevent_default()
        event.stop()
        fit = fit_for_a_line(event)
        if fit.text:
            self.replace(fit.text, *self.selection)
        self.post_message(Remarked(fit.remark))
