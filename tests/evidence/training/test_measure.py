"""Measuring a training file: one look gives the figures, the findings and what validation has in common with it."""

import json
import re
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from tests.evidence.training.files import chat, chats, jsonl, said, written
from tunewise.domain.errors import StoreError
from tunewise.domain.training_data import Found, TrainingReport
from tunewise.evidence import training
from tunewise.evidence.hashing import text_hash
from tunewise.evidence.training import source
from tunewise.evidence.training.measure import Cancelled, measure_training

Content = bytes | str | list[Any]


def measured(folder: Path, content: Content, name: str = "train.jsonl", **more: Any) -> TrainingReport:  # noqa: ANN401
    """Write a file and measure it."""
    return measure_training(written(folder, content, name), **more)


def found_in(found: tuple[Found, ...], kind: str) -> Found:
    """Return the finding of a kind."""
    return next(one for one in found if one.kind == kind)


def reversed_talk(question: str, answer: str) -> dict[str, Any]:
    """Return a row in which the user answers the assistant."""
    messages = [{"role": "assistant", "content": question}, {"role": "user", "content": answer}]
    return {"messages": messages}


def test_a_sound_file_has_figures_and_no_findings(tmp_path: Path) -> None:
    report = measured(tmp_path, [chat(f"Name a word with {n} letters.", f"word {n} " * (n % 7 + 1)) for n in range(30)])
    assert (report.rows, report.valid_rows, report.unique_rows, report.unique_inputs) == (30, 30, 30, 30)
    assert (report.shape, report.container, report.unit, report.shapes) == ("chat", "jsonl", "line", (("chat", 30),))
    assert report.tokens is not None
    assert report.tokens.total > 0
    assert len(report.sample) == 20
    assert report.validation is None
    assert report.evaluation is None
    assert report.notes == ()
    assert report.columns == ()


def test_three_bad_lines_among_many_are_named(tmp_path: Path) -> None:
    rows: list[Any] = chats(300)
    rows[10], rows[200], rows[290] = "{", b'{"messages": "\xff"}', '{"messages": NaN}'
    report = measured(tmp_path, rows)
    assert (report.rows, report.valid_rows) == (300, 297)
    places = {kind: [one.position for one in found_in(report.found, kind).examples] for kind in _ROW_FAULTS}
    assert places == {"not-json": [11], "not-utf8": [201], "not-a-number": [291]}


_ROW_FAULTS = ("not-json", "not-utf8", "not-a-number")


def test_reversed_roles_and_validation_rows_that_all_leaked_are_named(tmp_path: Path) -> None:
    rows = [reversed_talk(f"What do you like, {n}?", f"I like {n}.") for n in range(42)]
    validation = written(tmp_path, rows[22:], "validation.jsonl")
    report = measured(tmp_path, rows, validation=validation)
    assert report.valid_rows == 0
    assert report.count("roles-reversed") == 42
    assert report.validation is not None
    assert (report.validation.rows, report.validation.valid_rows, report.validation.exact) == (20, 0, 20)
    leaked = found_in(report.validation.found, "leaked-validation").examples[0]
    assert (leaked.position, leaked.other) == (1, 23)
    assert found_in(report.validation.found, "roles-reversed").count == 20


def test_a_few_rows_with_reversed_roles_are_no_reversed_file(tmp_path: Path) -> None:
    report = measured(tmp_path, [*chats(3), reversed_talk("a", "b")])
    assert report.count("roles-reversed") == 0
    assert report.count("wrong-order") == 1


def test_secrets_in_validation_rows_are_told_as_well(tmp_path: Path) -> None:
    rows = chats(3)
    validation = written(tmp_path, [*chats(1), chat("Which key?", "AKIAQ3EGPX7WN2LTKD4M")], "validation.jsonl")
    held = measured(tmp_path, rows, validation=validation).validation
    assert held is not None
    assert [one.position for one in found_in(held.found, "secrets").examples] == [2]


def test_secrets_beside_the_texts_of_a_row_are_told_as_well(tmp_path: Path) -> None:
    hidden = {**chat("Hello?", "Yes."), "metadata": {"crm": {"password": "hunter22xyz"}}}
    report = measured(tmp_path, [*chats(2), hidden])
    (example,) = found_in(report.found, "secrets").examples
    assert (example.position, example.detail) == (3, "password or key: ••• (11 characters)")


@pytest.mark.parametrize("depth", [100, 300, 900, 3_000])
def test_metadata_as_deep_as_it_may_be_are_no_trouble(tmp_path: Path, depth: int) -> None:
    deep = json.dumps(chat("Hello?", "Yes."))[:-1] + ', "metadata": ' + "[" * depth + "]" * depth + "}"
    assert measured(tmp_path, [*chats(2), deep]).rows == 3


