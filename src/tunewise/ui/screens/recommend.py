"""The Recommend screen: signals on one side, the ranked stack on the other, live; a closer look on a key."""

from textual.app import ComposeResult

from tunewise.domain.assessment import RankedOption
from tunewise.report.next_action import next_best_action
from tunewise.session.edits import Edit
from tunewise.ui.commands import key_of, keyed
from tunewise.ui.fields import Field, field_of
from tunewise.ui.host import Host, Opening
from tunewise.ui.keymap import bindings_of
from tunewise.ui.lines import Line, bullet, line, paragraph, rule
from tunewise.ui.screens.looking import LookingScreen
from tunewise.ui.screens.work import WIDE
from tunewise.ui.views.header import recommend_answer
from tunewise.ui.views.ranking import path_lines
from tunewise.ui.widgets.backdrop import Backdrop
from tunewise.ui.widgets.closer_look import CloserLook
from tunewise.ui.widgets.field_row import Asked
from tunewise.ui.widgets.panel import Panel
from tunewise.ui.widgets.rows import row_for
from tunewise.ui.widgets.stack import RankedStack

_SCOPES = {"quick": "full", "full": None, None: "quick"}
_SCOPE_WORDS = {
    "quick": "Quick scope: five signals, task and simplicity share the points.",
    "full": "Full scope: all fourteen factors share the points, what fails most of all.",
    None: "Scope by itself: full once one of the further signals is answered.",
}


def _ranking_rule(app: Host, width: int, height: int) -> list[Line]:
    pinned = " · against the pinned baseline" if app.session.baseline else ""
    # Where it is narrow half the signals are a key away, and that key has to be seen.
    more = keyed(" · {recommend.more-signals} more signals") if app.size.width < WIDE else ""
    named = {"scope": "scope", "pin": "pin", "choose": "choose"}
    keys = "".join(f" · {key_of(f'recommend.{command}')} {words}" for command, words in named.items())
    return [rule(f"ranking, {app.assessment.ranking.scope} scope{pinned}{more}{keys}", width)]


def _path(app: Host, width: int, height: int) -> list[Line]:
    assessment, knowledge = app.assessment, app.knowledge
    rows = [rule("path", width), *path_lines(assessment, knowledge, width)]
    rows += paragraph(next_best_action(assessment, knowledge), width - 1, "strong", " ")
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
    return rows[:height] if height else rows


def _standing(entry: RankedOption, app: Host) -> str:
    """Return how an option that the user chooses stands: recommended, or ruled out by what."""
    if entry.option == app.assessment.ranking.destination:
        return ", as recommended"
    if entry.tier == "open":
        return " instead"
    return f", though it is {entry.tier.replace('-', ' ')} ({entry.gates[0].gate.replace('-', ' ')})"


class RecommendScreen(LookingScreen):
    """Signals and ranking, side by side where there is room; a closer look takes the place of what it needs."""

    NAME = "recommend"
    answer = recommend_answer
    BINDINGS = bindings_of("recommend")
    DEFAULT_CSS = """
    RecommendScreen #parts { layout: vertical; }
    RecommendScreen.-wide #parts { layout: horizontal; }
    RecommendScreen #signals { height: auto; }
    RecommendScreen.-wide #signals { height: 1fr; width: 56; }
    RecommendScreen.-roomy #signals { width: 80; }
    RecommendScreen #signals Panel { height: 1fr; }
    RecommendScreen #ranked { height: 1fr; }
    RecommendScreen.-wide #ranked { width: 1fr; padding-left: 2; }
    RecommendScreen #ranking-rule { height: 1; }
    RecommendScreen #look { display: none; }
    RecommendScreen.-looking #look { display: block; }
    RecommendScreen.-looking.-narrow #signals { display: none; }
    RecommendScreen.-looking.-narrow #ranking-rule { display: none; }
    RecommendScreen.-looking.-narrow #stack { display: none; }
    RecommendScreen.-looking.-wide #stack { height: 12; }
    RecommendScreen.-looking.-wide.-short #stack { display: none; }
    RecommendScreen.-narrow .further { display: none; }
    RecommendScreen.-narrow.-further .further { display: block; }
    RecommendScreen.-narrow.-further .first { display: none; }
    """

    def compose_body(self) -> ComposeResult:
        """Yield the signals, the stack and the closer look."""
        knowledge = self.tunewise.knowledge
        with Backdrop(id="parts", classes="body"):
            with Backdrop(id="signals"):
                yield row_for(field_of("task.kind", knowledge))
                for signal, factor in knowledge.signals.items():
                    row = row_for(field_of(f"signals.{signal}", knowledge))
                    row.add_class("first" if factor.points else "further")
                    yield row
                yield Panel(_path, classes="only-wide")
            with Backdrop(id="ranked"):
                yield Panel(_ranking_rule, id="ranking-rule", classes="always")
                yield RankedStack()
                yield CloserLook(lambda: self.query_one(RankedStack).chosen)

    async def action_further(self) -> None:
        """Show the further signals in place of the first five, or those again."""
        self.toggle_class("-further")
        await self.wait_for_refresh()
        self.repaint_all()

    def action_scope(self) -> None:
        """Go to another scope: quick, full, or by itself."""
        scope = _SCOPES[self.tunewise.assessment.scenario.scope]
        self._edit(Edit({"scope": scope}, "scope"), "Scope")
        self.tunewise.say(_SCOPE_WORDS[scope])

    def action_pin(self) -> None:
        """Pin what stands now; from then on changes are told against it."""
        app = self.tunewise
        pinned = app.session.pin()
        app.say("Pinned: changes are told against what stands now." if pinned else "The pin is out.")
        self.repaint_all()

    def action_choose(self) -> Opening:
        """Choose the option under the cursor instead of what is recommended, with a reason; or withdraw that."""
        app = self.tunewise
        option = self._under_cursor()
        decision = app.assessment.scenario.decision
        if decision.option == option:
            self._edit(Edit({"decision.option": None, "decision.reason": None}, "choice withdrawn"), "Choice")
            return None
        entry = app.assessment.ranking.find(option)
        label = entry.label

        def take(reason: str) -> None:
            self._edit(Edit({"decision.option": option, "decision.reason": reason}, f"chose {label}"), "Choice")

        asked = f"Why {label}{_standing(entry, app)}? The reason is saved and exported."
        return app.ask_text(asked, "", take, long=False)

    def _under_cursor(self) -> str:
        """Return the option that the reader's cursor is on: in the closer look, else in the ranking."""
        topic = self.query_one(CloserLook).topic if self.has_class("-looking") else None
        if topic is not None and topic.kind == "option":
            return topic.name
        return self.query_one(RankedStack).chosen

    def _edit(self, edit: Edit, label: str) -> None:
        self.tunewise.take_edit(Asked(edit, Field("decision.option", "text", label, "", ())))
