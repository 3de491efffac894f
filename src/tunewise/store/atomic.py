"""Save a file whole: whoever looks, and whenever the power fails, sees the old content or the new, never a part."""

import errno
import os
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from tunewise.store.consent import (
    ChangedMeanwhile,
    Choice,
    Consent,
    NeedsConsent,
    about_hard_links,
    about_writing_in_place,
    not_saved,
    reason_of,
    refused,
)
from tunewise.store.held_signals import held_signals, wait_for_saves
from tunewise.store.save_steps import (
    NOT_SUPPORTED,
    Job,
    content_of,
    keep_first,
    look_at,
    look_for_changes,
    make_alike,
    read_all,
    remove,
    remove_left_over,
    sync,
    sync_folder,
    write_all,
)

__all__ = ["ChangedMeanwhile", "Choice", "Consent", "NeedsConsent", "wait_for_saves", "write_atomically"]

_NOT_REPLACEABLE = {errno.EACCES, errno.EPERM, errno.EBUSY}
"""What the system says of a file that may be written to but not replaced; busy is one that is mounted by itself."""


def write_atomically(
    path: Path,
    text: str | bytes,
    *,
    expected: str | None = None,
    consent: Consent = Consent.NONE,
    check: Callable[[bytes], None] | None = None,
) -> str:
    """Write ``text`` to ``path`` and return a remark for the user, empty when all is well.

    ``expected`` is the SHA-256 that the file must still have right before it is replaced, ``""`` for one that must not
    exist, ``None`` not to look. ``check`` gets the bytes as they were read back and raises to refuse them. The text
    goes to a temporary file in the same folder, gets the old file's owner and mode, is synced, read back, and takes the
    old one's name; the folder is synced last. A symbolic link stays and its target is replaced.

    Raises ``NeedsConsent``, ``ChangedMeanwhile`` or another ``StoreError``, and whatever ``check`` raises; the old file
    is whole then.
    """
    raw = _encoded(text, path)
    with held_signals():
        try:
            real = Path(os.path.realpath(path))
            folder = _open_folder(real.parent)
            try:
                return _save(Job(path, folder, real.name, raw, expected, consent, check))
            finally:
                # Nothing hangs on it any more: what was renamed is saved, whatever a close says.
                with suppress(OSError):
                    os.close(folder)
        except (OSError, ValueError) as error:
            raise not_saved(error, path) from None


def _encoded(text: str | bytes, path: Path) -> bytes:
    try:
        return text.encode("utf-8") if isinstance(text, str) else text
    except UnicodeEncodeError:
        raise refused(path, "is not saved: its text holds half a character", "take that character out") from None


def _open_folder(folder: Path) -> int:
    try:
        return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except PermissionError:
        # One may work in a folder without being allowed to list it; its sync then says that it is not sure.
        return os.open(folder, getattr(os, "O_PATH", os.O_RDONLY) | os.O_DIRECTORY | os.O_CLOEXEC)


def _save(job: Job) -> str:
    """Replace the file, or write into it where it cannot be replaced and the user agreed."""
    old = look_at(job)
    _refuse_what_must_stay(job, old)
    look_for_changes(job)
    try:
        _ask_first(job, old)
        return _replace(job, old)
    except NeedsConsent as question:
        if Consent.WRITE_IN_PLACE in job.consent and Consent.WRITE_IN_PLACE in _offered(question):
            return write_in_place(job)
        raise


def _offered(question: NeedsConsent) -> Consent:
    offered = Consent.NONE
    for choice in question.choices:
        offered |= choice.consent
    return offered


def _refuse_what_must_stay(job: Job, old: os.stat_result | None) -> None:
    """Raise ``StoreError`` for what no consent helps with."""
    if old is None:
        if not os.access(".", os.W_OK | os.X_OK, dir_fd=job.folder):
            raise refused(job.path, f"is not saved: {_folder_words(job)}")
        return
    if not stat.S_ISREG(old.st_mode):
        what = "is a link that cannot be followed" if stat.S_ISLNK(old.st_mode) else "is not a regular file"
        raise refused(job.path, f"{what}, so nothing was saved")
    # Without any write bit the owner means it, also where the superuser could write.
    if not old.st_mode & 0o222 or not os.access(job.name, os.W_OK, dir_fd=job.folder):
        where = "lies on a read-only file system" if _read_only_system(job) else "is read-only"
        raise refused(job.path, f"{where}, so nothing was saved")


