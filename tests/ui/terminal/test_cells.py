"""The writer of cells sends what changes and nothing else, and never holds the app up."""

import fcntl
import os
import pty
import select
import struct
import termios
import threading
import time
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ui.terminal.reference import END, START, Pair, Pumped, Terminal
from tunewise.ui.terminal import differences
from tunewise.ui.terminal.cells import CellWriter
from tunewise.ui.terminal.pens import DEFAULT, Pen, after, way
from tunewise.ui.terminal.widths import clusters

WIDTH, HEIGHT = 24, 6


def started(text: str = "", *, by_character: bool = False, rough: bool = False) -> Pair:
    """Return a pair of terminals with the app's screen on, and ``text`` in it."""
    pair = Pair(WIDTH, HEIGHT, by_character=by_character, rough=rough)
    pair.write(START)
    if text:
        pair.write(text)
    return pair


def sent_by(pair: Pair, text: str) -> str:
    """Write ``text`` and return what was sent for it."""
    pair.whole.take(text)
    pair.writer.write(text)
    return pair.receive()


# What is sent.


def test_one_changed_character_costs_a_move_and_itself() -> None:
    pair = started("\x1b[2;3H\x1b[1mmoved: 82\x1b[0m\x1b[1;1H")
    assert sent_by(pair, "\x1b[2;3H\x1b[1mmoved: 83\x1b[0m\x1b[1;1H") == "\x1b[2;11H\x1b[1m3\x1b[m\x1b[H"


def test_nothing_is_sent_when_nothing_changed() -> None:
    frame = "\x1b[?2026h\x1b[2;3H\x1b[38;2;1;2;3mthe same\x1b[0m\x1b[?2026l"
    pair = started(frame)
    assert sent_by(pair, frame) == ""


def test_a_frame_is_marked_where_the_terminal_knows_marks_and_not_elsewhere() -> None:
    assert sent_by(started(), "\x1b[?2026h\x1b[1;1Hab\x1b[?2026l").count("\x1b[?2026") == 2
    assert "2026" not in sent_by(started(), "\x1b[1;1Hab")


def test_half_a_frame_is_not_sent() -> None:
    pair = started("\x1b[?2026h\x1b[1;1Hab\x1b[?2026l")
    assert sent_by(pair, "\x1b[?2026h\x1b[1;1Hcd") == ""
    assert "cd" in sent_by(pair, "\x1b[?2026l")


def test_blanks_to_the_end_of_a_row_are_erased_and_not_written() -> None:
    pair = started("\x1b[1;1H" + "x" * WIDTH + "\x1b[1;1H")
    assert sent_by(pair, "\x1b[1;1Hxx" + " " * (WIDTH - 2) + "\x1b[1;1H") == "\x1b[2C\x1b[K\r"
    assert pair.differences() == []


def test_coloured_blanks_are_written_since_terminals_differ_in_erasing_with_a_colour() -> None:
    pair = started("\x1b[1;1H" + "x" * WIDTH)
    assert "\x1b[K" not in sent_by(pair, f"\x1b[1;1H\x1b[44m{' ' * WIDTH}\x1b[0m")
    assert pair.differences() == []


@pytest.mark.parametrize(
    "control", ["\x1b]52;c;QUJD\x07", "\x1b[?1003h", "\x1b[>1u", "\x07", "\x1b]2;title\x1b\\", "\x1b[?25h", "\x1b[2 q"]
)
def test_what_draws_nothing_is_handed_on_as_it_is(control: str) -> None:
    assert sent_by(started("\x1b[1;1Hab"), control) == control


def test_a_copy_to_the_clipboard_gets_through_in_pieces() -> None:
    pair = started("\x1b[1;1Hab")
    copy = f"\x1b]52;c;{'QUJD' * 50_000}\x07"
    assert sent_by(pair, copy[:7]) + sent_by(pair, copy[7:90_000]) + sent_by(pair, copy[90_000:]) == copy


