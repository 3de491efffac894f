"""A save does not do more than replace the user's own file unless it was asked about: links, owners, other writers."""

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from tunewise.domain.documents import digest
from tunewise.domain.errors import StoreError
from tunewise.store.atomic import ChangedMeanwhile, Consent, NeedsConsent, write_atomically

OLD, NEW = b"old text\n", b"new text, longer than the old\n"


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Return a file that holds the old text."""
    path = tmp_path / "folder" / "case.toml"
    path.parent.mkdir()
    path.write_bytes(OLD)
    return path


def copies() -> list[bytes]:
    """Return what was kept privately."""
    folder = Path(os.environ["XDG_STATE_HOME"]) / "tunewise" / "copies"
    return [one.read_bytes() for one in folder.iterdir()] if folder.exists() else []


def question(path: Path, consent: Consent = Consent.NONE) -> NeedsConsent:
    """Return what a save asks first; nothing may be written by then."""
    before = path.read_bytes()
    with pytest.raises(NeedsConsent) as caught:
        write_atomically(path, NEW, consent=consent)
    asked = caught.value
    assert path.read_bytes() == before
    assert not list(path.parent.glob(".tunewise-*"))
    assert "\n" not in asked.question
    assert asked.problem.endswith("so nothing was saved")
    assert (asked.consent, asked.answer) == asked.choices[0]
    return asked


def denied(number: int = errno.EPERM) -> Callable[..., None]:
    """Return a function that is not permitted."""

    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


# Hard links.


def test_a_file_with_two_names_is_asked_about_with_both_ways_on(target: Path) -> None:
    os.link(target, target.with_name("other.toml"))
    asked = question(target)
    assert asked.question == "case.toml is one file with 2 names (hard links). Which shall change?"
    assert [choice.consent for choice in asked.choices] == [Consent.PART_HARD_LINKS, Consent.WRITE_IN_PLACE]
    assert [choice.answer for choice in asked.choices] == [
        "replace this name; the other name keeps the old text",
        "change all names: write into the file, after a private copy",
    ]


def test_parting_hard_links_changes_this_name_only(target: Path) -> None:
    other = target.with_name("other.toml")
    os.link(target, other)
    assert write_atomically(target, NEW, consent=Consent.PART_HARD_LINKS) == ""
    assert (target.read_bytes(), other.read_bytes()) == (NEW, OLD)


def test_writing_in_place_changes_all_names_and_keeps_a_private_copy(target: Path) -> None:
    other = target.with_name("other.toml")
    os.link(target, other)
    assert write_atomically(target, NEW, consent=Consent.WRITE_IN_PLACE) == ""
    assert (target.read_bytes(), other.read_bytes()) == (NEW, NEW)
    assert copies() == [OLD]


# Files that can be written to but not replaced.


def closed_folder(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make as if nothing could be added to the folder."""
    monkeypatch.setattr(os, "access", lambda name, mode, **_: name != ".")


