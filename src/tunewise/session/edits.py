"""Edits: which keys of a scenario get which values. ``None`` makes a key unknown again."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from tunewise.domain.errors import ScenarioError
from tunewise.domain.scenario import Scenario
from tunewise.domain.validation import table_data, to_data, to_scenario, with_tables
from tunewise.domain.wanted import TABLES
from tunewise.knowledge.tables import Knowledge


class Edit(NamedTuple):
    """A change of one or more keys, named with their tables (``table.key``), that succeeds or fails as a whole."""

    changes: Mapping[str, Any]
    label: str

    @property
    def keys(self) -> frozenset[str]:
        """Return the keys that it touches."""
        return _keys(tuple(self.changes))


@lru_cache(maxsize=256)
def _keys(keys: tuple[str, ...]) -> frozenset[str]:
    """Return ``keys`` as a set, one for all steps that touch the same ones: a history keeps a thousand."""
    return frozenset(keys)


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
    """Return the scenario after ``edit``, validated whole. Raises ``ScenarioError`` when it is not valid.

    A key names its tables, as in ``costs.plans.lora.engineering_weeks``. Setting one makes the tables that are not
    there yet; making one unknown takes the tables out that are empty then.
    """
    touched = {key.partition(".")[0] for key in edit.changes if "." in key} & TABLES.keys()
    if all(key.partition(".")[0] in touched for key in edit.changes):
        tables = {name: table_data(scenario, name) for name in touched}
        _change(tables, edit)
        changed = with_tables(scenario, {name: tables.get(name, {}) for name in touched})
        if changed is not None:
            return changed
    # What concerns the scenario itself; or what is wrong, which is told with its place in the whole.
    data = to_data(scenario)
    _change(data, edit)
    return _sharing(to_scenario(data), scenario)


def _change(data: dict[str, Any], edit: Edit) -> None:
    """Make the changes of ``edit`` in plain data. Raises ``ScenarioError`` where a value stands in the way."""
    for key, value in edit.changes.items():
        *tables, name = key.split(".")
        if value is None:
            _remove(data, tables, name)
        else:
            _place(data, tables)[name] = value


def _sharing(scenario: Scenario, before: Scenario) -> Scenario:
    """Return ``scenario`` with the tables of ``before`` that it equals, so that thousands of steps share them."""
    tables = {name: value for name, value in before if getattr(scenario, name) == value}
    return scenario.model_copy(update=tables)


def _place(data: dict[str, Any], tables: Sequence[str]) -> dict[str, Any]:
    """Return the table that ``tables`` lead to. Raises ``ScenarioError`` where a value stands in the way."""
    place = data
    for depth, table in enumerate(tables):
        place = place.setdefault(table, {})
        if not isinstance(place, dict):
            key = ".".join(tables[: depth + 1])
            raise ScenarioError("is a value, which has no keys of its own", remedy=f"set {key} itself", key=key)
    return place


def _remove(data: dict[str, Any], tables: Sequence[str], name: str) -> None:
    """Take ``name`` out of the table that ``tables`` lead to, and every table that is empty for it; or do nothing."""
    places = [data]
    for table in tables:
        inner = places[-1].get(table)
        if not isinstance(inner, dict):
            return
        places.append(inner)
    if name not in places[-1]:
        return
    del places[-1][name]
    for outer, table, inner in reversed(list(zip(places[:-1], tables, places[1:], strict=True))):
        if not inner:
            del outer[table]
