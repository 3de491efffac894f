"""Edits: which keys of a scenario get which values. ``None`` makes a key unknown again."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from tunewise.domain.scenario import Scenario
from tunewise.domain.validation import to_data, to_scenario
from tunewise.knowledge.tables import Knowledge


class Edit(NamedTuple):
    """A change of one or more keys, named ``table.key``, that succeeds or fails as a whole."""

    changes: Mapping[str, Any]
    label: str

    @property
    def keys(self) -> frozenset[str]:
        """Return the keys that it touches."""
        return frozenset(self.changes)


def set_value(key: str, value: object, label: str = "") -> Edit:
    """Return the edit that sets one key, or makes it unknown; ``label`` names it to the user."""
    return Edit({key: value}, label or key.rpartition(".")[2].replace("_", " "))


def settle_check(item: str, answer: bool | None, scenario: Scenario, knowledge: Knowledge) -> Edit:
    """Return the edit that answers a checklist item.

    Where a tick stands for facts (``yes_sets``) it is those facts that change, so that the checklist and the gates say
    the same: a yes sets them, a no or a withdrawn answer clears the ones that said yes.
    """
    entry = knowledge.checks[item]
    changes: dict[str, Any] = {f"readiness.{item}": answer}
    for fact, value in entry.yes_sets.items():
        if answer:
            changes[f"facts.{fact}"] = value
            changes[f"readiness.{item}"] = None
        elif getattr(scenario.facts, fact) == value or answer is None:
            changes[f"facts.{fact}"] = None
    return Edit(changes, entry.label.lower())


def set_ladder_level(level: int | None) -> Edit:
    """Return the edit that sets the prompting ladder level; the level replaces a bare yes or no."""
    return Edit(
        {"facts.prompting_ladder_level": level, "readiness.advanced_prompting_tried": None}, "prompting ladder level"
    )


def apply(edit: Edit, scenario: Scenario) -> Scenario:
    """Return the scenario after ``edit``, validated whole. Raises ``ScenarioError`` when it is not valid."""
    data = to_data(scenario)
    for key, value in edit.changes.items():
        table, _, name = key.rpartition(".")
        place = data.setdefault(table, {}) if table else data
        if value is None:
            place.pop(name, None)
        else:
            place[name] = value
    return to_scenario(data)
