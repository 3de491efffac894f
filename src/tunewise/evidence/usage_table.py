"""Go through a usage export row by row; whatever is wrong with a cell is told with its line and its column."""

import csv
import re
from collections.abc import Iterable, Iterator
from itertools import chain

from tunewise.domain.errors import StoreError
from tunewise.evidence.usage_cells import BLANK, LONGEST_PLAIN, CellError, count_in, days_in
from tunewise.evidence.usage_columns import columns_of, known_names
from tunewise.evidence.usage_months import RowUsage

_LINE = re.compile(r"[^\r]*\r\n?|[^\r]+")
_DELIMITERS = ",;\t"
_MOST_FIELD = 16 * 1024 * 1024
"""Longest cell, in characters: some exports carry whole prompts, over many lines."""


class UsageTable:
    """A CSV file of usage, from its lines. Raises ``StoreError`` where it cannot be read or lacks a column."""

    def __init__(self, name: str, lines: Iterable[str]) -> None:
        self.name = name
        self._lines = _with_any_end(lines)
        self._skipped = 0
        header = self._header()
        csv.field_size_limit(max(csv.field_size_limit(), _MOST_FIELD))
        delimiter = max(_DELIMITERS, key=lambda mark: _fit(header, mark))
        self._reader = csv.reader(chain([header], self._lines), delimiter=delimiter, strict=True)
        self._records = self._read()
        line, headings = next(self._records, (1, []))
        self.columns = columns_of([heading.strip() for heading in headings], self.name, line)
        needed = [self.columns.requests, self.columns.input, self.columns.output]
        self._needed = [spot for spot in needed if spot is not None]

    def fault(self, line: int, problem: str, remedy: str, column: int | None = None) -> StoreError:
        """Return the error for a line, and for one of its cells where ``column`` is given."""
        at = f"line {line}" if column is None else f"line {line}, column {self.columns.names[column]}"
        return StoreError(problem, remedy=remedy, file=self.name, key=at)

    def rows(self) -> Iterator[tuple[int, str, RowUsage]]:
        """Yield line, model and usage of each row; the model is empty where none is named."""
        columns, width = self.columns, len(self.columns.names)
        for line, cells in self._records:
            if len(cells) != width:
                problem = f"has {len(cells)} cells under {width} headings"
                raise self.fault(line, problem, "put texts with separators in quotes")
            model = "" if columns.model is None else cells[columns.model].strip()
            yield line, model, self._usage(line, cells)

    def _header(self) -> str:
        for line in self._lines:
            # Some spreadsheets put the separator into a line of its own.
            if line.strip() and not line.lower().startswith("sep="):
                return line
            self._skipped += 1
        raise StoreError("is empty", remedy="export usage as CSV with headings", file=self.name)

    def _read(self) -> Iterator[tuple[int, list[str]]]:
        """Yield the number of the first line and the cells of each record that is not blank."""
        while True:
            line = self._reader.line_num + self._skipped + 1
            try:
                cells = next(self._reader, None)
            except csv.Error as error:
                remedy = "is a quotation mark open?"
                raise StoreError(f"is no CSV: {error}", remedy=remedy, file=self.name, key=f"line {line}") from None
            if cells is None:
                return
            if any(cells):
                yield line, cells

    def _usage(self, line: int, cells: list[str]) -> RowUsage:
        columns = self.columns
        try:
            first, last = days_in(cells[columns.date].strip())
        except CellError as error:
            raise self.fault(line, error.problem, error.remedy, columns.date) from None
        needed = [self._count(line, cells, spot) for spot in self._needed]
        cached = 0 if columns.cached is None else self._count(line, cells, columns.cached) or 0
        written = sum(self._count(line, cells, spot) or 0 for spot in columns.written)
        if None in needed:
            if any(count is not None for count in needed) or cached or written:
                raise self.fault(line, "is empty", "write 0 where there was none", self._needed[needed.index(None)])
            # A time without traffic: some exports list those too, with nothing but the date.
            return RowUsage(first, last, 0, 0, 0, 0, 0)
        requests, taken, output = (count or 0 for count in ([1, *needed] if columns.requests is None else needed))
        if columns.apart:
            taken += cached + written
        elif cached + written > taken:
            problem = f"has {cached + written} cached tokens in {taken} input tokens"
            remedy = "if they come on top, name the input column uncached_input_tokens"
            raise self.fault(line, problem, remedy)
        return RowUsage(first, last, requests, taken, cached, output, written)

    def _count(self, line: int, cells: list[str], spot: int) -> int | None:
        text = cells[spot].strip()
        if text.isdigit() and text.isascii() and len(text) <= LONGEST_PLAIN:
            # Nearly all cells: the patterns below would cost half of the time.
            return int(text)
        if not text or text.lower() in BLANK:
            return None
        try:
            return count_in(text)
        except CellError as error:
            raise self.fault(line, error.problem, error.remedy, spot) from None


def _with_any_end(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines, also where each ends in a carriage return alone, as some spreadsheets write them."""
    for line in lines:
        if "\r" in line.rstrip("\r\n"):
            yield from _LINE.findall(line)
        else:
            yield line


def _fit(header: str, delimiter: str) -> tuple[int, int]:
    """Return how well a delimiter fits the headings: the known names it yields, and the columns."""
    try:
        headings = next(csv.reader([header], delimiter=delimiter), [])
    except csv.Error:
        return 0, 0
    return known_names(headings), len(headings)
