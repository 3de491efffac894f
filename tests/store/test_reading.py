"""Reading a scenario file: whatever is wrong with it is told in one line, with what would be right."""

import os
from pathlib import Path

import pytest

from tunewise.domain.errors import ScenarioError, StoreError, TunewiseError
from tunewise.store.reading import parse_toml, read_bytes, read_toml
from tunewise.store.scenario_files import load_scenario

HEAD = 'format = 1\ntitle = "x"\n'
TOKENS = HEAD + "[costs]\nextra_prompt_tokens = 5\nprompt_tokens_removed = 6"
COST = HEAD + "[costs]\nmonthly_requests = "
PRICE = HEAD + "[costs]\nprice_per_million_input_usd = "


def refusal(path: Path) -> TunewiseError:
    """Return the error that a file is refused with; whatever it is, it is one safe line that names the file."""
    with pytest.raises(TunewiseError) as caught:
        load_scenario(path)
    message = str(caught.value)
    assert not [one for one in message if ord(one) < 0x20 or ord(one) == 0x7F]
    assert path.name in message
    return caught.value


def written(folder: Path, content: str | bytes) -> Path:
    """Return a file that holds ``content``."""
    path = folder / "case.toml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_file_that_is_not_there_is_told_with_how_to_make_one(tmp_path: Path) -> None:
    error = refusal(tmp_path / "case.toml")
    assert isinstance(error, StoreError)
    assert error.problem == "does not exist"
    assert "tunewise new" in error.remedy


def test_a_file_in_place_of_a_folder_is_told(tmp_path: Path) -> None:
    error = refusal(written(tmp_path, HEAD) / "case.toml")
    assert (error.problem, error.remedy) == ("does not exist", "a part of the path is a file, not a folder")


def test_a_folder_is_told(tmp_path: Path) -> None:
    assert refusal(tmp_path).problem == "is a folder"


def test_a_pipe_is_refused_and_does_not_hang(tmp_path: Path) -> None:
    pipe = tmp_path / "case.toml"
    os.mkfifo(pipe)
    assert refusal(pipe).problem == "is not a regular file"


def test_a_device_is_refused_and_does_not_run_for_ever() -> None:
    assert refusal(Path("/dev/zero")).problem == "is not a regular file"


def test_a_file_one_may_not_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: object, **__: object) -> int:
        raise PermissionError(13, "Permission denied")

    path = written(tmp_path, HEAD)
    monkeypatch.setattr(os, "open", denied)
    assert refusal(path).problem == "may not be read"


def test_a_link_to_itself_is_told(tmp_path: Path) -> None:
    loop = tmp_path / "case.toml"
    loop.symlink_to(loop)
    assert refusal(loop).problem == "cannot be opened"


def test_a_name_that_no_file_can_have_is_told() -> None:
    with pytest.raises(StoreError, match="cannot be opened; embedded null byte"):
        load_scenario(Path("a\0b.toml"))


def test_a_disk_that_fails_while_reading_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> bytes:
        raise OSError(5, "Input/output error")

    path = written(tmp_path, HEAD)
    monkeypatch.setattr(os, "read", failing)
    error = refusal(path)
    assert (error.problem, error.remedy) == ("cannot be read", "Input/output error")


def test_every_file_that_was_opened_is_closed_again(tmp_path: Path) -> None:
    def in_use() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    before = in_use()
    load_scenario(written(tmp_path, HEAD))
    refusal(tmp_path)
    refusal(written(tmp_path, b"\xff"))
    assert in_use() == before


def test_text_that_is_not_utf_8_is_told_with_its_line(tmp_path: Path) -> None:
    error = refusal(written(tmp_path, HEAD.encode() + b'notes = "\xff\xfe"'))
    assert (error.problem, error.remedy) == ("is not UTF-8 text (line 3)", "save it as UTF-8")


def test_a_byte_order_mark_is_no_harm(tmp_path: Path) -> None:
    assert load_scenario(written(tmp_path, b"\xef\xbb\xbf" + HEAD.encode())).title == "x"


def test_windows_line_ends_are_no_harm(tmp_path: Path) -> None:
    scenario = load_scenario(written(tmp_path, 'format = 1\r\ntitle = "x"\r\n[task]\r\nkind = "qa"\r\n'))
    assert scenario.task.kind == "qa"


