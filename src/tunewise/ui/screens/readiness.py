"""The Readiness screen: the checklist with what each item rests on, and closer looks at data, results and plan."""

from datetime import date

from textual import events
from textual.app import ComposeResult

from tunewise.domain.evaluation_summary import GROUP_LABELS
from tunewise.session.edits import Edit, set_value
from tunewise.session.evidence_edits import conflicts_edit, label_edit, level_edit, override_edit
from tunewise.ui.commands import key_of, keyed
from tunewise.ui.fields import Field, field_of
from tunewise.ui.host import Host, Opening
from tunewise.ui.keymap import bindings_of
from tunewise.ui.lines import Line, line, rule
from tunewise.ui.screens.evidence_imports import EvidenceImports
from tunewise.ui.screens.looking import LookingScreen
from tunewise.ui.views.fields import check_of
from tunewise.ui.views.header import readiness_answer
from tunewise.ui.views.looks.base import Topic
from tunewise.ui.views.looks.evidence import EVIDENCE_LOOKS
from tunewise.ui.views.readiness import (
    check_detail,
    check_row,
    cost_lines,
    evidence_lines,
    examples_line,
    ladder_lines,
    tree_lines,
)
from tunewise.ui.widgets.backdrop import Backdrop
from tunewise.ui.widgets.closer_look import CloserLook
from tunewise.ui.widgets.field_row import Asked
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
    return [rule(keyed("✓ holds  ✗ fails  ? open  ~ file changed · {field.switch} answers"), width)]


def _evidence(app: Host, width: int, height: int) -> list[Line]:
    return evidence_lines(app.assessment, app.evidence, width)


