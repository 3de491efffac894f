"""The user's private folder of state: work that is not saved, locks, undo steps and copies. Nobody else may look in."""

import errno
import os
import re
import stat
import time
from contextlib import suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from threading import get_ident

from tunewise.domain.digests import sha256_of
from tunewise.domain.documents import digest
from tunewise.domain.errors import StoreError
from tunewise.domain.text import shown
from tunewise.store.paths import state_place

KEPT_DAYS = 90
"""How long a copy, or the steps of a file, is kept when nobody asks for it."""

TEMPORARY = ".tmp"
"""How the name of a file ends that is being written."""

_MODE = 0o700
_ELSEWHERE = "set XDG_STATE_HOME to a folder of your own"
_MOST_COPIES = 50
_LONGEST_SLUG = 60
_NOT_SUPPORTED = {errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}
_WORDS = {
    errno.ENOSPC: "disk full",
    errno.EDQUOT: "quota reached",
    errno.EROFS: "read-only disk",
    errno.EACCES: "no permission",
    errno.EPERM: "no permission",
    errno.EIO: "disk error",
}
_temporary = count()


def state_folder() -> Path:
    """Return ``$XDG_STATE_HOME/tunewise`` or ``~/.local/state/tunewise``, made with mode 0700 where it is missing.

    Raises ``StoreError`` where it cannot be made, is a link or no folder, belongs to somebody else, or stays open to
    others.
    """
    place = state_place()
    named = os.environ.get("XDG_STATE_HOME", "").startswith("/")
    if not named and not (place.is_absolute() and _home(place).is_dir()):
        raise StoreError("there is no home folder to keep state in", remedy=_ELSEWHERE)
    return _private(place)


def private_folder(name: str) -> Path:
    """Return the folder ``name`` inside the folder of state, as private as that one. Raises ``StoreError``."""
    return _private(state_folder() / name)


def keep_copy(path: Path, raw: bytes, why: str) -> Path:
    """Keep ``raw``, which ``path`` held or would have held, as a private copy and return where that is.

    ``why`` is a word or two for the name (``theirs``, ``before``). The newest 50 copies of the last 90 days are kept.
    Raises ``StoreError`` when the copy is not safe on the disk: whatever would destroy the original must not go on.
    """
    try:
        folder = private_folder("copies")
        moment = time.strftime("%Y%m%d-%H%M%S", time.gmtime())
        name = f"{moment}-{_slug(path.stem)}-{_slug(why)}-{digest(raw)[:12]}{_suffix(path)}"
        write_private(folder / name, raw)
    except (OSError, ValueError) as error:
        raise StoreError(f"was not copied first: {trouble_words(error)}", file=str(path)) from None
    with suppress(OSError):
        prune(folder, most=_MOST_COPIES, spared=name)
    return folder / name


