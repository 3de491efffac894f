"""The spend (v): what the most important ways have cost month after month, in large."""

from tunewise.report.costs import (
    short_label,
)
from tunewise.ui.charts.spend import spend_chart
from tunewise.ui.lines import bullet
from tunewise.ui.views.cost import chart_months, spend_paths
from tunewise.ui.views.looks.base import Looker, Page, rows_of
from tunewise.ui.views.looks.cost_parts import not_costed


def spend_page(look: Looker, width: int, height: int) -> Page:
    """Return the cumulative spend of the most important ways, as large as there is room."""
    workbench = look.desk.workbench
    if workbench.missing:
        return Page("cumulative spend", not_costed(look, width))
    months = chart_months(workbench)
    paths, crossings = spend_paths(workbench, look.chosen, months)
    names = [
        f"{one.letter} {short_label(one.rival, look.knowledge)}"
        for one in workbench.costed
        if one.letter in {path.letter for path in paths}
    ]
    key = bullet("·", f"{' · '.join(names)} · ✕ crosses the baseline", width, "muted")
    chart = spend_chart(paths, months, crossings, width, max(4, height - 1 - len(key)), whole=look.whole_cells)
    return Page("cumulative spend, $", rows_of([*chart, *key]))
