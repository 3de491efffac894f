"""From a theme file to what Textual and the painted lines need: one style for each role."""

from typing import Final

from rich.style import Style
from textual.theme import BUILTIN_THEMES, Theme

from tunewise.store.themes import ThemeFile
from tunewise.ui.lines import Role

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

    def __init__(self, theme: ThemeFile) -> None:
        self._theme = theme
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


def to_textual(theme: ThemeFile) -> Theme:
    """Return the Textual theme that makes its own widgets match."""
    colors = theme.colors
    return Theme(
        name=theme.name,
        primary=colors["accent"],
        secondary=colors["rival"],
        accent=colors["accent"],
        warning=colors["warn"],
        error=colors["bad"],
        success=colors["good"],
        foreground=colors["text"],
        background=colors["background"],
        surface=colors["surface"],
        panel=colors["surface"],
        dark=theme.dark,
        ansi=theme.ansi,
        # Textual's own style sheets name these only where the terminal's colours are used.
        variables=dict(BUILTIN_THEMES["ansi-dark"].variables) if theme.ansi else {},
    )
