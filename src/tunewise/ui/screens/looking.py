"""A screen with closer looks: one key opens a look or turns its page, escape goes back."""

from tunewise.ui.screens.work import WorkScreen
from tunewise.ui.widgets.bars import KeyBar
from tunewise.ui.widgets.closer_look import CloserLook


class LookingScreen(WorkScreen):
    """A work screen that holds one ``CloserLook``; what gives way to it is said by the class ``-looking``."""

    async def action_look(self, name: str) -> None:
        """Take a closer look; the key of the one that shows turns its page. The keys after it wait until it stands."""
        look = self.query_one(CloserLook)
        self.add_class("-looking")
        look.show(name)
        self.set_focus(look)
        self.query_one(KeyBar).repaint()
        await self.wait_for_refresh()

    async def action_leave(self) -> None:
        """Leave the closer look, or the field."""
        if self.has_class("-looking"):
            self.query_one(CloserLook).close()
            self.remove_class("-looking")
            self.set_focus(None)
            await self.wait_for_refresh()
            self.repaint_all()
            return
        await super().action_leave()
