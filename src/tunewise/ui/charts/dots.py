"""Scores as letters on one scale, each with the range that it may lie in."""

from collections.abc import Sequence

from tunewise.ui.charts.parts import Cell, Legend, column_for, numbered, painted, place, within
from tunewise.ui.lines import Line, line, pad, right

_SCORE = 7
_LEAST_AXIS = 12
_LONGEST_AXIS = 120

ScoreRow = tuple[str, float, float, float]
"""Option id, then its score and the lowest and highest score it may have, in points."""


def score_dots(rows: Sequence[ScoreRow], legend: Legend, width: int, height: int) -> list[Line]:
    """Return one row an option: its letter where its score lies, the range around it, and the score in points.

    The scale is 0 to 100, or 50 to 100 where nothing lies below; the last line says which.
    """
    if not rows or height < 1:
        return []
    start = 50 if all(min(low, score) >= 50 for _, score, low, _ in rows) else 0
    label = column_for((legend.label(option) for option, *_ in rows), width, least=18)
    cells = max(_LEAST_AXIS, min(_LONGEST_AXIS, width - label - 5 - _SCORE))
    out = [_row(row, legend, start, (label, cells)) for row in rows[: max(1, height - 1)]]
    axis = numbered(start, 100, cells)
    out.append(line((" " * (label + 4), "muted"), (axis, "muted")))
    if start:
        out.append(line((f"{' ' * (label + 4)}the scale starts at {start}", "muted")))
        if height <= len(rows) + 1:
            # Without a line of its own the warning stands on the axis: half a scale must never pass for a whole one.
            out[-2:] = [line((pad(" scale from 50", label + 4), "muted"), (axis, "muted"))]
    return within(out, width, height)


def _row(row: ScoreRow, legend: Legend, start: int, columns: tuple[int, int]) -> Line:
    option, score, low, high = row
    label, cells = columns
    role = legend.role(option, "text")
    track: list[Cell] = [(" ", "text")] * cells
    first, last = place(low, start, 100, cells), place(high, start, 100, cells)
    if last > first:
        for cell in range(first, last + 1):
            track[cell] = ("─", "line")
        track[first], track[last] = ("├", "line"), ("┤", "line")
    track[place(score, start, 100, cells)] = (legend.letter(option), role if role != "text" else "strong")
    words = f" {legend.letter(option)} {pad(legend.label(option), label)} "
    return painted(track, [(words, role)], [(right(f"{score:.1f}", _SCORE), role)])
