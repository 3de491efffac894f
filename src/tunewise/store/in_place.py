"""Write into a file that cannot be replaced: only where the user agreed, and only after a private copy of it."""

import errno
import os
import stat
from contextlib import suppress

from tunewise.domain.errors import StoreError
from tunewise.store.consent import elsewhere, reason_of, refused
from tunewise.store.save_steps import (
    NOT_SUPPORTED,
    Job,
    content_of,
    keep_first,
    look_for_changes,
    read_all,
    sync,
    write_all,
)


def write_in_place(job: Job) -> str:
    """Write the text into the file itself and return a remark, which is empty.

    The old content is kept in the state folder first. When writing fails the old content is put back; where that fails
    too, the error says where the copy is. Raises ``StoreError``, and ``OSError`` before anything was written.
    """
    if job.check:
        job.check(job.raw)
    look_for_changes(job)
    old = content_of(job)
    if old is None:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
    copy = keep_first(job, old, "before")
    handle = os.open(job.name, os.O_RDWR | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=job.folder)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode) or read_all(handle, len(old) + 1) != old:
            raise refused(job.path, "changed while it was being saved, so nothing was saved", "save again")
        try:
            _overwrite(handle, job.raw, len(old))
        except BaseException as error:
            _put_back(handle, old, job, str(copy), error)
            raise
    finally:
        # What counts was synced; where a close fails after that there is nothing left to mend.
        with suppress(OSError):
            os.close(handle)
    return ""


def _overwrite(handle: int, raw: bytes, old_size: int) -> None:
    """Replace the content; room is taken before the first old byte is touched."""
    if len(raw) > old_size and hasattr(os, "posix_fallocate"):
        try:
            os.posix_fallocate(handle, 0, len(raw))
        except OSError as error:
            if error.errno not in NOT_SUPPORTED:
                raise
    write_all(handle, raw)
    os.ftruncate(handle, len(raw))
    sync(handle)
    if read_all(handle, len(raw) + 1) != raw:
        raise OSError(errno.EIO, os.strerror(errno.EIO))


def _put_back(handle: int, old: bytes, job: Job, copy: str, why: BaseException) -> None:
    """Restore the old content after ``why``. Raises ``StoreError`` with what became of the file."""
    reason = reason_of(why) if isinstance(why, OSError) else "it was interrupted"
    try:
        write_all(handle, old)
        os.ftruncate(handle, len(old))
        os.fsync(handle)
        whole = read_all(handle, len(old) + 1) == old
    except OSError:
        whole = False
    if not whole:
        problem = f"is not saved and may be damaged: {reason}"
        raise StoreError(problem, remedy=f"its old content is in {copy}", file=str(job.path)) from None
    if isinstance(why, OSError):
        problem = f"is not saved, its old content was put back: {reason}"
        raise refused(job.path, problem, f"{elsewhere(job.path)}; a copy of the old content is in {copy}") from None
