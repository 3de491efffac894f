"""Tell from the first bytes of a file how its rows stand in it, and go through them."""

import re
from collections.abc import Iterator
from json import JSONDecodeError, JSONDecoder
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

from tunewise.domain.errors import StoreError
from tunewise.domain.training_data import Container
from tunewise.evidence.training.records import Parser, Record
from tunewise.evidence.training.source import BYTE_ORDER_MARK, Source, lines_in
from tunewise.evidence.training.tables import Table, is_table
from tunewise.evidence.training.values import Values

_LISTS: Final = {
    "data", "examples", "rows", "items", "records", "samples", "train", "training", "trainingdata", "dataset",
    "instances", "entries", "list",
}  # fmt: skip
"""Names under which an object may hold all the rows of a file."""

_SPACE: Final = re.compile(r"\s*")
_LOOKED_AT_LINES = 20
_LONGEST_PLACEHOLDER = 2000
_PLACEHOLDERS: Final = ("todo", "tbd", "fixme", "...", "…", "placeholder", "coming soon", "lorem ipsum")
_DECODER: Final = JSONDecoder()


class Layout(NamedTuple):
    """How rows stand in a file; ``skipped`` characters come before the first value of an array."""

    kind: Literal["lines", "array", "pretty", "table"]
    skipped: int = 0

    @property
    def container(self) -> Container:
        """Return the container that this is a kind of."""
        return "csv" if self.kind == "table" else "json-array" if self.kind == "array" else "jsonl"


def layout_of(source: Source, path: Path) -> Layout:
    """Return how the rows of a file stand in it. Raises ``StoreError`` where it holds none."""
    text = source.head.removeprefix(BYTE_ORDER_MARK).decode("utf-8", "surrogateescape")
    start = text.lstrip()[:1]
    if not start:
        raise StoreError("holds nothing but blank lines", remedy="name a file with examples", file=source.name)
    if start == "[":
        return _array_layout(text)
    if start == "{":
        return _object_layout(text, whole=source.whole)
    if any(_object(line) for line in text.split("\n", _LOOKED_AT_LINES)[:_LOOKED_AT_LINES]):
        return Layout("lines")
    if text.lstrip()[:20].lower().startswith(("<!doctype", "<html", "<?xml")):
        raise StoreError("is a web page or XML", remedy="download the file itself, as raw text", file=source.name)
    if path.suffix.lower() not in {".json", ".jsonl", ".ndjson"} and is_table(text.lstrip(), path):
        return Layout("table")
    raise StoreError(_placeholder(text), remedy="give JSONL, a JSON array or a table with headings", file=source.name)


def records_in(source: Source, layout: Layout, parser: Parser) -> Iterator[Record]:
    """Yield what stands in the file, place by place; findings of the file are records without value and problem."""
    if source.head.startswith(BYTE_ORDER_MARK):
        yield Record(1, None, None, (("byte-order-mark", ""),))
    if layout.kind == "table":
        yield from Table(source.blocks(), source.name).records()
    elif layout.kind == "lines":
        yield from _lines(source.blocks(), parser)
    else:
        array = layout.kind == "array"
        if not array:
            yield Record(1, None, None, (("pretty-printed", ""),))
        yield from Values(source.blocks(), parser, array=array, skipped=layout.skipped).records()


def _lines(blocks: Iterator[bytes], parser: Parser) -> Iterator[Record]:
    for number, raw in enumerate(lines_in(blocks), 1):
        if raw is None:
            yield Record(number, None, ("line-too-long", ""))
            continue
        if not raw or raw.isspace():
            yield Record(number, None, None, (("blank-line", ""),))
            continue
        if raw.endswith(b"\r"):
            yield Record(number, None, None, (("crlf", ""),))
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            yield Record(number, None, ("not-utf8", f"at byte {error.start + 1}"))
            continue
        if text.startswith("\ufeff"):
            text = text[1:]
            yield Record(number, None, None, (("byte-order-mark", "within the file"),))
            if not text or text.isspace():
                yield Record(number, None, None, (("blank-line", ""),))
                continue
        yield parser.record(text.lstrip() if text[0].isspace() else text, number)


def _object(line: str) -> dict[str, Any] | None:
    try:
        value = _DECODER.decode(line)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _array_layout(text: str) -> Layout:
    """Take an array for that of all rows, unless the first line is a whole array and the next one starts another."""
    first, _, rest = text.lstrip().partition("\n")
    if rest.lstrip().startswith(("[", "{")):
        try:
            _DECODER.decode(first)
        except (ValueError, RecursionError):
            pass
        else:
            return Layout("lines")
    return Layout("array", text.index("[") + 1)


def _object_layout(text: str, *, whole: bool) -> Layout:
    """Tell objects on lines of their own from those over several lines and from one that holds a list of rows."""
    lines = text.lstrip().split("\n", _LOOKED_AT_LINES)
    more = any(line.strip() for line in lines[1:])
    if more and _object(lines[0]) is not None:
        return Layout("lines")
    inside = _list_inside(text)
    if inside is not None:
        return Layout("array", inside)
    if not more or any(_object(line) is not None for line in lines[1:_LOOKED_AT_LINES]):
        return Layout("lines")
    return Layout("pretty") if _spans_lines(text, whole=whole) else Layout("lines")


def _spans_lines(text: str, *, whole: bool) -> bool:
    """Tell whether the first object stands on several lines."""
    start = len(text) - len(text.lstrip())
    try:
        _, end = _DECODER.raw_decode(text, start)
    except JSONDecodeError as error:
        beyond = text.find("\n", start)
        return error.pos > beyond + 1 and (not whole or text[start:beyond].strip() == "{")
    except (ValueError, RecursionError):
        return False
    return "\n" in text[start:end]


def _list_inside(text: str) -> int | None:
    """Return where the rows start in an object that holds them in a list, if it does."""
    place = text.index("{") + 1
    while True:
        place = _over(text, place)
        try:
            name, place = _DECODER.raw_decode(text, place)
            place = _over(text, _over(text, place) + 1)
            if text.startswith("[", place):
                after = _over(text, place + 1)
                if str(name).lower().replace("_", "") in _LISTS and text.startswith("{", after):
                    return place + 1
            _, place = _DECODER.raw_decode(text, place)
        except (ValueError, RecursionError):
            return None
        place = _over(text, place)
        if not text.startswith(",", place):
            return None
        place += 1


def _over(text: str, place: int) -> int:
    return _SPACE.match(text, place).end()  # type: ignore[union-attr]  # matches the empty text


def _placeholder(text: str) -> str:
    """Say what a file without any row holds instead."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if all(line.startswith(("#", "//", "--", "/*", "*", ";")) for line in lines):
        return "holds nothing but comments"
    if len(text) < _LONGEST_PLACEHOLDER and any(mark in text.lower() for mark in _PLACEHOLDERS):
        return "is a placeholder, not data"
    return "holds no examples: it is neither JSON nor a table"
