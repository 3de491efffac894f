"""The record of unexpected errors: private, bounded, and without a word of the work."""

from pathlib import Path

import pytest

from tunewise.store import error_log
from tunewise.store.error_log import described, log_error, place_of


def failure() -> Exception:
    """Return an error that was raised, with work in its message and in its cause."""
    figures: dict[str, int] = {}
    try:
        try:
            figures["secret figure"] += 1
        except KeyError as cause:
            raise ValueError("secret title") from cause
    except ValueError as error:
        return error
    raise AssertionError


def test_an_error_is_told_by_its_kinds_and_calls_and_not_by_its_words() -> None:
    told = described(failure())
    assert "builtins.ValueError" in told
    assert "after builtins.KeyError" in told
    assert "in failure" in told
    assert "secret" not in told
    assert place_of(failure()).startswith("test_error_log.py:")


def test_the_record_is_private_and_keeps_its_newer_half(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(error_log, "_MOST", 2_000)
    for number in range(30):
        path = log_error(failure(), f"number {number}")
    assert path is not None
    assert path.stat().st_mode & 0o777 == 0o600
    kept = path.read_text(encoding="utf-8")
    assert len(kept) <= 2_000
    assert "number 29" in kept
    assert "number 0\n" not in kept


def test_a_record_that_cannot_be_kept_stops_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    (tmp_path / "file").write_text("in the way")
    assert log_error(failure(), "now") is None
    path_of_link = tmp_path / "state" / "tunewise" / "log"
    path_of_link.mkdir(parents=True, mode=0o700)
    (path_of_link / "errors.log").symlink_to(tmp_path / "file")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    assert log_error(failure(), "now") is None
    assert (tmp_path / "file").read_text() == "in the way"
