"""Dialogs: read something long, answer a question, type a text, pick from a list. Each returns what was chosen."""

from collections.abc import Callable
from time import monotonic
from typing import ClassVar, TypeVar

from rich.console import RenderableType
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from tunewise.domain.text import editable, edited
from tunewise.ui.commands import key_of
from tunewise.ui.keymap import bindings_of
from tunewise.ui.lines import Line, line, safe, wrap
from tunewise.ui.screens.room import HIDDEN, ROOMY_ROWS, message, too_small
from tunewise.ui.views.frame import SMALLEST
from tunewise.ui.widgets.painted import Painted
from tunewise.ui.widgets.panel import Panel
from tunewise.ui.widgets.typed_text import Remarked, TypedText

Result = TypeVar("Result")

LinesOfWidth = Callable[[int], list[Line]]


class Reader(Painted, can_focus=True):
    """Long text with its own scrolling."""

    DEFAULT_CSS = "Reader { height: 1fr; }"

    def __init__(self, lines: LinesOfWidth) -> None:
        super().__init__()
        self._lines = lines
        self._first = 0

    def paint(self, width: int, height: int) -> list[Line]:
        """Return the lines that show."""
        everything = self._lines(width)
        self._first = max(0, min(self._first, len(everything) - height))
        rows = everything[self._first : self._first + height]
        left = len(everything) - self._first - height
        if left > 0 and rows:
            rows[-1] = line((f" ▾ {left + 1} more lines", "muted"))
        return rows

    def move(self, rows: int) -> None:
        """Scroll by ``rows``."""
        self._first += rows
        self.repaint()


class Dialog(ModalScreen[Result]):
    """A dialog that closes once: a second key that was on its way when it closed finds nothing to close.

    Where the terminal is too small for it, a message stands in its place, and only ``keys_while_hidden`` work.
    """

    DEFAULT_CSS = """
    Dialog.-too-small { background: $background; color: $foreground; }
    Dialog.-too-small > * { display: none; }
    Dialog:ansi Vertical, Dialog:nocolor Vertical { border: solid $foreground; padding: 0 1; }
    Dialog:nocolor Input > .input--cursor, Dialog:nocolor Input > .input--selection { text-style: reverse; }
    Dialog:nocolor .text-area--cursor, Dialog:nocolor .text-area--selection { text-style: reverse; }
    """
    keys_while_hidden: frozenset[str] = frozenset()
    needs: tuple[int, int] = SMALLEST

    def _screen_resized(self, size: Size) -> None:
        self._fit(size)
        super()._screen_resized(size)

    def on_screen_resume(self) -> None:
        """Fit the terminal as it is when this shows."""
        self._fit(self.app.size)
        self.shown()

    def shown(self) -> None:
        """Note that this shows from now on."""

    def _fit(self, size: Size) -> None:
        self.set_class(size.width < self.needs[0] or size.height < self.needs[1], HIDDEN)
        self.set_class(size.height < ROOMY_ROWS, "-short")
        self.refresh()

    def render(self) -> RenderableType:
        """Return what is behind the dialog, or the message in its place."""
        if self.has_class(HIDDEN):
            way_out = "esc goes back" if "escape" in self.keys_while_hidden else ""
            # The same size as without a dialog, where the screen behind it has no room either.
            needs = SMALLEST if too_small(self.app.size) else self.needs
            return Text("\n".join(map(safe, message(self.app.size, way_out, needs))), no_wrap=True)
        return super().render()

    def close_with(self, result: Result | None) -> None:
        """Close with ``result``, unless it is closing already."""
        if self.is_current:
            self.dismiss(result)


class ReaderDialog(Dialog[None]):
    """Something to read, over the whole screen."""

    DEFAULT_CSS = """
    ReaderDialog { background: $background; }
    ReaderDialog Panel { height: 1; }
    ReaderDialog Reader { padding: 0 1; }
    """
    BINDINGS = [
        Binding("w,enter", "close", "Close", show=False),
        Binding("question_mark,f12", "close", "Close", show=False, id="help"),
        *bindings_of("dialog", {"close": "close"}),
        *bindings_of(
            "list",
            {
                "down": "move(1)",
                "up": "move(-1)",
                "page-down": "page(1)",
                "page-up": "page(-1)",
                "first": "move(-100000)",
                "last": "move(100000)",
            },
        ),
    ]

    def __init__(self, lines: LinesOfWidth) -> None:
        super().__init__()
        self._lines = lines

    def compose(self) -> ComposeResult:
        """Yield the text and its keys."""
        yield Reader(self._lines)
        yield Panel(
            lambda app, width, height: [
                line(
                    (f" {key_of('dialog.close')} ", "accent"),
                    ("back", "muted"),
                    (f"  {' '.join(map(key_of, ('list.down', 'list.up', 'list.page-down')))} ", "accent"),
                    ("scroll", "muted"),
                )
            ]
        )

    def action_close(self) -> None:
        """Close it."""
        self.close_with(None)

    def action_move(self, rows: int) -> None:
        """Scroll by ``rows``."""
        for reader in self.query(Reader):
            reader.move(rows)

    def action_page(self, pages: int) -> None:
        """Scroll by screens."""
        for reader in self.query(Reader):
            reader.move(pages * max(1, reader.size.height - 2))


