"""Unsaved work is on the disk within a second, whatever ends the program, and only the user takes it away."""

import errno
import fcntl
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.slow.lengths import runs
from tests.store.work_cases import START, failing, reading, work_of
from tunewise.domain.errors import StoreError
from tunewise.store import journal as journals
from tunewise.store import leftovers as left
from tunewise.store.journal import Journal, discard, leftovers
from tunewise.store.state import private_folder, state_folder
from tunewise.store.work_records import FORMAT, Encoder, sealed, unsealed

CALLS = ["open", "write", "fsync", "replace", "mkdir", "unlink", "listdir", "fchmod", "urandom"]


@pytest.fixture
def journal() -> Iterator[Journal]:
    """Return a journal that runs."""
    one = Journal()
    one.start()
    yield one
    one.settled()
    one.stop()


def ended(*readings: int, file: str = "") -> None:
    """Leave work behind, as a program does that was ended by a signal."""
    one = Journal()
    one.note(work_of(*readings, file=file))
    one.stop()


def until(found: Callable[[], bool]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + 20
    while not found():
        assert time.monotonic() < end
        time.sleep(0.01)


def files() -> list[Path]:
    """Return every file of the folder of work."""
    return sorted(one for one in private_folder("work").rglob("*") if one.is_file())


def written() -> list[Path]:
    """Return every record there is."""
    return [one for one in files() if one.name.startswith("record-")]


def test_what_was_noted_is_written_without_asking(journal: Journal) -> None:
    journal.note(work_of(5))
    until(lambda: bool(written()))
    assert [one.stat().st_mode & 0o777 for one in files()] == [0o600] * 2
    assert journal.trouble == ""


def test_edits_without_a_pause_are_written_all_the_same(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journals, "LATEST_SECONDS", 0.05)
    monkeypatch.setattr(journals, "QUIET_SECONDS", 60.0)

    def noted() -> bool:
        journal.note(work_of(5))
        return bool(written())

    until(noted)


def test_the_work_of_a_program_that_is_gone_is_offered_and_nothing_takes_it_away() -> None:
    ended(1, 2, 3, file="/home/me/case.toml")
    for _ in range(3):
        (found,) = leftovers()
    assert found.work == work_of(1, 2, 3, file="/home/me/case.toml")
    assert (found.file, found.title, found.changes, found.problem) == ("/home/me/case.toml", "Support", 1, "")
    assert found.written_at.startswith("20")


def test_work_of_a_program_that_runs_is_not_offered(journal: Journal) -> None:
    journal.note(work_of(1))
    journal.flush()
    assert written()
    assert leftovers() == []


def test_two_programs_keep_their_work_apart_and_the_newest_comes_first() -> None:
    one, other = Journal(), Journal()
    one.note(work_of(1))
    one.stop()
    other.note(work_of(2))
    time.sleep(0.002)  # records tell milliseconds apart
    other.stop()
    found = leftovers()
    assert [reading(each.work) for each in found] == [2, 1]
    assert discard(found[0])
    assert [reading(each.work) for each in leftovers()] == [1]


def test_only_the_newest_record_stays(journal: Journal) -> None:
    for number in range(5):
        journal.note(work_of(number))
        journal.flush()
    assert len(written()) == 1


def test_saved_work_leaves_nothing_behind() -> None:
    one = Journal()
    one.start()
    one.note(work_of(1))
    one.flush()
    one.settled()
    assert written() == []
    one.stop()
    assert list(private_folder("work").iterdir()) == []


def test_work_that_was_settled_while_it_was_being_written_leaves_no_record(monkeypatch: pytest.MonkeyPatch) -> None:
    one = Journal()
    real = os.replace

    def settle_first(*words: str) -> None:
        one.settled()
        real(*words)

    monkeypatch.setattr(os, "replace", settle_first)
    one.note(work_of(1))
    one.flush()
    assert written() == []
    one.stop()
    assert leftovers() == []


def test_edits_after_a_save_are_kept_again(journal: Journal) -> None:
    journal.note(work_of(1))
    journal.flush()
    journal.settled()
    journal.note(work_of(1, 2))
    journal.flush()
    assert len(written()) == 1


def test_an_older_write_that_ends_late_does_not_hide_the_newer_one(monkeypatch: pytest.MonkeyPatch) -> None:
    one = Journal()
    one.note(work_of(1))
    real, inner = os.replace, [True]

    def newer_first(*words: str) -> None:
        if inner.pop() if inner else False:
            one.note(work_of(2))
            one.flush()
        real(*words)

    monkeypatch.setattr(os, "replace", newer_first)
    one.flush()
    one.stop()
    assert [reading(each.work) for each in leftovers()] == [2]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EACCES])
