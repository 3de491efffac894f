"""SHA-256 of a text or a scenario file, without ``hashlib``: that loads OpenSSL, which takes as long as all of TOML.

Large files are read through ``hashlib``, which is quicker there.
"""

from importlib import import_module
from typing import Protocol


class _Hash(Protocol):
    def hexdigest(self) -> str:
        """Return what came out."""
        ...


class _Hashing(Protocol):
    def __call__(self, raw: bytes) -> _Hash:
        """Take bytes."""
        ...


def _built_in() -> _Hashing:
    """Return Python's own SHA-256: under a name of Python 3.12 on, of 3.11, or where it was left out, OpenSSL's."""
    for name in ("_sha2", "_sha256", "hashlib"):
        try:
            found: _Hashing = import_module(name).sha256
        except ImportError:
            continue
        return found
    raise ImportError("this Python has no SHA-256")


_sha256 = _built_in()


def sha256_of(raw: bytes) -> str:
    """Return the SHA-256 of ``raw`` in hexadecimal."""
    return _sha256(raw).hexdigest()
