"""What if (f): winner strips, a map of two signals, weight intervals, and what would have to be true."""

from tunewise.domain.analysis import Requirements, Strip
from tunewise.engine.requirements import requirements_for
from tunewise.engine.whatif import default_pair, two_way_map, weight_intervals, winner_strips
from tunewise.knowledge.tables import Knowledge
from tunewise.report.whatif import need_of, need_words
from tunewise.ui.charts.intervals import weight_intervals as interval_chart
from tunewise.ui.charts.region import region_map
from tunewise.ui.charts.strips import winner_strips as strip_chart
from tunewise.ui.lines import Line, bullet, line, paragraph
from tunewise.ui.views.looks.base import Looker, Page, Row, Topic, option_title, rows_of

_MAP_ROWS = 10
_HELD = {"ruled-out": "It is ruled out, and that would have to go:", "not-yet": "Before it may start:"}


def strips_of(look: Looker) -> tuple[Strip, ...]:
    """Return the winner strips, made once for each assessment."""
    return look.kept("strips", lambda: winner_strips(look.assessment.scenario, look.knowledge))


def strips_page(look: Looker, width: int, height: int) -> Page:
    """Return which option leads along each signal, all else as it is."""
    strips = strips_of(look)
    chart = strip_chart(strips, look.legend(), width, len(strips) + 4)
    rows = [Row(line((" which option leads along each signal, all else as it is", "muted"), ("   ◆ you", "accent")))]
    rows += [Row(text, Topic("factor", strip.signal)) for text, strip in zip(chart, strips, strict=False)]
    rows += rows_of(chart[len(strips) :])
    turning = [strip for strip in strips if strip.flips]
    if not turning:
        rows += rows_of(paragraph("No single signal changes the answer.", width - 2, "text", " "))
    return Page("what if one answer were different", rows)


def map_page(look: Looker, width: int, height: int) -> Page:
    """Return the destination over two signals; the arrow keys turn to another pair."""
    strips = strips_of(look)
    names = [strip.signal for strip in strips]
    across, up = default_pair(strips)
    if look.topic and look.topic.kind == "factor" and look.topic.name in names:
        across = look.topic.name
    others = [name for name in names if name != across]
    start = others.index(up) if up in others else 0
    up = others[(start + look.turned) % len(others)]
    columns, count = max(20, min(101, width - 8)), max(_MAP_ROWS, min(24, height - 5))
    scenario = look.assessment.scenario
    two_way = look.kept(
        ("map", across, up, columns, count),
        lambda: two_way_map(scenario, look.knowledge, across, up, columns, count),
    )
    chart = region_map(two_way, look.legend(), width, count + 4)
    title = f"what if {look.knowledge.signals[across].short} and {look.knowledge.signals[up].short} were different"
    return Page(title, rows_of(chart), "signal")


def weights_page(look: Looker, width: int, height: int) -> Page:
    """Return between which points of each factor the leader stays first."""
    scenario, knowledge = look.assessment.scenario, look.knowledge
    intervals = look.kept("intervals", lambda: weight_intervals(scenario, knowledge))
    chart = interval_chart(intervals, look.legend(), width, len(intervals) + 2)
    rows = [Row(chart[0])] if chart else []
    rows += [Row(text, Topic("factor", one.factor)) for text, one in zip(chart[1:], intervals, strict=False)]
    rows += rows_of(chart[1 + len(intervals) :])
    if not intervals:
        rows = rows_of(paragraph("Every option is ruled out: no weighting changes that.", width - 2, "text", " "))
    return Page("what if a factor weighed more or less", rows)


def true_page(look: Looker, width: int, height: int) -> Page:
    """Return what would have to be true for an option to lead; the arrow keys turn to another option."""
    ranking, knowledge = look.assessment.ranking, look.knowledge
    options = [entry.option for entry in ranking.options]
    option = options[(options.index(look.chosen) + look.turned) % len(options)]
    found = look.kept(("true", option), lambda: requirements_for(option, look.assessment.scenario, knowledge))
    rows = [Row(option_title(ranking.find(option)), Topic("option", option))]
    rows += rows_of(requirement_lines(found, knowledge, width))
    rows += [
        Row(text, Topic("gate", gate) if place == 0 else None)
        for gate in found.gates
        for place, text in enumerate(_gate(gate, knowledge, width))
    ]
    return Page(f"what would have to be true for {knowledge.choices[option].letter}", rows, "option")


def requirement_lines(found: Requirements, knowledge: Knowledge, width: int) -> list[Line]:
    """Return in words whether an option leads, and the smallest change that brings it to the front."""
    rows = paragraph(need_words(found, knowledge), width - 2, "text", " ")
    for change in found.changes:
        rows += bullet("◆", need_of(change, knowledge).words, width, mark_role="accent")
    return rows


def _gate(gate: str, knowledge: Knowledge, width: int) -> list[Line]:
    entry = knowledge.gates[gate]
    return [
        *bullet("✗", f"{_HELD[entry.tier]} {entry.says}", width, mark_role="bad"),
        *bullet(" →", entry.opens, width, "strong"),
    ]
