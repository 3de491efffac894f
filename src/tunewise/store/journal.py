"""The journal: a session's unsaved work, on the disk within a second of every edit, whatever ends the program.

Each running Tunewise has a folder of its own with a lock that ends with the process, however it ends, and numbered
records. A record is written whole under a name of its own before older ones go; the newest readable one counts.
"""

import fcntl
import os
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread, current_thread
from time import monotonic, sleep
from typing import Final, NamedTuple

from tunewise.domain.digests import sha256_of
from tunewise.domain.work import Work
from tunewise.store.leftovers import FOLDER, LOCK, Leftover, discard, leftovers, record_name, records, remove_folder
from tunewise.store.state import moment, private_folder, terminal_name, trouble_words, write_private
from tunewise.store.work_records import Encoder, Writer

__all__ = ["Journal", "Leftover", "discard", "leftovers"]

QUIET_SECONDS: Final = 0.3
LATEST_SECONDS: Final = 0.7
AGAIN_SECONDS: Final = 3.0
"""Written this long after the last note, at the latest this long after the first one that is not written, and tried
again this often while it fails."""

_JOIN_SECONDS = 2.0
_TRIES, _LOOK_SECONDS = 20, 0.005
_OFF = "recovery off"


class _Noted(NamedTuple):
    """What was noted last: its number, and the work, or ``None`` where nothing is to be kept."""

    number: int
    work: Work | None


class _Place(NamedTuple):
    """The folder of this instance, and the open file whose lock says that it lives."""

    folder: Path
    handle: int


class Journal:
    """Keeps the newest work of one session on the disk.

    ``trouble`` says in a few steady words why work is not kept at the moment; empty when it is. No method raises.
    Nothing here takes a lock that the handler of a signal could wait for: what is shared is replaced in one statement.
    """

    def __init__(self) -> None:
        self.trouble = ""
        self._numbers = count(1)
        self._noted = _Noted(0, None)
        self._written = 0
        self._wake: SimpleQueue[float] = SimpleQueue()
        self._thread: Thread | None = None
        self._stopped = self._ended = False
        self._place: _Place | None = None
        self._name = os.urandom(8).hex()
        self._encoder = Encoder()
        self._writer = Writer(os.uname().nodename, os.getpid(), terminal_name(), moment())

    def start(self, placed: Callable[[], object] = lambda: None) -> None:
        """Begin to write what is noted, in a thread of its own; there it calls ``placed`` once it knows if it can."""
        if self._thread is None and not self._stopped:
            self._thread = Thread(target=self._run, args=(placed,), name="journal", daemon=True)
            self._thread.start()

    def note(self, work: Work) -> None:
        """Note the work as it is now. It is written within a second; nothing is read or written here."""
        self._noted = _Noted(next(self._numbers), work)
        self._wake.put(monotonic())

    def flush(self) -> None:
        """Write what was noted and is not written yet; from any thread, and from the handler of a signal."""
        noted = self._noted
        work = noted.work
        # Once it has ended the record belongs to the next start: what is written already is not written beside it.
        if work is not None and (noted.number > self._written or not (self._ended or self._is_there())):
            self._tried(lambda: self._write(noted, work))

    def settled(self) -> None:
        """Take the record away: the work was saved, or is not wanted any more."""
        if self._noted.work is not None:
            self._noted = _Noted(next(self._numbers), None)
            self._sweep()

    def stop(self) -> None:
        """End. What was noted last stays on the disk, for the next start to offer; what is settled does not."""
        self._stopped = True
        self._wake.put(monotonic())
        thread = self._thread
        if thread is not None and thread is not current_thread():
            thread.join(_JOIN_SECONDS)
        self.flush()
        place = self._place
        if place is not None and self._noted.work is None:
            remove_folder(place.folder)
        self._ended = True
        self._leave()

    def _run(self, placed: Callable[[], object]) -> None:
        """Write whenever something was noted and the user paused, or did not pause for long."""
        # Made at once, not with the first edit: where it cannot be, the user knows before there is anything to lose.
        self._tried(self._placed)
        placed()
        while not self._stopped:
            first = self._waited(AGAIN_SECONDS if self._unwritten() else None)
            latest = first
            while first and latest and not self._stopped:
                left = min(latest + QUIET_SECONDS, first + LATEST_SECONDS) - monotonic()
                if left <= 0:
                    break
                latest = self._waited(left) or latest
            with suppress(Empty):
                while True:
                    self._wake.get_nowait()
            self.flush()

    def _waited(self, seconds: float | None) -> float | None:
        """Return the moment of the next note, or ``None`` where there is none within so many seconds."""
        with suppress(Empty):
            return self._wake.get(timeout=seconds)
        return None

    def _is_there(self) -> bool:
        """Tell whether the newest record is still on the disk: somebody may have cleared the folder away."""
        place = self._place
        return place is not None and (place.folder / record_name(self._written)).exists()

    def _unwritten(self) -> bool:
        return self._noted.work is not None and self._noted.number > self._written

    def _tried(self, step: Callable[[], object]) -> None:
        """Take a step; where it fails, say so, whatever the reason: the user's work goes on."""
        try:
            step()
        except Exception as error:  # see above
            self.trouble = f"{_OFF}: {trouble_words(error)}"

    def _write(self, noted: _Noted, work: Work) -> None:
        raw = self._encoder.record(work, self._writer, moment())
        try:
            write_private(self._placed().folder / record_name(noted.number), raw)
        except FileNotFoundError:
            # Somebody took the folder away. What is in it counts for nothing any more, so there is another one.
            self._leave()
            write_private(self._placed().folder / record_name(noted.number), raw)
        self._written = max(self._written, noted.number)
        self.trouble = ""
        self._sweep()

    def _sweep(self) -> None:
        """Take away the records that a newer one stands for, or all of them where the work is settled."""
        place = self._place
        if place is None:
            return
        with suppress(OSError):
            numbers = records(place.folder)
            noted = self._noted
            least = max(numbers, default=0) if noted.work is not None else noted.number
            for number in numbers:
                if number < least:
                    (place.folder / record_name(number)).unlink(missing_ok=True)

    def _placed(self) -> _Place:
        """Return the folder of this instance, made and locked where that is still to be done."""
        place = self._place
        if place is None:
            folder = private_folder(FOLDER) / self._name
            folder.mkdir(mode=0o700, exist_ok=True)
            place = _Place(folder, os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600))
            if not _locked(place.handle) and self._place is not None:
                # A signal came in the middle of this very step, and its handler was first: the lock is ours already.
                os.close(place.handle)
                return self._place
            self._place = place
        return place

    def _leave(self) -> None:
        place, self._place = self._place, None
        # The next name follows from the last: a handler that comes in between makes the same one.
        self._name = sha256_of(self._name.encode())[: len(self._name)]
        if place is not None:
            with suppress(OSError):
                os.close(place.handle)


def _locked(handle: int) -> bool:
    """Lock an instance, and say whether it is locked; somebody who just looks at it holds it for a moment only."""
    for _ in range(_TRIES):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sleep(_LOOK_SECONDS)
        except OSError:
            return True  # a file system without locks: whoever looks goes by the number of the process
        else:
            return True
    return False