@pytest.mark.parametrize(
    "odd",
    ["\x1b[2;4r", "\x1b7", "\x1b[3S", "\x1b(0", "\x1b[?6h", "\x1b[4h", "\tx", "\x1bP1q~\x1b\\", "\x1b[2L", "\x1bM"],
)
def test_what_is_not_followed_is_handed_on_and_the_screen_stays_right(odd: str) -> None:
    pair = started("\x1b[1;1Hone\x1b[2;1H\x1b[1mtwo\x1b[0m\x1b[3;4H\x1b[32m")
    rest = f"{odd}after\x1b[0m\x1b[5;1Hthe rest"
    assert rest in sent_by(pair, rest)
    assert sent_by(pair, "\x1b[1;2H\x1b[3mmore\x1b[0m") == "\x1b[1;2H\x1b[3mmore\x1b[0m"


def test_after_doubt_everything_is_drawn_anew() -> None:
    pair = started("\x1b[2;2H\x1b[31mkept\x1b[0m\x1b[1;1H")
    pair.changed.take("\x1b[1;1H\x1b[7mwhat another program wrote over all of it\x1b[m")
    pair.writer.forget()
    pair.writer.pump()
    pair.receive()
    assert pair.differences() == []


def test_leaving_and_coming_back_draws_everything_anew() -> None:
    pair = started("\x1b[2;2Hkept")
    assert sent_by(pair, END).endswith(END[-20:])
    pair.write(START)
    assert sent_by(pair, "\x1b[2;2Hkept").startswith(differences.WHOLE)
    assert pair.differences() == []


def test_text_before_and_after_the_app_is_not_touched() -> None:
    writer = Pumped(WIDTH, HEIGHT)
    writer.write("before\r\n\x1b[31m")
    writer.write(START + END)
    writer.write("after\r\n")
    assert writer.sent() == f"before\r\n\x1b[31m{START}{END}after\r\n"
    assert not writer.trouble


def test_a_terminal_that_became_smaller_is_sent_nothing_beyond_its_edge() -> None:
    pair = started("\x1b[1;1H" + "x" * WIDTH)
    pair.writer.resize(10, 2)
    sent = sent_by(pair, "\x1b[6;1Hlast\x1b[1;1H" + "y" * WIDTH)
    assert "y" * 10 in sent
    assert "y" * 11 not in sent
    assert "last" not in sent


def test_a_failure_inside_hands_everything_on_and_asks_for_a_repaint(monkeypatch: pytest.MonkeyPatch) -> None:
    pair = started("\x1b[1;1Hab")
    reasons: list[str] = []
    pair.writer.on_trouble = reasons.append

    def fails(*_: object) -> str:
        raise ValueError("a mistake of ours")

    monkeypatch.setattr(differences.Difference, "cells", fails)
    sent_by(pair, "\x1b[1;1Hcd")
    assert reasons == ["ValueError: a mistake of ours"]
    assert sent_by(pair, "\x1b[1;1Hef\x1b[?2026h") == "\x1b[1;1Hef\x1b[?2026h"


# Widths.

PICTURES = ["日本", "👩‍👩‍👧", "❤️", "🇩🇪", "👍🏽", "e\u0301", "\ue0a0", "นี้", "✅"]


@pytest.mark.parametrize("picture", PICTURES)
def test_what_stands_beside_a_picture_is_right_however_wide_the_terminal_draws_it(picture: str) -> None:
    pair = started("\x1b[1;1Hleft and right and on", by_character=True)
    size = sum(width for _, width in clusters(picture))
    for text in (f"\x1b[1;1Hleft {picture}right", f"\x1b[1;1Hleft {'x' * size}right", f"\x1b[1;1H{picture} and right"):
        pair.write(text)
        whole, changed = pair.whole.seen()[0], pair.changed.seen()[0]
        covered = [cell.text == "" or not cell.text.isascii() for cell in whole]
        assert [cell for cell, one in zip(changed, covered, strict=True) if not one] == [
            cell for cell, one in zip(whole, covered, strict=True) if not one
        ]


