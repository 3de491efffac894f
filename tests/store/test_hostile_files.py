"""Files made to hang, flood or crash: each is refused in one line, and nothing else is ever raised."""

import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from tests.domain.strategies import effort, scenario_tables, texts
from tunewise.domain.costs import Costs
from tunewise.domain.errors import StoreError, TunewiseError
from tunewise.domain.figures import Range
from tunewise.domain.scenario import Decision, Facts, Readiness, Sampling, Scenario, Signals, Task
from tunewise.domain.validation import to_data
from tunewise.store.reading import MOST_BYTES, read_toml
from tunewise.store.scenario_files import load_scenario, scenario_text

HEAD = 'format = 1\ntitle = "x"\n'
READ_ALONE = """
import sys
from pathlib import Path
from tunewise.domain.errors import StoreError
from tunewise.store.reading import read_toml
try:
    read_toml(Path(sys.argv[1]))
except StoreError as error:
    print(error)
"""
TABLES: dict[str, type[BaseModel]] = {
    "task": Task,
    "signals": Signals,
    "facts": Facts,
    "costs": Costs,
    "readiness": Readiness,
    "sampling": Sampling,
    "decision": Decision,
}
MODELS: tuple[type[BaseModel], ...] = (Scenario, Range, *TABLES.values())
NAMES = sorted(
    {name for model in MODELS for name in model.model_fields}
    | {"point", "range", "", "\x1b[31m", "=", "a.b", "__class__"}
)


def outcome(path: Path) -> Scenario | TunewiseError:
    """Return what reading ``path`` comes to; any other exception is the test's failure."""
    try:
        return load_scenario(path)
    except TunewiseError as error:
        message = str(error)
        assert not [one for one in message if ord(one) < 0x20 or 0x7F <= ord(one) < 0xA0]
        assert len(message) < 1000
        return error


def refused(tmp_path: Path, content: str) -> TunewiseError:
    """Return the error that ``content`` is refused with."""
    path = tmp_path / "case.toml"
    path.write_text(content, "utf-8")
    found = outcome(path)
    assert isinstance(found, TunewiseError)
    assert "case.toml" in str(found)
    return found


def test_five_megabytes_of_nonsense_are_refused_for_their_size(tmp_path: Path) -> None:
    assert refused(tmp_path, "nonsense " * 600_000).problem == "is larger than 1 MiB"


def test_one_byte_too_many_is_too_large_and_the_last_that_fits_is_not(tmp_path: Path) -> None:
    filling = ("#" + "x" * 1022 + "\n") * 1024
    path = tmp_path / "case.toml"
    path.write_text(HEAD + filling[: MOST_BYTES - len(HEAD)])
    assert load_scenario(path).title == "x"
    assert refused(tmp_path, HEAD + filling[: MOST_BYTES - len(HEAD) + 1]).problem == "is larger than 1 MiB"


@pytest.mark.parametrize(
    "content",
    [
        ".".join(["a"] * 50_000) + " = 1",
        "[" + ".".join(["a"] * 50_000) + "]",
        "[[" + ".".join(["a"] * 50_000) + "]]",
        HEAD + "signals." + ".".join(["a"] * 50_000) + " = 1",
    ],
)
def test_a_key_of_very_many_parts_is_refused_before_it_is_parsed(tmp_path: Path, content: str) -> None:
    error = refused(tmp_path, content)
    assert isinstance(error, StoreError)
    line = 3 if content.startswith(HEAD) else 1
    assert error.problem == f"has a key of very many parts (line {line})"


@pytest.mark.parametrize(
    "content",
    [
        '"=".' + ".".join(["a"] * 5_000) + " = 1",
        "'='." + ".".join(["a"] * 5_000) + " = 1",
        "x = { " + ".".join(["a"] * 5_000) + " = 1 }",
    ],
)
def test_a_key_of_very_many_parts_cannot_hide_behind_an_equals_sign(tmp_path: Path, content: str) -> None:
    assert isinstance(refused(tmp_path, content), StoreError)


def test_a_value_nested_deeper_than_python_can_print_is_refused_like_any_other(tmp_path: Path) -> None:
    refused(tmp_path, "format = 1\ntitle = { " + ".".join(["a"] * 5_000) + " = 1 }")


