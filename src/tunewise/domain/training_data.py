"""What measuring a file of training examples gives: rows in one shape, what was found in them, and their figures.

Findings are named by the ids of ``knowledge/row_checks.toml`` and ``set_checks.toml``. No text of a row is kept but
masked, shortened details.
"""

from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, get_args

Shape = Literal[
    "chat",
    "chat-system",
    "gemini",
    "preference-openai",
    "preference-trl",
    "unpaired-preference",
    "prompt-completion",
    "alpaca",
    "sharegpt",
    "mistral",
    "reinforcement",
    "raw-text",
    "pre-tokenised",
    "mapped",
    "unknown",
]
"""How a row is written; ``mapped`` is one that the user's column mapping makes readable."""

Container = Literal["jsonl", "json-array", "csv"]
"""How the rows stand in the file: one object a line, one array of objects, or a table."""

DataTaskKind = Literal["classification", "structured", "generation"]
"""What the targets look like: few short labels, JSON, or free text."""

SHAPES: Final[tuple[Shape, ...]] = get_args(Shape)
DATA_TASK_KINDS: Final[tuple[DataTaskKind, ...]] = get_args(DataTaskKind)
MOST_EXAMPLES: Final = 50
"""How many examples of one kind of finding are kept."""

SAMPLED_ROWS: Final = 20
"""How many rows a person is given to look at."""


class Turn(NamedTuple):
    """One message of a row: ``role`` is system, user, assistant or tool."""

    role: str
    text: str


class Row(NamedTuple):
    """One training example, whatever its shape. ``position`` is its line, or its place in an array; both from 1.

    ``turns`` come before the ``target``; the target of a preference pair is what is preferred, ``rejected`` the other.
    ``problems`` are the ids of what keeps it from counting, with a detail of each. ``beside`` is what stands beside
    the texts, such as metadata and tools, as JSON: nobody learns it, but it leaves the house with the file.
    """

    position: int
    shape: Shape
    system: str
    turns: tuple[Turn, ...]
    target: str
    rejected: str = ""
    tools: bool = False
    problems: tuple[tuple[str, str], ...] = ()
    beside: str = ""

    @property
    def valid(self) -> bool:
        """Tell whether it counts as an example."""
        return not self.problems

    @property
    def prompt(self) -> str:
        """Return all that comes before the target, as one text."""
        return "\n".join((self.system, *(turn.text for turn in self.turns)))


class Example(NamedTuple):
    """Where something was found: the position, what there (masked and short), and the other position, if any."""

    position: int
    detail: str = ""
    other: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One kind of finding: how many rows have it, and where the first of them stand (50 at most)."""

    kind: str
    count: int
    examples: tuple[Example, ...] = ()


class Spread(NamedTuple):
    """How a figure is spread over the rows."""

    median: int
    p95: int
    longest: int


class TokenFigures(NamedTuple):
    """The tokens of a file, of the encoding named; ``off_by_share`` is how far off the total may be (95 %).

    ``exact_rows`` were counted, the others estimated and scaled.
    """

    encoding: str
    total: int
    prompt: Spread
    target: Spread
    by_role: tuple[tuple[str, int], ...]
    exact_rows: int
    off_by_share: float


class SampledRow(NamedTuple):
    """A row to look at, its texts masked and shortened."""

    position: int
    turns: tuple[Turn, ...]
    target: str


@dataclass(frozen=True, slots=True)
class Classes:
    """The targets of a classification: how many, and the rows of the smallest and the largest."""

    count: int
    smallest: int
    largest: int


class Overlap(NamedTuple):
    """Another file measured against the training file, as validation or as evaluation inputs.

    ``exact`` rows have an input that the training file has too, ``near`` ones nearly so (``None``: not looked for);
    ``found`` are the findings in the other file.
    """

    file: str
    sha256: str
    rows: int
    valid_rows: int
    exact: int
    near: int | None
    found: tuple[Found, ...] = ()


class TrainingReport(NamedTuple):
    """Everything that one look at a training file gives. Shares are of 1, sizes in bytes.

    ``unique_rows`` are valid rows that differ in input or target. ``task_kind`` is a guess unless ``task_kind_told``.
    ``conflicts`` are valid rows whose input has another target elsewhere. ``largest_target_share`` is the share of the
    commonest target. ``diversity_ratio`` is how far zlib compresses 1,000 targets. ``near_duplicates`` is ``None``
    where nobody looked. ``columns`` is the mapping that was used, as (field, column).
    """

    file: str
    sha256: str
    size: int
    container: Container
    shape: Shape
    shapes: tuple[tuple[Shape, int], ...]
    rows: int
    valid_rows: int
    unique_rows: int
    unique_inputs: int
    unique_targets: int
    task_kind: DataTaskKind
    task_kind_told: bool
    classes: Classes | None
    largest_target_share: float
    exact_duplicates: int
    near_duplicates: int | None
    conflicts: int
    diversity_ratio: float
    turns: Spread
    tools_rows: int
    tokens: TokenFigures | None
    found: tuple[Found, ...]
    sample: tuple[SampledRow, ...]
    validation: Overlap | None = None
    evaluation: Overlap | None = None
    columns: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def unit(self) -> str:
        """Return what positions count: lines, or rows of an array."""
        return "row" if self.container == "json-array" else "line"

    def count(self, kind: str) -> int:
        """Return how many rows have a finding of ``kind``."""
        return next((found.count for found in self.found if found.kind == kind), 0)
