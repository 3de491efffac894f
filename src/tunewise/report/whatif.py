"""What would change the answer, in words and in letters: strips, a map, weights, and what an option would need."""

from collections.abc import Iterable
from typing import NamedTuple

from tunewise.domain.analysis import Change, Requirements, Segment, Strip, TwoWayMap, WeightInterval
from tunewise.engine.readings import count_of
from tunewise.knowledge.tables import Knowledge
from tunewise.report.sentences import letter_and_label

HERE, FLIP, NOBODY = "◆", "│", "·"
STRIP_CELLS = 40
MAP_COLUMNS, MAP_ROWS = 60, 20


def letter(option: str | None, knowledge: Knowledge) -> str:
    """Return the letter of an option; a dot where every option is ruled out."""
    return NOBODY if option is None else knowledge.choices[option].letter


# -- strips ---------------------------------------------------------------------------------------------------------


def segment_letter(part: Segment, knowledge: Knowledge) -> str:
    """Return the letter of a segment: a small one where its option is put off, not yet open."""
    name = letter(part.option, knowledge)
    return name.lower() if part.held else name


def strip_words(strip: Strip, knowledge: Knowledge) -> str:
    """Say in words where along a signal another option leads: ``A to 61, then F``."""
    parts = strip.segments
    if len(parts) == 1:
        return "nothing changes" if strip.value is not None else "not answered; nothing changes"
    if strip.value is None:
        *first, last = parts
        words = [f"{segment_letter(part, knowledge)} to {part.last}" for part in first]
        return f"not answered; {', '.join(words)}, then {segment_letter(last, knowledge)}"
    here = _index_at(strip)
    stay, name = parts[here], segment_letter(parts[here], knowledge)
    after = f", then {segment_letter(parts[here + 1], knowledge)}" if here + 1 < len(parts) else ""
    before = f", {segment_letter(parts[here - 1], knowledge)} below" if here else ""
    if not after:
        return f"{name} from {stay.first}{before}"
    return f"{name}{f' from {stay.first}' if here else ''} to {stay.last}{after}{before}"


def _index_at(strip: Strip) -> int:
    value = strip.value
    return next(
        index for index, part in enumerate(strip.segments) if value is not None and part.first <= value <= part.last
    )


