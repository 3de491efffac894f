"""The command palette: Textual's own, made to survive a terminal that is too small for its list."""

from contextlib import suppress

from textual.command import CommandPalette


class Palette(CommandPalette):
    """Paging through a list that has no room to be laid out does nothing instead of ending the app."""

    def _action_command_list(self, action: str) -> None:
        with suppress(KeyError):
            super()._action_command_list(action)
