"""How a field reads in one row: label, value, and what the value means."""

from decimal import Decimal
from functools import lru_cache

from tunewise.domain.assessment import Assessment, CheckResult, Reading
from tunewise.domain.figures import Figure, Percentiles, Range, likely
from tunewise.domain.money import show_figure
from tunewise.knowledge.tables import Knowledge
from tunewise.ui.charts.bars import HATCH
from tunewise.ui.commands import key_of, keyed
from tunewise.ui.fields import UNLESS_TOLD, Field
from tunewise.ui.lines import Line, Role, Span, cut, fit, line, pad, right, safe
from tunewise.ui.views.amounts import dollars

YOU_ARE_HERE = "◆"
CURSOR = "▸"
MARKS = {"yes": "✓", "no": "✗", "unknown": "?"}
MARK_ROLES: dict[str, Role] = {"yes": "good", "no": "bad", "unknown": "muted"}

_ROOMY = 72
_LABEL, _SHORT_LABEL = 23, 13
_ANCHOR, _SHORT_ANCHOR = 8, 7
_READING = 15
"""Cells for the value, its word, the mark of a derived one, and the gaps."""


def field_row(  # noqa: PLR0913  # what is shown, of what, by which words, how wide, and two states of the moment
    field: Field, assessment: Assessment, knowledge: Knowledge, width: int, *, focused: bool = False, typed: str = ""
) -> Line:
    """Return the row of ``field``. ``typed`` is what was typed so far and is not a value yet."""
    cursor: Span = (f"{CURSOR} " if focused else "  ", "accent")
    label: Role = "strong" if focused else "text"
    inner = width - 2
    if field.kind == "slider":
        row = _slider(field, assessment.reading(field.name), inner, label)
    elif field.kind == "number":
        row = _number(field, assessment, inner, label, typed)
    elif field.kind == "choice":
        row = _choice(field, assessment, knowledge, label)
    elif field.kind == "paid":
        row = _paid(field, assessment, label)
    elif field.kind == "ladder":
        row = _ladder(field, assessment, knowledge, label)
    elif field.kind in {"failure", "placed"}:
        row = _member(field, assessment, label)
    elif field.kind == "text":
        row = _text(field, assessment, label, typed)
    else:
        row = _yes_no(field, assessment, inner, label)
    return fit((cursor, *row), width)


@lru_cache(maxsize=256)
def _slider(field: Field, reading: Reading, width: int, role: Role) -> Line:
    label_width, anchor, cells = _slider_widths(width)
    label = pad(field.label if width >= _ROOMY else field.short, label_width)
    note = f"  {reading.note}" if reading.note and width >= 110 else ""
    value = "–" if reading.value is None else str(reading.value)
    word = reading.band or "unknown"
    return line(
        (label, role),
        (f"{right(field.low_anchor, anchor)} ", "muted"),
        *track(reading.value, cells),
        (f" {pad(field.high_anchor, anchor)} ", "muted"),
        (right(value, 3), "strong" if reading.origin == "stated" else "muted"),
        (f" {pad(word, 7)}", "muted"),
        ("°" if reading.origin == "derived" else "", "muted"),
        (note, "muted"),
    )


def track(value: int | None, cells: int) -> Line:
    """Return the track of a slider: a thumb where the value lies, hatched and without a thumb while it is unknown."""
    if value is None:
        return line((HATCH * cells, "assumed"))
    place = round(value * (cells - 1) / 100)
    return line(("─" * place, "line"), (YOU_ARE_HERE, "accent"), ("─" * (cells - 1 - place), "line"))


def value_at(place: int, cells: int) -> int:
    """Return the slider value under the cell ``place`` of a track of ``cells`` cells."""
    return round(max(0, min(cells - 1, place)) * 100 / (cells - 1))


def track_span(field: Field, width: int) -> tuple[int, int]:
    """Return where the track of a slider row of ``width`` cells begins, and how many cells it has."""
    label, anchor, cells = _slider_widths(width - 2)
    return 2 + label + anchor + 1, cells


