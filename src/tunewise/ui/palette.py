"""From a theme file to what the painted lines need: one style for each role."""

from typing import Final

from rich.color import Color, ColorSystem
from rich.style import Style

from tunewise.store.themes import ThemeFile
from tunewise.ui.lines import Role

_LEAST_CONTRAST: Final = 3.0
"""Contrast from which lines and bars can be told from the background."""

_ROLE_COLORS: Final[dict[Role, tuple[str, bool, bool]]] = {
    # role: colour of the theme, bold, and dim where the terminal's own colours have no quieter one
    "text": ("text", False, False),
    "strong": ("text", True, False),
    "muted": ("muted", False, True),
    "accent": ("accent", True, False),
    "rival": ("rival", False, False),
    "good": ("good", False, False),
    "warn": ("warn", False, False),
    "bad": ("bad", False, False),
    "line": ("line", False, True),
    "assumed": ("muted", False, True),
    "bar": ("bar", False, False),
}


class Palette:
    """The styles of one theme, by role."""

    def __init__(self, theme: ThemeFile, *, sixteen: bool = False) -> None:
        """Take a theme; with ``sixteen`` the terminal rounds its colours to sixteen, and none may vanish by that."""
        self._theme = readable_in_sixteen(theme) if sixteen and not theme.ansi else theme
        self.styles = {role: self._style(*spec) for role, spec in _ROLE_COLORS.items()}

    def _style(self, color: str, bold: bool, dim: bool) -> Style:
        return Style(
            color=_rich(self._theme.colors[color]),
            bgcolor=_rich(self._theme.colors["background"]),
            bold=bold or None,
            dim=(dim and self._theme.ansi) or None,
        )


def _rich(color: str) -> str:
    return color.removeprefix("ansi_")


def readable_in_sixteen(theme: ThemeFile) -> ThemeFile:
    """Return ``theme`` with the colour of text for what would hardly differ from the background, rounded to sixteen."""
    back = theme.colors["background"]
    kept = ("background", "surface", "text")
    colors = {
        name: color if name in kept or rounded_contrast(color, back) >= _LEAST_CONTRAST else theme.colors["text"]
        for name, color in theme.colors.items()
    }
    return theme._replace(colors=colors)


def rounded_contrast(color: str, back: str, system: ColorSystem = ColorSystem.STANDARD) -> float:
    """Return the contrast of two colours, from 1 to 21, as a terminal of few colours shows them."""
    bright, dark = sorted((_luminance(one, system) for one in (color, back)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(color: str, system: ColorSystem) -> float:
    """Return how bright a colour is, from 0 to 1, as WCAG 2 reckons it."""
    shares = (part / 255 for part in Color.parse(color).downgrade(system).get_truecolor())
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
