"""What would fail without the repairs of Textual."""

import gc

from textual._styles_cache import StylesCache

from tests.conftest import LAB
from tests.ui.driving import SMALL, driving


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
