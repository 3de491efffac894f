"""The user's own keys: every mistake in a file is named, and no set leaves anybody without a way out."""

import os
import re
from pathlib import Path

import pytest

from tunewise.domain.errors import StoreError
from tunewise.domain.key_names import KeyNameError, key_words, parse_key, written
from tunewise.store.keymaps import SETS, Keymap, chosen_keys, read_keys, set_of_keys
from tunewise.store.paths import keys_file
from tunewise.ui.commands import COMMANDS

EATEN = {f"ctrl+{letter}" for letter in "abhijmqsz"}


def keys_in(tmp_path: Path, text: str) -> Keymap:
    path = tmp_path / "keys.toml"
    path.write_text(text, encoding="utf-8")
    return read_keys(path, COMMANDS)


def problems(tmp_path: Path, *rows: str) -> list[str]:
    """Return what is wrong with a file that has these rows under [keys], without the name of the file."""
    found = keys_in(tmp_path, "[keys]\n" + "\n".join(rows))
    assert all(line.startswith(f"{tmp_path / 'keys.toml'}: ") for line in found.problems)
    return [line.removeprefix(f"{tmp_path / 'keys.toml'}: ") for line in found.problems]


@pytest.mark.parametrize("name", SETS)
def test_every_set_that_ships_keeps_its_own_rules(name: str) -> None:
    found = set_of_keys(name, COMMANDS)
    assert not found.problems
    assert found.keys.keys() == {command.id for command in COMMANDS}
    for command in COMMANDS:
        assert found.keys[command.id], command.id
        assert set(found.keys[command.id]) - EATEN, command.id


def test_no_letter_moves_saves_or_changes_anything_in_the_plain_set() -> None:
    keys = set_of_keys("plain", COMMANDS).keys
    for command in (
        "go.next",
        "go.previous",
        "field.more",
        "field.less",
        "list.down",
        "list.up",
        "save",
        "undo",
        "quit",
    ):
        assert not [key for key in keys[command] if len(key) == 1], command


def test_the_vim_set_has_what_hands_know() -> None:
    keys = set_of_keys("vim", COMMANDS).keys
    assert keys["list.page-down"][0] == "ctrl+d"
    assert keys["list.first"][0] == "g"
    assert {"slash", "colon"} <= set(keys["commands"])
    assert keys["undo"] == ("u",)


def test_a_file_changes_what_it_names_and_leaves_the_rest(tmp_path: Path) -> None:
    rows = 'save = ["W", "f5"]\nexport = []\nrecommend.why = "K"\n"cost.bill" = "B"'
    found = keys_in(tmp_path, f'base = "vim"\n[keys]\n{rows}\n')
    assert found.problems == ()
    assert found.keys["save"] == ("W", "f5")
    assert found.keys["export"] == ()
    assert found.keys["recommend.why"] == ("K",)
    assert found.keys["cost.bill"] == ("B",)
    assert found.keys["list.page-down"][0] == "ctrl+d"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ('sav = "s"', r"keys.sav: is no command; did you mean save\?"),
        ('why = "s"', r"keys.why: is no command; did you mean recommend.why\?"),
        ('save = "pagedwn"', r"keys.save: 'pagedwn' is no key; did you mean pagedown\?"),
        ('save = ["f5", "hyper+s"]', "keys.save: 'hyper\\+s' terminals do not send keys with hyper; use ctrl"),
        ('save = ""', "keys.save: '' is empty"),
        ("save = 5", 'keys.save: has a value of the wrong kind; give a key as "s"'),
        ('save = "u"', "keys.save: u is the key of undo too; give undo another key, or \\[\\] for none"),
        ('recommend.pin = "s"', "keys.recommend.pin: s is the key of save too"),
        ('field.more = "5"', "keys.field.more: 5 is typed into numbers"),
        ('save = "h"', "keys.save: cannot be reached from a field: there h is field.less"),
        ('theme = "7"', "keys.theme: cannot be reached from a field: there 7 is typing"),
        ('open = "G"', "keys.open: cannot be reached from a list: there G is list.last"),
        ('save = "ctrl+i"', "keys.save: 'ctrl\\+i' cannot be told from tab; write tab, or another key"),
        ('save = "ctrl+m"', "keys.save: 'ctrl\\+m' cannot be told from enter"),
        ('save = "ctrl+h"', "keys.save: 'ctrl\\+h' cannot be told from backspace"),
        ('save = "ctrl+["', "keys.save: 'ctrl\\+\\[' cannot be told from escape"),
        ('save = "alt+s"', "keys.save: 'alt\\+s' cannot be told from escape and the key after it"),
        ('save = "shift+f3"', "keys.save: 'shift\\+f3' is sent as another function key"),
        ('save = "ctrl+c"', "keys.save: 'ctrl\\+c' always says how to leave"),
        ('save = "ctrl+s"', r"keys.save: has only keys that may not arrive \(ctrl\+s: a terminal with flow control"),
        ("quit = []", "keys.quit: has no key; nobody can work without it: give it one"),
        ('editor.accept = "y"', "keys.editor.accept: y is needed for the text itself"),
    ],
)
def test_every_mistake_is_named_with_what_would_be_right(tmp_path: Path, row: str, said: str) -> None:
    found = problems(tmp_path, row)
    assert [line for line in found if re.match(said, line)], found


