"""The Cost screen: simple controls first, the rest step by step; all ways side by side, and their spend over time."""

import asyncio
from time import monotonic
from typing import Final

from textual.app import ComposeResult
from textual.timer import Timer

from tunewise.domain.cost_figures import GROUPS
from tunewise.domain.costs import SHARED_CONTROLS
from tunewise.domain.text import shown
from tunewise.report.cost_words import baseline_remark
from tunewise.report.costs import short_label
from tunewise.session.edits import Edit
from tunewise.ui.charts.spend import spend_chart
from tunewise.ui.commands import key_of, keyed, pair_of
from tunewise.ui.fields import Field, field_of
from tunewise.ui.host import Host, Opening
from tunewise.ui.keymap import bindings_of
from tunewise.ui.lines import BLANK, Line, line, rule
from tunewise.ui.screens.cost_imports import CostImports
from tunewise.ui.screens.looking import LookingScreen
from tunewise.ui.screens.work import WIDE
from tunewise.ui.views.cost import chart_months, notes_lines, spend_paths
from tunewise.ui.views.header import cost_answer
from tunewise.ui.views.looks.costs import COST_LOOKS
from tunewise.ui.views.plans import figures_of
from tunewise.ui.widgets.backdrop import Backdrop
from tunewise.ui.widgets.bars import AnswerBar
from tunewise.ui.widgets.closer_look import CloserLook
from tunewise.ui.widgets.field_row import Asked, FieldRow
from tunewise.ui.widgets.panel import Panel
from tunewise.ui.widgets.plan_row import PlanRow
from tunewise.ui.widgets.rival_table import RivalTable
from tunewise.ui.widgets.rows import row_for

PAGES: Final[tuple[str, ...]] = ("simple", *GROUPS, "time")
"""The pages of controls, in the order in which they open."""

_QUIET_SECONDS = 0.3
_PROGRESS_SECONDS = 0.4
_PAUSE_SECONDS = 0.005


def _chart(app: Host, chosen: str, width: int, height: int) -> list[Line]:
    """Return the spend of the most important ways, where there is room for it."""
    workbench = app.desk.workbench
    if workbench.missing:
        return [BLANK, line((" The chart needs every control: type a value where it says unknown.", "muted"))]
    if height < 5:
        return []
    months = chart_months(workbench)
    paths, crossings = spend_paths(workbench, chosen, months)
    title = rule(keyed("spent so far, $ · {cost.plot} larger"), width)
    return [title, *spend_chart(paths, months, crossings, width, height - 1, whole=app.whole_cells)]


def _notes(app: Host, width: int, height: int) -> list[Line]:
    rows, desk, knowledge = app.size.height, app.desk, app.knowledge
    remark = baseline_remark(app.assessment.scenario.costs, desk.workbench, knowledge)
    if app.size.width >= WIDE:
        title = rule("to bear in mind", width)
        return [title, *notes_lines(desk.workbench, desk.price_lines, knowledge, width, max(0, height - 1), remark)]
    most = 0 if rows < 20 else 2 if rows < 32 else 5
    return notes_lines(desk.workbench, desk.price_lines, knowledge, width, most, remark)


