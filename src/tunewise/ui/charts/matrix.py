"""The value matrix: every option by every factor, a column as wide as its points, a cell filled as far as earned."""

from collections.abc import Sequence
from typing import NamedTuple

from tunewise.domain.assessment import Contribution, RankedOption
from tunewise.ui.charts.bars import HATCH, bar
from tunewise.ui.charts.parts import CURSOR, Legend, column_for, points, roomy, window, within
from tunewise.ui.lines import Line, Role, Span, joined, line, pad, right

_SCORE = 6
_TIERS: dict[str, tuple[str, str, Role]] = {
    "open": ("", "", "text"),
    "not-yet": ("·", "not yet", "warn"),
    "ruled-out": ("✗", "✗ ruled out", "bad"),
}

Cursor = tuple[str, str]
"""The cell under the cursor: option id and factor id."""


class _Frame(NamedTuple):
    """What stands in which cells: the factors with what they put at stake (tenths) and their columns."""

    factors: tuple[str, ...]
    stakes: tuple[int, ...]
    columns: tuple[int, ...]
    label: int
    tier: int


def value_matrix(
    options: Sequence[RankedOption], legend: Legend, width: int, height: int, cursor: Cursor | None = None
) -> list[Line]:
    """Return the matrix: names, points at stake, then the options in their order with score and tier mark.

    A cell is filled as far as its points are earned, hatched where they are assumed. Where the options do not all fit,
    those around the cursor show. ``▸`` stands before the cell under the cursor and before its column's name.
    """
    if not options or height < 1:
        return []
    frame = _framed(options, legend, width)
    heads = [_names(frame, legend, cursor), _at_stake(frame)] if frame.factors else []
    if heads and height > len(options) + len(heads):
        heads.append(_ruled(frame))
    heads = heads[: max(0, height - 1)]
    chosen = next((row for row, entry in enumerate(options) if cursor and entry.option == cursor[0]), 0)
    seen = options[window(len(options), chosen, height - len(heads))]
    rows = [_row(entry, frame, legend, cursor) for entry in seen]
    return within([*heads, *rows, *_marks(options, frame)], width, height)


def cell_words(options: Sequence[RankedOption], legend: Legend, cursor: Cursor) -> str:
    """Say what the cell under the cursor holds, in points: ``stability: A earns 12.8 of 14, assumed``."""
    entry = next((entry for entry in options if entry.option == cursor[0]), None)
    part = _part(entry, cursor[1]) if entry else None
    if part is None:
        return ""
    carried = " and ".join(legend.label(option) for option in part.carried_by)
    return (
        f"{legend.name(part.factor)}: {legend.letter(cursor[0])} earns {points(part.earned_tenths)}"
        f" of {points(part.possible_tenths)}{f' through {carried}' if carried else ''}{', assumed' * part.assumed}"
    )


def _part(entry: RankedOption, factor: str) -> Contribution | None:
    return next((part for part in entry.contributions if part.factor == factor), None)


def _framed(options: Sequence[RankedOption], legend: Legend, width: int) -> _Frame:
    """Share the width out: labels give way before columns do, and columns give way last."""
    factors = tuple(dict.fromkeys(part.factor for entry in options for part in entry.contributions))
    parts = [part for entry in options for part in entry.contributions]
    stakes = tuple(max(part.possible_tenths for part in parts if part.factor == factor) for factor in factors)
    tier = max(len(_TIERS[entry.tier][roomy(width)]) for entry in options)
    tier += bool(tier)
    label = column_for((legend.label(entry.option) for entry in options), width)
    room = width - 2 - _SCORE - tier - len(factors)
    if room - 1 - label < 2 * len(factors):
        label = 0
    room -= label + bool(label)
    if not factors or room < len(factors):
        return _Frame((), (), (), max(0, label), tier)
    return _Frame(factors, stakes, _shared_out(stakes, room, 2 if room >= 2 * len(factors) else 1), label, tier)