@pytest.mark.parametrize("rough", [False, True])
def test_a_wide_letter_cut_by_another_leaves_no_half(rough: bool) -> None:
    pair = started("\x1b[1;1H日本語の返信", rough=rough)
    for text in (
        "\x1b[1;2H語",
        "\x1b[1;4Hx",
        "\x1b[1;1Hab本",
        "\x1b[1;8H\x1b[K",
        f"\x1b[2;{WIDTH - 1}H語\x1b[2;{WIDTH}Hx",
    ):
        pair.write(text)
        assert pair.differences() == []


# Any stream.

_PENS = st.sampled_from(
    [
        *["", "0", "1", "2", "3", "4", "7", "9", "22", "39", "49", "27", "24", "31", "44", "97", "38;5;99"],
        *["48;2;1;2;3", "1;31;44", "0;7", "53", "38:2::9:8:7", "4:3"],
    ]
)
# A mark stands behind a letter here: terminals differ in what it does to a blank.
_TEXT = st.lists(st.sampled_from([*"ab .█─日本語👍", "e\u0301"]), min_size=1, max_size=5).map("".join)
_AT = st.tuples(st.integers(1, HEIGHT), st.integers(1, 8))
_STEP = st.one_of(
    st.tuples(_AT, _PENS, _TEXT).map(lambda one: f"\x1b[{one[0][0]};{one[0][1]}H\x1b[{one[1]}m{one[2]}"),
    st.tuples(_AT, _TEXT).map(lambda one: f"\x1b[{one[0][0]};{one[0][1]}H\x1b[0m{one[1]}"),
    _AT.map(lambda at: f"\x1b[{at[0]};{at[1]}H"),
    st.sampled_from(["\x1b[K", "\x1b[1K", "\x1b[2K", "\x1b[J", "\x1b[1J", "\x1b[2J", "\x1b[3X", "\r", "\b"]),
    st.sampled_from(["\x1b[2A", "\x1b[B", "\x1b[3C", "\x1b[D", "\x1b[5G", "\x1b[2d", "\x1b[2E", "\x1b[F", "\x1b[H"]),
    st.sampled_from(["\x1b[?2026h\x1b[1;1H日\x1b[?2026l", "\x1b[?25l", "\x07", "\x1b]2;a\x07"]),
)


def _plain(steps: list[str]) -> list[str]:
    """Leave out pens that the emulator does not know."""
    return [step.replace("\x1b[53m", "").replace("\x1b[38:2::9:8:7m", "").replace("\x1b[4:3m", "") for step in steps]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(_STEP, max_size=6).map(_plain).map("".join), max_size=6), st.booleans())
def test_any_stream_shows_the_same(frames: list[str], rough: bool) -> None:
    pair = started("\x1b[1;1H.", rough=rough)
    for frame in frames:
        pair.write(frame)
        assert pair.differences() == []


@settings(max_examples=20, deadline=None)
@given(st.lists(_STEP, max_size=12).map(_plain).map("".join), st.lists(st.integers(0, 200), max_size=6))
def test_where_a_stream_is_cut_into_pieces_changes_nothing(stream: str, cuts: list[int]) -> None:
    whole, pieces = started(), started()
    whole.write(stream)
    places = [0, *sorted(cut % (len(stream) + 1) for cut in cuts), len(stream)]
    for begin, end in pairwise(places):
        pieces.writer.write(stream[begin:end])
    pieces.receive()
    assert pieces.changed.seen() == whole.changed.seen() == whole.whole.seen()