def test_a_folder_that_may_not_be_changed_is_asked_about(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed_folder(target, monkeypatch)
    asked = question(target)
    assert "its folder may not be changed. Write into the file itself?" in asked.question
    assert [choice.consent for choice in asked.choices] == [Consent.WRITE_IN_PLACE]
    inode = target.stat().st_ino
    write_atomically(target, NEW, consent=Consent.WRITE_IN_PLACE)
    assert (target.read_bytes(), target.stat().st_ino, copies()) == (NEW, inode, [OLD])


def test_a_shorter_text_written_in_place_leaves_nothing_of_the_longer_one(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed_folder(target, monkeypatch)
    write_atomically(target, b"x", consent=Consent.WRITE_IN_PLACE)
    assert target.read_bytes() == b"x"


def test_a_new_file_in_a_folder_that_may_not_be_changed_is_refused(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed_folder(target, monkeypatch)
    with pytest.raises(StoreError, match="is not saved: nothing may be added to its folder; save elsewhere"):
        write_atomically(target.with_name("new.toml"), NEW, consent=Consent.WRITE_IN_PLACE)


@pytest.mark.parametrize("number", [errno.EPERM, errno.EACCES, errno.EBUSY])
def test_a_file_that_the_system_does_not_let_be_replaced_is_asked_about(
    target: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr(os, "rename", denied(number))
    assert question(target).consent is Consent.WRITE_IN_PLACE
    write_atomically(target, NEW, consent=Consent.WRITE_IN_PLACE)
    assert target.read_bytes() == NEW
    assert not list(target.parent.glob(".tunewise-*"))


def test_a_folder_where_only_owners_replace_their_files_is_asked_about(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target.parent.chmod(0o1777)
    me = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: me + 1)
    assert "only owners may replace their files" in question(target).question


@pytest.mark.parametrize("consent", list(Consent))
def test_a_read_only_file_is_written_with_no_consent_whatever(target: Path, consent: Consent) -> None:
    target.chmod(0o444)
    with pytest.raises(StoreError, match="is read-only, so nothing was saved; save elsewhere"):
        write_atomically(target, NEW, consent=consent)
    assert target.read_bytes() == OLD


def test_without_a_private_copy_nothing_is_written_in_place(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed_folder(target, monkeypatch)

    def full(*_: object) -> Path:
        raise StoreError("was not copied first: no space left on the device")

    monkeypatch.setattr("tunewise.store.state.keep_copy", full)
    with pytest.raises(StoreError, match="is not saved, because no private copy could be kept first: "):
        write_atomically(target, NEW, consent=Consent.WRITE_IN_PLACE)
    assert target.read_bytes() == OLD


@pytest.mark.parametrize("call", ["posix_fallocate", "pwrite", "ftruncate", "fsync"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_writing_in_place_that_fails_puts_the_old_text_back_and_names_the_copy(
    target: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    inode = target.stat().st_ino
    real = getattr(os, call)
    failed: list[int] = []

    def failing_once(handle: int, *rest: int) -> int | None:
        if os.fstat(handle).st_ino != inode or failed:
            return real(handle, *rest)  # type: ignore[no-any-return]
        failed.append(handle)
        if call == "pwrite":
            real(handle, b"half", 0)
        raise OSError(number, os.strerror(number))

    closed_folder(target, monkeypatch)
    monkeypatch.setattr(os, call, failing_once)
    with pytest.raises(StoreError) as caught:
        write_atomically(target, NEW, consent=Consent.WRITE_IN_PLACE)
    assert caught.value.problem.startswith("is not saved, its old content was put back: ")
    assert "a copy of the old content is in " in caught.value.remedy
    assert failed
    assert target.read_bytes() == OLD
    monkeypatch.undo()
    assert write_atomically(target, NEW) == ""


def test_where_the_old_text_cannot_be_put_back_it_is_said_where_it_is(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inode = target.stat().st_ino
    real = os.pwrite

    def failing(handle: int, raw: bytes, at: int) -> int:
        if os.fstat(handle).st_ino == inode:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return real(handle, raw, at)

    closed_folder(target, monkeypatch)
    monkeypatch.setattr(os, "pwrite", failing)
    with pytest.raises(StoreError) as caught:
        write_atomically(target, NEW, consent=Consent.WRITE_IN_PLACE)
    assert caught.value.problem == "is not saved and may be damaged: the disk reports an error"
    assert Path(caught.value.remedy.removeprefix("its old content is in ")).read_bytes() == OLD


# Owners and groups.


def foreign(target: Path) -> None:
    """Give the file to somebody else."""
    if os.geteuid() != 0:
        pytest.skip("only the superuser can give files away")
    os.chown(target, 12345, 23456)


def test_owner_and_group_stay_where_the_system_permits_it(target: Path) -> None:
    foreign(target)
    target.chmod(0o640)
    assert write_atomically(target, NEW) == ""
    status = target.stat()
    assert (status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)) == (12345, 23456, 0o640)


def test_somebody_elses_file_is_asked_about_before_it_becomes_ones_own(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    foreign(target)
    monkeypatch.setattr(os, "fchown", denied())
    asked = question(target)
    assert asked.question.startswith("case.toml belongs to user 12345; a file in its place would be yours.")
    assert [choice.consent for choice in asked.choices] == [Consent.WRITE_IN_PLACE, Consent.CHANGE_OWNER]
    write_atomically(target, NEW, consent=Consent.WRITE_IN_PLACE)
    assert (target.read_bytes(), target.stat().st_uid) == (NEW, 12345)
    write_atomically(target, OLD, consent=Consent.CHANGE_OWNER)
    assert (target.read_bytes(), target.stat().st_uid) == (OLD, os.geteuid())


def test_another_group_does_not_get_what_the_old_one_was_granted(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    foreign(target)
    os.chown(target, os.geteuid(), 23456)
    target.chmod(0o660)
    monkeypatch.setattr(os, "fchown", denied())
    write_atomically(target, NEW)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_the_users_own_attributes_of_a_file_stay(target: Path) -> None:
    try:
        os.setxattr(target, "user.note", b"kept")
    except OSError:
        pytest.skip("this file system has no attributes")
    write_atomically(target, NEW)
    assert os.getxattr(target, "user.note") == b"kept"


def test_several_questions_are_answered_one_after_the_other(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    foreign(target)
    os.link(target, target.with_name("other.toml"))
    monkeypatch.setattr(os, "fchown", denied())
    consent = Consent.NONE
    for wanted in (Consent.PART_HARD_LINKS, Consent.CHANGE_OWNER):
        assert wanted in [choice.consent for choice in question(target, consent).choices]
        consent |= wanted
    write_atomically(target, NEW, consent=consent)
    assert target.read_bytes() == NEW


# What somebody else wrote meanwhile.


def test_a_file_that_somebody_else_changed_is_not_overwritten(target: Path) -> None:
    with pytest.raises(ChangedMeanwhile) as caught:
        write_atomically(target, NEW, expected=digest(b"what was read"))
    assert caught.value.theirs == OLD
    assert caught.value.problem == "was changed by somebody else, so nothing was saved"
    assert target.read_bytes() == OLD


def test_a_change_at_the_last_moment_is_seen_though_size_and_time_are_the_same(target: Path) -> None:
    before = target.stat()

    def meanwhile(_: bytes) -> None:
        target.write_bytes(OLD.swapcase())
        os.utime(target, ns=(before.st_atime_ns, before.st_mtime_ns))

    with pytest.raises(ChangedMeanwhile) as caught:
        write_atomically(target, NEW, expected=digest(OLD), check=meanwhile)
    assert caught.value.theirs == OLD.swapcase() == target.read_bytes()
    assert [one.name for one in target.parent.iterdir()] == ["case.toml"]


def test_an_unchanged_file_is_replaced(target: Path) -> None:
    assert write_atomically(target, NEW, expected=digest(OLD)) == ""
    assert target.read_bytes() == NEW


def test_somebody_else_who_wrote_the_same_is_no_conflict(target: Path) -> None:
    target.write_bytes(NEW)
    assert write_atomically(target, NEW, expected=digest(OLD)) == ""


def test_what_somebody_else_wrote_is_kept_when_it_is_replaced(target: Path) -> None:
    write_atomically(target, NEW, expected=digest(b"what was read"), consent=Consent.REPLACE_THEIRS)
    assert (target.read_bytes(), copies()) == (NEW, [OLD])


def test_a_file_that_is_gone_is_told_and_can_be_written_again(target: Path) -> None:
    target.unlink()
    with pytest.raises(ChangedMeanwhile) as caught:
        write_atomically(target, NEW, expected=digest(OLD))
    assert caught.value.theirs is None
    assert caught.value.problem == "is gone, so nothing was saved"
    write_atomically(target, NEW, expected=digest(OLD), consent=Consent.REPLACE_THEIRS)
    assert (target.read_bytes(), copies()) == (NEW, [])


def test_a_folder_that_took_the_files_place_is_told(target: Path) -> None:
    target.unlink()
    target.mkdir()
    with pytest.raises(StoreError, match="is not a regular file, so nothing was saved"):
        write_atomically(target, NEW, expected=digest(OLD), consent=Consent.REPLACE_THEIRS)


def test_what_grew_too_large_to_be_kept_is_not_replaced(target: Path) -> None:
    os.truncate(target, 17 * 1024 * 1024)
    with pytest.raises(StoreError, match="was changed by somebody else to more than 16 MiB"):
        write_atomically(target, NEW, expected=digest(OLD), consent=Consent.REPLACE_THEIRS)


def without_links(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make as if the file system knew no hard links."""
    monkeypatch.setattr(os, "link", denied())


@pytest.mark.parametrize("prepare", [lambda _: None, without_links])
def test_a_new_file_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prepare: Callable[..., None]) -> None:
    prepare(monkeypatch)
    assert write_atomically(tmp_path / "new.toml", NEW, expected="") == ""
    assert (tmp_path / "new.toml").read_bytes() == NEW
    assert (tmp_path / "new.toml").stat().st_nlink == 1
    assert [one.name for one in tmp_path.iterdir()] == ["new.toml"]


@pytest.mark.parametrize("prepare", [lambda _: None, without_links])
def test_a_new_file_takes_the_place_of_none_that_appeared_at_the_last_moment(
    target: Path, monkeypatch: pytest.MonkeyPatch, prepare: Callable[..., None]
) -> None:
    target.unlink()
    real_open = os.open

    def meanwhile(name: str, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        if name == "case.toml" and not flags & os.O_CREAT and not target.exists():
            try:
                return real_open(name, flags, mode, dir_fd=dir_fd)
            finally:
                looks.append(name)
                if len(looks) == 2:
                    target.write_bytes(OLD)
        return real_open(name, flags, mode, dir_fd=dir_fd)

    looks: list[str] = []
    prepare(monkeypatch)
    monkeypatch.setattr(os, "open", meanwhile)
    with pytest.raises(ChangedMeanwhile) as caught:
        write_atomically(target, NEW, expected="")
    assert caught.value.problem == "exists by now, so nothing was saved"
    assert caught.value.theirs == OLD == target.read_bytes()
    assert [one.name for one in target.parent.iterdir()] == ["case.toml"]


def test_a_new_file_that_cannot_be_named_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_links(monkeypatch)
    monkeypatch.setattr(os, "rename", denied(errno.EIO))
    with pytest.raises(StoreError, match="is not saved: the disk reports an error"):
        write_atomically(tmp_path / "new.toml", NEW, expected="")
    assert list(tmp_path.iterdir()) == []
