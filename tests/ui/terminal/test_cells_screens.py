"""Through the writer of cells every screen looks as without it, after every frame."""

import os
import shutil
from pathlib import Path

import pytest
from rich.color import ColorSystem

from tests.conftest import LAB
from tests.ui.driving import LARGE, SIZES, SMALL, TINY
from tests.ui.terminal.recording import SCREEN_KEYS, keys_of, watching
from tunewise.store.themes import theme_paths
from tunewise.ui.commands import SCREENS

Size = tuple[int, int]

SLOW = bool(os.environ.get("TUNEWISE_SLOW"))
slow = pytest.mark.skipif(not SLOW, reason="takes minutes: set TUNEWISE_SLOW=1")

PICTURES = "日本語の返信 👩‍👩‍👧 ❤️ 🇩🇪 👍🏽 e\u0301 naïve"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """Return a copy of the example that may be changed."""
    return Path(shutil.copy(LAB, tmp_path / "case.toml"))


async def test_moving_typing_and_looking_closer_shows_the_same(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with watching(case, SMALL, monkeypatch) as watched:
        await watched.press("down", "right", "L", "w", "escape", "question_mark", "escape", "f1", "f3", "f4")
        assert watched.differences == []
        assert watched.frames > 10
        assert watched.pair.bytes_changed * 2 < watched.pair.bytes_whole


@pytest.mark.parametrize(
    ("colours", "theme"), [(ColorSystem.STANDARD, "terminal"), (ColorSystem.EIGHT_BIT, "light"), (None, "dark")]
)
async def test_fewer_colours_or_none_show_the_same(
    case: Path, monkeypatch: pytest.MonkeyPatch, colours: ColorSystem | None, theme: str
) -> None:
    async with watching(case, TINY, monkeypatch, colours=colours, theme=theme, marks_frames=False) as watched:
        await watched.press("down", "right", "f1")
        assert watched.differences == []


async def test_another_size_shows_the_same(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with watching(case, SMALL, monkeypatch) as watched:
        for size in (TINY, (90, 30), SMALL):
            await watched.resize(*size)
            await watched.press("down")
        assert watched.differences == []


async def test_pictures_and_east_asian_letters_in_a_title_show_the_same(
    case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = case.read_text("utf-8")
    old = next(row for row in text.splitlines() if row.startswith("title"))
    case.write_text(text.replace(old, f'title = "{PICTURES}"'), "utf-8")
    async with watching(case, SMALL, monkeypatch, start="scenario") as watched:
        await watched.press("question_mark", "escape", "f2")
        assert watched.differences == []


async def walk_everywhere(case: Path, size: Size, monkeypatch: pytest.MonkeyPatch, **options: object) -> None:
    """Press every key of every screen twice, with a dialog over each, and compare every frame."""
    async with watching(case, size, monkeypatch, **options) as watched:  # type: ignore[arg-type]
        for (screen, _), key in zip(SCREENS, SCREEN_KEYS, strict=True):
            await watched.press("escape", key)
            for command in keys_of(screen):
                await watched.press(command, command, "down", "escape", "escape")
        await watched.resize(size[0] - 7, size[1] - 3)
        await watched.resize(*size)
        watched.pair.writer.forget()
        await watched.press("escape", "down")
        assert watched.differences == []
        assert not watched.pair.writer.trouble
        assert not watched.pair.writer._stream.unread
    pair = watched.pair
    print(f"{size} {options}: {watched.frames} frames, {pair.bytes_whole} bytes, {pair.bytes_changed} as cells")  # noqa: T201


@slow
@pytest.mark.parametrize("theme", sorted(theme_paths()))
@pytest.mark.parametrize("size", SIZES)
async def test_everything_shows_the_same_in_every_theme_and_size(
    case: Path, monkeypatch: pytest.MonkeyPatch, size: Size, theme: str
) -> None:
    await walk_everywhere(case, size, monkeypatch, theme=theme, marks_frames=size != LARGE)


@slow
@pytest.mark.parametrize("colours", [ColorSystem.STANDARD, ColorSystem.EIGHT_BIT, None])
@pytest.mark.parametrize("size", SIZES)
async def test_everything_shows_the_same_in_fewer_colours(
    case: Path, monkeypatch: pytest.MonkeyPatch, size: Size, colours: ColorSystem | None
) -> None:
    await walk_everywhere(case, size, monkeypatch, colours=colours, marks_frames=size == TINY)
