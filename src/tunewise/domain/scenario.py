"""The scenario: one described situation, a frozen value that every screen and command reads.

A key that the user does not know is absent (``None``); unknown is never a number in the middle. Keys carry their units.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, Self, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    WithJsonSchema,
    field_validator,
    model_validator,
)

FORMAT: Final = 1
"""The file format that this version reads and writes."""

TaskKind = Literal["style", "extraction", "classification", "generation", "qa", "code", "reasoning"]
"""What the model is asked to do; `knowledge/tasks.toml` describes each kind."""

Failure = Literal[
    "missing_facts",
    "stale_facts",
    "reasoning",
    "format",
    "tone",
    "vocabulary",
    "class_boundaries",
    "policy",
    "latency_or_cost",
    "unclear_task",
]
"""What goes wrong today; `knowledge/failures.toml` describes each one."""

TASK_KINDS: Final[tuple[TaskKind, ...]] = get_args(TaskKind)
FAILURES: Final[tuple[Failure, ...]] = get_args(Failure)


class Frozen(BaseModel):
    """A value that never changes; unknown keys, guessed types, NaN and infinity are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False, defer_build=True)


_LARGEST_BITS = 64


def _exact(value: object) -> object:
    """Take whole numbers for money too; booleans are no numbers."""
    if isinstance(value, int) and not isinstance(value, bool):
        # Turning a number of very many digits into a decimal takes seconds; no bound is anywhere near.
        return Decimal(value) if value.bit_length() <= _LARGEST_BITS else value
    if isinstance(value, float):
        return Decimal(str(value))
    return value


def _kind_of_figure(value: object) -> str:
    return "range" if isinstance(value, (dict, BaseModel)) else "point"


MOST_MONTHLY_REQUESTS: Final = 100_000_000_000
MOST_TOKENS: Final = 10_000_000
MOST_USD: Final = 1_000_000_000
MOST_PRICE_USD: Final = 100_000

FINEST_DECIMAL: Final = 9
"""Most digits after the point: a finer amount of money is a slip, and its payback would pass every bound."""

Amount = Annotated[
    Decimal,
    BeforeValidator(_exact),
    Field(ge=0, decimal_places=FINEST_DECIMAL),
    WithJsonSchema({"type": "number", "minimum": 0}),
]


class Range(Frozen):
    """An uncertain figure: low, likely and high, in rising order. Its unit is that of the key it stands for."""

    low: Amount
    likely: Amount
    high: Amount

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.low <= self.likely <= self.high:
            msg = "low, likely and high are not in rising order"
            raise ValueError(msg)
        return self


def _within(most: int, *, whole: bool) -> Callable[[Range], Range]:
    def check(value: Range) -> Range:
        if value.high > most:
            msg = f"{value.high} is too large"
            raise ValueError(msg)
        if whole and any(part != part.to_integral_value() for part in (value.low, value.likely, value.high)):
            msg = "low, likely and high are counted in whole numbers here"
            raise ValueError(msg)
        return value

    return check


def _count(most: int) -> Any:  # noqa: ANN401  # the type of an annotation has no better name
    """Return the type of a whole figure that may be uncertain."""
    return Annotated[
        Annotated[Annotated[int, Field(ge=0, le=most)], Tag("point")]
        | Annotated[Range, AfterValidator(_within(most, whole=True)), Tag("range")],
        Discriminator(_kind_of_figure),
    ]


def _money(most: int) -> Any:  # noqa: ANN401
    """Return the type of an amount of US dollars that may be uncertain."""
    point = Annotated[
        Decimal,
        BeforeValidator(_exact),
        Field(ge=0, le=most, decimal_places=FINEST_DECIMAL),
        WithJsonSchema({"type": "number", "minimum": 0, "maximum": most}),
    ]
    return Annotated[
        Annotated[point, Tag("point")] | Annotated[Range, AfterValidator(_within(most, whole=False)), Tag("range")],
        Discriminator(_kind_of_figure),
    ]


def likely(figure: int | Decimal | Range) -> Decimal:
    """Return the figure itself, or the likely value of a range."""
    return figure.likely if isinstance(figure, Range) else Decimal(figure)


if TYPE_CHECKING:
    CountFigure = int | Range
    UsdFigure = Decimal | Range
    PriceFigure = Decimal | Range
    RequestsFigure = int | Range
else:
    RequestsFigure = _count(MOST_MONTHLY_REQUESTS)
    CountFigure = _count(MOST_TOKENS)
    UsdFigure = _money(MOST_USD)
    PriceFigure = _money(MOST_PRICE_USD)

Signal = Annotated[int, Field(ge=0, le=100)]