def test_metadata_too_deep_to_be_written_again_are_not_screened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_deep(*_: object, **__: object) -> str:
        raise RecursionError

    monkeypatch.setattr("tunewise.evidence.training.rows.dumps", too_deep)
    report = measured(tmp_path, [*chats(2), {**chat("Hello?", "Yes."), "metadata": {"password": "hunter22xyz"}}])
    assert (report.rows, report.count("secrets")) == (3, 0)


def test_validation_is_compared_and_its_faults_are_told(tmp_path: Path) -> None:
    other = [*chats(3), "{", chat("Something else entirely?", "Yes.")]
    validation = written(tmp_path, other, "validation.jsonl")
    report = measured(tmp_path, [*chats(30), reversed_talk("a", "b")], validation=validation)
    overlap = report.validation
    assert overlap is not None
    assert (overlap.file, overlap.rows, overlap.valid_rows, overlap.exact) == (str(validation), 5, 4, 3)
    assert overlap.near == 0
    assert {one.kind for one in overlap.found} == {"not-json", "leaked-validation"}


def test_near_duplicates_are_looked_for_unless_nobody_wants_it(tmp_path: Path) -> None:
    words = ["please", "tell", "me", "how", "the", "machine", "in", "the", "cellar", "of", "the", "mill", "works"]
    rows = [chat(f"{place * 7919} " * 9, f"a {place}") for place in range(30)]
    rows += [chat(" ".join(words), "x"), chat(" ".join([*words, "now"]), "y")]
    validation = written(tmp_path, [chat(" ".join([*words, "again"]), "z")], "validation.jsonl")
    looked = measured(tmp_path, rows, validation=validation)
    assert looked.near_duplicates == 1
    assert looked.count("near-duplicates") == 1
    assert looked.validation is not None
    assert looked.validation.near == 1
    passed = measured(tmp_path, rows, validation=validation, deep=False)
    assert passed.near_duplicates is None
    assert passed.validation is not None
    assert passed.validation.near is None


def test_a_validation_file_of_another_shape_is_told(tmp_path: Path) -> None:
    validation = written(tmp_path, [{"prompt": "a", "completion": "b"}], "validation.jsonl")
    report = measured(tmp_path, chats(2), validation=validation)
    assert report.validation is not None
    assert found_in(report.validation.found, "validation-shape").examples[0].detail == "prompt-completion, not chat"


def test_rows_that_say_so_are_the_validation_rows(tmp_path: Path) -> None:
    rows = [chat("a", "b", split="train"), chat("c", "d", split="train"), chat("a", "b", split="test")]
    report = measured(tmp_path, rows)
    assert (report.rows, report.valid_rows) == (2, 2)
    assert report.validation is not None
    assert (report.validation.rows, report.validation.exact) == (1, 1)
    assert report.notes == ("1 rows are marked as validation or test and taken as validation.",)
    validation = written(tmp_path, [chat("e", "f")], "validation.jsonl")
    other = measured(tmp_path, rows, validation=validation)
    assert other.validation is not None
    assert other.validation.exact == 0
    assert other.notes == ("1 rows are marked as validation or test and left out: a validation file is given.",)


def test_evaluation_inputs_that_stand_in_the_training_data_are_counted(tmp_path: Path) -> None:
    inputs = frozenset({(text_hash("What is number 1?"), text_hash("x")), (text_hash("Unknown?"),)})
    report = measured(tmp_path, chats(3), evaluation_inputs=inputs)
    assert report.evaluation is not None
    assert (report.evaluation.rows, report.evaluation.exact) == (2, 1)
    assert [one.kind for one in report.evaluation.found] == ["leaked-evaluation"]
    clean = measured(tmp_path, chats(3), evaluation_inputs=frozenset({(text_hash("Unknown?"),)}))
    assert clean.evaluation is not None
    assert clean.evaluation.found == ()


def test_outputs_that_are_all_the_same_are_named(tmp_path: Path) -> None:
    report = measured(tmp_path, [chat(f"q {n}", "Always this.") for n in range(20)])
    assert report.count("identical-targets") == 20
    assert report.largest_target_share == 1


def test_outputs_that_are_tool_calls_are_not_identical(tmp_path: Path) -> None:
    def called(n: int) -> dict[str, Any]:
        call = {"id": "1", "type": "function", "function": {"name": "fly", "arguments": json.dumps({"metres": n})}}
        answer = {"role": "assistant", "content": None, "tool_calls": [call]}
        tools = [{"type": "function", "function": {"name": "fly"}}]
        return {"messages": [*said(f"Fly {n} metres"), answer], "tools": tools}

    report = measured(tmp_path, [called(n) for n in range(103)])
    assert (report.valid_rows, report.unique_targets, report.tools_rows) == (103, 103, 103)
    assert report.count("identical-targets") == 0


