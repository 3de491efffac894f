"""One key after the other: each is acted on before the next one is looked at.

Textual hands a key to the widget with the focus, and from there up from parent to parent, a task each, until it is back
at the app, which looks up what it is bound to. Of keys that arrive together, as over a slow line, a later one that
means something to the widget overtakes an earlier one that is bound. On the four screens only the widget with the focus
may take a key itself, and it can be asked at once.
"""

from asyncio import Event, wait_for
from collections.abc import Iterator
from typing import Final

from textual import events
from textual.app import App
from textual.message_pump import MessagePump
from textual.widget import Widget

from tunewise.ui.screens.work import WorkScreen
from tunewise.ui.widgets.painted import Painted

_LONGEST_WAIT_SECONDS: Final = 1.0
"""How long keys wait at most for what the key before them does."""


async def _came_to_rest(node: MessagePump) -> bool:
    """Wait until ``node`` has done what it was told so far, and tell whether it has."""
    rests = Event()
    if not node.call_later(rests.set):
        return False
    try:
        await wait_for(rests.wait(), _LONGEST_WAIT_SECONDS)
    except TimeoutError:
        return False
    return True


def _way_up(widget: Widget) -> Iterator[Widget]:
    """Yield ``widget`` and what it stands in, up to its screen."""
    return (node for node in widget.ancestors_with_self if isinstance(node, Widget))


async def _took(widget: Widget, key: events.Key) -> bool:
    """Hand ``key`` to ``widget``, and up from there as Textual does; tell whether something on the way took it.

    What takes a key prevents whatever else it would do. A key that something is long at goes its way without us, and
    comes back to the app from there.
    """
    widget._forward_event(key)
    for node in _way_up(widget):
        if not await _came_to_rest(node) or key._no_default_action:
            return True
    key.prevent_default()  # it is on its way back to the app already
    return False


class QuickKeys(App[int]):
    """The part of the app that acts on a key before anything else happens."""

    async def on_event(self, event: events.Event) -> None:
        """Take an event; a key at once, unless it comes back from where it was acted on."""
        if not isinstance(event, events.Key) or not self.app_focus:
            await super().on_event(event)
        elif not event.is_forwarded:
            await self._take_key(event)
        elif not event._no_default_action:
            await super().on_event(event)

    def delay_update(self, delay: float = 0.0) -> None:
        """Delay nothing: while Textual waits for a screen to stand, nothing on it has a place for a key to go to."""

    async def _take_key(self, key: events.Key) -> None:
        """Act on a key in the order that Textual keeps: bindings that go first, the focus, all other bindings."""
        if await self._check_bindings(key.key, priority=True):
            return
        screen, focused = self.screen, self.focused
        if isinstance(screen, WorkScreen) and isinstance(focused, Painted | None):
            if focused is not None and focused.takes_key(key):
                return
            await self._check_bindings(key.key)
        elif not await _took(focused or screen, key) and await self._check_bindings(key.key):
            # What it is bound to may tell others to do something, as the line of a dialog does when it is accepted.
            for node in _way_up(focused or screen):
                if not await _came_to_rest(node):
                    break
        if self.screen is not screen and self.screen.is_running:
            # The keys typed ahead are for what this one opened: they wait until it stands and something has the focus.
            await _came_to_rest(self.screen)
