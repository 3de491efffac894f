"""Read what is written for a terminal: what draws goes into a copy of the screen, everything else is handed on.

Nothing is guessed. A sequence that is known to draw nothing is handed on as it is. One that could draw or move
something in a way that the copy does not follow ends the copy: from there on all is handed on unread.
"""

import re
from collections.abc import Callable
from typing import Final

from tunewise.ui.terminal.pens import after, pen
from tunewise.ui.terminal.screen_copy import ScreenCopy

_TOKEN: Final = re.compile(
    r"(?P<text>[^\x00-\x1f\x7f-\x9f]+)"
    r"|\x1b\[(?P<private>[<=>?]?)(?P<parameters>[0-9:;]*)(?P<between>[ -/]*)(?P<final>[@-~])"
    r"|(?P<command>\x1b\][^\x07\x1b\x9c\x18\x1a]*(?:\x07|\x1b\\))"
    r"|(?P<string>\x1bPtmux;(?:[^\x1b]|\x1b[^\\])*\x1b\\|\x1b[PX^_][^\x1b\x9c\x18\x1a]*\x1b\\)"
    r"|(?P<escape>\x1b[ -/]*[0-OQ-WYZ\\`-~])"
    r"|(?P<control>[\x00-\x1a\x1c-\x1f\x7f])"
    r"|(?P<other>[\x1b\x80-\x9f])"
)
# The beginning of a sequence whose rest is still to come.
_BEGUN: Final = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*|\][^\x07\x1b\x9c\x18\x1a]*\x1b?|[PX^_][^\x1b\x9c\x18\x1a]*\x1b?|[ -/]*"
    r"|Ptmux;(?:[^\x1b]|\x1b[^\\])*\x1b?)"
)
_RETURN, _BACK = "\r", "\b"
_LONGEST: Final = 8_000_000

# Private modes that change what is drawn, or where: wide columns, origin, other screens, margins …
_DRAWING_MODES: Final = frozenset({"2", "3", "6", "38", "40", "45", "47", "67", "69", "95", "1047", "1048"})
# Finals of sequences that draw nothing, with what may stand before and between.
_SILENT: Final = frozenset(
    {("?", "", "n"), ("", "", "n"), ("", "", "c"), (">", "", "c"), ("=", "", "c"), ("", "", "t"), ("", " ", "q")}
    | {(">", "", "q"), ("?", "$", "p"), ("", "$", "p"), (">", "", "u"), ("<", "", "u"), ("=", "", "u"), ("?", "", "u")}
    | {(">", "", "m"), ("?", "", "m"), (">", "", "n")}
)
# Insert mode off, line feed mode off: what the copy reckons with.
_KEPT_AS_IT_IS: Final = frozenset({("", "", "l", "4"), ("", "", "l", "20"), ("", "", "J", "3")})


