"""The least that a Textual app can be: what starting and quitting are measured against."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class Bare(App[None]):
    """One line of text."""

    ENABLE_COMMAND_PALETTE = False

    def compose(self) -> ComposeResult:
        """Show it."""
        yield Static("Ready")


if __name__ == "__main__":
    Bare().run()
