"""The folder of state is the user's alone: made private, refused where it is not ours, no link in it followed."""

import errno
import os
import stat
import time
from pathlib import Path

import pytest

from tests.store.work_cases import failing
from tunewise.domain.errors import StoreError
from tunewise.store import state
from tunewise.store.paths import state_place
from tunewise.store.state import keep_copy, name_for, private_folder, read_private, state_folder, write_private


def mode(path: Path) -> int:
    """Return who may do what with ``path``."""
    return stat.S_IMODE(path.lstat().st_mode)


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_state_is_private_whatever_the_users_mask_is(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        folder = private_folder("work")
        copy = keep_copy(tmp_path / "case.toml", b"title = 1", "theirs")
    finally:
        os.umask(before)
    assert [mode(one) for one in (state_folder(), folder, copy.parent, copy)] == [0o700, 0o700, 0o700, 0o600]
    assert folder == state_folder() / "work"


@pytest.mark.parametrize("value", [None, "", "relative/state"])
def test_without_an_absolute_place_state_is_under_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    if value is None:
        monkeypatch.delenv("XDG_STATE_HOME")
    else:
        monkeypatch.setenv("XDG_STATE_HOME", value)
    assert state_folder() == tmp_path / ".local" / "state" / "tunewise"


def test_a_home_that_does_not_exist_is_not_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "nobody"))
    with pytest.raises(StoreError, match="no home folder"):
        state_folder()
    assert not (tmp_path / "nobody").exists()


def test_an_own_folder_that_is_open_to_others_is_closed_to_them() -> None:
    state_folder().chmod(0o755)
    (state_folder() / "copies").mkdir(mode=0o777)
    assert [mode(state_folder()), mode(private_folder("copies"))] == [0o700, 0o700]


def test_a_folder_that_cannot_be_closed_to_others_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    state_folder().chmod(0o755)
    monkeypatch.setattr(os, "fchmod", lambda *_: None)
    with pytest.raises(StoreError, match="is open to other users"):
        state_folder()


def test_a_link_in_the_place_of_state_is_refused_and_what_it_leads_to_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir(mode=0o755)
    state_place().parent.mkdir(parents=True)
    state_place().symlink_to(tmp_path / "elsewhere")
    with pytest.raises(StoreError, match="is a link"):
        state_folder()
    assert mode(tmp_path / "elsewhere") == 0o755
    assert not list((tmp_path / "elsewhere").iterdir())


def test_a_link_inside_the_folder_of_state_is_refused_too(tmp_path: Path) -> None:
    (state_folder() / "work").symlink_to(tmp_path)
    with pytest.raises(StoreError, match="is a link"):
        private_folder("work")


def test_a_file_in_the_place_of_a_folder_is_refused() -> None:
    state_place().parent.mkdir(parents=True)
    state_place().write_text("")
    with pytest.raises(StoreError, match="is not a folder"):
        state_folder()


def test_a_folder_of_somebody_else_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    state_folder()
    monkeypatch.setattr(os, "getuid", lambda: 12_345)
    with pytest.raises(StoreError) as refused:
        state_folder()
    assert "belongs to another user; set XDG_STATE_HOME to a folder of your own" in refused.value.line()


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.EROFS, "read-only disk"), (errno.EACCES, "no permission"), (errno.ENOSPC, "disk full")],
)
def test_a_home_that_cannot_be_written_is_one_line(monkeypatch: pytest.MonkeyPatch, number: int, words: str) -> None:
    failing(monkeypatch, "mkdir", number)
    with pytest.raises(StoreError, match=words):
        state_folder()


def test_a_file_is_never_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("keep me")
    target = private_folder("work") / "record"
    target.symlink_to(tmp_path / "precious")
    write_private(target, b"new")
    assert (tmp_path / "precious").read_text() == "keep me"
    assert not target.is_symlink()
    assert read_private(target, 10) == b"new"


@pytest.mark.parametrize("call", ["open", "write", "fsync", "replace", "fchmod"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EACCES])
def test_a_write_that_fails_leaves_the_old_file_and_no_other(
    monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    path = private_folder("work") / "record"
    write_private(path, b"old")
    with monkeypatch.context() as broken:
        failing(broken, call, number)
        if (call, number) == ("fchmod", errno.EACCES):
            write_private(path, b"old")  # where nobody can change modes, the work counts for more
        else:
            with pytest.raises(OSError, match=os.strerror(number)):
                write_private(path, b"new")
    assert path.read_bytes() == b"old"
    assert [one.name for one in path.parent.iterdir()] == ["record"]


def test_only_own_regular_files_of_a_bounded_size_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, link, pipe = tmp_path / "real", tmp_path / "link", tmp_path / "pipe"
    real.write_bytes(b"x" * 11)
    link.symlink_to(real)
    os.mkfifo(pipe)
    assert read_private(real, 11) == b"x" * 11
    for path, words in ((link, "is a link"), (pipe, "is not a regular file"), (real, "is larger than 0 MB")):
        with pytest.raises(StoreError, match=words):
            read_private(path, 10)
    monkeypatch.setattr(os, "getuid", lambda: 12_345)
    with pytest.raises(StoreError, match="belongs to another user"):
        read_private(real, 11)


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\nb", "..", "ä" * 300, "\x1b[2J.toml", "-rf", "con"])
def test_a_copy_stays_in_its_folder_whatever_the_file_is_called(tmp_path: Path, name: str) -> None:
    copy = keep_copy(tmp_path / name, b"text", "../theirs")
    assert copy.parent == state_folder() / "copies"
    assert copy.read_bytes() == b"text"
    assert all(one.isalnum() or one in "-." for one in copy.name)
    assert not copy.name.startswith((".", "-"))
    assert len(copy.name) < 200


def test_the_newest_fifty_copies_of_ninety_days_are_kept(tmp_path: Path) -> None:
    folder = private_folder("copies")
    for number in range(60):
        (folder / f"{number}").write_text("")
        os.utime(folder / f"{number}", (time.time() - number * 3600 - 60,) * 2)
    kept = keep_copy(tmp_path / "case.toml", b"new", "theirs")
    assert {one.name for one in folder.iterdir()} == {kept.name, *map(str, range(49))}
    os.utime(folder / "7", (time.time() - 91 * 86_400,) * 2)
    keep_copy(tmp_path / "case.toml", b"newer", "theirs")
    assert not (folder / "7").exists()


def test_a_copy_that_is_not_safe_on_the_disk_stops_what_would_destroy_the_original(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    private_folder("copies")
    failing(monkeypatch, "fsync", errno.EIO)
    with pytest.raises(StoreError, match="was not copied first: disk error"):
        keep_copy(tmp_path / "case.toml", b"text", "theirs")


def test_all_names_of_a_file_are_one_and_a_name_that_no_file_can_have_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "case.toml")
    assert name_for(tmp_path / "link") == name_for(tmp_path / "case.toml")
    assert len(name_for(tmp_path / "a\0b\ud800")) == 64


def test_words_on_trouble_are_short_and_safe_to_show() -> None:
    assert state.trouble_words(OSError(errno.ENOSPC, "No space left on device")) == "disk full"
    assert state.trouble_words(OSError(errno.ENOLCK, "No locks available")) == "no locks available"
    assert state.trouble_words(StoreError("is a link", file="/a\x1b[2J")) == "state folder is a link"
    assert state.trouble_words(ValueError("embedded null byte")) == "no file can have this name"
    assert state.trouble_words(TypeError("x")) == "TypeError inside Tunewise"
