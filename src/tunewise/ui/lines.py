"""Lines of text with roles: what every view paints, measured in terminal cells and free of colours and markup."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from rich.cells import cell_len, set_cell_size

from tunewise.domain.text import shown

Role = str
"""What a piece of text is: text, muted, strong, accent, rival, good, warn, bad, line, assumed, or bar (a full bar)."""

Span = tuple[str, Role]
Line = tuple[Span, ...]

BLANK: Line = ()

_TWO_ENDS = 8
"""Cells from which two ends of a text tell more than its start."""


def line(*parts: Span | str) -> Line:
    """Return a line of the given spans; a plain text has the role ``text``. Empty pieces are left out."""
    spans = [part if isinstance(part, tuple) else (part, "text") for part in parts]
    return tuple([span for span in spans if span[0]])


def width_of(row: Line) -> int:
    """Return how many cells ``row`` takes."""
    return sum([cells_of(text) for text, _ in row])


def cells_of(text: str) -> int:
    """Return how many cells ``text`` takes."""
    return len(text) if text.isascii() and text.isprintable() else cell_len(text)


def plain(row: Line) -> str:
    """Return the text of ``row``."""
    return "".join(text for text, _ in row)


def cut(text: str, width: int) -> str:
    """Return ``text`` in at most ``width`` cells, with an ellipsis where it was cut."""
    if cells_of(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + "…" if width > 1 else "…"[:width]


def cut_middle(text: str, width: int) -> str:
    """Return ``text`` in at most ``width`` cells, with an ellipsis in its middle where it was cut: its end stays."""
    if cell_len(text) <= width or width < _TWO_ENDS:
        return cut(text, width)
    start = len(text)
    while cell_len(text[start - 1 :]) <= width // 2:
        start -= 1
    end = text[start:].lstrip()
    return f"{set_cell_size(text, width - 1 - cell_len(end)).rstrip()}…{end}"


@lru_cache(maxsize=1024)
def pad(text: str, width: int) -> str:
    """Return ``text`` cut or filled to exactly ``width`` cells."""
    return set_cell_size(cut(text, width), max(0, width))


@lru_cache(maxsize=1024)
def right(text: str, width: int) -> str:
    """Return ``text`` at the right end of exactly ``width`` cells."""
    piece = cut(text, width)
    return " " * (width - cells_of(piece)) + piece


def fit(row: Line, width: int) -> Line:
    """Return ``row`` cut or filled to exactly ``width`` cells."""
    out: list[Span] = []
    left = width
    for text, role in row:
        if left <= 0:
            break
        size = cells_of(text)
        if size > left:
            out.append((pad(text, left), role))  # a cut before a wide character leaves a cell free
            left = 0
        else:
            out.append((text, role))
            left -= size
    if left > 0:
        out.append((" " * left, "text"))
    return tuple(out)


def joined(row: Line) -> Line:
    """Return ``row`` with neighbours of one role as one span: each span costs the terminal its colours again.

    Spaces take the role before them, since they look the same in every role.
    """
    out: list[Span] = []
    for text, role in row:
        if out and (out[-1][1] == role or not text.strip()):
            out[-1] = (out[-1][0] + text, out[-1][1])
        else:
            out.append((text, role))
    return tuple(out)


def spread(start: Line, end: Line, width: int) -> Line:
    """Return ``start`` at the left and ``end`` at the right; ``start`` gives way."""
    room = max(0, width - width_of(end))
    return (*fit(start, room), *end)


def beside(first: Sequence[Line], second: Sequence[Line], width: int, gap: str = " │ ") -> list[Line]:
    """Return two blocks side by side, the first one ``width`` cells wide."""
    count = max(len(first), len(second))
    blocks = zip(_filled(first, count), _filled(second, count), strict=True)
    return [(*fit(one, width), (gap, "line"), *other) for one, other in blocks]


def _filled(rows: Sequence[Line], count: int) -> list[Line]:
    return [*rows, *([BLANK] * (count - len(rows)))]


@lru_cache(maxsize=512)
def wrap(text: str, width: int) -> tuple[str, ...]:
    """Return ``text`` broken at spaces into lines of at most ``width`` cells."""
    rows: list[str] = []
    row = ""
    for word in text.split():
        if row and cell_len(row) + 1 + cell_len(word) > width:
            rows.append(row)
            row = word
        else:
            row = f"{row} {word}" if row else word
        while cell_len(row) > max(1, width):
            head = set_cell_size(row, max(1, width)).rstrip() or row[:1]
            rows.append(head)
            row = row[len(head) :].lstrip()
    return (*rows, row) if row else tuple(rows)


def paragraph(text: str, width: int, role: Role = "text", indent: str = "") -> list[Line]:
    """Return ``text`` as wrapped lines of one role."""
    return [line(indent, (row, role)) for row in wrap(text, max(8, width - cell_len(indent)))]


def bullet(mark: str, text: str, width: int, role: Role = "text", mark_role: Role | None = None) -> list[Line]:
    """Return ``text`` wrapped behind ``mark``, the later lines under the first one's text."""
    space = cell_len(mark) + 1
    rows = wrap(text, max(8, width - space - 1))
    first: Role = mark_role or role
    return [line((" " * space if number else f" {mark}", first), (f" {row}", role)) for number, row in enumerate(rows)]


def safe(text: str, limit: int = 200) -> str:
    """Return a text of the user or of a file as one line that is safe to paint."""
    return shown(text, limit)


def rule(title: str, width: int) -> Line:
    """Return a dividing line with a title in it."""
    if not title:
        return (("─" * width, "line"),)
    words = cut(title, max(0, width - 4))
    return line(("─ ", "line"), (words, "muted"), (" " + "─" * max(0, width - cell_len(words) - 3), "line"))


def texts(rows: Iterable[Line]) -> str:
    """Return the text of ``rows``, one line each, without trailing spaces."""
    return "\n".join(plain(row).rstrip() for row in rows)
