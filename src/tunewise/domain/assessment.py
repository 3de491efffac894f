"""What is computed from a scenario: frozen values that the app, the command line and the reports show alike.

Points are kept as integer tenths, so that contributions add up exactly; ``…_points`` properties give numbers.
"""

from typing import Literal, NamedTuple

from tunewise.domain.scenario import Scenario, Scope

Tier = Literal["open", "not-yet", "ruled-out"]
VerdictWord = Literal["clear", "leaning", "too-close", "nothing-fits", "not-enough-told"]
Band = Literal["low", "medium", "high", ""]
Origin = Literal["stated", "derived", "unknown", "fixed"]
State = Literal["yes", "no", "unknown"]
Basis = Literal["", "word", "fact", "file", "override"]
"""What an item rests on: nothing yet, the user's word, a fact told elsewhere, a file, or the word against a file."""


class Reading(NamedTuple):
    """Where one signal stands. ``value`` is 0 to 100, or ``None`` while it is unknown."""

    signal: str
    value: int | None
    origin: Origin
    band: Band
    note: str = ""


class Contribution(NamedTuple):
    """The points that one factor gives one option; ``carried_by`` names the parts of a combination that earn them."""

    factor: str
    earned_tenths: int
    possible_tenths: int
    assumed: bool
    carried_by: tuple[str, ...] = ()

    @property
    def earned_points(self) -> float:
        """Return the points earned, to a tenth."""
        return self.earned_tenths / 10

    @property
    def possible_points(self) -> float:
        """Return the points at stake."""
        return self.possible_tenths / 10

    @property
    def lost_tenths(self) -> int:
        """Return how much of what is at stake is not earned, in tenths of a point."""
        return self.possible_tenths - self.earned_tenths


class GateFinding(NamedTuple):
    """What a gate says about an option here: ``closed`` holds it back, otherwise it is an open question.

    A question that ``asks_first`` has to be answered before anything is built; a gate that is not ``likely`` to close
    rarely decides.
    """

    gate: str
    tier: Tier
    closed: bool
    says: str
    opens: str
    instead: str
    asks: str
    because: str
    asks_first: bool = False
    likely: bool = True


class RankedOption(NamedTuple):
    """One option in its place: score, tier, what it is made of and what holds it back."""

    option: str
    letter: str
    label: str
    tier: Tier
    score_tenths: int
    contributions: tuple[Contribution, ...]
    gates: tuple[GateFinding, ...]
    preconditions: tuple[GateFinding, ...]

    @property
    def score_points(self) -> float:
        """Return the score, 0.0 to 100.0."""
        return self.score_tenths / 10

    @property
    def assumed_tenths(self) -> int:
        """Return how much of the score rests on unanswered questions."""
        return sum(part.earned_tenths for part in self.contributions if part.assumed)

    @property
    def losses(self) -> tuple[Contribution, ...]:
        """Return the lines that keep it from 100, the greatest loss first."""
        losing = [part for part in self.contributions if part.lost_tenths > 0]
        return tuple(sorted(losing, key=lambda part: -part.lost_tenths))

    @property
    def confirmed(self) -> bool:
        """Tell whether it is open and nothing that has to be answered before building is still a question."""
        return self.tier == "open" and not any(finding.asks_first for finding in self.preconditions)

    @property
    def open_questions(self) -> int:
        """Return how many different questions are still open about it, those that rarely matter left out."""
        return len({finding.asks for finding in self.preconditions if finding.likely})


class Verdict(NamedTuple):
    """How sure the ranking is, in a word and a sentence; ``peers`` are those too close to the leader."""

    word: VerdictWord
    text: str
    lead_tenths: int | None
    peers: tuple[str, ...]
    told_share: float


class Ranking(NamedTuple):
    """All options in order, with the path through them. ``next_step`` and ``destination`` are option ids."""

    options: tuple[RankedOption, ...]
    verdict: Verdict
    next_step: str | None
    destination: str | None
    scope: Scope = "quick"

    def find(self, option: str) -> RankedOption:
        """Return the entry of ``option``."""
        return next(entry for entry in self.options if entry.option == option)


class OpenQuestion(NamedTuple):
    """A question that would help: the key it sets, its words, and what an answer is worth.

    ``worth_points`` is the expected value of perfect information; ``change_chance`` how likely the answer changes the
    destination, or for the question of a gate how likely that gate closes, 0 to 1.
    """

    key: str
    text: str
    why: str
    worth_points: float
    change_chance: float = 0.0


class CheckResult(NamedTuple):
    """One item of the checklist: its state, what that rests on, and what turns it green.

    ``file`` names the file that speaks on it, also where it is ``stale``: changed or gone since it was measured, so
    that it does not count. ``refused`` says what the file has against a yes that an override ``reason`` upholds.
    """

    item: str
    label: str
    state: State
    asserted: bool
    because: str
    next_action: str
    basis: Basis = "word"
    file: str = ""
    stale: bool = False
    reason: str = ""
    refused: str = ""


class ReadinessReport(NamedTuple):
    """The checklist, the ladder and the examples that the task needs. ``ladder_level`` is 0 to 5 or unknown."""

    items: tuple[CheckResult, ...]
    ladder_level: int | None
    examples: int | None
    examples_enough: int | None
    examples_good: int | None

    @property
    def ready(self) -> bool:
        """Tell whether nothing is missing."""
        return all(item.state == "yes" for item in self.items)

    @property
    def holding(self) -> int:
        """Return how many items hold."""
        return sum(item.state == "yes" for item in self.items)

    @property
    def next_item(self) -> CheckResult | None:
        """Return the item to work on next: one that fails before one that is not answered."""
        missing = [item for item in self.items if item.state != "yes"]
        return min(missing, key=lambda item: item.state != "no", default=None)


class Assessment(NamedTuple):
    """Everything that follows from a scenario and the knowledge; ``scenario`` holds what its files say as facts."""

    scenario: Scenario
    readings: tuple[Reading, ...]
    ranking: Ranking
    questions: tuple[OpenQuestion, ...]
    readiness: ReadinessReport

    def reading(self, signal: str) -> Reading:
        """Return the reading of ``signal``."""
        return next(entry for entry in self.readings if entry.signal == signal)
