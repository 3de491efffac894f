"""What must be sent so that a terminal which shows one screen shows another: changed cells only, in the fewest bytes.

Where terminals disagree about the width of a character, its place is cleared first, the cursor is addressed anew behind
it, and what stands within its reach is written again: however wide it came out, everything else is in its place.
"""

from typing import Final

from tunewise.ui.terminal.pens import DEFAULT, Pen, way
from tunewise.ui.terminal.screen_copy import Row, ScreenCopy
from tunewise.ui.terminal.widths import agreed, widest

_SHORT_GAP: Final = 4
"""So many unchanged cells are written again where that is no longer than moving the cursor over them."""
_WORTH_ERASING: Final = 6

WHOLE: Final = "\x1b[m\x1b[2J"
"""Makes every cell a blank one, whatever the terminal showed."""


class Shown:
    """What the terminal shows once all that was made for it has arrived; cursor -1 where its place is not certain."""

    def __init__(self) -> None:
        self.screen = ScreenCopy()
        self.known = False
        self.x = self.y = -1
        self.pen: Pen = DEFAULT

    def forget(self) -> None:
        """Trust nothing that the terminal shows."""
        self.known = False


class Difference:
    """One comparison of the wanted screen with the one that is shown, and the text that makes them equal."""

    def __init__(self, wanted: ScreenCopy, shown: Shown, width: int, height: int) -> None:
        """Compare inside of ``width`` by ``height`` cells, 0 where the size is not known."""
        self._wanted = wanted
        self._shown = shown
        self._width = width or len(max((row.texts for row in wanted.rows), key=len, default=[]))
        self._height = height or len(wanted.rows)
        self._at_edge = bool(width)
        self._parts: list[str] = []

    def cells(self) -> str:
        """Return what changes the cells, and note that they are shown; the pen is the default one afterwards."""
        shown = self._shown
        if not shown.known:
            shown.screen.clear()
            shown.known, shown.pen, shown.x, shown.y = True, DEFAULT, -1, -1
            self._wanted.all_dirty()
            self._parts.append(WHOLE)
        for y in sorted(self._wanted.dirty):
            if y < self._height:
                self._row(y, self._wanted.row(y), shown.screen.row(y))
        self._wanted.dirty.clear()
        self._take(DEFAULT)
        return "".join(self._parts)

    def cursor(self) -> str:
        """Return what moves the cursor to where it is wanted, which is inside of the terminal."""
        self._parts.clear()
        x, y = self._wanted.x, self._wanted.y
        self._move(min(x, max(self._width - 1, 0)), min(y, max(self._height - 1, 0)))
        return "".join(self._parts)

    def pen(self) -> str:
        """Return what takes the pen that is wanted next."""
        self._parts.clear()
        self._take(self._wanted.pen)
        return "".join(self._parts)

    def _row(self, y: int, wanted: Row, shown: Row) -> None:
        width = min(self._width, max(len(wanted.texts), len(shown.texts)))
        wanted.reach(width)
        shown.reach(width)
        if wanted.texts == shown.texts and wanted.pens == shown.pens:
            return
        changed = [wanted.texts[x] != shown.texts[x] or wanted.pens[x] is not shown.pens[x] for x in range(width)]
        if "" in wanted.texts or "" in shown.texts:
            _whole_characters(changed, wanted, shown)
        end = self._blank_end(wanted, changed)
        self._cells(y, wanted, changed, end)
        if end < width:
            self._move(end, y)
            self._take(DEFAULT)
            self._parts.append("\x1b[K")
        shown.texts[:] = wanted.texts
        shown.pens[:] = wanted.pens

    def _blank_end(self, wanted: Row, changed: list[bool]) -> int:
        """Return from where on the row is best erased to its end."""
        width = len(changed)
        start = width
        while start and wanted.texts[start - 1] == " " and wanted.pens[start - 1] is DEFAULT:
            start -= 1
        if sum(changed[start:]) < _WORTH_ERASING:
            return width
        return changed.index(True, start)

    def _cells(self, y: int, wanted: Row, changed: list[bool], end: int) -> None:
        """Write the changed cells of a row up to column ``end``."""
        x = 0
        reached = 0  # cells before this column may have been written over by a wide picture
        while x < end:
            text = wanted.texts[x]
            size = 2 if x + 1 < len(wanted.texts) and text and not wanted.texts[x + 1] else 1
            if not changed[x] and x >= reached:
                x += size
                continue
            if x + size > len(changed) or not text:
                text = " "  # half of a character that the edge of the terminal cuts
            self._go(x, y, wanted)
            self._take(wanted.pens[x], text)
            if agreed(text):
                self._parts.append(text)
                self._shown.x = x + size
            else:
                self._parts.append(f"{' ' * size}\x1b[{y + 1};{x + 1}H{text}")
                self._shown.x = -1
                reached = x + max(size, widest(text))
            x += size
            if x >= self._width and self._at_edge:
                self._shown.x = -1  # terminals differ in where the cursor stands behind the last column

    def _take(self, wanted: Pen, text: str = "") -> None:
        """Take a pen; blanks take any that looks the same on them."""
        now = self._shown.pen
        if now is wanted or (text == " " and now.blank is wanted):
            return
        self._parts.append(way(now, wanted))
        self._shown.pen = wanted

    def _go(self, x: int, y: int, wanted: Row) -> None:
        """Move the cursor, over a short gap by writing again what stands there."""
        shown = self._shown
        gap = wanted.texts[shown.x : x] if shown.y == y and 0 <= shown.x < x <= shown.x + _SHORT_GAP else []
        pens = wanted.pens[x - len(gap) : x]
        again = "".join(gap)
        if gap and again.isascii() and "" not in gap and len(again) == len(gap) and self._fits(gap, pens):
            self._parts.append(again)
            shown.x = x
        else:
            self._move(x, y)

    def _fits(self, texts: list[str], pens: list[Pen]) -> bool:
        now = self._shown.pen
        return all(pen is now or (text == " " and now.blank is pen) for text, pen in zip(texts, pens, strict=True))

    def _move(self, x: int, y: int) -> None:
        shown = self._shown
        if (shown.x, shown.y) == (x, y):
            return
        step = x - shown.x
        if shown.y == y and shown.x >= 0 and x == 0:
            move = "\r"
        elif shown.y == y and shown.x >= 0:
            count = abs(step) if abs(step) > 1 else ""
            move = f"\x1b[{count}{'C' if step > 0 else 'D'}"
        else:
            move = f"\x1b[{y + 1 if y else ''}{f';{x + 1}' if x else ''}H"
        self._parts.append(move)
        shown.x, shown.y = x, y


def _whole_characters(changed: list[bool], wanted: Row, shown: Row) -> None:
    """Have wide characters changed as a whole: both those that go and those that come."""
    seconds = [x for x in range(1, len(changed)) if not wanted.texts[x] or not shown.texts[x]]
    again = True
    while again:
        again = False
        for x in seconds:
            if changed[x] != changed[x - 1]:
                changed[x] = changed[x - 1] = again = True
