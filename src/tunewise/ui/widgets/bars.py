"""The bars that frame every screen: place, answer, status and keys."""

from collections.abc import Callable

from rich.cells import cell_len
from textual import events

from tunewise.report.sentences import moved
from tunewise.ui.commands import SCREENS, key_of, pair_of
from tunewise.ui.host import Host
from tunewise.ui.lines import Line, cut, line, spread, width_of
from tunewise.ui.screens.room import ROOMY_ROWS
from tunewise.ui.views.frame import Place, key_line, keys_of_screen, screen_keys, tabs_of, top_bar
from tunewise.ui.views.header import Sentence, answer_lines
from tunewise.ui.widgets.field_row import FieldRow, Typing
from tunewise.ui.widgets.painted import Painted

Answer = Callable[[Host], list[Sentence]]


class TopBar(Painted):
    """Where you are; a click on a screen's name goes there."""

    DEFAULT_CSS = "TopBar { height: 1; }"

    def __init__(self, screen_name: str) -> None:
        super().__init__()
        self.screen_name = screen_name

    def paint(self, width: int, height: int) -> list[Line]:
        """Return the one line."""
        return [top_bar(self._place(), width)]

    def _place(self) -> Place:
        app = self.tunewise
        state = "taking over" if app.taking_over else "read-only" if app.keeper.read_only else ""
        state = "changed on disk" if app.file_change else state
        return Place(SCREENS, self.screen_name, app.file_name, app.session.dirty, state)

    def on_click(self, event: events.Click) -> None:
        """Go to the screen whose name was clicked."""
        tabs = tabs_of(self._place(), self.size.width)
        start = self.size.width - sum(len(text) for _, text in tabs)
        for name, text in tabs:
            if start <= event.x < start + len(text):
                self.tunewise.show(name)
            start += len(text)


class AnswerBar(Painted):
    """The answer in two sentences, each on its line; one that has no short form takes two where rows are not few."""

    DEFAULT_CSS = "AnswerBar { height: auto; min-height: 2; max-height: 4; }"

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.answer = answer

    def paint(self, width: int, height: int) -> list[Line]:
        """Return the lines."""
        app = self.tunewise
        return answer_lines(self.answer(app), width, wraps=app.size.height >= ROOMY_ROWS)

    def repaint(self) -> None:
        """Paint again, and take the rows that the answer needs now."""
        super().repaint()
        if self.size and len(self.rows) != self.size.height:
            self.refresh(layout=True)


class StatusBar(Painted):
    """What just happened: a message, or why the ranking moved."""

    DEFAULT_CSS = "StatusBar { height: 1; }"

    def paint(self, width: int, height: int) -> list[Line]:
        """Return the one line; trouble with keeping the work stands steadily at its end."""
        app = self.tunewise
        if app.trouble:
            end = line((f" {cut(app.trouble, width // 2)} ", "bad"))
            return [spread(self._said(app, width - width_of(end)), end, width)]
        return [self._said(app, width)]

    def _said(self, app: Host, width: int) -> Line:
        if app.message:
            return line(" ", (cut(app.message, width - 2), "warn"))
        if app.current_mode == "cost" and (words := _cost_moved(app)):
            return line((f" {app.session.last_change}: ", "muted"), (cut(words, width - 2), "text"))
        movement = app.session.movement
        if app.session.baseline is not None and movement is not None and movement.still:
            return line((" as pinned: nothing differs from the baseline", "muted"))
        if movement is None:
            return line((" change anything, and why the ranking moved stands here", "muted"))
        words = moved(movement, app.session.last_change, app.knowledge)
        return line((" moved: ", "muted"), (cut(words, width - 9), "text"))


def _cost_moved(app: Host) -> str:
    """Return what the last change did to the costs; the Cost screen has worked them out already."""
    before = app.desk.before
    if before is None or not app.session.last_change:
        return ""
    from tunewise.report.costs import payback_moved  # noqa: PLC0415  # only the Cost screen needs it

    return payback_moved(before, app.desk.workbench, app.knowledge)


def _field_keys(field: FieldRow) -> list[tuple[str, str]]:
    """Return the keys that matter in a field, with what they do there."""
    keys = [(screen_keys(in_field=True), "screens"), (key_of("leave"), "leave")]
    if isinstance(field, Typing):
        keys += [(pair_of("field.less", "field.more"), "change"), (_ten(), "×10"), ("0-9", "type")]
    elif field.field.kind == "text":
        keys.append((key_of("field.edit"), "edit"))
    else:
        keys += [(pair_of("field.less", "field.more"), "change"), (key_of("field.switch"), "switch")]
    keys.append((key_of("field.unknown"), "empty" if field.field.kind == "text" else "unknown"))
    return [(key, words) for key, words in [*keys, (key_of("help", in_field=True), "help")] if key.strip()]


def _ten() -> str:
    """Return how ten at once are stepped: by shift where shift with an arrow does it, else by the key for it."""
    key = key_of("field.ten-more")
    return "shift" if key == "shift+→" else key


class KeyBar(Painted):
    """The keys that matter here, never more than fit."""

    DEFAULT_CSS = "KeyBar { height: 1; }"

    def __init__(self, screen_name: str) -> None:
        super().__init__()
        self.screen_name = screen_name

    def paint(self, width: int, height: int) -> list[Line]:
        """Return the one line; where the message above is cut, the key that shows it whole comes first."""
        keys = self._keys()
        if cell_len(self.tunewise.message) > width - 2:
            keys.insert(0, (key_of("message"), "reads on"))
        return [key_line(keys, width)]

    def _keys(self) -> list[tuple[str, str]]:
        focused = self.screen.focused
        if isinstance(focused, FieldRow):
            return _field_keys(focused)
        return keys_of_screen(self.screen_name)