def test_rows_over_the_token_limit_do_not_count(tmp_path: Path) -> None:
    rows = [chat("a", "b " * 30), chat("a", "c " * 200), chat("a", "d " * 5000), chat("a", "e")]
    report = measured(tmp_path, [*rows, "{"], token_limit=100)
    assert report.valid_rows == 2
    assert [one.position for one in found_in(report.found, "too-long").examples] == [2, 3]


def test_a_task_kind_and_columns_that_are_told_win(tmp_path: Path) -> None:
    content = "foo,bar\n" + "".join(f"text {n},yes\n" for n in range(5))
    columns = {"prompt": "foo", "completion": "bar"}
    report = measured(tmp_path, content, "train.csv", columns=columns, task_kind="generation")
    assert (report.task_kind, report.task_kind_told, report.columns) == ("generation", True, tuple(columns.items()))
    assert report.notes == ("Columns taken: prompt = foo, completion = bar.",)


def test_what_is_no_supervised_set_is_noted(tmp_path: Path) -> None:
    report = measured(tmp_path, [{"text": "Once upon a time"}])
    assert report.notes == ("This is no set of prompts with answers, so supervised tuning cannot use it.",)
    assert (report.valid_rows, report.tokens) == (0, None)


def test_progress_of_both_files_is_one(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    validation = written(tmp_path, chats(5), "validation.jsonl")
    path = written(tmp_path, chats(10))
    measure_training(path, validation=validation, progress=lambda done, size: told.append((done, size)))
    whole = path.stat().st_size + validation.stat().st_size
    assert told[-1] == (whole, whole)
    assert told == sorted(told)


def test_a_file_that_is_read_whole_at_once_tells_its_progress_once(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    path = written(tmp_path, chats(1))
    measure_training(path, progress=lambda done, size: told.append((done, size)))
    assert told == [(path.stat().st_size, path.stat().st_size)]


def test_progress_starts_once_both_files_were_looked_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "BLOCK_BYTES", 256)
    told: list[tuple[int, int]] = []
    path = written(tmp_path, chats(200))
    measure_training(path, progress=lambda done, size: told.append((done, size)))
    assert {size for _, size in told} == {path.stat().st_size}


def test_the_user_can_stop_it_at_any_time(tmp_path: Path) -> None:
    path = written(tmp_path, chats(3))
    answers = iter([False, True])
    for cancelled in (lambda: True, lambda: next(answers)):
        with pytest.raises(Cancelled):
            measure_training(path, cancelled=cancelled)
    assert measure_training(path, cancelled=lambda: False).valid_rows == 3


def test_a_fault_of_either_file_is_told_with_its_name(tmp_path: Path) -> None:
    path = written(tmp_path, chats(3))
    with pytest.raises(StoreError, match=r"none\.jsonl: does not exist"):
        measure_training(path, validation=tmp_path / "none.jsonl")
    with pytest.raises(StoreError, match=r"none\.jsonl: does not exist"):
        measure_training(tmp_path / "none.jsonl", validation=path)


def test_the_same_file_gives_the_same_report(tmp_path: Path) -> None:
    path = written(tmp_path, chats(100))
    assert measure_training(path) == measure_training(path)


def test_examples_are_kept_for_fifty_rows_only(tmp_path: Path) -> None:
    report = measured(tmp_path, jsonl(*chats(3), *["{"] * 80))
    found = found_in(report.found, "not-json")
    assert (found.count, len(found.examples)) == (80, 50)


def test_every_finding_of_the_reader_has_its_words() -> None:
    with (files("tunewise.knowledge") / "row_checks.toml").open("rb") as stream:
        checks = tomllib.load(stream)["row_check"]
    known = [check["id"] for check in checks]
    assert len(set(known)) == len(known)
    texts = "".join(path.read_text() for path in Path(training.__path__[0]).glob("*.py"))
    named = set(re.findall(r'issues\.(?:problem|warn)\(\s*"([a-z0-9-]+)"', texts))
    assert named - {"missing-key"} <= set(known)
    assert not [one for one in known if f'"{one}"' not in texts]
    assert all(check["severity"] in {"row", "tick", "warn"} and len(check["label"]) <= 40 for check in checks)


def test_a_good_and_a_bad_answer_to_one_prompt_are_no_conflict_where_they_are_labelled(tmp_path: Path) -> None:
    rows = [{"prompt": "Hi", "completion": text, "label": text == "Hello"} for text in ("Hello", "Go away")]
    report = measured(tmp_path, rows)
    assert (report.shape, report.conflicts, report.count("conflicts")) == ("unpaired-preference", 0, 0)
    assert report.unique_rows == 2
    assert measured(tmp_path, [{"prompt": "Hi", "completion": text} for text in ("a", "b")]).conflicts == 2
