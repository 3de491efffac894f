"""Work: everything of a session that must survive whatever ends the program, as one frozen value."""

from typing import NamedTuple

from tunewise.domain.documents import Document
from tunewise.domain.history import History
from tunewise.domain.scenario import Scenario


class Work(NamedTuple):
    """A scenario being worked on, with its steps and the file it belongs to.

    ``file`` is the absolute path of the scenario file, or empty for a scenario that has none yet. ``document`` is what
    that file held when it was last read or written, ``saved`` the scenario that this stands for (``None`` where it was
    never saved and is not what was opened either). ``screen`` is the screen that showed.
    """

    file: str
    document: Document | None
    history: History
    saved: Scenario | None
    screen: str = ""

    @property
    def scenario(self) -> Scenario:
        """Return the scenario as it is now."""
        return self.history.now.scenario

    @property
    def dirty(self) -> bool:
        """Tell whether there is something to lose."""
        return self.history.now.scenario != self.saved
