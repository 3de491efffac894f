"""Where everything stands in a TOML text: every table heading, key, value and comment with its place.

The text must be valid TOML; whether it is, the parser decides before. Only places are found here, never values.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

import tomli

Path = tuple[str | int, ...]
"""The keys that lead to a value; an element of an array is named by its number, from 0."""

_SPACE = re.compile(r"[ \t]*")
_GAP = re.compile(r"[ \t\r\n]*")
_COMMENT = re.compile(r"#[^\n\r]*")
_KEY = re.compile(r"""[A-Za-z0-9_-]+ | "(?>(?:[^"\\\n]+|\\.)*)" | '[^'\n]*' """, re.VERBOSE)
_SCALAR = re.compile(
    r"""
      \"\"\" (?> (?: [^\\"]+ | \\. | "{1,2}(?!") )* ) "{3,5}
    | "     (?> (?: [^"\\\n]+ | \\. )* ) "
    | \'\'\' (?> (?: [^']+ | '{1,2}(?!') )* ) '{3,5}
    | '     [^'\n]* '
    | \d{4}-\d\d-\d\d\ \d\d:[^\s,\]}\#]+
    | [^\s,\]}\#]+
    """,
    re.DOTALL | re.VERBOSE,
)


class Value(NamedTuple):
    """A value from ``start`` to ``end``, with what stands in it where it is an array or an inline table."""

    start: int
    end: int
    kind: str
    parts: tuple["Part", ...] = ()


class Part(NamedTuple):
    """A value with its keys: a line of a table, a member of an inline table, or, without keys, an element of an array.

    ``start`` is where its first key begins, and for an element where the value does.
    """

    keys: tuple[str, ...]
    start: int
    value: Value


class Table(NamedTuple):
    """A heading with the lines that belong to it; the first table of a text has no heading.

    ``start`` and ``end`` are the heading's own, ``close`` is where the next heading begins.
    """

    path: Path
    start: int
    end: int
    close: int
    parts: tuple[Part, ...]
    keys: tuple[str, ...] = ()


class Layout(NamedTuple):
    """All tables of a text in their order, and where each comment stands."""

    tables: tuple[Table, ...]
    comments: tuple[tuple[int, int], ...]