@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_failing_disk_never_reaches_the_user_and_the_last_record_stays_readable(
    monkeypatch: pytest.MonkeyPatch, call: str, number: int, after: int
) -> None:
    one = Journal()
    one.note(work_of(1))
    one.flush()
    with monkeypatch.context() as broken:
        failing(broken, call, number, after=after)
        one.note(work_of(1, 2))
        one.flush()
        trouble = one.trouble
        assert "\n" not in trouble
    readable = [one.name for one in written()]
    assert readable
    kept = one.trouble == ""
    one.note(work_of(1, 2, 3))
    one.flush()
    assert one.trouble == ""
    assert trouble == "" if kept else trouble.startswith("recovery off: ")
    with monkeypatch.context() as broken:
        failing(broken, call, number)
        one.stop()
    assert [reading(each.work) for each in leftovers()] == [3]


@pytest.mark.parametrize(
    ("call", "number", "words"),
    [
        ("write", errno.ENOSPC, "recovery off: disk full"),
        ("fsync", errno.EIO, "recovery off: disk error"),
        ("open", errno.EROFS, "recovery off: read-only disk"),
    ],
)
def test_trouble_is_a_few_steady_words_and_goes_when_the_disk_works_again(
    monkeypatch: pytest.MonkeyPatch, journal: Journal, call: str, number: int, words: str
) -> None:
    monkeypatch.setattr(journals, "AGAIN_SECONDS", 0.05)
    journal.note(work_of(1))
    journal.flush()
    with monkeypatch.context() as broken:
        failing(broken, call, number)
        for _ in range(3):
            journal.note(work_of(1, 2))
            journal.flush()
            assert journal.trouble.endswith(words.removeprefix("recovery off: "))
    # Nobody touches a key any more: it is tried again all the same.
    until(lambda: journal.trouble == "")
    assert len(written()) == 1


def test_a_home_that_cannot_be_used_is_said_before_there_is_anything_to_lose(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setenv("HOME", "/nowhere/at/all")
    one = Journal()
    one.start()
    until(lambda: one.trouble == "recovery off: there is no home folder to keep state in")
    one.note(work_of(1))
    one.flush()
    one.settled()
    one.stop()
    assert leftovers() == []


def test_a_folder_that_somebody_took_away_is_made_anew() -> None:
    one = Journal()
    one.note(work_of(1))
    one.flush()
    for path in files():
        path.unlink()
    for path in private_folder("work").iterdir():
        path.rmdir()
    one.note(work_of(1, 2))
    one.flush()
    assert one.trouble == ""
    one.stop()
    assert [reading(each.work) for each in leftovers()] == [2]


def test_work_that_was_written_is_not_written_once_more_after_the_end() -> None:
    one = Journal()
    one.note(work_of(1))
    one.stop()
    one.flush()
    assert len(written()) == 1
    assert [reading(each.work) for each in leftovers()] == [1]


def test_work_that_could_not_be_written_at_the_end_is_tried_once_more_after_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = Journal()
    one.note(work_of(1))
    with monkeypatch.context() as broken:
        failing(broken, "write", errno.ENOSPC)
        one.stop()
    assert leftovers() == []
    one.flush()
    one.stop()
    assert [reading(each.work) for each in leftovers()] == [1]


# Ends that no program survives. The children say when they are where they are to be.

CHILD = """
import os, signal, sys, time
from tests.store.work_cases import work_of
from tunewise.store.journal import Journal
journal = Journal()
journal.start()
"""


def child(program: str) -> subprocess.Popen[str]:
    """Start a program that keeps work."""
    words = [sys.executable, "-c", CHILD + program]
    return subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent.parent.parent)


