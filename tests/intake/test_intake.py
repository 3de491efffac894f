"""Files are measured, and the figures go beside the scenario: relative paths, hashes, and nothing else."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tunewise.domain.errors import StoreError
from tunewise.domain.scenario import Scenario
from tunewise.domain.validation import to_data
from tunewise.intake import Place, moved, place_of, stale_files, take_data, take_results
from tunewise.knowledge.load import shipped_knowledge
from tunewise.session.edits import apply
from tunewise.session.session import Session

DAY = date(2026, 11, 22)
EMPTY = Scenario(title="Parcels")


def rows(first: int, last: int) -> str:
    """Return chat rows that differ in their numbers."""
    pairs = (
        [
            {"role": "user", "content": f"Where is parcel {number} of street {number * 7}?"},
            {"role": "assistant", "content": f"Parcel {number} waits at desk {number % 9}."},
        ]
        for number in range(first, last)
    )
    return "".join(json.dumps({"messages": pair}) + "\n" for pair in pairs)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Return a folder with training data, validation data that leaks, and results of two prompts."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "train.jsonl").write_text(rows(0, 60))
    (tmp_path / "data" / "valid.jsonl").write_text(rows(57, 70))
    lines = ["id,question,plain_pass,few_shot_pass"]
    lines += [f"{n},Where is parcel {n} of street {n * 7}?,{n % 10 < 7},{n % 10 < 8}" for n in range(50, 90)]
    (tmp_path / "runs.csv").write_text("\n".join(lines) + "\n")
    return Place(EMPTY, tmp_path, DAY)


def test_data_is_kept_by_its_path_from_the_scenario_and_its_figures(place: Place) -> None:
    train, valid = place.folder / "data" / "train.jsonl", place.folder / "data" / "valid.jsonl"
    taken = take_data(train, place, validation=valid)
    kept = apply(taken.edit, EMPTY).evidence
    assert kept.training is not None
    assert kept.validation is not None
    assert (kept.training.file, kept.training.rows, kept.validation.file) == (
        "data/train.jsonl",
        60,
        "data/valid.jsonl",
    )
    assert (kept.validation.in_training, kept.validation.places["leaked-validation"]) == (3, (1, 2, 3))
    assert "parcel" not in str(to_data(apply(taken.edit, EMPTY)))


def test_measuring_changes_no_file_and_one_undo_takes_all_of_it_back(place: Place) -> None:
    files = [place.folder / name for name in ("data/train.jsonl", "data/valid.jsonl", "runs.csv")]
    with files[0].open("a") as file:
        file.write("{\n")
    before = [(path.read_bytes(), path.stat().st_mtime_ns) for path in files]
    session = Session(EMPTY, shipped_knowledge())
    taken = take_data(files[0], place, validation=files[1])
    assert session.edit(taken.edit)
    assert session.scenario.evidence.training is not None
    assert session.scenario.evidence.training.places["not-json"] == (61,)
    assert session.edit(take_results([files[2]], place._replace(scenario=session.scenario)).edit)
    assert session.scenario.evidence.evaluation is not None
    session.undo()
    session.undo()
    assert session.scenario == EMPTY
    assert [(path.read_bytes(), path.stat().st_mtime_ns) for path in files] == before


def test_what_was_said_of_a_file_before_counts_again(place: Place) -> None:
    table = place.folder / "pairs.csv"
    table.write_text("frage,antwort\n" + "".join(f"Where is {n}?,Here {n}\n" for n in range(30)))
    with pytest.raises(StoreError, match="columns"):
        take_data(table, place)
    columns = {"prompt": "frage", "completion": "antwort"}
    told = apply(take_data(table, place, columns=columns, task_kind="structured", conflicts_meant=True).edit, EMPTY)
    again = apply(take_data(table, place._replace(scenario=told)).edit, told).evidence.training
    assert again is not None
    assert (dict(again.columns), again.task_kind, again.task_kind_told) == (columns, "structured", True)
    assert again.conflicts_intended


def test_a_part_of_the_file_that_is_marked_as_held_back_is_its_validation_data(place: Place) -> None:
    marked = place.folder / "marked.jsonl"
    texts = [json.loads(line) | {"split": "validation" if n < 5 else "train"} for n, line in enumerate(rows(0, 40).splitlines())]  # fmt: skip  # noqa: E501
    marked.write_text("".join(json.dumps(one) + "\n" for one in texts))
    kept = apply(take_data(marked, place).edit, EMPTY).evidence.validation
    assert kept is not None
    assert (kept.file, kept.rows, kept.in_training) == ("marked.jsonl", 5, 0)


def test_tests_of_the_evaluation_that_stand_in_the_training_data_are_found(place: Place) -> None:
    results = take_results([place.folder / "runs.csv"], place).results
    taken = take_data(place.folder / "data" / "train.jsonl", place, results=results)
    assert taken.report.evaluation is not None
    assert taken.report.evaluation.exact == 10
    kept = apply(taken.edit, EMPTY).evidence.training
    assert kept is not None
    assert kept.found["leaked-evaluation"] == 10


def test_results_are_kept_by_their_path_with_the_target(place: Place) -> None:
    taken = take_results([place.folder / "runs.csv"], place, target=Decimal("0.9"))
    kept = apply(taken.edit, EMPTY).evidence.evaluation
    assert kept is not None
    assert ([one.file for one in kept.files], kept.target, kept.measured_on) == (["runs.csv"], Decimal("0.9"), DAY)
    assert [(one.tests, one.passed) for one in kept.variants] == [(40, 28), (40, 32)]


def test_read_again_results_keep_their_baseline_and_target_where_they_still_have_it(place: Place) -> None:
    first = take_results([place.folder / "runs.csv"], place, target=Decimal("0.9"))
    other = first.summary.variants[1].name
    told = apply(take_results([place.folder / "runs.csv"], place, target=Decimal("0.9"), baseline=other).edit, EMPTY)
    again = take_results([place.folder / "runs.csv"], place._replace(scenario=told)).summary
    assert (again.baseline, again.target) == (other, Decimal("0.9"))
    (place.folder / "runs.csv").write_text("id,only_pass\n1,true\n2,false\n")
    gone = take_results([place.folder / "runs.csv"], place._replace(scenario=told)).summary
    assert gone.baseline != other


def test_more_files_than_a_scenario_keeps_are_refused(place: Place) -> None:
    with pytest.raises(StoreError, match="101 files at once; name 100 at most"):
        take_results([place.folder / "runs.csv"] * 101, place)


def test_a_baseline_that_is_no_variant_is_refused(place: Place) -> None:
    with pytest.raises(StoreError, match=r"runs\.csv"):
        take_results([place.folder / "runs.csv"], place, baseline="nobody")


def test_reading_can_be_stopped_and_keeps_nothing(place: Place) -> None:
    for take in (take_data, lambda path, place, **more: take_results([path], place, **more)):
        path = place.folder / ("data/train.jsonl" if take is take_data else "runs.csv")
        with pytest.raises(StoreError):
            take(path, place, cancelled=lambda: True)


def test_files_are_looked_for_from_the_folder_of_the_scenario(place: Place) -> None:
    told = apply(take_data(place.folder / "data" / "train.jsonl", place).edit, EMPTY)
    assert stale_files(told, place.folder) == frozenset()
    assert stale_files(told, place.folder / "data") == {"data/train.jsonl"}
    (place.folder / "data" / "train.jsonl").write_text("")
    assert stale_files(told, place.folder) == {"data/train.jsonl"}


def test_a_scenario_without_a_file_stands_in_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert place_of(EMPTY, None).folder == tmp_path
    assert place_of(EMPTY, Path("cases/one.toml")).folder == tmp_path / "cases"


def test_saved_in_another_folder_a_scenario_names_its_files_from_there(place: Place) -> None:
    train, valid = place.folder / "data" / "train.jsonl", place.folder / "data" / "valid.jsonl"
    told = apply(take_data(train, place, validation=valid).edit, EMPTY)
    told = apply(take_results([place.folder / "runs.csv"], place).edit, told)
    here, there = place.folder / "case.toml", place.folder / "cases" / "case.toml"
    assert moved(told, here, place.folder / "other.toml") is told
    assert moved(EMPTY, here, there) is EMPTY
    named = moved(told, here, there).evidence
    assert named.training is not None
    assert named.validation is not None
    assert named.evaluation is not None
    assert named.training.file == "../data/train.jsonl"
    assert named.validation.file == "../data/valid.jsonl"
    assert [one.file for one in named.evaluation.files] == ["../runs.csv"]
    assert moved(moved(told, here, there), there, here) == told