class AskDialog(Dialog[str]):
    """A question with a few answers, each on its own key; escape answers nothing."""

    DEFAULT_CSS = """
    AskDialog { align: center middle; background: $background 60%; }
    AskDialog Vertical { width: 64; max-width: 96%; height: auto; background: $surface; padding: 1 2; }
    AskDialog Static { height: auto; background: $surface; }
    """
    BINDINGS = [Binding("escape", "answer('')", "Stay", show=False)]
    CALM_SECONDS: ClassVar[float] = 0.3
    """How long no key must have come before one counts: typed ahead, or held down, it was not meant for this."""
    keys_while_hidden = frozenset({"escape"})

    def __init__(self, question: str, answers: dict[str, str]) -> None:
        super().__init__()
        self._last_key = monotonic()
        self._question = question
        self._answers = answers

    def compose(self) -> ComposeResult:
        """Yield the question and the answers with their keys."""
        answers = "\n".join(f"{safe(key)}    {safe(words)}" for key, words in self._answers.items())
        with Vertical():
            yield Static(Content(safe(self._question, 400)))
            yield Static(Content(f"\n{answers}\nesc  stay"))

    def _fit(self, size: Size) -> None:
        width = max(1, min(64, size.width * 96 // 100) - 4)
        texts = [safe(self._question, 400), *(f"{safe(key)}    {safe(words)}" for key, words in self._answers.items())]
        self.needs = (24, sum(len(wrap(text, width)) for text in texts) + 4)
        super()._fit(size)

    def shown(self) -> None:
        """Wait for calm from the moment at which the question can be read."""
        self.call_after_refresh(self._await_calm)

    def _await_calm(self) -> None:
        self._last_key = monotonic()

    def on_key(self, event: events.Key) -> None:
        """Take an answer by its key, which then means nothing to the screen behind it."""
        key, before, self._last_key = event.character or "", self._last_key, monotonic()
        if key in self._answers:
            event.stop()
            event.prevent_default()
            if self._last_key - before >= self.CALM_SECONDS:
                self.close_with(key)

    def action_answer(self, answer: str) -> None:
        """Close with ``answer``."""
        self.close_with(answer)


class TextDialog(Dialog[str | None]):
    """A text to type; escape leaves it as it was. What ``refused`` has words for keeps it open, and they show in it."""

    DEFAULT_CSS = """
    TextDialog { align: center middle; background: $background 60%; }
    TextDialog Vertical { width: 90%; height: auto; background: $surface; padding: 1 2; }
    TextDialog Static { height: auto; background: $surface; }
    TextDialog #problem { color: $warning; }
    TextDialog Input { background: $background; margin: 1 0; }
    TextDialog TextArea { height: 12; background: $background; margin: 1 0; }
    TextDialog.-short TextArea { height: 5; }
    """
    BINDINGS = bindings_of("editor", {"accept": "accept", "cancel": "cancel"})

    def __init__(
        self, question: str, text: str, *, long: bool = False, refused: Callable[[str], str] = lambda text: ""
    ) -> None:
        super().__init__()
        self._question = question
        self._refused = refused
        # What a file holds must not reach the terminal raw: an editor shows and edits the visible form.
        self._visible = editable(text)
        self._text = text
        self._long = long

    def compose(self) -> ComposeResult:
        """Yield the question and the text."""
        accepts = key_of("editor.accept").capitalize() if self._long else "enter"
        keys = f"{accepts} accepts · {key_of('editor.cancel')} leaves it as it was"
        with Vertical():
            yield Static(Content(safe(self._question, 300)))
            if self._long:
                from tunewise.ui.widgets.typed_area import TypedArea  # noqa: PLC0415  # heavy, and needed for notes only

                area = TypedArea(self._visible, show_line_numbers=False, soft_wrap=True, compact=True)
                area.cursor_blink = False
                yield area
            else:
                field = TypedText(self._visible, select_on_focus=True, compact=True)
                field.cursor_blink = False
                yield field
            yield Static(Content(""), id="problem")
            yield Static(Content(safe(keys)))

    AUTO_FOCUS = "Input, TextArea"

    def on_remarked(self, event: Remarked) -> None:
        """Say what was changed in a pasted text."""
        self.query_one("#problem", Static).update(Content(safe(event.words, 400)))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Accept what was typed."""
        self._accept(event.value)

    def action_accept(self) -> None:
        """Accept what was typed."""
        if self._long:
            from textual.widgets import TextArea  # noqa: PLC0415  # as above

            self._accept(self.query_one(TextArea).text)
        else:
            self._accept(self.query_one(Input).value)

    def _accept(self, typed: str) -> None:
        """Close with what was typed, unless it is refused; what was only looked at stays, to the character."""
        meant = edited(typed, self._text)
        problem = "" if meant == self._text else self._refused(meant)
        if problem:
            self.query_one("#problem", Static).update(Content(safe(problem, 400)))
            return
        self.close_with(meant)

    def action_cancel(self) -> None:
        """Leave the text as it was."""
        self.close_with(None)
