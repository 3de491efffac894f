"""A field of many lines that says what it changed in a pasted text."""

from textual.widgets import TextArea

from tunewise.ui.terminal.pastes import Paste
from tunewise.ui.widgets.typed_text import Remarked, fit_for_lines


class TypedArea(TextArea):
    """A text area that takes no invisible characters, and says how many came."""

    async def _on_paste(self, event: Paste) -> None:  # type: ignore[override]  # the driver sends no other pastes
        event.prevent_default()
        event.stop()
        fit = fit_for_lines(event)
        if fit.text and (result := self._replace_via_keyboard(fit.text, *self.selection)):
            self.move_cursor(result.end_location)
        self.post_message(Remarked(fit.remark))
