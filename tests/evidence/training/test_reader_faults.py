"""Files that are broken, hostile or no data at all: a clear word each, never a hang and never a traceback."""

import json
import os
import re
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.strategies import effort
from tests.evidence.training.files import chat, chats, jsonl, read, written
from tunewise.domain.errors import StoreError
from tunewise.evidence.files import open_regular
from tunewise.evidence.training import rows as rows_module
from tunewise.evidence.training import source
from tunewise.evidence.training.containers import records_in
from tunewise.evidence.training.rows import TrainingFile

KEYS = (
    "messages", "role", "content", "tool_calls", "function", "name", "arguments", "tools", "weight", "conversations",
    "from", "value", "prompt", "completion", "chosen", "rejected", "contents", "parts", "input", "preferred_output",
    "non_preferred_output", "instruction", "output", "history", "system", "text", "label", "interactions", "refusal",
    "functions", "function_call", "systemInstruction", "type", "split",
)  # fmt: skip
LFS = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"
TEXT = jsonl(*chats(2)).decode()


def refusal(folder: Path, content: bytes | str | list[Any], name: str = "train.jsonl") -> str:
    """Return the error of reading a file, which is one line that names it."""
    with pytest.raises(StoreError) as caught:
        read(folder, content, name)
    line = str(caught.value)
    assert "\n" not in line
    assert name in line
    return line


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (LFS, "is a Git LFS pointer, not the file itself; fetch the file with: git lfs pull"),
        (b"\x1f\x8b\x08\0rest", "is compressed with gzip"),
        (b"PK\x03\x04rest", "is a ZIP archive"),
        (b"PAR1rest", "is a Parquet file"),
        (TEXT.encode("utf-16"), "is UTF-16 text; save it as UTF-8"),
        (TEXT.encode("utf-32"), "is UTF-32 text; save it as UTF-8"),
        (TEXT.encode("utf-16-be"), "is UTF-16 or UTF-32 text"),
        (b"\0" * 5000, "holds NUL bytes"),
        (b"", "is empty"),
        (b"\xef\xbb\xbf\n \n\n", "holds nothing but blank lines"),
        ("# the data\n// comes later\n", "holds nothing but comments"),
        ("TODO: add examples\n", "is a placeholder, not data"),
        ("...\n", "is a placeholder, not data"),
        ("Just a story.\n", "holds no examples: it is neither JSON nor a table"),
        ("[]", "holds no rows"),
        ("{}\n{}\n", "holds only empty objects"),
        ("<!DOCTYPE html><html>", "is a web page or XML"),
        ("[" * 100_000, "row 1: holds no row that can be read; the first is too deep"),
        ('["a"]\n["b"]\n', "line 1: holds no row that can be read; the first is not an object: a list"),
        ("{'messages': []}\n", "line 1: holds no row that can be read; the first is not json: single quotes"),
        ("{broken\n" * 12_000, "line 1: holds no row that can be read"),
    ],
)
def test_what_holds_no_rows_is_refused_in_one_line(tmp_path: Path, content: bytes | str, words: str) -> None:
    assert words in refusal(tmp_path, content)


def test_a_folder_a_pipe_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name, words in {".": "is a folder", "pipe": "is not a regular file", "none": "does not exist"}.items():
        with pytest.raises(StoreError, match=words):
            TrainingFile(tmp_path / name)


@pytest.mark.parametrize(
    ("line", "kind", "detail"),
    [
        ("...", "not-json", "Expecting value at character 1"),
        ('{"messages": [}', "not-json", "Expecting value at character 15"),
        ("{'messages': []}", "not-json", "single quotes: Python writes so, JSON does not"),
        ('{"messages": []},', "not-json", "a comma after the end of the object, at character 17"),
        ('{"messages": []} {}', "not-json", "more text after the end of the object, at character 18"),
        ("\0\0\0", "not-json", "NUL bytes"),
        ('{"n": ' + "9" * 5000 + "}", "not-json", "a number with too many digits"),
        ("[1]", "not-an-object", "a list"),
        ('"text"', "not-an-object", "a text"),
        ("1.5", "not-an-object", "a number"),
        ("true", "not-an-object", "true or false"),
        ("null", "not-an-object", "null"),
        ('{"messages": NaN}', "not-a-number", "NaN"),
        ('{"messages": [{"x": -Infinity}]}', "not-a-number", "-Infinity"),
        ("[" * 100_000, "too-deep", ""),
        ('{"a":' * 100_000, "too-deep", ""),
        (json.dumps(chat("half \ud83d", "b")), "lone-surrogate", ""),
        (json.dumps({"messages": [], "\udc00": 1}), "lone-surrogate", ""),
        (b'{"messages": "\xe9"}', "not-utf8", "at byte 15"),
        (b'{"messages": "\xed\xa0\x80"}', "not-utf8", "at byte 15"),
    ],
)
def test_a_bad_line_does_not_count_and_hides_no_other(
    tmp_path: Path, line: str | bytes, kind: str, detail: str
) -> None:
    found = read(tmp_path, [*chats(2), line, *chats(1)])
    assert found.places(kind) == [3]
    assert found.detail(kind) == detail
    assert [row.position for row in found.valid] == [1, 2, 4]


