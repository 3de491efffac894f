"""The Cost screen: the controls of the workbench, the two paths, and their spend over time."""

from decimal import Decimal
from functools import partial

from textual.app import ComposeResult
from textual.containers import Container, Vertical

from tunewise.domain.assessment import CostReport
from tunewise.engine.cost import cumulative_usd
from tunewise.ui.charts.cumulative import cumulative
from tunewise.ui.fields import field_of
from tunewise.ui.host import Host
from tunewise.ui.lines import BLANK, Line, line, rule
from tunewise.ui.screens.work import WorkScreen, bindings_of
from tunewise.ui.views.cost import cost_notes, cost_table, legend
from tunewise.ui.views.header import cost_answer
from tunewise.ui.widgets.panel import Panel
from tunewise.ui.widgets.rows import row_for


def _notes_at_most(rows: int) -> int:
    """Return how many lines of notes leave room for the chart on a screen of ``rows`` rows."""
    return 0 if rows < 22 else 2 if rows < 32 else 5


def _board(app: Host, width: int, height: int) -> list[Line]:
    """Return the table, and the chart in what height is left."""
    assessment = app.assessment
    cost = assessment.cost
    rows = [rule(legend(cost), width), *cost_table(assessment, app.knowledge, width)]
    if cost.missing:
        return [*rows, BLANK, line((" The chart needs every control: type a value where it says unknown.", "muted"))]
    chart = cumulative(partial(_spend, cost), cost.break_even.months, width, height - len(rows))
    return [*rows, *chart]


def _spend(cost: CostReport, month: Decimal) -> tuple[Decimal, Decimal]:
    return cumulative_usd(cost, month) or (Decimal(0), Decimal(0))


def _notes(app: Host, width: int, height: int) -> list[Line]:
    return cost_notes(app.assessment, app.knowledge, width, _notes_at_most(app.size.height))


def _all_notes(app: Host, width: int, height: int) -> list[Line]:
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
