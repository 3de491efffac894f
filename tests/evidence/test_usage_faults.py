"""A usage export with a fault: told in one line with line and column, and nothing of it is taken."""

import csv
import gc
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.evidence.exports import HEAD, written
from tunewise.domain.errors import StoreError
from tunewise.evidence.usage import read_usage
from tunewise.evidence.usage_cells import CellError, count_in, days_in

GOOD = "2026-10-01,m,10,1000,400,100\n"
PEAK = """
import resource, sys
from pathlib import Path
from tunewise.evidence.usage import read_usage
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
before = peak()
print(read_usage(Path(sys.argv[1])).rows, (peak() - before) // 1024)
"""


def fault(folder: Path, text: str | bytes) -> StoreError:
    """Return the error that an export is refused with: one safe line that names the file."""
    path = written(folder, text)
    with pytest.raises(StoreError) as caught:
        read_usage(path)
    message = str(caught.value)
    assert not [one for one in message if ord(one) < 0x20 or ord(one) == 0x7F]
    assert path.name in message
    assert len(message) < 800
    return caught.value


@pytest.mark.parametrize(
    ("row", "key", "problem"),
    [
        ("03/04/2026,m,10,1000,400,100", "column date", "03/04/2026 may be day or month first"),
        ("25.12.26 10:00,m,10,1000,400,100", "column date", "25.12.26 10:00 may be day or month first"),
        ("2026-02-30,m,10,1000,400,100", "column date", "2026-02-30 is no day of the calendar"),
        ("2026-13,m,10,1000,400,100", "column date", "2026-13 is no day of the calendar"),
        ("1926-10-01,m,10,1000,400,100", "column date", "1926-10-01 lies outside 2000 to 2100"),
        ("Total,m,10,1000,400,100", "column date", "Total is no date"),
        (",m,10,1000,400,100", "column date", "an empty cell is no date"),
        ("2026-10-01,m,-1,1000,400,100", "column requests", "-1 is negative"),
        ("2026-10-01,m,10,NaN,400,100", "column input_tokens", "NaN is no finite number"),
        ("2026-10-01,m,10,1000,inf,100", "column cached_tokens", "inf is no finite number"),
        ("2026-10-01,m,10,1000,400,1e9", "column output_tokens", "1e9 is rounded"),
        ("2026-10-01,m,10,1.5,400,100", "column input_tokens", "1.5 is no whole number"),
        ("2026-10-01,m,10,1.000,400,100", "column input_tokens", "1.000 may be thousands or a fraction"),
        ("2026-10-01,m,10,many,400,100", "column input_tokens", "many is no whole number"),
        ("2026-10-01,m,10,,400,100", "column input_tokens", "is empty"),
        ("2026-10-01,m,,,400,", "column requests", "is empty"),
        (f"2026-10-01,m,{'9' * 30},1000,400,100", "column requests", f"{'9' * 30} is too large"),
        ("2026-10-01,m,10,1000,1001,100", "", "has 1001 cached tokens in 1000 input tokens"),
        ("2026-10-01,m,10,1000,400", "", "has 5 cells under 6 headings"),
        ("2026-10-01,m,10,1000,400,100,7", "", "has 7 cells under 6 headings"),
        ("2026-10-01,m,100000000001,1000,400,100", "", "brings its month to more than 100 billion requests"),
        ("2026-10-01,m,10,1000000000000001,400,100", "", "brings its month to more than 10^15 tokens"),
        ('2026-10-01,m,10,1000,400,"100', "", "is no CSV: unexpected end of data"),
        ('2026-10-01,"m"x,10,1000,400,100', "", "is no CSV: ',' expected after '\"'"),
    ],
)
def test_a_cell_that_cannot_be_used_is_told_with_line_and_column(
    tmp_path: Path, row: str, key: str, problem: str
) -> None:
    error = fault(tmp_path, HEAD + GOOD + '2026-10-01,"two\nlines",10,1000,400,100\n' + row + "\n")
    assert error.key == (f"line 5, {key}" if key else "line 5")
    assert error.problem == problem
    assert error.remedy


def test_sums_past_all_bounds_are_told_with_the_line_that_passes_them(tmp_path: Path) -> None:
    rows = "2026-10-01,m,60000000000,1,0,1\n" * 2
    assert fault(tmp_path, HEAD + rows).key == "line 3"
    assert "requests a month" in fault(tmp_path, HEAD + "2026-10-01,m,60000000000,1,0,1\n").problem


