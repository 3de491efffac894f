"""What each option costs by kind of cost: one bar a row on a common scale, kinds told apart by fill and letter."""

from collections.abc import Sequence
from math import inf
from typing import Final, NamedTuple

from rich.cells import cell_len

from tunewise.ui.charts.parts import column_for, flowed, highest_drawn, short_usd, tame, within
from tunewise.ui.lines import Line, Role, joined, line, pad, right

CUT = "»"
_ASSUMED = "░"
_LEAST_BAR = 6
_FAR = 8.0
_ROOM_FOR_A_KEY = 4


class CostParts(NamedTuple):
    """What one option costs: its letter and label, dollars by kind of cost, and whether some of them are assumed."""

    letter: str
    label: str
    parts: Sequence[tuple[str, float]]
    estimated: bool


class _Look(NamedTuple):
    """How a kind of cost shows: its fill, its letter, its role and its name in the key."""

    fill: str
    letter: str
    role: Role
    name: str


_LOOKS: Final = {
    "people": _Look("█", "P", "accent", "people"),
    "training": _Look("▓", "T", "rival", "training"),
    "tokens": _Look("▒", "K", "bar", "tokens"),
    "hosting": _Look("=", "H", "text", "hosting"),
    "retraining": _Look("~", "R", "rival", "retraining"),
    "failures": _Look("x", "F", "bad", "failures"),
}
"""Hatching (░) is not among the fills: everywhere it means that something is assumed. Nor is the slash in its stead."""


class _Frame(NamedTuple):
    """The common scale, whether a row is cut, and the cells of label, bar and total."""

    top: float
    cut: bool
    label: int
    bar: int
    total: int


def breakdown_bars(rows: Sequence[CostParts], width: int, height: int) -> list[Line]:
    """Return one bar a row with a segment for each kind of cost and the total in dollars, and a key of the kinds.

    A segment bears its letter, or its name where there is room. A row that dwarfs the others is cut: its bar shows the
    proportions only and ends in ``»``. Returns nothing where there is no room.
    """
    rows = [row._replace(parts=[(kind, tame(usd)) for kind, usd in row.parts]) for row in rows]
    frame = _frame(rows, width)
    if not rows or frame.bar < _LEAST_BAR or height < 1:
        return []
    known = _key(rows, frame, width, height - len(rows)) if height >= _ROOM_FOR_A_KEY else []
    room = height - len(known)
    shown = rows if len(rows) <= room else rows[: room - 1]
    out = [_row(row, frame) for row in shown]
    if len(shown) < len(rows):
        out.append(line((f" {len(rows) - len(shown)} more", "muted")))
    return within([*out, *known], width, height)


def _total(row: CostParts) -> float:
    return sum((usd for _, usd in row.parts), 0.0)


def _drawn(row: CostParts) -> float:
    """Return the dollars that the bar stands for: what is saved cannot be drawn as a piece of what is spent."""
    return sum((max(0.0, usd) for _, usd in row.parts), 0.0)


def _frame(rows: Sequence[CostParts], width: int) -> _Frame:
    drawn = [_drawn(row) for row in rows]
    top = highest_drawn(drawn, _FAR)
    cut = any(amount > top for amount in drawn)
    total = max((len(_words(row)) for row in rows), default=0)
    label = column_for((row.label for row in rows), width, least=min(18, max(12, width // 4)))
    bar = width - 6 - label - total
    if bar < _LEAST_BAR * 2:
        # Numbers and bars come before words: the letter alone still says who it is.
        bar, label = bar + label, 0
    return _Frame(top, cut, label, bar, total)


def _words(row: CostParts) -> str:
    total = _total(row)
    return f"{_ASSUMED} " * row.estimated + short_usd(total)


def _row(row: CostParts, frame: _Frame) -> Line:
    drawn = _drawn(row)
    cut = drawn > frame.top
    # A bar that goes to the edge would look like the longest of all; the cut one has the edge for itself.
    room = frame.bar - 1 - (2 if frame.cut and not cut else 0)
    share = 1.0 if cut else drawn / frame.top if frame.top > 0 else 0.0
    cells = max(drawn > 0, min(room, int(share * room + 0.5)))
    spans: list[tuple[str, Role]] = []
    for (kind, _), size in zip(row.parts, _shared_out([usd for _, usd in row.parts], cells), strict=True):
        spans += _segment(_look(kind), size)
    end = CUT if cut else ""
    words = _words(row)
    total = (right(words, frame.total), "strong")
    rest = " " * (frame.bar - cells - len(end))
    return joined(line(f" {row.letter} {pad(row.label, frame.label)} ", *spans, (end, "warn"), rest, " ", total))


def _look(kind: str) -> _Look:
    return _LOOKS.get(kind, _Look("+", (kind or "?")[0].upper(), "muted", kind))


def _shared_out(amounts: Sequence[float], cells: int) -> list[int]:
    """Return ``cells`` in proportion to ``amounts``; where some are infinite they share them alone."""
    endless = any(amount == inf for amount in amounts)
    sizes = [float(amount == inf) if endless else max(0.0, amount) for amount in amounts]
    total, reached, out = sum(sizes), 0.0, []
    done = 0
    for size in sizes:
        reached += size
        end = int(reached / total * cells + 0.5) if total > 0 else 0
        out.append(end - done)
        done = end
    return out


def _segment(look: _Look, cells: int) -> Line:
    """Return a segment with its name in it where there is room, else with its letter, else filled only."""
    name = f" {look.name} "
    text = name if cells >= cell_len(name) + 4 else f" {look.letter} " if cells >= 5 else look.letter * (cells >= 3)
    left = (cells - cell_len(text)) // 2
    rest = cells - cell_len(text) - left
    return line((look.fill * left, look.role), (text, "strong"), (look.fill * rest, look.role))


def _key(rows: Sequence[CostParts], frame: _Frame, width: int, room: int) -> list[Line]:
    """Return fill, letter and name of each kind that occurs and what the marks mean, shorter if ``room`` asks."""
    kinds = dict.fromkeys(kind for row in rows for kind, usd in row.parts if usd > 0)
    looks = [
        _look(kind)
        for kind in (*(kind for kind in _LOOKS if kind in kinds), *(kind for kind in kinds if kind not in _LOOKS))
    ]
    marks = [(CUT, "warn", "cut", "cut, longer than drawn")] * frame.cut
    marks += [(_ASSUMED, "assumed", "assumed", "partly assumed")] * any(row.estimated for row in rows)
    long = [line((look.fill * 2, look.role), f" {look.letter} ", (look.name, "muted")) for look in looks]
    long += [line((mark, role), (f" {words}", "muted")) for mark, role, _, words in marks]
    full = flowed(long, width, 3)
    if len(full) <= room:
        return full
    short = [line((look.fill, look.role), (f" {look.name}", "muted")) for look in looks]
    short += [line((mark, role), (f" {word}", "muted")) for mark, role, word, _ in marks]
    return flowed(short, width, 2, gap=1)