@pytest.mark.parametrize(
    "content", ["title", "title = ", "= 3", "[task", 'title = "x', "title = 'x'\ntitle = 'y'", "\0", "\x1b[2J"]
)
def test_what_is_not_toml_is_told_with_its_place(tmp_path: Path, content: str) -> None:
    error = refusal(written(tmp_path, content))
    assert isinstance(error, StoreError)
    assert error.problem.startswith("is not valid TOML: ")


def test_an_empty_file_misses_its_title(tmp_path: Path) -> None:
    error = refusal(written(tmp_path, ""))
    assert isinstance(error, ScenarioError)
    assert (error.key, error.problem) == ("title", "is missing")


@pytest.mark.parametrize(
    ("content", "key", "problem"),
    [
        (HEAD + "[signals]\nlabelled_data = true", "signals.labelled_data", "true does not fit here"),
        (HEAD + '[signals]\nlabelled_data = "50"', "signals.labelled_data", "'50' does not fit here"),
        (HEAD + "[signals]\nlabelled_data = 50.0", "signals.labelled_data", "50.0 does not fit here"),
        (HEAD + "[signals]\nlabelled_data = 101", "signals.labelled_data", "101 does not fit here"),
        (HEAD + "[signals]\nlabelled_data = nan", "signals.labelled_data", "NaN does not fit here"),
        (PRICE + "nan", "costs.price_per_million_input_usd", "NaN does not fit here"),
        (PRICE + "inf", "costs.price_per_million_input_usd", "Infinity does not fit here"),
        (PRICE + "-inf", "costs.price_per_million_input_usd", "-Infinity does not fit here"),
        (PRICE + "true", "costs.price_per_million_input_usd", "true does not fit here"),
        (COST + "1.5", "costs.monthly_requests", "1.5 does not fit here"),
        (
            COST + "{ low = 1, likely = 3, high = 2 }",
            "costs.monthly_requests",
            "low, likely and high are not in rising order: low 1, likely 3, high 2",
        ),
        (COST + "{ low = 1, likely = nan, high = 2 }", "costs.monthly_requests.likely", "NaN does not fit here"),
        (COST + "1" + "0" * 29, "costs.monthly_requests", "a number of 30 digits does not fit here"),
        (COST + "0x" + "f" * 98, "costs.monthly_requests", "a number of 119 digits does not fit here"),
        (
            TOKENS,
            "costs",
            "6 tokens removed from the 5 that the prompt adds",
        ),
        ("format = 2\ntitle = 'x'\nnew = 1", "format", "this file has format 2"),
        (HEAD + "[task.kind]\nname = 1", "task.kind", "{ name = 1 } does not fit here"),
        (HEAD + "[[task]]\nkind = 'qa'", "task", "[{ kind = 'qa' }] does not fit here"),
    ],
)
def test_a_value_that_does_not_fit_is_named_by_its_key(tmp_path: Path, content: str, key: str, problem: str) -> None:
    error = refusal(written(tmp_path, content))
    assert isinstance(error, ScenarioError)
    assert (error.key, error.problem) == (key, problem)
    assert error.remedy


def test_a_slip_in_a_key_is_answered_with_the_nearest(tmp_path: Path) -> None:
    error = refusal(written(tmp_path, HEAD + "[signals]\nlabeled_data = 5"))
    assert (error.key, error.remedy) == ("signals.labeled_data", "did you mean labelled_data?")


def test_a_date_is_shown_as_it_was_written(tmp_path: Path) -> None:
    error = refusal(written(tmp_path, "format = 1\ntitle = 2026-01-31"))
    assert error.problem == "2026-01-31 does not fit here"