@pytest.mark.parametrize("nested", ["[" * 100_000 + "]" * 100_000, '{"messages":' * 100_000 + "1" + "}" * 100_000])
def test_nesting_without_end_in_an_array_hides_one_row(tmp_path: Path, nested: str) -> None:
    lines = [json.dumps(row) for row in chats(3)]
    found = read(tmp_path, f"[{lines[0]}, {nested}, {lines[1]}, {lines[2]}]", "train.json")
    assert found.places("too-deep") == [2]
    assert len(found.valid) >= 2


def test_an_array_tells_bytes_that_are_no_text_with_their_row(tmp_path: Path) -> None:
    content = json.dumps([chat("é", "a"), chat("b", "c")], ensure_ascii=False).encode("latin-1")
    assert read(tmp_path, content, "train.json").places("not-utf8") == [1]


def test_an_array_tells_other_bad_rows_too(tmp_path: Path) -> None:
    lines = [json.dumps(row) for row in chats(3)]
    found = read(tmp_path, f'[{lines[0]}, 1, "é", {{"messages": NaN}}, {lines[1]}]', "train.json")
    assert found.places("not-an-object") == [2, 3]
    assert found.places("not-a-number") == [4]
    assert len(found.valid) == 2


def test_characters_beyond_the_first_plane_are_no_fault(tmp_path: Path) -> None:
    assert read(tmp_path, [chat("😀", "🎉")]).kinds == set()


def test_marks_and_line_ends_that_loaders_may_refuse_are_told(tmp_path: Path) -> None:
    lines = jsonl(*chats(2)).split(b"\n")
    found = read(tmp_path, b"\xef\xbb\xbf" + lines[0] + b"\r\n\n  \n\xef\xbb\xbf" + lines[1])
    assert found.places("byte-order-mark") == [1, 4]
    assert found.places("crlf") == [1]
    assert found.places("blank-line") == [2, 3]
    assert len(found.valid) == 2


@pytest.mark.parametrize("rest", [b"", b"  ", b"\r"])
def test_a_line_of_nothing_but_a_mark_is_blank(tmp_path: Path, rest: bytes) -> None:
    lines = jsonl(*chats(2)).split(b"\n")
    found = read(tmp_path, b"\n".join([lines[0], b"\xef\xbb\xbf" + rest, lines[1]]))
    assert found.places("byte-order-mark") == found.places("blank-line") == [2]
    assert len(found.valid) == 2


def test_a_key_that_stands_twice_is_told(tmp_path: Path) -> None:
    twice = '{"messages": [{"role": "user", "content": "a", "content": "b"}, {"role": "assistant", "content": "c"}]}'
    found = read(tmp_path, [*chats(1), twice])
    assert found.places("duplicate-key") == [2]
    assert found.detail("duplicate-key") == "content"
    assert found.valid[1].turns[0].text == "b"
    assert read(tmp_path, f"[{twice}]", "train.json").places("duplicate-key") == [1]


@pytest.mark.parametrize("end", [b"\n", b""])
def test_a_line_that_is_too_long_is_dropped_in_little_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: bytes
) -> None:
    monkeypatch.setattr(source, "BLOCK_BYTES", 4096)
    monkeypatch.setattr(source, "MOST_LINE_BYTES", 10_000)
    rows = [*chats(2), "x" * 50_000, *chats(1), "y" * 11_000]
    found = read(tmp_path, jsonl(*rows).rstrip() + end)
    assert found.places("line-too-long") == [3, 5]
    assert [row.position for row in found.valid] == [1, 2, 4]


def test_a_long_line_in_a_table_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "BLOCK_BYTES", 64)
    monkeypatch.setattr(source, "MOST_LINE_BYTES", 100)
    found = read(tmp_path, f"prompt,completion\na,b\n{'x' * 200},c\nd,e\n", "train.csv")
    assert found.places("line-too-long") == [3]
    assert len(found.valid) == 2


