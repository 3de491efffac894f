"""The Readiness screen: the checklist, the ladder, the examples that the task needs, and what to do next."""

from textual import events
from textual.app import ComposeResult
from textual.containers import Container, Vertical

from tunewise.ui.fields import field_of
from tunewise.ui.host import Host
from tunewise.ui.lines import Line, line, rule
from tunewise.ui.screens.work import WorkScreen, bindings_of
from tunewise.ui.views.header import readiness_answer
from tunewise.ui.views.readiness import check_detail, check_row, examples_line, ladder_lines
from tunewise.ui.widgets.panel import Panel
from tunewise.ui.widgets.rows import CheckRow, row_for


class ChecklistRow(CheckRow):
    """An item with what it rests on, or what turns it green."""

    def paint(self, width: int, height: int) -> list[Line]:
        """Return the one row."""
        return [check_row(self.field, self.tunewise.assessment, width, focused=self.has_focus)]


def _examples(app: Host, width: int, height: int) -> list[Line]:
    return [examples_line(app.assessment, app.knowledge)]


def _legend(app: Host, width: int, height: int) -> list[Line]:
    return [rule("✓ holds  ✗ fails  ? not answered · space answers", width)]


class ReadinessScreen(WorkScreen):
    """Eight checks; training may start only when nothing is missing."""

    NAME = "readiness"
    answer = readiness_answer
    BINDINGS = bindings_of("readiness")
    DEFAULT_CSS = """
    ReadinessScreen #parts { layout: vertical; }
    ReadinessScreen.-wide #parts { layout: horizontal; }
    ReadinessScreen #checks { height: auto; }
    ReadinessScreen.-wide #checks { height: 1fr; width: 64; }
    ReadinessScreen.-wide #detail { padding-left: 2; width: 1fr; }
    ReadinessScreen #examples, ReadinessScreen #legend { height: 1; }
    """

    def compose_body(self) -> ComposeResult:
        """Yield the items, the ladder, the examples, and the detail of the focused item."""
        knowledge = self.tunewise.knowledge
        with Container(id="parts", classes="body"):
            with Vertical(id="checks"):
                for item in knowledge.checks:
                    yield ChecklistRow(field_of(f"readiness.{item}", knowledge))
                yield Panel(_legend, id="legend")
                yield row_for(field_of("facts.prompting_ladder_level", knowledge))
                yield Panel(_examples, id="examples")
            yield Panel(self._detail, id="detail")

    def _detail(self, app: Host, width: int, height: int) -> list[Line]:
        """Return the focused item in full, else the next one; then the ladder where there is room."""
        focused = self.focused
        if isinstance(focused, ChecklistRow):
            field = focused.field
        else:
            following = app.assessment.readiness.next_item
            if following is None:
                return [line((" Nothing is missing: train, and compare with the baseline.", "good"))]
            field = field_of(f"readiness.{following.item}", app.knowledge)
        detail = [
            rule("next" if focused is None else "", width),
            *check_detail(field, app.assessment, app.knowledge, width),
        ]
        ladder = ladder_lines(app.assessment, app.knowledge, width)
        return [*detail, *ladder] if len(detail) + len(ladder) <= height else detail

    def focus_moved(self) -> None:
        """Show the detail of what is focused now."""
        super().focus_moved()
        self.query_one("#detail", Panel).repaint()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Show the detail of the item that the cursor is on."""
        self.focus_moved()
