"""What this version understands of a scenario file: keys that it does not know are left out, and named."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from tunewise.domain.migrations import migrated
from tunewise.domain.names import UNTITLED
from tunewise.domain.scenario import FORMAT, Scenario
from tunewise.domain.text import nearest, shown
from tunewise.domain.validation import Fault, faults_of, is_newer, refusal, short
from tunewise.domain.wanted import meant, of_another_range

Place = tuple[int | str, ...]

_MOST_NAMED = 3
_MOST_ROUNDS = 50
"""How often the data is looked at anew: what is left out of it can bring another fault to light."""


class Understood(NamedTuple):
    """A scenario, the keys of its data that were left out of it, and why it can only be looked at (or nothing)."""

    scenario: Scenario
    left_out: tuple[Place, ...] = ()
    read_only: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the keys that were left out, each with its tables."""
        return tuple(".".join(map(str, place)) for place in self.left_out)

    def notice(self) -> str:
        """Return one safe line on the keys that were left out, or nothing; a slip is answered with what was meant."""
        if not self.left_out or self.read_only:
            return ""
        named = [_named(place) for place in self.left_out[:_MOST_NAMED]]
        more = len(self.left_out) - len(named)
        several = len(self.left_out) > 1
        listed = ", ".join(named) + (f" and {more} more" if more else "")
        what = "these keys and keeps them" if several else "this key and keeps it"
        return f"Tunewise does not know {what}: {listed}."


def _named(place: Place) -> str:
    like = meant(place)
    return f"{shown('.'.join(map(str, place)), 60)}{f' (did you mean {like}?)' if like else ''}"


def understood(data: Mapping[str, Any], file: str = "") -> Understood:
    """Return the scenario in ``data`` without the keys that are not known.

    Of a later format it is whatever fits this version, to be looked at only. Raises ``ScenarioError`` for everything
    else that is wrong.
    """
    if is_newer(data):
        return _of_a_later_format(data)
    data = migrated(data)
    scenario, faults = faults_of(data)
    strange: list[Place] = []
    while faults:
        new = _topmost([fault.path for fault in faults if fault.unknown and not of_another_range(fault.path)])
        if not new:
            raise refusal(_with_slips(faults, strange), file)
        strange += new
        data = without(data, new)
        scenario, faults = faults_of(data)
    assert scenario is not None  # noqa: S101  # there is one where there is no fault
    return Understood(scenario, tuple(strange))


def _topmost(places: Sequence[Place]) -> list[Place]:
    """Return the places that do not lie in another one, each once."""
    known = set(places)
    return [
        place for place in dict.fromkeys(places) if not any(place[:depth] in known for depth in range(1, len(place)))
    ]


def _with_slips(faults: Sequence[Fault], strange: Iterable[Place]) -> list[Fault]:
    """Put in front of the faults a key that was probably meant to be one that is missing."""
    for fault in faults:
        if fault.kind == "missing":
            for place in strange:
                if place[:-1] == fault.path[:-1] and nearest(str(place[-1]), [str(fault.path[-1])]):
                    return [Fault("extra_forbidden", place, fault.error), *faults]
    return list(faults)


def _of_a_later_format(data: Mapping[str, Any]) -> Understood:
    reason = (
        f"This file has format {short(data['format'])}, and this version of Tunewise reads format {FORMAT}: "
        "it can be looked at, not saved. Update Tunewise to change it."
    )
    data = {**data, "format": FORMAT}
    left_out: list[Place] = []
    for _ in range(_MOST_ROUNDS):
        scenario, faults = faults_of(data)
        if scenario is not None:
            return Understood(scenario, tuple(left_out), reason)
        # Where a key is missing, the table that lacks it means nothing here.
        places = _topmost([fault.path[:-1] if fault.kind == "missing" else fault.path for fault in faults])
        if any(place in {(), ("title",)} for place in places):
            data = {**data, "title": UNTITLED}
        left_out += [place for place in places if place]
        data = without(data, [place for place in places if place and place != ("title",)])
    return Understood(Scenario(title=UNTITLED), tuple(left_out), reason)


def without(data: Mapping[str, Any], places: Iterable[Place]) -> dict[str, Any]:
    """Return ``data`` without what stands at ``places``; the data itself stays as it is."""
    result: dict[str, Any] = _without(data, {place for place in places if place})
    return result


def _without(value: Any, places: set[Place]) -> Any:  # noqa: ANN401  # any value of a file
    inner: dict[int | str, set[Place]] = {}
    for place in places:
        inner.setdefault(place[0], set()).add(place[1:])

    def left(pairs: Iterable[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
        kept = [(key, one) for key, one in pairs if () not in inner.get(key, set())]
        return [(key, _without(one, inner[key]) if key in inner else one) for key, one in kept]

    if isinstance(value, Mapping):
        return dict(left(value.items()))
    return [one for _, one in left(enumerate(value))] if isinstance(value, list) else value
