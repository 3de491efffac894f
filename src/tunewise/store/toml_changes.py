"""What must change in the data of a TOML file so that it holds what it should: values set, keys added, keys removed."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from tunewise.store.toml_scan import Path
from tunewise.store.toml_written import several_tables

Data = Mapping[str, Any]


class Change(NamedTuple):
    """One change: ``set`` a value, ``add`` a key or an element with it, or ``remove`` what stands at ``path``."""

    kind: str
    path: Path
    before: Any
    after: Any


def same(one: object, other: object) -> bool:
    """Tell whether two values of TOML are the same, kinds, digits and NaN included."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if type(one) is not type(other):
        return False
    if isinstance(one, Decimal) and isinstance(other, Decimal) and (one.is_nan() or other.is_nan()):
        return one.is_nan() and other.is_nan()
    return one == other


def changes(before: Data, after: Data, above: Path = ()) -> Iterator[Change]:
    """Yield what turns ``before`` into ``after``."""
    for key, value in before.items():
        if key not in after:
            yield Change("remove", (*above, key), value, None)
    for key, value in after.items():
        path = (*above, key)
        if key not in before:
            yield Change("add", path, None, value)
        else:
            yield from _of_a_value(before[key], value, path)


def _of_a_value(before: Any, after: Any, path: Path) -> Iterator[Change]:  # noqa: ANN401
    if same(before, after):
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from changes(before, after, path)
    elif several_tables(before) and several_tables(after):
        yield from _of_several(before, after, path)
    else:
        yield Change("set", path, before, after)


def _of_several(before: list[Any], after: list[Any], path: Path) -> Iterator[Change]:
    for _, start, end, first, last in aligned(before, after):
        both = min(end - start, last - first)
        for step in range(both):
            yield from _of_a_value(before[start + step], after[first + step], (*path, start + step))
        for number in range(start + both, end):
            yield Change("remove", (*path, number), before[number], None)
        for number in range(first + both, last):
            yield Change("add", (*path, end), None, after[number])


def aligned(before: list[Any], after: list[Any]) -> list[tuple[str, int, int, int, int]]:
    """Return where two lists differ, as ``difflib`` tells it: what, from and to in the one, and in the other."""
    from difflib import SequenceMatcher  # noqa: PLC0415  # only needed once something differs

    matcher = SequenceMatcher(None, list(map(repr, before)), list(map(repr, after)), autojunk=False)
    return [one for one in matcher.get_opcodes() if one[0] != "equal"]


def merged(raw: Any, before: Any, after: Any, *, strict: bool = False) -> Any:  # noqa: ANN401
    """Return ``raw`` with what changes from ``before`` to ``after``.

    What ``before`` does not know of, it keeps; unless ``strict``, also where the table that holds it goes.
    """
    if isinstance(raw, Mapping) and isinstance(after, Mapping):
        return _merged_tables(raw, before if isinstance(before, Mapping) else {}, after, strict=strict)
    if several_tables(raw) and several_tables(before) and several_tables(after) and len(raw) == len(before):
        result, taken = [], 0
        for _, start, end, first, last in aligned(before, after):
            result += raw[taken:start]
            both = min(end - start, last - first)
            result += [
                merged(raw[start + step], before[start + step], after[first + step], strict=strict)
                for step in range(both)
            ]
            result += after[first + both : last]
            taken = end
        return result + raw[taken:]
    return after


def _merged_tables(raw: Data, before: Data, after: Data, *, strict: bool) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key, value in raw.items():
        if key in after:
            known = key in before and same(before[key], after[key])
            result[key] = value if known else merged(value, before.get(key), after[key], strict=strict)
        elif key not in before:
            result[key] = value
        elif not strict and (left := _strange(value, before[key])):
            result[key] = left
    # A key that the text need not tell, as it says what holds anyway, is not added.
    added = {key: value for key, value in after.items() if key not in raw and not same(value, before.get(key))}
    return result | added


def _strange(raw: Any, known: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return what of a table that goes is not known: it stays."""
    if not isinstance(raw, Mapping) or not isinstance(known, Mapping):
        return {}
    left: dict[str, Any] = {}
    for key, value in raw.items():
        if key not in known:
            left[key] = value
        elif inner := _strange(value, known[key]):
            left[key] = inner
    return left
