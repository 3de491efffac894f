"""What the four screens have in common: the frame, the binding to the model, and moving between fields."""

from typing import ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.geometry import Region, Size
from textual.reactive import Reactive, var
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from tunewise.domain.assessment import Assessment
from tunewise.domain.scenario import Scenario
from tunewise.ui.commands import key_of, keys_of
from tunewise.ui.host import Host
from tunewise.ui.lines import Line, line
from tunewise.ui.screens.jump import JumpBar
from tunewise.ui.screens.room import HIDDEN, message, too_small
from tunewise.ui.widgets.backdrop import Blank
from tunewise.ui.widgets.bars import Answer, AnswerBar, KeyBar, StatusBar, TopBar
from tunewise.ui.widgets.painted import Painted
from tunewise.ui.widgets.panel import Panel

WIDE, ROOMY = 110, 160
"""Columns from which two halves stand side by side, and from which the left one need not be narrow."""

TALL = 32
"""Rows from which explanations need not be short."""


def _too_small(app: Host, width: int, height: int) -> list[Line]:
    return [line(row) for row in message(app.size, f"{key_of('quit')} quits")]


class WorkScreen(Screen[None], inherit_bindings=False):
    """A screen on the one model: it repaints what changed when the assessment changes, if it is showing.

    Textual's own bindings of a screen are not taken over: tab belongs to the table of commands as every key does.
    """

    AUTO_FOCUS = ""
    BINDINGS = [Binding("ctrl+c", "screen.copy_text", "Copy what is marked", show=False)]
    DEFAULT_CSS = """
    WorkScreen { layout: vertical; background: $background; color: $foreground; overflow: hidden; }
    WorkScreen .body { height: 1fr; overflow: hidden; }
    WorkScreen .side { width: 60; }
    WorkScreen .rest { width: 1fr; padding-left: 2; }
    WorkScreen .only-wide { display: none; }
    WorkScreen.-wide .only-wide { display: block; }
    WorkScreen.-wide .only-narrow { display: none; }
    WorkScreen #too-small { display: none; height: 1fr; }
    WorkScreen.-too-small > * { display: none; }
    WorkScreen.-too-small > #too-small { display: block; }
    """
    NAME: ClassVar[str] = ""
    answer: ClassVar[Answer]

    # Textual repaints the whole screen when the focus moves; here only a cursor moves, which the rows do themselves.
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    scenario: var[Scenario | None] = var(None, init=False)
    assessment: var[Assessment | None] = var(None, init=False)

    def __init__(self) -> None:
        super().__init__()
        self._blank = Blank(self)
        self._stale = False
        self._fitted: Size | None = None

    @property
    def keys_while_hidden(self) -> frozenset[str]:
        """Return the keys that work while a message stands in place of the screen."""
        return frozenset(keys_of("quit"))

    @property
    def tunewise(self) -> Host:
        """Return the app as what it is."""
        return cast("Host", self.app)

    def compose(self) -> ComposeResult:
        """Frame the body with place, answer, status and keys."""
        yield Panel(_too_small, id="too-small")
        yield TopBar(self.NAME)
        yield AnswerBar(type(self).answer)
        yield from self.compose_body()
        yield StatusBar()
        yield JumpBar(self.NAME)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return what lies behind all widgets."""
        return self._blank.lines(crop)

    def compose_body(self) -> ComposeResult:
        """Yield what stands between the answer and the status."""
        raise NotImplementedError

    def _screen_resized(self, size: Size) -> None:
        # Textual's own breakpoints are not told to a screen behind a dialog or in another mode; this is.
        self._fit(size)
        super()._screen_resized(size)

    def _fit(self, size: Size) -> None:
        """Say in classes how much room there is."""
        if size == self._fitted:
            return
        self._fitted = size
        columns, rows = size
        classes = {
            HIDDEN: too_small(size),
            "-narrow": columns < WIDE,
            "-wide": columns >= WIDE,
            "-roomy": columns >= ROOMY,
            "-short": rows < TALL,
        }
        # All at once: every change of a class looks at all styles below it.
        self.update_classes(classes, animate=False)

    def watch_assessment(self) -> None:
        """Repaint, now or when this screen shows again."""
        if self.is_current:
            self.repaint_all()
        else:
            self._stale = True

    def on_screen_resume(self) -> None:
        """Catch up with what changed while another screen was showing."""
        self._fit(self.app.size)
        if self._stale:
            self.repaint_all()

    def repaint_all(self) -> None:
        """Let every painted widget send what differs."""
        self._stale = False
        for widget in self.walk_children(Painted):  # a query would look at the style rules of each
            widget.repaint()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Say which keys work on what is focused now."""
        self.focus_moved()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Say which keys work where nothing is focused."""
        self.call_later(self.focus_moved)

    def focus_moved(self) -> None:
        """Repaint what depends on the focus."""
        self.query_one(KeyBar).repaint()

    def action_focus_field(self, steps: int) -> None:
        """Go to the next or the previous field."""
        if steps > 0:
            self.focus_next()
        else:
            self.focus_previous()

    async def action_jump(self) -> None:
        """Show a letter at everything that can be reached; typing it goes there."""
        bar = self.query_one(JumpBar)
        if not bar.start():
            await self.wait_for_refresh()  # on a screen that was opened just now nothing has its place yet
            if not bar.start():
                self.tunewise.say("Nothing on this screen can be jumped to.")

    async def action_leave(self) -> None:
        """Leave the field: nothing is focused, digits change screens."""
        self.set_focus(None)
