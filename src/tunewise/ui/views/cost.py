"""The cost workbench in lines: the two paths side by side, and the warnings."""

from decimal import Decimal

from tunewise.domain.assessment import Assessment, CostReport
from tunewise.domain.money import show_usd
from tunewise.knowledge.schema import Knowledge
from tunewise.report.sentences import break_even_words
from tunewise.ui.lines import Line, line, pad, paragraph, right

_COLUMNS = ("once", "a month", "first year", "pays back")
_CELL = 12


def cost_table(assessment: Assessment, knowledge: Knowledge, width: int) -> list[Line]:
    """Return the table: prompt only and tuned, with what each costs once, a month and in the first year."""
    cost = assessment.cost
    label = max(14, width - len(_COLUMNS) * _CELL - 3)
    head = line(" " * (label + 3), *((right(title, _CELL), "muted") for title in _COLUMNS))
    nothing = Decimal(0) if cost.prompt_only_monthly_usd is not None else None
    rows = [
        _row("p", "prompt only", "rival", (nothing, cost.prompt_only_monthly_usd, cost.prompt_only_first_year_usd), "–", label),
        _row(
            "t",
            "tuned",
            "accent",
            (cost.one_time_usd, cost.tuned_monthly_usd, cost.tuned_first_year_usd),
            break_even_words(cost.break_even),
            label,
        ),
    ]
    return [head, *rows]


def _row(  # noqa: PLR0913  # a row of a table has its cells
    letter: str, name: str, role: str, amounts: tuple[Decimal | None, ...], payback: str, label: int
) -> Line:
    cells = [(right("unknown" if amount is None else show_usd(amount), _CELL), "text") for amount in amounts]
    return line(" ", (f"{letter} ", role), (pad(name, label), "text"), *cells, (right(payback, _CELL), "strong"))


def saving_line(cost: CostReport) -> str:
    """Return the savings signal, or which controls are missing."""
    if cost.saving_monthly_usd is None:
        return "Savings signal: unknown"
    return f"Savings signal: {show_usd(cost.saving_monthly_usd)} a month"


def cost_notes(assessment: Assessment, knowledge: Knowledge, width: int, height: int) -> list[Line]:
    """Return what is missing, what is uncertain and the warnings, each with its source, in at most ``height`` lines."""
    cost = assessment.cost
    rows: list[Line] = []
    if cost.missing:
        names = ", ".join(knowledge.controls[name].label.lower() for name in cost.missing)
        rows += paragraph(f"? Still unknown: {names}.", width - 1, "warn", " ")
    if cost.uncertain:
        names = ", ".join(knowledge.controls[name].label.lower() for name in cost.uncertain)
        rows += paragraph(f"? Uncertain, the likely value counts: {names}.", width - 1, "muted", " ")
    for warning in cost.warnings[1:]:
        rows += paragraph(f"! {warning.text} [{_ids(warning.sources)}]", width - 1, "text", " ")
    return rows[:height]


def _ids(sources: tuple[str, ...]) -> str:
    return ", ".join(dict.fromkeys(source.split(" ", 1)[0] for source in sources))
