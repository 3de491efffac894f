"""The cost workbench in lines: all ways side by side, and the warnings."""

from decimal import Decimal

from tunewise.domain.money import show_figure
from tunewise.domain.workbench import Bill, BreakEven, Rival, Workbench
from tunewise.knowledge.tables import Knowledge
from tunewise.report.costs import break_even_words, missing_label, short_label, uncosted_words
from tunewise.ui.charts.parts import short_usd
from tunewise.ui.charts.spend import Crossing, SpendPath
from tunewise.ui.commands import keyed
from tunewise.ui.lines import Line, Role, bullet, cut, line, pad, right, safe

_AMOUNTS = ("once", "a month", "first year", "3 years", "a solved")
_WIDTHS = {"once": 8, "a month": 8, "first year": 11, "3 years": 8, "a solved": 11}
_PAYBACK = 17
_NARROW = 77
_ROOMY = 100
_LEAST_LABEL = 11
_MOST_PATHS = 6
_LONGEST_NOTE = 600


def table_columns(width: int) -> tuple[str, ...]:
    """Return the amounts that a table of ``width`` cells has room for."""
    return _AMOUNTS if width >= _NARROW else ("once", "a month", "3 years")


def table_head(workbench: Workbench, knowledge: Knowledge, width: int) -> Line:
    """Return the titles of the table."""
    names = table_columns(width)
    titles = "".join(right(name, _wide(name, width)) for name in names)
    versus = "pays back" if workbench.baseline == "today" else f"vs {short_label(workbench.baseline, knowledge)}"
    return line(" " * (3 + _label_width(width)), (titles + right(cut(versus, _PAYBACK - 1), _PAYBACK), "muted"))


def _wide(name: str, width: int) -> int:
    return _WIDTHS[name] + (2 if width >= _ROOMY else 0)


def _label_width(width: int) -> int:
    taken = sum(_wide(name, width) for name in table_columns(width)) + _PAYBACK + 3
    return max(_LEAST_LABEL, min(30, width - taken - 1))


def table_row(rival: Rival, workbench: Workbench, knowledge: Knowledge, width: int, *, cursor: str) -> Line:
    """Return one way: what it costs, and when it pays back against the baseline."""
    bill = rival.bill
    mark = (f"{cursor}{rival.letter} ", role_of(rival.rival, workbench))
    room = _label_width(width)
    label = rival.label if len(rival.label) < room - 1 else short_label(rival.rival, knowledge)
    name = (pad(f"{label}°" if rival.typical else label, room), "strong" if cursor.strip() else "text")
    if bill is None:
        own = f"costs.plans.{rival.rival}"
        needed = ", ".join(missing_label(key, knowledge) for key in rival.missing if key != own)
        told = keyed("needs its figures: {cost.count} counts typical ones, {cost.page-next} tells them")
        words = f"needs {needed}" if needed else told
        return line(mark, name, (f"  {words}", "muted"))
    amounts = {
        "once": bill.once_usd,
        "a month": bill.monthly_usd,
        "first year": bill.first_year_usd,
        "3 years": bill.three_years_usd,
    }
    cells = "".join(
        right(
            _per_solved(bill) if column == "a solved" else table_usd(amounts[column]),
            _wide(column, width),
        )
        for column in table_columns(width)
    )
    payback = _payback(rival, workbench)
    return line(mark, name, (cells, "text"), (right(cut(payback, _PAYBACK - 1), _PAYBACK), "strong"))


def _payback(rival: Rival, workbench: Workbench) -> str:
    """Return when a way pays back, or that it is what the others are told against."""
    if rival.against is None:
        return "baseline" if rival.rival == workbench.baseline else "–"
    static = rival.figure("static_prompt_tokens").value + rival.figure("added_prompt_tokens").value
    if rival.rival == "cached-prompt" and static < rival.figure("cache_minimum_tokens").value:
        return "too short"
    return _break_even(rival.against.break_even)


