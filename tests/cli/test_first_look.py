"""The frame that stands before the app does: it is the app's own, and nothing of it is left where no app comes."""

import signal
import termios
from pathlib import Path

import pyte
import pytest

from tests.cli.window import COMMAND, known, window
from tests.conftest import LAB

FRAME, LEFT = b"\x1b[?1049h", b"\x1b[?1049l"
LOOKS: tuple[dict[str, str], ...] = (
    {},
    {"SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"},
    {"TUNEWISE_COLORS": "256"},
    {"TUNEWISE_COLORS": "16", "TUNEWISE_THEME": "light"},
    {"NO_COLOR": "1", "TUNEWISE_GLYPHS": "ascii"},
    {"TUNEWISE_THEME": "terminal", "TUNEWISE_KEYS": "vim"},
)


def case_in(folder: Path) -> Path:
    """Return a file to open, with a name that needs a second look."""
    file = folder / "cas\u202e → é.toml"
    file.write_text(LAB.read_text("utf-8"), "utf-8")
    return file


def cells(raw: bytes, row: int) -> list[tuple[object, ...]]:
    """Return the cells of a row after ``raw`` as a terminal of 100 by 30 shows them."""
    screen = pyte.Screen(100, 30)
    pyte.ByteStream(screen).feed(known(raw))
    shown = [screen.buffer[row][column] for column in range(100)]
    # A space looks the same in every colour of its letter, and bold or not.
    return [(one.data, one.bg, *((one.fg, one.bold) if one.data.strip() else ())) for one in shown]


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: " ".join(look.values()) or "as it is")
def test_the_frame_is_what_the_app_draws_there(tmp_path: Path, look: dict[str, str]) -> None:
    with window(COMMAND, str(case_in(tmp_path)), controls=True, **look) as opened:
        early = opened.until("help")  # the end of the last line of the frame
        opened.until("fits best")
        opened.calm()
    assert early.count(FRAME) == opened.raw.count(FRAME) == 1, "asked for twice, a terminal clears it"
    for row in (0, 29):
        assert cells(early, row) == cells(opened.raw, row)
    assert "fits best" not in early.decode("utf-8", "replace")


def test_a_new_scenario_has_its_frame_too(tmp_path: Path) -> None:
    with window(COMMAND) as opened:
        early = opened.until("help")
        opened.until("moved stands here")
        opened.calm()
    assert cells(early, 0) == cells(opened.raw, 0)
    assert cells(early, 29) == cells(opened.raw, 29)


def test_keys_that_are_pressed_before_the_app_runs_count_and_are_not_echoed(tmp_path: Path) -> None:
    with window(COMMAND, str(case_in(tmp_path))) as opened:
        opened.until("\x1b[?1049h")
        opened.send("jjl")
        opened.until("82 → 83")
        assert b"jj" not in opened.raw


def test_a_file_that_cannot_be_opened_leaves_the_terminal_as_it_was(tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("title = 3\n")
    with window(COMMAND, str(broken)) as opened:
        assert opened.ended() == 2
        assert opened.raw.count(FRAME) == opened.raw.count(LEFT) == 1
        assert b"broken.toml" in opened.raw[opened.raw.index(LEFT) :]
        assert termios.tcgetattr(opened.theirs) == opened.before


def test_a_file_that_is_not_there_is_said_without_a_flicker(tmp_path: Path) -> None:
    with window(COMMAND, str(tmp_path / "none.toml")) as opened:
        assert opened.ended() == 2
        assert FRAME not in opened.raw


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_between_the_frame_and_the_app_leaves_the_terminal_as_it_was(
    tmp_path: Path, number: signal.Signals
) -> None:
    with window(COMMAND, str(case_in(tmp_path))) as opened:
        opened.until("\x1b[?1049h")
        opened.process.send_signal(number)
        assert opened.ended() == 128 + number
        assert opened.raw.rindex(LEFT) > opened.raw.rindex(FRAME)
        assert termios.tcgetattr(opened.theirs) == opened.before


def test_a_terminal_that_is_too_small_gets_no_frame(tmp_path: Path) -> None:
    with window(COMMAND, str(case_in(tmp_path)), size="59x16") as opened:
        opened.until("Tunewise needs")
        assert b"1 Scenario" not in opened.raw
