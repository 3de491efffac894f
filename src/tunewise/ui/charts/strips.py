"""Winner strips: which option leads along one signal, all else as it is."""

from collections.abc import Sequence

from tunewise.domain.analysis import Segment, Strip
from tunewise.ui.charts.parts import (
    CURSOR,
    YOU_ARE_HERE,
    Cell,
    Legend,
    column_for,
    numbered,
    painted,
    place,
    roomy,
    who_is_who,
    window,
    within,
)
from tunewise.ui.lines import Line, line, pad

_LEAST_BAR = 12


def winner_strips(
    strips: Sequence[Strip], legend: Legend, width: int, height: int, cursor: str | None = None
) -> list[Line]:
    """Return one line a signal: its name, letters of the leading option over 0 to 100, and the nearest flips in words.

    ``│`` stands at each flip, ``◆`` where the scenario is; a small letter is an option that is put off. With lines to
    spare come an axis and who is who. Where the signals do not all fit, those around ``cursor`` (a signal) show.
    """
    if not strips or height < 1:
        return []
    name = column_for((legend.name(strip.signal) for strip in strips), width)
    words = [_words(strip, legend, more=roomy(width)) for strip in strips]
    cells = max(_LEAST_BAR, width - name - 5 - max(len(text) for text in words))
    chosen = next((row for row, strip in enumerate(strips) if strip.signal == cursor), 0)
    rows = []
    for strip, text in zip(strips, words, strict=True):
        under = strip.signal == cursor
        before = (f"{CURSOR if under else ' '} {pad(legend.name(strip.signal), name)} ", "strong" if under else "text")
        rows.append(painted(_bar(strip, legend, cells), [before], [(f"  {text}", _words_role(strip, text))]))
    rows = rows[window(len(rows), chosen, height)]
    rows.append(line((" " * (name + 3) + numbered(0, 100, cells), "muted")))
    leaders = [segment.option for strip in strips for segment in strip.segments]
    known = who_is_who(leaders, legend, width, 2)
    if any(segment.held for strip in strips for segment in strip.segments):
        known.append(line((" a small letter: not yet, something comes first", "muted")))
    return within([*rows, *known], width, height)


def _letter(segment: Segment, legend: Legend) -> str:
    """Return the letter of a segment: a small one where its option is put off, not yet open."""
    letter = legend.letter(segment.option)
    return letter.lower() if segment.held else letter


def _words_role(strip: Strip, text: str) -> str:
    return "muted" if strip.value is None or len(strip.segments) < 2 else "text"


def _bar(strip: Strip, legend: Legend, cells: int) -> list[Cell]:
    """Return the letters of a strip; every segment keeps a cell, however short it is."""
    starts = _starts(strip.segments, cells)
    here = _index_at(strip)
    out: list[Cell] = []
    for index, segment in enumerate(strip.segments):
        end = starts[index + 1] if index + 1 < len(starts) else cells
        size = end - starts[index]
        if size < 1:
            continue
        letters: list[Cell] = [(_letter(segment, legend), legend.role(segment.option))] * size
        # A border takes the last cell of what it ends, but never the only one, nor the one that ◆ leaves.
        bordered = index + 1 < len(starts) and size >= (3 if index == here else 2)
        if bordered:
            letters[-1] = ("│", "line")
        if strip.value is not None and index == here:
            spot = place(strip.value, 0, 100, cells) - starts[index]
            letters[max(0, min(size - 1 - bordered, spot))] = (YOU_ARE_HERE, "strong")
        out += letters
    return out[:cells]


def _starts(segments: Sequence[Segment], cells: int) -> list[int]:
    starts: list[int] = []
    for index, segment in enumerate(segments):
        least = starts[-1] + 1 if starts else 0
        most = max(least, cells - (len(segments) - index))
        starts.append(min(most, max(least, place(segment.first, 0, 100, cells) if index else 0)))
    return starts


def _index_at(strip: Strip) -> int | None:
    if strip.value is None:
        return None
    value = strip.value
    return next((index for index, part in enumerate(strip.segments) if part.first <= value <= part.last), None)


def _words(strip: Strip, legend: Legend, *, more: bool) -> str:
    """Say between which values the option that leads here stays in front, and who follows."""
    segments, here = strip.segments, _index_at(strip)
    if len(segments) < 2:
        return "nothing changes" if strip.value is not None else "unknown, no flip"
    if here is None:
        first = f"{_letter(segments[1], legend)} from {segments[1].first}"
        return f"unknown, {first if len(segments) == 2 else f'{len(segments) - 1} flips'}"
    segment = segments[here]
    letter = _letter(segment, legend)
    below = f", {_letter(segments[here - 1], legend)} below" if here and more else ""
    if here == len(segments) - 1:
        return f"{letter} from {segment.first}{below}"
    then = f", then {_letter(segments[here + 1], legend)}"
    return f"{letter}{f' {segment.first}' if here else ''} to {segment.last}{then}{below}"
