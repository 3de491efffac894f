"""The scenario: one described situation, a frozen value that every screen and command reads.

A key that the user does not know is absent (``None``); unknown is never a number in the middle. Keys carry their units.
"""

from typing import Annotated, Final, Literal, Self, TypeVar, get_args

from pydantic import Field, field_validator, model_validator

from tunewise.domain.costs import Costs
from tunewise.domain.evidence import Evidence
from tunewise.domain.figures import Frozen
from tunewise.domain.plan_answers import PlanAnswers

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

OptionId = Literal[
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
"""A way to adapt; `knowledge/options.toml` describes each one."""

Scope = Literal["quick", "full"]
"""Which factors share the points: the five signals with task and simplicity, or all of them."""

TASK_KINDS: Final[tuple[TaskKind, ...]] = get_args(TaskKind)
FAILURES: Final[tuple[Failure, ...]] = get_args(Failure)
OPTION_IDS: Final[tuple[OptionId, ...]] = get_args(OptionId)


Name = TypeVar("Name", bound=str)

Signal = Annotated[int, Field(ge=0, le=100)]


def _without_repeats(names: tuple[Name, ...], problem: str) -> tuple[Name, ...]:
    if len(set(names)) != len(names):
        raise ValueError(problem)
    return names


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
        return _without_repeats(value, "a failure is named twice")


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
    format_strictness: Signal | None = Field(
        None, description="0 free prose, 100 any deviation from the format is rejected."
    )
    latency_pressure: Signal | None = Field(
        None, description="0 batch work, 50 interactive seconds, 100 under 100 milliseconds."
    )
    specialised_language: Signal | None = Field(
        None, description="0 everyday language, 100 terms or a script that general models hardly know."
    )
    reasoning_gap: Signal | None = Field(
        None, description="0 the base model can do the task when prompted well, 50 in part, 100 it cannot."
    )
    team_capacity: Signal | None = Field(
        None, description="0 nobody can train or run a model, 100 a team that does it every day."
    )
    time_available: Signal | None = Field(
        None, description="Weeks until it must work on a log scale: 10 is two, 40 is four, 70 is eight, 100 sixteen."
    )


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
    data_may_leave: bool | None = Field(
        None, description="Whether inputs may be sent to a model that somebody else hosts."
    )
    sources_must_be_cited: bool | None = Field(
        None, description="Whether each answer must point to the passage that it rests on."
    )
    documents_fit_window: bool | None = Field(
        None, description="Whether all facts that an answer may need fit into the prompt."
    )
    output_can_be_checked: bool | None = Field(
        None, description="Whether a program can tell a right output from a wrong one: tests, a compiler, a checksum."
    )
    tuning_route_offered: bool | None = Field(
        None,
        description="Whether the way to tune and serve that is planned is still offered for the time it is needed.",
    )
    adapter_fell_short: bool | None = Field(
        None, description="Whether a LoRA or other adapter was trained, measured, and did not reach the target."
    )
    weeks_available: int | None = Field(None, ge=0, le=520, description="Weeks until it must work.")
    tasks_on_one_model: int | None = Field(
        None, ge=1, le=100_000, description="How many narrow tasks one base model has to serve."
    )
    in_place: tuple[OptionId, ...] = Field((), strict=False, description="What runs already and stays.")

    @field_validator("in_place")
    @classmethod
    def _in_place_once(cls, value: tuple[OptionId, ...]) -> tuple[OptionId, ...]:
        return _without_repeats(value, "an option is named twice")


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


class Decision(Frozen):
    """What the user decided where that is not what is recommended. A choice needs its reason; both are exported."""

    option: OptionId | None = Field(None, description="The option that was chosen instead.")
    reason: str = Field("", max_length=2_000, description="Why; needed with an option.")

    @model_validator(mode="after")
    def _has_a_reason(self) -> Self:
        if self.option is not None and not self.reason.strip():
            msg = "an option is chosen without a reason"
            raise ValueError(msg)
        return self


class Sampling(Frozen):
    """How far the draws of "how sure" stray: from the answers, and from the points of the tables."""

    answers: Literal["sure", "about", "guess"] = Field(
        "about", description="How exact the answers are: sure is 3 points either way, about 6, guess 15."
    )
    weights: Literal["fixed", "default", "rough", "no-idea"] = Field(
        "default", description="How far the points of the factors may stray from the tables."
    )


class Heading(Frozen):
    """What a scenario says of itself, above its tables."""

    format: int = Field(FORMAT, ge=FORMAT, le=FORMAT, description="The file format; always 1 in this version.")
    title: str = Field(min_length=1, max_length=200, description="A short name.")
    summary: str = Field("", max_length=2_000, description="The situation in a sentence or two.")
    notes: str = Field("", max_length=20_000, description="Anything worth keeping.")
    random_seed: int = Field(1, ge=0, le=2**31 - 1, description="Seed of everything that is drawn at random.")
    scope: Scope | None = Field(
        None,
        description="Which factors count: quick or full. Absent, it is full once a further signal is answered.",
    )


class Scenario(Heading):
    """One described situation; one TOML file."""

    # Absent tables hold defaults only and are made without checks, each of which would have to be built first.
    task: Task = Field(default_factory=Task.model_construct)
    signals: Signals = Field(default_factory=Signals.model_construct)
    facts: Facts = Field(default_factory=Facts.model_construct)
    costs: Costs = Field(default_factory=Costs.model_construct)
    readiness: Readiness = Field(default_factory=Readiness.model_construct)
    evidence: Evidence = Field(default_factory=Evidence.model_construct)
    plan: PlanAnswers = Field(default_factory=PlanAnswers.model_construct)
    sampling: Sampling = Field(default_factory=Sampling.model_construct)
    decision: Decision = Field(default_factory=Decision.model_construct)