def test_all_mistakes_are_named_at_once_and_the_base_counts_until_then(tmp_path: Path) -> None:
    found = keys_in(tmp_path, 'base = "plain"\nkey = 1\n[keys]\nsav = "s"\nsave = "nope"\nundo = "f5"\n')
    assert len(found.problems) >= 3
    assert found.keys == set_of_keys("plain", COMMANDS).keys
    assert found.notice().startswith("keys.toml is not used, see tunewise keys --check: ")
    assert "\n" not in found.notice()


def test_a_key_that_may_not_arrive_is_a_remark_where_another_does(tmp_path: Path) -> None:
    found = keys_in(tmp_path, '[keys]\nsave = ["s", "ctrl+b"]\n')
    assert not found.problems
    assert len(found.remarks) == 1
    assert "keys.save: ctrl+b may not arrive: tmux takes it" in found.remarks[0]


def test_a_command_with_only_keys_that_may_not_arrive_is_told_once(tmp_path: Path) -> None:
    found = keys_in(tmp_path, '[keys]\nsave = ["ctrl+s", "ctrl+b"]\n')
    assert len(found.problems) == 1
    assert "ctrl+s: a terminal with flow control stops at it; ctrl+b: tmux takes it" in found.problems[0]
    assert found.remarks == ()


@pytest.mark.parametrize(
    "text", ["[keys\n", "keys = 3\n", 'base = "emacs"\n', "base = 3\n", "\x00", "[keys.a.b.c.d]\nx=1"]
)
def test_a_broken_file_never_stops_the_app(tmp_path: Path, text: str) -> None:
    found = keys_in(tmp_path, text)
    assert found.problems
    assert found.keys == set_of_keys("default", COMMANDS).keys


def test_a_hostile_file_says_nothing_raw(tmp_path: Path) -> None:
    found = keys_in(tmp_path, '[keys]\n"\\u001b[2J" = "\\u009b"\nsave = "\\u202e"\n')
    assert len(found.problems) == 2
    assert all(line.isprintable() for line in found.problems)
    assert found.notice().isprintable()


def test_which_keys_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert chosen_keys(None, COMMANDS).name == "default"
    keys_file().parent.mkdir(parents=True)
    keys_file().write_text('[keys]\nsave = "W"\n', encoding="utf-8")
    assert chosen_keys(None, COMMANDS).keys["save"] == ("W",)
    monkeypatch.setenv("TUNEWISE_KEYS", "plain")
    assert chosen_keys(None, COMMANDS).name == "plain"
    assert chosen_keys("vim", COMMANDS).name == "vim"
    assert chosen_keys(str(keys_file()), COMMANDS).keys["save"] == ("W",)
    with pytest.raises(StoreError, match=r"vm: is no set of keys and no file; did you mean vim\?"):
        chosen_keys("vm", COMMANDS)


@pytest.mark.parametrize("text", [*map(chr, range(33, 127)), "f1", "shift+left", "ctrl+p", "ctrl+]", "ctrl+space", "é"])
def test_a_key_is_written_as_it_is_read(text: str) -> None:
    assert written(parse_key(text).name) == text


def test_keys_can_be_written_in_several_ways() -> None:
    for one, other in (("Esc", "escape"), ("PgDn", "pagedown"), ("Ctrl+S", "ctrl+s"), ("shift+s", "S"), (" ", "space")):
        assert parse_key(one) == parse_key(other)
    assert [key_words(name) for name in ("left", "escape", "question_mark", "shift+left")] == [
        "←",
        "esc",
        "?",
        "shift+←",
    ]
    with pytest.raises(KeyNameError):
        parse_key("ctrl+5")


def test_what_is_no_file_of_keys_is_not_told_to_be_a_scenario(tmp_path: Path) -> None:
    (tmp_path / "gone.toml").symlink_to("nowhere")
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "long.toml").write_text("#" * (1 << 20) + "\n")
    found = [read_keys(tmp_path / name, COMMANDS) for name in ("gone.toml", "pipe.toml", "long.toml")]
    assert [line.removeprefix(f"{tmp_path}/") for one in found for line in one.problems] == [
        "gone.toml: does not exist; check the name",
        "pipe.toml: is not a regular file; name the file of a set of keys",
        "long.toml: is larger than 1 MiB; a set of keys has a few kilobytes",
    ]
