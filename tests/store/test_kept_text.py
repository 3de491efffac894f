"""Saving keeps the file: without an edit every byte, with one every line but its own."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.strategies import HOSTILE, effort, scenarios, texts
from tests.store.edits import changed_lines, single_edits
from tunewise.domain.documents import Document
from tunewise.domain.errors import StoreError
from tunewise.domain.scenario import Scenario
from tunewise.domain.validation import to_data
from tunewise.session.edits import Edit, apply
from tunewise.store import toml_text
from tunewise.store.atomic import ChangedMeanwhile
from tunewise.store.paths import shipped_folder
from tunewise.store.scenario_files import (
    Opened,
    create_scenario,
    open_scenario,
    save_scenario,
    text_to_save,
)
from tunewise.store.scenario_text import read_scenario

SLOW = bool(os.environ.get("TUNEWISE_SLOW"))
SHIPPED = sorted(shipped_folder("scenarios").glob("*.toml"))
LAYOUTS = sorted((Path(__file__).parent / "layouts").glob("*.toml"))
FORMS: Mapping[str, Callable[[bytes], bytes]] = {
    "as it is": lambda raw: raw,
    "Windows line ends": lambda raw: raw.replace(b"\n", b"\r\n"),
    "byte-order mark": lambda raw: b"\xef\xbb\xbf" + raw,
    "no final line end": lambda raw: raw.rstrip(b"\n"),
    "all of these": lambda raw: b"\xef\xbb\xbf" + raw.rstrip(b"\n").replace(b"\n", b"\r\n"),
}
EVERY = 1 if SLOW else 13
"""Of the single edits every so many are made here; each form of a file starts with another one."""


def opened_as(path: Path, raw: bytes) -> Opened:
    """Put ``raw`` into a file, and open it as the app does."""
    path.write_bytes(raw)
    return open_scenario(str(path), lenient=True)


def document_of(opened: Opened) -> Document:
    """Return the document of a file that was opened."""
    assert opened.document is not None
    return opened.document


@cache
def edits_of(path: Path) -> tuple[tuple[str, Scenario], ...]:
    """Return single edits of the scenario in a file."""
    return tuple(single_edits(read_scenario(path.read_bytes(), "x", lenient=True).meaning.scenario))


def plain(raw: bytes) -> str:
    """Return the text of a file, its lines ended in one way."""
    return raw.decode("utf-8-sig").replace("\r\n", "\n")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("path", [*SHIPPED, *LAYOUTS], ids=lambda path: path.stem)
def test_opening_and_saving_changes_no_byte(path: Path, form: str, tmp_path: Path) -> None:
    raw = FORMS[form](path.read_bytes())
    mine = tmp_path / "mine.toml"
    opened = opened_as(mine, raw)
    saved = save_scenario(opened.scenario, mine, document=opened.document)
    assert mine.read_bytes() == raw == saved.document.raw
    assert (saved.remark, saved.lost) == ("", "")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("path", LAYOUTS, ids=lambda path: path.stem)
def test_any_single_edit_of_any_layout_is_saved_and_keeps_all_else(path: Path, form: str) -> None:
    raw = FORMS[form](path.read_bytes())
    old = read_scenario(raw, "x", lenient=True)
    for said, scenario in edits_of(path)[list(FORMS).index(form) % EVERY :: EVERY]:
        new = text_to_save(scenario, old.document)
        assert read_scenario(new.raw, "x", lenient=True).meaning.scenario == scenario, said
        assert toml_text.comments_lost(plain(raw), plain(new.raw)) == 0, said
        # What a table holds that Tunewise does not know can only go with the table, and that is said.
        assert new.lost == "" or (new.lost.startswith("what Tunewise does not know at") and "= None" in said), said
        assert new.raw.startswith(b"\xef\xbb\xbf") == raw.startswith(b"\xef\xbb\xbf")
        assert new.raw.endswith(b"\n") == raw.endswith(b"\n")
        ends = b"\r\n" if b"\r\n" in raw else b"\n"
        assert new.raw.count(ends) == new.raw.count(b"\n")


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_changed_answer_changes_one_line(path: Path) -> None:
    old = read_scenario(path.read_bytes(), "x", lenient=True)
    scenario = old.meaning.scenario
    changes: dict[str, Any] = {"title": "Another title", "random_seed": 3}
    changes |= {f"signals.{name}": 99 for name in to_data(scenario).get("signals", {})}
    changes |= {f"facts.{name}": False for name, value in to_data(scenario).get("facts", {}).items() if value is True}
    after = text_to_save(apply(Edit(changes, "many"), scenario), old.document)
    assert changed_lines(plain(old.raw), plain(after.raw)) <= len(changes)


TEXT = """\
# Ann's file
format = 1
title = "x" # short

