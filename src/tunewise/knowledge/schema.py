"""What the knowledge tables may hold. Every entry cites its sources; unknown keys are refused."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from pydantic import Field

from tunewise.domain.scenario import Frozen

Rating = Literal["Low", "Medium", "High", "Slow", "Fast", "Weak", "Strong"]
GateTier = Literal["not-yet", "ruled-out"]
Knot = tuple[int | str, float]
"""A point of a fit curve: the input (slider value or a named count of examples) and the fit, 0 to 1."""

Sources = tuple[str, ...]


class Entry(Frozen, strict=False):
    """A table entry. Lists of a file become tuples, so an entry is frozen all through."""


class Source(Entry):
    """What a source id stands for."""

    id: str
    title: str
    kind: Literal["article", "paper", "page", "data", "judgement"]
    publisher: str = ""
    read: date | None = None


class VerdictRule(Entry):
    """Thresholds of the verdict words, in points, shares and chances."""

    resolution_points: float
    enough_told_share: float
    weak_best_points: float
    close_below_chance: float
    clear_from_chance: float
    sources: Sources


class Bands(Entry):
    """From which slider values on a signal reads medium and high."""

    medium_from: int
    high_from: int
    sources: Sources


class LogScale(Entry):
    """How a count becomes a slider value: ``slider = slider_per_decade * log10(count) + offset``."""

    slider_per_decade: int
    offset: int
    sources: Sources


class Meta(Entry):
    """What this set of tables is."""

    id: str
    version: str
    reviewed: date
    verdict: VerdictRule
    bands: Bands
    volume_scale: LogScale
    examples_scale: LogScale


class Factor(Entry):
    """One line of the score: points at stake, what stands in for an absent answer, and why it counts."""

    id: str
    label: str
    short: str
    points: int = Field(ge=1, le=100)
    kind: Literal["signal", "task", "fixed"]
    prior: tuple[int, int, int] = (0, 50, 100)
    low_anchor: str = ""
    high_anchor: str = ""
    question: str = ""
    why: str
    when_high: str
    when_low: str
    controllable: bool
    sources: Sources


class Task(Entry):
    """A kind of task and the counts of examples that it needs."""

    id: str
    label: str
    hint: str
    enough: int
    good: int
    full: int
    per_class: bool = False
    default_classes: int = 1
    needs: str
    sources: Sources


class Failure(Entry):
    """Something that goes wrong today and what the articles call for."""

    id: str
    label: str
    axis: Literal["context", "behaviour", "model", "money", "unclear"]
    called_for: tuple[str, ...]
    remedy: str
    sources: Sources


class Ratings(Entry):
    """Five trade-offs in words, as an option usually turns out."""

    reliability: Rating
    latency: Rating
    maintenance: Rating
    freshness: Rating
    effort: Rating


class Described(Entry):
    """What options and combinations have in common."""

    id: str
    letter: str = Field(min_length=1, max_length=1)
    label: str
    does: str
    simplicity: float = Field(ge=0, le=1)
    wins: str
    caution: str
    ratings: Ratings
    task: dict[str, float]
    sources: Sources


class Option(Described):
    """A way to adapt that is not made of others."""

    trains: bool
    examples_factor: int = 1
    fit: dict[str, tuple[Knot, ...]]


class Combination(Described):
    """Two options together; ``carry`` says which part, or which shares of both, carries each signal."""

    parts: tuple[str, ...]
    carry: dict[str, str | dict[str, float]]


class Clause(Entry):
    """A condition on the scenario. Exactly one of ``signal``, ``fact``, ``check``, ``failure``, ``failures_only``.

    ``words`` is how the value of a fact reads where the condition is given as a reason.
    """

    signal: str | None = None
    fact: str | None = None
    check: str | None = None
    failure: str | None = None
    failures_only: tuple[str, ...] | None = None
    is_: bool | None = Field(None, alias="is")
    below: int | None = None
    at_least: int | None = None
    below_examples: int | None = None
    at_least_examples: int | None = None
    words: str = "{value}"


class Gate(Entry):
    """A rule that puts options into another tier; see the head of ``gates.toml``."""

    id: str
    tier: GateTier
    hits: tuple[str, ...]
    closes_when: tuple[Clause, ...]
    unless: tuple[Clause, ...] = ()
    chance: float = Field(ge=0, le=1)
    says: str
    opens: str
    question: str
    asks: str
    instead: str
    sources: Sources


class CheckItem(Entry):
    """One item of the readiness checklist."""

    id: str
    label: str
    asks: str
    holds_when: tuple[Clause, ...] = ()
    fails_when: tuple[Clause, ...] = ()
    yes_sets: dict[str, int] = Field(default_factory=dict)
    next_action: str
    why: str
    sources: Sources


class Rung(Entry):
    """One level of the prompting ladder."""

    level: int
    label: str
    shows: str
    sources: Sources


class CostFigures(Entry):
    """Figures from the field that the workbench's warnings lean on, in US dollars, months, tokens and shares."""

    cache_discount_share: float = Field(ge=0, lt=1)
    cache_minimum_tokens: int
    model_life_low_months: int
    model_life_likely_months: int
    model_life_high_months: int
    tuning_all_in_low_usd: int
    tuning_all_in_high_usd: int
    sources: Sources


