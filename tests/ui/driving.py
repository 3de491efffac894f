"""Drive the app with real keys and read its screen as text."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import thread_time
from typing import cast

from textual import _wait
from textual.pilot import Pilot

from tunewise.domain.scenario import Scenario
from tunewise.knowledge.load import shipped_knowledge
from tunewise.session.session import Session
from tunewise.store.paths import from_root
from tunewise.store.scenario_files import Opened, open_scenario
from tunewise.store.themes import load_theme
from tunewise.ui.app import TunewiseApp
from tunewise.ui.screens.dialogs import AskDialog

# Pilot waits until the process rests, and looks a few times for each key: twice as often makes the suite nearly twice
# as quick. What a thread draws or measures meanwhile is waited for by name, where it counts.
_wait.process_time = thread_time  # type: ignore[attr-defined]
_wait.SLEEP_GRANULARITY, _wait.SLEEP_IDLE = 0.01, 0.0008
# Pilot presses faster than a person reads; what a key typed ahead does has a test of its own.
AskDialog.CALM_SECONDS = 0
SMALL, MEDIUM, LARGE, TINY = (80, 24), (120, 36), (200, 60), (60, 20)
SIZES = (SMALL, MEDIUM, LARGE, TINY)


class Driver:
    """The app under test: press keys, then read what a person would see."""

    def __init__(self, app: TunewiseApp, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot

    async def press(self, *keys: str) -> None:
        """Press keys one after the other and wait until the screen is calm."""
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        """Type a text letter by letter."""
        names = {
            " ": "space",
            ".": "full_stop",
            ",": "comma",
            "/": "slash",
            "-": "minus",
            "_": "underscore",
            "[": "left_square_bracket",
            "]": "right_square_bracket",
        }
        await self.press(*(names.get(letter, letter) for letter in text))

    async def resize(self, width: int, height: int) -> None:
        """Resize the terminal."""
        await self.pilot.resize_terminal(width, height)
        await self.pilot.pause()

    async def drawn(self) -> None:
        """Wait until the chances of the costs that stand now are drawn."""
        for _ in range(1_500):
            if self.app.desk.draws is not None:
                await self.pilot.pause()
                return
            await asyncio.sleep(0.02)
        raise AssertionError(self.text)

    async def taken_over(self) -> None:
        """Wait until it is settled who has the file."""
        while self.app.taking_over:
            await asyncio.sleep(0.02)
        await self.pilot.pause()

    @property
    def scenario(self) -> Scenario:
        """Return the scenario as the session has it."""
        return self.app.session.scenario

    @property
    def lines(self) -> list[str]:
        """Return the screen as text, line by line."""
        strips = self.app.screen._compositor.render_strips(self.app.size)
        return ["".join(segment.text for segment in strip).rstrip() for strip in strips]

    @property
    def text(self) -> str:
        """Return the whole screen as text."""
        return "\n".join(self.lines)

    @property
    def status(self) -> str:
        """Return the status line: the message, or why the ranking moved."""
        return self.lines[-2].strip()

    def line_with(self, words: str) -> str:
        """Return the first line that holds ``words``; fails when none does."""
        return next(line for line in self.lines if words in line)


@asynccontextmanager
async def driving(
    scenario: Path | Scenario, size: tuple[int, int] = SMALL, *, start: str = "recommend", theme: str = "dark"
) -> AsyncIterator[Driver]:
    """Open the app on a scenario file, or on a scenario that has no file yet."""
    path = scenario if isinstance(scenario, Path) else None
    opened = open_scenario(str(path), lenient=True) if path else Opened(cast("Scenario", scenario), None)
    place = from_root(path) if path else None
    session = Session(opened.scenario, shipped_knowledge(), place, document=opened.document)
    session.read_only = opened.read_only
    app = TunewiseApp(session, load_theme(theme), start=start, remark=opened.remark)
    async with app.run_test(size=size, notifications=True) as pilot:
        while not app.watching:
            await pilot.pause()
        await pilot.pause()
        yield Driver(app, pilot)