def strip_bar(strip: Strip, knowledge: Knowledge) -> str:
    """Return the letters of a strip over 0 to 100; every segment keeps a cell, however short it is."""
    starts: list[int] = []
    for index, part in enumerate(strip.segments):
        least = starts[-1] + 1 if starts else 0
        starts.append(min(max(least, part.first * STRIP_CELLS // 101), STRIP_CELLS - len(strip.segments) + index))
    ends = [*starts[1:], STRIP_CELLS]
    pieces = zip(strip.segments, starts, ends, strict=True)
    return "".join(_piece(part, start, end, strip.value, knowledge) for part, start, end in pieces)


def _piece(part: Segment, start: int, end: int, value: int | None, knowledge: Knowledge) -> str:
    cells = [segment_letter(part, knowledge)] * (end - start)
    here = value is not None and part.first <= value <= part.last
    # A flip takes the last cell of what it ends, but neither the only one nor the one that ◆ needs.
    bordered = end < STRIP_CELLS and len(cells) >= (3 if here else 2)
    if bordered:
        cells[-1] = FLIP
    if here and value is not None:
        cells[max(0, min(len(cells) - 1 - bordered, value * STRIP_CELLS // 101 - start))] = HERE
    return "".join(cells)


def strip_lines(strips: Iterable[Strip], knowledge: Knowledge) -> list[str]:
    """Return one line a signal, with the scale above and who is who below."""
    shown = list(strips)
    rows = [f"  {'':<24}0{'100':>{STRIP_CELLS - 1}}"]
    for strip in shown:
        label = knowledge.signals[strip.signal].label
        rows.append(f"  {label:<24}{strip_bar(strip, knowledge)}  {strip_words(strip, knowledge)}")
    parts = [part for strip in shown for part in strip.segments]
    small = ["  a small letter: not yet, something comes first"] if any(part.held for part in parts) else []
    return [*rows, "", *who_is_who((part.option for part in parts), knowledge), *small]


def who_is_who(options: Iterable[str | None], knowledge: Knowledge) -> list[str]:
    """Return each letter with its option, and the mark of where the scenario stands."""
    found = set(options)
    rows = [f"  {choice.letter}  {choice.label}" for name, choice in knowledge.choices.items() if name in found]
    rows += [f"  {NOBODY}  every option is ruled out"] if None in found else []
    return [*rows, f"  {HERE}  where the scenario stands"]


# -- weights --------------------------------------------------------------------------------------------------------


def weight_words(interval: WeightInterval, knowledge: Knowledge) -> str:
    """Say how many points a factor may carry before another option leads."""
    limits, takers = [], []
    if interval.below is not None:
        limits.append(f"from {interval.low_points:.1f}")
        takers.append(f"{letter_and_label(interval.below, knowledge)} below")
    if interval.above is not None:
        limits.append(f"to {interval.high_points:.1f}")
        takers.append(f"{letter_and_label(interval.above, knowledge)} above")
    return f"stays {' '.join(limits)}; {', '.join(takers)}" if limits else "stays at any weight"


def weight_lines(intervals: Iterable[WeightInterval], leader: str | None, knowledge: Knowledge) -> list[str]:
    """Return one line a factor: its points, and between which points the leader stays."""
    if leader is None:
        return ["Every option is ruled out: no weight changes that."]
    rows = [f"Points at which {knowledge.choices[leader].label} stays first, the other points rescaled:"]
    return rows + [
        f"  {knowledge.factors[one.factor].label:<24}{one.points:>3.0f}  {weight_words(one, knowledge)}"
        for one in intervals
    ]


# -- what an option would need --------------------------------------------------------------------------------------


class Need(NamedTuple):
    """One change in words; the counts are what the slider values stand for, ``None`` where they stand for none."""

    words: str
    before_count: int | None
    after_count: int | None


def need_of(change: Change, knowledge: Knowledge) -> Need:
    """Return a change of a signal in words, with the counts that its values stand for."""
    meta = knowledge.meta
    scales = {
        "labelled_data": (meta.examples_scale, "examples"),
        "request_volume": (meta.volume_scale, "requests a month"),
        "time_available": (meta.weeks_scale, "weeks"),
    }
    before = after = None
    counts = ""
    if change.signal in scales:
        scale, unit = scales[change.signal]
        after = count_of(change.after, scale)
        before = None if change.before is None else count_of(change.before, scale)
        counts = f": about {'' if before is None else f'{before:,} → '}{after:,} {unit}"
    whose = "" if change.controllable else " (not in the team's hands)"
    start = "not answered" if change.before is None else change.before
    return Need(f"{knowledge.signals[change.signal].label} {start} → {change.after}{counts}{whose}", before, after)


def need_words(needs: Requirements, knowledge: Knowledge) -> str:
    """Say in a sentence what it takes to bring an option to the front."""
    label = knowledge.choices[needs.option].label
    if needs.leads:
        return f"{label} is in front as things stand."
    if needs.reachable and not needs.changes:
        return f"{label} comes to the front once the gates below are open; no signal has to change."
    if needs.reachable:
        return f"For {label} to come to the front, this would have to be true:"
    rival = needs.dominated_by
    if rival is not None:
        best = knowledge.choices[rival].label
        return f"As things stand {best} earns at least as much on every line, and no small change turns that."
    even = ", even with the gates below open" if needs.gates else ""
    return f"No change of one or two signals brings {label} to the front{even}."


def need_lines(needs: Requirements, knowledge: Knowledge) -> list[str]:
    """Return what would have to be true for an option: signals, and gates that would have to open."""
    rows = [need_words(needs, knowledge)]
    rows += [f"  {need_of(change, knowledge).words}" for change in needs.changes]
    if needs.gates:
        rows.append("Gates that would have to open:")
    for name in needs.gates:
        gate = knowledge.gates[name]
        rows += [f"  {gate.tier.replace('-', ' ')}: {gate.says}", f"    → {gate.opens}"]
    return rows


# -- the map --------------------------------------------------------------------------------------------------------


def map_lines(found: TwoWayMap, knowledge: Knowledge) -> list[str]:
    """Return the map as letters, the greatest value on top, with both axes and who is who."""
    x_label, y_label = (knowledge.signals[signal].label for signal in (found.x_signal, found.y_signal))
    grid = [[letter(option, knowledge) for option in row] for row in found.cells]
    if found.x_value is not None and found.y_value is not None:
        grid[_nearest(found.y_value, found.ys)][_nearest(found.x_value, found.xs)] = HERE
    marked = {0, len(grid) // 2, len(grid) - 1}
    rows = [f"  ↑ {y_label}"]
    for index in reversed(range(len(grid))):
        number = found.ys[index] if index in marked else ""
        rows.append(f"  {number:>3} {FLIP}{''.join(grid[index])}")
    width = len(found.xs)
    rows.append(f"      └{'─' * width}")
    rows.append(" " * 7 + ("0".ljust(width // 2) + "50").ljust(width - 3) + "100")
    rows.append(f"       {x_label} →")
    unknown = [label for label, value in ((x_label, found.x_value), (y_label, found.y_value)) if value is None]
    if unknown:
        rows.append(f"  Not answered: {' and '.join(unknown).lower()}; so there is no {HERE}.")
    return [*rows, "", *who_is_who((option for row in found.cells for option in row), knowledge)]


def _nearest(value: int, values: tuple[int, ...]) -> int:
    return min(range(len(values)), key=lambda index: abs(values[index] - value))
