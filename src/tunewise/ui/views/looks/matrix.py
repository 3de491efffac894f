"""The value matrix (m): all options by all factors, a column as wide as its points, a cell filled as far as earned."""

from tunewise.ui.charts.matrix import cell_words, value_matrix
from tunewise.ui.lines import line, paragraph
from tunewise.ui.views.looks.base import Looker, Page, Row, Topic, rows_of


def matrix_page(look: Looker, width: int, height: int) -> Page:
    """Return the matrix; the arrow keys turn to another factor, and the words below say what the cell holds."""
    options, legend = look.assessment.ranking.options, look.legend()
    factors = [part.factor for part in options[0].contributions]
    factor = factors[look.turned % len(factors)]
    rows_named = [entry.option for entry in options]
    named = look.topic.name if look.topic and look.topic.kind == "option" else look.chosen
    option = named if named in rows_named else rows_named[0]
    # All options, the heads and the points; the rule and the key where the words below still find room.
    spare = 4 if height > len(options) + 8 else 2
    chart = value_matrix(options, legend, width, len(options) + spare, (option, factor))
    start = next((place for place, text in enumerate(chart) if _starts_with(text, legend.letter(rows_named[0]))), 2)
    rows = rows_of(chart[:start])
    rows += [Row(text, Topic("option", name)) for text, name in zip(chart[start:], rows_named, strict=False)]
    rows += rows_of(chart[start + len(rows_named) :])
    entry = look.knowledge.factors[factor]
    why = entry.when_high if _earned_well(look, option, factor) else entry.when_low
    words = cell_words(options, legend, (option, factor))
    rows += rows_of(paragraph(f"{words}. {why}", width - 2, "text", " "))
    rows.append(Row(line((f" {', '.join(entry.sources)}", "muted")), Topic("factor", factor)))
    return Page("the value matrix", rows, "factor")


def _starts_with(text: tuple[tuple[str, str], ...], letter: str) -> bool:
    plain = "".join(piece for piece, _ in text).lstrip(" ▸")
    return plain.startswith(f"{letter} ")


def _earned_well(look: Looker, option: str, factor: str) -> bool:
    """Tell whether the reading of the factor is on its high side, so that the right half of its reason is told."""
    reading = next((one for one in look.assessment.readings if one.signal == factor), None)
    if reading is not None and reading.value is not None:
        return reading.value >= look.knowledge.meta.bands.medium_from
    part = next(one for one in look.assessment.ranking.find(option).contributions if one.factor == factor)
    return part.earned_tenths * 2 >= part.possible_tenths