def test_kill_9_loses_nothing_that_was_there_a_second_before() -> None:
    program = """
for number in range(30):
    journal.note(work_of(number))
    time.sleep(0.005)
print("noted", flush=True)
time.sleep(60)
"""
    with child(program) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "noted\n"
        until(lambda: any(b'"labelled_data":29' in one.read_bytes() for one in written()))
        assert leftovers() == []
        running.kill()
    assert [reading(one.work) for one in leftovers()] == [29]


def test_a_signal_in_the_middle_of_any_write_still_keeps_the_last_edit() -> None:
    # The thread writes all the time while signals come in at any place of the main thread's notes and writes.
    program = """
from tunewise.store import journal as module
module.QUIET_SECONDS = module.LATEST_SECONDS = 0.0
flushes = 0
def on_signal(number, frame):
    global flushes
    flushes += 1
    journal.flush()
signal.signal(signal.SIGALRM, on_signal)
signal.setitimer(signal.ITIMER_REAL, 0.0007, 0.0007)
end = time.monotonic() + SECONDS
works = [work_of(number) for number in range(90)]
turn = 0
while time.monotonic() < end or flushes < 50:
    turn += 1
    journal.note(works[turn % 90])
    if turn % 5 == 0: journal.flush()
    if turn % 17 == 0: journal.settled()
journal.note(work_of(97))
def last(number, frame):
    journal.flush()
    os._exit(128 + number)
signal.signal(signal.SIGTERM, last)
assert journal.trouble == "", journal.trouble
os.kill(os.getpid(), signal.SIGTERM)
time.sleep(60)
"""
    with child(f"SECONDS = {runs(1, 30)} / 2\n{program}") as running:
        assert running.wait(60) == 128 + 15
    found = leftovers()
    assert [reading(one.work) for one in found] == [97]
    assert discard(found[0])
    assert list(private_folder("work").iterdir()) == []


# What the next start finds.


def damaged(raw: bytes) -> Path:
    """Leave work behind whose record holds ``raw``, and return the record."""
    ended(1)
    (path,) = written()
    path.write_bytes(raw)
    return path


@pytest.mark.parametrize("raw", [b"", b"{}", b"\0" * 500, b"\xff\xfe", b"[" * 100_000, sealed("[]"), sealed("{}")])
def test_a_damaged_record_is_one_line_and_kept_until_the_user_discards_it(raw: bytes) -> None:
    path = damaged(raw)
    (found,) = leftovers()
    assert (found.work, found.problem) == (None, "is damaged")
    assert path.read_bytes() == raw
    assert discard(found)
    assert leftovers() == []


def test_a_record_of_a_newer_tunewise_is_kept_aside() -> None:
    ended(1)
    (path,) = written()
    newer = unsealed(path.read_bytes()) | {"format": FORMAT + 1}
    path.write_bytes(sealed(json.dumps(newer)))
    assert [one.problem for one in leftovers()] == ["was written by a newer Tunewise"]
    assert path.exists()


def test_a_record_that_is_too_large_a_link_or_a_pipe_is_not_read(tmp_path: Path) -> None:
    path = damaged(b"")
    with path.open("wb") as file:
        file.truncate(17 << 20)
    assert [one.problem for one in leftovers()] == ["is larger than 16 MB"]
    path.unlink()
    path.symlink_to(tmp_path)
    assert [one.problem for one in leftovers()] == ["is a link"]
    path.unlink()
    os.mkfifo(path)
    assert [one.problem for one in leftovers()] == ["is not a regular file"]


