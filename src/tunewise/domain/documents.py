"""A document: the bytes of a scenario file as they were last read or written, which an edit is written into."""

from typing import NamedTuple

from tunewise.domain.digests import sha256_of


class Document(NamedTuple):
    """What a scenario file held when it was last read or written here.

    ``raw`` is the file to the byte. ``unknown_keys`` names, with their tables, the keys that Tunewise does not know:
    saving keeps them. ``format`` is the number that the file gives for its format.
    """

    raw: bytes
    unknown_keys: tuple[str, ...] = ()
    format: int = 1

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the bytes: whether a file is still this document is decided by it alone."""
        return digest(self.raw)


def digest(raw: bytes) -> str:
    """Return the SHA-256 of ``raw`` in hexadecimal."""
    return sha256_of(raw)
