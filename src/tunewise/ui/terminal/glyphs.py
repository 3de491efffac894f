"""Line filters for terminals that lack marks or colours: the last thing done to a line before it is sent."""

from functools import lru_cache

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from tunewise.terminal.abilities import Abilities
from tunewise.terminal.stand_ins import stand_ins


class GlyphFilter(LineFilter):
    """Puts stand-ins in the place of marks that the terminal cannot show. No cell moves."""

    def __init__(self, glyphs: str) -> None:
        self._table = stand_ins(glyphs)
        self.whole_cells = glyphs == "ascii"
        super().__init__(enabled=self._table is not None)

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return ``segments`` with stand-ins, each segment as wide as before."""
        if self._table is None:
            return segments
        return [one if one.text.isascii() else Segment(self._shown(one.text), one.style) for one in segments]

    def _shown(self, text: str) -> str:
        instead = text.translate(self._table or {})
        width = cell_len(text)
        # Characters that are drawn as one (an emoji and its variant) are narrower together than one by one.
        return instead if cell_len(instead) == width else set_cell_size(instead, width)


@lru_cache(maxsize=1024)
def _without_color(style: Style) -> Style:
    bare = style.without_color
    return bare + Style.from_meta(style.meta) if style.meta else bare


class ColorlessFilter(LineFilter):
    """Takes all colours away and leaves bold, underlined and reversed."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return ``segments`` without colours."""
        return [Segment(text, None if style is None else _without_color(style)) for text, style, _ in segments]


def terminal_filters(abilities: Abilities | None) -> list[LineFilter]:
    """Return what lines pass on a terminal of these abilities; nothing where it can show all."""
    if abilities is None:
        return []
    filters: list[LineFilter] = []
    if abilities.glyphs.value != "unicode":
        filters.append(GlyphFilter(abilities.glyphs.value))
    if abilities.colors.value == "none":
        filters.append(ColorlessFilter())
    return filters
