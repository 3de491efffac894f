"""The least that a Textual app can be: what starting, quitting and answering a key are measured against."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class Bare(App[None]):
    """One line of text, which counts keys."""

    ENABLE_COMMAND_PALETTE = False
    pressed = 0

    def compose(self) -> ComposeResult:
        """Show it."""
        yield Static("Ready")

    def on_key(self) -> None:
        """Count."""
        self.pressed += 1
        self.query_one(Static).update(f"Ready {self.pressed}", layout=False)


if __name__ == "__main__":
    Bare().run()
