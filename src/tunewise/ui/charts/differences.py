"""Two options line by line: diverging bars around zero that add up to the lead."""

from collections.abc import Sequence

from tunewise.domain.analysis import Difference, HeadToHead
from tunewise.ui.charts.parts import Legend, column_for, roomy, within
from tunewise.ui.lines import Line, Role, cut, joined, line, pad, right

_TAIL = 9
_WORDS = 22
_LONGEST_HALF = 40


def head_to_head_bars(head_to_head: HeadToHead, legend: Legend, width: int, height: int) -> list[Line]:
    """Return one row a factor, points that ``one`` earns more to the right and less to the left, then their sum.

    At the end of a row stand the letter of who earns more there and the difference in points. Where the rows do not all
    fit, the smallest are taken together, so that what shows still adds up to the lead.
    """
    if height < 1:
        return []
    headed = height >= 4
    shown, rest = _folded(head_to_head.differences, height - 1 - headed)
    names = [*(legend.name(entry.factor) for entry in shown), f"{len(rest)} more" if rest else "lead"]
    name = column_for(names, width)
    half = max(2, min(_LONGEST_HALF, (width - name - 4 - _TAIL - (_WORDS if roomy(width) else 0)) // 2))
    amounts = [*(entry.tenths for entry in shown), *([sum(entry.tenths for entry in rest)] if rest else [])]
    most = max((abs(amount) for amount in amounts), default=0)
    rows = [_head(head_to_head, legend, name, half)] if headed else []
    for index, amount in enumerate(amounts):
        entry = shown[index] if index < len(shown) else None
        words = _against(entry) if entry and roomy(width) else ""
        middle = _bars(amount, most, half, (legend.role(head_to_head.one, "bar"), _quiet(head_to_head, legend)))
        tail = _tail(amount, head_to_head, legend)
        rows.append(joined(line(f" {pad(names[index], name)} ", *middle, *tail, (words, "muted"))))
    rows.append(_sum(head_to_head, legend, name, half))
    return within(rows, width, height)


def _against(entry: Difference) -> str:
    return f"  {entry.one_tenths / 10:5.1f} against {entry.other_tenths / 10:.1f}"


def _quiet(head_to_head: HeadToHead, legend: Legend) -> Role:
    return legend.role(head_to_head.other, "muted")


def _folded(differences: Sequence[Difference], room: int) -> tuple[Sequence[Difference], Sequence[Difference]]:
    """Return what shows line by line and what is taken together, in ``room`` lines."""
    if len(differences) <= room:
        return differences, ()
    if room < 1:
        return (), ()
    return differences[: room - 1], differences[room - 1 :]


def _head(head_to_head: HeadToHead, legend: Legend, name: int, half: int) -> Line:
    one, other = legend.letter(head_to_head.one), legend.letter(head_to_head.other)
    return line(
        " " * (name + 2),
        (right(f"{cut(f'{other} earns more', half - 1)} ", half), _quiet(head_to_head, legend)),
        ("│", "line"),
        (pad(f" {one} earns more", half), legend.role(head_to_head.one, "text")),
        (right("points", _TAIL), "muted"),
    )


def _bars(amount: int, most: int, half: int, roles: tuple[Role, Role]) -> Line:
    """Return the bar left or right of the zero line, in halves of a cell: blocks cannot grow leftwards in eighths."""
    halves = max(1, round(abs(amount) / most * half * 2)) if amount else 0
    full, odd = divmod(halves, 2)
    empty = " " * (half - full - odd)
    if amount < 0:
        return line(empty, ("▐" * odd + "█" * full, roles[1]), ("│", "line"), " " * half)
    return line(" " * half, ("│", "line"), ("█" * full + "▌" * odd, roles[0]), empty)


def _tail(amount: int, head_to_head: HeadToHead, legend: Legend) -> Line:
    better = head_to_head.one if amount > 0 else head_to_head.other if amount < 0 else None
    letter = legend.letter(better) if better else " "
    return line((f" {letter}", legend.role(better, "text")), right(_signed(amount), _TAIL - 2))


def _sum(head_to_head: HeadToHead, legend: Legend, name: int, half: int) -> Line:
    one, other = legend.letter(head_to_head.one), legend.letter(head_to_head.other)
    words = f"{other} earns more on no line" if head_to_head.dominates else f"{one} against {other}, the sum"
    return joined(
        line(
            (f" {pad('lead', name)} ", "strong"),
            (pad(words, 2 * half + 1), "muted"),
            *((text, "strong") for text, _ in _tail(head_to_head.lead_tenths, head_to_head, legend)),
        )
    )


def _signed(tenths: int) -> str:
    return f"{tenths / 10:+.1f}" if tenths else "0.0"
