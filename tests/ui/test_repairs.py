"""What would fail without the repairs of Textual."""

import gc

from rich.segment import Segment
from textual._styles_cache import StylesCache

from tests.conftest import LAB
from tests.ui.driving import SMALL, driving
from tunewise.ui.repairs import PIECES_KEPT


async def test_dialogs_that_were_closed_leave_nothing_behind() -> None:
    """Textual kept the drawn lines of every widget there had ever been: an hour of work grew by a tenth."""
    async with driving(LAB, SMALL) as driver:

        async def look_around() -> int:
            for _ in range(4):
                await driver.press("question_mark", "escape", "colon", "escape", "t", "escape")
            gc.collect()
            return sum(isinstance(one, StylesCache) for one in gc.get_objects())

        before = await look_around()
        assert await look_around() <= before


async def test_what_showed_long_ago_is_not_kept() -> None:
    """Rich kept 16,384 pieces of lines that it cut: an hour of work grew by some megabytes."""
    async with driving(LAB, SMALL):
        drawn = [Segment(f"{place:04} wide 寬") for place in range(PIECES_KEPT * 2)]
        cut = [segment.split_cells(11) for segment in drawn]
        assert [(left.text, right.text) for left, right in cut[:1]] == [("0000 wide  ", " ")]
        gc.collect()
        del cut
        held = sum(isinstance(one, Segment) and " wide " in one.text for one in gc.get_objects())
        assert held <= len(drawn) + PIECES_KEPT