def test_missing_columns_are_named_with_those_that_were_found(tmp_path: Path) -> None:
    error = fault(tmp_path, "Day,Model,Cost,Prompt Tokens\n2026-10-01,m,1,1\n")
    assert error.problem == "has no column for requests and output tokens"
    assert error.remedy == (
        "found the date (Day), input tokens (Prompt Tokens), the model (Model); "
        "the columns are Day, Model, Cost, Prompt Tokens"
    )
    assert error.key == "line 1"
    assert "found none of what is needed" in fault(tmp_path, "a\tb\n1\t2\n").remedy


def test_a_column_that_is_there_twice_is_told(tmp_path: Path) -> None:
    error = fault(tmp_path, "date,requests,Requests,input,output\n2026-10-01,1,2,3,4\n")
    assert error.problem == "has two columns named requests"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "is empty"),
        ("\n\n", "is empty"),
        ("sep=,\n", "is empty"),
        (HEAD, "has no rows below its headings"),
        (HEAD + "2026-10-01,m,0,0,0,0\n", "counts no requests"),
        ('"', "is no CSV: unexpected end of data"),
        ('"\n,x"', "has no column for the date and requests and input tokens and output tokens"),
        (",,,\n", "has no column for the date and requests and input tokens and output tokens"),
    ],
)
def test_a_file_without_usage_is_told(tmp_path: Path, text: str, problem: str) -> None:
    assert fault(tmp_path, text).problem == problem


def test_a_quotation_mark_that_is_never_closed_does_not_eat_memory(tmp_path: Path) -> None:
    error = fault(tmp_path, HEAD + '2026-10-01,"' + "m\n" * 9_000_000)
    assert (error.key, error.problem[:40]) == ("line 2", "is no CSV: field larger than field limit")
    assert csv.field_size_limit() >= 16 * 1024 * 1024


def test_a_large_export_takes_little_memory(tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + GOOD * 200_000)
    ran = subprocess.run(
        [sys.executable, "-c", PEAK, str(path)], capture_output=True, text=True, check=True, timeout=100
    )
    rows, grown = (int(word) for word in ran.stdout.split())
    assert rows == 200_000
    assert grown < 16


@pytest.mark.parametrize(
    "cell",
    [
        "2026-11-01",
        "2026/11/1",
        "2026.11.01",
        "2026-11-01T00:00:00Z",
        "2026-11-01 23:59:59.123456 UTC",
        "2026-11-01T23:59:59.123+02:00",
        "1793491200",
        "1793491200.0",
        "1793491200000",
    ],
)
def test_dates_of_every_common_kind_are_read(cell: str) -> None:
    assert days_in(cell) == days_in("2026-11-01")


def test_a_month_stands_for_all_of_its_days() -> None:
    assert days_in("2024-02") == (days_in("2024-02-01")[0], days_in("2024-02-29")[0])
    assert days_in("2026/12") == (days_in("2026-12-01")[0], days_in("2026-12-31")[0])


@pytest.mark.parametrize(
    ("cell", "count"),
    [
        ("12", 12),
        ("+12", 12),
        ("12.0", 12),
        ("1,234,567", 1_234_567),
        ("1.234.567", 1_234_567),
        ("1 234", 1_234),
        ("1’234", 1_234),
        ("1\u202f234\u202f567", 1_234_567),
        ("1_000", 1_000),
    ],
)
def test_whole_numbers_of_every_clear_kind_are_read(cell: str, count: int) -> None:
    assert count_in(cell) == count


@pytest.mark.parametrize("cell", ["", "1,234", "1.234,567", "12,34", "٣", "²", "0x10", "1e5", "--1", "1,234.5", "-"])
def test_numbers_that_can_be_read_in_two_ways_are_refused(cell: str) -> None:
    with pytest.raises(CellError):
        count_in(cell)


@given(st.text(max_size=40))
@settings(deadline=None, max_examples=200)
def test_any_text_in_a_cell_is_read_or_refused(text: str) -> None:
    for reader in (days_in, count_in):
        with suppress(CellError):
            reader(text)


@given(st.one_of(st.binary(max_size=200), st.text('date,inputoqus"\n\r;\t01-', max_size=200).map(str.encode)))
@settings(deadline=None, max_examples=150)
def test_any_file_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    for start in (b"", HEAD.encode()):
        path = written(tmp_path_factory.mktemp("usage"), start + content)
        with suppress(StoreError):
            read_usage(path)


@pytest.mark.parametrize(
    "text", [HEAD + "2026-10-01,x\n" + GOOD * 9, "no,headings\n" + GOOD * 9, HEAD + '2026-10-01,"m']
)
def test_a_refused_export_is_closed_at_once(tmp_path: Path, text: str) -> None:
    gc.disable()
    try:
        path = written(tmp_path, text)
        before = len(list(Path("/proc/self/fd").iterdir()))
        with pytest.raises(StoreError):
            read_usage(path)
        assert len(list(Path("/proc/self/fd").iterdir())) == before
    finally:
        gc.enable()
