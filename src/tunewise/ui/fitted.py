"""The part of the app that keeps to what the terminal can do: its marks, its colours and its size."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from textual import events
from textual.app import App, ScreenError
from textual.filter import LineFilter
from textual.screen import Screen
from textual.theme import BUILTIN_THEMES, Theme

from tunewise.store.themes import ThemeFile
from tunewise.terminal.abilities import Abilities
from tunewise.ui.filters import line_filters
from tunewise.ui.palette import Palette
from tunewise.ui.repairs import mend_textual
from tunewise.ui.screens.room import acts_unseen
from tunewise.ui.terminal.glyphs import GlyphFilter, terminal_filters

mend_textual()  # before any widget is made


class Fitted(App[int]):
    """An app that sends its terminal nothing that it cannot show, and does nothing that nobody can see."""

    palette: Palette
    _of_terminal: Sequence[LineFilter] = ()
    _sixteen = False
    _styled_with: Mapping[str, str] = MappingProxyType({})
    """The colours and sizes that the style sheets were read with."""

    def keep_to(self, abilities: Abilities | None) -> None:
        """Keep to what a terminal can do; nothing given is a terminal that can do all."""
        if abilities is not None:
            self._of_terminal = terminal_filters(abilities)
            self._sixteen = abilities.colors.value == "16"
            self.no_color = abilities.colors.value == "none"

    @property
    def whole_cells(self) -> bool:
        """Tell whether the terminal lacks the blocks that fill a part of a cell."""
        return any(isinstance(one, GlyphFilter) and one.whole_cells for one in self._of_terminal)

    def wear(self, theme: ThemeFile) -> None:
        """Show what is painted from now on in ``theme``."""
        self.palette = Palette(theme, sixteen=self._sixteen)
        self.register_theme(to_textual(theme))
        self.theme = theme.name
        if not self.is_running:
            # No style sheet was read yet: all will be in these colours from the first.
            self._styled_with = self.get_css_variables()
            self.stylesheet.set_variables(self._styled_with)

    def refresh_css(self, animate: bool = True) -> None:
        """Read all style sheets again, if a screen stands in other colours than those of the theme.

        Textual does so at the start too, where nothing was read yet, and for every new screen.
        """
        variables = self.get_css_variables()
        if variables != self._styled_with or self._a_screen_is_stale():
            self._styled_with = variables
            super().refresh_css(animate)

    def styled(self, screen: Screen[None]) -> Screen[None]:
        """Return a new screen as one that is styled in the colours of now, as it will be."""
        screen._css_update_count = self._css_update_count
        return screen

    def _a_screen_is_stale(self) -> bool:
        try:
            return any(screen._css_update_count != self._css_update_count for screen in self.screen_stack)
        except ScreenError:  # there is no screen yet
            return False

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return what every line passes on its way to the terminal."""
        return line_filters(super().get_line_filters(), *self._of_terminal)

    async def on_event(self, event: events.Event) -> None:
        """Take an event, unless nobody could see what it does."""
        if self.screen_stack and acts_unseen(event, self.screen):
            event.stop()
            return
        await super().on_event(event)


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
