"""An edit of a TOML file: its text with other data in it, all else to the character as it was."""

from bisect import bisect_right, insort
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import tomli

from tunewise.store.toml_changes import Change, changes
from tunewise.store.toml_scan import scan
from tunewise.store.toml_splices import Splice, Text, spliced, with_comments

MOST_TEXT = 256 * 1024
"""Longest text, in characters, that is edited: a longer one would keep its user waiting, and is written anew."""

_MOST_WORK = 3_000_000
"""How many characters an edit may look at, over all its steps."""

_MOST_STEPS = 200
_ORDER = ("set", "add", "remove")
"""Keys are added before others go: a table in dotted keys is there only as long as it has one."""


def edited(text: str, wanted: Mapping[str, Any], order: Mapping[str, Any]) -> str:
    """Return ``text``, which has no byte-order mark, changed so that it holds ``wanted``.

    New keys stand where ``order`` has them. Raises ``ValueError`` where the text cannot be changed to hold that; what
    is returned holds it, to the kind of each value.
    """
    if len(text) > MOST_TEXT:
        msg = "the text is too long to be edited"
        raise ValueError(msg)
    ends = line_end(text)
    ended = text.endswith("\n")
    now = text if ended else f"{text}{ends}"
    for _ in range(max(8, min(_MOST_STEPS, _MOST_WORK // (len(text) + 1)))):
        data = tomli.loads(now, parse_float=Decimal)
        found = list(changes(data, wanted))
        if not found:
            return now if ended else now.removesuffix("\n").removesuffix("\r")
        now = _one_step(Text(now, order), found, ends)
    msg = "the edit is too large to be written into the text"
    raise ValueError(msg)


def _one_step(text: Text, found: list[Change], ends: str) -> str:
    """Make all changes of the first kind there is, as far as they do not stand in each other's way."""
    kind = next(kind for kind in _ORDER if any(one.kind == kind for one in found))
    pieces: list[Splice] = []
    for change in found:
        if change.kind == kind:
            new = text.splices(change)
            if not new:
                msg = f"{change.path} has no place"
                raise ValueError(msg)
            if not any(_clash(pieces, piece) for piece in new):
                for piece in new:
                    insort(pieces, piece, key=_start)
    return spliced(text.text, [piece._replace(text=piece.text.replace("\n", ends)) for piece in pieces])


def _start(piece: Splice) -> int:
    return piece.start


def _clash(pieces: list[Splice], new: Splice) -> bool:
    """Tell whether ``new`` takes characters that one of ``pieces``, which are in their order, takes too."""
    place = bisect_right(pieces, new.start, key=_start)
    beside = pieces[max(0, place - 2) : place + 1]
    return any(new.start < other.end and other.start < new.end for other in beside)


def comments_lost(before: str, after: str) -> int:
    """Return how many comments of ``before`` are not in ``after`` any more."""
    return sum((_comments(before) - _comments(after)).values())


def _comments(text: str) -> Counter[str]:
    return Counter(text[start:end] for start, end in scan(text).comments)


def has_comments(text: str) -> bool:
    """Tell whether a valid TOML text has comments."""
    return bool(scan(text).comments)


def with_held_tables(text: str, may_be_empty: Iterable[str], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``wanted`` with an empty table for each topmost one that goes although comments belong to it.

    ``may_be_empty`` names those that say the same when they are empty as when they are not there.
    """
    gone = [key for key in may_be_empty if key not in wanted]
    return {**wanted, **{key: {} for key in with_comments(text, gone)}} if gone else dict(wanted)


def ended_as(text: str, written: str) -> str:
    """Return ``written`` with the line ends that ``text`` has, and with or without the last of them as there."""
    lines = written.removesuffix("\n") if not text.endswith("\n") else written
    return lines.replace("\n", line_end(text))


def line_end(text: str) -> str:
    """Return how the lines of ``text`` end, most of them."""
    return "\r\n" if 2 * text.count("\r\n") > text.count("\n") else "\n"
