"""Where things are: shipped beside the package or inside it, and the user's own under XDG_CONFIG_HOME."""

from pathlib import Path

import pytest

import tunewise
from tunewise.store import paths
from tunewise.store.leftovers import FOLDER as WORK
from tunewise.store.locks import FOLDER as LOCKS
from tunewise.store.state import keep_copy
from tunewise.store.undo_history import FOLDER as HISTORY

PACKAGE = Path(tunewise.__file__).parent


def test_the_users_folder_is_under_the_place_that_the_environment_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert paths.config_folder() == tmp_path / "tunewise"


@pytest.mark.parametrize("value", [None, "", "relative/config"])
def test_without_an_absolute_place_the_users_folder_is_under_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    if value is None:
        monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    else:
        monkeypatch.setenv("XDG_CONFIG_HOME", value)
    assert paths.config_folder() == tmp_path / ".config" / "tunewise"


def test_themes_are_looked_for_where_they_ship_and_then_in_the_users_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert paths.theme_folders() == [paths.shipped_folder("themes"), tmp_path / "tunewise" / "themes"]


def test_in_a_checkout_what_ships_lies_at_the_top_level() -> None:
    assert paths.shipped_folder("scenarios") == PACKAGE.parent.parent / "scenarios"
    assert paths.shipped_folder("scenarios").is_dir()


def test_in_a_wheel_what_ships_lies_inside_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "themes").mkdir()
    monkeypatch.setattr(paths, "PACKAGE", tmp_path)
    assert paths.shipped_folder("themes") == tmp_path / "themes"


def test_every_place_that_tunewise_reads_or_writes_is_listed_and_the_shipped_ones_are_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    listed = paths.all_paths()
    assert listed["knowledge"] == PACKAGE / "knowledge"
    assert listed["user_themes"] == tmp_path / "tunewise" / "themes"
    assert all(listed[name].is_dir() for name in ("knowledge", "scenarios", "themes"))
    assert listed["prices"] == tmp_path / "tunewise" / "prices.toml"
    assert listed["keys"] == tmp_path / "tunewise" / "keys.toml"
    assert list(listed) == list(paths.PURPOSES)


def test_the_places_of_state_are_where_state_is_kept_and_asking_makes_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    listed = paths.all_paths()
    own = tmp_path / "state" / "tunewise"
    assert [listed["state"], listed["log"]] == [own, own / "log" / "errors.log"]
    assert [listed[name] for name in (WORK, LOCKS, HISTORY)] == [own / "work", own / "locks", own / "history"]
    assert not (tmp_path / "state").exists()
    assert keep_copy(Path("case.toml"), b"x", "theirs").parent == listed["copies"]


def test_the_environment_may_name_another_prices_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUNEWISE_PRICES", str(tmp_path / "mine.toml"))
    assert paths.own_prices_chosen()
    assert paths.prices_file() == paths.all_paths()["prices"] == tmp_path / "mine.toml"
    monkeypatch.setenv("TUNEWISE_PRICES", " ")
    assert not paths.own_prices_chosen()
    assert paths.prices_file() == paths.config_folder() / "prices.toml"


def test_the_shipped_scenarios_are_named_in_the_order_of_the_alphabet() -> None:
    names = paths.scenario_names()
    assert names == sorted(names)
    assert "support-replies" in names


def test_a_tilde_is_the_home_folder_and_an_unknown_one_stays(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert paths.typed_path(" ~/x.toml ") == tmp_path / "x.toml"
    assert paths.typed_path("~nosuchuser/x.toml") == Path("~nosuchuser/x.toml")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("case.toml", "case.toml"),
        ("  case.toml ", "case.toml"),
        ("~/case.toml", "HOME/case.toml"),
        ("~nobody-of-that-name/x", "~nobody-of-that-name/x"),
    ],
)
def test_a_typed_path_may_start_from_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, meant: str
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert paths.typed_path(typed) == Path(meant.replace("HOME", str(tmp_path)))


def test_a_name_is_taken_by_a_file_a_folder_or_a_link_that_leads_nowhere(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "nowhere")
    assert paths.taken(tmp_path)
    assert paths.taken(link)
    assert not paths.taken(tmp_path / "nowhere")


@pytest.mark.parametrize("name", ["x" * 300, "a\0b", "a\ud800b"])
def test_a_name_that_no_file_can_have_is_not_taken(tmp_path: Path, name: str) -> None:
    assert not paths.taken(tmp_path / name)
