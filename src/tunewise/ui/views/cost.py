"""The cost workbench in lines: the two paths side by side, and the warnings."""

from decimal import Decimal

from tunewise.domain.assessment import Assessment, CostReport
from tunewise.domain.money import show_usd
from tunewise.knowledge.tables import Knowledge
from tunewise.report.sentences import break_even_words
from tunewise.ui.lines import Line, bullet, line, pad, right

_COLUMNS = ("once", "a month", "first year", "pays back")
_CELL, _NARROW_CELL = 12, 11
_PAYBACK = 2
_ROOMY = 70


def cost_table(assessment: Assessment, knowledge: Knowledge, width: int) -> list[Line]:
    """Return the table: prompt only and tuned, with what each costs once, a month and in the first year."""
    cost = assessment.cost
    cell = _CELL if width >= _ROOMY else _NARROW_CELL
    label = max(11, width - len(_COLUMNS) * cell - _PAYBACK - 3)
    titles = [right(title, cell) for title in _COLUMNS[:-1]]
    head = line(" " * (label + 3), ("".join(titles) + right(_COLUMNS[-1], cell + _PAYBACK), "muted"))
    nothing = Decimal(0) if cost.prompt_only_monthly_usd is not None else None
    rows = [
        _row(
            "p",
            "prompt only",
            "rival",
            (nothing, cost.prompt_only_monthly_usd, cost.prompt_only_first_year_usd),
            "–",
            (label, cell),
        ),
        _row(
            "t",
            "tuned",
            "accent",
            (cost.one_time_usd, cost.tuned_monthly_usd, cost.tuned_first_year_usd),
            break_even_words(cost.break_even),
            (label, cell),
        ),
    ]
    return [head, *rows]


def _row(  # noqa: PLR0913  # a row of a table has its cells
    letter: str, name: str, role: str, amounts: tuple[Decimal | None, ...], payback: str, widths: tuple[int, int]
) -> Line:
    label, cell = widths
    words = ["unknown" if amount is None else show_usd(amount) for amount in amounts]
    cells = [(f" {right(word, cell - 1)}", "text") for word in words]
    return line(
        " ", (f"{letter} ", role), (pad(name, label), "text"), *cells, (right(payback, cell + _PAYBACK), "strong")
    )


def legend(cost: CostReport) -> str:
    """Return how to read table and chart, with the savings signal."""
    saving = "" if cost.saving_monthly_usd is None else f" · saves {show_usd(cost.saving_monthly_usd)} a month"
    return f"p prompt only · t tuned · ✕ they cross{saving}"


def cost_notes(assessment: Assessment, knowledge: Knowledge, width: int, height: int) -> list[Line]:
    """Return what is missing or uncertain and the warnings with their sources: as many whole ones as fit."""
    cost = assessment.cost
    notes: list[list[Line]] = []
    if cost.missing:
        names = ", ".join(knowledge.controls[name].label.lower() for name in cost.missing)
        notes.append(bullet("?", f"Still unknown: {names}.", width, "warn"))
    if cost.uncertain:
        names = ", ".join(knowledge.controls[name].label.lower() for name in cost.uncertain)
        notes.append(bullet("?", f"Uncertain, the likely value counts: {names}.", width, "muted"))
    notes += [
        bullet("!", f"{warning.text} ({_ids(warning.sources)})", width, mark_role="warn")
        for warning in cost.warnings[1:]
    ]
    rows: list[Line] = []
    for note in notes:
        if len(rows) + len(note) > height:
            break
        rows += note
    return rows


def _ids(sources: tuple[str, ...]) -> str:
    return ", ".join(dict.fromkeys(source.split(" ", 1)[0] for source in sources))