class Stream:
    """What was written so far: the screen that is wanted, and what is to be handed on before it is drawn."""

    def __init__(self, settle: Callable[[], str]) -> None:
        """Use ``settle`` to get the text that makes the terminal show exactly the wanted screen, cursor and pen."""
        self.screen = ScreenCopy()
        self.controls: list[str] = []
        self.width = self.height = 0  # of the terminal, 0 where it is not known
        self.drawing = False  # the alternate screen is on: what is written is drawn from the copy
        self.within_frame = False
        self.marks_frames = False
        self.begun_anew = True  # the terminal shows something else than the copy thinks
        self.unread: bool = False  # something was not understood: all is handed on
        self._wraps = True
        self._tail = ""
        self._settle = settle

    def feed(self, text: str) -> None:
        """Read ``text``; what is incomplete waits for the next one."""
        if self.unread:
            self.controls.append(text)
            return
        text, self._tail = self._tail + text, ""
        for token in _TOKEN.finditer(text):
            kind = token.lastgroup
            if kind == "text":
                self._text(token[0])
            elif kind == "final":
                self._sequence(token)
            elif token[0] == "\n" and self.drawing:
                self.screen.move(0, self.screen.y + 1)
            elif token[0] == "\x1b" and len(text) - token.start() < _LONGEST and _BEGUN.fullmatch(text, token.start()):
                self._tail = text[token.start() :]
                return
            else:
                self._short(kind or "", token[0])
            if self._ends_here():
                self.controls.append(text[token.end() :])
                return

    def take_screen(self, taken: bool) -> None:  # as the terminal's mode: on or off
        """Begin to draw on the terminal's other screen, or leave it."""
        self.screen.clear()
        self.drawing = taken
        self.within_frame = False
        self.begun_anew = True

    def _ends_here(self) -> bool:
        return self.unread

    def give_up(self) -> None:
        """Hand on everything from now on, beginning with what waits for its rest."""
        self.unread = True
        self.controls.append(self._tail)
        self._tail = ""

    def _not_followed(self, token: str) -> None:
        """Bring the terminal to where a terminal that had got everything would be, and leave the rest to it."""
        if self.drawing:
            self.controls.append(self._settle())
            if self.within_frame:
                self.controls.append("\x1b[?2026h")
            self.unread = True
        self.controls.append(token)

    def _text(self, text: str) -> None:
        if not self.drawing or self._wraps:
            self._not_followed(text)
        else:
            self.screen.write(text)

    def _short(self, kind: str, token: str) -> None:
        """Read a control character, a short escape sequence, or one that carries a text."""
        if kind == "command" and token.startswith("\x1b]8;") and self.drawing:
            link = token[4:].removesuffix("\x07").removesuffix("\x1b\\")
            self.screen.pen = pen(self.screen.pen.groups, "" if link.endswith(";") else link)
        elif token == _RETURN and self.drawing:
            self.screen.move(0, self.screen.y)
        elif token == _BACK and self.drawing:
            self.screen.move(self.screen.x - 1, self.screen.y)
        elif self._is_silent(kind, token):
            self.controls.append(token)
        else:
            self._not_followed(token)

    @staticmethod
    def _is_silent(kind: str, token: str) -> bool:
        if kind == "command":
            return not token.startswith("\x1b]1337;")  # that one can show pictures
        if kind == "string":
            return token.startswith(("\x1bP+q", "\x1bP$q", "\x1bPtmux;", "\x1bP>|"))
        return token in {"\x07", "\x00", "\x1b=", "\x1b>", "\x1b(B", "\x1b\\"}

    def _sequence(self, token: re.Match[str]) -> None:
        """Read a control sequence."""
        private, parameters, between, final = token.group("private", "parameters", "between", "final")
        if private == "?" and final in "hl" and not between:
            for mode in parameters.split(";"):
                self._mode(mode, final)
        elif self.drawing and final == "m" and not private and not between:
            self.screen.pen = after(self.screen.pen, parameters)
        elif self.drawing and not private + between and (final, parameters) != ("J", "3") and final in _MOVES:
            _MOVES[final](self, [int(number.partition(":")[0][:5] or 0) for number in parameters.split(";")])
        elif (private, between, final) in _SILENT or (private, between, final, parameters) in _KEPT_AS_IT_IS:
            self.controls.append(token[0])
        else:
            self._not_followed(token[0])

    def _mode(self, mode: str, final: str) -> None:
        """Read one private mode being set (``h``) or reset (``l``)."""
        if mode == "2026" and not (self.unread or not self.drawing):
            self.within_frame = final == "h"
            self.marks_frames = True
            return
        token = f"\x1b[?{mode}{final}"
        if mode in _DRAWING_MODES:
            self._not_followed(token)
            return
        if mode == "1049":
            self.take_screen(final == "h")
        elif mode == "7":
            self._wraps = final == "h"
        self.controls.append(token)

    @property
    def _x(self) -> int:
        """Return the column of the cursor as a terminal has it, which keeps it inside."""
        return min(self.screen.x, self.width - 1) if self.width else self.screen.x

    def _address(self, numbers: list[int]) -> None:
        row, column = [*numbers, 0, 0][:2]
        self.screen.move(max(column, 1) - 1, max(row, 1) - 1)

    def _column(self, numbers: list[int]) -> None:
        self.screen.move(max(numbers[0], 1) - 1, self.screen.y)

    def _row(self, numbers: list[int]) -> None:
        self.screen.move(self._x, max(numbers[0], 1) - 1)

    def _by(self, numbers: list[int], right: int, down: int, *, front: bool = False) -> None:
        count = max(numbers[0], 1)
        x = 0 if front else self._x + right * count
        y = self.screen.y + down * count
        self.screen.move(min(x, self.width - 1) if self.width else x, min(y, self.height - 1) if self.height else y)

    def _erase_screen(self, numbers: list[int]) -> None:
        screen, what = self.screen, numbers[0]
        if what == 0:
            self._erase_row(numbers)
            screen.erase_rows(screen.y + 1, None, self.width, self.height)
        elif what == 1:
            screen.erase_rows(0, screen.y, self.width, self.height)
            self._erase_row(numbers)
        elif what == 2:
            screen.erase_rows(0, None, self.width, self.height)

    def _erase_row(self, numbers: list[int]) -> None:
        what = numbers[0]
        if what <= 2:
            start, end = (self._x if what == 0 else 0), (self._x + 1 if what == 1 else None)
            self.screen.erase_in_row(self.screen.y, start, end, self.width)

    def _erase_cells(self, numbers: list[int]) -> None:
        end = self._x + max(numbers[0], 1)
        self.screen.erase_in_row(self.screen.y, self._x, min(end, self.width) if self.width else end, self.width)


_MOVES: Final[dict[str, Callable[[Stream, list[int]], None]]] = {
    "H": Stream._address,
    "f": Stream._address,
    "G": Stream._column,
    "d": Stream._row,
    "A": lambda stream, numbers: stream._by(numbers, 0, -1),
    "B": lambda stream, numbers: stream._by(numbers, 0, 1),
    "C": lambda stream, numbers: stream._by(numbers, 1, 0),
    "D": lambda stream, numbers: stream._by(numbers, -1, 0),
    "E": lambda stream, numbers: stream._by(numbers, 0, 1, front=True),
    "F": lambda stream, numbers: stream._by(numbers, 0, -1, front=True),
    "J": Stream._erase_screen,
    "K": Stream._erase_row,
    "X": Stream._erase_cells,
}
