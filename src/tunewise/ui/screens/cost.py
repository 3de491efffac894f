"""The Cost screen: the controls of the workbench, the two paths, and their spend over time."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Container, Vertical

from tunewise.engine.cost import cumulative_usd
from tunewise.ui.charts.cumulative import cumulative
from tunewise.ui.fields import field_of
from tunewise.ui.lines import BLANK, Line, line, rule
from tunewise.ui.screens.work import WorkScreen, bindings_of
from tunewise.ui.views.cost import cost_notes, cost_table, saving_line
from tunewise.ui.views.header import cost_answer
from tunewise.ui.widgets.field_row import row_for
from tunewise.ui.widgets.panel import Panel

if TYPE_CHECKING:
    from tunewise.ui.app import TunewiseApp

_NOTES_AT_MOST = 5


def _board(app: "TunewiseApp", width: int, height: int) -> list[Line]:
    """Return the table, and the chart in what height is left."""
    assessment = app.assessment
    cost = assessment.cost
    rows = [rule("two paths", width), *cost_table(assessment, app.knowledge, width)]
    room = height - len(rows) - 1
    if cumulative_usd(cost, cost.break_even.months or 0 * (cost.break_even.months or 1)) is None:
        return [*rows, BLANK, line((" The chart needs every control: type a value where it says unknown.", "muted"))]
    chart = cumulative(lambda month: cumulative_usd(cost, month) or (month, month), cost.break_even.months, width, room)
    title = f"cumulative spend · p prompt only · t tuned · ✕ they cross · {saving_line(cost).lower()}"
    return [*rows, rule(title, width), *chart] if chart else rows


def _notes(app: "TunewiseApp", width: int, height: int) -> list[Line]:
    return cost_notes(app.assessment, app.knowledge, width, _NOTES_AT_MOST)


def _all_notes(app: "TunewiseApp", width: int, height: int) -> list[Line]:
    return [rule("to bear in mind", width), *cost_notes(app.assessment, app.knowledge, width, height)]


class CostScreen(WorkScreen):
    """Five controls and the price, a table, a chart, and the warnings."""

    NAME = "cost"
    answer = cost_answer
    BINDINGS = bindings_of("cost")
    DEFAULT_CSS = """
    CostScreen #parts { layout: vertical; }
    CostScreen.-wide #parts { layout: horizontal; }
    CostScreen #controls { height: auto; }
    CostScreen.-wide #controls { height: 1fr; width: 56; }
    CostScreen.-wide #board { padding-left: 2; width: 1fr; }
    CostScreen #notes { height: auto; max-height: 5; }
    CostScreen.-short.-narrow #notes { max-height: 3; }
    """

    def compose_body(self) -> ComposeResult:
        """Yield the controls, the board and the notes."""
        knowledge = self.tunewise.knowledge
        with Container(id="parts", classes="body"):
            with Vertical(id="controls"):
                for control in knowledge.controls:
                    yield row_for(field_of(f"costs.{control}", knowledge))
                yield Panel(_all_notes, classes="only-wide")
            yield Panel(_board, id="board")
        yield Panel(_notes, id="notes", classes="only-narrow")
