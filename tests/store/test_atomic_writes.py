"""Saving replaces a file whole: whatever fails, the old text or the new one stands, and nothing else is left behind."""

import errno
import os
import stat
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tunewise.domain.errors import StoreError
from tunewise.store.atomic import write_atomically

OLD, NEW = "old text\n", "new text, longer than the old: é 漢 😀\n"


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Return a file that holds the old text."""
    path = tmp_path / "folder" / "case.toml"
    path.parent.mkdir()
    path.write_text(OLD, "utf-8")
    return path


def failing(number: int) -> Callable[..., None]:
    """Return a function that fails the way the operating system does."""

    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


def refusal(path: Path) -> StoreError:
    """Return the error that writing ``path`` is refused with."""
    with pytest.raises(StoreError) as caught:
        write_atomically(path, NEW)
    assert "\n" not in str(caught.value)
    return caught.value


def unharmed(target: Path) -> bool:
    """Tell whether the old text stands alone in its folder."""
    return target.read_text("utf-8") == OLD and [one.name for one in target.parent.iterdir()] == [target.name]


def test_a_save_replaces_the_text_and_leaves_nothing_else(target: Path) -> None:
    assert write_atomically(target, NEW) == ""
    assert target.read_bytes() == NEW.encode()
    assert [one.name for one in target.parent.iterdir()] == ["case.toml"]


def test_a_file_that_is_not_there_yet_is_made_with_the_users_own_mode(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        assert write_atomically(tmp_path / "new.toml", NEW) == ""
    finally:
        os.umask(before)
    assert (tmp_path / "new.toml").read_text("utf-8") == NEW
    assert stat.S_IMODE((tmp_path / "new.toml").stat().st_mode) == 0o640


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o755])
def test_the_mode_of_the_old_file_is_kept(target: Path, mode: int) -> None:
    target.chmod(mode)
    write_atomically(target, NEW)
    assert stat.S_IMODE(target.stat().st_mode) == mode


def test_a_private_file_is_private_while_it_is_being_written(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target.chmod(0o600)
    seen = []
    real_write = os.pwrite

    def watching(handle: int, raw: bytes, at: int) -> int:
        seen.append(stat.S_IMODE(os.fstat(handle).st_mode))
        return real_write(handle, raw, at)

    monkeypatch.setattr(os, "pwrite", watching)
    write_atomically(target, NEW)
    assert seen
    assert not [mode for mode in seen if mode & 0o077]


def test_a_symbolic_link_stays_and_its_target_is_replaced(target: Path) -> None:
    link = target.parent.parent / "link.toml"
    link.symlink_to(target)
    write_atomically(link, NEW)
    assert link.is_symlink()
    assert target.read_text("utf-8") == NEW
    assert not target.is_symlink()


def test_a_link_to_a_file_that_is_not_there_yet_makes_that_file(target: Path) -> None:
    link = target.parent.parent / "link.toml"
    link.symlink_to(target.with_name("later.toml"))
    write_atomically(link, NEW)
    assert link.is_symlink()
    assert target.with_name("later.toml").read_text("utf-8") == NEW


def test_a_text_that_is_written_in_pieces_is_written_whole(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real_write = os.pwrite
    calls = 0

    def in_pieces(handle: int, raw: bytes, at: int) -> int:
        nonlocal calls
        calls += 1
        if calls % 3 == 0:
            raise InterruptedError(errno.EINTR, os.strerror(errno.EINTR))
        return real_write(handle, raw[:3], at)

    monkeypatch.setattr(os, "pwrite", in_pieces)
    write_atomically(target, NEW)
    assert target.read_text("utf-8") == NEW


WORDS = {
    errno.ENOSPC: "no space left on the device",
    errno.EDQUOT: "the disk quota is used up",
    errno.EIO: "the disk reports an error",
    errno.EFBIG: "a limit on the size of files forbids it",
}


@pytest.mark.parametrize("name", ["pwrite", "fsync", "fchmod", "pread"])
@pytest.mark.parametrize("number", list(WORDS))
def test_when_a_step_of_writing_fails_the_old_file_stays_whole(
    target: Path, monkeypatch: pytest.MonkeyPatch, name: str, number: int
) -> None:
    monkeypatch.setattr(os, name, failing(number))
    error = refusal(target)
    assert error.problem == f"is not saved: {WORDS[number]}"
    assert ("make room" in error.remedy) == (number in {errno.ENOSPC, errno.EDQUOT})
    assert unharmed(target)


def test_a_disk_that_tells_only_on_closing_that_it_is_full_is_believed(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real_close = os.close

    def full(handle: int) -> None:
        regular = stat.S_ISREG(os.fstat(handle).st_mode)
        real_close(handle)
        if regular:
            raise OSError(errno.EDQUOT, os.strerror(errno.EDQUOT))

    monkeypatch.setattr(os, "close", full)
    assert refusal(target).problem == "is not saved: the disk quota is used up"
    assert unharmed(target)


def test_a_sync_that_failed_is_not_tried_again_on_the_same_file(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []

    def failing_once(handle: int) -> None:
        synced.append(os.fstat(handle).st_ino)
        if len(synced) == 1:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fsync", failing_once)
    assert refusal(target).problem == "is not saved: the disk reports an error"
    assert len(synced) == 1
    assert unharmed(target)


def test_a_drive_with_a_cache_of_its_own_is_told_to_empty_it(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr("tunewise.store.save_steps._FULL_SYNC", 51)
    monkeypatch.setattr("fcntl.fcntl", lambda handle, what: asked.append(what))
    write_atomically(target, NEW)
    assert asked == [51]
    monkeypatch.setattr("fcntl.fcntl", failing(errno.ENOTSUP))
    write_atomically(target, OLD)
    assert target.read_text("utf-8") == OLD
    monkeypatch.setattr("fcntl.fcntl", failing(errno.EIO))
    assert refusal(target).problem == "is not saved: the disk reports an error"
    assert unharmed(target)


def test_bytes_are_saved_as_they_are(target: Path) -> None:
    write_atomically(target, b"\xef\xbb\xbfa = 1\r\n")
    assert target.read_bytes() == b"\xef\xbb\xbfa = 1\r\n"


def test_half_a_character_is_told_as_the_fault_of_the_text(target: Path) -> None:
    with pytest.raises(StoreError, match="is not saved: its text holds half a character"):
        write_atomically(target, "a\ud800b")
    assert unharmed(target)


def test_what_was_written_is_read_back_and_may_be_refused_before_it_takes_the_old_ones_place(target: Path) -> None:
    seen: list[bytes] = []

    def refusing(raw: bytes) -> None:
        seen.append(raw)
        assert target.read_text("utf-8") == OLD
        raise StoreError("does not read back the same")

    with pytest.raises(StoreError, match="does not read back the same"):
        write_atomically(target, NEW, check=refusing)
    assert seen == [NEW.encode()]
    assert unharmed(target)


def test_a_disk_that_gives_back_something_else_is_not_trusted(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real_read = os.pread
    monkeypatch.setattr(os, "pread", lambda handle, size, at: real_read(handle, size, at).replace(b"new", b"now"))
    assert refusal(target).problem == "is not saved: what was written did not read back the same"
    assert unharmed(target)


def test_what_a_killed_save_left_is_removed_a_day_later_and_nothing_else(target: Path) -> None:
    folder = target.parent
    for name, days in ((".tunewise-0a1b2c.tmp", 2), (".tunewise-fresh.tmp", 0.5), ("mine.tmp", 9)):
        (folder / name).write_text("left over")
        then = time.time() - days * 24 * 3600
        os.utime(folder / name, (then, then))
    (folder / ".tunewise-folder.tmp").mkdir()
    os.utime(folder / ".tunewise-folder.tmp", (0, 0))
    (folder / ".tunewise-link.tmp").symlink_to(target)
    write_atomically(target, NEW)
    left = sorted(one.name for one in folder.iterdir())
    assert left == [".tunewise-folder.tmp", ".tunewise-fresh.tmp", ".tunewise-link.tmp", "case.toml", "mine.tmp"]


def test_what_somebody_else_left_is_not_ours_to_remove(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left = target.with_name(".tunewise-0a1b2c.tmp")
    left.write_text("left over")
    os.utime(left, (0, 0))
    me = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: me + 1)
    write_atomically(target, NEW)
    assert left.exists()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EDQUOT])
def test_when_the_rename_fails_the_old_file_stays_whole(
    target: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr(os, "rename", failing(number))
    assert refusal(target).problem == f"is not saved: {WORDS[number]}"
    assert unharmed(target)


def test_a_save_that_is_interrupted_leaves_the_old_file_whole(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(target, NEW)
    assert unharmed(target)


def test_the_text_is_synced_before_the_rename_and_the_folder_after(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    real_fsync, real_rename = os.fsync, os.rename

    def syncing(handle: int) -> None:
        steps.append("sync folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "sync text")
        real_fsync(handle)

    def renaming(temporary: str, name: str, *, src_dir_fd: int, dst_dir_fd: int) -> None:
        assert src_dir_fd == dst_dir_fd
        steps.append("rename")
        real_rename(temporary, name, src_dir_fd=src_dir_fd, dst_dir_fd=dst_dir_fd)

    monkeypatch.setattr(os, "fsync", syncing)
    monkeypatch.setattr(os, "rename", renaming)
    write_atomically(target, NEW)
    assert steps == ["sync text", "rename", "sync folder"]


def folder_sync_fails(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Make the sync of a folder fail, not that of a file."""
    real_fsync = os.fsync

    def syncing(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(number, os.strerror(number))
        real_fsync(handle)

    monkeypatch.setattr(os, "fsync", syncing)


def test_a_folder_that_cannot_be_synced_is_remarked_but_the_file_is_saved(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder_sync_fails(monkeypatch, errno.EIO)
    remark = write_atomically(target, NEW)
    assert remark == "but a power cut may undo it: the folder could not be synced (the disk reports an error)"
    assert target.read_text("utf-8") == NEW


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP])
def test_a_file_system_that_knows_no_folder_sync_is_no_failure(
    target: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    folder_sync_fails(monkeypatch, number)
    assert write_atomically(target, NEW) == ""


def test_a_read_only_file_is_refused_though_a_rename_could_replace_it(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda name, mode, **_: name != target.name)
    assert refusal(target).problem == "is read-only, so nothing was saved"
    assert unharmed(target)


def test_a_folder_is_no_file_to_save_to(target: Path) -> None:
    assert refusal(target.parent).problem == "is not a regular file, so nothing was saved"
    assert unharmed(target)


def test_a_pipe_is_no_file_to_save_to_and_is_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.toml"
    os.mkfifo(pipe)
    assert refusal(pipe).problem == "is not a regular file, so nothing was saved"
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert refusal(tmp_path / "nowhere" / "case.toml").problem == "is not saved: its folder does not exist"


def test_a_file_in_place_of_the_folder_is_told(target: Path) -> None:
    assert refusal(target / "case.toml").problem == "is not saved: a part of the path is a file, not a folder"
    assert unharmed(target)


def test_a_link_to_itself_is_told(tmp_path: Path) -> None:
    loop = tmp_path / "loop.toml"
    loop.symlink_to(loop)
    assert refusal(loop).problem == "is a link that cannot be followed, so nothing was saved"


def test_what_was_not_saved_is_told_with_where_it_could_be_saved(
    target: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setattr(os, "fsync", failing(errno.ENOSPC))
    error = refusal(target)
    assert error.file == str(target)
    elsewhere = f"save elsewhere, for example as {tmp_path}/home/case.toml"
    assert error.remedy == f"make room and save again, or {elsewhere}"


def test_elsewhere_is_never_the_very_file_that_could_not_be_written(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(target.parent))
    monkeypatch.setattr(os, "fsync", failing(errno.EIO))
    assert not refusal(target).remedy.endswith(f" {target}")


def test_a_file_with_the_longest_name_there_can_be_is_saved(tmp_path: Path) -> None:
    for name in ("x" * 250 + ".toml", "漢" * 83 + ".toml"):
        assert write_atomically(tmp_path / name, NEW) == ""
        assert (tmp_path / name).read_text("utf-8") == NEW


@pytest.mark.parametrize("name", ["x" * 300, "a\0b", "a\ud800b"])
def test_a_name_that_no_file_can_have_is_told(tmp_path: Path, name: str) -> None:
    assert refusal(tmp_path / name).problem.startswith("is not saved: ")
