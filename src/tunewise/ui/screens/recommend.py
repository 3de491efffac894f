"""The Recommend screen: signals on one side, the ranked stack on the other, live."""

from textual.app import ComposeResult
from textual.containers import Container, Vertical

from tunewise.report.sentences import failure_calls
from tunewise.ui.fields import field_of
from tunewise.ui.host import Host, Opening
from tunewise.ui.lines import Line, bullet, line, paragraph, rule
from tunewise.ui.screens.work import WorkScreen, bindings_of
from tunewise.ui.views.header import recommend_answer
from tunewise.ui.views.ranking import path_lines
from tunewise.ui.widgets.panel import Panel
from tunewise.ui.widgets.rows import row_for
from tunewise.ui.widgets.stack import RankedStack


def _ranking_rule(app: Host, width: int, height: int) -> list[Line]:
    return [rule("ranking", width)]


def _path(app: Host, width: int, height: int) -> list[Line]:
    assessment, knowledge = app.assessment, app.knowledge
    rows = [rule("path", width), *path_lines(assessment, knowledge, width)]
    if calls := failure_calls(assessment, knowledge):
        rows += [rule("what fails", width), *paragraph(calls, width - 1, "text", " ")]
    if assessment.questions:
        rows.append(rule("find out next", width))
        for question in assessment.questions[:4]:
            worth = f"  worth {question.worth_points:.1f} points" if question.worth_points else ""
            rows += bullet("?", f"{question.text}{worth}", width, mark_role="muted")
    notes = [reading for reading in assessment.readings if reading.note]
    if notes:
        rows.append(rule("readings", width))
        rows += [
            line(" ", (f"{knowledge.signals[reading.signal].label}: {reading.note}", "muted")) for reading in notes
        ]
    return rows


class RecommendScreen(WorkScreen):
    """Signals and ranking, side by side where there is room."""

    NAME = "recommend"
    answer = recommend_answer
    BINDINGS = bindings_of("recommend")
    DEFAULT_CSS = """
    RecommendScreen #parts { layout: vertical; }
    RecommendScreen.-wide #parts { layout: horizontal; }
    RecommendScreen #signals { height: auto; }
    RecommendScreen.-wide #signals { height: 1fr; width: 56; }
    RecommendScreen.-roomy #signals { width: 80; }
    RecommendScreen #ranked { height: 1fr; }
    RecommendScreen.-wide #ranked { width: 1fr; padding-left: 2; }
    RecommendScreen #ranking-rule { height: 1; }
    """

    def compose_body(self) -> ComposeResult:
        """Yield the signals and the stack."""
        knowledge = self.tunewise.knowledge
        with Container(id="parts", classes="body"):
            with Vertical(id="signals"):
                yield row_for(field_of("task.kind", knowledge))
                for signal in knowledge.signals:
                    yield row_for(field_of(f"signals.{signal}", knowledge))
                yield Panel(_path, classes="only-wide")
            with Vertical(id="ranked"):
                yield Panel(_ranking_rule, id="ranking-rule", classes="only-narrow")
                yield RankedStack()

    def action_why(self) -> Opening:
        """Open the chosen option in full."""
        return self.tunewise.show_option(self.query_one(RankedStack).chosen)
