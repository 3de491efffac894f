"""A figure of a cost plan in one row: of the way that is under the cursor of the table, whichever that is."""

from collections.abc import Callable
from decimal import Decimal

from tunewise.domain.cost_figures import PLAN_FIGURES
from tunewise.domain.workbench import Rival
from tunewise.session.edits import Edit
from tunewise.ui.fields import Field, plan_field
from tunewise.ui.lines import Line, fit
from tunewise.ui.views.plans import plan_row
from tunewise.ui.widgets.rows import NumberRow


class PlanRow(NumberRow):
    """One figure. What it steps from, where nobody told it, is what counts now."""

    def __init__(self, figure: str, chosen: Callable[[], str], stay: Callable[[], None]) -> None:
        self.figure = figure
        self._chosen = chosen
        self._stay = stay
        spec = PLAN_FIGURES[figure]
        super().__init__(Field("", "number", "", "", (), unit="share" if spec.unit == "share" else "figure"))

    @property
    def rival(self) -> Rival:
        """Return the way that the row speaks of."""
        return self.tunewise.desk.workbench.find(self._chosen())

    @property
    def field(self) -> Field:
        """Return the field of the way under the cursor."""
        return plan_field(self._chosen(), self.figure, self.tunewise.knowledge) if self.is_attached else self._plain

    @field.setter
    def field(self, value: Field) -> None:
        """Keep the field that stands for it before it is on a screen."""
        self._plain = value

    def ask(self, edit: Edit, *, quiet: bool = False) -> None:
        """Ask for ``edit`` and keep the cursor on its way: the answer may speak of another one after a digit."""
        self._stay()
        super().ask(edit, quiet=quiet)

    def paint(self, width: int, height: int) -> list[Line]:
        """Return the one row."""
        app, rival = self.tunewise, self.rival
        model = app.assessment.scenario.costs.models.get(rival.rival)  # type: ignore[call-overload]
        state = {"focused": self.has_focus, "typed": self.shown_typing, "model": model}
        return [fit(plan_row(self.figure, rival, app.knowledge, width, **state), width)]

    @property
    def counting(self) -> Decimal | None:
        """Return the value that counts now where the scenario holds none."""
        shown = self.rival.figure(self.figure)
        return None if shown.origin == "default" else shown.value