def _break_even(found: BreakEven) -> str:
    """Return a break-even in the few cells that the table has for it."""
    if found.kind != "only-until" or found.until_months is None:
        return break_even_words(found)
    until = show_figure(round(found.until_months, 1))
    return f"month {show_figure(round(found.months, 1))}–{until}" if found.months else f"until month {until}"


def table_usd(amount: Decimal) -> str:
    """Return an amount in at most seven cells: ``–`` for nothing, ``$2,200``, ``$1.2M``."""
    return "–" if amount == 0 else short_usd(float(amount))


def _per_solved(bill: Bill) -> str:
    amount = bill.all_in_per_solved_usd
    if amount is None:
        return "no traffic" if bill.solved_share else "none solved"
    if amount == 0:
        return "–"
    if amount >= 1:
        return short_usd(float(amount))
    digits = 4 if amount >= Decimal("0.001") else 6
    return f"${amount:.{digits}f}"


def role_of(rival: str, workbench: Workbench) -> Role:
    """Return the colour of a way: the one that answers speak of, the baseline, or any other."""
    return "accent" if rival == workbench.focus else "rival" if rival == workbench.baseline else "text"


def spend_paths(workbench: Workbench, chosen: str, months: int) -> tuple[list[SpendPath], list[Crossing]]:
    """Return the paths to draw, the most important first, and where the chosen one and the answer's cross."""
    wanted = dict.fromkeys((chosen, workbench.baseline, workbench.focus, "today", "cached-prompt"))
    order = [*wanted, *(one.rival for one in workbench.costed if one.rival not in wanted)]
    paths: list[SpendPath] = []
    crossings: list[Crossing] = []
    for name in order[:_MOST_PATHS]:
        entry = workbench.find(name)
        if entry.bill is None:
            continue
        values = [float(usd) for usd in entry.bill.cumulative_usd[: months + 1]]
        paths.append(SpendPath(entry.letter, role_of(name, workbench), values))
        if name in {chosen, workbench.focus}:
            crossings += _crossings(entry, values, months)
    return paths, crossings


def _crossings(entry: Rival, values: list[float], months: int) -> list[Crossing]:
    if entry.against is None:
        return []
    found = entry.against.break_even
    moments = (found.months, found.lasting_months, found.until_months)
    return [
        Crossing(float(month), _at(values, float(month)))
        for month in moments
        if month is not None and 0 < month <= months
    ]


def _at(values: list[float], month: float) -> float:
    """Return what has been spent at a moment inside a month."""
    before = min(int(month), len(values) - 2)
    return values[before] + (month - before) * (values[before + 1] - values[before])


def chart_months(workbench: Workbench) -> int:
    """Return how many months to draw: the horizon, as far as the workbench looks."""
    lengths = [len(one.bill.cumulative_usd) - 1 for one in workbench.costed if one.bill is not None]
    return min([max(12, workbench.horizon_months), *lengths]) if lengths else 12


def notes_lines(  # noqa: PLR0913  # what there is to say, and the room for it
    workbench: Workbench, price_lines: list[str], knowledge: Knowledge, width: int, height: int, first: str = ""
) -> list[Line]:
    """Return what comes ``first``, newer prices, what is missing, and the warnings: as many whole ones as fit."""
    notes = [bullet("!", safe(first, _LONGEST_NOTE), width, mark_role="warn")] if first else []
    notes += [
        bullet("$", safe(text, _LONGEST_NOTE), width, "text", "warn")
        for text in price_lines
        if text.startswith("newer")
    ]
    if not workbench.missing and (words := uncosted_words(workbench.rivals)):
        notes.append(bullet("+", words, width, "muted"))
    notes += [
        bullet("!", f"{safe(warning.text, _LONGEST_NOTE)} ({ids(warning.sources)})", width, mark_role="warn")
        for warning in workbench.warnings
    ]
    rows: list[Line] = []
    for note in notes:
        if len(rows) + len(note) > height:
            break
        rows += note
    return rows


def ids(sources: tuple[str, ...]) -> str:
    """Return the short ids of sources."""
    return ", ".join(dict.fromkeys(source.split(" ", 1)[0] for source in sources))
