"""Messages about a key that did nothing: they go with the next key. What was done is said until the next change."""

from textual import events
from textual.app import App

from tunewise.ui.commands import keys_of


class Hints(App[int]):
    """The part of the app that takes hints away again."""

    message: str
    _hint = ""

    def say(self, message: str) -> None:
        """Show a message in the status line until the next change."""
        raise NotImplementedError

    def repaint_frame(self) -> None:
        """Paint the bars again that say where the file stands and what just happened."""
        raise NotImplementedError

    def hint(self, message: str) -> None:
        """Show a message about a key that did nothing: it goes with the next key."""
        self.say(message)
        self._hint = self.message

    async def on_event(self, event: events.Event) -> None:
        """Take an event; a key takes a hint on the key before it away, but for the key that reads it whole."""
        pressed = isinstance(event, events.Key) and not event.is_forwarded
        if self._hint and pressed and event.key not in keys_of("message"):  # type: ignore[attr-defined]  # it is a key
            said, self._hint = self._hint, ""
            if self.message == said:
                self.message = ""
                self.repaint_frame()
        await super().on_event(event)
