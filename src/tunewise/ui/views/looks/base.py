"""What every closer look is made of: rows, each with the topic that a question mark explains."""

from collections.abc import Callable, Hashable, Iterable
from typing import Literal, NamedTuple, TypeVar

from tunewise.domain.analysis import Robustness
from tunewise.domain.assessment import Assessment, RankedOption
from tunewise.engine.ranking import nested
from tunewise.knowledge.tables import Knowledge
from tunewise.report.sentences import tier_words
from tunewise.ui.charts.parts import Legend
from tunewise.ui.cost_desk import CostDesk
from tunewise.ui.evidence_desk import EvidenceDesk
from tunewise.ui.lines import Line, line

Found = TypeVar("Found")

Kind = Literal[
    "factor",
    "gate",
    "option",
    "lesson",
    "precedent",
    "question",
    "pattern",
    "dial",
    "route",
    "leaf",
    "rival",
    "warning",
    "draws",
    "finding",
    "variant",
    "group",
    "node",
    "rung",
    "phase",
    "mistake",
]


class Topic(NamedTuple):
    """What a row is about: the cursor stops there, and ``?`` opens the rule and its source."""

    kind: Kind
    name: str


class Row(NamedTuple):
    """A line of a look, with its topic if it has one."""

    text: Line
    topic: Topic | None = None


class Page(NamedTuple):
    """One page of a look: its title, its rows, and what the arrow keys turn in words, if anything."""

    title: str
    rows: list[Row]
    turns: str = ""


class Looker(NamedTuple):
    """What a look looks at.

    ``chosen`` is the option under the cursor of the ranking; ``topic`` the row under the cursor of the look; ``turned``
    counts steps of the arrow keys; ``robustness`` and ``drawn`` tell how far the draws have come; costs are worked out
    on the ``desk``, and what was measured lies on the one of ``evidence``. ``whole_cells`` is as of the ``Host``.
    """

    assessment: Assessment
    knowledge: Knowledge
    chosen: str
    topic: Topic | None
    turned: int
    robustness: Robustness | None
    drawn: tuple[int, int]
    keep: Callable[[Hashable, Callable[[], object]], object]
    desk: CostDesk
    evidence: EvidenceDesk
    whole_cells: bool = False

    def kept(self, key: Hashable, make: Callable[[], Found]) -> Found:
        """Return what ``make`` gives, made once for each assessment."""
        found: Found = self.keep(key, make)  # type: ignore[assignment]  # what is kept under a key has its type
        return found

    @property
    def destination(self) -> RankedOption | None:
        """Return the entry of the destination."""
        name = self.assessment.ranking.destination
        return None if name is None else self.assessment.ranking.find(name)

    def legend(self) -> Legend:
        """Return who is who in the charts."""
        knowledge = self.knowledge
        rival = nearest_rival(self.assessment, knowledge)
        return Legend(
            {name: choice.letter for name, choice in knowledge.choices.items()},
            {name: choice.label for name, choice in knowledge.choices.items()},
            {name: factor.short for name, factor in knowledge.factors.items()},
            self.assessment.ranking.destination,
            rival.option if rival else None,
        )


def nearest_rival(assessment: Assessment, knowledge: Knowledge) -> RankedOption | None:
    """Return the best option that is neither ruled out, nor the destination, nor a part or an extension of it."""
    leader = assessment.ranking.destination
    if leader is None:
        return None
    standing = (entry for entry in assessment.ranking.options if entry.tier != "ruled-out")
    return next((entry for entry in standing if not nested(entry.option, leader, knowledge)), None)


def rows_of(lines: Iterable[Line], topic: Topic | None = None) -> list[Row]:
    """Return lines as rows; only the first of them carries the topic, so that the cursor stops once."""
    return [Row(text, topic if place == 0 else None) for place, text in enumerate(lines)]


def option_title(entry: RankedOption) -> Line:
    """Return letter, label, score and tier of an option."""
    return line(
        (f" {entry.letter} {entry.label}", "strong"),
        (f"  {entry.score_points:.1f}", "accent"),
        (f"  {tier_words(entry)}", "muted"),
    )