def _slider_widths(width: int) -> tuple[int, int, int]:
    """Return the widths of label, anchor and track in a slider row of ``width`` cells."""
    label, anchor = (_LABEL, _ANCHOR) if width >= _ROOMY else (_SHORT_LABEL, _SHORT_ANCHOR)
    return label, anchor, max(5, min(41, width - label - 2 * anchor - _READING))


def _number(field: Field, assessment: Assessment, width: int, role: Role, typed: str) -> Line:
    label = pad(field.label, min(30, max(18, width - 26)))
    if typed:
        done = keyed("  {field.edit} when done")
        return line((label, role), (f"{right(typed + '│', 16)}", "accent"), (done, "muted"))
    value = value_of(field, assessment)
    if value is None and field.key in UNLESS_TOLD:
        counts = show_amount(UNLESS_TOLD[field.key], field.unit)
        return line((label, role), (right(counts, 16), "muted"), ("  unless told", "muted"))
    if value is None or isinstance(value, str | bool):
        return line((label, role), (right("unknown", 16), "assumed"))
    shown, note = _figure(value, field, width)
    if (shadow := _shadow(field, assessment)) is not None:
        counts = show_amount(likely(shadow), field.unit)
        key = key_of("cost.page-next")
        if width < _ROOMY:
            return line((label, role), (right(shown, 10), "muted"), (f"  {key}: {counts} counts", "warn"))
        return line((label, role), (right(shown, 16), "muted"), (f"  not used: {key} says {counts}", "warn"))
    return line((label, role), (right(shown, 16), "strong"), (note, "muted"))


def _figure(value: int | Decimal | Range | Percentiles, field: Field, width: int) -> tuple[str, str]:
    """Return a figure and how far it may stray, or its unit."""
    if isinstance(value, Range):
        low, mode, high = (show_amount(part, field.unit) for part in (value.low, value.likely, value.high))
        roomy = width >= _ROOMY
        return mode, f"  likely, of {low} to {high}" if roomy else f" {short(value.low)}–{short(value.high)}"
    if isinstance(value, Percentiles):
        roomy = width >= _ROOMY
        spread = f"median, P90 {show_amount(value.p90, field.unit)}" if roomy else f"P50, P90 {short(value.p90)}"
        return show_amount(value.p50, field.unit), f"  {spread}"
    plain = field.unit in {"usd", "requests", "tokens", "share", "figure", ""}
    return show_amount(Decimal(value), field.unit), "" if plain else f"  {field.unit}"


_SHADOWS = {
    "costs.extra_prompt_tokens": "static_prompt_tokens",
    "costs.price_per_million_input_usd": "price_per_million_input_usd",
}
"""Simple controls, and the figure of today's plan that counts in their place once it is told."""


def _shadow(field: Field, assessment: Assessment) -> Figure | None:
    figure = _SHADOWS.get(field.key)
    told = None if figure is None else assessment.scenario.costs.plan("today").get(figure)
    return None if told is None or told == value_of(field, assessment) else told


def short(value: Decimal) -> str:
    """Return a figure in at most five cells: ``800``, ``80k``, ``1.2M``."""
    for size, suffix in ((Decimal(10**9), "B"), (Decimal(10**6), "M"), (Decimal(10**3), "k")):
        if value >= size:
            return f"{value / size:.3g}{suffix}"
    return f"{value:.3g}"


def show_amount(value: Decimal, unit: str) -> str:
    """Return a figure with its unit where that is dollars or a share."""
    if unit == "share":
        return f"{show_figure(round(value * 100, 2))} %"
    return dollars(value) if unit == "usd" else show_figure(value)


def value_of(field: Field, assessment: Assessment) -> int | Decimal | Range | Percentiles | str | bool | None:
    """Return what the scenario holds for ``field``."""
    table, _, name = field.key.rpartition(".")
    if table.startswith("costs.plans."):
        return assessment.scenario.costs.plan(table.removeprefix("costs.plans.")).get(name)
    place = getattr(assessment.scenario, table) if table else assessment.scenario
    found: int | Decimal | Range | Percentiles | str | bool | None = getattr(place, name)
    return found


