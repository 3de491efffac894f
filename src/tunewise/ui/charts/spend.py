"""Cumulative spend of several paths over the months, with their crossings marked; letters tell them apart."""

from collections.abc import Sequence
from itertools import pairwise
from math import inf, isfinite
from typing import NamedTuple

from tunewise.ui.charts.parts import (
    Cell,
    highest_drawn,
    painted,
    place,
    round_months,
    round_step,
    ruler,
    short_months,
    short_usd,
    tame,
    within,
)
from tunewise.ui.lines import Line, Role, line, right, width_of

CROSSING = "✕"
BEYOND = "↑"
_LEVELS = "▁▂▃▄▅▆▇█"
_WHOLE = "*" * len(_LEVELS)
_LEAST_COLUMNS = 16
_LEAST_ROWS = 3
_LETTER_EVERY = 9
_LETTERS_APART = 4
_FAR = 10.0
_HEADROOM = 1.15
_LUMP = 4
_ROUNDING = 1.0001


class SpendPath(NamedTuple):
    """What one way costs: its letter and role, and the cumulative dollars by month 0, 1, 2 and so on."""

    letter: str
    role: Role
    values: Sequence[float]


class Crossing(NamedTuple):
    """Where two paths have cost the same: the month and the dollars."""

    month: float
    usd: float


class _Frame(NamedTuple):
    """The scale of dollars and the cells of the plot."""

    low: float
    top: float
    rows: int
    columns: int
    months: int

    def spot(self, usd: float) -> tuple[int, int]:
        """Return the row of ``usd`` counted from above, and how high in it, in eighths."""
        share = (usd - self.low) / (self.top - self.low)
        eighths = max(0, min(self.rows * 8 - 1, round(share * (self.rows * 8 - 1))))
        return self.rows - 1 - eighths // 8, eighths % 8


_Grid = list[list[tuple[str, int] | None]]
"""The plot: in each cell a character and the index of the path that it belongs to."""

_Stroke = Sequence[tuple[int, int] | None]
"""Row and eighths of a path in each column, nothing where it is above the chart."""


def spend_chart(  # noqa: PLR0913  # the paths with what to mark on them, the room, and what can be shown in it
    paths: Sequence[SpendPath],
    horizon_months: int,
    crossings: Sequence[Crossing],
    width: int,
    height: int,
    *,
    whole: bool = False,
) -> list[Line]:
    """Return cumulative dollars over months: a line for each path, its letter along it and at its end.

    ``✕`` marks each crossing. Where paths share a cell, the earlier one shows. A path that is far above the others
    leaves the chart at the top, and the first line says how far it goes. Where only ``whole`` cells can be shown, a
    line is one mark a cell. Returns nothing where there is no room.
    """
    drawn = [_tamed(path, horizon_months) for path in paths if path.values]
    if not drawn or horizon_months < 1:
        return []
    meetings = [
        Crossing(month, tame(usd)) for month, usd in crossings if 0 <= month <= horizon_months and isfinite(usd)
    ]
    reach = highest_drawn([max(path.values) for path in drawn], _FAR, max((usd for _, usd in meetings), default=0.0))
    beyond = [path for path in drawn if max(path.values) > reach]
    low, top = _range(drawn, reach, bool(beyond))
    meetings = [meeting for meeting in meetings if low <= meeting.usd <= top * _ROUNDING]
    frame = _Frame(low, top, height - 1 - bool(beyond), 0, horizon_months)
    if frame.rows < _LEAST_ROWS:
        return []
    labels, ends = _labels(frame), _ends(drawn, frame)
    label = max(len(text) for text in labels.values())
    frame = frame._replace(columns=width - label - 3 - max(len(letters) for letters in ends))
    if frame.columns < _LEAST_COLUMNS:
        return []
    cells = _cells(drawn, meetings, frame, _WHOLE if whole else _LEVELS)
    rows = [_notes(beyond, width)] if beyond else []
    for index, row in enumerate(cells):
        before = [(f" {right(labels.get(index, ''), label)} ", "muted"), ("┤" if index in labels else "│", "line")]
        rows.append(painted([*row, *ends[index]], before))
    axis = line(" " * (label + 2), ("└", "line"), (_months(meetings, frame), "muted"))
    return within([*rows, axis], width, height)


def _tamed(path: SpendPath, months: int) -> SpendPath:
    return path._replace(values=[tame(value) for value in path.values[: months + 1]])


def _range(paths: Sequence[SpendPath], reach: float, cut: bool) -> tuple[float, float]:
    """Return the dollars at the lower and the upper edge; above what was cut stays room to see that it goes on."""
    finite = [value for path in paths for value in path.values if isfinite(value)]
    if all(max(path.values) == inf for path in paths):
        reach = max(finite, default=0.0)
    low, top = min([0.0, *finite]), max(0.0, reach * _HEADROOM if cut else reach)
    return low, top if top - low > 1e-9 else low + 1.0


