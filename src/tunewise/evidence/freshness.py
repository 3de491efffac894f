"""Whether the files that were measured are still what they were, told by their hashes."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from tunewise.domain.errors import StoreError
from tunewise.evidence.files import open_regular

MOST_BYTES: Final = 20 * 1024**3
"""Largest file, in bytes, that is hashed to tell whether it is the same: a scenario may name any file, of any size."""

_CHUNK: Final = 1024 * 1024

_Stamp = tuple[int, int, int, int]


class Freshness:
    """Hashes of files, kept as long as size, time and place of a file stay: looking again then costs no reading."""

    def __init__(self) -> None:
        self._known: dict[Path, tuple[_Stamp, str]] = {}

    def stale(self, files: Iterable[tuple[str, str]], folder: Path) -> frozenset[str]:
        """Return which of the (file, SHA-256) are missing, unreadable or changed; paths are relative to ``folder``."""
        return frozenset(file for file, known in files if self.hash_of(folder / file) != known)

    def hash_of(self, path: Path) -> str:
        """Return the SHA-256 of a file as hexadecimal digits; empty where it cannot be read or is too large.

        Of a file that grows meanwhile no more is read than it held at first.
        """
        from hashlib import sha256  # noqa: PLC0415  # loads OpenSSL, which is worth it for a large file

        try:
            with open_regular(path) as stream:
                held = os.fstat(stream.fileno())
                stamp = (held.st_dev, held.st_ino, held.st_size, held.st_mtime_ns)
                if path in self._known and self._known[path][0] == stamp:
                    return self._known[path][1]
                left = held.st_size
                if left > MOST_BYTES:
                    return ""
                digest = sha256()
                while left > 0 and (chunk := stream.read(min(_CHUNK, left))):
                    digest.update(chunk)
                    left -= len(chunk)
        except (StoreError, OSError, ValueError):
            return ""
        self._known[path] = stamp, digest.hexdigest()
        return digest.hexdigest()


def relative_to(path: Path, folder: Path) -> str:
    """Return ``path`` as a scenario in ``folder`` names it: relative, with forward slashes."""
    return Path(os.path.relpath(path.absolute(), folder.absolute())).as_posix()
