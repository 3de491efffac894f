"""How sure the ranking is: who comes at which place, what the doubt is due to, and how far the drawing has come."""

from typing import Final

from tunewise.domain.analysis import Acceptability, Robustness
from tunewise.ui.charts.bars import bar
from tunewise.ui.charts.parts import Legend, column_for, percent, within
from tunewise.ui.lines import Line, Role, Span, joined, line, pad, right

_PERCENT = 5
_LONGEST_BAR = 40
_LEAST_BAR = 6
_CAUSES: Final[dict[str, str]] = {
    "weights": "only the weights",
    "answers": "only your answers",
    "unanswered": "only what you did not answer",
    "all": "all together",
}


def rank_table(robustness: Robustness, legend: Legend, width: int, height: int) -> list[Line]:
    """Return a row for each option: its chance to lead with a bar, then its chance of each later place, in percent.

    A zero shows as ``·``. With a line to spare comes how many draws that rests on and their error in points.
    """
    options = robustness.options
    if not options or height < 2:
        return []
    places = max(len(entry.ranks) for entry in options) - 1
    label = column_for((legend.label(entry.option) for entry in options), width, least=18)
    room = width - 4 - label - _PERCENT
    cell = min(6, max(3, (room - 8) // max(1, places)))
    cells = max(0, min(_LONGEST_BAR, room - cell * max(0, places)))
    if cells < _LEAST_BAR:
        # Numbers come before words: the letter alone still says who it is.
        cells = min(_LEAST_BAR, cells + label)
        label = max(0, width - 4 - _PERCENT - cell * max(0, places) - cells)
    head = f" {pad('% of draws', 2 + label)} {right('leads', _PERCENT)}{' ' * cells}"
    numbers = "".join(right(str(rank + 2), cell) for rank in range(places))
    rows = [line((head + numbers, "muted"))]
    rows += [_row(entry, legend, label, cells, (cell, places)) for entry in options[: height - 1]]
    rows.append(line((f" {robustness.draws:,} draws, shares within {robustness.error * 100:.1f} points", "muted")))
    return within(rows, width, height)


def _row(entry: Acceptability, legend: Legend, label: int, cells: int, table: tuple[int, int]) -> Line:
    cell, places = table
    role = legend.role(entry.option, "text")
    later = [*entry.ranks[1:], *[0.0] * (places + 1 - max(1, len(entry.ranks)))]
    spans: list[Span] = [
        (f" {legend.letter(entry.option)} {pad(legend.label(entry.option), label)} ", role),
        (right(percent(entry.first), _PERCENT - 1) + " ", _shade(entry.first, role)),
        *bar(entry.first, 1, cells, legend.role(entry.option, "bar")),
        *((right(percent(share), cell), _shade(share, role)) for share in later),
    ]
    return joined(line(*spans))


def _shade(share: float, role: Role) -> Role:
    """Return how loud a share is: loud from one draw in five, quiet below one in twenty."""
    return "muted" if share < 0.05 else "text" if share < 0.2 else "strong" if role == "text" else role


def causes_bars(robustness: Robustness, width: int) -> list[Line]:
    """Return, for each cause of doubt let loose alone and for all, how often the leader stays first, in percent."""
    words = [_CAUSES[entry.cause] for entry in robustness.causes]
    label = column_for(words, width, least=28)
    cells = max(0, min(_LONGEST_BAR, width - label - 3 - _PERCENT))
    rows = [
        joined(
            line(
                f" {pad(text, label)} ",
                (right(percent(entry.leader_first, "0"), _PERCENT - 1) + " ", "strong"),
                *bar(entry.leader_first, 1, cells, "accent" if entry.cause == "all" else "bar"),
            )
        )
        for text, entry in zip(words, robustness.causes, strict=True)
    ]
    return within(rows, width, len(rows))


def progress_line(done: int, total: int, width: int) -> Line:
    """Return a bar of how many draws are done, with the count."""
    count = f" {done:,} of {total:,} draws"
    cells = max(0, min(_LONGEST_BAR, width - len(count) - 1))
    return within([line(" ", *bar(done, total, cells, "accent"), (count, "muted"))], width, 1)[0]
