"""Cumulative spend of two paths over the months, with their crossing marked; letters tell them apart without colour."""

from collections.abc import Callable
from decimal import Decimal
from math import ceil

from tunewise.domain.money import show_usd
from tunewise.ui.lines import Line, line, right

_PATHS = (("p", "rival"), ("t", "accent"))
_AXIS = 7
_LEVELS = "▁▂▃▄▅▆▇█"
_LETTER_EVERY = 9
CROSSING = "✕"

Spend = Callable[[Decimal], tuple[Decimal, Decimal]]
"""From a month to what the two paths have cost by then."""

Cell = tuple[str, str]


def horizon_months(break_even: Decimal | None) -> int:
    """Return how many months to draw: a year at least, and past the crossing where that is not absurdly far."""
    if break_even is None or break_even > 120:
        return 36
    return max(12, ceil(float(break_even) * 1.5 / 12) * 12)


def cumulative(spend: Spend, break_even: Decimal | None, width: int, height: int) -> list[Line]:
    """Return the chart in ``height`` lines of ``width`` cells: two curves over months, with dollars beside."""
    columns, rows = width - _AXIS - 2, height - 1
    if columns < 16 or rows < 3:
        return []
    months = horizon_months(break_even)
    points = [spend(Decimal(months) * column / (columns - 1)) for column in range(columns)]
    top = max(max(pair) for pair in points) or Decimal(1)
    grid: list[list[Cell]] = [[(" ", "text")] * columns for _ in range(rows)]
    for path, (letter, role) in enumerate(_PATHS):
        for column, pair in enumerate(points):
            row, level = _place(pair[path], top, rows)
            # Letters of the two paths stand apart, so that neither hides the other where they run close.
            lettered = (column + path * 4) % _LETTER_EVERY == 2
            grid[row][column] = (letter if lettered else _LEVELS[level], role)
    if break_even is not None and break_even <= months:
        column = min(columns - 1, round(float(break_even) / months * (columns - 1)))
        grid[_place(spend(break_even)[0], top, rows)[0]][column] = (CROSSING, "strong")
    body = [_joined(cells, _label(index, rows, top)) for index, cells in enumerate(grid)]
    return [*body, _month_axis(months, columns)]


def _place(value: Decimal, top: Decimal, rows: int) -> tuple[int, int]:
    """Return the row of ``value`` counted from above, and how high in it, in eighths."""
    eighths = max(0, min(rows * 8 - 1, round(float(value / top) * (rows * 8 - 1))))
    return rows - 1 - eighths // 8, eighths % 8


def _label(index: int, rows: int, top: Decimal) -> str:
    if index not in {0, rows // 2, rows - 1}:
        return ""
    return "$0" if index == rows - 1 else _short_usd(top * (rows - index) / rows)


def _short_usd(amount: Decimal) -> str:
    """Return an amount in at most seven cells."""
    for size, unit, suffix in ((10**9, 10**9, "B"), (10**6, 10**6, "M"), (10**4, 10**3, "k")):
        if amount >= size:
            return f"${amount / unit:.1f}{suffix}"
    return show_usd(amount)


def _joined(cells: list[Cell], label: str) -> Line:
    """Return a row of the grid with its label, neighbours of one role joined."""
    spans: list[Cell] = [(f"{right(label, _AXIS)} ", "muted"), ("┤" if label else "│", "line")]
    for text, role in cells:
        if spans[-1][1] == role:
            spans[-1] = (spans[-1][0] + text, role)
        else:
            spans.append((text, role))
    return line(*spans)


def _month_axis(months: int, columns: int) -> Line:
    cells = ["─"] * columns
    for share in range(5):
        month = months * share // 4
        text = f" {month} months" if share == 4 else f"{month} " if share == 0 else f" {month} "
        start = round((columns - 1) * share / 4) - (0 if share == 0 else len(text) // 2)
        start = min(max(0, start), columns - len(text))
        cells[start : start + len(text)] = list(text)
    return line(" " * (_AXIS + 1), ("└" + "".join(cells), "muted"))
