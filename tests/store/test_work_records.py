"""Work comes back from its record exactly as it was, and a damaged record is one line, never a crash."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.strategies import effort, scenarios
from tests.store.work_cases import START, edited, money, work_of
from tunewise.domain.documents import Document
from tunewise.domain.errors import StoreError
from tunewise.domain.history import History, Step
from tunewise.domain.scenario import Scenario
from tunewise.domain.validation import to_data
from tunewise.domain.work import Work
from tunewise.store.data_changes import changed, changes
from tunewise.store.work_records import MOST_STEPS, Encoder, Writer, read_record, sealed, unsealed

WRITER = Writer("host", 7, "/dev/pts/1", "2026-11-22T10:00:00.000+00:00")
WRITTEN = "2026-11-22T10:00:01.000+00:00"

TREES = st.dictionaries(
    st.text(max_size=3),
    st.recursive(
        st.none() | st.booleans() | st.integers(-2, 2) | st.floats(-1, 1) | st.text("ab", max_size=60),
        lambda inner: st.lists(inner, max_size=45) | st.dictionaries(st.text("ab$", max_size=2), inner, max_size=4),
        max_leaves=12,
    ),
    max_size=5,
)


def record(work: Work) -> bytes:
    """Return the record of ``work`` as a fresh program writes it."""
    return Encoder().record(work, WRITER, WRITTEN)


@given(
    steps=st.lists(scenarios(), min_size=1, max_size=3),
    undone=st.integers(0, 2),
    saved=st.none() | scenarios(),
    raw=st.none() | st.binary(max_size=40),
    name=st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
    | st.just("/home/caf\udce9/x.toml"),
)
@effort(25)
def test_any_work_comes_back_as_it_was(
    steps: list[Scenario], undone: int, saved: Scenario | None, raw: bytes | None, name: str
) -> None:
    history = History(Step(steps[0], name))
    for number, scenario in enumerate(steps[1:]):
        history = history.push(Step(scenario, f"step {number} {name}", frozenset({f"a.{number}", "b"})))
    for _ in range(undone):
        history = history.undo()
    work = Work(name, None if raw is None else Document(raw, ("a.b", name), 1), history, saved, "cost")
    read = read_record(record(work))
    assert read.work == work
    assert read.writer == WRITER
    assert read.written == WRITTEN
    assert repr(to_data(read.work.scenario)) == repr(to_data(work.scenario))


@given(one=TREES, other=TREES)
@effort(80)
def test_what_differs_between_two_pieces_of_data_leads_from_one_to_the_other(one: Any, other: Any) -> None:  # noqa: ANN401
    before = json.dumps(one)
    steps = json.loads(json.dumps(changes(one, other)))
    result = changed(one, steps)
    assert json.dumps(result, sort_keys=True) == json.dumps(other, sort_keys=True)
    assert json.dumps(one) == before


def test_the_order_of_keys_inside_tables_comes_back() -> None:
    one, other = {"plans": {"lora": {"a": 1, "b": 2}}}, {"plans": {"lora": {"b": 2, "a": 3}}}
    assert json.dumps(changed(one, changes(one, other))) == json.dumps(other)


def test_a_small_edit_of_long_notes_is_a_small_change() -> None:
    notes = "x" * 10_000
    start = START.model_copy(update={"notes": notes})
    work = Work("", None, History(Step(start, "open")).push(edited(start, "notes", f"{notes}!")), start)
    assert len(record(work)) < len(record(Work("", None, History(Step(start, "open")), start))) + 300


def test_two_hundred_small_edits_make_a_small_record() -> None:
    assert len(record(work_of(*(number % 100 for number in range(200))))) < 30_000


def test_an_encoder_that_remembers_writes_what_a_fresh_one_writes() -> None:
    encoder = Encoder()
    history = work_of(*range(20)).history
    for _ in range(30):
        history = history.undo()
        assert encoder.history(history) == Encoder().history(history)
    history = history.push(money(history.now.scenario, "0.000001"))
    assert encoder.history(history) == Encoder().history(history)


def test_the_newest_thousand_steps_are_kept() -> None:
    work = work_of(*(number % 100 for number in range(MOST_STEPS + 50)))
    kept = read_record(record(work)).work.history
    assert kept == History(work.history.now, work.history.past[-MOST_STEPS:])


def test_steps_take_four_megabytes_at_most_and_the_nearest_ones_count() -> None:
    history = History(Step(START, "open"))
    for number in range(300):
        history = history.push(edited(history.now.scenario, "notes", f"{number:03}" * 6_600))
    raw = record(Work("", None, history, START))
    kept = read_record(raw).work.history
    assert len(raw) < 5 << 20
    assert 100 < len(kept.past) < 250
    assert kept.past == history.past[-len(kept.past) :]


@given(at=st.integers(0, 10_000), flip=st.integers(1, 255))
@effort(100)
def test_a_record_with_one_byte_changed_is_damaged(at: int, flip: int) -> None:
    raw = bytearray(record(work_of(3, 4)))
    raw[at % len(raw)] ^= flip
    with pytest.raises(StoreError, match="is damaged"):
        read_record(bytes(raw))


@given(length=st.integers(0, 5_000))
@effort(60)
def test_a_record_that_is_cut_or_anything_else_is_damaged(length: int) -> None:
    raw = record(work_of(3, 4))
    for damaged in (raw[: length % len(raw)], b"\0" * length, raw[: length % len(raw)] + b"\0" * 40, raw + raw):
        with pytest.raises(StoreError, match="is damaged"):
            read_record(damaged)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "$decimal"]), inner, max_size=2),
    max_leaves=6,
)


@given(
    path=st.sampled_from(
        [["now"], ["now", "scenario"], ["now", "keys"], ["now", "scenario", "title"], ["now", "scenario", "signals"]]
        + [[one] for one in ("past", "future", "saved", "document", "file", "screen", "pid", "written", "format")]
    ),
    value=VALUES,
)
@effort(200)
def test_a_record_with_anything_in_any_place_is_read_or_refused_in_one_line(path: list[str], value: object) -> None:
    data = unsealed(record(work_of(3, 4)))
    table = data
    for key in path[:-1]:
        table = table[key]
    table[path[-1]] = value
    with suppress(StoreError):
        assert isinstance(read_record(sealed(json.dumps(data))).work.scenario, Scenario)


@pytest.mark.parametrize(
    ("key", "value"), [("pid", float("inf")), ("file", "/tmp/a\0b"), ("file", "/tmp/\ud800"), ("file", 7)]
)
def test_a_record_whose_figures_or_file_cannot_be_is_damaged(key: str, value: object) -> None:
    data = unsealed(record(work_of(3)))
    with pytest.raises(StoreError, match="is damaged"):
        read_record(sealed(json.dumps({**data, key: value})))


def test_no_more_steps_are_read_than_are_ever_written() -> None:
    data = unsealed(record(work_of(3, 4)))
    data["past"] = data["past"][:1] * (MOST_STEPS + 500)
    assert len(read_record(sealed(json.dumps(data))).work.history.past) <= MOST_STEPS


def test_a_record_of_a_newer_tunewise_says_so() -> None:
    data = unsealed(record(work_of(3)))
    with pytest.raises(StoreError, match="was written by a newer Tunewise"):
        read_record(sealed(json.dumps({**data, "format": 2})))


def test_a_scenario_that_this_version_cannot_use_is_named() -> None:
    data = unsealed(record(work_of(3)))
    data["now"]["scenario"]["signals"]["mood"] = 1
    with pytest.raises(StoreError, match=r"holds a scenario that this version cannot use: .*mood"):
        read_record(sealed(json.dumps(data)))


def test_a_step_that_cannot_be_used_ends_the_steps_and_the_scenario_is_kept() -> None:
    work = work_of(1, 2, 3, 4)
    data = unsealed(record(work))
    data["past"][1][2] = [[["signals", "labelled_data"], "put", "many"]]
    read = read_record(sealed(json.dumps(data))).work
    assert read.scenario == work.scenario
    assert read.history.past == work.history.past[-1:]
