"""Work that was left unsaved: found at the next start, offered, and taken away only when the user says so."""

import fcntl
import os
import re
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

from tunewise.domain.differences import differences
from tunewise.domain.errors import StoreError
from tunewise.domain.work import Work
from tunewise.store.paths import state_place, taken
from tunewise.store.state import TEMPORARY, private_folder, read_private, trouble_words
from tunewise.store.work_records import MOST_BYTES, Read, Writer, read_record

FOLDER: Final = "work"
LOCK: Final = "lock"

_RECORD = re.compile(r"record-([0-9]{1,18})\.json")
_INSTANCE = re.compile(r"[0-9a-f]{16}")
_DAY_SECONDS = 86_400


class Leftover(NamedTuple):
    """Work that a Tunewise which is gone left unsaved. ``file`` and ``title`` are raw text: show them made safe.

    ``name`` tells it from others, ``changes`` counts the keys that differ from what was saved or opened. Where it
    cannot be read, ``work`` is ``None`` and ``problem`` says why: it is kept until the user discards it.
    """

    name: str
    file: str
    title: str
    written_at: str
    changes: int
    work: Work | None
    problem: str


def leftovers() -> list[Leftover]:
    """Return the work whose writer is gone, the newest first. Raises ``StoreError`` where the state is not ours.

    What ended with nothing to keep is cleared away on the way.
    """
    if not taken(state_place()):
        return []
    folder = private_folder(FOLDER)
    try:
        names = [entry.name for entry in os.scandir(folder) if _INSTANCE.fullmatch(entry.name)]
    except OSError as error:
        raise StoreError(f"cannot be read: {trouble_words(error)}", file=str(folder)) from None
    found = [one for name in names if (one := _left(folder / name))]
    return sorted(found, key=lambda one: (one.written_at, one.name), reverse=True)


def discard(leftover: Leftover) -> bool:
    """Take work away for good, and say whether it is gone. Never raises."""
    if not _INSTANCE.fullmatch(leftover.name):
        return False
    with suppress(StoreError):
        return remove_folder(private_folder(FOLDER) / leftover.name)
    return False


def records(folder: Path) -> list[int]:
    """Return the numbers of the records in ``folder``, the newest first. Raises ``OSError``."""
    found = (_RECORD.fullmatch(name) for name in os.listdir(folder))  # noqa: PTH208  # half the time of the other one
    return sorted((int(one[1]) for one in found if one), reverse=True)


def record_name(number: int) -> str:
    """Return the name of the record with this number."""
    return f"record-{number}.json"


def remove_folder(folder: Path) -> bool:
    """Remove the folder of an instance with what Tunewise put there, and nothing else; say whether it is gone."""
    with suppress(OSError):
        if folder.is_symlink():
            folder.unlink()
            return True
        for entry in list(os.scandir(folder)):
            if entry.name == LOCK or entry.name.endswith(TEMPORARY) or _RECORD.fullmatch(entry.name):
                with suppress(OSError):
                    os.unlink(entry.path)  # noqa: PTH108  # a name as the folder lists it
        folder.rmdir()
    return not taken(folder)


def _left(folder: Path) -> Leftover | None:
    """Return what an instance left in its folder; ``None`` where it is alive or left nothing."""
    try:
        status = folder.lstat()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.getuid():
            words = "is no folder" if not stat.S_ISDIR(status.st_mode) else "belongs to another user"
            return _unreadable(folder, words, status.st_mtime)
        with _locked(folder) as ours:
            if ours is False:
                return None
            numbers = records(folder)
            if not numbers:
                _clear(folder, status.st_mtime)
                return None
            return _newest(folder, numbers, alone=ours is True)
    except FileNotFoundError:
        return None
    except OSError as error:
        return _unreadable(folder, f"cannot be read: {trouble_words(error)}", time.time())


@contextmanager
def _locked(folder: Path) -> Iterator[bool | None]:
    """Hold the lock of an instance: true where nobody else does, false where it lives, ``None`` where nobody knows."""
    try:
        handle = os.open(folder / LOCK, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        yield True
        return
    except OSError:
        yield None
        return
    try:
        held: bool | None = True
        try:
            # Shared, so that two who look at once do not take each other for the writer.
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            held = False
        except OSError:
            held = None
        yield held
    finally:
        os.close(handle)


def _clear(folder: Path, changed: float) -> None:
    """Remove a folder without work. One without a lock may be just being made: it is given a day."""
    if taken(folder / LOCK) or changed < time.time() - _DAY_SECONDS:
        remove_folder(folder)


def _newest(folder: Path, numbers: list[int], *, alone: bool) -> Leftover | None:
    """Return the newest work that can be read, or why none can."""
    problem = ""
    for number in numbers:
        path = folder / record_name(number)
        try:
            read = read_record(read_private(path, MOST_BYTES))
        except FileNotFoundError:
            continue
        except StoreError as error:
            problem = problem or error.problem
            continue
        return None if not alone and _runs(read.writer) else _offered(folder, read)
    return _unreadable(folder, problem, folder.stat().st_mtime) if problem else None


def _runs(writer: Writer) -> bool:
    """Tell whether the writer seems to run, where locks do not say: a process of its number does on this machine."""
    return writer.host == os.uname().nodename and process_runs(writer.pid)


def process_runs(pid: int) -> bool:
    """Tell whether a process of this number runs on this machine."""
    if pid <= 0:
        return False
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def _offered(folder: Path, read: Read) -> Leftover:
    work = read.work
    start = work.saved or (work.history.past[0] if work.history.past else work.history.now).scenario
    count = len(differences(start, work.scenario))
    return Leftover(folder.name, work.file, work.scenario.title, read.written, count, work, "")


def _unreadable(folder: Path, problem: str, changed: float) -> Leftover:
    when = datetime.fromtimestamp(changed, tz=UTC).isoformat(timespec="milliseconds")
    return Leftover(folder.name, "", "", when, 0, None, problem)
