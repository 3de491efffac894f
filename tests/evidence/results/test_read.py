"""Reading several files, telling formats apart by content, and whatever a file may be instead."""

import json
import os
import tomllib
from pathlib import Path

import pytest

from tests.evidence.results.made import (
    RESULTS,
    TRAPS,
    lines,
    promptfoo,
    read,
    row,
    traps,
    verdicts,
    written,
)
from tunewise.domain.errors import StoreError
from tunewise.evidence.results import detect, source
from tunewise.evidence.results import read as reading
from tunewise.evidence.results.read import read_results
from tunewise.evidence.results.source import Source
from tunewise.evidence.results.values import decimal, name, verdict


def refusal(path: Path) -> StoreError:
    """Return the error of reading a file, which is one line that names it."""
    with pytest.raises(StoreError) as caught:
        read_results([path])
    assert "\n" not in str(caught.value)
    assert caught.value.remedy
    assert path.name in str(caught.value)
    return caught.value


def test_the_same_variant_in_two_files_gets_the_name_of_its_file(tmp_path: Path) -> None:
    paths = [
        written(tmp_path, promptfoo([row(0, passed)]), file)
        for file, passed in (("a/one.json", True), ("b/one.json", False))
    ]
    third = written(tmp_path, promptfoo([row(1)]), "b/two.json")
    results = read_results([*paths, third])
    names = [variant.name for variant in results.variants]
    basic = "basic · openai:gpt-4o-mini"
    assert names == [f"{basic} (one.json)", f"{basic} (b/one.json)", f"{basic} (two.json)"]
    assert [trial.variant for trial in results.trials] == [0, 1, 2]
    assert results.trials[0].test == results.trials[1].test
    assert [variant.file for variant in results.variants] == [str(path) for path in (*paths, third)]
    assert traps(results)["no-shared-tests"].count == 1


def test_names_that_stay_the_same_are_numbered(tmp_path: Path) -> None:
    paths = [written(tmp_path, promptfoo([row(place)]), f"{place}/a/one.json") for place in range(3)]
    assert [variant.name[-5:] for variant in read_results(paths).variants] == ["json)", "json)", "-mini"]


def test_the_same_file_twice_counts_once(tmp_path: Path) -> None:
    paths = [written(tmp_path, promptfoo([row()]), file) for file in ("a.json", "b.json")]
    results = read_results(paths)
    assert len(results.trials) == len(results.files) == 1
    assert traps(results)["same-file"].file == str(paths[1])


def test_no_file_and_a_threshold_that_is_no_number_are_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no file is named"):
        read_results([])
    with pytest.raises(StoreError, match="nan is no finite number"):
        read_results([tmp_path], threshold=float("nan"))


def test_progress_is_told_and_reading_can_be_stopped(tmp_path: Path) -> None:
    path = written(tmp_path, lines([row(0), row(1)]), "results.jsonl")
    told: list[tuple[int, int]] = []
    read_results([path], progress=lambda taken, size: told.append((taken, size)), cancelled=lambda: False)
    size = path.stat().st_size
    assert told[-1] == (size, size)
    with pytest.raises(StoreError, match="was stopped before its end"):
        read_results([path], cancelled=lambda: True)


def test_duplicate_keys_and_figures_that_are_none_are_named(tmp_path: Path) -> None:
    first = '{"question": "a", "score": NaN, "score": 1}'
    content = f'[{first}, {{"question": "b", "score": Infinity}}, {{"question": "c", "score": 0}}]'
    results = read(tmp_path, content)
    assert verdicts(results) == [True, None, False]
    assert (traps(results)["duplicate-keys"].count, traps(results)["not-finite"].count) == (1, 2)


def test_pretty_printed_json_is_read_whatever_it_is_called(tmp_path: Path) -> None:
    content = json.dumps(promptfoo([row()]), indent=2)
    assert verdicts(read(tmp_path, "\ufeff\n" + content, "results.jsonl")) == [True]