@pytest.mark.parametrize(
    "content",
    [
        HEAD + "notes = " + "[" * 500 + "]" * 500,
        HEAD + "notes = " + "[" * 100_000,
        HEAD + "notes = " + "{ a = " * 500 + "1" + " }" * 500,
        HEAD + "random_seed = " + "9" * 5_000,
        HEAD + "[costs]\nprice_per_million_input_usd = 1e99999999999999999999",
        HEAD + "[costs]\nprice_per_million_input_usd = 1e999999999",
        HEAD + "random_seed = 0x" + "f" * 20_000,
        HEAD + "[costs]\nevaluation_usd = 0x" + "f" * 20_000,
        "format = 0x" + "f" * 20_000 + '\ntitle = "x"',
        HEAD + "".join(f"k{number} = 1\n" for number in range(5_000)),
        HEAD + "[signals]\n" + "x" * 200_000 + " = 1",
        HEAD + 'notes = "' + "x" * 500_000 + '"',
    ],
)
def test_what_is_built_to_exhaust_a_parser_is_refused(tmp_path: Path, content: str) -> None:
    refused(tmp_path, content)


@pytest.mark.parametrize(
    "content",
    [
        'notes = "' + '\\"' * 500_000,
        'notes = """' + '\\"' * 500_000,
        'notes = """' + 'a\\"""\n' * 150_000,
        '"' * 1_000_000,
        "'" * 1_000_000,
        "a = '\n" * 170_000,
        "x" * 1_000_000,
        "a " * 500_000,
    ],
    ids=["quotes", "long quotes", "lines of quotes", "only quotes", "only apostrophes", "open lines", "word", "words"],
)
def test_a_file_of_almost_a_megabyte_keeps_nobody_waiting(tmp_path: Path, content: str) -> None:
    path = tmp_path / "case.toml"
    path.write_text(content, "utf-8")
    # In a process of its own, so that a search without end fails here and hangs no tests. Nothing is timed.
    done = subprocess.run(
        [sys.executable, "-c", READ_ALONE, str(path)], capture_output=True, text=True, timeout=30, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(
        (f"{path}: is not valid TOML: ", f"{path}: has a line longer than 256 KiB (line 1)", f"{path}: has more than")
    )
    assert len(done.stdout.splitlines()) == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("notes = " + "[" * 2_000, "nests lists or tables very deep (line 3); keep to 64 levels"),
        ("notes = " + "{ a = [" * 40, "nests lists or tables very deep (line 3)"),
        ("[[t]]\nx = 1\n" * 30_000, "has more than 40,000 keys and items (line 26668)"),
        ("x = [" + "1,\n" * 50_000 + "]", "has more than 40,000 keys and items (line 40000)"),
        ("x = [" + "{}," * 50_000 + "]", "has more than 40,000 keys and items (line 3)"),
        ("random_seed = " + "9" * 5_000, "has a number of 5,000 digits (line 3); write 100 at most"),
        ("random_seed = 0x" + "f" * 5_000, "has a number of 5,000 digits (line 3)"),
        ("a = 1e999999999", "has a number out of bounds, 1e999999999 (line 3); keep its exponent within 400"),
        ("a = [1,\n-1.5E-9_99\n]", "has a number out of bounds, -1.5E-9_99 (line 4)"),
        ("a = 1e" + "9" * 90, "has a number out of bounds"),
        ("#" + "x" * 262_144, "has a line longer than 256 KiB (line 3); break it into several"),
        ('"a" . "b" .' * 40 + "c = 1", "has a key of very many parts (line 3); give a key 64 parts at most"),
        ("[" + "'x'." * 70 + "y]", "has a key of very many parts (line 3)"),
        ("x = [{ a = 1 }, { " + "b\t.\t" * 70 + "c = 1 }]", "has a key of very many parts (line 3)"),
        ('x = """"" """""\n' + "b." * 70 + "c = 1", "has a key of very many parts (line 4)"),
    ],
)
def test_what_would_exhaust_a_parser_is_told_with_its_line_and_the_limit(
    tmp_path: Path, content: str, message: str
) -> None:
    assert message in refused(tmp_path, HEAD + content).line()


