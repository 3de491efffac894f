"""What was measured from the user's own files, as a scenario keeps it: figures, hashes and days, never their content.

Paths are relative to the scenario file. Shares are of 1.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Final, Literal, Self, get_args

from pydantic import AfterValidator, BeforeValidator, Field, PrivateAttr, WithJsonSchema, model_validator

from tunewise.domain.evaluation_summary import EvaluationSummary
from tunewise.domain.figures import FINEST_DECIMAL, Frozen, FrozenDict, exact, frozen
from tunewise.domain.training_data import DataTaskKind, Shape

CheckId = Literal[
    "advanced_prompting_tried",
    "hundred_checked_examples",
    "requirements_stable",
    "metric_and_baseline",
    "separate_validation_set",
    "cost_understood",
    "timeline_agreed",
    "maintenance_planned",
]
"""An item of the readiness checklist; `knowledge/checklist.toml` describes each one."""

CHECK_IDS: Final[tuple[CheckId, ...]] = get_args(CheckId)

MOST_ROWS: Final = 1_000_000_000
MOST_PLACES: Final = 5
"""How many places of one kind of finding a scenario keeps."""

Rows = Annotated[int, Field(ge=0, le=MOST_ROWS)]
FilePath = Annotated[str, Field(min_length=1, max_length=1_000)]
Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Ratio = Annotated[
    Decimal,
    BeforeValidator(exact),
    Field(ge=0, le=MOST_ROWS, decimal_places=FINEST_DECIMAL),
    WithJsonSchema({"type": "number", "minimum": 0}),
]


def _says_something(reason: str) -> str:
    if not reason.strip():
        msg = "a reason says nothing"
        raise ValueError(msg)
    return reason


def _no_more(part: int | None, whole: int | None, words: str) -> None:
    """Refuse a part that is larger than the whole. Raises ``ValueError`` with ``words``."""
    if part is not None and whole is not None and part > whole:
        msg = f"{words}: {part:,} of {whole:,}"
        raise ValueError(msg)


if TYPE_CHECKING:
    Counts = FrozenDict[str, int]
    Places = FrozenDict[str, tuple[int, ...]]
    Columns = FrozenDict[str, str]
    Reasons = FrozenDict[CheckId, str]
else:
    _kind = Annotated[str, Field(pattern="^[a-z][a-z0-9-]{0,59}$")]
    _name = Annotated[str, Field(min_length=1, max_length=200)]
    _place = Annotated[tuple[Rows, ...], Field(strict=False, max_length=MOST_PLACES)]
    Counts = Annotated[dict[_kind, Rows], AfterValidator(frozen)]
    Places = Annotated[dict[_kind, _place], AfterValidator(frozen)]
    Columns = Annotated[dict[_name, _name], AfterValidator(frozen)]
    Reasons = Annotated[
        dict[CheckId, Annotated[str, Field(min_length=1, max_length=2_000), AfterValidator(_says_something)]],
        AfterValidator(frozen),
    ]


class MeasuredFile(Frozen):
    """A file that was measured: what it held on that day is what the figures are of."""

    file: FilePath = Field(description="The file, relative to the scenario.")
    sha256: Sha256 = Field(description="SHA-256 of its bytes when it was measured.")
    measured_on: date = Field(description="The day on which it was measured.")
    rows: Rows = Field(description="How many rows it has.")
    valid_rows: Rows = Field(description="How many of them count as examples.")
    found: Counts = Field(default_factory=FrozenDict, description="How many rows have each kind of finding.")
    places: Places = Field(
        default_factory=FrozenDict, description="The first lines (rows of an array) of each kind of finding."
    )

    @model_validator(mode="after")
    def _counts_no_more_than_there_are(self) -> Self:
        _no_more(self.valid_rows, self.rows, "more rows count than there are")
        return self


class TrainingEvidence(MeasuredFile):
    """What was measured of the training data."""

    shape: Shape = Field(description="How its rows are written.")
    unique_rows: Rows = Field(description="How many valid rows differ in input or target.")
    task_kind: DataTaskKind = Field(description="What the targets look like.")
    task_kind_told: bool = Field(False, description="Whether the user said so; otherwise it is a guess.")
    classes: Rows | None = Field(None, description="How many classes a classification has.")
    smallest_class: Rows | None = Field(None, description="Rows of its smallest class.")
    largest_class: Rows | None = Field(None, description="Rows of its largest class.")
    largest_target_share: Ratio = Field(Decimal(0), description="Share of the rows that have the commonest target.")
    conflicts: Rows = Field(0, description="Valid rows whose input has another target elsewhere.")
    conflicts_intended: bool = Field(False, description="Whether several targets for one input are meant.")
    diversity_ratio: Ratio = Field(Decimal(0), description="How far the targets compress; above 8 they are alike.")
    tokens: int | None = Field(None, ge=0, le=10**15, description="Tokens of all valid rows, about.")
    median_prompt_tokens: Rows | None = Field(None, description="Median tokens of what comes before the target.")
    median_target_tokens: Rows | None = Field(None, description="Median tokens of the target.")
    columns: Columns = Field(default_factory=FrozenDict, description="Which column stands for what, where it was told.")

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        _no_more(self.unique_rows, self.valid_rows, "more rows differ than count")
        _no_more(self.conflicts, self.valid_rows, "more rows contradict another than count")
        _no_more(self.smallest_class, self.largest_class, "the smallest class is larger than the largest")
        return self


class ValidationEvidence(MeasuredFile):
    """What was measured of the validation data, against the training data with ``training_sha256``."""

    training_sha256: Sha256 = Field(description="SHA-256 of the training file that it was compared with.")
    in_training: Rows = Field(description="Rows whose input is in the training file too.")
    nearly_in_training: Rows | None = Field(
        None, description="Rows whose input is nearly in it; absent if not looked for."
    )

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        _no_more(self.in_training, self.rows, "more rows are in training than there are")
        return self


class Review(Frozen):
    """A person's word on having looked at rows of the training file with ``sha256``."""

    by: str = Field(min_length=1, max_length=80, description="Who looked.")
    reviewed_on: date = Field(description="When.")
    rows: int = Field(ge=1, le=MOST_ROWS, description="How many rows were looked at.")
    wrong: int = Field(0, ge=0, le=MOST_ROWS, description="How many of them were wrong.")
    sha256: Sha256 = Field(description="SHA-256 of the file as it was then.")

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        _no_more(self.wrong, self.rows, "more rows were wrong than were looked at")
        return self


class Evidence(Frozen):
    """What the user's files say. It counts before the user's word; what is overridden needs a written reason."""

    training: TrainingEvidence | None = Field(None, description="Training data.")
    validation: ValidationEvidence | None = Field(None, description="Validation data.")
    review: Review | None = Field(None, description="Who looked at rows of the training data.")
    evaluation: EvaluationSummary | None = Field(None, description="Evaluation results.")
    overrides: Reasons = Field(
        default_factory=FrozenDict, description="Why the user's word counts against what the files say, by item."
    )
    _older: tuple[tuple[str, str], ...] = PrivateAttr(())

    @property
    def older(self) -> dict[str, str]:
        """Return each item whose file changed since it was measured, with that file. It is found out, never written."""
        return dict(self._older)

    def without(self, parts: Iterable[str], older: Mapping[str, str]) -> Self:
        """Return what is left without ``parts``; ``older`` are the items that rested on them."""
        left = self.model_copy(update=dict.fromkeys(parts))
        left._older = tuple(sorted({**self.older, **older}.items()))
        return left


NO_EVIDENCE: Final = Evidence.model_construct()
"""Nothing was measured. Made without checks, which would have to be built first."""
