"""Fields: what can be set on the screens, one for each key of a scenario, worded by the knowledge tables."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final, Literal, NamedTuple

from tunewise.domain.cost_figures import PLAN_FIGURES
from tunewise.domain.costs import DEFAULT_HORIZON_MONTHS
from tunewise.domain.errors import ScenarioError
from tunewise.knowledge.tables import Knowledge

FieldKind = Literal["slider", "number", "choice", "check", "yes-no", "ladder", "text", "failure", "placed", "paid"]
Unit = Literal["requests", "tokens", "usd", "examples", "points", "classes", "weeks", "tasks", "share", "figure", ""]

_NUMBERS: dict[str, Unit] = {
    "facts.labelled_examples": "examples",
    "facts.gap_to_target_points": "points",
    "task.classes": "classes",
    "facts.weeks_available": "weeks",
    "facts.tasks_on_one_model": "tasks",
}
_KINDS: dict[str, FieldKind] = {
    "title": "text",
    "summary": "text",
    "notes": "text",
    "task.kind": "choice",
    "facts.prompting_ladder_level": "ladder",
}


UNLESS_TOLD: Final[Mapping[str, Decimal]] = {
    "costs.monthly_growth_share": Decimal(0),
    "costs.yearly_price_decline_share": Decimal(0),
    "costs.yearly_discount_share": Decimal(0),
    "costs.horizon_months": Decimal(DEFAULT_HORIZON_MONTHS),
}
"""What counts of the numbers that count although nobody told them."""


class Field(NamedTuple):
    """One thing to set. ``key`` names it in the scenario file.

    ``choice`` is the failure or the option that a row of a list switches on and off.
    """

    key: str
    kind: FieldKind
    label: str
    why: str
    sources: tuple[str, ...]
    short: str = ""
    low_anchor: str = ""
    high_anchor: str = ""
    unit: Unit = ""
    choice: str = ""

    @property
    def name(self) -> str:
        """Return the last part of the key."""
        return self.key.rpartition(".")[2]

    @property
    def first(self) -> int:
        """Return what the first step makes of a number that is unknown: of classes there are at least two."""
        return 2 if self.unit == "classes" else 1


def field_of(key: str, knowledge: Knowledge) -> Field:
    """Return the field for one key."""
    table, _, name = key.rpartition(".")
    if table == "signals":
        factor = knowledge.signals[name]
        return Field(
            key,
            "slider",
            factor.label,
            factor.why,
            factor.sources,
            short=factor.short[:1].upper() + factor.short[1:],
            low_anchor=factor.low_anchor,
            high_anchor=factor.high_anchor,
        )
    if table == "costs" and name in knowledge.controls:
        control = knowledge.controls[name]
        return Field(key, "number", control.label, control.why, control.sources, unit=control.unit)
    if table == "costs":
        words = knowledge.shared_controls[name]
        paid: FieldKind = "paid" if name == "retraining_paid" else "number"
        return Field(key, paid, words.label, words.why, words.sources, unit=_SHARED_UNITS.get(name, ""))
    if table.startswith("costs.plans."):
        return plan_field(table.removeprefix("costs.plans."), name, knowledge)
    if table == "readiness":
        item = knowledge.checks[name]
        return Field(key, "check", item.label, f"{item.asks} {item.why}", item.sources)
    question = knowledge.questions[key]
    unit = _NUMBERS.get(key, "")
    kind = "number" if unit else _KINDS.get(key, "yes-no")
    return Field(key, kind, question.label, question.why, question.sources, unit=unit)


_SHARED_UNITS: dict[str, Unit] = {
    "monthly_growth_share": "share",
    "yearly_price_decline_share": "share",
    "yearly_discount_share": "share",
}


def plan_field(rival: str, figure: str, knowledge: Knowledge) -> Field:
    """Return the field for one figure of the plan of ``rival``."""
    words, spec = knowledge.cost_figures[figure], PLAN_FIGURES[figure]
    units: dict[str, Unit] = {"usd": "usd", "price": "usd", "share": "share"}
    unit = units.get(spec.unit, "" if spec.whole else "figure")
    return Field(f"costs.plans.{rival}.{figure}", "number", words.label, words.why, words.sources, unit=unit)


def refusal(field: Field, error: ScenarioError) -> str:
    """Return why a value was refused, in a line; of a share in per cent, as it is typed."""
    if field.unit != "share":
        return f"{error.problem}; {error.remedy}"
    least, most = (-1, 1) if field.key == "costs.monthly_growth_share" else (0, 1)
    if field.name in PLAN_FIGURES:
        least, most = PLAN_FIGURES[field.name].least, PLAN_FIGURES[field.name].most
    # A problem that quotes the value quotes the share, which nobody typed.
    problem = "this does not fit here" if any(letter.isdigit() for letter in error.problem) else error.problem
    return f"{problem}; type per cent from {least * 100} to {most * 100}, or low likely high"


def failure_field(failure: str, knowledge: Knowledge) -> Field:
    """Return the field that switches one failure on and off."""
    entry = knowledge.failures[failure]
    return Field("task.failures", "failure", entry.label, entry.remedy, entry.sources, choice=failure)


def placed_field(option: str, knowledge: Knowledge) -> Field:
    """Return the field that says whether one option runs already."""
    question, choice = knowledge.questions["facts.in_place"], knowledge.choices[option]
    return Field("facts.in_place", "placed", choice.label, question.why, question.sources, choice=option)


def fields_of(keys: tuple[str, ...], knowledge: Knowledge) -> Iterator[Field]:
    """Yield the fields for ``keys``; a list becomes one field for each thing that may be on it."""
    for key in keys:
        if key == "task.failures":
            yield from (failure_field(failure, knowledge) for failure in knowledge.failures)
        elif key == "facts.in_place":
            yield from (placed_field(option, knowledge) for option in knowledge.options)
        else:
            yield field_of(key, knowledge)
