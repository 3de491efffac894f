"""The two-way map: which option is the destination for every pair of values of two signals."""

from collections.abc import Sequence
from typing import NamedTuple

from tunewise.domain.analysis import TwoWayMap
from tunewise.ui.charts.parts import YOU_ARE_HERE, Cell, Legend, painted, place, scale, who_is_who, within
from tunewise.ui.lines import Line, line, right, spread

_AXIS = 5
_LEAST_COLUMNS = 8
_LEAST_ROWS = 3


class _Grid(NamedTuple):
    """The map as drawn: values of its columns and rows (from above), who leads in each cell, and where you are."""

    across: tuple[int, ...]
    up: tuple[int, ...]
    options: tuple[tuple[str | None, ...], ...]
    here: tuple[int, int] | None


def region_map(two_way: TwoWayMap, legend: Legend, width: int, height: int) -> list[Line]:
    """Return the map as letters: both axes with names and numbers, ``◆`` where the scenario is, and who is who.

    Letters at a border between two regions are strong. Returns nothing where there is no room for a map.
    """
    known = who_is_who((option for row in two_way.cells for option in row), legend, width, 2)
    columns, rows = width - _AXIS - 1, height - 3 - len(known)
    if rows < _LEAST_ROWS:
        known, rows = [], height - 3
    if columns < _LEAST_COLUMNS or rows < _LEAST_ROWS or not two_way.cells:
        return []
    # A flat map hides its borders: what is far wider than high to the eye stays narrower than it could be.
    columns = min(columns, max(60, rows * 5))
    grid = _drawn(two_way, columns, rows)
    labels = {row: str(grid.up[row]) for row in _marked(rows, least=9)}
    body = [
        painted(_row(grid, legend, row), [(f"{right(labels.get(row, ''), 4)} ", "muted"), _edge(row in labels)])
        for row in range(rows)
    ]
    name = (f" {legend.name(two_way.x_signal)} →", "muted")
    numbers = scale([(column, str(grid.across[column])) for column in _marked(columns, least=24)], columns)
    return within(
        [
            line((f" ↑ {legend.name(two_way.y_signal)}", "muted")),
            *body,
            line((" " * _AXIS, "muted"), ("└", "line"), (numbers, "muted")),
            spread(_here(two_way, legend), line(name), min(width, columns + _AXIS + 1)),
            *known,
        ],
        width,
        height,
    )


def _edge(numbered: bool) -> Cell:
    return ("┤" if numbered else "│", "line")


def _marked(cells: int, least: int) -> list[int]:
    """Return the cells of an axis that bear a number: ends and middle, and the quarters from ``least`` cells on."""
    return sorted({place(share, 0, 4, cells) for share in range(0, 5, 1 if cells >= least else 2)})


def _drawn(two_way: TwoWayMap, columns: int, rows: int) -> _Grid:
    across, up = len(two_way.xs), len(two_way.ys)
    taken = [place(column, 0, columns - 1, across) for column in range(columns)]
    stacked = [place(row, 0, rows - 1, up) for row in reversed(range(rows))]
    across_values = tuple(two_way.xs[index] for index in taken)
    up_values = tuple(two_way.ys[index] for index in stacked)
    here = None
    if two_way.x_value is not None and two_way.y_value is not None:
        here = _nearest(up_values, two_way.y_value), _nearest(across_values, two_way.x_value)
    options = tuple(tuple(two_way.cells[row][column] for column in taken) for row in stacked)
    return _Grid(across_values, up_values, options, here)


def _nearest(values: Sequence[int], value: int) -> int:
    """Return the cell whose value is nearest; of several cells of one value, the one where the axis has ``value``."""
    reached = (value - values[0]) / (values[-1] - values[0] or 1) * (len(values) - 1)
    return min(range(len(values)), key=lambda cell: (abs(values[cell] - value), abs(cell - reached)))


def _row(grid: _Grid, legend: Legend, row: int) -> list[Cell]:
    cells: list[Cell] = []
    for column, option in enumerate(grid.options[row]):
        if (row, column) == grid.here:
            cells.append((YOU_ARE_HERE, "strong"))
        else:
            role = "strong" if _at_border(grid.options, row, column) else legend.role(option)
            cells.append((legend.letter(option), role))
    return cells


def _at_border(options: Sequence[Sequence[str | None]], row: int, column: int) -> bool:
    """Tell whether something else leads above, below or beside a cell."""
    above, below = max(0, row - 1), min(len(options) - 1, row + 1)
    before, after = max(0, column - 1), min(len(options[row]) - 1, column + 1)
    around = {options[above][column], options[below][column], options[row][before], options[row][after]}
    return around != {options[row][column]}


def _here(two_way: TwoWayMap, legend: Legend) -> Line:
    """Say where the scenario is, since a cell stands for several values."""
    pairs = ((two_way.x_signal, two_way.x_value), (two_way.y_signal, two_way.y_value))
    unknown = [legend.name(signal) for signal, value in pairs if value is None]
    if unknown:
        return line((f" {' and '.join(unknown)} unknown", "muted"))
    words = ", ".join(f"{legend.name(signal)} {value}" for signal, value in pairs)
    return line((f" {YOU_ARE_HERE} ", "strong"), words)
