"""Fields: what can be set on the screens, one for each key of a scenario, worded by the knowledge tables."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from tunewise.knowledge.tables import Knowledge

FieldKind = Literal["slider", "number", "choice", "check", "yes-no", "ladder", "text", "failure", "placed"]
Unit = Literal["requests", "tokens", "usd", "examples", "points", "classes", "weeks", "tasks", ""]

_NUMBERS: dict[str, tuple[Unit, int]] = {
    "facts.labelled_examples": ("examples", 1_000_000_000),
    "facts.gap_to_target_points": ("points", 100),
    "task.classes": ("classes", 10_000),
    "facts.weeks_available": ("weeks", 520),
    "facts.tasks_on_one_model": ("tasks", 100_000),
}
_KINDS: dict[str, FieldKind] = {
    "title": "text",
    "summary": "text",
    "notes": "text",
    "task.kind": "choice",
    "facts.prompting_ladder_level": "ladder",
}


class Field(NamedTuple):
    """One thing to set. ``key`` names it in the scenario file.

    ``choice`` is the failure or the option that a row of a list switches on and off.
    """

    key: str
    kind: FieldKind
    label: str
    why: str
    sources: tuple[str, ...]
    short: str = ""
    low_anchor: str = ""
    high_anchor: str = ""
    unit: Unit = ""
    choice: str = ""

    @property
    def name(self) -> str:
        """Return the last part of the key."""
        return self.key.rpartition(".")[2]


def field_of(key: str, knowledge: Knowledge) -> Field:
    """Return the field for one key."""
    table, _, name = key.rpartition(".")
    if table == "signals":
        factor = knowledge.signals[name]
        return Field(
            key,
            "slider",
            factor.label,
            factor.why,
            factor.sources,
            short=factor.short[:1].upper() + factor.short[1:],
            low_anchor=factor.low_anchor,
            high_anchor=factor.high_anchor,
        )
    if table == "costs":
        control = knowledge.controls[name]
        return Field(key, "number", control.label, control.why, control.sources, unit=control.unit)
    if table == "readiness":
        item = knowledge.checks[name]
        return Field(key, "check", item.label, f"{item.asks} {item.why}", item.sources)
    question = knowledge.questions[key]
    unit = _NUMBERS[key][0] if key in _NUMBERS else ""
    kind = "number" if unit else _KINDS.get(key, "yes-no")
    return Field(key, kind, question.label, question.why, question.sources, unit=unit)


def failure_field(failure: str, knowledge: Knowledge) -> Field:
    """Return the field that switches one failure on and off."""
    entry = knowledge.failures[failure]
    return Field("task.failures", "failure", entry.label, entry.remedy, entry.sources, choice=failure)


def placed_field(option: str, knowledge: Knowledge) -> Field:
    """Return the field that says whether one option runs already."""
    question, choice = knowledge.questions["facts.in_place"], knowledge.choices[option]
    return Field("facts.in_place", "placed", choice.label, question.why, question.sources, choice=option)


def fields_of(keys: tuple[str, ...], knowledge: Knowledge) -> Iterator[Field]:
    """Yield the fields for ``keys``; a list becomes one field for each thing that may be on it."""
    for key in keys:
        if key == "task.failures":
            yield from (failure_field(failure, knowledge) for failure in knowledge.failures)
        elif key == "facts.in_place":
            yield from (placed_field(option, knowledge) for option in knowledge.options)
        else:
            yield field_of(key, knowledge)
