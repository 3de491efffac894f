"""Read a table of examples (CSV, TSV) row by row."""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tunewise.domain.errors import StoreError
from tunewise.domain.text import shown
from tunewise.evidence.training.records import Record
from tunewise.evidence.training.source import MOST_LINE_BYTES, lines_in

_DELIMITERS: Final = ",\t;|"
_LONGEST_HEADING: Final = 60
"""Longest heading, in characters, of a table whose name does not tell that it is one: prose has commas too."""

MOST_COLUMNS: Final = 2_000
"""Columns of the widest table that is read."""

_TABLE_NAMES: Final = {".csv", ".tsv", ".tab"}


def is_table(text: str, path: Path) -> bool:
    """Tell whether a file that starts with ``text`` is a table: by its name, or by two rows of as many cells."""
    if path.suffix.lower() in _TABLE_NAMES:
        return True
    lines = [line for line in text.split("\n", 3)[:3] if line.strip()]
    delimiter = delimiter_of(lines[0])
    headings = [heading.strip() for heading in lines[0].split(delimiter)]
    if len(set(headings)) < len(headings) or max(map(len, headings)) > _LONGEST_HEADING:
        return False
    counts = [line.count(delimiter) for line in lines[:2]]
    return len(counts) > 1 and 0 < counts[0] <= counts[1]


def delimiter_of(header: str) -> str:
    """Return what separates the headings of a table: what stands between them most often."""
    return max(_DELIMITERS, key=header.count)


class Table:
    """A table with headings; a record is a row, its position the line on which it starts."""

    def __init__(self, blocks: Iterator[bytes], name: str) -> None:
        self.name = name
        self._lines = self._decoded(blocks)
        self._faults: list[Record] = []
        self._line = 0

    def records(self) -> Iterator[Record]:
        """Yield the rows as objects by heading. Raises ``StoreError`` where the headings cannot be used."""
        csv.field_size_limit(max(csv.field_size_limit(), MOST_LINE_BYTES))
        first = self._first()
        reader = csv.reader(self._with(first), delimiter=delimiter_of(first), strict=True)
        headings = self._headings(reader)
        while True:
            position = self._line + 1
            try:
                cells = next(reader, None)
            except csv.Error as error:
                yield Record(position, None, ("broken-row", shown(str(error), 60)))
                continue
            yield from self._faults
            self._faults.clear()
            if cells is None:
                return
            yield _record(headings, cells, position)

    def _first(self) -> str:
        for line in self._lines:
            # Some spreadsheets put the separator into a line of its own.
            if line.strip() and not line.lower().startswith("sep="):
                return line
        raise StoreError("holds no rows", remedy="name a table with headings", file=self.name)

    def _with(self, first: str) -> Iterator[str]:
        yield first
        yield from self._lines

    def _headings(self, reader: Iterator[list[str]]) -> list[str]:
        try:
            headings = [heading.strip() for heading in next(reader)]
        except csv.Error as error:
            problem = f"has headings that are no CSV: {error}"
            raise StoreError(problem, remedy="is a quotation mark open?", file=self.name, key="line 1") from None
        if len(headings) > MOST_COLUMNS:
            problem = f"has more than {MOST_COLUMNS:,} columns"
            raise StoreError(problem, remedy="export the columns of the examples alone", file=self.name)
        twice = next((heading for heading, count in Counter(headings).items() if heading and count > 1), "")
        if twice:
            problem = f"has two columns named {twice}"
            raise StoreError(problem, remedy="keep one of them", file=self.name, key=f"line {self._line}")
        return headings

    def _decoded(self, blocks: Iterator[bytes]) -> Iterator[str]:
        """Yield lines as text; what is no UTF-8 becomes lone surrogates, which no text holds."""
        for raw in lines_in(blocks):
            self._line += 1
            if raw is None:
                self._faults.append(Record(self._line, None, ("line-too-long", "")))
            else:
                yield raw.decode("utf-8", "surrogateescape") + "\n"


def _record(headings: list[str], cells: list[str], position: int) -> Record:
    if not any(cells):
        return Record(position, None, None, (("blank-line", ""),))
    if len(cells) != len(headings):
        return Record(position, None, ("cell-count", f"{len(cells)} cells under {len(headings)} headings"))
    try:
        "".join(cells).encode()
    except UnicodeEncodeError:
        return Record(position, None, ("not-utf8", ""))
    return Record(position, dict(zip(headings, cells, strict=True)))