class CostControl(Entry):
    """One control of the cost workbench."""

    id: str
    label: str
    unit: Literal["requests", "tokens", "usd"]
    why: str
    sources: Sources


class CostWarning(Entry):
    """A sentence that the workbench may add; its placeholders are filled by the engine."""

    id: str
    says: str
    sources: Sources


class Step(Entry):
    """A step of the wizard and the keys of the scenario that it asks for."""

    id: str
    title: str
    intro: str
    asks: tuple[str, ...]


class Question(Entry):
    """The wording of a question that no other table words."""

    key: str
    label: str
    why: str
    sources: Sources


class Tables(Entry):
    """All tables together, as the files hold them."""

    meta: Meta
    source: tuple[Source, ...]
    factor: tuple[Factor, ...]
    task: tuple[Task, ...]
    failure: tuple[Failure, ...]
    option: tuple[Option, ...]
    combination: tuple[Combination, ...]
    gate: tuple[Gate, ...]
    item: tuple[CheckItem, ...]
    rung: tuple[Rung, ...]
    figures: CostFigures
    control: tuple[CostControl, ...]
    warning: tuple[CostWarning, ...]
    step: tuple[Step, ...]
    question: tuple[Question, ...]


@dataclass(frozen=True, eq=False)
class Knowledge:
    """The checked tables with look-ups by id. ``sha256`` names the exact bytes they came from.

    Two loads are two different values (no equality by content), so a value can key a cache cheaply.
    """

    tables: Tables
    sha256: str
    sources: dict[str, Source] = field(init=False)
    factors: dict[str, Factor] = field(init=False)
    signals: dict[str, Factor] = field(init=False)
    tasks: dict[str, Task] = field(init=False)
    failures: dict[str, Failure] = field(init=False)
    options: dict[str, Option] = field(init=False)
    combinations: dict[str, Combination] = field(init=False)
    choices: dict[str, Option | Combination] = field(init=False)
    gates: dict[str, Gate] = field(init=False)
    checks: dict[str, CheckItem] = field(init=False)
    controls: dict[str, CostControl] = field(init=False)
    warnings: dict[str, CostWarning] = field(init=False)
    questions: dict[str, Question] = field(init=False)

    def __post_init__(self) -> None:
        tables = self.tables
        by_id: dict[str, object] = {
            "sources": {entry.id: entry for entry in tables.source},
            "factors": {entry.id: entry for entry in tables.factor},
            "signals": {entry.id: entry for entry in tables.factor if entry.kind == "signal"},
            "tasks": {entry.id: entry for entry in tables.task},
            "failures": {entry.id: entry for entry in tables.failure},
            "options": {entry.id: entry for entry in tables.option},
            "combinations": {entry.id: entry for entry in tables.combination},
            "choices": {
                entry.id: entry for entry in sorted((*tables.option, *tables.combination), key=lambda one: one.letter)
            },
            "gates": {entry.id: entry for entry in tables.gate},
            "checks": {entry.id: entry for entry in tables.item},
            "controls": {entry.id: entry for entry in tables.control},
            "warnings": {entry.id: entry for entry in tables.warning},
            "questions": {entry.key: entry for entry in tables.question},
        }
        for name, value in by_id.items():
            object.__setattr__(self, name, value)

    @property
    def meta(self) -> Meta:
        """Return id, version and thresholds."""
        return self.tables.meta

    def parts_of(self, option: str) -> tuple[str, ...]:
        """Return the options that ``option`` is made of; a plain option is its own only part."""
        combination = self.combinations.get(option)
        return combination.parts if combination else (option,)

    def trains(self, option: str) -> bool:
        """Tell whether ``option`` trains a model."""
        return any(self.options[part].trains for part in self.parts_of(option))