def test_lone_surrogates_and_control_characters_stay_out_of_names(tmp_path: Path) -> None:
    results = read(tmp_path, promptfoo([row(prompt={"raw": "a", "label": "\ud800 \x1b[31m"})]))
    assert results.variants[0].name == "\\ud800 \\x1b[31m · openai:gpt-4o-mini"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "is empty"),
        (b"  \n\n", "is empty"),
        (b"\xef\xbb\xbf", "is no table"),
        (b"\x1f\x8b\x08\x00", "is compressed with gzip"),
        (b"version https://git-lfs.github.com/spec/v1\n", "is a Git LFS pointer, not the file itself"),
        ("[]".encode("utf-16"), "is UTF-16 text"),
        (b"PAR1\x00", "is a Parquet file"),
        (b"PK\x03\x04", "is a broken ZIP archive"),
        (b"<!doctype html><html>", "is a page of HTML or XML"),
        (b"evalId: eval-1\nresults:\n  version: 3\n", "is YAML"),
        (b"---\n# made\nresults:\n", "is YAML"),
        (b'{"results": [', "is no JSON: Expecting value"),
        (b'{\n"a": 1\n}\n{\n"a": 2\n}\n', "holds several JSON values"),
        (b"[" * 100_000, "is nested too deeply"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "holds a number of thousands of digits"),
        (b'{"a": "\xff"}', "is not UTF-8 text"),
        (b'{"a": "\0"}', "holds NUL bytes"),
        (b"\0\0\0\0", "holds NUL bytes and nothing else at its start, so it is no text"),
        (b'a,b\n"x,' + b"y" * 200, "has headings and no results"),
        (b"a,b\rc,d\re,f", "is no CSV"),
        (b'""\n,,\n', "is no table"),
    ],
)
def test_what_is_no_results_is_refused_in_one_line(tmp_path: Path, content: bytes, problem: str) -> None:
    assert refusal(written(tmp_path, content)).problem.startswith(problem)


def test_a_huge_file_of_nul_bytes_is_told_for_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    with path.open("wb") as file:
        file.truncate(1024**3)
    error = refusal(path)
    assert error.problem == "holds NUL bytes and nothing else at its start, so it is no text"
    assert error.remedy == "was it written to its end? copy or export it again"


def test_results_after_very_many_blank_lines_are_read(tmp_path: Path) -> None:
    content = (
        b"\n" * 70_000 + b'{"question": "what is a", "passed": true}\n{"question": "what is b", "passed": false}\n'
    )
    assert verdicts(read(tmp_path, content, "results.jsonl")) == [True, False]


@pytest.mark.parametrize(
    ("start", "row", "problem"),
    [
        ("", '{"a":1}', "has no column that says how a test went in its first 1,000 rows: a is the same in each"),
        ("", "{}", "has no column that says how a test went in its first 1,000 rows"),
        ("", '{"log":"started"}', "has no column that says how a test went in its first 1,000 rows"),
        ('{"a":1}\n', "nonsense", "holds no object in 1,000 of its first 1,001 lines"),
        ("a,b\n", "1,2", "has no column that says how a test went in its first 1,000 rows: a is the same in each"),
        ("a,b\n", "1,1", "has no column that says how a test went in its first 1,000 rows: 2 columns are the same"),
        ("ticket,queue\n", "hello there,billing", "has no column that says how a test went in its first 1,000 rows"),
        ("a,b\n", "1,2,3", "has 2 headings, and other numbers of cells in its first 1,000 rows"),
    ],
)
def test_a_long_file_without_results_is_left_after_its_first_rows(
    tmp_path: Path, start: str, row: str, problem: str
) -> None:
    path = written(tmp_path, start + f"{row}\n" * 200_000, "results.jsonl")
    told: list[int] = []
    with pytest.raises(StoreError) as caught:
        read_results([path], progress=lambda done, _: told.append(done))
    assert caught.value.problem.startswith(problem)
    assert caught.value.remedy
    assert max(told) < path.stat().st_size // 20


def test_results_behind_odd_first_rows_are_read(tmp_path: Path) -> None:
    odd = '{"log": "started"}\n' * 900
    table = odd + '{"question": "what is a", "passed": true}\n{"question": "what is b", "passed": false}\n'
    assert [one for one in verdicts(read(tmp_path, table, "results.jsonl")) if one is not None] == [True, False]
    rows = odd + json.dumps(row()) + "\n"
    results = read(tmp_path, rows, "run.jsonl")
    assert results.files[0].format == "promptfoo-jsonl"
    assert True in verdicts(results)
    wide = "id,passed\n" + "a,b,c\n" * 900 + "one,1\ntwo,0\n"
    assert verdicts(read(tmp_path, wide, "results.csv")) == [True, False]


