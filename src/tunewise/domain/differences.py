"""What differs between two scenarios, key by key, in words that are safe to show."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from tunewise.domain.scenario import Scenario
from tunewise.domain.text import shown
from tunewise.domain.validation import to_data

_LONGEST_VALUE = 60


class Difference(NamedTuple):
    """A key, named with its tables, and what it holds on either side: a safe text, empty where the key is absent."""

    key: str
    before: str
    after: str

    def line(self) -> str:
        """Return the difference in one line."""
        return f"{self.key}: {self.before or 'not told'} → {self.after or 'not told'}"


def differences(before: Scenario, after: Scenario) -> list[Difference]:
    """Return what one must change in ``before`` to get ``after``, in the order of a scenario file."""
    one, other = _flat(to_data(before)), _flat(to_data(after))
    keys = [*one, *(key for key in other if key not in one)]
    return [
        Difference(shown(key, 120), _worded(one.get(key)), _worded(other.get(key)))
        for key in keys
        if one.get(key) != other.get(key)
    ]


def _flat(data: Mapping[str, Any], above: str = "") -> dict[str, Any]:
    """Return every value that is no table by its key with the tables above it."""
    flat: dict[str, Any] = {}
    for name, value in data.items():
        key = f"{above}{name}"
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{key}.")
        else:
            flat[key] = value
    return flat


def _worded(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        if value and all(isinstance(one, Mapping) for one in value):
            return f"{len(value)} entries"
        return shown(", ".join(map(str, value)), _LONGEST_VALUE) or "none"
    return shown(str(value), _LONGEST_VALUE)