class Scanner:
    """Finds the places in one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.comments: list[tuple[int, int]] = []

    def layout(self) -> Layout:
        """Return all places of the text. Raises ``ValueError`` where it is not what it was taken for."""
        tables: list[Table] = []
        counts: dict[Path, int] = {}
        path: Path = ()
        keys: tuple[str, ...] = ()
        start = end = 0
        parts: list[Part] = []
        while self._to_next():
            if self.text[self.at] != "[":
                parts.append(self._part())
                continue
            tables.append(Table(path, start, end, self.at, tuple(parts), keys))
            start = self.at
            keys, several = self._heading()
            path = _counted(keys, counts, several=several)
            end, parts = self.at, []
        tables.append(Table(path, start, end, len(self.text), tuple(parts), keys))
        return Layout(tuple(tables), tuple(self.comments))

    def _to_next(self) -> bool:
        """Go on to what is neither space nor comment; tell whether there is anything."""
        text = self.text
        while True:
            self.at = _GAP.match(text, self.at).end()  # type: ignore[union-attr]  # matches the empty text too
            if not text.startswith("#", self.at):
                return self.at < len(text)
            end = _COMMENT.match(text, self.at).end()  # type: ignore[union-attr]
            self.comments.append((self.at, end))
            self.at = end

    def _skip(self) -> None:
        self.at = _SPACE.match(self.text, self.at).end()  # type: ignore[union-attr]

    def _take(self, mark: str) -> None:
        if not self.text.startswith(mark, self.at):
            msg = f"{mark} is missing at {self.at}"
            raise ValueError(msg)
        self.at += len(mark)

    def _heading(self) -> tuple[tuple[str, ...], bool]:
        several = self.text.startswith("[[", self.at)
        self._take("[[" if several else "[")
        keys = self._keys()
        self._take("]]" if several else "]")
        return keys, several

    def _keys(self) -> tuple[str, ...]:
        found: list[str] = []
        while True:
            self._skip()
            match = _KEY.match(self.text, self.at)
            if match is None:
                msg = f"no key at {self.at}"
                raise ValueError(msg)
            found.append(_plain(match[0]))
            self.at = match.end()
            self._skip()
            if not self.text.startswith(".", self.at):
                return tuple(found)
            self.at += 1

    def _part(self) -> Part:
        start = self.at
        keys = self._keys()
        self._take("=")
        self._skip()
        return Part(keys, start, self._value())

    def _value(self) -> Value:
        start = self.at
        opening = self.text[start : start + 1]
        if opening in {"[", "{"}:
            return self._several(opening)
        match = _SCALAR.match(self.text, start)
        if match is None:
            msg = f"no value at {start}"
            raise ValueError(msg)
        self.at = match.end()
        return Value(start, self.at, "scalar")

    def _several(self, opening: str) -> Value:
        """Take an array, or an inline table."""
        start, closing = self.at, "]" if opening == "[" else "}"
        self.at += 1
        parts: list[Part] = []
        while self._to_next() and not self.text.startswith(closing, self.at):
            if opening == "[":
                begin = self.at
                parts.append(Part((), begin, self._value()))
            else:
                parts.append(self._part())
            self._to_next()
            if not self.text.startswith(closing, self.at):
                self._take(",")
        self._take(closing)
        return Value(start, self.at, "array" if opening == "[" else "inline", tuple(parts))


def _plain(token: str) -> str:
    """Return the key that a bare or quoted key stands for."""
    if token[0] not in "\"'":
        return token
    return str(tomli.loads(f"k = {token}")["k"]) if "\\" in token else token[1:-1]


def _counted(keys: tuple[str, ...], counts: dict[Path, int], *, several: bool) -> Path:
    """Return the path of a heading, with the number of the element in each array of tables that it passes."""
    path: Path = ()
    for key in keys[:-1] if several else keys:
        path = (*path, key)
        if path in counts:
            path = (*path, counts[path])
    if several:
        path = (*path, keys[-1])
        counts[path] = counts.get(path, -1) + 1
        path = (*path, counts[path])
    return path


def scan(text: str) -> Layout:
    """Return the places of a valid TOML text without a byte-order mark. Raises ``ValueError`` where it is none."""
    return Scanner(text).layout()


class Placed(NamedTuple):
    """A line, a member or an element with the whole path to it; ``within`` is the array or inline table around it."""

    path: Path
    part: Part
    within: Value | None
    number: int


def placed(layout: Layout) -> Iterator[Placed]:
    """Yield every line, member and element, each before what stands in it."""
    for table in layout.tables:
        for number, part in enumerate(table.parts):
            yield from _below(Placed((*table.path, *part.keys), part, None, number))


def _below(here: Placed) -> Iterator[Placed]:
    yield here
    for number, inner in enumerate(here.part.value.parts):
        keys: Path = inner.keys or (number,)
        yield from _below(Placed((*here.path, *keys), inner, here.part.value, number))


def places(layout: Layout) -> Iterator[tuple[Path, int]]:
    """Yield each heading, key and element of an array with the place where it begins."""
    for table in layout.tables:
        if table.path:
            yield table.path, table.start
    for path, part, _, _ in placed(layout):
        for depth in range(len(path) - max(len(part.keys), 1) + 1, len(path) + 1):
            yield path[:depth], part.start


def line_of(text: str, key: str) -> int:
    """Return the line on which ``key``, given with its tables, begins, or else the nearest one above it; 0 for none."""
    found: dict[str, int] = {}
    try:
        for path, place in reversed(list(places(scan(text)))):
            found[".".join(map(str, path))] = place
            if isinstance(path[-1], int):
                found[".".join(map(str, path[:-1]))] = place  # a list of tables begins where its first table does
    except (ValueError, RecursionError):
        return 0
    while key and key not in found:
        key = key.rpartition(".")[0]
    return text.count("\n", 0, found[key]) + 1 if key else 0


class Twice(NamedTuple):
    """A key that is given a second time, by its tables, and the lines of both; ``first`` is 0 where it is not found."""

    key: str
    first: int
    second: int


def twice_before(text: str, at: int) -> Twice | None:
    """Return which key is given twice where a parser stopped at ``at``; nothing where ``text`` cannot be walked."""
    # The parser stopped behind the second value; what comes after that may be no TOML.
    end = text.find("\n", at)
    for part in (text, text[: end if end >= 0 else len(text)]):
        try:
            layout = scan(part)
        except (ValueError, RecursionError):
            continue
        return _twice(text, layout, at)
    return None


def _twice(text: str, layout: Layout, at: int) -> Twice | None:
    values = [(one.part.start, one.path) for one in placed(layout) if one.part.keys and one.part.value.end <= at]
    headings = [(table.start, table.path) for table in layout.tables if table.path and table.start < at]
    if not values and not headings:
        return None
    start, path = max([*values, *headings])
    earlier = [place for depth, place in places(layout) if place < start and depth == path]
    # A value may stand where a table is wanted now.
    earlier += [place for place, whole in values if place < start and whole == path[: len(whole)]]
    first = text.count("\n", 0, min(earlier)) + 1 if earlier else 0
    return Twice(".".join(map(str, path)), first, text.count("\n", 0, start) + 1)
