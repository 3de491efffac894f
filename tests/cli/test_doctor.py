"""``tunewise doctor`` says what the terminal can do and what will be used, with or without a terminal."""

import json
from pathlib import Path

import pytest

from tests.cli.running import run
from tests.cli.window import COMMAND, window
from tunewise.terminal.findings import HINDERS


@pytest.fixture(autouse=True)
def _a_home_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CONFIG", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    for name in ("NO_COLOR", "COLORTERM", "TMUX", "STY", "SSH_TTY", "SSH_CONNECTION", "LC_ALL", "TUNEWISE_THEME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.__stdin__", None)  # no terminal, wherever the tests run
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("LANG", "C.UTF-8")


def own_file(tmp_path: Path, name: str, text: str) -> Path:
    """Write a file of the user's settings."""
    path = tmp_path / "CONFIG" / "tunewise" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_without_a_terminal_it_says_so_and_that_nothing_hinders(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "doctor")
    assert (status, err) == (0, "")
    assert "there is no terminal here" in out
    assert "256, TERM is xterm-256color" in out
    assert "Nothing hinders." in out
    assert "textual" in out


def test_in_a_terminal_of_80_columns_no_word_is_broken() -> None:
    with window(COMMAND, "doctor", "--no-questions", size="80x60", TERM="xterm-256color", LANG="C.UTF-8") as opened:
        out = opened.until("Nothing hinders.").decode()
    rows = out.replace("\r", "").split("\n")
    # A path longer than a row stays whole, so that it can be copied.
    assert all(len(row) <= 80 for row in rows if "/" not in row)
    assert " ✓ its answers    not asked, --no-questions leaves it in peace" in rows
    asked = next(number for number, row in enumerate(rows) if row.startswith(" ✓ mouse"))
    assert rows[asked : asked + 2] == [
        " ✓ mouse          yes, reported by nearly every terminal; hold shift to select",
        "                  text",
    ]


def test_as_json_it_tells_what_will_be_used(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "doctor", "--json", "--glyphs", "ascii", "--colors", "none", "--no-mouse")
    told = json.loads(out)
    assert status == 0
    assert told["fine"] is True
    assert told["uses"] == {"colors": "none", "glyphs": "ascii", "theme": "terminal", "mouse": False}
    assert set(told) == {"fine", "uses", "terminal", "files", "versions"}
    assert set(told["terminal"][0]) == {"about", "value", "why", "remedy", "state"}


def test_a_terminal_that_hinders_gives_one(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    status, out, _ = run(capsys, "doctor")
    assert status == 1
    assert "✗ TERM" in out
    assert "1 thing hinders, marked ✗." in out


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("themes/mine.toml", "accent = 3\n"),
        ("prices.toml", "[[models]]\n"),
        ("prices.toml", "x = \n"),
        ("keys.toml", "x = \n"),
    ],
)
def test_a_file_of_settings_that_cannot_be_used_is_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str, text: str
) -> None:
    path = own_file(tmp_path, name, text)
    status, out, _ = run(capsys, "doctor", "--json")
    bad = [one for one in json.loads(out)["files"] if one["state"] == HINDERS]
    assert status == 1
    assert len(bad) == 1
    assert path.name in bad[0]["why"]


def test_a_theme_that_is_none_is_named(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUNEWISE_THEME", "drak")
    status, out, _ = run(capsys, "doctor")
    assert status == 1
    assert "did you mean dark?" in out


def test_a_state_folder_that_cannot_be_used_is_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "STATE").write_text("not a folder", "utf-8")
    status, out, _ = run(capsys, "doctor")
    assert status == 1
    assert "✗ state" in out


def test_a_setting_that_is_no_choice_is_refused_in_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TUNEWISE_GLYPHS", "fancy")
    status, _, err = run(capsys, "doctor")
    assert status == 2
    assert err.count("\n") == 1
    assert "TUNEWISE_GLYPHS" in err
    assert "console" in err