def test_work_of_another_user_is_named_and_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    ended(1)
    owner = os.getuid()
    monkeypatch.setattr(left, "private_folder", state_folder_of)
    monkeypatch.setattr(os, "getuid", lambda: owner + 1)
    assert [(one.work, one.problem) for one in leftovers()] == [(None, "belongs to another user")]


def state_folder_of(name: str) -> Path:
    """Return a folder of the state without asking whose it is."""
    return Path(os.environ["XDG_STATE_HOME"]) / "tunewise" / name


def test_an_older_record_counts_where_the_newest_cannot_be_read() -> None:
    ended(1, 2)
    (path,) = written()
    (path.parent / left.record_name(99)).write_bytes(b"half")
    (found,) = leftovers()
    assert (reading(found.work), found.problem) == (2, "")


def test_empty_folders_of_ended_programs_go_and_young_ones_without_a_lock_stay() -> None:
    work = private_folder("work")
    for name, age in (("0" * 16, 0), ("1" * 16, 2 * 86_400), ("2" * 16, 0)):
        (work / name).mkdir()
        if name[0] == "2":
            (work / name / "lock").touch()
            (work / name / ".record-3.json.1.tmp").touch()
        os.utime(work / name, (time.time() - age,) * 2)
    (work / "notes of mine").mkdir()
    assert leftovers() == []
    assert sorted(one.name for one in work.iterdir()) == ["0" * 16, "notes of mine"]


def test_discarding_removes_nothing_that_tunewise_did_not_put_there() -> None:
    ended(1)
    (path,) = written()
    (path.parent / "mine.txt").touch()
    (found,) = leftovers()
    assert not discard(found)
    assert (path.parent / "mine.txt").exists()
    assert not discard(found._replace(name="../.."))
    assert state_folder().exists()


def test_a_folder_of_work_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "record-1.json").touch()
    (private_folder("work") / ("a" * 16)).symlink_to(tmp_path)
    (found,) = leftovers()
    assert found.problem == "is no folder"
    assert discard(found)
    assert (tmp_path / "record-1.json").exists()


def test_where_locks_do_not_work_the_number_of_the_process_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    ended(1)
    assert leftovers() == []  # this very process wrote it, and runs
    monkeypatch.setattr(left, "process_runs", lambda _: False)
    assert [reading(one.work) for one in leftovers()] == [1]


def test_state_that_is_not_ours_is_refused_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    ended(1)
    monkeypatch.setattr(os, "getuid", lambda: 12_345)
    with pytest.raises(StoreError, match="belongs to another user"):
        leftovers()


def test_work_that_cannot_be_written_down_is_trouble_and_no_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> bytes:
        raise TypeError

    monkeypatch.setattr(Encoder, "record", refuse)
    one = Journal()
    one.note(work_of(1))
    one.flush()
    assert one.trouble == "recovery off: TypeError inside Tunewise"
    one.stop()
    assert START.title == "Support"


def test_those_who_look_at_the_same_time_both_see_the_work_and_neither_takes_it_for_alive() -> None:
    ended(1, file="/home/me/case.toml")
    (folder,) = private_folder("work").iterdir()
    handle = os.open(folder / "lock", os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_SH)
    assert len(leftovers()) == 1
    os.close(handle)


def test_a_journal_that_begins_while_somebody_looks_has_its_lock_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    real = fcntl.flock
    turned: list[int] = []

    def busy_once(handle: int, way: int) -> None:
        if not turned:
            turned.append(way)
            raise BlockingIOError
        real(handle, way)

    one = Journal()
    with monkeypatch.context() as patched:
        patched.setattr(fcntl, "flock", busy_once)
        one.note(work_of(1))
        one.flush()
    assert turned
    assert leftovers() == []
    one.settled()
    one.stop()


def test_a_record_that_somebody_took_away_is_written_again(journal: Journal) -> None:
    journal.note(work_of(5))
    journal.flush()
    for one in written():
        one.unlink()
    journal.flush()
    assert len(written()) == 1
