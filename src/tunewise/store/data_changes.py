"""What turns one piece of plain JSON data into another, itself plain data, and small where little changed."""

from bisect import bisect_left
from collections.abc import Iterator
from itertools import takewhile
from typing import Any

_SHORT = 40
"""Texts and lists that are not longer are put whole: a splice would take as much room."""

_OF_MODELS = 2
"""How many levels of a scenario are tables of fixed keys, whose order says nothing."""


def changes(one: dict[str, Any], other: dict[str, Any]) -> list[list[Any]]:
    """Return what turns ``one`` into ``other``: keys to set, to take out, and to splice, each with its path."""
    return list(_between(one, other, []))


def changed(data: dict[str, Any], steps: Any) -> dict[str, Any]:  # noqa: ANN401  # JSON of any kind, checked here
    """Return ``data`` after the changes, itself untouched.

    Raises one of ``ValueError``, ``TypeError``, ``KeyError``, ``IndexError`` where they do not fit it.
    """
    result = dict(data)
    for path, kind, *what in steps:
        *above, last = path
        table = result
        for key in above:
            if not isinstance(table[key], dict):
                raise TypeError(key)
            table[key] = dict(table[key])
            table = table[key]
        if kind == "put":
            (table[last],) = what
        elif kind == "out":
            del table[last]
        elif kind == "splice":
            table[last] = _spliced(table[last], *what)
        else:
            raise ValueError(kind)
    return result


def _between(one: dict[str, Any], other: dict[str, Any], path: list[str]) -> Iterator[list[Any]]:
    for key in one:
        if key not in other:
            yield [[*path, key], "out"]
    for key, value in other.items():
        here = [*path, key]
        old = one.get(key)
        if key in one and _same(old, value):
            continue
        if isinstance(old, dict) and isinstance(value, dict) and _in_order(old, value, len(here)):
            yield from _between(old, value, here)
        elif type(old) is type(value) and isinstance(value, str | list) and len(value) > _SHORT:
            yield [here, "splice", *_splice(old, value)]
        else:
            yield [here, "put", value]


def _in_order(one: dict[str, Any], other: dict[str, Any], depth: int) -> bool:
    """Tell whether ``one`` has the order of ``other`` once keys are taken out, and new ones put at the end."""
    return depth < _OF_MODELS or [*(key for key in one if key in other), *(key for key in other if key not in one)] == [
        *other
    ]


def _same(one: object, other: object) -> bool:
    """Tell whether two values are the same JSON: 1, 1.0 and true are not."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict) and isinstance(other, dict):
        return [*one] == [*other] and all(_same(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    return one == other


def _splice(one: Any, other: Any) -> tuple[int, int, Any]:  # noqa: ANN401  # two texts or two lists
    """Return where ``one`` is cut, how much of it goes, and what comes there instead."""
    shorter = min(len(one), len(other))
    start = _alike(one[:shorter], other[:shorter])
    rest = shorter - start
    end = _alike(one[::-1][:rest], other[::-1][:rest])
    return start, len(one) - start - end, other[start : len(other) - end]


def _alike(one: Any, other: Any) -> int:  # noqa: ANN401  # two texts or two lists of one length
    """Return at how many places from the start two texts or lists are the same."""
    if isinstance(one, list):
        return sum(1 for _ in takewhile(lambda at: _same(one[at], other[at]), range(len(one))))
    return bisect_left(range(len(one)), x=True, key=lambda at: bool(one[: at + 1] != other[: at + 1]))


def _spliced(value: Any, start: Any, cut: Any, put: Any) -> Any:  # noqa: ANN401  # JSON of any kind, checked here
    if type(value) is not type(put) or not isinstance(value, str | list):
        raise TypeError(value)
    if not 0 <= start <= start + cut <= len(value):
        raise IndexError(start)
    return value[:start] + put + value[start + cut :]
