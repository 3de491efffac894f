"""How the figures of a cost plan read in rows: value, where it comes from, and how far it may stray."""

from decimal import Decimal

from tunewise.domain.cost_figures import PLAN_FIGURES, Group
from tunewise.domain.costs import PricedModel, parts_of
from tunewise.domain.figures import Figure, Percentiles, uncertain
from tunewise.domain.money import show_figure
from tunewise.domain.workbench import FigureShown, Rival
from tunewise.knowledge.presets import Typical
from tunewise.knowledge.tables import Knowledge
from tunewise.ui.commands import keyed
from tunewise.ui.lines import Line, Role, line, pad, right, safe
from tunewise.ui.views.amounts import dollars

_VALUE = 10


def plan_row(  # noqa: PLR0913  # what is shown, by which words, how wide, and states of the moment
    figure: str,
    rival: Rival,
    knowledge: Knowledge,
    width: int,
    *,
    focused: bool = False,
    typed: str = "",
    model: PricedModel | None = None,
) -> Line:
    """Return the row of one figure. ``typed`` is no value yet; ``model`` is what the way's prices were copied from."""
    role: Role = "strong" if focused else "text"
    label = line(("▸ " if focused else "  ", "accent"), (pad(knowledge.cost_figures[figure].label, 24), role))
    if typed:
        return (*label, (right(typed + "│", _VALUE), "accent"), (keyed("  {field.edit} when done"), "muted"))
    shown = rival.figure(figure)
    if shown.origin == "default":
        return (*label, (right("–", _VALUE), "muted"), (f"  {_left_out(figure, rival.rival, knowledge)}", "muted"))
    look: Role = "strong" if shown.origin in {"yours", "control"} else "text"
    return (
        *label,
        (f"{amount(shown.value, figure):>{_VALUE}}", look),
        (
            f"  {_copied(shown, model) or _origin(shown, knowledge)}",
            "assumed" if shown.origin == "typical" else "muted",
        ),
    )


def _copied(shown: FigureShown, model: PricedModel | None) -> str:
    """Return of which day a copied price is, when its model ends, and then its name, which a narrow row may cut."""
    if model is None or shown.origin != "yours" or PLAN_FIGURES[shown.figure].unit != "price":
        return ""
    ends = f", ends {model.ends_on}" if model.ends_on else ""
    return f"{model.priced_on}{ends}, {safe(model.name, 40)}"


def amount(value: Decimal, figure: str) -> str:
    """Return a value with the unit of its figure."""
    unit = PLAN_FIGURES[figure].unit
    if unit == "share":
        rounded = round(value * 100, 2)
        # What is only near to all is not told as all.
        return f"{show_figure(value * 100 if rounded == 100 else rounded)} %"
    if unit in {"usd", "price"}:
        return dollars(value)
    return show_figure(round(value, 3))


def _origin(shown: FigureShown, knowledge: Knowledge) -> str:
    told = shown.told
    spread = f"{_between(told, shown.figure)}" if told is not None and uncertain(told) else ""
    if shown.origin == "typical":
        row = typical_of(shown, knowledge)
        check = ", check this" if row is not None and row.confidence == "C" else ""
        factor = _factor(row) if row is not None and row.takes != "value" else ""
        return f"typical{f' {spread}' if spread else ''}{factor}{check}"
    words = {
        "yours": "",
        "control": "from the simple controls",
        "today": "as today",
        "parts": "from its parts",
        "derived": "worked out",
    }[shown.origin]
    return ", ".join(part for part in (words, spread) if part)


def _factor(row: Typical) -> str:
    if row.takes == "off":
        return f" {row.low:.0%}–{row.high:.0%} off"
    return f" {show_figure(row.low)}–{show_figure(row.high)} × today"


def _between(told: Figure, figure: str) -> str:
    parts = parts_of(told)
    if isinstance(told, Percentiles):
        return f"P90 {amount(parts[-1], figure)}"
    return f"{amount(parts[0], figure)}–{amount(parts[-1], figure)}"


def typical_of(shown: FigureShown, knowledge: Knowledge) -> Typical | None:
    """Return the typical row that a figure comes from, if it comes from one."""
    if shown.origin != "typical":
        return None
    rows = knowledge.cost_tables.typical
    by_leaf = next((row for row in rows if f"typical.{row.id}" == shown.leaf), None)
    return by_leaf or next((row for row in rows if row.figure == shown.figure and row.takes != "value"), None)


def _left_out(figure: str, rival: str, knowledge: Knowledge) -> str:
    row = next((row for row in knowledge.cost_tables.typical if row.figure == figure and rival in row.rivals), None)
    if row is None or row.takes != "value":
        return "left out"
    return f"left out; typical {amount(row.low, figure)}–{amount(row.high, figure)}"


def figures_of(group: Group) -> tuple[str, ...]:
    """Return the figures of one kind, in their order."""
    return tuple(name for name, spec in PLAN_FIGURES.items() if spec.group == group)
