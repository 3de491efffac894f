"""The command keys: the list of all keys, the sets, and the check of a file."""

import json
from pathlib import Path

import pytest

from tests.cli.running import run
from tunewise import opening
from tunewise.store.paths import keys_file
from tunewise.ui.commands import COMMANDS


def test_all_commands_are_listed_with_their_keys(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "keys")
    assert status == 0
    assert [row.split()[0] for row in out.splitlines()] == [command.id for command in COMMANDS]
    assert "save                     s ctrl+s " in out


def test_a_set_is_listed_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "keys", "--set", "vim", "--json")
    found = json.loads(out)
    assert (status, found["set"]) == (0, "vim")
    (first,) = [one for one in found["commands"] if one["command"] == "list.first"]
    assert first["keys"] == ["g", "home"]
    assert run(capsys, "keys", "--set", "vi")[0] == 2


def test_the_users_own_file_is_checked(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(capsys, "keys", "--check")[:2] == (0, f"There is no {keys_file()}: the default keys count.\n")
    keys_file().parent.mkdir(parents=True)
    keys_file().write_text('[keys]\nsave = ["W", "ctrl+s"]\n', encoding="utf-8")
    status, out, _ = run(capsys, "keys", "--check")
    assert status == 0
    assert "remark: " in out
    assert out.endswith("keys.toml can be used.\n")
    assert "save                     W ctrl+s " in run(capsys, "keys")[1]
    other = tmp_path / "mine.toml"
    other.write_text('[keys]\nsav = "W"\nquit = []\n', encoding="utf-8")
    status, out, _ = run(capsys, "keys", "--check", str(other))
    assert status == 2
    assert out.splitlines()[-1] == "2 to mend: until then the keys of the set default count."
    assert json.loads(run(capsys, "keys", "--check", str(other), "--json")[1])["problems"]
    assert run(capsys, "keys", "--check", str(tmp_path / "none.toml"))[0] == 2


def test_a_file_that_cannot_be_used_is_said_in_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    keys_file().parent.mkdir(parents=True)
    keys_file().write_text("[keys]\nquit = []\n", encoding="utf-8")
    status, out, _ = run(capsys, "keys")
    assert status == 0
    assert "keys.toml is not used, see tunewise keys --check: keys.quit: has no key" in out


def test_without_a_file_of_keys_nothing_is_read_before_the_first_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(*_: object) -> None:
        raise AssertionError("no file of keys is there to be read")

    monkeypatch.setattr("tunewise.store.keymaps.chosen_keys", read)
    assert opening._put_keys_in_force(None) == ""
