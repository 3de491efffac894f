"""Read tables of results with columns of their own: CSV, JSONL and JSON, one row a test or one row an answer."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Final

from tunewise.domain.evaluations import Trial
from tunewise.evidence.results.gathering import Gathered, Gathering, settings_in
from tunewise.evidence.results.table_columns import Columns, Guess
from tunewise.evidence.results.values import (
    Record,
    amount,
    blank,
    count,
    decimal,
    items,
    mapping,
    name,
    records,
    text,
    verdict,
    written,
)

SAMPLE_ROWS: Final = 1_000
"""Rows that are looked at to guess what columns say: a file whose first ones hold nothing usable is read no further."""

_MOST_COLUMNS: Final = 500
_LISTS: Final = ("data", "rows", "records", "items", "examples", "results", "samples", "runs", "scores", "test_results")


def read_table(
    rows: Iterable[Record], file: str, given: Mapping[str, str] | None = None, threshold: float | None = None
) -> Gathered:
    """Return the results in ``rows``. Raises ``StoreError`` where no column says how a test went."""
    every = iter(rows)
    sample = list(islice(every, SAMPLE_ROWS))
    headings = list(dict.fromkeys(heading for row in sample for heading in row))[:_MOST_COLUMNS]
    columns = Guess(headings, sample, file, whole=len(sample) < SAMPLE_ROWS).columns(given)
    gathering = Gathering(file, "table", threshold)
    gathering.columns = columns.told
    gathering.metric = name(" + ".join((*columns.passed, *columns.score)[:1]))
    left_out = ", ".join(name(column, 40) for column in columns.left_out)
    gathering.trap("several-scorers", len(columns.left_out), f"counted {gathering.metric}, left out {left_out}"[:200])
    gathering.trap("no-test-column", columns.test is None and not columns.inputs)
    taker = _Rows(gathering, columns)
    for place, row in enumerate(chain(sample, every)):
        taker.take(row, place)
    return gathering.finish()


class _Rows:
    """Takes the rows of a table whose columns are known."""

    def __init__(self, gathering: Gathering, columns: Columns) -> None:
        self._gathering = gathering
        self._columns = columns
        self._label = Path(gathering.file).stem

    def take(self, row: Record, place: int) -> None:
        """Take a row, which is one answer or, in a wide table, one answer a variant."""
        columns = self._columns
        inputs = {column: row[column] for column in columns.inputs if not blank(row.get(column))}
        told = [row.get(columns.test), inputs] if columns.test else [inputs]
        if not inputs and (columns.test is None or blank(row.get(columns.test))):
            told = [self._gathering.file, place]
        test = self._gathering.test(told, {**inputs, **self._traits(row)})
        wide = columns.passed if len(columns.passed) > 1 else columns.score if len(columns.score) > 1 else ()
        if not wide:
            self._add(row, self._variant(row), test, columns.passed[:1], columns.score[:1])
            return
        by_verdict = len(columns.passed) > 1
        for label, column in zip(columns.names, wide, strict=True):
            if not blank(row.get(column)):
                variant = self._gathering.variant(column, label)
                self._add(row, variant, test, (column,) if by_verdict else (), () if by_verdict else (column,))

    def _traits(self, row: Record) -> dict[str, object]:
        """Return the short texts of a row that neither name it nor judge it: they may tell what fails together."""
        columns = self._columns
        used = {columns.test, columns.variant, columns.error, columns.latency, columns.cost, *columns.inputs}
        used |= {columns.input_tokens, columns.output_tokens, *columns.passed, *columns.score}
        return {
            key: value
            for key, value in row.items()
            if key not in used and isinstance(value, str) and 0 < len(value) <= 24 and decimal(value) is None
        }

    def _variant(self, row: Record) -> int:
        column = self._columns.variant
        label = name(written(row.get(column))) if column and not blank(row.get(column)) else ""
        label = label or self._label
        return self._gathering.variant(label, label, settings=settings_in(label))

    def _add(self, row: Record, variant: int, test: str, passed: Sequence[str], score: Sequence[str]) -> None:
        columns = self._columns
        told = verdict(row.get(passed[0])) if passed else None
        figure = _score(row.get(score[0])) if score else None
        failed = columns.error is not None and not blank(row.get(columns.error))
        latency = _amount(row, columns.latency)
        trial = Trial(
            variant=variant,
            test=test,
            passed=None if failed else told,
            score=None if failed else figure,
            error="provider" if failed else "",
            latency_ms=None if latency is None else latency * columns.latency_scale,
            input_tokens=count(_amount(row, columns.input_tokens)),
            output_tokens=count(_amount(row, columns.output_tokens)),
            cost_usd=_amount(row, columns.cost),
            failed_by=(name(passed[0], 40),) if told is False and not failed else (),
        )
        self._gathering.add(trial, by_score=not passed)


def _score(value: object) -> float | None:
    """Return the score in a cell; a word of verdict is 1 or 0."""
    figure = decimal(value)
    if figure is not None:
        return figure
    told = verdict(value)
    return None if told is None else float(told)


def _amount(row: Record, column: str | None) -> float | None:
    return None if column is None else amount(decimal(row.get(column)))


def flat(record: Record, depth: int = 0) -> dict[str, object]:
    """Return a record whose nested objects are columns of their own, named by their path.

    Lists of named scores, as tracing tools write them, are columns too.
    """
    found: dict[str, object] = {}
    for key, value in record.items():
        if isinstance(value, Mapping) and depth < 3:
            found.update({f"{key}.{inner}": part for inner, part in flat(value, depth + 1).items()})
        elif named := _named_scores(value):
            found.update({f"{key}.{label}": part for label, part in named.items()})
        else:
            found[key] = value
    return found


def _named_scores(value: object) -> dict[str, object]:
    scores = records(value)
    return {
        label: one.get("value", one.get("score"))
        for one in scores[:50]
        if (label := text(one.get("name")) or text(one.get("key"))) and ("value" in one or "score" in one)
    }


def rows_of(document: object) -> list[dict[str, object]] | None:
    """Return the rows of a JSON document that is a table in one of the usual shapes, or ``None`` where it is none."""
    if isinstance(document, list):
        return [flat(row) for row in records(document)] or None
    top = mapping(document)
    if isinstance(top.get("columns"), list) and isinstance(top.get("data"), list):
        names = [written(column) for column in items(top.get("columns"))]
        return [dict(zip(names, items(line), strict=False)) for line in items(top.get("data")) if line] or None
    for key in _LISTS:
        found = records(top.get(key))
        if found:
            return [flat(row) for row in found]
    return list(_by_column(top)) or None


def _by_column(top: Record) -> Iterator[dict[str, object]]:
    """Yield the rows of an object of columns, each an object of rows or a list of cells."""
    columns = list(top.values())
    if len(columns) < 2:
        return
    rows, cells = mapping(columns[0]).keys(), len(items(columns[0]))
    if all(isinstance(column, dict) and column.keys() == rows for column in columns):
        yield from ({heading: mapping(column)[row] for heading, column in top.items()} for row in rows)
    elif all(isinstance(column, list) and len(column) == cells for column in columns):
        yield from ({heading: items(column)[at] for heading, column in top.items()} for at in range(cells))
