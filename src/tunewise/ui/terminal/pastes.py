"""Pasted text: found in what the terminal sends, kept within bounds, and made fit for a field, with words for it.

A terminal puts brackets round a paste. Here they are looked for in whole blocks, so that ten megabytes take no longer
than a key, and a paste whose end never comes does not swallow every key after it.
"""

import time
from collections.abc import Iterator
from typing import NamedTuple

from textual import events

from tunewise.domain.text import editable

BEGIN, END = "\x1b[200~", "\x1b[201~"
MOST = 1_000_000
"""Characters of one paste that are kept."""

PATIENCE = 2.0
"""Seconds without a byte after which an open paste is taken to be over."""

_BURST, _BURST_LETTERS = 400, 8
"""So many characters at once, of so many different ones, are no typing but a paste without brackets."""

_REST = 16
"""So many characters at once after a paste was taken to be over are its rest."""


class Paste(events.Paste):
    """A paste, and what the user should know of it: ``remark`` is empty where all of it came."""

    def __init__(self, text: str, remark: str = "") -> None:
        super().__init__(text)
        self.remark = remark


class Typed(NamedTuple):
    """Keys, as the terminal sends them."""

    text: str


class Pasted(NamedTuple):
    """A paste: what is kept of it, how many characters are not, and whether its end came."""

    text: str
    lost: int = 0
    ended: bool = True

    def remark(self) -> str:
        """Return what the user should know."""
        words = []
        if self.lost:
            words.append(
                f"the paste was too long: its first {MOST:,} characters came, {self.lost:,} more were left out"
            )
        if not self.ended:
            words.append("the end of the paste never came: what came of it was taken")
        return "; ".join(words)


class Pastes:
    """Parts what the terminal sends into keys and pastes."""

    def __init__(self) -> None:
        self._held = ""
        self._open = False
        self._after_open = False
        self._pieces: list[str] = []
        self._size = self._lost = 0
        self._last = 0.0

    def wait(self) -> float | None:
        """Return after how many seconds ``late`` has something to say, or ``None`` for never."""
        return max(0.0, self._last + PATIENCE - time.monotonic()) if self._open else None

    @property
    def held(self) -> bool:
        """Tell whether the beginning of a bracket may have come, and the rest of it not yet."""
        return bool(self._held) and not self._open

    def feed(self, data: str) -> Iterator[Typed | Pasted]:
        """Yield the keys and pastes in ``data``. What may begin a bracket at its end is held back."""
        self._last = time.monotonic()
        data, self._held = self._held + data, ""
        if self._after_open and not self._open:
            self._resume(data)
        while data:
            if self._open:
                inside, end, data = data.partition(END)
                if end:
                    yield self._close(inside)
                else:
                    self._hold(inside)
                    data = ""
                continue
            keys, begin, data = data.partition(BEGIN)
            if begin:
                self._open, self._after_open = True, False
            else:
                kept = _beginning(keys, BEGIN)
                keys, self._held = keys[: len(keys) - kept], keys[len(keys) - kept :]
            if keys:
                yield Pasted(keys) if _burst(keys) else Typed(keys)

    def release(self) -> str:
        """Return what was held back: the rest of the bracket did not come, so these are keys."""
        held, self._held = self._held, ""
        return held

    def late(self) -> Pasted | None:
        """Return an open paste that is over because nothing came for too long."""
        if not self._open or time.monotonic() < self._last + PATIENCE:
            return None
        held, self._held = self._held, ""
        self._after_open = True
        return self._close(held)._replace(ended=False)

    def _resume(self, data: str) -> None:
        """Go on with a paste that was taken to be over too early: its keys would run commands."""
        begin, end = data.find(BEGIN), data.find(END)
        if begin < 0 and (end >= 0 or (len(data) >= _REST and "\x1b" not in data)):
            self._open = True
        self._after_open = begin < 0 and end < 0

    def _hold(self, inside: str) -> None:
        kept = _beginning(inside, END)
        self._held = inside[len(inside) - kept :]
        self._add(inside[: len(inside) - kept])

    def _add(self, piece: str) -> None:
        room = max(0, MOST - self._size)
        self._lost += max(0, len(piece) - room)
        if room and piece:
            self._pieces.append(piece[:room])
            self._size += len(self._pieces[-1])

    def _close(self, last: str) -> Pasted:
        self._add(last)
        closed = Pasted("".join(self._pieces), self._lost)
        self._pieces, self._size, self._lost, self._open = [], 0, 0, False
        return closed


def _beginning(text: str, mark: str) -> int:
    """Return how many characters at the end of ``text`` may begin ``mark``."""
    return next((size for size in range(len(mark) - 1, 0, -1) if text.endswith(mark[:size])), 0)


def _burst(keys: str) -> bool:
    """Tell whether so much came at once that nobody typed it: a paste from a terminal that sets no brackets."""
    return len(keys) >= _BURST and "\x1b" not in keys and len(set(keys)) > _BURST_LETTERS


class Fit(NamedTuple):
    """Pasted text as a field can hold it, and what was changed, in words."""

    text: str
    remark: str


def _without_invisible(text: str) -> tuple[str, int]:
    """Return ``text`` without control and other invisible characters, and how many there were."""
    if editable(text) == text:
        return text, 0
    bad = {character for character in set(text) if character not in "\n\t" and editable(character) != character}
    kept = "".join(character for character in text if character not in bad)
    return kept, len(text) - len(kept)


def _remark(*words: str) -> str:
    told = "; ".join(word for word in words if word)
    return told[:1].upper() + told[1:] + "." if told else ""


def _count(number: int, name: str) -> str:
    return f"{number:,} {name}{'' if number == 1 else 's'}"


def _left_out(number: int) -> str:
    return f"{_count(number, 'invisible character')} {'was' if number == 1 else 'were'} left out" if number else ""


def _too_long(text: str, most: int) -> str:
    if len(text) <= most:
        return ""
    return f"only the first {most:,} of {len(text):,} pasted characters fit here"


def in_one_line(text: str, most: int, remark: str = "") -> Fit:
    """Return ``text`` for a field of one line: lines joined by spaces, nothing invisible, ``most`` characters."""
    lines = [line.strip("\t ") for line in text.splitlines()]
    lines = [line for line in lines if line]
    joined = text.rstrip("\r\n") if len(text.splitlines()) <= 1 else " ".join(lines)
    kept, invisible = _without_invisible(joined.replace("\t", " "))
    told = f"{_count(len(lines), 'pasted line')} became one" if len(lines) > 1 else ""
    return Fit(kept[:most], _remark(remark, told, _left_out(invisible), _too_long(kept, most)))


def in_lines(text: str, most: int, remark: str = "") -> Fit:
    """Return ``text`` for a field of many lines: one kind of line end, nothing invisible, ``most`` characters."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    kept, invisible = _without_invisible(plain)
    return Fit(kept[:most], _remark(remark, _left_out(invisible), _too_long(kept, most)))
