"""Cumulative spend of two paths over the months, with their crossing marked; letters tell them apart without colour."""

from collections.abc import Callable
from decimal import Decimal
from math import ceil, floor

from tunewise.domain.money import show_usd
from tunewise.ui.lines import Line, line, right

_PATHS = (("p", "rival"), ("t", "accent"))
_AXIS = 8
CROSSING = "✕"

Spend = Callable[[Decimal], tuple[Decimal, Decimal]]
"""From a month to what the two paths have cost by then."""


def horizon_months(break_even: Decimal | None) -> int:
    """Return how many months to draw: a year at least, and past the crossing where that is not absurdly far."""
    if break_even is None or break_even > 120:
        return 36
    return max(12, ceil(float(break_even) * 1.6 / 6) * 6)


def cumulative(spend: Spend, break_even: Decimal | None, width: int, height: int) -> list[Line]:
    """Return the chart in ``height`` lines of ``width`` cells: two curves, an axis of dollars and one of months."""
    columns, rows = width - _AXIS - 2, height - 2
    if columns < 12 or rows < 3:
        return []
    months = horizon_months(break_even)
    points = [spend(Decimal(months) * column / (columns - 1)) for column in range(columns)]
    top = max(max(pair) for pair in points) or Decimal(1)
    grid: list[list[tuple[str, str]]] = [[(" ", "text")] * columns for _ in range(rows)]
    for path, (letter, role) in enumerate(_PATHS):
        for column, pair in enumerate(points):
            grid[_row(pair[path], top, rows)][column] = (_mark(letter, column, columns), role)
    if break_even is not None and break_even <= months:
        column = min(columns - 1, round(float(break_even) / months * (columns - 1)))
        grid[_row(spend(break_even)[0], top, rows)][column] = (CROSSING, "strong")
    body = [_joined(cells, _label(index, rows, top)) for index, cells in enumerate(grid)]
    return [*body, _month_axis(columns), _month_labels(months, columns)]


def _row(value: Decimal, top: Decimal, rows: int) -> int:
    return rows - 1 - min(rows - 1, floor(float(value / top) * (rows - 1) + 0.5))


def _mark(letter: str, column: int, columns: int) -> str:
    """Return the letter at the ends and every eighth column, a dot between."""
    return letter if column in {0, columns - 1} or column % 8 == 4 else "·"


def _label(index: int, rows: int, top: Decimal) -> str:
    if index not in {0, rows // 2, rows - 1}:
        return ""
    return _short_usd(top * (rows - 1 - index) / (rows - 1))


def _short_usd(amount: Decimal) -> str:
    """Return an amount in at most seven cells."""
    for size, suffix in ((Decimal(10**9), "B"), (Decimal(10**6), "M"), (Decimal(10**4), "k")):
        if amount >= size:
            unit = Decimal(1000) if suffix == "k" else size
            return f"${amount / unit:.1f}{suffix}"
    return show_usd(amount)


def _joined(cells: list[tuple[str, str]], label: str) -> Line:
    """Return a row of the grid with its label, neighbours of one role joined."""
    spans: list[tuple[str, str]] = [(f"{right(label, _AXIS)} ", "muted"), ("┤" if label else "│", "line")]
    for text, role in cells:
        if spans[-1][1] == role:
            spans[-1] = (spans[-1][0] + text, role)
        else:
            spans.append((text, role))
    return line(*spans)


def _month_axis(columns: int) -> Line:
    return line(" " * _AXIS + " ", ("└" + "─" * columns, "line"))


def _month_labels(months: int, columns: int) -> Line:
    cells = [" "] * (columns + 1)
    for share in (0, 1, 2, 3, 4):
        month = months * share // 4
        text = f"{month} months" if share == 4 else str(month)
        start = round(columns * share / 4)
        start = min(max(0, start), len(cells) - len(text))
        cells[start : start + len(text)] = list(text)
    return line(" " * (_AXIS + 1), ("".join(cells), "muted"))
