"""What is TOML 1.0 is read as what it says, and what is not is refused: by a part of the public test files for parsers.

The files in ``toml_files`` come from toml-test under the licence that lies beside them.
"""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.strategies import effort
from tunewise.domain.errors import StoreError
from tunewise.store.reading import parse_toml, read_toml

FILES = Path(__file__).parent / "toml_files"
VALID = sorted((FILES / "valid").iterdir())
INVALID = sorted((FILES / "invalid").iterdir())
FRAGMENTS = ['"""', "'''", "\r\n", "\\e", "\\x41", "07:32", "a.b", "1e9", "[[", "]]", "{}", "\ufeff"]


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_a_valid_file_is_read_as_what_it_says(path: Path) -> None:
    assert repr(read_toml(path)) == repr(tomllib.loads(path.read_text("utf-8"), parse_float=Decimal))


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_an_invalid_file_is_refused_in_one_line_with_its_place(path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        read_toml(path)
    assert "(line " in caught.value.problem
    assert caught.value.remedy
    assert len(caught.value.line()) < 600


@given(
    start=st.sampled_from([path.read_bytes() for path in (*VALID, *INVALID)]),
    edits=st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 5), st.sampled_from([*map(chr, range(9, 127)), "é", *FRAGMENTS])),
        min_size=1,
        max_size=4,
    ),
)
@effort()
def test_a_damaged_file_is_read_only_where_it_is_still_toml(start: bytes, edits: list[tuple[float, int, str]]) -> None:
    raw = start
    for where, dropped, inserted in edits:
        at = int(where * len(raw))
        raw = raw[:at] + inserted.encode() + raw[at + dropped :]
    try:
        wanted = repr(tomllib.loads(raw.decode("utf-8-sig"), parse_float=Decimal))
    except (ValueError, ArithmeticError, RecursionError):
        wanted = ""
    assert outcome(raw) in {wanted, ""}
    assert not wanted or outcome(raw) or is_beyond(raw)


def outcome(raw: bytes) -> str:
    """Return what ``raw`` is read as, or nothing where it is refused."""
    try:
        return repr(parse_toml(raw, Path("damaged.toml")))
    except StoreError:
        return ""


def is_beyond(raw: bytes) -> bool:
    """Tell whether ``raw`` was refused for a limit, or for being newer than TOML 1.0."""
    with pytest.raises(StoreError) as caught:
        parse_toml(raw, Path("damaged.toml"))
    words = ("which TOML 1.0 does not have", "out of bounds", "digits", "very many parts", "very deep")
    return any(one in caught.value.problem for one in words)