@given(st.lists(_PENS, max_size=6), st.lists(_PENS, max_size=6))
def test_the_way_from_any_pen_to_any_other_arrives(first: list[str], second: list[str]) -> None:
    def pen_of(steps: list[str]) -> Pen:
        pen = DEFAULT
        for step in steps:
            pen = after(pen, step)
        return pen

    start, wanted = pen_of(first), pen_of(second)
    sequence = way(start, wanted)
    assert after(start, sequence[2:-1]) is wanted if sequence else start is wanted


# A real terminal.


class Line:
    """A terminal of 24 by 6, read only when asked to."""

    def __init__(self) -> None:
        self.master, self.slave = pty.openpty()
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", HEIGHT, WIDTH, 0, 0))
        self.file = os.fdopen(self.slave, "w", encoding="utf-8")
        self.writer = CellWriter(self.file)

    def read(self, seconds: float = 0.3) -> str:
        """Return what arrives until nothing comes for ``seconds``."""
        raw = b""
        while select.select([self.master], [], [], seconds)[0]:
            raw += os.read(self.master, 65_536)
        return raw.decode()


@pytest.fixture
def line() -> Iterator[Line]:
    """Return a terminal with a writer that has begun, and end it."""
    one = Line()
    one.writer.start()
    one.writer.write(START)
    yield one
    reader = threading.Thread(target=one.read, daemon=True)
    reader.start()
    one.writer.stop()
    reader.join()
    one.file.close()
    os.close(one.master)


def test_a_terminal_that_stops_reading_holds_nobody_up_and_then_gets_the_latest_state(line: Line) -> None:
    rows = [f"\x1b[{y};1H" for y in range(1, HEIGHT + 1)]
    for number in range(4_000):
        line.writer.write("".join(f"{row}{number:>23}" for row in rows) + "\x1b[1;1H")
    line.writer.write("\x1b]52;c;QUJD\x07")
    text = line.read(1)
    terminal = Terminal(WIDTH, HEIGHT)
    terminal.take(text)
    assert all("3999" in row for row in terminal.display)
    assert "\x1b]52;c;QUJD\x07" in text
    assert len(text) < 200_000, "what was between is not sent, as far as it had not left yet"


def test_the_end_is_sent_and_a_terminal_that_reads_nothing_delays_it_by_a_bounded_time() -> None:
    line = Line()
    line.writer.start()
    line.writer.write(START)
    for number in range(300):
        line.writer.write("".join(f"\x1b]2;{number} {'x' * 999}\x07" for _ in range(3)))
    begin = time.monotonic()
    line.writer.stop()
    assert time.monotonic() - begin < 5
    assert not line.writer.is_alive()
    line.file.close()
    os.close(line.master)


def test_what_is_written_last_arrives_before_the_end() -> None:
    line = Line()
    line.writer.start()
    line.writer.write(START + "\x1b[2;2Hdrawn" + END)
    line.writer.stop()
    assert line.read().endswith(END)
    line.file.close()
    os.close(line.master)


def test_a_terminal_of_another_size_is_drawn_anew(line: Line) -> None:
    line.writer.write("\x1b[2;2Hdrawn")
    assert "drawn" in line.read()
    fcntl.ioctl(line.file.fileno(), termios.TIOCSWINSZ, struct.pack("HHHH", HEIGHT + 1, WIDTH + 1, 0, 0))
    line.writer.write("\x1b[1;1Hx")
    assert "drawn" in line.read()


def test_a_terminal_that_is_gone_ends_nothing() -> None:
    line = Line()
    line.writer.start()
    os.close(line.master)
    line.writer.write(START + "\x1b[1;1Hnobody sees this")
    line.writer.write("\x1b[1;1Hnor this")
    line.writer.stop()
    assert not line.writer.is_alive()
    line.file.close()


def test_what_the_shell_shares_with_the_app_is_left_as_it_was(line: Line) -> None:
    line.writer.write("\x1b[1;1Hdrawn")
    line.read()
    assert os.get_blocking(line.file.fileno())
