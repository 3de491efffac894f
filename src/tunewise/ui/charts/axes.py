"""A map of two needs: what the model must know and how it must act."""

from typing import Final

from tunewise.domain.analysis import Place
from tunewise.ui.charts.parts import YOU_ARE_HERE, Cell, numbered, painted, place, within
from tunewise.ui.lines import Line, cut, line, right, spread

_AXIS = 5
_LEAST_COLUMNS = 24
_LEAST_ROWS = 3
_ROOMY = 60
_FIELDS: Final = (("tuning / guardrails", "both"), ("prompting", "retrieval"))
"""What each field calls for, rows from above, columns from the left."""


def two_axis_map(where: Place, width: int, height: int, leader_label: str) -> list[Line]:
    """Return the map: need for knowledge to the right, need for behaviour upwards, 0 to 100 each, ``◆`` the scenario.

    Beside the map's title stands which option leads. Returns nothing where there is no room for a map.
    """
    columns, rows = width - _AXIS - 2, height - 3
    if columns < _LEAST_COLUMNS or rows < _LEAST_ROWS:
        return []
    rows -= 1 - rows % 2  # an odd number of rows has a middle one for the line between the fields
    column, row = place(where.knowledge_need, 0, 100, columns), rows - 1 - place(where.behaviour_need, 0, 100, rows)
    grid = _fields(columns, rows, (column, row))
    grid[row][column] = (YOU_ARE_HERE, "strong")
    labels = {0: "100", rows // 2: "50", rows - 1: "0"}
    body = [
        painted(cells, [(f"{right(labels.get(index, ''), 4)} ", "muted"), ("┤" if index in labels else "│", "line")])
        for index, cells in enumerate(grid)
    ]
    title = " ↑ how it must act"
    leader = cut(f"{YOU_ARE_HERE} {leader_label}", max(0, width - len(title) - 2))
    here = f" {YOU_ARE_HERE} {where.knowledge_need}, {where.behaviour_need}"
    if width >= _ROOMY:
        here = f" {YOU_ARE_HERE} to know {where.knowledge_need}, to act {where.behaviour_need}"
    across = line(("what the model must know → ", "muted"))
    return within(
        [
            spread(line((title, "muted")), line((f"{leader} ", "strong")), width),
            *body,
            line((" " * _AXIS, "muted"), ("└", "line"), (numbered(0, 100, columns), "muted")),
            spread(line((here, "strong")), across, width),
        ],
        width,
        height,
    )


def _fields(columns: int, rows: int, here: tuple[int, int]) -> list[list[Cell]]:
    """Return the four named fields; a name steps out of the way of ``here`` (column, row)."""
    grid: list[list[Cell]] = [[(" ", "text")] * columns for _ in range(rows)]
    middle_column, middle_row = columns // 2, rows // 2
    for row in range(rows):
        grid[row][middle_column] = ("│", "line")
    for column in range(columns):
        grid[middle_row][column] = ("┼" if column == middle_column else "─", "line")
    for down, names in enumerate(_FIELDS):
        for across, name in enumerate(names):
            start = 1 + across * (middle_column + 1)
            text = cut(name, middle_column - 2)
            outer, inner = (rows - 1, middle_row + 1) if down else (0, middle_row - 1)
            taken = here[1] == outer and start - 1 <= here[0] <= start + len(text)
            for offset, letter in enumerate(text):
                grid[inner if taken else outer][start + offset] = (letter, "muted")
    return grid
