"""Tell by its content which tool wrote a file, and hand it to that tool's reader."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Final, Protocol

from tunewise.domain.errors import StoreError
from tunewise.domain.evaluations import Trap
from tunewise.evidence.files import refuse_foreign
from tunewise.evidence.results.deepeval import is_deepeval, read_deepeval
from tunewise.evidence.results.gathering import Gathered, Gathering, unused
from tunewise.evidence.results.inspect_log import is_inspect, read_inspect
from tunewise.evidence.results.inspect_zip import read_inspect_archive
from tunewise.evidence.results.lm_eval import LmEvalSamples, is_sample, is_totals, read_totals, samples_within
from tunewise.evidence.results.openai_evals import OutputItems, RecordedEvents, is_event, is_item
from tunewise.evidence.results.promptfoo import PromptfooRows, is_row
from tunewise.evidence.results.promptfoo_csv import is_promptfoo_csv, read_promptfoo_csv
from tunewise.evidence.results.promptfoo_document import is_promptfoo, read_promptfoo
from tunewise.evidence.results.source import Source
from tunewise.evidence.results.table import SAMPLE_ROWS, flat, read_table, rows_of
from tunewise.evidence.results.values import Record, mapping, records

_BOM: Final = b"\xef\xbb\xbf"
_YAML: Final = re.compile(rb"(?:---\s*\n)?(?:#.*\n\s*)*(?:- )?[A-Za-z_][\w-]{0,40}:(?:\s|$)")
MOST_COLUMNS: Final = 2_000
"""Most columns of a table."""

_SAMPLE_LINES: Final = 20
_SAMPLE_ROWS: Final = 50


class _Taker(Protocol):
    gathering: Gathering

    def take(self, record: Record, /) -> None: ...

    def finish(self) -> Gathered: ...


def gather(source: Source, columns: Mapping[str, str] | None, threshold: float | None) -> Gathered:
    """Return what a file holds. Raises ``StoreError`` where it is of no kind that is known, or broken."""
    head = source.head()
    if head.startswith(b"PK\x03\x04"):
        return read_inspect_archive(source, threshold)
    refuse_foreign(head, source.name)
    start = head.removeprefix(_BOM).lstrip()
    if start[:1] == b"<":
        raise source.fault("is a page of HTML or XML", "export the results as JSON, JSONL or CSV")
    if start[:1] in {b"{", b"["}:
        return _gather_json(source, columns, threshold)
    if _YAML.match(start) and b"," not in start.split(b"\n", 1)[0]:
        raise source.fault("is YAML", "export JSON: promptfoo eval --output results.json")
    return _gather_csv(source, columns, threshold)


def _gather_json(source: Source, columns: Mapping[str, str] | None, threshold: float | None) -> Gathered:
    if _is_lines(source):
        return _gather_lines(source, columns, threshold)
    try:
        document = source.document()
    except StoreError:
        # Its first line may be the broken one.
        sample = [found for _, found in islice(source.objects(), _SAMPLE_LINES)] if _may_be_lines(source) else []
        if sum(found is not None for found in sample) * 2 <= len(sample):
            raise
        return _gather_lines(source, columns, threshold)
    return _gather_document(document, source, columns, threshold)


def _may_be_lines(source: Source) -> bool:
    first = source.first_line()
    return first is not None and first.lstrip().startswith("{") and len(first.strip()) > 1


def _is_lines(source: Source) -> bool:
    """Return whether the first line is an object of its own, and not the last."""
    first = source.first_line()
    if first is None or not first.lstrip().startswith("{"):
        return False
    try:
        found = source.parse(first)
    except StoreError:
        return False
    source.duplicate_keys = source.not_finite = 0
    return isinstance(found, dict) and len(first.encode("utf-8", "surrogatepass")) < source.size - 4


def _gather_document(
    document: object, source: Source, columns: Mapping[str, str] | None, threshold: float | None
) -> Gathered:
    file = source.name
    readers: Sequence[tuple[Callable[[object], bool], Callable[[], Gathered]]] = (
        (is_inspect, lambda: read_inspect(document, file, threshold)),
        (is_promptfoo, lambda: read_promptfoo(document, file)),
        (is_deepeval, lambda: read_deepeval(document, file)),
        (is_totals, lambda: read_totals(document, file)),
    )
    for fits, read in readers:
        # With its samples a file of totals tells more than its totals.
        if fits(document) and not (fits is is_totals and samples_within(document)):
            return read()
    listed = records(document) or records(mapping(document).get("data")) or samples_within(document)
    listed = listed or [mapping(document)]
    taker = _taker(listed[:_SAMPLE_LINES], source, threshold)
    if taker is not None:
        return _finish(taker, listed, source)
    rows = rows_of(document)
    if rows is None:
        totals = isinstance(document, dict) and document
        problem = "holds no results one by one" if totals else "holds no results"
        remedy = "export every test with its verdict, not totals alone"
        raise source.fault(problem, remedy)
    return read_table(rows, file, columns, threshold)


def _gather_lines(source: Source, columns: Mapping[str, str] | None, threshold: float | None) -> Gathered:
    broken: list[int] = []
    lines = _good_lines(source, broken)
    sample = list(islice(lines, _SAMPLE_LINES))
    taker = _taker(sample, source, threshold)
    if taker is None:
        # A run may write of itself first; what a table must show within so many rows, a tool may too.
        sample += islice(lines, SAMPLE_ROWS - _SAMPLE_LINES)
        taker = _taker(sample, source, threshold)
    every = chain(sample, lines)
    if taker is not None:
        found = _finish(taker, every, source)
    else:
        found = read_table((flat(record) for record in every), source.name, columns, threshold)
    if broken:
        found.traps.append(broken_lines(broken, source.name))
    return found


def _good_lines(source: Source, broken: list[int]) -> Iterator[Record]:
    good = 0
    for line, found in source.objects():
        if found is not None:
            good += 1
            yield found
            continue
        broken.append(line)
        if len(broken) == SAMPLE_ROWS and good < _SAMPLE_LINES:
            problem = f"holds no object in {SAMPLE_ROWS:,} of its first {SAMPLE_ROWS + good:,} lines"
            raise source.fault(problem, "write one JSON object a line, one for each result")


def _taker(sample: Sequence[Record], source: Source, threshold: float | None) -> _Taker | None:
    """Return what takes records like those of ``sample``, or ``None`` where no tool is known to write such."""
    file = source.name
    kinds: Sequence[tuple[Callable[[Record], bool], Callable[[], _Taker]]] = (
        (is_row, lambda: PromptfooRows(Gathering(file, "promptfoo-jsonl"), [], {})),
        (is_sample, lambda: LmEvalSamples(file, threshold)),
        (is_item, lambda: OutputItems(file)),
        (is_event, lambda: RecordedEvents(file, threshold)),
    )
    return next((make() for fits, make in kinds if any(fits(record) for record in sample)), None)


def _finish(taker: _Taker, every: Iterable[Record], source: Source) -> Gathered:
    for record in every:
        taker.take(record)
    if not taker.gathering.trials:
        problem = "holds no result, though it is of a tool that is known"
        raise source.fault(problem, "did its run fail? run it again")
    return taker.finish()


def _gather_csv(source: Source, columns: Mapping[str, str] | None, threshold: float | None) -> Gathered:
    lines = source.cells()
    _, first = next(lines, (0, [""]))
    if first[0].lower().startswith("sep=") and not any(first[1:]):
        _, first = next(lines, (0, [""]))
    if len(first) > MOST_COLUMNS:
        raise source.fault(f"has more than {MOST_COLUMNS:,} columns", "export the columns of the results alone")
    header = _headings(first)
    broken: list[int] = []
    rows = _whole_rows(source, lines, len(header), broken)
    sample = list(islice(rows, _SAMPLE_ROWS))
    if not sample:
        raise source.fault("has headings and no results" if len(header) > 1 else "is no table", _NO_TABLE)
    every = chain(sample, rows)
    if columns is None and is_promptfoo_csv(header, sample):
        found = read_promptfoo_csv(header, every, sample, source.name)
    else:
        names = _distinct(header)
        records_of_rows = (dict(zip(names, row, strict=True)) for row in every)
        found = read_table(records_of_rows, source.name, columns, threshold)
    if broken:
        found.traps.append(broken_lines(broken, source.name))
    return found


_NO_TABLE: Final = "export one row a test, with headings; JSON and JSONL are read too"


def _headings(first: Sequence[str]) -> list[str]:
    """Return headings of which each says something."""
    return [cell.strip() or f"column {place + 1}" for place, cell in enumerate(first)]


def _distinct(header: Sequence[str]) -> list[str]:
    """Return headings of which no two are the same."""
    found: list[str] = []
    for heading in header:
        found.append(unused(heading, found))
    return found


def _whole_rows(
    source: Source, lines: Iterator[tuple[int, list[str]]], width: int, broken: list[int]
) -> Iterator[list[str]]:
    """Yield rows that have a cell under each heading; empty cells too many at their end do not count."""
    good = 0
    for line, cells in lines:
        row = cells[:width] if not any(cells[width:]) else cells
        if len(row) == width:
            good += 1
            yield row
            continue
        broken.append(line)
        if len(broken) == SAMPLE_ROWS and good < _SAMPLE_LINES:
            problem = f"has {width:,} headings, and other numbers of cells in its first {SAMPLE_ROWS:,} rows"
            problem = problem if not good else f"{problem} but {good}"
            raise source.fault(problem, "let its first line be the headings, and each row have a cell for each")


def broken_lines(lines: Sequence[int], file: str) -> Trap:
    """Return the trap of lines that hold no result."""
    return Trap("broken-lines", len(lines), f"the first is line {lines[0]}", file)