class ReadinessScreen(LookingScreen, EvidenceImports):
    """Eight checks; training may start only when nothing is missing."""

    NAME = "readiness"
    answer = readiness_answer
    BINDINGS = bindings_of("readiness")
    DEFAULT_CSS = """
    ReadinessScreen #parts { layout: vertical; }
    ReadinessScreen.-wide #parts { layout: horizontal; }
    ReadinessScreen #checks, ReadinessScreen #rest { height: auto; }
    ReadinessScreen.-wide #checks { height: 1fr; width: 64; }
    ReadinessScreen.-roomy #checks { width: 84; }
    ReadinessScreen.-wide #detail { padding-left: 2; width: 1fr; }
    ReadinessScreen #examples, ReadinessScreen #legend { height: 1; }
    ReadinessScreen #measured { height: auto; max-height: 3; }
    ReadinessScreen #look { display: none; }
    ReadinessScreen.-looking #look { display: block; }
    ReadinessScreen.-looking #detail { display: none; }
    ReadinessScreen.-looking #rest { display: none; }
    ReadinessScreen.-looking #checks { display: none; }
    ReadinessScreen.-looking.-roomy #checks { display: block; }
    ReadinessScreen.-roomy #look { padding-left: 2; width: 1fr; }
    """

    def compose_body(self) -> ComposeResult:
        """Yield the items, the ladder, the examples, and the detail of the focused item."""
        knowledge = self.tunewise.knowledge
        with Backdrop(id="parts", classes="body"):
            with Backdrop(id="checks"):
                for item in knowledge.checks:
                    yield ChecklistRow(field_of(f"readiness.{item}", knowledge))
                with Backdrop(id="rest"):
                    yield Panel(_legend, id="legend")
                    yield row_for(field_of("facts.prompting_ladder_level", knowledge))
                    yield Panel(_examples, id="examples")
                    yield Panel(_evidence, id="measured")
            yield Panel(self._detail, id="detail")
            yield CloserLook(lambda: "", EVIDENCE_LOOKS)

    def _detail(self, app: Host, width: int, height: int) -> list[Line]:
        """Return the focused item in full, else the next one; then the ladder and the tree where there is room."""
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
        if field.name == "cost_understood":
            detail[3:3] = cost_lines(app.desk.workbench, width)
        blocks = [ladder_lines(app.assessment, app.knowledge, width)]
        if len(detail) + len(blocks[0]) < height:
            blocks.append(tree_lines(app.evidence, width))
        for block in blocks:
            detail += block if len(detail) + len(block) <= height else []
        return detail

    def focus_moved(self) -> None:
        """Show the detail of what is focused now."""
        super().focus_moved()
        self.query_one("#detail", Panel).repaint()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Show the detail of the item that the cursor is on."""
        self.focus_moved()

    def on_mount(self) -> None:
        """See whether the measured files are still what they were."""
        self.look_at_files()

    def on_screen_resume(self) -> None:
        """See it again whenever the screen comes back."""
        super().on_screen_resume()
        self.look_at_files()

    # Answers.

    def take_edit(self, edit: Edit, done: str) -> None:
        """Take an edit as one step of the history, and say what was done."""
        app = self.tunewise
        app.take_edit(Asked(edit, Field(next(iter(edit.changes), ""), "text", edit.label.capitalize(), "", ())))
        if not app.message:
            app.say(f"{done} · {key_of('undo')} takes it back")

    def action_answer(self) -> Opening:
        """Answer what the cursor is on: uphold an item, label a group of failures, name the owner of a phase."""
        focused = self.focused
        if isinstance(focused, ChecklistRow):
            return self._uphold(focused.field)
        topic = focused.topic if isinstance(focused, CloserLook) else None
        if topic is not None and topic.kind == "group":
            return self._label(topic.name)
        if topic is not None and topic == Topic("finding", "conflicts"):
            self.take_edit(conflicts_edit(self.tunewise.session.scenario), "Noted")
            return None
        if topic is not None and topic.kind == "variant":
            return self._climb(topic.name)
        if topic is not None and topic.kind == "phase":
            return self._own(topic.name)
        words = "Put the cursor on an item, a variant or group ({readiness.tree}), or a phase ({readiness.plan})."
        self.tunewise.say(keyed(words))
        return None

    def _uphold(self, field: Field) -> Opening:
        app, item = self.tunewise, field.name
        result = check_of(field, app.assessment)
        if item in app.session.scenario.evidence.overrides:
            self.take_edit(override_edit(item, None), "The file speaks again")
            return None
        if result.basis != "file" or result.state != "no":
            app.say(keyed("No file speaks against this item: {field.switch} answers it."))
            return None

        def take(reason: str) -> None:
            self.take_edit(override_edit(item, reason.strip()), "Your word counts, with its reason")

        question = f"{result.because}. Why does your word count against that?"
        return app.ask_text(question, "", take, long=False)

    def _label(self, group: str) -> Opening:
        from tunewise.ui.screens.pick import PickDialog  # noqa: PLC0415

        app = self.tunewise
        remedies = {one.id: one for one in app.knowledge.verdict_tables.group_remedy}
        named = {remedies[label].label: label for label in GROUP_LABELS if label in remedies}
        entries = {name: remedies[label].words for name, label in named.items()}
        summary = app.session.scenario.evidence.evaluation
        held = next((one.label for one in summary.groups if one.id == group), None) if summary else None

        def take(name: str | None) -> None:
            if name:
                edit = label_edit(group, named[name], app.session.scenario)
                self.take_edit(edit, f"{name}: the ranking takes it as what goes wrong")

        now = remedies[held].label if held else ""
        picker = PickDialog("What are these failures?", entries, now, lambda name: None)
        return self.app.push_screen(picker, take)

    def _climb(self, variant: str) -> Opening:
        from tunewise.ui.screens.pick import PickDialog  # noqa: PLC0415

        app = self.tunewise
        rungs = {f"{one.level} {one.label}": one for one in app.knowledge.plan_tables.ladder_pattern}

        def take(name: str | None) -> None:
            if name:
                edit = level_edit(variant, rungs[name].level, app.session.scenario)
                self.take_edit(edit, f"Level {rungs[name].level}")

        entries = {name: one.when for name, one in rungs.items()}
        return self.app.push_screen(
            PickDialog("Which rung of the ladder is this?", entries, "", lambda name: None), take
        )

    def _own(self, phase: str) -> Opening:
        app = self.tunewise

        def take(name: str) -> None:
            edit = set_value(f"plan.owners.{phase}", name.strip(), "owner of a phase")
            self.take_edit(edit, "Owner named")

        held = app.session.scenario.plan.owners.get(phase, "")  # type: ignore[call-overload]
        return app.ask_text("Who owns this phase:", held, take, long=False)

    def action_start_plan(self) -> Opening:
        """Ask for the day on which the plan starts."""
        app = self.tunewise
        held = app.session.scenario.plan.starts_on
        question = "On which day does the work start, as 2026-12-01:"
        return app.ask_text(
            question, held.isoformat() if held else self._place().on.isoformat(), self._starts, long=False
        )

    def _starts(self, text: str) -> None:
        try:
            day = date.fromisoformat(text.strip())
        except ValueError:
            self.tunewise.say("Give a day that there is, as 2026-12-01.")
            return
        self.take_edit(set_value("plan.starts_on", day, "start of the plan"), f"The plan starts on {day}")
