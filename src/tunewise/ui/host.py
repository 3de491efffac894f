"""What screens and widgets need of the app, so that they know what it offers and not what it is."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from textual.await_complete import AwaitComplete
from textual.geometry import Size
from textual.widget import AwaitMount

from tunewise.domain.assessment import Assessment
from tunewise.domain.scenario import Scenario
from tunewise.keeping import Keeper
from tunewise.knowledge.tables import Knowledge
from tunewise.session.session import Session
from tunewise.ui.cost_desk import CostDesk
from tunewise.ui.evidence_desk import EvidenceDesk
from tunewise.ui.fields import Field
from tunewise.ui.palette import Palette

if TYPE_CHECKING:
    from tunewise.ui.widgets.field_row import Asked

Opening = AwaitMount | AwaitComplete | None
"""What an action returns so that the keys after it wait until what it opens stands."""

Then = Callable[[], Opening]


class Host(Protocol):
    """The app, as far as the rest of the screens knows it."""

    assessment: Assessment
    session: Session
    keeper: Keeper
    palette: Palette
    message: str

    @property
    def current_mode(self) -> str:
        """Return the name of the screen that shows."""
        ...

    @property
    def desk(self) -> CostDesk:
        """Return what the costs of what stands now are worked out on."""
        ...

    @property
    def evidence(self) -> EvidenceDesk:
        """Return what was measured, and what follows from it."""
        ...

    @property
    def size(self) -> Size:
        """Return columns and rows of the terminal."""
        ...

    @property
    def whole_cells(self) -> bool:
        """Tell whether the terminal lacks the blocks that fill a part of a cell."""
        ...

    @property
    def knowledge(self) -> Knowledge:
        """Return the tables in use."""
        ...

    @property
    def file_change(self) -> str:
        """Return what somebody else did to the file, in words, or nothing."""
        ...

    @property
    def taking_over(self) -> bool:
        """Tell whether another copy was asked for the file and has not given it up yet."""
        ...

    @property
    def trouble(self) -> str:
        """Return why work is not kept against loss at the moment, or nothing."""
        ...

    @property
    def file_name(self) -> str:
        """Return the name of the file, or of a scenario that has none yet."""
        ...

    def sync(self) -> None:
        """Take scenario and assessment from the session."""
        ...

    def say(self, message: str) -> None:
        """Show a message in the status line until the next change."""
        ...

    def show(self, name: str) -> None:
        """Show a screen."""
        ...

    def edit_text(self, field: Field) -> Opening:
        """Open the editor of a text field."""
        ...

    def edit_figure(self, field: Field) -> Opening:
        """Open the editor of a figure: one number, a range, or percentiles."""
        ...

    def take_edit(self, asked: "Asked") -> None:
        """Hand an edit to the session; what it refuses changes nothing and is said."""
        ...

    def ask_text(self, question: str, text: str, take: Callable[[str], Opening], *, long: bool) -> Opening:
        """Ask for a text and hand it on."""
        ...

    def action_open(self, then: Then | None = None) -> Opening:
        """Ask for a scenario file and work on it."""
        ...

    def open_named(self, name: str) -> bool:
        """Work on a file or a shipped scenario from now on."""
        ...

    def open_scenario(self, scenario: Scenario, path: Path | None) -> None:
        """Work on ``scenario`` from now on."""
        ...

    def after_saving(self, then: Then) -> Opening:
        """Do ``then`` once unsaved changes were saved or given up."""
        ...