def write_private(path: Path, raw: bytes) -> None:
    """Write ``raw`` whole to ``path`` in a private folder, for the user alone, synced. Raises ``OSError``.

    Needs no lock: every call has a temporary file of its own, so a signal handler may call it in the middle of another
    call. A file that ``path`` is already is replaced; a link is replaced too, never followed.
    """
    temporary = path.with_name(
        f".{path.name[:60]}.{os.getpid()}-{get_ident()}-{next(_temporary)}-{os.urandom(4).hex()}.tmp"
    )
    try:
        _write_synced(temporary, raw)
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def read_private(path: Path, most: int) -> bytes:
    """Return what the user's own regular file ``path`` holds: at most ``most`` bytes, no link followed.

    Raises ``StoreError`` that says what is wrong with it; ``FileNotFoundError`` where there is none.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        raise
    except OSError as error:
        words = "is a link" if error.errno == errno.ELOOP else f"cannot be read: {trouble_words(error)}"
        raise StoreError(words, file=str(path)) from None
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise StoreError("is not a regular file", file=str(path))
        if status.st_uid != os.getuid():
            raise StoreError("belongs to another user", file=str(path))
        parts: list[bytes] = []
        left = most + 1
        while left > 0 and (part := os.read(handle, min(left, 1 << 20))):
            parts.append(part)
            left -= len(part)
    except OSError as error:
        raise StoreError(f"cannot be read: {trouble_words(error)}", file=str(path)) from None
    finally:
        os.close(handle)
    if left <= 0:
        raise StoreError(f"is larger than {most >> 20} MB", file=str(path))
    return b"".join(parts)


def prune(folder: Path, *, most: int, spared: str = "") -> None:
    """Remove files of ``folder`` beyond the ``most`` newest or older than 90 days. Raises ``OSError``.

    Never ``spared``, never a folder.
    """
    aged = sorted(
        ((entry.stat(follow_symlinks=False).st_mtime, entry.name) for entry in os.scandir(folder) if _file(entry)),
        reverse=True,
    )
    oldest = time.time() - KEPT_DAYS * 86_400
    for place, (changed, name) in enumerate(aged):
        if name != spared and (place >= most or changed < oldest):
            with suppress(OSError):
                (folder / name).unlink()


def trouble_words(error: BaseException) -> str:
    """Return a few steady words on why something could not be kept."""
    if isinstance(error, StoreError):
        # Its name would fill the line; tunewise paths and doctor say it.
        return f"{'state folder ' if error.file else ''}{shown(error.problem)}"
    if isinstance(error, OSError):
        return _WORDS.get(error.errno or 0) or (error.strerror or "disk error").lower()
    return "no file can have this name" if isinstance(error, ValueError) else f"{type(error).__name__} inside Tunewise"


def name_for(path: Path) -> str:
    """Return a name for what is kept about the file ``path``, the same for all names that lead to it."""
    try:
        real = os.path.realpath(path)
    except (OSError, ValueError):
        real = str(path)
    return sha256_of(real.encode("utf-8", "surrogatepass"))


def moment() -> str:
    """Return the time as records give it: ISO, UTC."""
    return datetime.now(tz=UTC).isoformat(timespec="milliseconds")


def terminal_name() -> str:
    """Return the name of the terminal that the program runs in, or an empty text."""
    for handle in range(3):
        with suppress(OSError):
            return os.ttyname(handle)
    return ""


def _private(folder: Path) -> Path:
    """Return ``folder``, made where it is missing, once it is certain that it is the user's alone."""
    try:
        _make(folder)
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        raise _refused(folder, error) from None
    try:
        _check_private(handle, folder)
    except OSError as error:
        raise _refused(folder, error) from None
    finally:
        os.close(handle)
    return folder


def _make(folder: Path) -> None:
    """Make ``folder`` and what is missing above it, for the user alone."""
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        return
    except FileNotFoundError:
        if folder.parent == folder:
            raise
        _make(folder.parent)
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)


def _check_private(handle: int, folder: Path) -> None:
    status = os.fstat(handle)
    if status.st_uid != os.getuid():
        raise StoreError("belongs to another user", remedy=_ELSEWHERE, file=str(folder))
    if status.st_mode & 0o077:
        # Ours, so it may be closed to others without asking; some file systems take the order and do nothing.
        with suppress(OSError):
            os.fchmod(handle, _MODE)
        if os.fstat(handle).st_mode & 0o077:
            raise StoreError("is open to other users", remedy=f"chmod 700 it, or {_ELSEWHERE}", file=str(folder))


def _refused(folder: Path, error: OSError | ValueError) -> StoreError:
    if folder.is_symlink():
        words = "is a link, which private state is not kept behind"
    elif getattr(error, "errno", 0) in {errno.ENOTDIR, errno.EEXIST}:
        words = "is not a folder"
    else:
        words = f"cannot be used: {trouble_words(error)}"
    return StoreError(words, remedy=_ELSEWHERE, file=str(folder))


def _write_synced(path: Path, raw: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        with suppress(PermissionError):
            os.fchmod(handle, 0o600)  # whatever the user's mask took away
        while raw:
            raw = raw[os.write(handle, raw) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync_folder(folder: Path) -> None:
    """Make new names last; some network file systems cannot, which is no failure."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NOT_SUPPORTED:
            raise
    finally:
        os.close(handle)


def _home(place: Path) -> Path:
    """Return the home folder that the place of state lies in: ``~/.local/state/tunewise``."""
    return place.parent.parent.parent


def _file(entry: "os.DirEntry[str]") -> bool:
    return not entry.is_dir(follow_symlinks=False)


def _slug(text: str) -> str:
    """Return a part of a file name: lower-case letters, digits and dashes, never empty."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:_LONGEST_SLUG].strip("-") or "scenario"


def _suffix(path: Path) -> str:
    return ".toml" if path.suffix.lower() == ".toml" else ".txt"
