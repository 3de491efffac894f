"""Choose a model, an offer to tune it, or a GPU by typing part of its name."""

from datetime import UTC, datetime

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Input

from tunewise.domain.errors import TunewiseError
from tunewise.knowledge.cost_tables import CostTables
from tunewise.session.edits import Edit
from tunewise.ui.commands import keyed
from tunewise.ui.host import Host
from tunewise.ui.lines import Line, bullet, line
from tunewise.ui.screens.dialogs import Dialog
from tunewise.ui.views.price_choices import PriceChoice, choice_lines, model_choice, table_choices
from tunewise.ui.widgets.painted import Painted
from tunewise.ui.widgets.panel import Panel
from tunewise.ui.widgets.typed_text import TypedText

_SHOWN = 9
_HINT = "Type part of a name: 4.1 mini, sonnet, llama 8b, azure, h100 …"


class PriceList(Painted):
    """What was found, with a cursor."""

    DEFAULT_CSS = "PriceList { height: 15; }"

    def __init__(self) -> None:
        super().__init__()
        self.choices: list[PriceChoice] = []
        self.problem = _HINT
        self.cursor = 0

    def paint(self, width: int, height: int) -> list[Line]:
        """Return the rows, or why there are none."""
        if not self.choices:
            return bullet("·", self.problem, width, "muted")
        return choice_lines(self.choices, self.cursor, width, height)


class PriceDialog(Dialog[Edit | None]):
    """Type, move, enter. The catalogue is read when something is typed, away from the keys."""

    DEFAULT_CSS = """
    PriceDialog { align: center middle; background: $background 60%; }
    PriceDialog Vertical { width: 96; max-width: 100%; height: auto; background: $background; padding: 1 2; }
    PriceDialog Panel { height: 1; }
    PriceDialog.-short PriceList { max-height: 8; }
    PriceDialog Input { margin: 1 0; }
    """
    BINDINGS = [
        Binding("escape", "cancel", "Cancel", show=False, priority=True),
        Binding("down", "move(1)", "Down", show=False, priority=True),
        Binding("up", "move(-1)", "Up", show=False, priority=True),
    ]
    AUTO_FOCUS = "Input"

    def __init__(self, rival: str, label: str, tables: CostTables, *, trains: bool) -> None:
        super().__init__()
        self._rival, self._label, self._tables, self._trains = rival, label, tables, trains
        self._found_for = ""
        self._wanted = False

    def compose(self) -> ComposeResult:
        """Yield the question, the words and what was found."""
        with Vertical():
            yield Panel(self._title)
            field = TypedText(placeholder="part of a name", compact=True)
            field.cursor_blink = False
            yield field
            yield PriceList()

    def _title(self, app: Host, width: int, height: int) -> list[Line]:
        return [line((f"What {self._label} calls", "strong"), ("  ↓ ↑ · enter copies its prices · esc", "muted"))]

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look for what was typed so far."""
        self._wanted = False
        self._search(event.value)

    @work(thread=True, exclusive=True, group="prices")
    def _search(self, words: str) -> None:
        from tunewise.store.catalogue import nearest_models, search_models  # noqa: PLC0415  # heavy
        from tunewise.store.price_overrides import read_price_overrides  # noqa: PLC0415  # as above

        found: list[PriceChoice] = []
        problem = _HINT
        try:
            if words.strip():
                own = read_price_overrides()
                tables = self._tables.with_rows(own.offers, own.gpus)
                found = table_choices(words, self._rival, tables, trains=self._trains)[: _SHOWN // 2]
                models = search_models(words, datetime.now(tz=UTC).date(), limit=_SHOWN - len(found))
                found += [model_choice(price, self._rival, tables) for price in models]
                problem = _HINT if found else self._nothing(words, nearest_models(words), tables)
        except TunewiseError as error:
            problem = error.line()
        self.app.call_from_thread(self._show, words, found, problem)

    def _nothing(self, words: str, near: list[str], tables: CostTables) -> str:
        """Say that nothing is called that, and what is near it."""
        if not self._trains and table_choices(words, self._rival, tables, trains=True):
            again = keyed("put the table's cursor on one, and {cost.price} again.")
            return f"Offers and GPUs are for ways that train: esc, {again}"
        return f"Nothing is called that; near it: {', '.join(near)}" if near else "Nothing is called that."

    def _show(self, words: str, found: list[PriceChoice], problem: str) -> None:
        if not self.is_attached or self.query_one(Input).value != words:
            return
        listed = self.query_one(PriceList)
        listed.choices, listed.problem, listed.cursor, self._found_for = found, problem, 0, words
        listed.repaint()
        if self._wanted:
            self.on_input_submitted()

    def action_move(self, steps: int) -> None:
        """Move the cursor."""
        listed = self.query_one(PriceList)
        if listed.choices:
            listed.cursor = (listed.cursor + steps) % len(listed.choices)
            listed.repaint()

    def on_input_submitted(self) -> None:
        """Take what is under the cursor; what was found for other words is not what was asked for."""
        listed = self.query_one(PriceList)
        self._wanted = self._found_for != self.query_one(Input).value
        if listed.choices and not self._wanted:
            self.close_with(listed.choices[listed.cursor].edit)

    def action_cancel(self) -> None:
        """Choose none."""
        self.close_with(None)
