"""Rows of a command that prints: wrapped at words in a terminal, whole in a file or a pipe."""

import pytest

from tunewise.terminal.rows import hanging

HEAD = " · colours        "
WORDS = "set TERM=xterm-256color; where the terminal has all colours, set COLORTERM=truecolor"


def test_rows_break_between_words_and_hang_below_the_first() -> None:
    rows = hanging(HEAD, WORDS, 62)
    assert rows == [
        " · colours        set TERM=xterm-256color; where the terminal",
        "                  has all colours, set COLORTERM=truecolor",
    ]


@pytest.mark.parametrize("width", [20, 40, 48, 60, 80, 101, 102])
def test_no_row_is_wider_than_the_terminal_and_no_word_is_lost(width: int) -> None:
    rows = hanging(HEAD, WORDS, width)
    assert max(map(len, rows[1:]), default=0) <= max(width, len("    TERM=xterm-256color;"))
    assert " ".join(" ".join(rows).split()) == " ".join((HEAD + WORDS).split())
    assert len(rows) == 1 or width < len(HEAD + WORDS)


def test_where_there_is_no_terminal_a_row_stays_whole() -> None:
    assert hanging(HEAD, WORDS * 20, None) == [HEAD + WORDS * 20]


def test_a_narrow_terminal_keeps_room_for_words() -> None:
    assert hanging(HEAD, "one two three four five", 30)[1] == "    three four five"


def test_a_word_longer_than_any_row_stays_whole() -> None:
    path = "/a/" + "long-" * 30
    assert hanging(" ✓ state          ", f"{path}, kept there", 60) == [
        f" ✓ state          {path},",
        "                  kept there",
    ]


def test_wide_characters_count_for_two_columns() -> None:
    rows = hanging("", "日本 " * 20, 20)
    assert rows[0] == "日本 日本 日本 日本"