def _choice(field: Field, assessment: Assessment, knowledge: Knowledge, role: Role) -> Line:
    kind = assessment.scenario.task.kind
    if kind is None:
        return line((pad(field.label, _LABEL), role), ("‹ ", "muted"), ("unknown", "assumed"), (" ›", "muted"))
    task = knowledge.tasks[kind]
    return line(
        (pad(field.label, _LABEL), role),
        ("‹ ", "muted"),
        (task.label, "strong"),
        (" ›  ", "muted"),
        (task.hint, "muted"),
    )


def _paid(field: Field, assessment: Assessment, role: Role) -> Line:
    words = _PAID[assessment.scenario.costs.retraining_paid]
    return line((pad(field.label, _LABEL), role), ("‹ ", "muted"), (words, "strong"), (" ›", "muted"))


_PAID = {None: "spread over the months", "accrued": "spread over the months", "lumps": "in lumps when it falls due"}


def _ladder(field: Field, assessment: Assessment, knowledge: Knowledge, role: Role) -> Line:
    level = assessment.readiness.ladder_level
    label = (pad(field.label, _LABEL), role)
    if level is None:
        return line(label, (HATCH * 5, "assumed"), ("  unknown", "assumed"))
    words = "nothing tried yet" if level == 0 else knowledge.tables.rung[level - 1].label
    steps: Span = ("■" * level + "□" * (5 - level), "accent")
    return line(label, steps, (f"  {level} of 5  ", "strong"), (words, "muted"))


def members_of(field: Field, assessment: Assessment) -> tuple[str, ...]:
    """Return what is on the list that a row of ``field`` belongs to."""
    scenario = assessment.scenario
    return scenario.task.failures if field.kind == "failure" else scenario.facts.in_place


def _member(field: Field, assessment: Assessment, role: Role) -> Line:
    named = members_of(field, assessment)
    if field.choice not in named:
        return line(("  ·   ", "muted"), (field.label, role))
    # Failures count in their order; for what runs already the order says nothing.
    place = named.index(field.choice) + 1 if len(named) > 1 and field.kind == "failure" else ""
    mark: Role = "warn" if field.kind == "failure" else "good"
    return line((f"  ✓ {place!s:<2}", mark), (field.label, "strong"))


def _text(field: Field, assessment: Assessment, role: Role, typed: str) -> Line:
    text = str(value_of(field, assessment) or "")
    shown = typed or safe(text.replace("\n", " ↵ "), 400)
    if not shown:
        return line((pad(field.label, _LABEL), role), ("nothing yet", "muted"))
    return line((pad(field.label, _LABEL), role), (shown, "text"))


def _yes_no(field: Field, assessment: Assessment, width: int, role: Role) -> Line:
    label_width = min(31, max(20, width // 2 - 4))
    if field.kind == "check":
        result = check_of(field, assessment)
        return _marked(result, field, label_width, role, result.because if result.state != "unknown" else "unknown")
    value = value_of(field, assessment)
    state = "unknown" if value is None else "yes" if value else "no"
    return line(
        (f"{MARKS[state]} ", "strong" if state != "unknown" else "muted"),
        (pad(field.label, label_width), role),
        (state, "muted"),
    )


def check_of(field: Field, assessment: Assessment) -> CheckResult:
    """Return how the checklist stands on ``field``."""
    return next(item for item in assessment.readiness.items if item.item == field.name)


def _marked(result: CheckResult, field: Field, label_width: int, role: Role, words: str) -> Line:
    state = result.state
    mark: Span = (f"{MARKS[state]} ", MARK_ROLES[state])
    prefix = "" if words == "unknown" else f"{state}, "
    return line(mark, (pad(field.label, label_width), role), (cut(f"{prefix}{words}", 200), "muted"))
