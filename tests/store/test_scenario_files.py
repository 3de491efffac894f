"""Scenario files: saving, creating, naming and opening them, and the scenarios that ship by their bare names."""

import subprocess
import sys
from pathlib import Path

import pytest
import tomli_w
from hypothesis import given

from tests.domain.strategies import effort, texts
from tunewise.domain.errors import StoreError
from tunewise.domain.scenario import Scenario
from tunewise.store.scenario_files import (
    create_scenario,
    fingerprint,
    load_scenario,
    open_scenario,
    proposed_name,
    save_scenario,
    scenario_text,
    shipped_scenarios,
)

CASE = Scenario(title="A case", summary="Short", notes="One line.\nAnother.")


def test_a_saved_scenario_is_loaded_again(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    assert save_scenario(CASE, path).remark == ""
    assert load_scenario(path) == CASE


def test_a_scenario_is_written_to_be_read_by_people() -> None:
    assert (
        scenario_text(CASE) == 'format = 1\ntitle = "A case"\nsummary = "Short"\nnotes = """\nOne line.\nAnother."""\n'
    )


def test_a_text_that_would_not_read_back_the_same_is_never_saved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tomli_w, "dumps", lambda *_, **__: 'format = 1\ntitle = "Another case"\n')
    with pytest.raises(StoreError, match="would not read back the same"):
        scenario_text(CASE, "case.toml")


def test_a_new_scenario_never_replaces_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    assert create_scenario(CASE, path).remark == ""
    with pytest.raises(StoreError) as caught:
        create_scenario(Scenario(title="Other"), path)
    assert (caught.value.problem, caught.value.remedy) == ("exists already", "choose another name")
    assert load_scenario(path) == CASE


def test_a_new_scenario_never_follows_a_link_that_leads_nowhere(tmp_path: Path) -> None:
    link = tmp_path / "case.toml"
    link.symlink_to(tmp_path / "elsewhere.toml")
    with pytest.raises(StoreError, match="exists already"):
        create_scenario(CASE, link)
    assert not (tmp_path / "elsewhere.toml").exists()


def test_a_new_scenario_with_an_impossible_name_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        create_scenario(CASE, tmp_path / ("x" * 300 + ".toml"))
    assert "\n" not in str(caught.value)


def test_a_file_is_opened_and_saved_to_where_it_came_from(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    save_scenario(CASE, path)
    opened = open_scenario(str(path))
    assert (opened.scenario, opened.path) == (CASE, path)


def test_a_shipped_scenario_is_opened_by_its_bare_name_and_has_no_file_to_save_to() -> None:
    opened = open_scenario("support-replies")
    assert opened.path is None
    assert opened.scenario == shipped_scenarios()["support-replies"]


def test_a_file_in_this_folder_goes_before_a_shipped_scenario_of_the_same_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    save_scenario(CASE, Path("support-replies"))
    opened = open_scenario("support-replies")
    assert (opened.scenario, opened.path) == (CASE, Path("support-replies"))


def test_a_slip_in_the_name_of_a_shipped_scenario_is_answered_with_the_nearest() -> None:
    with pytest.raises(StoreError) as caught:
        open_scenario("suport-reply")
    assert caught.value.problem == "is neither a file nor a shipped scenario"
    assert caught.value.remedy == "did you mean the shipped scenario support-replies?"


def test_a_name_like_no_other_is_answered_with_how_to_list_them() -> None:
    with pytest.raises(StoreError) as caught:
        open_scenario("zzzz")
    assert caught.value.remedy == "tunewise scenarios lists the shipped ones"


@pytest.mark.parametrize("name", ["nowhere/support-replies", "support-replies.toml", "./support-replies"])
def test_what_looks_like_a_path_is_only_ever_a_file(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StoreError, match="does not exist"):
        open_scenario(name)


@pytest.mark.parametrize("name", ["", ".", "..", "/"])
def test_a_folder_is_no_scenario(name: str) -> None:
    with pytest.raises(StoreError, match="is a folder"):
        open_scenario(name)


@pytest.mark.parametrize("name", ["x" * 300, "a\0b", "\x1b[31m", "a\nb", "x" * 5_000 + "/y.toml"])
def test_a_name_that_no_file_can_have_is_refused_in_one_line(name: str) -> None:
    with pytest.raises(StoreError) as caught:
        open_scenario(name)
    message = str(caught.value)
    assert not [one for one in message if ord(one) < 0x20]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Support replies in one calm voice", "support-replies-in-one-calm-voice.toml"),
        ("Größe & Café", "groe-cafe.toml"),
        ("../../etc/passwd", "etc-passwd.toml"),
        ("/", "scenario.toml"),
        ("..", "scenario.toml"),
        ("漢字", "scenario.toml"),
        ("\0\x1b[31m", "31m.toml"),
        ("~root", "root.toml"),
        ("-rf *", "rf.toml"),
        ("a" * 200, "a" * 60 + ".toml"),
        ("a" * 59 + " b", "a" * 59 + ".toml"),
        (".hidden", "hidden.toml"),
    ],
)
def test_a_title_proposes_a_plain_file_name(title: str, name: str) -> None:
    assert proposed_name(title) == name


@given(title=texts(200, 1))
@effort()
def test_a_proposed_name_is_always_a_plain_short_name_in_this_folder(title: str) -> None:
    name = proposed_name(title)
    assert name.endswith(".toml")
    assert Path(name).name == name
    assert not name.startswith((".", "-"))
    assert set(name.removesuffix(".toml")) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert 1 <= len(name.removesuffix(".toml")) <= 60


def test_a_fingerprint_changes_with_the_bytes_of_a_file_and_is_empty_without_one(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    assert fingerprint(path) == ""
    assert fingerprint(tmp_path) == ""
    assert fingerprint(Path("a\0b")) == ""
    path.write_bytes(b"one")
    first = fingerprint(path)
    path.write_bytes(b"two")
    assert first != fingerprint(path) != ""


def test_a_file_that_may_not_be_read_has_no_fingerprint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(b"one")

    def refused(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refused)
    assert fingerprint(path) == ""


def test_a_file_that_cannot_be_read_has_no_fingerprint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "case.toml"
    save_scenario(CASE, path)
    assert fingerprint(path)
    monkeypatch.setattr(Path, "read_bytes", denied)
    assert fingerprint(path) == ""
    assert fingerprint(tmp_path / ("x" * 300)) == ""


def test_a_plain_scenario_opens_without_what_only_slips_and_saves_need(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text('format = 1\ntitle = "Replies · a → b"\n[signals]\nlabelled_data = 50\n', "utf-8")
    code = (
        "import sys; from pathlib import Path; from tunewise.domain.text import STEERING, editable, shown\n"
        "from tunewise.store.scenario_files import load_scenario\n"
        f"title = editable(shown(load_scenario(Path({str(path)!r})).title))\n"
        "saving = {'tunewise.store.atomic', 'tunewise.store.toml_words', 'tunewise.store.toml_scan', 'tomli_w'}\n"
        "print(title.isprintable(), sorted(saving & set(sys.modules)), 'compiled' in vars(STEERING))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (found.stdout.strip(), found.stderr) == ("True [] False", "")