def test_the_first_line_may_be_broken(tmp_path: Path) -> None:
    for broken in ("{broken", "...", '{"messages": [', "// comment"):
        found = read(tmp_path, [broken, *chats(3)])
        assert found.places("not-json") == [1]
        assert len(found.valid) == 3


def test_the_rows_that_decide_on_the_shape_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "BLOCK_BYTES", 100)
    monkeypatch.setattr(rows_module, "_MOST_HELD", 200)
    assert len(read(tmp_path, chats(20)).valid) == 20


@pytest.mark.parametrize("change", ["grow", "shrink", "rewrite", "remove", "replace"])
def test_a_file_that_changes_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    monkeypatch.setattr(source, "BLOCK_BYTES", 256)
    path = written(tmp_path, chats(200))
    content = path.read_bytes()
    rows = TrainingFile(path).rows()
    next(rows)
    if change == "grow":
        path.write_bytes(content * 2)
    elif change == "shrink":
        os.truncate(path, 300)
    elif change == "rewrite":
        os.utime(path, ns=(1, 1))
    else:
        path.unlink()
        if change == "replace":
            path.write_bytes(content)
    with pytest.raises(StoreError, match=re.escape(f"{path}") + ".* while it was read; run again once it is complete"):
        list(rows)


def test_a_disk_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Failing:
        def __init__(self, stream: BinaryIO) -> None:
            self.stream = stream

        def read(self, _: int) -> bytes:
            raise OSError(5, "Input/output error")

        def fileno(self) -> int:
            return self.stream.fileno()

        def close(self) -> None:
            self.stream.close()

    path = written(tmp_path, chats(1))
    monkeypatch.setattr(source, "open_regular", lambda path: Failing(open_regular(path)))
    with pytest.raises(StoreError, match="cannot be read; Input/output error"):
        TrainingFile(path)


def test_an_object_nested_without_end_over_several_lines_is_refused(tmp_path: Path) -> None:
    assert "holds no row that can be read" in refusal(tmp_path, '{"a":\n' + '{"a":' * 100_000)


def test_a_row_that_is_nested_just_too_deep_for_its_tools_does_not_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def deep(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr(rows_module, "parts_of", deep)
    found = read(tmp_path, chats(1))
    assert found.places("too-deep") == [1]


CHARACTERS = st.sampled_from(
    [*'{}[]":,\\ \n\r\t', "null", "NaN", '"messages"', '"role"', '"content"', "\ufeff", "\0", "é"]
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["user", "assistant", "system"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=8,
)


def test_a_table_with_too_many_columns_is_refused_at_once(tmp_path: Path) -> None:
    wide = ",".join(f"c{number}" for number in range(100_000))
    with pytest.raises(StoreError, match="has more than 2,000 columns; export the columns of the examples alone"):
        read(tmp_path, f"{wide}\n{wide}\n", "train.csv")


@effort(60)
@given(st.lists(CHARACTERS, max_size=40).map("".join), st.sampled_from([".jsonl", ".json", ".csv"]))
def test_no_bytes_break_the_reader(tmp_path_factory: pytest.TempPathFactory, text: str, suffix: str) -> None:
    path = written(tmp_path_factory.getbasetemp(), text.encode(), f"any{suffix}")
    with suppress(StoreError):
        list(TrainingFile(path).rows())


@effort(100)
@given(st.lists(st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=4), min_size=1, max_size=3))
def test_no_objects_break_the_reader(tmp_path_factory: pytest.TempPathFactory, values: list[Any]) -> None:
    path = written(tmp_path_factory.getbasetemp(), [json.dumps(value) for value in values], "any.jsonl")
    with suppress(StoreError):
        found = [row for row, _ in TrainingFile(path).rows()]
        assert len(found) == len(values)
        assert all(row.target.strip() and row.turns for row in found if row.valid)


def test_only_some_of_many_blank_lines_are_held_while_the_shape_is_sought(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows_module, "_MOST_RECORDS", 3)
    taken: list[int] = []

    def counted(*given: Any) -> Any:  # noqa: ANN401  # passes on what it is given
        for record in records_in(*given):
            taken.append(record.position)
            yield record

    monkeypatch.setattr(rows_module, "records_in", counted)
    file = TrainingFile(written(tmp_path, jsonl(*chats(2)) + b"\n" * 50 + jsonl(*chats(1)), "train.jsonl"))
    assert taken == [1, 2, 3, 4]
    assert [row.position for row, _ in file.rows()] == [1, 2, 53]