class CostScreen(LookingScreen, CostImports):
    """Controls in pages, a table with a cursor, a chart, and closer looks in the place of what they need."""

    NAME = "cost"
    answer = cost_answer
    BINDINGS = bindings_of("cost")
    DEFAULT_CSS = """
    CostScreen #top { height: auto; }
    CostScreen.-wide #top { layout: horizontal; height: 17; }
    CostScreen.-wide.-short #top { height: 10; }
    CostScreen #controls { height: auto; }
    CostScreen.-wide #controls { height: 1fr; width: 64; overflow-y: auto; }
    CostScreen.-roomy #controls { width: 76; }
    CostScreen .page { height: auto; }
    CostScreen #page-rule { height: 1; }
    CostScreen #chart { width: 1fr; padding-left: 2; }
    CostScreen #notes { height: auto; max-height: 5; }
    CostScreen.-wide #notes { height: 1fr; max-height: 100%; }
    CostScreen #look { display: none; }
    CostScreen.-looking #look { display: block; }
    CostScreen.-looking #top { display: none; }
    CostScreen.-looking #notes { display: none; }
    CostScreen.-looking #under { display: none; }
    CostScreen.-looking.-short #rivals { display: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._page = 0
        self._waiting: Timer | None = None

    def compose_body(self) -> ComposeResult:
        """Yield the controls, the table, the chart and the notes."""
        knowledge = self.tunewise.knowledge
        with Backdrop(id="parts", classes="body"):
            with Backdrop(id="top"):
                with Backdrop(id="controls"):
                    yield Panel(self._page_rule, id="page-rule")
                    with Backdrop(id="page-simple", classes="page"):
                        for control in knowledge.controls:
                            yield row_for(field_of(f"costs.{control}", knowledge))
                yield Panel(self._chart, id="chart", classes="only-wide")
            yield RivalTable()
            yield Panel(self._chart, id="under", classes="only-narrow")
            yield CloserLook(lambda: self.chosen, COST_LOOKS)
            yield Panel(_notes, id="notes")

    def _chart(self, app: Host, width: int, height: int) -> list[Line]:
        return _chart(app, self.chosen, width, height)

    # Pages of controls.

    @property
    def page(self) -> str:
        """Return the page of controls that shows."""
        return PAGES[self._page]

    @property
    def chosen(self) -> str:
        """Return the way that the figures on the screen belong to."""
        return self.query_one(RivalTable).chosen

    def _page_rule(self, app: Host, width: int, height: int) -> list[Line]:
        """Return the title of the page: what it is, whose figures they are, whether typical ones count, its keys."""
        place = f"{self._page + 1}/{len(PAGES)}"
        counted = app.assessment.scenario.costs.counted
        turn = pair_of("cost.page-next", "cost.page-back")
        if self.page == "simple":
            count = key_of("cost.count")
            words = f"{count} leaves typical out" if counted else f"{count} counts typical figures"
            return [rule(f"simple controls {place} · {key_of('cost.page-next')} more · {words}", width)]
        if self.page == "time":
            return [rule(f"time, for all ways {place} · {turn} turn", width)]
        label = app.knowledge.cost_groups[self.page].label.lower()
        words = f"{key_of('cost.count')} typical {'out' if self.page in counted else 'in'}"
        rival = short_label(self.chosen, app.knowledge)
        return [rule(f"{label} {place} · {rival} · {turn} turn · {words}", width)]

    async def action_turn_page(self, steps: int) -> None:
        """Show the next page of controls, or the one before."""
        self.set_focus(None)
        self.query_one(f"#page-{self.page}").display = False
        self._page = (self._page + steps) % len(PAGES)
        if not self.query(f"#page-{self.page}"):
            page = Backdrop(*self._rows_of(self.page), id=f"page-{self.page}", classes="page")
            await self.query_one("#controls").mount(page, after="#page-rule")
        self.query_one(f"#page-{self.page}").display = True
        await self.wait_for_refresh()
        self.repaint_all()

    def _rows_of(self, page: str) -> list[FieldRow]:
        if page == "time":
            return [row_for(field_of(f"costs.{name}", self.tunewise.knowledge)) for name in SHARED_CONTROLS]
        stay = self.query_one(RivalTable).stay
        return [PlanRow(figure, lambda: self.chosen, stay) for figure in figures_of(page)]  # type: ignore[arg-type]

    def on_rival_table_chosen(self) -> None:
        """Show the figures and the look of the way that was chosen."""
        self.repaint_all()

    def action_count(self) -> None:
        """Count typical values of this page's kind, or leave them out again; on the first page of all kinds."""
        counted = self.tunewise.assessment.scenario.costs.counted
        if self.page == "time":
            self.tunewise.say("There is nothing typical about time: type growth, price decline and discount.")
            return
        kinds = GROUPS if self.page == "simple" else (self.page,)
        off = bool(counted) if self.page == "simple" else self.page in counted
        left = [one for one in counted if one not in kinds]
        if self.page == "simple" and off:
            left = []
        wanted = left if off else [*left, *kinds]
        self._edit(Edit({"costs.counted": wanted or None}, "typical figures"), "Typical figures")
        if not wanted:
            self.tunewise.say("Typical figures are left out; the cached prompt alone rests on some (°).")
            return
        words = "everything" if len(wanted) == len(GROUPS) else ", ".join(wanted)
        self.tunewise.say(f"Typical figures count for {words}; ° marks them, {key_of('help')} explains.")

    # The table.

    def action_baseline(self) -> None:
        """Tell break-even against the way under the cursor; against today again when it is that already."""
        app, chosen = self.tunewise, self.chosen
        if app.desk.workbench.find(chosen).bill is None:
            app.say("This way is not costed yet, so nothing can be told against it.")
            return
        self.query_one(RivalTable).stay()
        again = chosen in {app.desk.workbench.baseline, "today"}
        self._edit(Edit({"costs.compare_with": None if again else chosen}, "baseline"), "Baseline")

    def action_all_ways(self) -> None:
        """Show the ways that are not costed yet too, with what they need; or hide them again."""
        table = self.query_one(RivalTable)
        table.all_ways = not table.all_ways
        table.repaint()
        self.call_after_refresh(self.repaint_all)

    # Draws.

    def repaint_all(self) -> None:
        """Repaint what differs, and draw anew once no further change came for a moment."""
        super().repaint_all()
        self._draw_soon()
        self.look_up_prices()

    def on_mount(self) -> None:
        """Draw what is uncertain in what was opened, and see how old its prices are."""
        self._draw_soon()
        self.look_up_prices()

    def _draw_soon(self) -> None:
        desk = self.tunewise.desk
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None
        busy = any(worker.group == "draws" for worker in self.workers)
        if desk.draws is not None or (busy and desk.progress != (0, 0)):
            return
        if not desk.workbench.missing and desk.workbench.uncertain:
            self._waiting = self.set_timer(_QUIET_SECONDS, self._draw_now)

    def _draw_now(self) -> None:
        self._waiting = None
        self.run_worker(self._draw(), exclusive=True, group="draws")

    async def _draw(self) -> None:
        """Draw in slices, so that every key is answered in between; another assessment ends it."""
        from tunewise.engine.costs.draws import SLICE_DRAWS  # noqa: PLC0415  # only once something is uncertain

        app = self.tunewise
        assessment, desk = app.assessment, app.desk
        sampler = desk.sampler()
        told = monotonic()
        while sampler.done < sampler.total and app.assessment is assessment:
            sampler.draw(min(SLICE_DRAWS, sampler.total - sampler.done))
            desk.progress = (sampler.done, sampler.total)
            if monotonic() - told >= _PROGRESS_SECONDS and self.has_class("-looking"):
                told = monotonic()
                self.query_one(CloserLook).repaint_now()
            await asyncio.sleep(_PAUSE_SECONDS)
        if app.assessment is assessment:
            desk.draws = sampler.result()
            self.query_one(AnswerBar).repaint()
            self.query_one(CloserLook).repaint_now()

    def _edit(self, edit: Edit, label: str) -> None:
        self.tunewise.take_edit(Asked(edit, Field(next(iter(edit.changes)), "text", label, "", ())))

    def take_changes(self, changes: dict[str, object], what: str) -> None:
        """Take what was measured as one step of the history, and say so."""
        self._edit(Edit(changes, what), "Nothing was set")
        if not self.tunewise.message:
            self.tunewise.say(f"Set from {shown(what, 160)}; {key_of('undo')} takes it back.")

    def action_enter_price(self) -> Opening:
        """Choose a model from the catalogue: of today on the simple page, else of the way under the cursor."""
        table = self.query_one(RivalTable)
        table.stay()
        return self.pick_price("today" if self.page == "simple" and self.focused is not table else self.chosen)
