"""Read a file that the user names: regular files only, opened without blocking, bounded, and told apart by content."""

import os
import stat
from collections.abc import Generator
from pathlib import Path
from typing import BinaryIO

from tunewise.domain.errors import StoreError

MOST_BYTES = 20 * 1024 * 1024
"""Largest file, in bytes, that is taken into memory as a whole."""

MOST_LINE_BYTES = 1024 * 1024
"""Longest line, in bytes, of a file that is read line by line."""

_OPENING: dict[type[Exception], tuple[str, str]] = {
    FileNotFoundError: ("does not exist", "check the name"),
    NotADirectoryError: ("does not exist", "a part of the path is a file, not a folder"),
    IsADirectoryError: ("is a folder", "name a file in it"),
    PermissionError: ("may not be read", "ask its owner for permission to read it"),
}
_FOREIGN = (
    (b"\xff\xfe\0\0", "is UTF-32 text", "save it as UTF-8"),
    (b"\0\0\xfe\xff", "is UTF-32 text", "save it as UTF-8"),
    (b"\xff\xfe", "is UTF-16 text", "save it as UTF-8"),
    (b"\xfe\xff", "is UTF-16 text", "save it as UTF-8"),
    (b"\x1f\x8b", "is compressed with gzip", "unpack it first: gunzip FILE"),
    (b"PK\x03\x04", "is a ZIP archive or an Office file", "unpack it, or save the sheet as CSV"),
    (b"PK\x05\x06", "is an empty ZIP archive", "give the file itself"),
    (b"version https://git-lfs", "is a Git LFS pointer, not the file itself", "fetch the file with: git lfs pull"),
    (b"PAR1", "is a Parquet file", "write it out as JSONL, one object on each line"),
    (b"ARROW1", "is an Arrow file", "write it out as JSONL, one object on each line"),
    (b"Obj\x01", "is an Avro file", "write it out as JSONL, one object on each line"),
    (b"\x89HDF", "is an HDF5 file", "write it out as JSONL, one object on each line"),
    (b"SQLite format 3", "is an SQLite database", "export the table as CSV"),
    (b"\x28\xb5\x2f\xfd", "is compressed with Zstandard", "unpack it first: zstd -d FILE"),
    (b"\xfd7zXZ", "is compressed with xz", "unpack it first: unxz FILE"),
    (b"BZh", "is compressed with bzip2", "unpack it first: bunzip2 FILE"),
    (b"7z\xbc\xaf", "is a 7-Zip archive", "unpack it first"),
    (b"%PDF", "is a PDF file", "give the text as JSONL or CSV"),
    (b"\x80\x04\x95", "is a Python pickle", "write it out as JSONL, one object on each line"),
)
"""First bytes of what is no plain text, what that is, and what to do."""


def open_regular(path: Path) -> BinaryIO:
    """Return the regular file at ``path``, open for reading bytes; a pipe or a device never blocks.

    Raises ``StoreError`` when it is missing, may not be read, or is no regular file.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        other = ("cannot be opened", str(getattr(error, "strerror", None) or error))
        problem, remedy = _OPENING.get(type(error), other)
        raise StoreError(problem, remedy=remedy, file=str(path)) from None
    mode = os.fstat(handle).st_mode
    if stat.S_ISREG(mode):
        return os.fdopen(handle, "rb")
    os.close(handle)
    if stat.S_ISDIR(mode):
        raise StoreError("is a folder", remedy="name a file in it", file=str(path))
    raise StoreError("is not a regular file", remedy="name a file of text", file=str(path))


def refuse_foreign(start: bytes, name: str) -> None:
    """Raise ``StoreError`` where the first bytes of a file show that it is something else than plain UTF-8 text."""
    if start and not start.strip(b"\0"):
        # What a copy leaves that kept room for the file and never wrote it, and what a crash leaves of a new one.
        problem = "holds NUL bytes and nothing else at its start, so it is no text"
        raise StoreError(problem, remedy="was it written to its end? copy or export it again", file=name)
    for magic, problem, remedy in _FOREIGN:
        if start.startswith(magic):
            raise StoreError(problem, remedy=remedy, file=name)


def decode(raw: bytes, name: str, line: int = 1) -> str:
    """Return ``raw`` as text; ``line`` is the number of its first line, for the message.

    Raises ``StoreError`` naming the line where it is not UTF-8 or holds NUL bytes.
    """
    nul = raw.find(b"\0")
    if nul >= 0:
        at = _line_at(raw, nul, line)
        raise StoreError("holds NUL bytes", remedy="it is no text; save it as UTF-8", file=name, key=at)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        at = _line_at(raw, error.start, line)
        raise StoreError("is not UTF-8 text", remedy="save it as UTF-8", file=name, key=at) from None


def _line_at(raw: bytes, place: int, first: int) -> str:
    ends = raw.count(b"\n", 0, place)
    return f"line {first + ends}"


def text_of(raw: bytes, name: str) -> str:
    """Return the text of a whole file, without a byte-order mark. Raises ``StoreError`` where it is no UTF-8 text."""
    refuse_foreign(raw, name)
    return decode(raw.removeprefix(b"\xef\xbb\xbf"), name)


def read_stream(stream: BinaryIO, name: str, most_bytes: int = MOST_BYTES) -> str:
    """Return the text that an open stream holds, up to ``most_bytes`` bytes; ``name`` stands in messages.

    Raises ``StoreError`` where there is more, where reading fails, or where it is no UTF-8 text.
    """
    try:
        raw = stream.read(most_bytes + 1)
    except OSError as error:
        raise StoreError("cannot be read", remedy=str(error.strerror), file=name) from None
    if raw is None:  # a pipe that does not wait
        raise StoreError("gives nothing yet", remedy="give it when there is something to read", file=name)
    if len(raw) > most_bytes:
        size = f"{most_bytes // (1024 * 1024)} MiB"
        raise StoreError(f"is larger than {size}", remedy=f"give a part of it, at most {size}", file=name)
    return text_of(raw, name)


def read_text(path: Path, most_bytes: int = MOST_BYTES) -> str:
    """Return the text of a regular file of at most ``most_bytes`` bytes. Raises ``StoreError`` in one line."""
    with open_regular(path) as stream:
        return read_stream(stream, str(path), most_bytes)


def lines_of(path: Path) -> Generator[str, None, None]:
    """Yield the lines of a file of any size, with their ends, in little memory.

    Raises ``StoreError`` naming the line where one is too long, no UTF-8, or cannot be read.
    """
    name = str(path)
    with open_regular(path) as stream:
        number = 0
        try:
            while raw := stream.readline(MOST_LINE_BYTES + 1):
                number += 1
                if number == 1:
                    refuse_foreign(raw, name)
                    raw = raw.removeprefix(b"\xef\xbb\xbf")
                if len(raw) > MOST_LINE_BYTES:
                    problem, remedy = "is longer than 1 MiB", "is it a file of lines?"
                    raise StoreError(problem, remedy=remedy, file=name, key=f"line {number}")
                yield decode(raw, name, number)
        except OSError as error:
            raise StoreError("cannot be read", remedy=str(error.strerror), file=name) from None
