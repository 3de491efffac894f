"""The command recover: unsaved work is listed, shown, written elsewhere and discarded, and never by itself."""

import json
import os
from pathlib import Path

import pytest

from tests.cli.evidence_files import chats, jsonl
from tests.cli.running import run
from tests.store.work_cases import work_of
from tunewise.domain.documents import Document
from tunewise.domain.scenario import Scenario
from tunewise.domain.work import Work
from tunewise.store.journal import Journal, leftovers
from tunewise.store.paths import all_paths
from tunewise.store.scenario_files import load_scenario, scenario_text
from tunewise.store.work_records import sealed

HOSTILE = "Lost\x1b[2J\u202e [@click=app.quit]x[/]\r\n"


def leave(work: Work) -> None:
    """Leave work behind, as a program that was ended."""
    journal = Journal()
    journal.note(work)
    journal.stop()


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """Return a file whose work was left unsaved: one signal was set."""
    path = tmp_path / "case.toml"
    work = work_of(40, 70, file=str(path))
    path.write_text("# by hand\n" + scenario_text(work.saved or work.scenario))
    leave(work._replace(document=Document(path.read_bytes())))
    return path


def test_nothing_left_is_no_failure_and_makes_no_folder(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "recover") == (0, "No unsaved work was left.\n", "")
    assert json.loads(run(capsys, "recover", "--json")[1]) == {"leftovers": []}
    assert not all_paths()["state"].exists()


def test_what_was_left_is_listed(capsys: pytest.CaptureFixture[str], case: Path) -> None:
    status, out, _ = run(capsys, "recover")
    assert status == 0
    assert " 1  Support\n" in out
    assert f"{case} · 20" in out
    assert "1 key differs" in out
    (row,) = json.loads(run(capsys, "recover", "--json")[1])["leftovers"]
    assert (row["number"], row["file"], row["title"], row["changes"], row["problem"]) == (
        1,
        str(case),
        "Support",
        1,
        "",
    )


@pytest.mark.parametrize("words", [["1"], ["1", "--show"]])
def test_what_differs_from_the_file_is_said_in_plain_words(
    capsys: pytest.CaptureFixture[str], case: Path, words: list[str]
) -> None:
    status, out, _ = run(capsys, "recover", *words)
    assert status == 0
    assert "signals.labelled_data: not told → 70" in out
    assert "Somebody changed" not in out
    case.write_text("title = 'Support'\nnotes = 'a calm voice'\n[signals]\nlabelled_data = 20\n")
    out = run(capsys, "recover", *words)[1]
    assert "signals.labelled_data: 20 → 70" in out
    assert "Somebody changed the file since then." in out


def test_a_file_that_is_gone_or_broken_is_said_and_the_work_is_still_shown(
    capsys: pytest.CaptureFixture[str], case: Path
) -> None:
    case.unlink()
    status, out, _ = run(capsys, "recover", "1", "--show")
    assert (status, "does not exist" in out, "labelled_data: not told → 70" in out) == (0, True, True)
    case.write_text("title = ")
    assert run(capsys, "recover", "1", "--show")[0] == 0


def test_a_file_that_holds_the_work_already_says_so(capsys: pytest.CaptureFixture[str], case: Path) -> None:
    (left,) = leftovers()
    assert left.work is not None
    case.write_text(scenario_text(left.work.scenario))
    assert "Nothing differs" in run(capsys, "recover", "1")[1]


def test_work_is_written_to_a_new_file_with_the_comments_of_the_old_one(
    capsys: pytest.CaptureFixture[str], case: Path, tmp_path: Path
) -> None:
    before, new = case.read_bytes(), tmp_path / "back.toml"
    status, out, _ = run(capsys, "recover", "1", "--to", str(new))
    assert status == 0
    assert f"Wrote {new}." in out
    assert load_scenario(new).signals.labelled_data == 70
    assert new.read_text().startswith("# by hand\n")
    assert case.read_bytes() == before
    assert len(leftovers()) == 1


def test_no_existing_file_is_written_over_not_even_the_works_own(
    capsys: pytest.CaptureFixture[str], case: Path, tmp_path: Path
) -> None:
    before = case.read_bytes()
    (tmp_path / "link.toml").symlink_to(tmp_path / "nowhere")
    for path in (case, tmp_path / "link.toml", tmp_path):
        status, out, err = run(capsys, "recover", "1", "--to", str(path))
        assert (status, out) == (2, "")
        assert "exists already" in err
    assert case.read_bytes() == before


