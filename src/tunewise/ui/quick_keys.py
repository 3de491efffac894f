"""Keys on the four screens, acted on at once.

Textual hands a key to the widget with the focus, and from there up from parent to parent, a task each, until it is back
at the app, which looks up what it is bound to. On the four screens only the widget with the focus may take a key
itself, and it can be asked.
"""

from textual import events
from textual.app import App

from tunewise.ui.screens.work import WorkScreen
from tunewise.ui.widgets.painted import Painted


class QuickKeys(App[int]):
    """The part of the app that acts on a key before anything else happens."""

    async def on_event(self, event: events.Event) -> None:
        """Take an event; a key on one of the four screens the short way."""
        quick = isinstance(event, events.Key) and not event.is_forwarded and self.app_focus
        if quick and isinstance(self.screen, WorkScreen) and isinstance(self.focused, Painted | None):
            await self._take_key(event)  # type: ignore[arg-type]  # it is a key, as was just seen
        else:
            await super().on_event(event)

    async def _take_key(self, key: events.Key) -> None:
        """Act on a key in the order that Textual keeps: bindings that go first, the focus, all other bindings."""
        if await self._check_bindings(key.key, priority=True):
            return
        focused = self.focused
        if isinstance(focused, Painted) and focused.takes_key(key):
            return
        await self._check_bindings(key.key)