def test_numbers_with_a_point_are_read_exactly(tmp_path: Path) -> None:
    data = read_toml(written(tmp_path, "price = 0.1000000000000000055"))
    assert str(data["price"]) == "0.1000000000000000055"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("a = 1\nb = True", "is not valid TOML: Invalid value (line 2, column 5); write true"),
        ("a = 1\nb = No # x", "is not valid TOML: Invalid value (line 2, column 5); write false"),
        ("a = null", "is not valid TOML: Invalid value (line 1, column 5); leave the line out: what is not there is "),
        ("kind = qa", 'is not valid TOML: Invalid value (line 1, column 8); did you mean "qa" in quotes?'),
        ("kind =\nb = 1", "is not valid TOML: Invalid value (line 1, column 7); write a value after the ="),
        ("kind = ", "is not valid TOML: a value is missing (line 1, at the end); write it after the ="),
        ("a = .5", "is not valid TOML: Invalid value (line 1, column 5); write a number, true, false, a "),
        ("a = 1 2", "write one key = value on a line"),
        ("title", "is not valid TOML: Expected '=' after a key in a key/value pair (line 1, at the end); write key = "),
        ("x = 1\n\nx = 2", "is not valid TOML: x is given twice (line 3, first on line 1); keep one of the two"),
        (
            "[a]\nx = [\n1]\n\nx = [\n2]\noops",
            "is not valid TOML: a.x is given twice (line 5, first on line 2); keep one of",
        ),
        (
            "[a.b]\n[c]\n[a.b]",
            "is not valid TOML: a.b is given twice (line 3, first on line 1); keep one of the two, or join",
        ),
        ("a = { b = 1, b = 2 }", "is not valid TOML: a.b is given twice (line 1); keep one of the two"),
        (
            "[a]\nb = 1\nb.c = 2",
            "is not valid TOML: a.b.c is given twice (line 3, first on line 2); keep one of the two",
        ),
        ("[a]\nb.c = 1\nb = 2", "is not valid TOML: a.b is given twice (line 3, first on line 2); keep one of the two"),
        ("a = 1\n[a]", "is not valid TOML: a is given twice (line 2, first on line 1); keep one of the two"),
        (
            "[[a]]\nb = 1\n[[a]]\nb = 1\nb = 2",
            "is not valid TOML: a.1.b is given twice (line 5, first on line 4); keep one",
        ),
        (
            '"a\\u001b" = 1\n"a\\u001b" = 2',
            "is not valid TOML: a\\x1b is given twice (line 2, first on line 1); keep one of",
        ),
        (f"{'k' * 900} = 1\n{'k' * 900} = 1", "k… is given twice (line 2, first on line 1); keep one of the two"),
        ("a = { b = 1, b = 2", "is not valid TOML: a key is given twice (line 1); keep one of the two"),
        ('a = "x\ny = 1', "(line 1, column 7); end the text with its quotes on this line, or begin it with"),
        ("a = 1\rb = 2", "is not valid TOML: Expected newline or end of document after a statement (line 1, column 6)"),
        ('a = "x\ry"', "end lines with a line feed"),
        ("a = 'c:\\x'\nb = \"c:\\q\"", "(line 2, column 10); write \\\\ for a backslash"),
        ("a = 2026-02-30", "(line 1, column 5); write a day that there is, such as 2026-01-31"),
        ("a = [1 2]", "put a comma between values, and ] at the end"),
        ("a = 12:30", "uses a time without seconds, which TOML 1.0 does not have (line 1); write them"),
        ("a = {\nb = 1}", "uses a table in braces over several lines, which TOML 1.0 does not have (line 1)"),
        (
            "a = 1\nb = { c = 1, }",
            "uses a comma before the } of a table in one line, which TOML 1.0 does not have",
        ),
        ('a = "\\e"', "uses the escape \\e in a text, which TOML 1.0 does not have (line 1); write \\u001b"),
        ('a = "\\x41"', "uses the escape \\x in a text, which TOML 1.0 does not have (line 1)"),
    ],
)
def test_a_slip_is_told_with_its_line_and_what_was_probably_meant(tmp_path: Path, content: str, message: str) -> None:
    assert message in refusal(written(tmp_path, content)).line()


def test_bytes_that_were_read_are_parsed_without_reading_the_file_again(tmp_path: Path) -> None:
    path = written(tmp_path, b"\xef\xbb\xbftitle = 'x'\r\n")
    raw = read_bytes(path)
    path.unlink()
    assert raw == b"\xef\xbb\xbftitle = 'x'\r\n"
    assert parse_toml(raw, path) == {"title": "x"}
    with pytest.raises(StoreError, match="is larger than 1 MiB"):
        parse_toml(b"#" * (1024 * 1024 + 1), path)


def test_a_file_of_another_kind_is_named_as_that_kind(tmp_path: Path) -> None:
    path = written(tmp_path, "x" * 5)
    with pytest.raises(StoreError, match="is larger than 4 bytes; a key file has a few kilobytes"):
        read_bytes(path, 4, "a key file")
    with pytest.raises(StoreError, match="is a folder; name the file of a key file in it"):
        read_bytes(tmp_path, 4, "a key file")