[signals] # of May
labelled_data = 40 # 112 on 3 March
freshness_need = 3
"""


def saved_with(tmp_path: Path, changes: Mapping[str, Any], text: str = TEXT) -> str:
    """Return what a file with ``text`` holds after an edit."""
    path = tmp_path / "mine.toml"
    opened = opened_as(path, text.encode())
    save_scenario(apply(Edit(changes, "test"), opened.scenario), path, document=opened.document)
    return path.read_text("utf-8")


def test_an_edit_keeps_the_comment_on_its_line(tmp_path: Path) -> None:
    assert saved_with(tmp_path, {"signals.labelled_data": 41}) == TEXT.replace("= 40", "= 41")


def test_a_new_answer_stands_among_its_neighbours(tmp_path: Path) -> None:
    wanted = TEXT.replace("freshness_need", "request_volume = 5\nfreshness_need")
    assert saved_with(tmp_path, {"signals.request_volume": 5}) == wanted


def test_a_new_table_stands_apart_in_its_place(tmp_path: Path) -> None:
    wanted = TEXT.replace("[signals]", '[task]\nkind = "qa"\n\n[signals]')
    assert saved_with(tmp_path, {"task.kind": "qa", "facts.in_place": ["rag"]}) == (
        wanted + '\n[facts]\nin_place = ["rag"]\n'
    )


def test_what_is_unknown_again_leaves_its_comment(tmp_path: Path) -> None:
    assert saved_with(tmp_path, {"signals.labelled_data": None}) == TEXT.replace("labelled_data = 40 # 112", "# 112")


def test_a_table_without_answers_goes_unless_comments_are_in_it(tmp_path: Path) -> None:
    both = {"signals.labelled_data": None, "signals.freshness_need": None}
    assert saved_with(tmp_path, both).endswith('title = "x" # short\n\n[signals] # of May\n# 112 on 3 March\n')
    bare = TEXT.replace(" # of May", "").replace(" # 112 on 3 March", "")
    assert saved_with(tmp_path, both, bare) == '# Ann\'s file\nformat = 1\ntitle = "x" # short\n'


def test_a_list_over_lines_is_changed_line_by_line(tmp_path: Path) -> None:
    text = TEXT + '[task]\nfailures = [\n  "tone", # since May\n  "format",\n]\n'
    wanted = text.replace('  "format",\n', '  "format",\n  "policy",\n')
    assert saved_with(tmp_path, {"task.failures": ["tone", "format", "policy"]}, text) == wanted
    assert saved_with(tmp_path, {"task.failures": ["tone"]}, text) == text.replace('  "format",\n', "")


@pytest.mark.parametrize("piece", HOSTILE)
def test_awkward_texts_come_back_from_every_field_of_a_file_that_was_there(tmp_path: Path, piece: str) -> None:
    path = tmp_path / "mine.toml"
    for text in (piece, f"a{piece}b", f"{piece}\nend", f"start\n{piece}"):
        opened = opened_as(path, FORMS["all of these"](LAYOUTS[0].read_bytes()))
        changes = dict.fromkeys(("title", "summary", "notes"), text)
        changes |= {"decision.reason": text, "plan.owners.data": f"{text[:79]}x"}
        scenario = apply(Edit(changes, "texts"), opened.scenario)
        assert save_scenario(scenario, path, document=opened.document).lost == ""
        assert open_scenario(str(path), lenient=True).scenario == scenario


@given(one=scenarios(), other=scenarios(), third=scenarios())
@effort(400 if SLOW else 6)
def test_any_edits_undone_and_redone_are_what_a_reload_gives(one: Scenario, other: Scenario, third: Scenario) -> None:
    raw = text_to_save(one, None).raw
    for scenario in (other, one, other, third, one):
        raw = text_to_save(scenario, Document(raw)).raw
        assert read_scenario(raw, "x", lenient=False).meaning.scenario == scenario


@given(layout=st.sampled_from(LAYOUTS), other=scenarios(), text=texts(200, 1))
@effort(300 if SLOW else 8)
def test_any_scenario_is_saved_into_any_layout(layout: Path, other: Scenario, text: str) -> None:
    old = read_scenario(layout.read_bytes(), "x", lenient=True)
    new = text_to_save(other.model_copy(update={"title": text}), old.document)
    meaning = read_scenario(new.raw, "x", lenient=True).meaning
    assert meaning.scenario == other.model_copy(update={"title": text})
    lost = toml_text.comments_lost(plain(old.raw), plain(new.raw))
    assert not lost or "comments" in new.lost
    assert set(old.meaning.keys) == set(meaning.keys) or "does not know" in new.lost


# What goes wrong.


@pytest.mark.parametrize(
    "wrong",
    [
        lambda text, *_: text.replace("40", "41"),
        lambda text, *_: text.replace("# Ann", "stranger = 1 # Ann"),
        lambda text, *_: "no = = toml",
        lambda *_: "",
        lambda *_: "\ud800",
        lambda *_: 1 / 0,
        lambda *_: None,
    ],
    ids=["wrong data", "a key too many", "no TOML", "nothing", "no text", "an error", "no string"],
)
def test_a_wrongly_edited_text_is_never_saved_and_the_other_way_is_announced(
    wrong: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.toml"
    opened = opened_as(path, TEXT.encode() + b"[mine]\nx = 1\n")
    monkeypatch.setattr(toml_text, "edited", wrong)
    scenario = apply(Edit({"signals.freshness_need": 4}, "test"), opened.scenario)
    assert text_to_save(scenario, opened.document).note == "its comments and layout will be lost"
    assert save_scenario(scenario, path, document=opened.document).lost == "its comments and layout"
    again = open_scenario(str(path), lenient=True)
    assert again.scenario == scenario
    assert document_of(again).unknown_keys == ("mine",)


def test_a_file_that_would_not_read_back_the_same_at_all_stays_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.toml"
    opened = opened_as(path, TEXT.encode())
    monkeypatch.setattr(toml_text, "edited", lambda text, *_: text)
    monkeypatch.setattr(tomli_w, "dumps", lambda *_, **__: TEXT)
    with pytest.raises(StoreError, match="would not read back the same"):
        save_scenario(apply(Edit({"title": "y"}, "test"), opened.scenario), path, document=opened.document)
    assert path.read_text() == TEXT


def test_line_ends_and_mark_stay_also_where_a_file_is_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(toml_text, "MOST_TEXT", 10)
    opened = opened_as(tmp_path / "mine.toml", FORMS["all of these"](TEXT.replace("#", "key = 1 #", 1).encode()))
    raw = text_to_save(apply(Edit({"notes": "a\nb"}, "test"), opened.scenario), opened.document).raw
    assert raw.startswith((b"\xef\xbb\xbfformat = 1\r\n", b"\xef\xbb\xbfkey = 1\r\n"))
    assert raw.count(b"\r\n") == raw.count(b"\n")
    assert not raw.endswith(b"\n")


def test_a_file_that_somebody_else_changed_is_not_saved_over(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    opened = opened_as(path, TEXT.encode())
    path.write_text(theirs := TEXT.replace("40", "39"))
    with pytest.raises(ChangedMeanwhile):
        save_scenario(apply(Edit({"title": "y"}, "test"), opened.scenario), path, document=opened.document)
    assert path.read_text() == theirs


def test_a_copy_keeps_the_comments_too(tmp_path: Path) -> None:
    opened = opened_as(tmp_path / "mine.toml", TEXT.encode())
    scenario = apply(Edit({"title": "y"}, "test"), opened.scenario)
    create_scenario(scenario, tmp_path / "copy.toml", opened.document)
    assert (tmp_path / "copy.toml").read_text() == TEXT.replace('"x"', '"y"')


def test_a_saved_document_is_what_the_next_save_starts_from(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    opened = opened_as(path, TEXT.encode())
    document = opened.document
    for value in (41, 42, 40):
        scenario = apply(Edit({"signals.labelled_data": value}, "test"), opened.scenario)
        document = save_scenario(scenario, path, document=document).document
        assert path.read_text() == TEXT.replace("= 40", f"= {value}")
    assert document == opened.document


def test_opening_a_file_needs_nothing_of_what_edits_it() -> None:
    path = shipped_folder("scenarios") / "support-replies.toml"
    code = (
        "import sys; from tunewise.store.scenario_files import open_scenario\n"
        f"open_scenario({str(path)!r}, lenient=True)\n"
        "print([name for name in sys.modules if 'toml_splices' in name or 'toml_scan' in name])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
