"""The frame of the first screen, drawn before anything that takes long is imported: without Textual, and by itself.

What is drawn here is exactly what the app draws there later, so nothing moves or changes when it takes over.
"""

import os
import select
import sys
from contextlib import suppress
from typing import Final

from rich.color import ColorSystem
from rich.style import Style

from tunewise.store.themes import ThemeFile
from tunewise.terminal.abilities import Abilities
from tunewise.terminal.stand_ins import stand_ins
from tunewise.ui.commands import SCREENS
from tunewise.ui.lines import Line, fit, joined
from tunewise.ui.palette import Palette
from tunewise.ui.terminal.guard import Guard
from tunewise.ui.views.frame import SMALLEST, Place, key_line, keys_of_screen, top_bar

_SYSTEMS: Final = {"16": ColorSystem.STANDARD, "256": ColorSystem.EIGHT_BIT, "truecolor": ColorSystem.TRUECOLOR}


def show_frame(guard: Guard, file: str, screen: str, theme: ThemeFile, abilities: Abilities) -> None:
    """Take the terminal and draw the frame of ``screen`` on it, with the name of the file that is being read.

    Where that is not possible at once nothing happens, and the app begins with its first whole screen.
    """
    with suppress(OSError, ValueError, AttributeError):
        handle = sys.__stderr__.fileno()  # type: ignore[union-attr]  # the app draws there; looked at before
        size = os.get_terminal_size(handle)
        raw = frame(file, screen, theme, abilities, (size.columns, size.lines)).encode("utf-8", "replace")
        if raw and select.select([], [handle], [], 0)[1]:
            guard.begin_early()
            os.write(handle, raw)


def frame(file: str, screen: str, theme: ThemeFile, abilities: Abilities, size: tuple[int, int]) -> str:
    """Return what draws the frame on a terminal of ``size`` columns and rows; nothing where a screen has no room."""
    width, height = size
    if width < SMALLEST[0] or height < SMALLEST[1]:
        return ""
    draw = _Drawing(theme, abilities, width)
    rows = [f"\x1b[?1049h\x1b[?25l{draw.background()}\x1b[2J\x1b[H"]
    rows.append(draw.row(top_bar(Place(SCREENS, screen, file, dirty=False), width)))
    rows.append(f"\x1b[{height};1H{draw.row(key_line(keys_of_screen(screen), width))}")
    return "".join(rows)


class _Drawing:
    """How lines are drawn in the colours of a theme, as far as the terminal has them."""

    def __init__(self, theme: ThemeFile, abilities: Abilities, width: int) -> None:
        number = abilities.colors.value
        self._styles = Palette(theme, sixteen=number == "16").styles
        self._system = _SYSTEMS.get(number, ColorSystem.STANDARD)
        self._colorless = number == "none"
        self._marks = stand_ins(abilities.glyphs.value)
        self._width = width

    def row(self, line: Line) -> str:
        """Return what draws ``line`` from the first column to the last, but for spaces at its end."""
        return "".join(self._drawn(text, self._styles[role]) for text, role in joined(fit(line, self._width)))

    def background(self) -> str:
        """Return what chooses the background of the theme for all that is cleared."""
        return self._drawn("x", self._styles["text"]).partition("x")[0]

    def _drawn(self, text: str, style: Style) -> str:
        shown = text if self._marks is None else text.translate(self._marks)
        return (style.without_color if self._colorless else style).render(shown, color_system=self._system)
