"""Go through a file of training examples row by row, whatever container and shape it has."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from json import dumps
from pathlib import Path
from typing import Any, Final

from tunewise.domain.errors import StoreError
from tunewise.domain.training_data import Container, Row, Shape
from tunewise.evidence.training.columns import Columns, mapped, mapping_of
from tunewise.evidence.training.containers import layout_of, records_in
from tunewise.evidence.training.issues import Findings, Issues
from tunewise.evidence.training.normalise import parts_of
from tunewise.evidence.training.parts import Parts
from tunewise.evidence.training.records import Parser, Record
from tunewise.evidence.training.reserved import reserved_in
from tunewise.evidence.training.shapes import RECOGNISED_ROWS, TEXTS, shape_of, shape_of_most
from tunewise.evidence.training.source import BLOCK_BYTES, Progress, Source

ROWS_A_TICK: Final = 2000
"""After how many rows progress is told."""

_MOST_RECORDS = 10_000
_MOST_HELD = 16 * BLOCK_BYTES
_SPLITS: Final = {
    "validation": "validation", "valid": "validation", "val": "validation", "dev": "validation", "eval": "validation",
    "evaluation": "validation", "test": "test",
}  # fmt: skip


class TrainingFile:
    """A file of training examples that is read once.

    ``shape``, ``container`` and ``columns`` are known at once; ``findings``, ``shapes`` and ``sha256`` are complete
    when all rows were taken. Raises ``StoreError`` in one line where there is nothing to read, ``Cancelled`` where the
    user wants no more.
    """

    def __init__(
        self,
        path: Path,
        columns: Mapping[str, str] | None = None,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        self._source = Source(path, progress, cancelled)
        self.name = str(path)
        self.findings = Findings()
        self.shapes: Counter[Shape] = Counter()
        try:
            layout = layout_of(self._source, path)
            self.container: Container = layout.container
            records = records_in(self._source, layout, Parser())
            first = self._first(records)
            self._records = chain(first, records)
            values = [record.value for record in first if record.value is not None]
            self.shape: Shape = "mapped" if columns else shape_of_most(values)
            if self.container == "csv" and self.shape == "gemini":
                # Nobody uploads a table: its columns only happen to have the names of an old form.
                self.shape = "mapped"
            self.columns: Columns = {}
            if self.shape in {"mapped", "unknown"}:
                self.columns = mapping_of(values, columns, self.name)
                self.shape = "mapped"
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the file; nothing more can be read."""
        self._source.close()

    @property
    def size(self) -> int:
        """Return the size of the file in bytes."""
        return self._source.size

    @property
    def sha256(self) -> str:
        """Return the hash of the file, once all rows were taken."""
        return self._source.sha256

    def rows(self) -> Iterator[tuple[Row, str]]:
        """Yield each row with its split: validation, test, or empty for training."""
        try:
            yield from self._rows()
        finally:
            self.close()

    def _rows(self) -> Iterator[tuple[Row, str]]:
        count = 0
        for record in self._records:
            if record.warnings:
                self.findings.add_all(record.warnings, record.position)
            if record.value is not None:
                yield self._row(record.position, record.value)
            elif record.problem:
                row = Row(record.position, self.shape, "", (), "", problems=(record.problem,))
                self.findings.add_all(row.problems, row.position)
                yield row, ""
            else:
                continue
            count += 1
            if count % ROWS_A_TICK == 0:
                self._source.tick()
        self._source.tick()

    def _first(self, records: Iterator[Record]) -> list[Record]:
        """Return the records up to the one that completes those that decide on the shape."""
        first: list[Record] = []
        values = 0
        for record in records:
            first.append(record)
            values += record.value is not None
            if values == RECOGNISED_ROWS or (values and self._source.done > _MOST_HELD):
                break
            # Blank lines and faults are held too, and there may be millions of them.
            if len(first) > _MOST_RECORDS:
                break
        if values:
            return first
        faults = [record for record in first if record.problem]
        if not faults:
            raise StoreError("holds no rows", remedy="name a file with examples", file=self.name)
        kind, detail = faults[0].problem or ("", "")
        key = f"{'row' if self.container == 'json-array' else 'line'} {faults[0].position}"
        remedy = f"the first is {kind.replace('-', ' ')}{detail and f': {detail}'}; write one JSON object on each line"
        raise StoreError("holds no row that can be read", remedy=remedy, file=self.name, key=key)

    def _row(self, position: int, value: dict[str, Any]) -> tuple[Row, str]:
        issues = Issues()
        shape = shape_of(value)
        if self.columns:
            shape = "mapped"
        self.shapes[shape] += 1
        if shape != self.shape:
            issues.problem("other-shape", shape)
        parts = self._parts(value, shape, issues)
        texts = [parts.system, parts.target, parts.rejected]
        texts += [turn.text for turn in parts.turns]
        for mark in reserved_in("\n".join(texts)):
            issues.warn("reserved-token", mark)
        read = self.columns.values() if self.columns else TEXTS
        row = Row(position, shape, *parts, beside=_beside(value, read))
        if not issues.problems and not issues.warnings:
            return row, self._split(value)
        row = row._replace(problems=tuple(issues.problems.items()))
        self.findings.add_all(row.problems, position)
        self.findings.add_all(issues.warnings.items(), position)
        return row, self._split(value)

    def _parts(self, value: dict[str, Any], shape: Shape, issues: Issues) -> Parts:
        try:
            return mapped(value, self.columns, issues) if self.columns else parts_of(value, shape, issues)
        except RecursionError:
            issues.problem("too-deep")
            return Parts()

    def _split(self, value: dict[str, Any]) -> str:
        split = value.get(self.columns.get("split", "split"))
        return _SPLITS.get(split.strip().lower(), "") if isinstance(split, str) else ""


def _beside(value: dict[str, Any], read: Iterable[str]) -> str:
    """Return what a row holds besides the keys that are ``read``, as JSON; nothing where it is too deep for that."""
    rest = value.keys() - read
    if not rest:
        return ""
    try:
        return dumps({key: value[key] for key in value if key in rest}, ensure_ascii=False)
    except RecursionError:
        return ""