class Task(Frozen):
    """What the model is asked to do and what goes wrong today."""

    kind: TaskKind | None = Field(None, description="The kind of task.")
    classes: int | None = Field(
        None, ge=2, le=10_000, description="How many classes a classification has; 4 counts when it is not said."
    )
    failures: tuple[Failure, ...] = Field(
        (), strict=False, description="What goes wrong today, the most important first."
    )

    @field_validator("failures")
    @classmethod
    def _named_once(cls, value: tuple[Failure, ...]) -> tuple[Failure, ...]:
        if len(set(value)) != len(value):
            msg = "a failure is named twice"
            raise ValueError(msg)
        return value


class Signals(Frozen):
    """Readings of the situation from 0 to 100; an absent one is unknown."""

    requirement_stability: Signal | None = Field(None, description="0 changes weekly, 100 fixed for years.")
    labelled_data: Signal | None = Field(
        None, description="Checked examples on a log scale: 40 is 100 of them, 60 is 1,000, 80 is 10,000."
    )
    request_volume: Signal | None = Field(
        None, description="Requests a month on a log scale: 30 is 10,000, 50 is 100,000, 70 is a million."
    )
    freshness_need: Signal | None = Field(None, description="0 the facts never change, 100 they change daily.")
    long_prompt_tolerance: Signal | None = Field(None, description="0 every token hurts, 100 any length is fine.")


class Facts(Frozen):
    """Counts, levels and yes-or-no facts that rules look at; an absent one is unknown."""

    labelled_examples: int | None = Field(
        None, ge=0, le=1_000_000_000, description="Checked examples of input and wanted output."
    )
    prompting_ladder_level: int | None = Field(
        None, ge=0, le=5, description="Highest level of the prompting ladder that was tried and measured, 0 to 5."
    )
    gap_to_target_points: int | None = Field(
        None, ge=0, le=100, description="Percentage points that the best prompt is below the target."
    )
    best_prompt_fails_at_reasoning: bool | None = Field(
        None, description="Whether the base model reasons wrongly even with its best prompt."
    )
    training_allowed: bool | None = Field(
        None, description="Whether the weights, a training service and the rules of the house allow training."
    )
    current_model_meets_latency: bool | None = Field(
        None, description="Whether the model in use, with a short prompt, answers within the latency limit."
    )


class Costs(Frozen):
    """The controls of the cost workbench. A figure may be a range; the likely value counts."""

    monthly_requests: RequestsFigure | None = Field(None, description="Requests a month.")
    extra_prompt_tokens: CountFigure | None = Field(
        None, description="Tokens a call that instructions, examples or context add to the prompt."
    )
    prompt_tokens_removed: CountFigure | None = Field(
        None, description="How many of the extra tokens a call are no longer needed after tuning."
    )
    price_per_million_input_usd: PriceFigure | None = Field(None, description="US dollars for a million input tokens.")
    training_run_usd: UsdFigure | None = Field(None, description="US dollars, once, for training.")
    evaluation_usd: UsdFigure | None = Field(
        None, description="US dollars, once, for building the dataset, testing and roll-out."
    )

    @model_validator(mode="after")
    def _removes_what_is_there(self) -> Self:
        extra, removed = self.extra_prompt_tokens, self.prompt_tokens_removed
        if extra is not None and removed is not None and likely(removed) > likely(extra):
            msg = f"removes {likely(removed)} tokens from the {likely(extra)} that the prompt adds"
            raise ValueError(msg)
        return self


class Readiness(Frozen):
    """The answers to the readiness checklist; an absent one is unknown."""

    advanced_prompting_tried: bool | None = Field(None, description="Few-shot, chain of thought and self-critique.")
    hundred_checked_examples: bool | None = Field(None, description="At least 100 examples that a person checked.")
    requirements_stable: bool | None = Field(None, description="They will not change weekly.")
    metric_and_baseline: bool | None = Field(None, description="A success metric and today's value of it.")
    separate_validation_set: bool | None = Field(None, description="Held-out examples, apart from training data.")
    cost_understood: bool | None = Field(None, description="The time and money that training takes.")
    timeline_agreed: bool | None = Field(None, description="Buy-in for four to eight weeks.")
    maintenance_planned: bool | None = Field(None, description="Who retrains and when.")


UNTITLED: Final = "Untitled scenario"
"""The title of a scenario that nobody has named yet."""


class Scenario(Frozen):
    """One described situation; one TOML file."""

    format: int = Field(FORMAT, ge=FORMAT, le=FORMAT, description="The file format; always 1 in this version.")
    title: str = Field(min_length=1, max_length=200, description="A short name.")
    summary: str = Field("", max_length=2_000, description="The situation in a sentence or two.")
    notes: str = Field("", max_length=20_000, description="Anything worth keeping.")
    random_seed: int = Field(1, ge=0, le=2**31 - 1, description="Seed of everything that is drawn at random.")
    task: Task = Field(default_factory=Task)
    signals: Signals = Field(default_factory=Signals)
    facts: Facts = Field(default_factory=Facts)
    costs: Costs = Field(default_factory=Costs)
    readiness: Readiness = Field(default_factory=Readiness)
