"""A private record of unexpected errors: where they happened, without a word of what was being worked on."""

import os
import platform
import traceback
from datetime import UTC, datetime
from pathlib import Path

_MOST = 200_000
"""Bytes of the file; beyond that its older half goes."""

_FRAMES = 30
"""Calls of one error that are kept, the innermost."""


def place_of(error: BaseException) -> str:
    """Return where ``error`` was raised: the innermost line of Tunewise, else of what it uses, as ``file.py:12``."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if f"{os.sep}tunewise{os.sep}" in frame.filename]
    return next((f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(ours or frames)), "nowhere")


def described(error: BaseException) -> str:
    """Return the kinds and calls of ``error`` and of what led to it; its messages and values are work, and left out."""
    rows: list[str] = []
    seen: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and one not in seen and len(seen) < 5:
        seen.append(one)
        rows.append(f"{'after ' if len(seen) > 1 else ''}{type(one).__module__}.{type(one).__qualname__}")
        rows += [
            f"  {frame.filename}:{frame.lineno} in {frame.name}"
            for frame in traceback.extract_tb(one.__traceback__)[-_FRAMES:]
        ]
        one = one.__cause__ or one.__context__
    return "\n".join(rows)


def log_error(error: BaseException, doing: str) -> Path | None:
    """Add ``error`` to the record and return its path, or ``None`` where it cannot be kept. Never raises."""
    try:
        from tunewise import __version__  # noqa: PLC0415
        from tunewise.store.state import private_folder  # noqa: PLC0415

        path = private_folder("log") / "errors.log"
        now = datetime.now(UTC).isoformat(timespec="seconds")
        about = f"{now} tunewise {__version__}, Python {platform.python_version()}, {doing}"
        _append(path, f"{about}\n{described(error)}\n\n".encode("utf-8", "backslashreplace"))
    except Exception:  # an error in telling of an error helps nobody
        return None
    return path


def _append(path: Path, entry: bytes) -> None:
    """Add ``entry``; a file that grows too long keeps its newer half."""
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    handle = os.open(path, flags, 0o600)
    try:
        size = os.fstat(handle).st_size
        if size + len(entry) > _MOST:
            os.lseek(handle, max(0, size - _MOST // 2), os.SEEK_SET)
            newer = os.read(handle, _MOST // 2)
            os.ftruncate(handle, 0)
            os.write(handle, newer[newer.find(b"\n\n") + 2 :])
        os.write(handle, entry)
    finally:
        os.close(handle)
