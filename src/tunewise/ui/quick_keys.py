"""Keys on the four screens, acted on at once.

Textual hands a key to the widget with the focus, and from there up from parent to parent, a task each, until it is back
at the app, which looks up what it is bound to. On the four screens only the widget with the focus may take a key
itself, and it can be asked.
"""

from asyncio import Event, wait_for
from contextlib import suppress
from typing import Final

from textual import events
from textual.app import App
from textual.message_pump import MessagePump

from tunewise.ui.commands import keys_of
from tunewise.ui.screens.work import WorkScreen
from tunewise.ui.widgets.painted import Painted

_LONGEST_WAIT_SECONDS: Final = 1.0
"""How long keys wait at most for what the key before them opened."""


async def _came_to_rest(node: MessagePump) -> None:
    """Wait until ``node`` has done what it was told so far."""
    rests = Event()
    if node.call_later(rests.set):
        with suppress(TimeoutError):
            await wait_for(rests.wait(), _LONGEST_WAIT_SECONDS)


class QuickKeys(App[int]):
    """The part of the app that acts on a key before anything else happens."""

    async def on_event(self, event: events.Event) -> None:
        """Take an event; a key on one of the four screens the short way."""
        quick = isinstance(event, events.Key) and not event.is_forwarded and self.app_focus
        if quick and isinstance(self.screen, WorkScreen) and isinstance(self.focused, Painted | None):
            await self._take_key(event)  # type: ignore[arg-type]  # it is a key, as was just seen
        else:
            if isinstance(event, events.Key) and event.key in {*keys_of("editor.accept"), *keys_of("editor.cancel")}:
                await self._all_typed()
            await super().on_event(event)

    async def _all_typed(self) -> None:
        """Wait until the editor has what was typed before: these keys do not go through it, and would overtake it."""
        if self.focused is not None:
            await _came_to_rest(self.focused)

    async def _take_key(self, key: events.Key) -> None:
        """Act on a key in the order that Textual keeps: bindings that go first, the focus, all other bindings."""
        if await self._check_bindings(key.key, priority=True):
            return
        focused, before = self.focused, self.screen
        if isinstance(focused, Painted) and focused.takes_key(key):
            return
        await self._check_bindings(key.key)
        if self.screen is not before and self.screen.is_running:
            # The keys typed ahead are for what this one opened: they wait until it stands and something has the focus.
            await _came_to_rest(self.screen)
