"""Between which weights the leader stays in front, one factor at a time."""

from collections.abc import Sequence

from tunewise.domain.analysis import WeightInterval
from tunewise.ui.charts.parts import YOU_ARE_HERE, Cell, Legend, column_for, numbered, painted, place, roomy, within
from tunewise.ui.lines import Line, line, pad, right

_POINTS = 7
_LEAST_AXIS = 8
_TITLES = ("the leader stays between", "leader stays", "holds")


def weight_intervals(intervals: Sequence[WeightInterval], legend: Legend, width: int, height: int) -> list[Line]:
    """Return one row a factor: its points now, the points between which the leader stays, and who takes over outside.

    The axis is 0 to 100 points; ``◆`` marks the points now, and beside each end stands the letter of who takes over.
    """
    if not intervals or height < 1:
        return []
    name = column_for((legend.name(entry.factor) for entry in intervals), width)
    words = [_words(entry, legend, more=True) for entry in intervals]
    if not roomy(width) or max(len(text) for text in words) > width // 2:
        words = [_words(entry, legend, more=False) for entry in intervals]
    cells = max(_LEAST_AXIS, width - name - 4 - _POINTS - max(len(text) for text in (*words, "taken over by")))
    rows: list[Line] = []
    if height > len(intervals):
        title = next((text for text in _TITLES if len(text) <= cells), "")
        head = f" {pad('', name)}{right('points', _POINTS)} {pad(title, cells)}  taken over by"
        rows.append(line((head, "muted")))
    for entry, text in zip(intervals, words, strict=True):
        before = f" {pad(legend.name(entry.factor), name)}{right(_number(entry.points), _POINTS)} "
        role = "muted" if text == "never" else "text"
        rows.append(painted(_interval(entry, legend, cells), [before], [(f"  {text}", role)]))
    rows.append(line((" " * (name + _POINTS + 2) + numbered(0, 100, cells), "muted")))
    return within(rows, width, height)


def _interval(entry: WeightInterval, legend: Legend, cells: int) -> list[Cell]:
    first, last = (place(end, 0, 100, cells) for end in (entry.low_points, entry.high_points))
    out: list[Cell] = [(" ", "text")] * cells
    for cell in range(first, last + 1):
        out[cell] = ("─", "accent")
    out[first], out[last] = ("├", "accent"), ("┤", "accent")
    if entry.below is not None and first > 0:
        out[first - 1] = (legend.letter(entry.below), legend.role(entry.below, "text"))
    if entry.above is not None and last < cells - 1:
        out[last + 1] = (legend.letter(entry.above), legend.role(entry.above, "text"))
    # Painted last: where you are must show, also where an end of the interval falls into the same cell.
    out[place(entry.points, 0, 100, cells)] = (YOU_ARE_HERE, "strong")
    return out


def _words(entry: WeightInterval, legend: Legend, *, more: bool) -> str:
    """Say who takes over below and above, and at how many points."""
    ends = ((entry.below, "below", entry.low_points), (entry.above, "above", entry.high_points))
    parts = [
        f"{legend.letter(option)} {f'{legend.label(option)} ' if more else ''}{side} {_number(end)}"
        for option, side, end in ends
        if option is not None
    ]
    return ", ".join(parts) or "never"


def _number(value: float) -> str:
    return f"{round(value, 1):g}"
