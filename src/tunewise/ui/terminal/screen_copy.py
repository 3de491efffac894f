"""A copy of a screen: rows of cells, a cursor and a pen, written to as a terminal without line wrapping is."""

from typing import Final

from tunewise.ui.terminal.pens import DEFAULT, Pen
from tunewise.ui.terminal.widths import SINGLE, clusters

FARTHEST: Final = 4_096
"""Cells beyond this row or column are not kept: no terminal has them."""


class Row:
    """One row. A wide character stands in its first cell, its second holds an empty text; blanks follow the last."""

    __slots__ = ("pens", "texts")

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.pens: list[Pen] = []

    def reach(self, width: int) -> None:
        """Have at least ``width`` cells."""
        missing = width - len(self.texts)
        if missing > 0:
            self.texts += [" "] * missing
            self.pens += [DEFAULT] * missing

    def part(self, x: int) -> None:
        """Leave blanks of a wide character that a change beginning or ending at column ``x`` cuts in two."""
        if 0 < x < len(self.texts) and not self.texts[x]:
            for half in (x - 1, x):
                self.texts[half] = " "
                self.pens[half] = self.pens[half].blank

    def put(self, x: int, texts: list[str], pen: Pen) -> None:
        """Put one text per cell from column ``x`` on."""
        end = x + len(texts)
        self.reach(x)
        if "" in self.texts:
            self.part(x)
            self.part(end)
        self.texts[x:end] = texts
        blank = pen.blank
        if blank is pen or " " not in texts:
            self.pens[x:end] = [pen] * len(texts)
        else:
            self.pens[x:end] = [blank if text == " " else pen for text in texts]


class ScreenCopy:
    """The cells of a screen. It grows with what is written: no idea of its size can be wrong."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.dirty: set[int] = set()
        self.x = self.y = 0
        self.pen: Pen = DEFAULT

    def clear(self) -> None:
        """Forget all cells, cursor and pen."""
        self.rows.clear()
        self.dirty.clear()
        self.x = self.y = 0
        self.pen = DEFAULT

    def row(self, y: int) -> Row:
        """Return row ``y``, made if it is not there."""
        while len(self.rows) <= y:
            self.rows.append(Row())
        return self.rows[y]

    def crop(self, width: int, height: int) -> None:
        """Forget what is outside of ``width`` by ``height`` cells."""
        del self.rows[height:]
        for row in self.rows:
            row.part(width)
            del row.texts[width:]
            del row.pens[width:]

    def all_dirty(self) -> None:
        """Look at every row again."""
        self.dirty.update(range(len(self.rows)))

    def move(self, x: int, y: int) -> None:
        """Put the cursor somewhere."""
        self.x = min(max(x, 0), FARTHEST)
        self.y = min(max(y, 0), FARTHEST)

    def write(self, text: str) -> None:
        """Write printable text at the cursor, which moves behind it."""
        if self.y >= FARTHEST:
            return
        row = self.row(self.y)
        texts = list(text) if SINGLE.fullmatch(text) else self._cells(row, text)
        del texts[max(0, FARTHEST - self.x) :]
        row.put(self.x, texts, self.pen)
        self.dirty.add(self.y)
        self.x += len(texts)

    def _cells(self, row: Row, text: str) -> list[str]:
        """Return one text per cell; marks at the front join the cell before the cursor."""
        texts: list[str] = []
        for cluster, width in clusters(text):
            if width:
                texts.append(cluster)
                texts += [""] * (width - 1)
            elif self.x:
                row.reach(self.x)
                before = self.x - 1 if row.texts[self.x - 1] else self.x - 2
                row.texts[before] += cluster
        return texts

    def erase_in_row(self, y: int, start: int, end: int | None, width: int) -> None:
        """Erase the cells ``start`` to ``end`` of row ``y``; ``None`` is the end of the row of ``width`` cells."""
        if y >= FARTHEST:
            return
        row = self.row(y)
        background = self.pen.background
        self.dirty.add(y)
        if end is None and background is DEFAULT:
            row.part(start)
            del row.texts[start:]
            del row.pens[start:]
            return
        end = max(width, len(row.texts)) if end is None else end
        if end > start:
            row.put(start, [" "] * min(end - start, FARTHEST), background)

    def erase_rows(self, start: int, end: int | None, width: int, height: int) -> None:
        """Erase whole rows; ``end`` is ``None`` for all rows from ``start`` on."""
        for y in range(start, max(height, len(self.rows)) if end is None else end):
            self.erase_in_row(y, 0, None, width)