def test_work_is_discarded_once_it_is_asked_for_by_number_or_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    leave(work_of(1))
    leave(work_of(2))
    newest, oldest = leftovers()
    assert "Discarded: Support (no file yet" in run(capsys, "recover", "1", "--discard")[1]
    assert [one.name for one in leftovers()] == [oldest.name]
    assert run(capsys, "recover", newest.name, "--discard")[0] == 2
    assert run(capsys, "recover", oldest.name[:8], "--discard")[0] == 0
    assert run(capsys, "recover", "1")[2] == "tunewise: 1: no unsaved work was left\n"


@pytest.mark.parametrize("which", ["0", "2", "-1", "x", "", "../..", "1\x1b[2J", "٣"])
def test_work_that_is_not_there_is_one_line(capsys: pytest.CaptureFixture[str], case: Path, which: str) -> None:
    status, out, err = run(capsys, "recover", "--show", "--", which)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "\x1b" not in err
    assert case.exists()


@pytest.mark.parametrize("words", [["--show"], ["--discard"], ["--to", "x.toml"], ["1", "--show", "--discard"]])
def test_what_is_asked_for_must_be_whole_and_one_thing(
    capsys: pytest.CaptureFixture[str], case: Path, words: list[str]
) -> None:
    status, out, err = run(capsys, "recover", *words)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert len(leftovers()) == 1
    assert case.exists()


def test_work_that_cannot_be_read_fails_the_list_and_is_kept_until_it_is_discarded(
    capsys: pytest.CaptureFixture[str], case: Path
) -> None:
    (record,) = all_paths()["work"].rglob("record-*")
    record.write_bytes(sealed('{"format":7}'))
    status, out, _ = run(capsys, "recover")
    assert status == 1
    assert "cannot be used: this work was written by a newer Tunewise" in out
    for words in (["--show"], ["--to", str(case.with_name("new.toml"))]):
        status, out, err = run(capsys, "recover", "1", *words)
        assert (status, out) == (2, "")
        assert err == (
            "tunewise: this work was written by a newer Tunewise; it is kept; "
            "tunewise recover 1 --discard takes it away\n"
        )
    assert run(capsys, "recover", "1", "--discard")[0] == 0
    assert leftovers() == []


def test_nothing_of_a_strangers_text_reaches_the_terminal_raw(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = str(tmp_path / "a\x1b[2J\udce9.toml")
    leave(work_of(5, file=file, start=Scenario(title=HOSTILE, notes=HOSTILE)))
    for words in ([], ["1"], ["1", "--to", str(tmp_path / "b\x1b.toml")], ["1", "--json"], ["1", "--discard"]):
        status, out, err = run(capsys, "recover", *words)
        assert status == 0
        assert not {one for one in out + err if one in "\x1b\u202e\r\udce9"}


def test_files_that_were_measured_are_named_from_where_the_new_file_lies(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    case = tmp_path / "case.toml"
    jsonl(tmp_path / "train.jsonl", chats(0, 12))
    assert run(capsys, "new", str(case))[0] == 0
    assert run(capsys, "data", str(tmp_path / "train.jsonl"), "--into", str(case))[0] in {0, 1}
    leave(work_of(5, file=str(case), start=load_scenario(case)))
    (tmp_path / "kept").mkdir()
    assert run(capsys, "recover", "1", "--to", str(tmp_path / "kept" / "new.toml"))[0] == 0
    evidence = load_scenario(tmp_path / "kept" / "new.toml").evidence
    assert evidence.training is not None
    assert evidence.training.file == "../train.jsonl"


def test_state_of_somebody_else_is_refused_in_one_line(
    capsys: pytest.CaptureFixture[str], case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert case.exists()
    monkeypatch.setattr(os, "getuid", lambda: 12_345)
    status, out, err = run(capsys, "recover")
    assert (status, out) == (2, "")
    assert "belongs to another user; set XDG_STATE_HOME to a folder of your own" in err


def test_every_place_is_printed_with_what_it_is_for(capsys: pytest.CaptureFixture[str]) -> None:
    out = run(capsys, "paths")[1]
    assert f"log          {all_paths()['log']}\n             unexpected errors, without your data; written\n" in out
    data = json.loads(run(capsys, "paths", "--json")[1])
    assert data == {name: str(path) for name, path in all_paths().items()}


def test_a_state_folder_that_cannot_be_used_is_said_and_is_not_taken_for_no_work(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "tunewise").symlink_to(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    status, out, err = run(capsys, "recover")
    assert (status, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert "No unsaved work" not in err
