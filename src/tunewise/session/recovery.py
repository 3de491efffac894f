"""Work of an earlier run on a scenario that changed since: what the user did is done again, what others did stays."""

from collections.abc import Mapping
from typing import Any

from tunewise.domain.errors import ScenarioError
from tunewise.domain.scenario import Scenario
from tunewise.domain.validation import to_data
from tunewise.domain.work import Work
from tunewise.session.edits import Edit, apply


def redone(work: Work, scenario: Scenario) -> Scenario:
    """Return ``scenario`` with every change of ``work`` done to it, and nothing else.

    Where nobody knows what was there before, or the changes do not fit what is there now, it is the work as it was.
    """
    if work.saved is None:
        return work.scenario
    try:
        return apply(Edit(_changes(to_data(work.saved), to_data(work.scenario)), "work restored"), scenario)
    except ScenarioError:
        return work.scenario


def _changes(before: Mapping[str, Any], after: Mapping[str, Any], above: str = "") -> dict[str, Any]:
    """Return what an edit must change, key by key; tables that only one of the two has are changed inside."""
    changes: dict[str, Any] = {}
    for name in (*before, *(name for name in after if name not in before)):
        one, other = before.get(name), after.get(name)
        if one == other:
            continue
        if isinstance(one, Mapping | None) and isinstance(other, Mapping | None):
            changes |= _changes(one or {}, other or {}, f"{above}{name}.")
        else:
            changes[f"{above}{name}"] = other
    return changes
