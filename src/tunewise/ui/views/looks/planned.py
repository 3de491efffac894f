"""The plan (p): phases over time with the points at which to stop, then each phase with its owner."""

from tunewise.domain.plan import Plan
from tunewise.ui.commands import keyed
from tunewise.ui.lines import BLANK
from tunewise.ui.views.looks.base import Looker, Page, Row, Topic, rows_of
from tunewise.ui.views.plan import phase_lines, plan_lines


def _plan(look: Looker) -> Plan:
    workbench = look.desk.workbench
    return look.evidence.plan(None if workbench.missing else workbench, None)


def plan_page(look: Looker, width: int, height: int) -> Page:
    """Return the plan as a whole."""
    plan = _plan(look)
    return Page(keyed("the plan · {readiness.plan-start} sets its start"), rows_of(plan_lines(plan, width)[1:]))


def phases_page(look: Looker, width: int, height: int) -> Page:
    """Return the phases one after the other, with dates, people, owner and decision."""
    plan = _plan(look)
    if not plan.phases:
        return plan_page(look, width, height)
    rows: list[Row] = []
    for number, phase in enumerate(plan.phases):
        rows += rows_of([*phase_lines(plan, number, width), BLANK], Topic("phase", phase.id))
    return Page(keyed("phases · {readiness.answer} names the owner"), rows)
