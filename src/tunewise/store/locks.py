"""Two copies of Tunewise on one file know of each other: a lock in the user's state, which ends with its process.

It is advice. Where locks do not work, as on some network file systems, every copy counts as the only one, and what
guards the file is that a save looks at it first.
"""

import fcntl
import json
import os
import time
from collections.abc import Generator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

from tunewise.domain.errors import StoreError
from tunewise.domain.text import shown
from tunewise.store.state import moment, name_for, private_folder, read_private, terminal_name, write_private

FOLDER: Final = "locks"
YIELD_SECONDS: Final = 1.5
"""How long a copy that is asked for a file has to give it up; then it is taken, and told so."""

LOOK_SECONDS: Final = 0.05
"""How often it is looked whether the other copy gave it up."""

_STALE_SECONDS = 30.0
_MOST_BYTES = 1 << 16
_TRIES = 20


class Holder(NamedTuple):
    """A copy of Tunewise: its machine, process, terminal (or an empty text), and since when it has the file.

    ``since`` is ISO, UTC. Texts may come from another machine: show them through ``words``.
    """

    host: str
    pid: int
    terminal: str
    since: str

    def words(self) -> str:
        """Return in a few words, safe to show, which copy this is."""
        words = [f"process {self.pid}"] if self.pid > 0 else ["one that did not say which"]
        if self.host and self.host != os.uname().nodename:
            words.append(f"on {shown(self.host, 60)}")
        if self.terminal:
            words.append(f"in {shown(self.terminal, 60)}")
        with suppress(ValueError, OverflowError):
            since = datetime.fromisoformat(self.since).astimezone()
            today = since.date() == datetime.now(tz=since.tzinfo).date()
            words.append(f"since {since:%H:%M}" if today else f"since {since:%Y-%m-%d %H:%M}")
        return " ".join(words)


class FileLock:
    """The lock of one scenario file, whatever name it is reached by. No method raises."""

    def __init__(self, path: Path) -> None:
        self._name = name_for(path)
        self._handle: int | None = None
        self._taken_by: Holder | None = None

    def take(self) -> Holder | None:
        """Take the lock and return ``None``; or return who has it, another one in this process too."""
        self._taken_by = None
        with suppress(OSError, StoreError):
            for _ in range(_TRIES):
                if self._handle is not None:
                    return None
                handle = os.open(self._path(), os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
                if not _locked(handle):
                    holder = _holder(_text(handle))
                    os.close(handle)
                    return holder
                self._hold(handle)
        return None

    def taking_over(self) -> Generator[bool | None, None, None]:
        """Take the lock from whoever has it: yield nothing at each look, and at last whether it is ours.

        The other copy is asked to give it up and has 1.5 seconds for that, in which to look each ``LOOK_SECONDS``. One
        that does not answer loses it all the same, and learns so from ``lost`` when it runs again. Closed before its
        end, nothing is asked of the other copy any more.
        """
        ours = self.take() is None
        if not ours:
            with suppress(OSError, StoreError):
                request = self._request()
                write_private(request, _own_words())
                try:
                    until = time.monotonic() + YIELD_SECONDS
                    while not ours and time.monotonic() < until:
                        yield None
                        ours = self.take() is None
                    ours = ours or self._force()
                finally:
                    request.unlink(missing_ok=True)
        yield ours

    def lost(self) -> Holder | None:
        """Return who took the lock over from us, or ``None`` while it is ours; gives it up where somebody asks for it.

        Takes microseconds while nothing happened.
        """
        if self._handle is None:
            return self._taken_by
        with suppress(OSError, StoreError):
            asking = self._asking()
            if asking is not None:
                self.release()
                self._taken_by = asking
            elif not _is_at(self._handle, self._path()):
                # Another generation of the lock: its maker has it. Where there is none at all, it is ours again.
                os.close(self._handle)
                self._handle = None
                self._taken_by = self.take()
        return self._taken_by

    def release(self) -> None:
        """Give the lock back."""
        handle, self._handle = self._handle, None
        if handle is not None:
            with suppress(OSError, StoreError):
                if _is_at(handle, self._path()):
                    self._path().unlink()
            with suppress(OSError):
                os.close(handle)

    def _path(self) -> Path:
        return private_folder(FOLDER) / f"{self._name}.lock"

    def _request(self) -> Path:
        return private_folder(FOLDER) / f"{self._name}.request"

    def _hold(self, handle: int) -> None:
        """Keep a locked file if it still is the one of that name, and write into it who we are."""
        if not _is_at(handle, self._path()):
            os.close(handle)
            return
        self._handle = handle
        raw = _own_words()
        with suppress(OSError):
            os.ftruncate(handle, os.pwrite(handle, raw, 0))

    def _force(self) -> bool:
        """Make a new generation of the lock: the old one's holder keeps a file that has no name any more."""
        self._path().unlink(missing_ok=True)
        return self.take() is None

    def _asking(self) -> Holder | None:
        """Return who asks for the lock; a request that nobody waits for any more is taken away."""
        request = self._request()
        try:
            age = time.time() - request.stat().st_mtime
        except FileNotFoundError:
            return None
        asking = _holder(read_private(request, _MOST_BYTES)) if abs(age) < _STALE_SECONDS else None
        request.unlink(missing_ok=True)
        return asking


def _locked(handle: int) -> bool:
    """Lock an open file; where the file system cannot, nobody else can either."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def _is_at(handle: int, path: Path) -> bool:
    """Tell whether ``path`` names the open file."""
    try:
        return os.path.samestat(os.fstat(handle), path.lstat())
    except FileNotFoundError:
        return False


def _text(handle: int) -> bytes:
    return os.pread(handle, _MOST_BYTES, 0)


def _own_words() -> bytes:
    own = Holder(os.uname().nodename, os.getpid(), terminal_name(), moment())
    return json.dumps(own._asdict()).encode()


def _holder(raw: bytes) -> Holder:
    """Return who wrote ``raw``; somebody unknown where it does not say."""
    data: Mapping[str, Any] = {}
    with suppress(ValueError, RecursionError):
        found = json.loads(raw)
        data = found if isinstance(found, dict) else {}
    pid = data.get("pid")
    words = [one if isinstance(one := data.get(name), str) else "" for name in ("host", "terminal", "since")]
    return Holder(words[0], pid if isinstance(pid, int) else 0, words[1], words[2])
