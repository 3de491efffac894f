"""What the tables of published cases hold: precedents, lessons, hybrid patterns and routes."""

from datetime import date
from typing import Literal

from pydantic import Field

from tunewise.knowledge.schema import Clause, Entry, Sources


class Outcome(Entry):
    """What came of a published case: the option that worked best, others that did, and those that did not."""

    best: str
    acceptable: tuple[str, ...]
    failed: tuple[str, ...]
    worked: str


class Publication(Entry):
    """Where a case was published. ``address`` is empty unless it is the primary one."""

    title: str
    authors: str
    year: int
    address: str = ""


class Trust(Entry):
    """How far a case can be relied on; ``note`` says what of it was not confirmed."""

    confidence: Literal["high", "medium", "low"]
    note: str = ""


class Precedent(Entry):
    """A published case in which what worked is known. Readings are one reader's estimates unless marked published."""

    id: str
    title: str
    situation: str
    task: str
    failures: tuple[str, ...]
    base_model: Literal["capable", "partly", "not"]
    prompting: Literal["none", "basic", "few-shot", "advanced"]
    labelled_examples: int
    examples_basis: Literal["published", "estimated"]
    monthly_requests: int | None = None
    requests_basis: Literal["published", "estimated"] | None = None
    privacy_need: int = Field(ge=0, le=100)
    signals: dict[str, int]
    outcome: Outcome
    source: Publication
    trust: Trust


class PrecedentScales(Entry):
    """How the words of a published case read as signals and facts."""

    reasoning_gap: dict[str, int]
    prompting_ladder_level: dict[str, int]
    data_may_not_leave_from: int
    near_from: float
    sources: Sources


class Lesson(Entry):
    """Something that practice adds to the articles, with the cases that show it."""

    id: str
    title: str
    says: str
    speaks_for: tuple[str, ...]
    speaks_against: tuple[str, ...]
    applies_when: tuple[Clause, ...]
    precedents: tuple[str, ...]
    sources: Sources


class Pattern(Entry):
    """A way to combine tuning and prompting, and which option of the ranking it is."""

    id: str
    title: str
    says: str
    fits: tuple[str, ...]
    applies_when: tuple[Clause, ...]
    sources: Sources


class Route(Entry):
    """Whether a way to tune and serve a model is still offered, as of the day it was looked up."""

    id: str
    label: str
    status: Literal["offered", "closing", "closed"]
    says: str
    ends: date | None = None
    confidence: Literal["A", "B", "C"]
    read: date
    sources: Sources


class Push(Entry):
    """What moves a scenario along an axis of the map, and how far it reaches, 0 to 100."""

    axis: Literal["knowledge", "behaviour"]
    reaches: int = Field(ge=0, le=100)
    when: tuple[Clause, ...]
    says: str
    sources: Sources


class Likeness(Entry):
    """What makes a published case like a scenario: shares of 1, and how far apart two readings still count as alike."""

    leading_failure: float
    other_failure: float
    task: float
    signals: float
    base_model: float
    alike_within: int
    nothing_in_common_from: int
    other_base_model_from: int
    sources: Sources


class CaseTables(Entry):
    """The tables of cases together. They are read when somebody first asks for them: no ranking needs them."""

    precedent: tuple[Precedent, ...]
    scales: PrecedentScales
    lesson: tuple[Lesson, ...]
    pattern: tuple[Pattern, ...]
    push: tuple[Push, ...]
    likeness: Likeness
    route: tuple[Route, ...]
