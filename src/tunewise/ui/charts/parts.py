"""What the charts share: who is who in letters and roles, scales, and windows on lists that are too long."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from tunewise.ui.lines import Line, Role, Span, cut, fit, joined, line, width_of

YOU_ARE_HERE = "◆"
CURSOR = "▸"
NOBODY = "–"
_ROOMY = 100

Cell = tuple[str, Role]


class Legend(NamedTuple):
    """Who is who in a chart: letters and labels by option id, short names by the id of a factor or a signal.

    The leader gets the accent, its nearest rival the role ``rival``; everybody else stays quiet.
    """

    letters: Mapping[str, str]
    labels: Mapping[str, str]
    names: Mapping[str, str]
    leader: str | None = None
    rival: str | None = None

    def letter(self, option: str | None) -> str:
        """Return the one letter of ``option``, or a dash where every option is ruled out."""
        return NOBODY if option is None else self.letters.get(option, option[:1] or NOBODY)

    def label(self, option: str | None) -> str:
        """Return the label of ``option`` in words."""
        return "all ruled out" if option is None else self.labels.get(option, option)

    def name(self, key: str) -> str:
        """Return the short name of a factor or a signal."""
        return self.names.get(key, key)

    def role(self, option: str | None, rest: Role = "muted") -> Role:
        """Return the role of ``option``; all but the leader and its rival have the role ``rest``."""
        if option is None:
            return rest
        return "accent" if option == self.leader else "rival" if option == self.rival else rest


def roomy(width: int) -> bool:
    """Tell whether ``width`` cells leave room for words that explain rather than tell."""
    return width >= _ROOMY


def column_for(texts: Iterable[str], width: int, least: int = 12) -> int:
    """Return the cells of a column of names in a chart of ``width`` cells: no wider than the longest of them."""
    longest = max((width_of(((text, "text"),)) for text in texts), default=0)
    return min(longest, max(least, width // 6))


def place(value: float, first: float, last: float, cells: int) -> int:
    """Return the cell, 0 to ``cells`` - 1, that is nearest to ``value`` on a scale from ``first`` to ``last``."""
    if last <= first or cells < 1:
        return 0
    return max(0, min(cells - 1, int((value - first) / (last - first) * (cells - 1) + 0.5)))


def scale(marks: Sequence[tuple[int, str]], cells: int) -> str:
    """Return an axis of ``cells`` cells, each text centred on its cell; one that would touch another is left out."""
    out = ["─"] * cells
    free = 0
    for cell, text in marks:
        start = max(0, min(cells - len(text), cell - (len(text) - 1) // 2))
        if len(text) <= cells and start >= free:
            out[start : start + len(text)] = list(text)
            free = start + len(text) + 1
    return "".join(out)


def numbered(first: int, last: int, cells: int) -> str:
    """Return an axis from ``first`` to ``last`` of ``cells`` cells, with round numbers as close as they fit."""
    step = (last - first) // (5 if (last - first) % 4 else 4)
    values = list(range(first, last + 1, step))
    if cells < 24:
        # The ends come before what lies between: an axis without its end cannot be read.
        values = [first, last]
    return scale([(place(value, first, last, cells), f"{value}") for value in values], cells)


def painted(cells: Sequence[Cell], before: Sequence[Span | str] = (), after: Sequence[Span | str] = ()) -> Line:
    """Return a row of single cells between two other pieces, with neighbours of one role joined."""
    return joined(line(*before, *cells, *after))


def within(rows: Sequence[Line], width: int, height: int) -> list[Line]:
    """Return at most ``height`` of ``rows``, those that are too wide cut to ``width`` cells."""
    return [row if width_of(row) <= width else fit(row, width) for row in rows[: max(0, height)]]


def window(count: int, cursor: int, height: int) -> slice:
    """Return which of ``count`` rows show in ``height`` lines, so that the row under the cursor is among them."""
    first = max(0, min(cursor - height // 2, count - height))
    return slice(first, first + max(0, height))


def who_is_who(options: Iterable[str | None], legend: Legend, width: int, height: int) -> list[Line]:
    """Return letter and label of each of ``options`` once, the leader first, in at most ``height`` lines."""
    rows: list[Line] = []
    row: Line = ()
    ranks = {legend.leader: 0, legend.rival: 1, None: 3}
    for option in sorted(set(options), key=lambda option: (ranks.get(option, 2), legend.letter(option))):
        role = legend.role(option, "text")
        entry: Line = (
            (f"{legend.letter(option)} ", role),
            (cut(legend.label(option), 24), role if option else "muted"),
        )
        if row and width_of(row) + 3 + width_of(entry) > width:
            rows.append(row)
            row = ()
        row = (*row, ("   " if row else " ", "text"), *entry)
    return within([*rows, row] if row else rows, width, height)


def percent(share: float, nothing: str = "·") -> str:
    """Return a share from 0 to 1 as a whole percentage; never as ``nothing`` or 100 where it is not exactly that."""
    if share <= 0:
        return nothing
    if share < 0.005:
        return "<1"
    if 0.995 <= share < 1:
        return ">99"
    return f"{int(share * 100 + 0.5)}"


def points(tenths: int) -> str:
    """Return tenths as points, without a needless decimal."""
    return f"{tenths / 10:g}"
