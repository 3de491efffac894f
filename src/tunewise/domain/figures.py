"""Figures of a scenario: counts and amounts of US dollars that may be uncertain, and the frozen base of all values."""

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Final, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    WithJsonSchema,
    model_validator,
)


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