def _read_only_system(job: Job) -> bool:
    return bool(os.fstatvfs(job.folder).f_flag & os.ST_RDONLY)


def _folder_words(job: Job) -> str:
    return "the file system is read-only" if _read_only_system(job) else "nothing may be added to its folder"


def _ask_first(job: Job, old: os.stat_result | None) -> None:
    """Raise ``NeedsConsent`` where replacing the file would do more than that, or is known to be impossible."""
    if old is None:
        return
    if old.st_nlink > 1 and Consent.PART_HARD_LINKS not in job.consent:
        raise about_hard_links(job.path, old.st_nlink)
    if not os.access(".", os.W_OK | os.X_OK, dir_fd=job.folder):
        raise about_writing_in_place(job.path, "its folder may not be changed")
    folder, user = os.fstat(job.folder), os.geteuid()
    if folder.st_mode & stat.S_ISVTX and user not in {0, folder.st_uid, old.st_uid}:
        raise about_writing_in_place(job.path, "in its folder only owners may replace their files")


def _replace(job: Job, old: os.stat_result | None) -> str:
    temporary = f".tunewise-{os.urandom(6).hex()}.tmp"
    made = named = False
    try:
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        handle = os.open(temporary, flags, 0o600, dir_fd=job.folder)
        made = True
        _fill(handle, job, old)
        _keep_theirs(job)
        _give_name(job, temporary)
        named = True
    except OSError as error:
        if old is not None and error.errno in _NOT_REPLACEABLE:
            raise about_writing_in_place(job.path, reason_of(error)) from None
        raise
    finally:
        if made and not named:
            remove(job.folder, temporary)
    remark = sync_folder(job.folder)
    remove_left_over(job.folder)
    return remark


def _fill(handle: int, job: Job, old: os.stat_result | None) -> None:
    """Write, sync, and read back; some network file systems tell only on closing that there was no room."""
    try:
        make_alike(handle, job, old)
        write_all(handle, job.raw)
        sync(handle)
        back = read_all(handle, len(job.raw) + 1)
    except BaseException:
        os.close(handle)
        raise
    os.close(handle)
    if back != job.raw:
        raise refused(job.path, "is not saved: what was written did not read back the same")
    if job.check:
        job.check(back)


def _keep_theirs(job: Job) -> None:
    """Look for the last time whether somebody else changed the file, and keep what they wrote."""
    theirs = look_for_changes(job)
    if theirs is not None:
        keep_first(job, theirs, "theirs")


def _give_name(job: Job, temporary: str) -> None:
    """Give the temporary file its name. A file that must be new takes the place of none that appeared meanwhile."""
    here = job.folder
    if job.expected == "" and Consent.REPLACE_THEIRS not in job.consent:
        try:
            os.link(temporary, job.name, src_dir_fd=here, dst_dir_fd=here, follow_symlinks=False)
        except FileExistsError:
            raise ChangedMeanwhile(job.path, content_of(job), wanted_new=True) from None
        except OSError as error:
            if error.errno not in NOT_SUPPORTED | {errno.EPERM, errno.EMLINK}:
                raise
            _claim_and_rename(job, temporary)
        else:
            remove(here, temporary)
        return
    os.rename(temporary, job.name, src_dir_fd=here, dst_dir_fd=here)


def _claim_and_rename(job: Job, temporary: str) -> None:
    """Do without hard links: an empty file holds the name until the whole one takes it."""
    try:
        os.close(os.open(job.name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600, dir_fd=job.folder))
    except FileExistsError:
        raise ChangedMeanwhile(job.path, content_of(job), wanted_new=True) from None
    try:
        os.rename(temporary, job.name, src_dir_fd=job.folder, dst_dir_fd=job.folder)
    except OSError:
        remove(job.folder, job.name)
        raise


def write_in_place(job: Job) -> str:
    """Write into the file itself; imported here only where it is needed."""
    from tunewise.store.in_place import write_in_place as write  # noqa: PLC0415  # rarely needed

    return write(job)
