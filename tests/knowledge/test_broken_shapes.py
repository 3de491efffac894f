"""A table of the wrong shape is refused with the file, the table and the key."""

from pathlib import Path

import pytest

from tests.knowledge.tables import Copy


def test_a_file_that_is_no_toml_is_named_with_the_line(tmp_path: Path) -> None:
    error = Copy(tmp_path).change("gates.toml", "[[gate]]", "[[gate").refusal()
    assert error.file == "gates.toml"
    assert error.problem.startswith("is not valid TOML: ")
    assert "line " in error.problem


def test_a_file_that_is_no_utf_8_is_named(tmp_path: Path) -> None:
    copy = Copy(tmp_path)
    (copy.folder / "tasks.toml").write_bytes(b"\xff\xfe")
    error = copy.refusal()
    assert error.file == "tasks.toml"
    assert error.problem.startswith("is not valid TOML: ")


def test_a_table_in_two_files_is_refused(tmp_path: Path) -> None:
    error = Copy(tmp_path).append("tasks.toml", '\n[[gate]]\nid = "twin"\n').refusal()
    assert (error.file, error.key, error.problem) == ("tasks.toml", "gate", "is defined in two files")


def test_a_second_set_of_meta_data_is_refused(tmp_path: Path) -> None:
    error = Copy(tmp_path).append("options.toml", '\n[meta]\nid = "other"\n').refusal()
    assert (error.file, error.key, error.problem) == ("options.toml", "meta", "is defined in two files")


@pytest.mark.parametrize(
    ("file", "table"),
    [
        ("gates.toml", "gate"),
        ("options.toml", "option"),
        ("factors.toml", "factor"),
        ("meta.toml", "meta"),
        ("sources.toml", "source"),
        ("questions.toml", "step"),
        ("precedents.toml", "precedent"),
        ("lessons.toml", "lesson"),
        ("patterns.toml", "pattern"),
        ("routes.toml", "route"),
        ("scales.toml", "scales"),
        ("axes.toml", "push"),
    ],
)
def test_a_missing_file_is_told_by_the_table_that_is_missing(tmp_path: Path, file: str, table: str) -> None:
    copy = Copy(tmp_path)
    (copy.folder / file).unlink()
    error = copy.refusal()
    assert (error.file, error.key, error.problem) == ("the tables", table, "Field required")


def test_an_empty_folder_has_no_tables(tmp_path: Path) -> None:
    copy = Copy(tmp_path)
    for file in copy.folder.iterdir():
        file.unlink()
    assert copy.refusal().file == "the tables"


@pytest.mark.parametrize(
    ("file", "old", "new", "key"),
    [
        ("factors.toml", "points = 14", 'points = "many"', "factor.1.points"),
        ("factors.toml", "points = 14", "points = -1", "factor.1.points"),
        ("factors.toml", "full_points = 7", "full_points = 0", "factor.1.full_points"),
        ("factors.toml", "full_points = 7\n", "", "factor.1.full_points"),
        ("factors.toml", 'kind = "signal"', 'kind = "mood"', "factor.1.kind"),
        ("factors.toml", "prior = [10, 55, 100]", "prior = [10, 55]", "factor.1.prior.3"),
        ("gates.toml", 'tier = "ruled-out"', 'tier = "maybe"', "gate.1.tier"),
        ("gates.toml", "chance = 0.25", "chance = 1.5", "gate.1.chance"),
        ("gates.toml", "chance = 0.25", "chance = 0.25\ncolour = 1", "gate.1.colour"),
        ("gates.toml", "{ leads =", "{ leading =", "gate.1.closes_when.1.leading"),
        ("gates.toml", 'about = "diagnosis"', 'about = "weather"', "gate.1.about"),
        ("gates.toml", 'about = "diagnosis"\n', "", "gate.1.about"),
        ("failures.toml", "share = 0.18", "share = 0.0", "failure.1.share"),
        ("failures.toml", 'axis = "context"', 'axis = "moods"', "failure.1.axis"),
        ("options.toml", 'sequence = ["guardrails", "lora"]\n', "", "combination.1.sequence"),
        ("precedents.toml", 'base_model = "capable"', 'base_model = "strong"', "precedent.1.base_model"),
        ("precedents.toml", "privacy_need = 5", "privacy_need = 101", "precedent.1.privacy_need"),
        ("precedents.toml", 'confidence = "high"', 'confidence = "some"', "precedent.1.trust.confidence"),
        ("routes.toml", 'status = "closing"', 'status = "dying"', "route.1.status"),
        ("routes.toml", "read = 2026-11-21", 'read = "lately"', "route.1.read"),
        ("axes.toml", 'axis = "knowledge"', 'axis = "wisdom"', "push.1.axis"),
        ("axes.toml", "reaches = 15", "reaches = 101", "push.1.reaches"),
        ("options.toml", 'letter = "A"', 'letter = "AA"', "option.1.letter"),
        ("options.toml", "simplicity = 0.50", "simplicity = 1.01", "option.1.simplicity"),
        ("options.toml", "[85, 0.95]", "[85, 0.95, 1]", "option.1.fit.requirement_stability.4"),
        ("options.toml", 'reliability = "High"', 'reliability = "Good"', "option.1.ratings.reliability"),
        ("meta.toml", "reviewed = 2026-11-22", 'reviewed = "lately"', "meta.reviewed"),
        ("meta.toml", "resolution_points = 3.0", "resolution_points = nan", "meta.verdict.resolution_points"),
        ("costs.toml", "cache_minimum_tokens = 1024", "cache_minimum_tokens = -0.5", "figures.cache_minimum_tokens"),
        ("checklist.toml", "level = 1", 'level = "one"', "rung.1.level"),
        ("sources.toml", 'kind = "article"', 'kind = "rumour"', "source.1.kind"),
        ("tasks.toml", "enough = 200", "", "task.1.enough"),
    ],
)
def test_a_value_of_the_wrong_shape_is_named(tmp_path: Path, file: str, old: str, new: str, key: str) -> None:
    error = Copy(tmp_path).change(file, old, new).refusal()
    assert (error.file, error.key) == (file, key)
    assert error.problem
    assert "\n" not in str(error)


def test_a_table_nobody_asked_for_is_refused_in_its_own_file(tmp_path: Path) -> None:
    error = Copy(tmp_path).append("tasks.toml", "\n[extra]\nx = 1\n").refusal()
    assert (error.file, error.key) == ("tasks.toml", "extra")


def test_a_folder_in_place_of_a_table_is_named(tmp_path: Path) -> None:
    copy = Copy(tmp_path)
    (copy.folder / "extra.toml").mkdir()
    error = copy.refusal()
    assert (error.file, error.problem) == ("extra.toml", "cannot be read: Is a directory")


def test_a_cache_that_saves_everything_is_refused(tmp_path: Path) -> None:
    error = Copy(tmp_path).change("costs.toml", "cache_discount_share = 0.90", "cache_discount_share = 1.0").refusal()
    assert (error.file, error.key) == ("costs.toml", "figures.cache_discount_share")
