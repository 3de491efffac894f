"""Replace a file whole: whoever looks, and whenever the power fails, sees the old text or the new one, never a part."""

import errno
import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from tunewise.domain.errors import StoreError

_NOT_SUPPORTED = {errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}


def write_atomically(path: Path, text: str) -> str:
    """Write ``text`` to ``path`` and return a remark for the user, empty when all is well.

    The text goes to a temporary file in the same folder, is synced, takes the old file's mode and then its name; the
    folder is synced last. A symbolic link stays and its target is replaced. Raises ``StoreError`` and leaves the old
    file whole when any step before the rename fails.
    """
    real = _real(path)
    _check_target(real, path)
    temporary = real.with_name(f".tunewise-{os.urandom(6).hex()}.tmp")
    try:
        _write_synced(temporary, text.encode("utf-8"), _mode_of(real))
        temporary.replace(real)
    except (OSError, ValueError) as error:
        _remove(temporary)
        raise _not_saved(error, path) from None
    except BaseException:
        _remove(temporary)
        raise
    return _sync_folder(real.parent)


def _real(path: Path) -> Path:
    """Return where ``path`` leads to, links followed."""
    try:
        return Path(os.path.realpath(path))
    except (OSError, ValueError) as error:
        raise _not_saved(error, path) from None


def _check_target(real: Path, path: Path) -> None:
    try:
        status = real.stat()
    except FileNotFoundError:
        return
    except (OSError, ValueError) as error:
        raise _not_saved(error, path) from None
    if not stat.S_ISREG(status.st_mode):
        raise StoreError("is not a regular file, so nothing was saved", remedy=_elsewhere(path), file=str(path))
    if not os.access(real, os.W_OK):
        raise StoreError("is read-only, so nothing was saved", remedy=_elsewhere(path), file=str(path))


def _mode_of(real: Path) -> int | None:
    try:
        return stat.S_IMODE(real.stat().st_mode)
    except OSError:
        return None


def _default_mode() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return 0o666 & ~mask


def _write_synced(temporary: Path, raw: bytes, mode: int | None) -> None:
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        while raw:
            raw = raw[os.write(handle, raw) :]
        # Private while it is written; a new file then gets what the user's mask leaves of 0666. Where a file system
        # lets nobody change modes, the text counts for more than its mode.
        with suppress(PermissionError):
            os.fchmod(handle, _default_mode() if mode is None else mode)
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync_folder(folder: Path) -> str:
    """Make the new name last; some network file systems cannot, which is no failure."""
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        if error.errno not in _NOT_SUPPORTED:
            return f"but a power cut may undo it: the folder could not be synced ({error.strerror})"
    return ""


def _remove(temporary: Path) -> None:
    """Take the temporary file away; where even that fails, the reason for not saving is what counts."""
    with suppress(OSError, ValueError):
        temporary.unlink(missing_ok=True)


def _not_saved(error: OSError | ValueError, path: Path) -> StoreError:
    reason = getattr(error, "strerror", None) or "no file can have this name"
    return StoreError(f"was not saved: {reason}", remedy=_elsewhere(path), file=str(path))


def _elsewhere(path: Path) -> str:
    """Name another place to save, never the one that just failed."""
    home = Path(os.path.expanduser("~"))  # noqa: PTH111  # the other one raises where there is no home
    other = home if path.absolute().parent != home else Path(tempfile.gettempdir())
    return f"save elsewhere, for example as {other / path.name[:60]}"