def _labels(frame: _Frame) -> dict[int, str]:
    """Return round amounts by the row in which they lie, at least every third row."""
    step = round_step(frame.top - frame.low, max(1, min(8, (frame.rows + 1) // 2)))
    first = int(frame.low / step)
    amounts = [number * step for number in range(first, first + 12) if frame.low <= number * step <= frame.top]
    return {frame.spot(amount)[0]: _tick(amount, step) for amount in reversed(amounts)}


def _tick(amount: float, step: float) -> str:
    """Return a round amount without needless cents."""
    return f"{'-' if amount < 0 else ''}${abs(amount):.0f}" if abs(amount) < 100 and step >= 5 else short_usd(amount)


def _ends(paths: Sequence[SpendPath], frame: _Frame) -> list[list[Cell]]:
    """Return the letters that stand at the right edge of each row, the most expensive path first."""
    out: list[list[Cell]] = [[] for _ in range(frame.rows)]
    for path in sorted(paths, key=lambda path: -path.values[-1]):
        if path.values[-1] <= frame.top:
            out[frame.spot(path.values[-1])[0]].append((path.letter, path.role))
    return out


def _slopes(values: Sequence[float]) -> list[float]:
    """Return what each month adds, spread evenly over it; a lump falls due at the end of its month."""
    spent = [after - before if isfinite(after - before) else 0.0 for before, after in pairwise(values)]
    slopes = [*spent, 0.0]
    for month in range(1, len(spent) - 1):
        usual = max(0.0, spent[month - 1], spent[month + 1])
        if spent[month] > _LUMP * usual:
            slopes[month] = usual
    return slopes


def _cells(paths: Sequence[SpendPath], meetings: Sequence[Crossing], frame: _Frame, levels: str) -> list[list[Cell]]:
    grid: _Grid = [[None] * frame.columns for _ in range(frame.rows)]
    strokes = [_stroke(path, frame) for path in paths]
    # From the last path to the first, so that the more important one covers the other; rises lie under all lines.
    for index in reversed(range(len(paths))):
        _rise(grid, index, strokes[index])
    for index in reversed(range(len(paths))):
        for column, spot in enumerate(strokes[index]):
            if spot is not None:
                grid[spot[0]][column] = (levels[spot[1]], index)
    taken = {(frame.spot(usd)[0], place(month, 0, frame.months, frame.columns)) for month, usd in meetings}
    for index, path in enumerate(paths):
        for row, column in _lettered(grid, index, strokes[index], taken):
            grid[row][column] = (path.letter, index)
    cells: list[list[Cell]] = [
        [(" ", "text") if piece is None else (piece[0], paths[piece[1]].role) for piece in row] for row in grid
    ]
    for row, column in taken:
        cells[row][column] = (CROSSING, "strong")
    return cells


def _stroke(path: SpendPath, frame: _Frame) -> _Stroke:
    slopes, last = _slopes(path.values), len(path.values) - 1
    out: list[tuple[int, int] | None] = []
    for column in range(frame.columns):
        month = frame.months * column / (frame.columns - 1)
        start = min(int(month), last)
        usd = path.values[start] + (month - start) * slopes[start]
        out.append(frame.spot(usd) if usd <= frame.top else None)
    return out


def _rise(grid: _Grid, index: int, stroke: _Stroke) -> None:
    """Join what jumps over rows from one column to the next, also where it leaves the chart."""
    for column, (before, spot) in enumerate(pairwise(stroke), start=1):
        if before is None:
            continue
        last = -1 if spot is None else spot[0]
        for row in range(min(before[0], last) + 1, max(before[0], last)):
            grid[row][column] = ("│", index)


def _lettered(grid: _Grid, index: int, stroke: _Stroke, taken: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return where a path shows its letter: at regular places, or in the middle of what is to be seen of it."""

    def seen(row: int, column: int) -> bool:
        return (grid[row][column] or ("", -1))[1] == index and (row, column) not in taken

    own = [(spot[0], column) for column, spot in enumerate(stroke) if spot is not None and seen(spot[0], column)]
    # Letters of different paths stand apart, so that lines that run close do not read as one word.
    regular = [spot for spot in own if (spot[1] + index * _LETTERS_APART) % _LETTER_EVERY == 2]
    if not own:
        own = [(row, column) for column in range(len(stroke)) for row in range(len(grid)) if seen(row, column)]
    return regular or own[len(own) // 2 : len(own) // 2 + 1]


def _notes(beyond: Sequence[SpendPath], width: int) -> Line:
    """Say how far the paths go that leave the chart, as shortly as ``width`` asks."""
    ends = [(path, path.values[-1]) for path in beyond]
    long = [(f"{BEYOND} {path.letter} {_goal(usd)}", path.role) for path, usd in ends]
    short = [(f"{BEYOND}{path.letter} {short_usd(usd)}", path.role) for path, usd in ends]
    rows = [line(*(piece for note in notes for piece in ("  ", note))) for notes in (long, short)]
    row = next((row for row in rows if width_of(row) <= width), rows[-1])
    return line(" " * (width - width_of(row)), *row)


def _goal(usd: float) -> str:
    return f"to {short_usd(usd)}" if isfinite(usd) else "without end"


def _months(meetings: Sequence[Crossing], frame: _Frame) -> str:
    """Return the axis of months: its ends first, then the months of the crossings, then round numbers."""
    end = f" {frame.months:,} months"
    marks = [(frame.columns - 1, end), (0, "0")]
    marks += [(place(at, 0, frame.months, frame.columns), f"{CROSSING} {short_months(at)}") for at, _ in meetings]
    step = round_months(frame.months, frame.columns // 8)
    ticks = range(step, frame.months, step)
    return ruler([*marks, *((place(at, 0, frame.months, frame.columns), f"{at:,}") for at in ticks)], frame.columns)
