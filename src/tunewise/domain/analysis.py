"""What a closer look at an assessment gives: why, what if, how sure, what next. Frozen values, computed by the engine.

Options, factors, signals, gates and precedents are named by their ids. Points are integer tenths where they come from
the score, numbers where they are means.
"""

from typing import Literal, NamedTuple


class Difference(NamedTuple):
    """What one factor gives ``one`` more than ``other``, in tenths; negative where ``other`` earns more."""

    factor: str
    one_tenths: int
    other_tenths: int

    @property
    def tenths(self) -> int:
        """Return how much more the first option earns."""
        return self.one_tenths - self.other_tenths


class HeadToHead(NamedTuple):
    """Two options line by line, the largest difference first; the differences add up to the lead."""

    one: str
    other: str
    lead_tenths: int
    differences: tuple[Difference, ...]
    dominates: bool
    """Whether ``one`` earns at least as much on every line: then no weighting reverses the order."""


class Segment(NamedTuple):
    """The slider values ``first`` to ``last`` over which ``option`` is the destination; ``None``: all are ruled out.

    ``held`` says that a gate puts it off there: it is where to arrive, and not yet open.
    """

    first: int
    last: int
    option: str | None
    held: bool = False


class Strip(NamedTuple):
    """Which option leads along one signal, all else as it is. ``value`` is where the scenario stands, if known."""

    signal: str
    value: int | None
    segments: tuple[Segment, ...]

    @property
    def flips(self) -> tuple[tuple[int, str | None], ...]:
        """Return each value from which another option leads, with that option."""
        return tuple((segment.first, segment.option) for segment in self.segments[1:])


class TwoWayMap(NamedTuple):
    """The destination for each pair of values of two signals: ``cells[row][column]``, by ``ys`` and ``xs``."""

    x_signal: str
    y_signal: str
    xs: tuple[int, ...]
    ys: tuple[int, ...]
    cells: tuple[tuple[str | None, ...], ...]
    x_value: int | None
    y_value: int | None


class WeightInterval(NamedTuple):
    """The points of one factor between which the leader stays, the other points rescaled to keep their sum.

    ``low_points`` and ``high_points`` are 0 and 100 where nothing changes; the options that take over are named.
    """

    factor: str
    points: float
    low_points: float
    high_points: float
    below: str | None
    above: str | None


class Change(NamedTuple):
    """A signal that would have to read ``after`` and not ``before``; ``controllable``: the team can bring it about."""

    signal: str
    before: int | None
    after: int
    controllable: bool


class Requirements(NamedTuple):
    """What would have to be true for ``option`` to be the destination.

    ``changes`` is the smallest set found that brings it to the front, empty where it leads already. ``gates`` rule it
    out or put it off and would have to open. ``reachable`` is false where no change of signals brings it to the front.
    """

    option: str
    leads: bool
    reachable: bool
    changes: tuple[Change, ...]
    gates: tuple[str, ...]
    dominated_by: str | None


class Cause(NamedTuple):
    """How often the leader stays first when only one cause of error is let loose: 0 to 1."""

    cause: Literal["weights", "answers", "unanswered", "all"]
    leader_first: float


class Acceptability(NamedTuple):
    """One option over all draws. ``ranks[r]`` is the share of draws in which it stands at place r + 1 of those in play.

    ``central_weights`` (factor, points) is the mean weighting of the draws that it won; ``confidence`` the chance that
    it leads under exactly that weighting; ``holistic`` the acceptability over all places, rank-order centroid weights.
    ``leader_ahead`` is the share of draws in which the leader of the assessment beats it; a tie counts one half.
    """

    option: str
    ranks: tuple[float, ...]
    leader_ahead: float
    central_weights: tuple[tuple[str, float], ...]
    confidence: float
    holistic: float

    @property
    def first(self) -> float:
        """Return the chance to lead."""
        return self.ranks[0] if self.ranks else 0.0


class Robustness(NamedTuple):
    """How sure the ranking is, from ``draws`` random weightings and readings drawn with ``seed``.

    ``error`` is the Monte Carlo error of a share of one half, 95 %.
    """

    draws: int
    seed: int
    leader: str | None
    options: tuple[Acceptability, ...]
    causes: tuple[Cause, ...]
    error: float

    def find(self, option: str) -> Acceptability | None:
        """Return the entry of ``option``, or ``None`` where it was ruled out from the start."""
        return next((entry for entry in self.options if entry.option == option), None)


class PathStep(NamedTuple):
    """One step on the way to the destination: ``option`` to build, or something to do or to answer.

    ``today`` is the next step; ``do`` opens the gate that is closed; ``ask`` is an open question of a gate; ``build``
    is a later part; ``arrive`` the destination; ``later`` what may be added to it. ``text`` is empty where the option
    says it.
    """

    kind: Literal["today", "do", "ask", "build", "arrive", "later"]
    option: str | None = None
    text: str = ""
    gate: str | None = None


class NearPrecedent(NamedTuple):
    """A published case near this one. ``likeness`` is 0 to 1; ``because`` says what they share, ``unlike`` what not.

    ``agrees``: what worked there is the destination or the next step here; ``warns``: the destination failed there.
    """

    precedent: str
    likeness: float
    because: tuple[str, ...]
    unlike: tuple[str, ...]
    agrees: bool
    warns: bool


class Place(NamedTuple):
    """Where the scenario lies on the map: what the model must know (x) and how it must act (y), 0 to 100 each."""

    knowledge_need: int
    behaviour_need: int
    because: tuple[str, ...]


class PinnedChange(NamedTuple):
    """How an option moved since the baseline was pinned: its score in tenths, and its place, up being positive."""

    tenths: int
    places: int
