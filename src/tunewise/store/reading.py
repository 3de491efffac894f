"""Read a TOML file that a stranger may have written: regular files only, bounded before it is parsed."""

import os
import stat
from decimal import Decimal
from pathlib import Path
from typing import Any

import tomli

from tunewise.domain.errors import StoreError
from tunewise.store.toml_limits import Slip, look_through

MOST_BYTES = 1024 * 1024
_SCENARIO = "a scenario"


def read_toml(path: Path, what: str = _SCENARIO) -> dict[str, Any]:
    """Return the data of a TOML file; numbers with a point are exact decimals.

    ``what`` it should be is named in the errors. Raises ``StoreError`` in one line when the file is missing, no regular
    file, unreadable, larger than 1 MiB, or as ``parse_toml`` does.
    """
    return parse_toml(read_bytes(path, what=what), path)


def parse_toml(raw: bytes, path: Path) -> dict[str, Any]:
    """Return the data of TOML that was read from ``path``; numbers with a point are exact decimals.

    Raises ``StoreError`` in one line, with the line of the file, when it is larger than 1 MiB, not UTF-8, not TOML 1.0,
    or built to exhaust a parser.
    """
    if len(raw) > MOST_BYTES:
        raise _too_large(MOST_BYTES, _SCENARIO, path)
    text = decoded(raw, path)
    # Once and no more: a carriage return alone, which the parser refuses, must not become part of a line end here.
    lines = text.replace("\r\n", "\n")
    found = look_through(lines)
    if found.beyond:
        raise _refusal(found.beyond, path)
    try:
        data = tomli.loads(text, parse_float=Decimal)
    except tomli.TOMLDecodeError as error:
        from tunewise.store.toml_words import slip_of  # noqa: PLC0415  # only needed once something is wrong

        slip = slip_of(error, lines)
        raise StoreError(f"is not valid TOML: {slip.problem}", remedy=slip.remedy, file=str(path)) from None
    except (ValueError, ArithmeticError, RecursionError, MemoryError):
        problem = "is not valid TOML: it holds a number or nesting out of bounds"
        raise StoreError(problem, remedy="write it shorter", file=str(path)) from None
    if found.newer:
        raise _refusal(found.newer, path)
    return data


def _refusal(slip: Slip, path: Path) -> StoreError:
    return StoreError(f"{slip.problem} (line {slip.line})", remedy=slip.remedy, file=str(path))


def decoded(raw: bytes, path: Path) -> str:
    """Return ``raw`` as text without a byte-order mark. Raises ``StoreError`` with the line where it is no UTF-8."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise StoreError(f"is not UTF-8 text (line {line})", remedy="save it as UTF-8", file=str(path)) from None


def read_bytes(path: Path, most_bytes: int = MOST_BYTES, what: str = _SCENARIO) -> bytes:
    """Return what a regular file holds, ``most_bytes`` at most; ``what`` it should be is named in the errors.

    Raises ``StoreError`` in one line.
    """
    made = ", or make one with: tunewise new FILE" if what == _SCENARIO else ""
    remedies: dict[type[Exception], tuple[str, str]] = {
        FileNotFoundError: ("does not exist", f"check the name{made}"),
        PermissionError: ("may not be read", "ask its owner for permission to read it"),
        IsADirectoryError: ("is a folder", f"name the file of {what} in it"),
        NotADirectoryError: ("does not exist", "a part of the path is a file, not a folder"),
    }
    try:
        # Without blocking: a pipe in place of the file must not hang the program.
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        problem, remedy = remedies.get(type(error), ("cannot be opened", str(getattr(error, "strerror", error))))
        raise StoreError(problem, remedy=remedy, file=str(path)) from None
    try:
        status = os.fstat(handle)
        if stat.S_ISDIR(status.st_mode):
            raise StoreError("is a folder", remedy=f"name the file of {what} in it", file=str(path))
        if not stat.S_ISREG(status.st_mode):
            raise StoreError("is not a regular file", remedy=f"name the file of {what}", file=str(path))
        return _bounded(handle, most_bytes, what, path)
    except OSError as error:
        raise StoreError("cannot be read", remedy=str(error.strerror), file=str(path)) from None
    finally:
        os.close(handle)


def _bounded(handle: int, most_bytes: int, what: str, path: Path) -> bytes:
    """Read to the end, which may move while it is read; stop at the first byte too many."""
    pieces: list[bytes] = []
    size = 0
    while piece := os.read(handle, 64 * 1024):
        pieces.append(piece)
        size += len(piece)
        if size > most_bytes:
            raise _too_large(most_bytes, what, path)
    return b"".join(pieces)


def _too_large(most_bytes: int, what: str, path: Path) -> StoreError:
    whole = f"{most_bytes / 1024**2:g} MiB" if most_bytes >= 1024**2 else f"{most_bytes:,} bytes"
    return StoreError(f"is larger than {whole}", remedy=f"{what} has a few kilobytes", file=str(path))
