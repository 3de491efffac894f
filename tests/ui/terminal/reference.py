"""A reference terminal to compare with, and a pair of them: one gets all that the app writes, one what changes."""

import io
import re
from collections.abc import Iterable
from typing import Any, NamedTuple

import pyte
from rich.cells import get_character_cell_size

from tunewise.ui.terminal.cells import CellWriter
from tunewise.ui.terminal.widths import clusters

START = "\x1b[?1049h\x1b[?1000h\x1b[?25l\x1b[?1004h\x1b[>25u\x1b[?2026$p\x1b[?2048$p\x1b[?2004h\x1b[?7l"
END = "\x1b[?2004l\x1b[?7h\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"

# What a terminal knows and this one does not, left out before it is printed as text.
_UNKNOWN = re.compile(
    r"\x1b\[[<=>][0-9;]*[a-z]|\x1b\[[0-9;?]*\$p|\x1b[P_^][^\x1b]*\x1b\\|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"
)
_BRIGHT_OR_NOT = re.compile(r"\x1b\[\?2026[hl]")


Emulated = Any
"""A cell or a row of the emulator, which has no types."""


class Seen(NamedTuple):
    """One cell as a person sees it."""

    text: str
    colour: str
    background: str
    attributes: tuple[bool, ...]


class Terminal(pyte.Screen):
    """An emulator that measures as Textual does, or (``by_character``) each character by itself.

    A ``rough`` one leaves half of a wide character standing where the other half is written over.
    """

    def __init__(self, width: int, height: int, *, by_character: bool = False, rough: bool = False) -> None:
        self.by_character = by_character
        self.rough = rough
        super().__init__(width, height)
        self.stream = pyte.Stream(self)

    def take(self, text: str) -> None:
        """Take what a program writes."""
        text = _BRIGHT_OR_NOT.sub("", _UNKNOWN.sub("", text))
        # The emulator has no second screen: a program's own begins empty.
        self.stream.feed(text.replace("\x1b[?1049h", "\x1b[m\x1b[2J\x1b[H").replace("\n", "\r\n"))

    def draw(self, data: str) -> None:
        """Draw text at the cursor."""
        if self.by_character:
            parts: Iterable[tuple[str, int]] = ((one, get_character_cell_size(one)) for one in data)
        else:
            parts = clusters(data)
        row = self.buffer[self.cursor.y]
        for text, width in parts:
            x = min(self.cursor.x, self.columns - 1)
            if not width:
                before = self.cursor.x - 1 if row[self.cursor.x - 1].data else self.cursor.x - 2
                if before >= 0:
                    row[before] = row[before]._replace(data=row[before].data + text)
                continue
            self._cut(row, x)
            self._cut(row, x + width)
            for step in range(width):
                row[x + step] = self.cursor.attrs._replace(data="" if step else text)
            self.cursor.x = min(x + width, self.columns)

    def _cut(self, row: Emulated, x: int) -> None:
        if row[x].data == "" and not self.rough:
            for half in (x - 1, x):
                row[half] = row[half]._replace(data=" ")

    def erase_in_line(self, how: int = 0, private: bool = False) -> None:
        """Erase; only the background of the pen stays, and a character cut by it is gone as a whole."""
        pen, self.cursor.attrs = self.cursor.attrs, self._erased()
        x = min(self.cursor.x, self.columns - 1)
        self._cut(self.buffer[self.cursor.y], x if how == 0 else x + 1)
        super().erase_in_line(how)
        self.cursor.attrs = pen

    def erase_in_display(self, how: int = 0, *rest: Emulated, **more: Emulated) -> None:
        """Erase; only the background of the pen stays."""
        for y in range(self.lines):
            for x in range(self.columns):
                self.buffer[y][x] = self.buffer[y][x]  # the emulator erases only what it has
        pen, self.cursor.attrs = self.cursor.attrs, self._erased()
        super().erase_in_display(how, *rest, **more)
        self.cursor.attrs = pen

    def erase_characters(self, count: int | None = None) -> None:
        """Erase; only the background of the pen stays."""
        pen, self.cursor.attrs = self.cursor.attrs, self._erased()
        x = min(self.cursor.x, self.columns - 1)
        self.cursor.x = x
        self._cut(self.buffer[self.cursor.y], x)
        self._cut(self.buffer[self.cursor.y], x + max(count or 1, 1))
        super().erase_characters(count)
        self.cursor.attrs = pen

    def _erased(self) -> Emulated:
        return self.default_char._replace(bg=self.cursor.attrs.bg)

    def seen(self) -> list[list[Seen]]:
        """Return all cells as a person sees them."""
        return [[_seen(self.buffer[y][x]) for x in range(self.columns)] for y in range(self.lines)]

    @property
    def place(self) -> tuple[int, int]:
        """Return column and row of the cursor."""
        return min(self.cursor.x, self.columns - 1), self.cursor.y


def _seen(cell: Emulated) -> Seen:
    shown = (cell.underscore, cell.strikethrough, cell.reverse, cell.blink)
    if cell.data == " " and not any(shown):
        return Seen(" ", "", cell.bg, ())  # the colour and the weight of nothing are not seen
    return Seen(cell.data, cell.fg, cell.bg, (*shown, cell.bold, cell.italics))


class Pumped(CellWriter):
    """The writer without its thread: everything is sent as soon as it is written."""

    def __init__(self, width: int, height: int) -> None:
        self.out = io.StringIO()
        super().__init__(self.out)
        self._told = (width, height)

    def write(self, text: str) -> None:
        """Take text and send what follows from it."""
        self._items.put(text)
        self.pump()

    def pump(self) -> None:
        """Read and send everything."""
        self._take_in(0)
        while self._due:
            self._step()

    def sent(self) -> str:
        """Return what was sent since the last time."""
        text = self.out.getvalue()
        self.out.seek(0)
        self.out.truncate()
        return text


class Pair:
    """Two terminals side by side: ``whole`` gets all that is written, ``changed`` what the writer makes of it."""

    def __init__(self, width: int, height: int, *, by_character: bool = False, rough: bool = False) -> None:
        self.whole = Terminal(width, height)
        self.changed = Terminal(width, height, by_character=by_character, rough=rough)
        self.writer = Pumped(width, height)
        self.bytes_whole = self.bytes_changed = 0

    def write(self, text: str) -> None:
        """Write to both."""
        self.whole.take(text)
        self.bytes_whole += len(text.encode("utf-8", "replace"))
        self.writer.write(text)
        self.receive()

    def receive(self) -> str:
        """Let the second terminal have what was sent."""
        sent = self.writer.sent()
        self.bytes_changed += len(sent.encode("utf-8", "replace"))
        self.changed.take(sent)
        return sent

    def resize(self, width: int, height: int) -> None:
        """Give both terminals another size."""
        for terminal in (self.whole, self.changed):
            terminal.resize(height, width)
        self.writer.resize(width, height)

    def differences(self) -> list[str]:
        """Return where the two differ, in words."""
        found = [
            f"({x}, {y}): {one} is shown as {other}"
            for y, (row, row_shown) in enumerate(zip(self.whole.seen(), self.changed.seen(), strict=True))
            if row != row_shown
            for x, (one, other) in enumerate(zip(row, row_shown, strict=True))
            if one != other
        ]
        if self.whole.place != self.changed.place:
            found.append(f"the cursor at {self.whole.place} is at {self.changed.place}")
        return found