def _shared_out(stakes: Sequence[int], room: int, least: int) -> tuple[int, ...]:
    """Return ``room`` cells in proportion to ``stakes``, at least ``least`` each and all of them used."""
    total = sum(stakes)
    exact = [room * stake / total if total else room / len(stakes) for stake in stakes]
    cells = [max(least, int(share)) for share in exact]
    while sum(cells) != room:
        step = 1 if sum(cells) < room else -1
        free = [index for index in range(len(cells)) if cells[index] + step >= least]
        cells[max(free, key=lambda index: step * (exact[index] - cells[index]))] += step
    return tuple(cells)


def _names(frame: _Frame, legend: Legend, cursor: Cursor | None) -> Line:
    spans: list[Span] = [(_margin("", frame), "muted")]
    for factor, cells in zip(frame.factors, frame.columns, strict=True):
        chosen = cursor is not None and factor == cursor[1]
        # Cut without an ellipsis: in two or three cells each letter tells more than a mark that letters are missing.
        name = pad(legend.name(factor)[:cells], cells)
        spans += [(CURSOR if chosen else " ", "strong"), (name, "strong" if chosen else "muted")]
    return joined(line(*spans, (right("score", _SCORE), "muted")))


def _at_stake(frame: _Frame) -> Line:
    texts = [_fitting(stake, cells) for stake, cells in zip(frame.stakes, frame.columns, strict=True)]
    row = _margin("at stake", frame) + "".join(f" {text}" for text in texts)
    return line((row + right(points(sum(frame.stakes)), _SCORE), "muted"))


def _fitting(tenths: int, cells: int) -> str:
    """Return points in a column: rounded where the decimal does not fit, nothing where not even that does."""
    texts = (points(tenths), f"{tenths / 10:.0f}", "")
    return pad(next(text for text in texts if len(text) <= cells), cells)


def _ruled(frame: _Frame) -> Line:
    """Return a rule over each column: it shows how wide a full cell is."""
    return line((_margin("", frame) + "".join(" " + "─" * cells for cells in frame.columns), "line"))


def _marks(options: Sequence[RankedOption], frame: _Frame) -> list[Line]:
    """Return what the marks in the matrix mean, those that occur."""
    words = [f"{HATCH} assumed"] if any(part.assumed for entry in options for part in entry.contributions) else []
    tiers = dict.fromkeys(entry.tier for entry in options)
    if frame.tier == 2:
        words += [f"{_TIERS[tier][0]} {tier.replace('-', ' ')}" for tier in tiers if tier != "open"]
    return [line((f" {'   '.join(words)}", "muted"))] if words else []


def _margin(text: str, frame: _Frame) -> str:
    cells = 1 + frame.label + bool(frame.label)
    return " " + pad(text if len(text) <= cells else "", cells)


def _row(entry: RankedOption, frame: _Frame, legend: Legend, cursor: Cursor | None) -> Line:
    chosen = cursor is not None and cursor[0] == entry.option
    role = legend.role(entry.option, "muted" if entry.tier == "ruled-out" else "bar")
    words: Role = "accent" if role == "accent" else "strong" if chosen else "muted" if role == "muted" else "text"
    spans: list[Span] = [(f" {legend.letter(entry.option)}", words)]
    if frame.label:
        spans.append((f" {pad(legend.label(entry.option), frame.label)}", words))
    for factor, stake, cells in zip(frame.factors, frame.stakes, frame.columns, strict=True):
        under = chosen and cursor is not None and cursor[1] == factor
        spans += [(CURSOR if under else " ", "strong"), *_cell(_part(entry, factor), stake, cells, role)]
    mark = _TIERS[entry.tier]
    tier = mark[1] if frame.tier > 2 else mark[0]
    spans += [(right(f"{entry.score_points:.1f}", _SCORE), words), (f" {tier}" if tier else "", mark[2])]
    return joined(line(*spans))


def _cell(part: Contribution | None, stake: int, cells: int, role: Role) -> Line:
    if part is None:
        return line((pad("", cells), "text"))
    if part.assumed:
        # Hatching has no eighths: what is assumed but not nothing shows as one cell at least.
        hatched = min(cells, max(part.earned_tenths > 0, round(part.earned_tenths / max(1, stake) * cells)))
        return line((HATCH * hatched, "assumed"), " " * (cells - hatched))
    return bar(part.earned_tenths, stake, cells, role)
