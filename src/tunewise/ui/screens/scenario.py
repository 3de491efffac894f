"""The Scenario screen: a wizard of short steps over the same model, every question skippable."""

from functools import partial

from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.widget import Widget

from tunewise.domain.names import UNTITLED
from tunewise.domain.scenario import Scenario
from tunewise.store.scenario_files import shipped_scenarios
from tunewise.ui.commands import keyed
from tunewise.ui.fields import Field, fields_of
from tunewise.ui.host import Host, Opening
from tunewise.ui.keymap import bindings_of
from tunewise.ui.lines import Line, rule
from tunewise.ui.screens.work import WorkScreen
from tunewise.ui.views.header import scenario_answer
from tunewise.ui.views.wizard import review_lines, start_preview, step_bar, why_lines
from tunewise.ui.widgets.backdrop import Backdrop
from tunewise.ui.widgets.field_row import FieldRow
from tunewise.ui.widgets.panel import Panel
from tunewise.ui.widgets.rows import row_for
from tunewise.ui.widgets.start_list import BLANK_START, FILE_START, StartList

_LISTS = {"failure": "fails today, the worst first", "placed": "runs already"}
"""What stands above the rows of a list."""


def _titled(title: str, app: Host, width: int, height: int) -> list[Line]:
    return [rule(title, width)]


class ScenarioScreen(WorkScreen):
    """Start, task, signals, data, traffic, limits, review."""

    NAME = "scenario"
    answer = scenario_answer
    BINDINGS = bindings_of("scenario")
    DEFAULT_CSS = """
    ScenarioScreen #steps { height: 1; }
    ScenarioScreen #questions { height: 1fr; overflow-y: auto; scrollbar-size-vertical: 1; background: $background; }
    ScenarioScreen #questions Panel { height: auto; }
    ScenarioScreen #why { height: 5; }
    ScenarioScreen.-short #why { height: 4; }
    """

    step = 0

    def compose_body(self) -> ComposeResult:
        """Yield the steps, the questions of the current one, and why they are asked."""
        yield Panel(lambda app, width, height: [step_bar(self.step, app.knowledge, width)], id="steps")
        # Not a VerticalScroll: that one would take the arrow keys from the fields in it.
        yield Backdrop(*self._questions(), id="questions")
        yield Panel(self._why, id="why")

    def on_mount(self) -> None:
        """Put the cursor into the list: enter starts, and digits still change screens."""
        for starts in self.query(StartList):
            self.set_focus(starts)

    def _questions(self) -> list[Widget]:
        knowledge = self.tunewise.knowledge
        step = knowledge.tables.step[self.step]
        if step.id == "start":
            return [StartList(shipped_scenarios(), self._start, self._tell)]
        rows: list[Widget] = []
        for field in fields_of(step.asks, knowledge):
            title = _LISTS.get(field.kind)
            if title and not any(isinstance(row, Panel) for row in rows):
                rows.append(Panel(partial(_titled, title)))
            rows.append(row_for(field))
        if step.id == "review":
            rows.insert(0, Panel(lambda app, width, height: review_lines(app.assessment, app.knowledge, width)))
        return rows

    def _why(self, app: Host, width: int, height: int) -> list[Line]:
        starts = self.query(StartList)
        if starts:
            return start_preview(starts.first().chosen, width)
        return why_lines(self._field(), self.step, app.knowledge, width)

    def _field(self) -> Field | None:
        return self.focused.field if isinstance(self.focused, FieldRow) else None

    async def action_step(self, steps: int) -> None:
        """Go to another step; its first question gets the cursor."""
        await self.go_to_step(self.step + steps)

    async def go_to_step(self, step: int) -> None:
        """Show the questions of ``step``."""
        last = len(self.tunewise.knowledge.tables.step) - 1
        if not 0 <= step <= last:
            end = keyed("This is the last step; {screen.recommend} shows the ranking.")
            self.tunewise.say(end if step > last else "This is the first step.")
            return
        self.step = step
        self.set_focus(None)
        questions = self.query_one("#questions", Backdrop)
        await questions.remove_children()
        await questions.mount_all(self._questions())
        questions.scroll_home(animate=False)
        self.query_one("#steps", Panel).repaint()
        if step < last:
            self.focus_next()
        self.focus_moved()
        await self.wait_for_refresh()

    def focus_moved(self) -> None:
        """Say why the focused question is asked."""
        super().focus_moved()
        self.query_one("#why", Panel).repaint()

    def _start(self, name: str) -> Opening:
        """Start from what was chosen; unsaved changes are asked about first."""
        app = self.tunewise
        if name == FILE_START:
            return app.action_open(self._begin)
        return app.after_saving(partial(self._start_from, name))

    def _start_from(self, name: str) -> Opening:
        app = self.tunewise
        if name == BLANK_START:
            app.open_scenario(Scenario(title=UNTITLED), None)
        else:
            app.open_named(name)
        return self._begin()

    def _begin(self) -> Opening:
        """Go on with the first question."""
        return AwaitComplete(self.go_to_step(1))

    def _tell(self) -> None:
        """Tell the story of the scenario under the cursor."""
        self.query_one("#why", Panel).repaint()
