"""The single steps of a save, each on an open folder: no link that is planted meanwhile leads a step elsewhere."""

import errno
import fcntl
import os
import stat
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from tunewise.domain.documents import digest
from tunewise.domain.errors import StoreError
from tunewise.store.consent import ChangedMeanwhile, Consent, about_owner, reason_of, refused

NOT_SUPPORTED = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS})
_MOST_KEPT = 16 * 1024 * 1024
"""Most bytes of somebody else's version that are compared and kept; a scenario has 1 MiB at most."""
_OLD_SECONDS = 24 * 3600
_TO_READ = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_NOCTTY | os.O_CLOEXEC
_FULL_SYNC: int | None = getattr(fcntl, "F_FULLFSYNC", None)


class Job(NamedTuple):
    """One save: ``name`` in the open ``folder`` is where ``path`` leads to, all links followed."""

    path: Path
    folder: int
    name: str
    raw: bytes
    expected: str | None
    consent: Consent
    check: Callable[[bytes], None] | None


def look_at(job: Job) -> os.stat_result | None:
    """Return what the file is now, or ``None`` where there is none. Raises ``OSError``."""
    try:
        return os.stat(job.name, dir_fd=job.folder, follow_symlinks=False)
    except FileNotFoundError:
        return None


def content_of(job: Job) -> bytes | None:
    """Return what the file holds now, or ``None`` where it is gone. Raises ``OSError`` and ``StoreError``."""
    try:
        handle = os.open(job.name, _TO_READ, dir_fd=job.folder)
    except FileNotFoundError:
        return None
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise refused(job.path, "is not a regular file, so nothing was saved")
        if status.st_size > _MOST_KEPT:
            raise refused(job.path, "was changed by somebody else to more than 16 MiB, so nothing was saved")
        return read_all(handle, _MOST_KEPT)
    finally:
        os.close(handle)


def read_all(handle: int, most: int) -> bytes:
    """Return the bytes of an open file from its start, ``most`` at most. Raises ``OSError``."""
    pieces: list[bytes] = []
    size = 0
    while size < most and (piece := os.pread(handle, min(1 << 20, most - size), size)):
        pieces.append(piece)
        size += len(piece)
    return b"".join(pieces)


def look_for_changes(job: Job) -> bytes | None:
    """Return what somebody else wrote meanwhile where replacing it is allowed, or ``None`` where nothing changed.

    Raises ``ChangedMeanwhile`` where it is not allowed.
    """
    if job.expected is None:
        return None
    theirs = content_of(job)
    if (digest(theirs) if theirs is not None else "") == job.expected or theirs == job.raw:
        return None
    if Consent.REPLACE_THEIRS not in job.consent:
        raise ChangedMeanwhile(job.path, theirs, wanted_new=job.expected == "")
    return theirs


def keep_first(job: Job, raw: bytes, why: str) -> Path:
    """Keep ``raw`` in a private copy and return where it is. Raises ``StoreError``: without a copy nothing is saved."""
    from tunewise.store.state import keep_copy  # noqa: PLC0415  # a save that replaces one's own file needs no state

    try:
        return keep_copy(job.path, raw, why)
    except StoreError as error:
        problem = f"is not saved, because no private copy could be kept first: {error.problem}"
        raise refused(job.path, problem, error.remedy) from None


def write_all(handle: int, raw: bytes) -> None:
    """Write all of ``raw`` from the start of an open file, in as many pieces as it takes. Raises ``OSError``."""
    at = 0
    while at < len(raw):
        try:
            written = os.pwrite(handle, raw[at:], at)
        except InterruptedError:
            continue
        if written <= 0:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        at += written


def sync(handle: int) -> None:
    """Make the content of an open file last, also in the cache of the drive. Raises ``OSError``.

    After a failure the file must be given up: the system may have dropped what it could not write, and the next sync
    of the same file would say that all is well.
    """
    if _FULL_SYNC is not None:
        try:
            fcntl.fcntl(handle, _FULL_SYNC)
        except OSError as error:
            if error.errno not in NOT_SUPPORTED:
                raise
        else:
            return
    os.fsync(handle)


def sync_folder(folder: int) -> str:
    """Make a new name last and return a remark; some network file systems cannot, which is no failure."""
    try:
        os.fsync(folder)
    except OSError as error:
        if error.errno not in NOT_SUPPORTED:
            return f"but a power cut may undo it: the folder could not be synced ({reason_of(error)})"
    return ""


def make_alike(handle: int, job: Job, old: os.stat_result | None) -> None:
    """Give the new file the owner, group and mode of the old one; a file that is new gets what the mask leaves.

    Raises ``NeedsConsent`` where the owner would change and that was not allowed; the group is kept where possible.
    """
    if old is None:
        _change_mode(handle, 0o666 & ~_mask())
        return
    new = os.fstat(handle)
    mode = stat.S_IMODE(old.st_mode)
    if old.st_uid != new.st_uid:
        try:
            os.fchown(handle, old.st_uid, -1)
        except PermissionError:
            if Consent.CHANGE_OWNER not in job.consent:
                raise about_owner(job.path, old.st_uid) from None
    if old.st_gid != new.st_gid:
        try:
            os.fchown(handle, -1, old.st_gid)
        except PermissionError:
            # Another group must not get what the old one was granted: it gets what everybody has.
            mode = mode & ~0o070 | (mode & 0o007) << 3
            _change_mode(handle, mode)
            return
    _change_mode(handle, mode)
    _keep_attributes(handle, job)


def _keep_attributes(handle: int, job: Job) -> None:
    """Give the new file the old one's access list and the user's own attributes, where the system has such."""
    if not hasattr(os, "listxattr"):
        return
    with suppress(OSError):
        old = os.open(job.name, _TO_READ, dir_fd=job.folder)
        try:
            for name in os.listxattr(old):
                if name.startswith("user.") or name == "system.posix_acl_access":
                    os.setxattr(handle, name, os.getxattr(old, name))
        finally:
            os.close(old)


def _change_mode(handle: int, mode: int) -> None:
    # Where a file system lets nobody change modes, the text counts for more than its mode.
    with suppress(PermissionError):
        os.fchmod(handle, mode)


def _mask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def remove(folder: int, name: str) -> None:
    """Take a temporary file away; where even that fails, the reason for not saving is what counts."""
    with suppress(OSError):
        os.unlink(name, dir_fd=folder)


def remove_left_over(folder: int) -> None:
    """Remove temporary files of our own that a killed save left in the folder more than a day ago; never raises."""
    with suppress(OSError):
        names = [name for name in os.listdir(folder) if name.startswith(".tunewise-") and name.endswith(".tmp")]
        for name in names:
            status = os.stat(name, dir_fd=folder, follow_symlinks=False)
            ours = stat.S_ISREG(status.st_mode) and status.st_uid == os.geteuid()
            if ours and time.time() - status.st_mtime > _OLD_SECONDS:
                remove(folder, name)
