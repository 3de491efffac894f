"""Every mark that Tunewise shows has a stand-in as wide as itself, and what differs in meaning stays different."""

import io
import sys
from collections.abc import Iterator

import pytest
from rich.cells import cell_len

from tests.conftest import ROOT
from tunewise.terminal.stand_ins import STAND_IN, stand_ins

TEXTS = ("*.py", "*.toml", "*.json")
ONLY_READ = ("/evidence/", "/widths.py", "/stand_ins.py", "/domain/text.py")
"""Folders and modules whose characters are looked for in texts of others, and not shown."""


def written() -> Iterator[str]:
    """Yield every character beyond ASCII in the sources, the tables and the shipped scenarios."""
    folders = (ROOT / "src", ROOT / "scenarios", ROOT / "themes")
    files = [file for folder in folders for pattern in TEXTS for file in folder.rglob(pattern)]
    shown_ones = [file for file in files if not any(part in file.as_posix() for part in ONLY_READ)]
    yield from sorted({one for file in shown_ones for one in file.read_text(encoding="utf-8") if not one.isascii()})


def shown(text: str, glyphs: str = "ascii") -> str:
    """Return ``text`` as a terminal with these glyphs shows it."""
    table = stand_ins(glyphs)
    return text.translate(table) if table is not None else text


def test_every_mark_of_ours_has_an_ascii_stand_in() -> None:
    nameless = [one for one in written() if shown(one) in {"?", "??", ""}]
    assert nameless == []


@pytest.mark.parametrize("glyphs", ["ascii", "console"])
def test_a_stand_in_is_as_wide_as_what_it_stands_for(glyphs: str) -> None:
    assert [one for one in written() if cell_len(shown(one, glyphs)) != cell_len(one)] == []


def test_ascii_is_nothing_but_ascii() -> None:
    everything = "".join(written()) + "äöü Ł 漢字 😀 é\u0301 \u2028 ﬁ ½ ™"
    assert shown(everything).isascii()


def test_a_console_has_the_marks_of_its_font_and_keeps_the_users_letters() -> None:
    assert shown("◆ ▸ ✓ ▁▂▃▄▅▆▇█ ▏▍▊ … Müller 漢", "console") == "♦ ► √ __▄▄▄███ │▌█ ~ Müller 漢"


@pytest.mark.parametrize("glyphs", ["ascii", "console"])
@pytest.mark.parametrize(
    "together",
    [
        "█░ ",  # earned, assumed, still to earn
        "█▓▒░·",  # the shades of a map
        "█▓▒=~x+░»",  # the kinds of cost of a bill, what is assumed and what is cut
        "█▂░◆│",  # a column and the first step of one, what is assumed, here, a tick
        "◆◇○•·",  # here, decision, left aside, changed, other
        "✓✗?·",  # yes, no, unknown, none
        "★ ",  # chosen or not
        "■□",  # steps reached and not
        "▲▼",  # up and down
        "‹›",
        "←→↑↓",
        "─│◆✕",  # in a chart: lines, here, a crossing
        "≠✓",
    ],
)
def test_different_meanings_stay_different(glyphs: str, together: str) -> None:
    assert len(set(shown(together, glyphs))) == len(together)


def test_a_part_of_a_cell_is_rounded_so_that_bars_end_cleanly() -> None:
    assert shown("███▎ ███▋ ██▌") == "###  #### ###"
    assert shown("▁▂▃▄▅▆▇█") == "___#####"


def test_letters_lose_their_accents_and_what_has_no_letters_becomes_question_marks() -> None:
    assert shown("Müller, café, naïve") == "Muller, cafe, naive"
    assert shown("漢字😀") == "??????"
    assert shown("Кот") == "???"


def test_a_command_in_another_encoding_prints_stand_ins_and_keeps_what_the_encoding_has() -> None:
    raw = io.BytesIO()
    with io.TextIOWrapper(raw, encoding="iso-8859-1", errors=STAND_IN) as stream:
        stream.write("Müller · ▸ 82 → 83 … \udc9b")
        stream.flush()
        assert raw.getvalue().decode("iso-8859-1") == "Müller · > 82 > 83 ~ \\x9b"


def test_unicode_needs_no_table() -> None:
    assert stand_ins("unicode") is None
    assert sys.getsizeof(stand_ins("ascii")) < 100_000
