"""Whatever texts a file holds, its session shows nothing of them raw, answers, and ends in peace.

A dozen of the worst in one file with the other tests; in full (``TUNEWISE_SLOW``) each text at every place of a file.
"""

import pytest

from tests.hostile_texts import CONTROLS, DIRECTIONS, MARKUP, NAUGHTY, WIDTHS
from tests.slow.hostile_sessions import raw_of, tried
from tests.slow.lengths import runs

RAW = "\x1b[2J\u202e\u200b"
"""A control, another direction and nothing to see, before each text: wherever one is shown, all three would be."""
KINDS = (*CONTROLS[:4], MARKUP[0], MARKUP[3], MARKUP[5], DIRECTIONS[0], DIRECTIONS[2], *WIDTHS[:3])
WORST = tuple(RAW + text for text in KINDS)


def test_files_full_of_hostile_texts_are_looked_at_from_end_to_end_and_left() -> None:
    assert list(tried([WORST] if runs(1, 0) else [(text,) for text in NAUGHTY])) == []


@pytest.mark.parametrize(
    ("text", "written", "found"),
    [
        ("red", "\x1b[38;2;1;2;3mred\x1b[0m\r\n\x1b[?1049l\x1b]22;default\x07", []),
        ("\x1b[31mred", "\x1b[2;4H\\x1b[31mred", []),
        ("\x1b[31mred", "\x1b[2;4H\x1b[31mred", ["'\\x1b[31mred'"]),
        ("\x1b]0;gone\x07", "\x1b]0;gone\x07", ["'\\x07'", "'\\x1b'", "'\\x1b]0;gone'"]),
        ("a\u202eb", "a\u202eb", ["'\\u202e'"]),
        ("\x9b", "\x9b1m", ["'\\x9b'"]),
        ("x", "Traceback (most recent call last):", ["a traceback"]),
    ],
)  # fmt: skip
def test_what_reaches_a_terminal_raw_is_named(text: str, written: str, found: list[str]) -> None:
    assert raw_of([text], written.encode()) == found
