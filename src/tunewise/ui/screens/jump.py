"""Jump mode: letters at everything on a screen that can have the focus; typing one goes there."""

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from textual import events
from textual.errors import NoWidget
from textual.screen import Screen
from textual.widget import Widget

from tunewise.ui.commands import COMMANDS, key_of, keys_of
from tunewise.ui.lines import Line, line
from tunewise.ui.views.frame import screen_keys
from tunewise.ui.widgets.bars import KeyBar
from tunewise.ui.widgets.painted import Painted

_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


class Target(NamedTuple):
    """A row that can be reached: the widget, the row in it, and what goes there once the widget has the focus."""

    widget: Painted
    row: int
    go: Callable[[], None]


def names_of(count: int) -> list[str]:
    """Return that many names of one letter; from the twenty-seventh on some have two. No name begins another."""
    most = len(_LETTERS)
    pairs = 0
    while most - pairs + pairs * most < count and pairs < most:
        pairs += 1
    singles = list(_LETTERS[: most - pairs])
    return [*singles, *(one + other for one in _LETTERS[most - pairs :] for other in _LETTERS)][:count]


def targets_of(screen: Screen[Any]) -> list[Target]:
    """Return what can be reached on ``screen`` as it shows, in the order of the tab key."""
    found: list[Target] = []
    for widget in screen.focus_chain:
        if isinstance(widget, Painted) and not isinstance(widget, KeyBar):
            seen = _seen_rows(screen, widget)
            found += [Target(widget, row, go) for row, go in widget.places() if row in seen]
    return found


def _seen_rows(screen: Screen[Any], widget: Widget) -> range:
    """Return the rows of ``widget`` that are not scrolled or cut away."""
    try:
        place = screen.find_widget(widget)
    except NoWidget:
        return range(0)
    start = place.visible_region.y - place.region.y
    return range(start, start + place.visible_region.height)


class JumpBar(KeyBar):
    """The keys that matter; while letters show it says so in their place, and takes every key.

    It is one widget with the bar of keys, so that nothing moves on the screen when the letters come and go.
    """

    def __init__(self, screen_name: str) -> None:
        super().__init__(screen_name)
        self._targets: dict[str, Target] = {}
        self._typed = ""
        self._before: Widget | None = None

    def paint(self, width: int, height: int) -> list[Line]:
        """Return what to do while letters show, else the keys."""
        if not self._targets:
            return super().paint(width, height)
        words = f"letter {self._typed} and one more" if self._typed else "type a letter to go there"
        return [
            line(
                (" jump ", "strong"),
                (f" {words} ", "text"),
                (f" {screen_keys(in_field=False)} ", "accent"),
                ("screens ", "muted"),
                (f" {key_of('leave')} ", "accent"),
                ("back", "muted"),
            )
        ]

    def start(self) -> bool:
        """Show a letter at every target and take the keys; tell whether there is any target."""
        targets = targets_of(self.screen)
        if not targets:
            return False
        self._targets = dict(zip(names_of(len(targets)), targets, strict=True))
        self._typed = ""
        self._before = self.screen.focused
        self._show_letters()
        self.can_focus = True
        self.screen.set_focus(self, scroll_visible=False)
        return True

    def stop(self) -> None:
        """Take the letters away; what had the focus has it again, unless something else took it."""
        if not self._targets:
            return
        widgets = {target.widget for target in self._targets.values()}
        self._targets = {}
        for widget in widgets:
            widget.hints = {}
            widget.repaint()
        self.can_focus = False
        if self.screen.focused is self:
            before = self._before if self._before is not None and self._before.is_attached else None
            self.screen.set_focus(before, scroll_visible=False)
        self.repaint()

    def _show_letters(self) -> None:
        hints: dict[Painted, dict[int, str]] = {target.widget: {} for target in self._targets.values()}
        for name, target in self._targets.items():
            if name.startswith(self._typed):
                hints[target.widget][target.row] = name
        for widget, letters in hints.items():
            widget.hints = letters
            widget.repaint()
        self.repaint()

    def on_blur(self) -> None:
        """Stop where the focus goes elsewhere."""
        self.stop()

    def on_resize(self) -> None:
        """Stop where rows may move."""
        self.stop()
        super().on_resize()

    def takes_key(self, event: events.Key) -> bool:
        """Go to the target of a letter; the keys of the screens work, every other key leaves."""
        name = self._typed + (event.character or "").lower()
        if name in self._targets:
            target = self._targets[name]
            self.stop()
            self.screen.set_focus(target.widget)
            target.go()
        elif len(name) > len(self._typed) and any(one.startswith(name) for one in self._targets):
            self._typed = name
            self._show_letters()
        else:
            self.stop()
            for command in COMMANDS:
                if command.id.startswith("screen.") and event.key in keys_of(command.id):
                    self.tunewise.show(command.id.removeprefix("screen."))
        return True
