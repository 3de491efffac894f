"""The chances (r): how the months spread over the draws, and all ways under the same draws."""

from math import inf

from tunewise.report.costs import (
    chance_words,
    months_words,
    share_words,
    short_label,
)
from tunewise.ui.charts.histogram import bins_of, histogram
from tunewise.ui.charts.parts import short_months, short_usd
from tunewise.ui.commands import keyed
from tunewise.ui.lines import Role, line, pad, paragraph, right
from tunewise.ui.views.cost import role_of
from tunewise.ui.views.looks.base import Looker, Page, Row, Topic, rows_of
from tunewise.ui.views.looks.cost_parts import not_costed, nothing_moves, title_of

_BINS = 60
"""How many bars the months are spread over, where there is room."""
_HORIZONS, _MEDIANS, _LONGEST = 3, 2, 1_200.0
"""The axis of months ends at so many horizons or medians, whichever is later, and no later than so many months."""


def chances_page(look: Looker, width: int, height: int) -> Page:
    """Return how likely the chosen way pays back, and how the months spread over the draws."""
    workbench, draws = look.desk.workbench, look.desk.draws
    title = f"chances · {title_of(look)}"
    if draws is None:
        return Page(title, _waiting(look, width))
    found = draws.find(look.chosen)
    if found is None:
        return Page(title, nothing_moves(look, width))
    words = f"{chance_words(found, workbench.horizon_months)}."
    months = f"Break-even P10 {months_words(found.p10_months)}, P50 {months_words(found.p50_months)}, "
    months += f"P90 {months_words(found.p90_months)}."
    worth = [short_usd(usd) for usd in (found.p10_npv_usd, found.p50_npv_usd, found.p90_npv_usd)]
    value = f"Net present value over {workbench.horizon_months} months: P10 {worth[0]}, P50 {worth[1]}, P90 {worth[2]}."
    rows = rows_of(paragraph(words, width - 2, "strong", " "), Topic("draws", look.chosen))
    rows += rows_of([*paragraph(months, width - 2, "text", " "), *paragraph(value, width - 2, "text", " ")])
    readable = min(_LONGEST, max(_HORIZONS * workbench.horizon_months, _MEDIANS * found.p50_months))
    bins = bins_of(found.months, min(_BINS, max(10, width - 10)), readable)
    marks = [("P10", found.p10_months), ("P50", found.p50_months), ("P90", found.p90_months)]
    marks.append(("horizon", float(workbench.horizon_months)))
    later = f"later than {short_months(bins.high)} months"
    outside = tuple(
        f"{share_words(share)} {name}"
        for share, name in ((bins.never_share, "never"), (bins.later_share, later))
        if share > 0
    )
    chart = histogram(bins.counts, bins.low, bins.high, marks, outside, width, max(5, height - len(rows) - 3))
    note = f"{draws.draws:,} draws, seed {draws.seed}: the same seed gives the same figures"
    return Page(title, [*rows, *rows_of(chart), Row(line((f" {note}", "muted")))])


def _waiting(look: Looker, width: int) -> list[Row]:
    if look.desk.workbench.missing:
        return not_costed(look, width)
    if not look.desk.costing.costed or not any(look.desk.workbench.uncertain):
        ways = keyed("give a figure a range ({field.edit} on it), or count typical ones ({cost.count}).")
        return rows_of(paragraph(f"Nothing is uncertain: {ways}", width - 2, "muted", " "))
    done, total = look.desk.progress
    return rows_of(paragraph(f"Drawing … {done:,} of {total:,}" if total else "Drawing …", width - 2, "muted", " "))


def all_chances_page(look: Looker, width: int, height: int) -> Page:
    """Return the chances of every way, under the same draws."""
    workbench, draws = look.desk.workbench, look.desk.draws
    title = f"chances of all ways, against {short_label(workbench.baseline, look.knowledge)}"
    if draws is None:
        return Page(title, _waiting(look, width))
    label = max(14, min(30, width - 58))
    horizon = f"in {workbench.horizon_months} months"
    heads = (right("P10", 9), right("P50", 9), right("P90", 9), right(horizon, 14), right("never", 10))
    rows = [Row(line((f"   {pad('', label)}", "muted"), ("".join(heads), "muted")))]
    for found in draws.chances:
        entry = workbench.find(found.rival)
        cells = [right(_short(months), 9) for months in (found.p10_months, found.p50_months, found.p90_months)]
        cells += [right(share_words(found.within_horizon), 14), right(share_words(found.never), 10)]
        look_of: Role = role_of(found.rival, workbench)
        text = line((f" {entry.letter} ", look_of), (pad(entry.label, label), "text"), ("".join(cells), "strong"))
        rows.append(Row(text, Topic("rival", found.rival)))
    note = paragraph("Months to pay back. All ways share each draw of what they share.", width - 2, "muted", " ")
    return Page(title, [*rows, *rows_of(note)])


def _short(months: float) -> str:
    return "never" if months == inf else f"{months:,.1f}" if months < 1_000 else f"{months / 1_000:.1f}k"