def test_what_the_user_calls_the_verdict_is_the_verdict(tmp_path: Path) -> None:
    assert verdicts(read(tmp_path, '{"a":1}\n' * 3, "results.jsonl", {"passed": "a"})) == [True] * 3
    assert verdicts(read(tmp_path, "baseline,with_rag\n0,1\n1,1\n", "results.csv")) == [False, True, True, True]
    assert verdicts(read(tmp_path, "ticket,ok\nhello,yes\nbye,yes\n", "results.csv")) == [True, True]


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert refusal(pipe).problem == "is not a regular file"
    assert refusal(tmp_path).problem == "is a folder"
    assert refusal(tmp_path / "none.json").problem == "does not exist"


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, lines([row(0), row(1)]), "results.jsonl")

    def grow(_taken: int, _size: int) -> None:
        with path.open("a") as stream:
            stream.write("{}\n")

    with pytest.raises(StoreError, match="changed while it was read"):
        read_results([path], progress=grow)


@pytest.mark.parametrize("there", [True, False], ids=["another file", "no file"])
def test_a_file_that_is_replaced_or_removed_while_it_is_read_is_refused(tmp_path: Path, there: bool) -> None:
    path = written(tmp_path, lines([row(0), row(1)]), "results.jsonl")
    other = written(tmp_path, lines([row(0), row(1)]), "other.jsonl")

    def replace(_taken: int, _size: int) -> None:
        if there and other.exists():
            other.replace(path)
        elif not there:
            path.unlink(missing_ok=True)

    with pytest.raises(StoreError, match="changed while it was read" if there else "disappeared while it was read"):
        read_results([path], progress=replace)


def test_reading_that_fails_half_way_is_told(tmp_path: Path) -> None:
    class Failing:
        def read(self, _most: int) -> bytes:
            raise OSError(5, "Input/output error")

        readline = read

        def seek(self, _place: int) -> None:
            pass

        def close(self) -> None:
            pass

    with Source(written(tmp_path, "x")) as opened:
        opened.stream.close()
        opened.stream = Failing()  # type: ignore[assignment]
        with pytest.raises(StoreError, match="cannot be read; Input/output error"):
            opened.head()
        with pytest.raises(StoreError, match="cannot be read"):
            list(opened.lines())


def test_documents_and_lines_have_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "MOST_DOCUMENT_BYTES", 10)
    assert "at most 512 MiB are read" in refusal(written(tmp_path, '{\n"results": [1, 2, 3]}')).problem
    monkeypatch.setattr(source, "MOST_LINE_BYTES", 30)
    assert refusal(written(tmp_path, '{"a": "' + "x" * 60 + '"}\n{}')).problem.startswith("is a JSON document of")
    assert refusal(written(tmp_path, '{"a": 1}\n{"a": "' + "x" * 60 + '"}\n')).problem == "is longer than 16 MiB"


def test_a_document_that_takes_too_much_memory_or_depth_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, promptfoo([row()]))
    for error, problem in ((MemoryError(), "is too large for the memory"), (RecursionError(), "is nested too deeply")):

        def fail(*_: object, error: Exception = error) -> None:
            raise error

        monkeypatch.setattr(reading, "gather", fail)
        assert refusal(path).problem.startswith(problem)


def test_lines_of_which_most_are_broken_are_refused_with_the_first(tmp_path: Path) -> None:
    assert refusal(written(tmp_path, '{"a" 1}\n{"a" 2}\n{"a": 3}\n')).key == "line 1"
    assert refusal(written(tmp_path, "{\n{}\n{}\n")).key == "line 2"


def test_every_trap_is_explained_once_and_shortly() -> None:
    entries = tomllib.loads(TRAPS.read_text("utf-8"))["trap"]
    explained = [entry["id"] for entry in entries]
    assert len(explained) == len(set(explained))
    code = "".join(path.read_text("utf-8") for path in RESULTS.glob("*.py"))
    assert [kind for kind in explained if f'"{kind}"' not in code] == []
    for entry in entries:
        assert len(entry["label"]) <= 40
        assert entry["says"].endswith(".")
        assert entry["remedy"].endswith(".")
        assert entry["sources"]


def test_small_values_of_cells() -> None:
    assert [decimal(cell) for cell in ("50%", "$1.5", "x", "nan", "1e400", True, 10**400)] == [0.5, 1.5, *[None] * 5]
    assert [verdict(value) for value in (1, 0, 0.5, None, [1], "no ")] == [True, False, None, None, None, False]
    assert [name(value) for value in (7, True, None, " a  b ")] == ["7", "", "", "a b"]
    assert detect.broken_lines([3, 9], "f").detail == "the first is line 3"
