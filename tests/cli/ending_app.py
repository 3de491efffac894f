"""A small app, run as Tunewise is, that fails in every layer when asked to. Its argument: a file to flush to."""

import asyncio
import sys
import threading
from pathlib import Path

from textual.app import App, ComposeResult
from textual.widget import Widget
from textual.widgets import Static

from tunewise.process import leave
from tunewise.ui.running import run
from tunewise.ui.terminal.guard import Guard

SECRET = "salary-of-Ms-Secret"
NOTHING: dict[str, None] = {}


class Breaking(Widget):
    """Fails when it is drawn."""

    def render(self) -> str:
        """Fail."""
        raise KeyError(SECRET)


class Composing(Widget):
    """Fails when it is put together."""

    def compose(self) -> ComposeResult:
        """Fail."""
        yield Static(str(int(SECRET)))


class EndingApp(App[None]):
    """Every key does one thing."""

    ENABLE_COMMAND_PALETTE = False
    count = 0

    def compose(self) -> ComposeResult:
        """Yield one line."""
        yield Static("ready", markup=False)

    def say(self, words: str) -> None:
        """Show words."""
        self.query_one(Static).update(words)

    def on_paste(self, event: object) -> None:
        """Show a paste."""
        self.say(f"paste of {len(getattr(event, 'text', ''))}: {getattr(event, 'remark', '')}")

    def key_n(self) -> None:
        """Count."""
        self.count += 1
        self.say(f"count {self.count}")

    def key_q(self) -> None:
        """Leave."""
        self.exit()

    def key_h(self) -> None:
        """Fail in a handler."""
        secret = SECRET
        raise KeyError(secret)

    def key_t(self) -> None:
        """Fail in a timer."""
        self.set_timer(0.01, lambda: NOTHING[SECRET])

    def key_r(self) -> None:
        """Fail in drawing."""
        self.mount(Breaking())

    def key_c(self) -> None:
        """Fail in composing."""
        self.mount(Composing())

    def key_w(self) -> None:
        """Fail in a worker."""

        async def fail() -> None:
            raise LookupError(SECRET)

        self.run_worker(fail())

    def key_d(self) -> None:
        """Fail in a thread."""
        threading.Thread(target=lambda: NOTHING[SECRET]).start()

    def key_k(self) -> None:
        """Fail in a task of nobody."""

        async def fail() -> None:
            raise ArithmeticError(SECRET)

        asyncio.ensure_future(fail())  # noqa: RUF006  # nobody waits for it

    def key_f(self) -> None:
        """Draw more than a terminal takes that nobody reads."""
        self.set_interval(0.001, lambda: self.say("drawn again " * 200 + str(self.count)))


def flush() -> None:
    """Keep the work."""
    Path(sys.argv[1]).write_text("kept", encoding="utf-8")


if __name__ == "__main__":
    guard = Guard(flush)
    guard.stand()
    app = EndingApp()
    leave(run(app, mouse=True, guard=guard, kept=lambda: "your unsaved work is kept"))
