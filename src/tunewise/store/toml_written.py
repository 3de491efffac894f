"""TOML as a person writes it: values on one line, texts over several, a table with its heading."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import tomli_w

from tunewise.store.toml_scan import Path

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_OF_A_FIGURE = {"low", "likely", "high", "p50", "p90"}
_LONGEST_LINE = 100


def key_word(key: str) -> str:
    """Return a key as it is written: bare where that is allowed."""
    return key if _BARE.fullmatch(key) else literal(key)


def literal(value: Any) -> str:  # noqa: ANN401  # whatever a TOML file may hold
    """Return ``value`` on one line. Raises ``TypeError`` or ``ValueError`` for what TOML cannot hold."""
    if isinstance(value, Mapping):
        inner = ", ".join(f"{key_word(key)} = {literal(one)}" for key, one in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, list):
        return f"[{', '.join(map(literal, value))}]"
    return tomli_w.dumps({"k": value}).removeprefix("k = ").removesuffix("\n")


def line_value(value: Any) -> str:  # noqa: ANN401
    """Return ``value`` as it stands on a line of its own: a text of several lines, and a long list, over several."""
    # A carriage return in a text over several lines would not come back.
    if isinstance(value, str) and "\n" in value and "\r" not in value:
        return tomli_w.dumps({"k": value}, multiline_strings=True).removeprefix("k = ").removesuffix("\n")
    plain = literal(value)
    if isinstance(value, list) and len(plain) > _LONGEST_LINE:
        return "".join(["[\n", *(f"    {literal(one)},\n" for one in value), "]"])
    return plain


def on_one_line(value: object) -> bool:
    """Tell whether ``value`` belongs on a line of its table, and not under a heading of its own."""
    if isinstance(value, Mapping):
        return bool(value) and set(value) <= _OF_A_FIGURE
    return not several_tables(value)


def several_tables(value: object) -> bool:
    """Tell whether ``value`` is a list of tables, each of which gets a heading."""
    return isinstance(value, list) and bool(value) and all(isinstance(one, Mapping) for one in value)


def heading(path: Path, *, several: bool = False) -> str:
    """Return the heading of the table at ``path``."""
    name = ".".join(key_word(key) for key in path if isinstance(key, str))
    return f"[[{name}]]" if several else f"[{name}]"


def block(path: Path, value: Any, *, several: bool = False) -> str:  # noqa: ANN401
    """Return a table, or a list of tables, with headings; every line ends, and blank lines stand between the tables."""
    return "\n".join(f"{one}\n" for one in _tables(path, value, several=several))


def _tables(path: Path, value: Any, *, several: bool) -> Iterator[str]:  # noqa: ANN401
    if several_tables(value):
        for one in value:
            yield from _tables(path, one, several=True)
        return
    lines = [f"{key_word(key)} = {line_value(one)}" for key, one in value.items() if on_one_line(one)]
    inner = {key: one for key, one in value.items() if not on_one_line(one)}
    # A table that only holds tables needs no heading of its own.
    if lines or several or not inner:
        yield "\n".join([heading(path, several=several), *lines])
    for key, one in inner.items():
        yield from _tables((*path, key), one, several=False)
