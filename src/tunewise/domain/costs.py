"""The costs of a scenario: the simple controls, what every way shares, and a plan of figures for each way."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Final, Literal, Self, get_args

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag, WithJsonSchema, model_validator

from tunewise.domain.cost_figures import PLAN_FIGURES, Group
from tunewise.domain.figures import (
    FINEST_DECIMAL,
    CountFigure,
    Figure,
    Frozen,
    FrozenDict,
    Percentiles,
    PriceFigure,
    Range,
    RequestsFigure,
    ShareFigure,
    SignedShareFigure,
    UsdFigure,
    exact,
    frozen,
    kind_of_figure,
    likely,
)

DEFAULT_HORIZON_MONTHS: Final = 36
"""How far chances and net present value look ahead where nobody told it."""

RivalId = Literal[
    "today",
    "cached-prompt",
    "prompt",
    "rag",
    "guardrails",
    "prompt-tuning",
    "lora",
    "full-tuning",
    "distillation",
    "stronger-model",
    "prompt+guardrails",
    "rag+guardrails",
    "lora+guardrails",
    "lora+rag",
]
"""What is costed: the prompt as it is today, the same prompt cached, and every option."""

RIVAL_IDS: Final[tuple[RivalId, ...]] = get_args(RivalId)

SIMPLE_CONTROLS: Final = (
    "monthly_requests",
    "extra_prompt_tokens",
    "prompt_tokens_removed",
    "price_per_million_input_usd",
    "training_run_usd",
    "evaluation_usd",
)
"""The controls of the simple workbench."""

SHARED_CONTROLS: Final = (
    "monthly_growth_share",
    "yearly_price_decline_share",
    "yearly_discount_share",
    "horizon_months",
    "retraining_paid",
)
"""What all ways share besides the requests."""


def _checked_plan(plan: dict[str, Figure]) -> FrozenDict[str, Figure]:
    for name, figure in plan.items():
        spec = PLAN_FIGURES[name]
        for part in parts_of(figure):
            if not spec.least <= part <= spec.most:
                msg = f"{name}: {part} is not from {spec.least} to {spec.most}"
                raise ValueError(msg)
            if spec.above_zero and part == 0:
                msg = f"{name}: 0 leaves nothing to divide by"
                raise ValueError(msg)
            if spec.whole and part != part.to_integral_value():
                msg = f"{name}: {part} is not a whole number"
                raise ValueError(msg)
    return FrozenDict(plan)


def _once_each(groups: tuple[Group, ...]) -> tuple[Group, ...]:
    if len(set(groups)) != len(groups):
        msg = "a kind of figure is counted twice"
        raise ValueError(msg)
    return groups


def parts_of(figure: Figure) -> tuple[Decimal, ...]:
    """Return the values that a figure is given by: one, three of a range, or two percentiles."""
    if isinstance(figure, Range):
        return (figure.low, figure.likely, figure.high)
    return (figure.p50, figure.p90) if isinstance(figure, Percentiles) else (Decimal(figure),)


class PricedModel(Frozen):
    """Which model a plan calls, and where its prices come from: they stand in the plan and never move by themselves."""

    name: str = Field(min_length=1, max_length=200, description="Provider and model, as the catalogue names it.")
    priced_on: date = Field(description="The day that the prices are of.")
    price_source: str = Field("", max_length=200, description="Catalogue or table that the prices were copied from.")
    ends_on: date | None = Field(None, description="The day on which the model, or the offer, is announced to end.")


if TYPE_CHECKING:
    PlanFigure = Decimal | Range | Percentiles
    Plan = FrozenDict[str, PlanFigure]
    Plans = FrozenDict[RivalId, Plan]
    Models = FrozenDict[RivalId, PricedModel]
else:
    _point = Annotated[
        Decimal,
        BeforeValidator(exact),
        Field(ge=0, decimal_places=FINEST_DECIMAL),
        WithJsonSchema({"type": "number", "minimum": 0}),
    ]
    PlanFigure = Annotated[
        Annotated[_point, Tag("point")] | Annotated[Range, Tag("range")] | Annotated[Percentiles, Tag("percentiles")],
        Discriminator(kind_of_figure),
    ]
    Plan = Annotated[dict[Literal[tuple(PLAN_FIGURES)], PlanFigure], AfterValidator(_checked_plan)]
    Plans = Annotated[dict[RivalId, Plan], AfterValidator(frozen)]
    Models = Annotated[dict[RivalId, PricedModel], AfterValidator(frozen)]


class Costs(Frozen):
    """What is known of the costs. The first six are the simple workbench; the rest opens step by step."""

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
    monthly_growth_share: SignedShareFigure | None = Field(
        None, description="By which share the requests grow from month to month; negative where they shrink."
    )
    yearly_price_decline_share: ShareFigure | None = Field(
        None, description="By which share list prices fall in a year."
    )
    yearly_discount_share: ShareFigure | None = Field(
        None, description="By which share money a year from now is worth less."
    )
    horizon_months: int | None = Field(
        None,
        ge=1,
        le=600,
        description="Months that net present value and chances look ahead; "
        f"{DEFAULT_HORIZON_MONTHS} when it is not said.",
    )
    retraining_paid: Literal["accrued", "lumps"] | None = Field(
        None, description="Whether retraining is spread over the months or paid when it falls due."
    )
    compare_with: RivalId | None = Field(
        None, description="What break-even is told against: today when it is not said."
    )
    counted: Annotated[tuple[Group, ...], AfterValidator(_once_each)] = Field(
        (), strict=False, description="Kinds of figures that count with typical values where they are not told."
    )
    plans: Plans = Field(default_factory=FrozenDict, description="The figures of each way, where they are told.")
    models: Models = Field(
        default_factory=FrozenDict, description="The model that each way calls, with its prices' date."
    )

    @model_validator(mode="after")
    def _removes_what_is_there(self) -> Self:
        extra, removed = self.extra_prompt_tokens, self.prompt_tokens_removed
        if extra is not None and removed is not None and likely(removed) > likely(extra):
            msg = f"{likely(removed)} tokens removed from the {likely(extra)} that the prompt adds"
            raise ValueError(msg)
        static = self.plan("today").get("static_prompt_tokens")
        if static is not None and removed is not None and likely(removed) > likely(static):
            msg = f"{likely(removed)} tokens removed from the {likely(static)} static ones of today"
            raise ValueError(msg)
        return self

    def plan(self, rival: str) -> "Plan":
        """Return the figures told of one way."""
        return self.plans.get(rival, FrozenDict())  # type: ignore[call-overload, no-any-return]
