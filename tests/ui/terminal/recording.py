"""The real app, with everything recorded that it writes to its terminal."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from rich.color import ColorSystem
from textual.drivers import headless_driver
from textual.pilot import Pilot

from tests.ui.terminal.reference import END, START, Pair
from tunewise.knowledge.load import shipped_knowledge
from tunewise.session.session import Session
from tunewise.store.scenario_files import load_scenario
from tunewise.store.themes import load_theme
from tunewise.ui.app import TunewiseApp
from tunewise.ui.commands import COMMANDS, SCREENS

_Headless = headless_driver.HeadlessDriver


class Recorder(_Headless):
    """A driver without a terminal that keeps what is written."""

    written: list[str]

    @property
    def is_headless(self) -> bool:
        """Say that there is a terminal, so that the app draws."""
        return False

    def write(self, data: str) -> None:
        """Keep what is written."""
        self.written.append(data)

    def start_application_mode(self) -> None:
        """Begin as the driver for a real terminal does."""
        self.written = [START]
        super().start_application_mode()

    def stop_application_mode(self) -> None:
        """End as the driver for a real terminal does."""
        self.written.append(END)
        super().stop_application_mode()


class Watched:
    """The app with the two terminals that are compared after each of its frames."""

    def __init__(self, app: TunewiseApp, pilot: Pilot[int], size: tuple[int, int]) -> None:
        self.app = app
        self.pilot = pilot
        self.pair = Pair(*size)
        self.frames = 0
        self.differences: list[str] = []

    async def press(self, *keys: str) -> None:
        """Press keys and compare every frame that they bring."""
        for key in keys:
            await self.pilot.press(key)
            await self.pilot.pause()
            self.compare(key)

    async def resize(self, width: int, height: int) -> None:
        """Change the size of the terminal."""
        self.compare("before a resize")
        self.pair.resize(width, height)
        await self.pilot.resize_terminal(width, height)
        await self.pilot.pause()
        self.compare(f"{width}x{height}")

    def compare(self, words: str) -> None:
        """Compare after every frame that was written since the last time."""
        driver = self.app._driver
        assert isinstance(driver, Recorder)
        written, driver.written[:] = list(driver.written), []
        for text in written:
            self.pair.write(text)
            if "H" in text:
                self.frames += 1
                if not text.startswith("\x1b[?2026") and self.pair.writer._stream.within_frame:
                    continue  # it is drawn once it is whole
            if not self.pair.writer._stream.within_frame:
                self.differences += [f"{words}: {line}" for line in self.pair.differences()[:3]]


@asynccontextmanager
async def watching(
    path: Path,
    size: tuple[int, int],
    monkeypatch: pytest.MonkeyPatch,
    *,
    theme: str = "dark",
    colours: ColorSystem | None = ColorSystem.TRUECOLOR,
    marks_frames: bool = True,
    start: str = "recommend",
) -> AsyncIterator[Watched]:
    """Open the app on a file with its writing recorded; ``colours`` of ``None`` stands for NO_COLOR."""
    monkeypatch.setattr(headless_driver, "HeadlessDriver", Recorder)
    if colours is None:
        monkeypatch.setenv("NO_COLOR", "1")
    session = Session(load_scenario(path), shipped_knowledge(), path)
    app = TunewiseApp(session, load_theme(theme), start=start)
    app.console._color_system = colours or ColorSystem.EIGHT_BIT
    app._sync_available = marks_frames
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        watched = Watched(app, pilot, size)
        watched.compare("start")
        yield watched
        await asyncio.sleep(0)
        watched.compare("end")


_LEFT_OUT = {"quit", "save", "save_as", "export", "open"}


def keys_of(screen: str) -> list[str]:
    """Return the key of every command that works on ``screen``, but those that end the app or write files."""
    return [
        command.keys[0]
        for command in COMMANDS
        if command.where in {screen, "all", "field"}
        and command.action not in _LEFT_OUT
        and not command.action.startswith("show(")
    ]


SCREEN_KEYS = [f"f{number}" for number, _ in enumerate(SCREENS, 1)]
"""The keys of all screens, which work in a field too."""
