"""Two copies of Tunewise on one file know of each other, and no lock outlives its program."""

import errno
import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

from tests.store.work_cases import failing
from tunewise.store import locks
from tunewise.store.locks import LOOK_SECONDS, FileLock, Holder
from tunewise.store.state import private_folder

CHILD = """
import sys, time
from pathlib import Path
from tunewise.store.locks import FileLock
lock = FileLock(Path(sys.argv[1]))
assert lock.take() is None
print("taken", flush=True)
while True:
    {}
    time.sleep(0.02)
"""


def take_over(lock: FileLock) -> bool:
    """Take ``lock`` over, however long that takes."""
    ours = None
    for ours in lock.taking_over():
        if ours is None:
            time.sleep(LOOK_SECONDS)
    return bool(ours)


@contextmanager
def another(path: Path, looks: str = "pass") -> Iterator["subprocess.Popen[str]"]:
    """Run another program that has the lock of ``path``."""
    words = [sys.executable, "-c", CHILD.format(looks), str(path)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout is not None
            assert running.stdout.readline() == "taken\n"
            yield running
        finally:
            running.kill()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a scenario file."""
    (tmp_path / "case.toml").touch()
    return tmp_path / "case.toml"


def locked_files() -> list[str]:
    """Return how the names in the folder of locks end."""
    return sorted(one.suffix for one in private_folder("locks").iterdir())


def test_the_first_copy_has_the_file_and_the_second_is_told_who_has_it(path: Path) -> None:
    one, other = FileLock(path), FileLock(path)
    assert one.take() is None
    assert one.take() is None
    holder = other.take()
    assert holder is not None
    assert (holder.pid, holder.host) == (os.getpid(), os.uname().nodename)
    assert f"process {os.getpid()}" in holder.words()
    assert one.lost() is None
    one.release()
    assert other.take() is None
    other.release()
    assert locked_files() == []


def test_every_name_of_a_file_is_one_lock_and_a_save_by_rename_keeps_it(path: Path) -> None:
    link = path.with_name("link")
    link.symlink_to(path)
    one, other = FileLock(path), FileLock(link)
    assert one.take() is None
    path.with_name("new").touch()
    path.with_name("new").replace(path)
    assert other.take() is not None
    assert FileLock(path).take() is not None
    assert FileLock(path.with_name("other.toml")).take() is None
    one.release()


def test_a_lock_ends_with_its_program_even_by_kill_9(path: Path) -> None:
    lock = FileLock(path)
    with another(path) as running:
        holder = lock.take()
        assert holder is not None
        assert holder.pid == running.pid
        running.kill()
        running.wait()
        assert lock.take() is None
    lock.release()


def test_a_copy_that_is_asked_gives_the_file_up_and_learns_who_has_it(path: Path) -> None:
    lock = FileLock(path)
    assert lock.take() is None
    took: list[bool] = []
    other = FileLock(path)
    asking = Thread(target=lambda: took.append(take_over(other)))
    asking.start()
    end = time.monotonic() + 20
    while (taker := lock.lost()) is None:
        assert time.monotonic() < end
        time.sleep(0.01)
    asking.join(20)
    assert took == [True]
    assert taker.pid == os.getpid()
    assert lock.lost() == taker
    assert other.lost() is None
    assert locked_files() == [".lock"]
    other.release()


@pytest.mark.parametrize("looks", ["pass", "time.sleep(60)"])
def test_a_copy_that_does_not_answer_loses_the_file_all_the_same(
    path: Path, monkeypatch: pytest.MonkeyPatch, looks: str
) -> None:
    monkeypatch.setattr(locks, "YIELD_SECONDS", 0.1)
    lock = FileLock(path)
    with another(path, looks):
        assert lock.take() is not None
        assert take_over(lock)
        assert lock.lost() is None
        assert FileLock(path).take() is not None
    lock.release()
    assert locked_files() == []


def test_a_copy_that_lost_the_file_while_it_was_stopped_learns_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "YIELD_SECONDS", 0.1)
    one, other = FileLock(path), FileLock(path)
    assert one.take() is None
    assert take_over(other)
    holder = one.lost()
    assert holder is not None
    assert holder.pid == os.getpid()
    one.release()
    assert other.lost() is None
    assert FileLock(path).take() is not None


def test_a_request_that_nobody_waits_for_any_more_takes_nothing(path: Path) -> None:
    lock = FileLock(path)
    assert lock.take() is None
    (name,) = private_folder("locks").iterdir()
    request = name.with_suffix(".request")
    request.write_text("{}")
    os.utime(request, (time.time() - 60,) * 2)
    assert lock.lost() is None
    assert not request.exists()


def test_a_lock_that_somebody_removed_is_taken_again(path: Path) -> None:
    lock = FileLock(path)
    assert lock.take() is None
    for one in private_folder("locks").iterdir():
        one.unlink()
    assert lock.lost() is None
    assert FileLock(path).take() is not None


@pytest.mark.parametrize("call", ["open", "mkdir", "ftruncate", "pwrite", "pread", "fstat", "write", "unlink"])
def test_where_locks_cannot_be_kept_every_copy_is_the_only_one_and_nothing_fails(
    path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    monkeypatch.setattr(locks, "YIELD_SECONDS", 0.05)
    one, other = FileLock(path), FileLock(path)
    with monkeypatch.context() as broken:
        failing(broken, call, errno.EIO)
        assert one.take() is None
        other.take()
        take_over(other)
        one.lost()
        other.release()
        one.release()


def test_a_file_system_without_locks_is_no_obstacle(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    one, other = FileLock(path), FileLock(path)
    assert [one.take(), other.take(), one.lost(), other.lost()] == [None] * 4


@pytest.mark.parametrize("raw", [b"", b"[]", b"\xff", b"[" * 9_999, b'{"pid": "x", "host": 1}', b'{"since": "never"}'])
def test_a_lock_that_does_not_say_whose_it_is_still_holds(path: Path, raw: bytes) -> None:
    lock = FileLock(path)
    assert lock.take() is None
    (name,) = private_folder("locks").iterdir()
    name.write_bytes(raw)
    holder = FileLock(path).take()
    assert holder is not None
    assert holder.words() == "one that did not say which"
    lock.release()


def test_who_has_a_file_is_said_in_words_that_are_safe_to_show() -> None:
    words = Holder("far\x1b[2J", 12, "/dev/pts/3\n", "2020-01-02T03:04:05.000+00:00").words()
    assert words.startswith("process 12 on far\\x1b[2J in /dev/pts/3\\x0a since 2020-01-0")
    assert Holder(os.uname().nodename, 12, "", "").words() == "process 12"
    assert len(Holder("h" * 999, 1, "t" * 999, "9" * 999).words()) < 200


def test_a_planted_link_in_the_place_of_a_lock_is_not_followed(path: Path, tmp_path: Path) -> None:
    lock = FileLock(path)
    assert lock.take() is None
    (name,) = private_folder("locks").iterdir()
    lock.release()
    (tmp_path / "precious").write_text("keep me")
    name.symlink_to(tmp_path / "precious")
    assert lock.take() is None
    lock.release()
    assert (tmp_path / "precious").read_text() == "keep me"


def test_a_name_that_no_file_can_have_is_no_error() -> None:
    assert FileLock(Path("a\0b")).take() is None