@pytest.mark.parametrize(
    "content",
    [
        ".".join("a" * 64) + " = 1",
        "x = " + "[" * 64 + "]" * 64,
        "x = 1" + "0" * 99,
        "x = 1e400",
        "x = '1e999999999'\n# 1e999999999\ny = 2026-01-31T07:32:00.123456789+01:00",
        "1e999 = 1\n12:30 = 2".replace("12:30", "'12:30'"),
    ],
)
def test_what_is_just_within_the_limits_is_read(tmp_path: Path, content: str) -> None:
    path = tmp_path / "case.toml"
    path.write_text(content, "utf-8")
    assert read_toml(path)


def test_any_other_slip_is_told_as_the_parser_tells_it(tmp_path: Path) -> None:
    assert refused(tmp_path, "title = 1 1").problem.startswith("is not valid TOML: Expected newline or end of document")


@pytest.mark.parametrize("line", ["." * 1_500, "see 1.2.3." * 400])
def test_dots_in_a_text_are_no_key(tmp_path: Path, line: str) -> None:
    scenario = Scenario(title="x", notes=f"first\n{line}\nlast")
    path = tmp_path / "case.toml"
    path.write_text(scenario_text(scenario), "utf-8")
    assert outcome(path) == scenario


def values() -> st.SearchStrategy[Any]:
    """Return any value that TOML can hold."""
    leaves = st.one_of(
        st.booleans(),
        st.integers(-(10**25), 10**25),
        st.decimals(allow_nan=True, allow_infinity=True).filter(lambda number: not number.is_snan()),
        texts(30),
        st.dates(),
        st.times(),
        st.datetimes(),
        st.sampled_from(["qa", "tone", 1, 50, Decimal("0.5")]),
    )
    keys = st.one_of(st.sampled_from(NAMES), texts(10))
    flat = st.one_of(leaves, st.lists(leaves, max_size=3), st.dictionaries(keys, leaves, max_size=4))
    return st.one_of(flat, st.lists(flat, max_size=3), st.dictionaries(keys, flat, max_size=4))


@given(raw=st.one_of(st.binary(max_size=300), texts(300).map(lambda text: text.encode())))
@effort()
def test_any_bytes_are_a_scenario_or_one_line_of_error(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "any.toml"
    path.write_bytes(raw)
    assert isinstance(outcome(path), Scenario | TunewiseError)


@given(tables=scenario_tables(), cut=st.floats(0, 1), inserted=st.binary(max_size=12), dropped=st.integers(0, 40))
@effort()
def test_a_scenario_file_damaged_anywhere_is_a_scenario_or_one_line_of_error(
    tmp_path: Path, tables: dict[str, Any], cut: float, inserted: bytes, dropped: int
) -> None:
    raw = tomli_w.dumps(tables).encode()
    place = int(cut * len(raw))
    path = tmp_path / "damaged.toml"
    path.write_bytes(raw[:place] + inserted + raw[place + dropped :])
    assert isinstance(outcome(path), Scenario | TunewiseError)


@given(data=st.dictionaries(st.one_of(st.sampled_from(NAMES), texts(10)), values(), max_size=5))
@effort()
def test_any_tables_with_any_keys_and_values_are_a_scenario_or_one_line_of_error(
    tmp_path: Path, data: dict[str, Any]
) -> None:
    path = tmp_path / "tables.toml"
    path.write_text(tomli_w.dumps({"title": "x", **data}), "utf-8")
    found = outcome(path)
    if isinstance(found, Scenario):
        assert to_data(found)["format"] == 1


@given(tables=scenario_tables(), key=st.sampled_from(NAMES), value=values())
@effort()
def test_a_valid_file_with_one_strange_key_is_refused_or_read(
    tmp_path: Path, tables: dict[str, Any], key: str, value: object
) -> None:
    for place in TABLES:
        path = tmp_path / "strange.toml"
        path.write_text(tomli_w.dumps({**tables, place: {**tables.get(place, {}), key: value}}), "utf-8")
        assert isinstance(outcome(path), Scenario | TunewiseError)
