"""Undo survives a restart, for the file as it was saved and for no other."""

import errno
import os
import time
from pathlib import Path

import pytest

from tests.store.work_cases import START, failing, work_of
from tunewise.domain.documents import Document
from tunewise.domain.history import History, Step
from tunewise.store.state import private_folder
from tunewise.store.undo_history import MOST_FILES, MOST_STEPS, history_of, keep_history
from tunewise.store.work_records import sealed

DOCUMENT = Document(b"title = 'x'\n")
HISTORY = work_of(1, 2, 3).history.undo()


def kept() -> Path:
    """Return the one file of steps."""
    (path,) = private_folder("history").iterdir()
    return path


def test_the_steps_of_a_saved_file_come_back(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    keep_history(path, DOCUMENT, HISTORY)
    assert history_of(path, DOCUMENT) == HISTORY
    assert kept().stat().st_mode & 0o777 == 0o600


def test_all_names_of_a_file_have_the_same_steps(tmp_path: Path) -> None:
    (tmp_path / "case.toml").touch()
    (tmp_path / "link").symlink_to("case.toml")
    keep_history(tmp_path / "link", DOCUMENT, HISTORY)
    assert history_of(tmp_path / "case.toml", DOCUMENT) == HISTORY


def test_a_file_that_somebody_changed_has_no_steps(tmp_path: Path) -> None:
    keep_history(tmp_path / "case.toml", DOCUMENT, HISTORY)
    assert history_of(tmp_path / "case.toml", Document(b"title = 'y'\n")) is None
    assert history_of(tmp_path / "other.toml", DOCUMENT) is None


def test_a_file_without_steps_keeps_nothing_and_asking_makes_no_folder(tmp_path: Path) -> None:
    keep_history(tmp_path / "case.toml", DOCUMENT, History(Step(START, "open")))
    assert history_of(tmp_path / "case.toml", DOCUMENT) is None
    assert not list(tmp_path.iterdir())
    assert not list(private_folder("history").iterdir())


@pytest.mark.parametrize("raw", [b"", b"{}", b"\0" * 99, sealed("[]"), sealed('{"format":1}'), sealed('{"format":9}')])
def test_damaged_steps_are_no_steps(tmp_path: Path, raw: bytes) -> None:
    keep_history(tmp_path / "case.toml", DOCUMENT, HISTORY)
    kept().write_bytes(raw)
    assert history_of(tmp_path / "case.toml", DOCUMENT) is None


def test_steps_that_are_a_link_are_not_read_and_not_written_through(tmp_path: Path) -> None:
    path, other = tmp_path / "case.toml", tmp_path / "other"
    keep_history(path, DOCUMENT, HISTORY)
    link = kept()
    link.rename(other)
    link.symlink_to(other)
    before = other.read_bytes()
    assert history_of(path, DOCUMENT) is None
    keep_history(path, DOCUMENT, HISTORY.undo())
    assert other.read_bytes() == before
    assert history_of(path, DOCUMENT) == HISTORY.undo()


@pytest.mark.parametrize("call", ["open", "write", "fsync", "replace", "mkdir", "scandir", "fstat"])
def test_a_failing_disk_costs_the_steps_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    keep_history(tmp_path / "case.toml", DOCUMENT, HISTORY)
    with monkeypatch.context() as broken:
        failing(broken, call, errno.EIO)
        keep_history(tmp_path / "case.toml", DOCUMENT, HISTORY.undo())
        history_of(tmp_path / "case.toml", DOCUMENT)
    assert history_of(tmp_path / "case.toml", DOCUMENT) is not None


def test_the_nearest_steps_come_back(tmp_path: Path) -> None:
    history = work_of(*(number % 100 for number in range(MOST_STEPS + 20))).history
    keep_history(tmp_path / "case.toml", DOCUMENT, history)
    found = history_of(tmp_path / "case.toml", DOCUMENT)
    assert found == History(history.now, history.past[-MOST_STEPS:])


def test_a_name_that_no_file_can_have_is_no_error() -> None:
    keep_history(Path("a\0b"), DOCUMENT, HISTORY)
    assert history_of(Path("a\ud800b"), DOCUMENT) is None


def test_the_steps_of_two_hundred_files_are_kept_for_ninety_days(tmp_path: Path) -> None:
    folder = private_folder("history")
    for number in range(MOST_FILES + 5):
        (folder / f"{number}.json").touch()
        os.utime(folder / f"{number}.json", (time.time() - 60 - (91 * 86_400 if number == 3 else number),) * 2)
    keep_history(tmp_path / "case.toml", DOCUMENT, HISTORY)
    names = {one.name for one in folder.iterdir()}
    assert len(names) == MOST_FILES
    assert "3.json" not in names
    assert history_of(tmp_path / "case.toml", DOCUMENT) == HISTORY
