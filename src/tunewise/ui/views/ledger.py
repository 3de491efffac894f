"""The ledger of an option: what it earns of what is possible on each line, and which lines keep it from 100."""

from tunewise.domain.assessment import Contribution, RankedOption
from tunewise.knowledge.tables import Knowledge
from tunewise.ui.charts.bars import bar
from tunewise.ui.lines import Line, line, pad, right

_LONGEST_BAR, _SHORTEST_BAR = 24, 6
_BESIDE_THE_BAR = 52
"""Cells of a line that its bar leaves to the words."""


def ledger_row(part: Contribution, knowledge: Knowledge, width: int) -> Line:
    """Return one line: earned of possible, with the part of a combination that carries it and what is assumed."""
    carried = " + ".join(knowledge.choices[name].letter for name in part.carried_by)
    notes = [*([f"by {carried}"] if carried else []), *(["assumed"] if part.assumed else [])]
    cells = max(_SHORTEST_BAR, min(_LONGEST_BAR, width - _BESIDE_THE_BAR))
    return line(
        f"  {pad(knowledge.factors[part.factor].label, 22)}",
        (right(f"{part.earned_points:.1f}", 5), "strong"),
        (f" of {part.possible_points:>2.0f} ", "muted"),
        *bar(part.earned_points, part.possible_points, cells, "bar", assumed=part.earned_points if part.assumed else 0),
        (f" {', '.join(notes)}", "muted"),
    )


def lost_words(entry: RankedOption, knowledge: Knowledge, most: int) -> str:
    """Say what keeps an option from 100: the lines that cost most, at most so many."""
    words = [f"{knowledge.factors[part.factor].short} {-part.lost_tenths / 10:+.1f}" for part in entry.losses[:most]]
    return f"What keeps it from 100: {', '.join(words)}." if words else "It earns everything that is at stake."
